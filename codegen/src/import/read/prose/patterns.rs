//! What descriptions are searched with.

use regex::Regex;

use super::classes::Classes;
use super::english::English;
use super::known::Known;
use super::passed_patterns::PassedOver;
use super::sought::Sought;

/// The patterns of this room, compiled once per run.
///
/// A pattern that does not compile is `None` and matches nothing (library code must not panic); a test sees to it that all do.
#[derive(Debug, Clone)]
pub struct Patterns {
    pub(super) bracketed: Option<Regex>,
    pub(super) colon: Option<Regex>,
    pub(super) means: Option<Regex>,
    pub(super) dashed: Option<Regex>,
    pub(super) named: Option<Regex>,
    pub(super) default: Option<Regex>,
    pub(super) max: Sought,
    pub(super) unit: Option<Regex>,
    pub(super) format: Option<Regex>,
    pub(super) colon_in_essay: Option<Regex>,
    pub(super) dashed_in_essay: Option<Regex>,
    pub(super) mixed: Option<Regex>,
    pub(super) loose: Option<Regex>,
    pub(super) item: Option<Regex>,
    pub(super) length: Option<Regex>,
    pub(super) bound: Option<Regex>,
    pub(super) bytes: Sought,
    pub(super) range: Option<Regex>,
    /// The code behind its gloss, and nothing of a gloss behind it.
    pub(super) reversed: Option<Regex>,
    /// What to send, behind what it means: `立即上架传0 定时上架传1`.
    pub(super) told: Option<Regex>,
    /// Codes between signs; below codes without a sign, and codes of more signs than a list is taken of.
    pub(super) wrapped: Option<Regex>,
    pub(super) glued: Option<Regex>,
    pub(super) odd_code: Option<Regex>,
    pub(super) spaced: Option<Regex>,
    pub(super) either: Option<Regex>,
    pub(super) bare: Option<Regex>,
    pub(super) fails_empty: Sought,
    pub(super) counted: Sought,
    pub(super) span: Sought,
    pub(super) than: Sought,
    pub(super) tagged: Option<Regex>,
    pub(super) only: Option<Regex>,
    pub(super) named_code: Option<Regex>,
    pub(super) one: Option<Regex>,
    pub(super) seems_values: Sought,
    pub(super) seems_limits: Sought,
    pub(super) seems_unit: Sought,
    pub(super) seems_default: Sought,
    pub(super) parted: Option<Regex>,
    /// What was read before.
    pub(super) known: Known,
    pub(super) scaled: Sought,
    pub(super) passed_over: PassedOver,
    pub(super) english: English,
    pub(super) classes: Classes,
    pub(super) unit_goes_on: Option<Regex>,
    pub(super) sent_in: Option<Regex>,
}

const VALUE: &str = r"(?P<v>[A-Za-z][A-Za-z0-9_]{0,60}|-?\d{1,4})";

/// A pattern in which VALUE stands for one value.
fn compile(pattern: &str) -> Option<Regex> {
    Regex::new(&pattern.replace("VALUE", VALUE)).ok()
}

/// What [`super::demand`] searches with.
fn demanding() -> [Sought; 4] {
    [
        Sought::new(r"为空(?:则|时|会|将|就|的话|,|，)*\s*(?:直接|接口)?(?:报错|失败|返回错误|返回失败|抛错|抛异常)"),
        Sought::new(
            r"(?:(?P<least>至少|最少|不少于)|最多|至多|不超过|不能超过|不得超过|不多于|上限)[^\d,，;；。]{0,6}?\s*(?P<n>\d{1,6}|一|两)\s*(?:条|项|笔|单|件|个(?:[^\p{Han}]|$|[商订店元值]))",
        ),
        Sought::new(
            r"(?:范围|区间|取值)(?:为|是|在|[:：\s(（\[])*(?P<a>-?\d{1,12}(?:\.\d+)?)\s*(?:[~～\-—至到])+\s*(?P<b>-?\d{1,12}(?:\.\d+)?)(?:[^\dA-Za-z\p{Han}.:/-]|$)",
        ),
        Sought::new(
            r"(?P<w>大于等于|小于等于|不小于|不大于|不低于|不高于|不超过|不能超过|不得超过|大于|小于|高于|低于|最小值为|最小值|最小为|最小|最大值为|最大值|最大为|最大|>=|<=|≥|≤|>|<)\s*(?:[:：为是]\s*)?(?P<n>-?\d{1,12}(?:\.\d+)?)\s*(?:的(?:正?整数|自然数|数值?|数字|值)(?:$|[,，;；。)）\n])|$|[,，;；。)）\n]|且|并)",
        ),
    ]
}

/// What [`super::stated`] searches with: [tagged, only, named_code, one].
fn stating() -> [Option<Regex>; 4] {
    [
        compile(r"(?P<g>\p{Han}[\p{Han}A-Za-z0-9]{0,20})\s*[\[【]\s*VALUE\s*[\]】]"),
        compile(
            r"(?:仅支持|只支持|仅限|只能为|只能是|只能传|只允许|仅允许|仅可为|只可为)\s*(?:传|填|输入)?\s*[:：]?\s*(?P<l>(?:-?\d{1,4}|[A-Za-z][A-Za-z0-9_]{0,30})(?:\s*(?:[、,，/|]|或者?|和|与)\s*(?:-?\d{1,4}|[A-Za-z][A-Za-z0-9_]{0,30}))+)\s*(?P<b>\p{Han})?",
        ),
        compile(r"(?P<g>\p{Han}{1,8})\s*[:：]\s*VALUE(?:$|[;；,，、\s/。)）])"),
        compile(
            r"^\s*(?:\p{Han}{1,8}[\s:：,，]\s*)?(?:VALUE\s*-\s*(?P<g>\p{Han}{2,10})|(?P<h>\p{Han}{1,20})[\[【]\s*[A-Za-z0-9_]+\s*[\]】])\s*$",
        ),
    ]
}

/// What [`super::hinted`] searches with: [values, limits, unit, default].
fn hinting() -> [Sought; 4] {
    [
        Sought::new(
            r"(?:^|[^\d/])[01]\s*/\s*[01](?:$|[^\d/])|(?:^|[^\d.])\d{1,2}\s*(?:[是否](?:$|[^\p{Han}])|=\s*\p{Han})|传\s*\d{1,4}\s*时|(?:只有|仅有)\s*\d{1,4}\s*[、,，/和]\s*\d",
        ),
        Sought::new(
            r"\d+\s*个?(?:字符?|汉字|位)\s*封顶|超过\s*\d+\s*个?(?:字|汉字|位)|[一二两三四五六七八九十百千]+\s*个?(?:字符?|汉字)(?:以|之)?内|[一二两三四五六七八九十百千]+\s*个?(?:字符?|汉字)以下|(?:超过|多于|大于|最多|至多|最长|限)\s*[一二两三四五六七八九十百千]+\s*个?(?:字|汉字|位|条|项|件|笔|单)|(?i:between)\s*-?\d|[\[［【(（]\s*-?\d+(?:\.\d+)?\s*[,，]\s*-?\d+(?:\.\d+)?\s*[\]］】)）]|不[少多]于|不超\s*[\d一二两三四五六七八九十百千万]|(?:超过|多于|大于|小于|少于|高于|低于|最多|至多|最少|至少|上限|下限|最[大小][值为]*)\s*[一二两三四五六七八九]?[十百千万亿]|最[大小长短多少][值为]*\s*[一二两三四五六七八九十百千半]+\s*(?:秒|分|小时|天|日|周|个?月|年|元|块|次)|[(（]\d{1,5}[)）]|(?:最[大小多少长短]|超过|[限于])[^\p{Nd}]{0,4}[０-９]",
        ),
        Sought::new(
            r"单位\s*(?:[:：为是]|\s)\s*[^\s,，。;；]|单位(?:[A-Za-z%‰]|公斤|千克|克|斤|吨|厘?米|毫米|毫?升|[万百千美港箱盒次])|[,，;；]\s*(?:毫秒|秒|分钟|小时|天|元|分|角|厘|克|千克|公斤|kg|g|cm|mm|ms|米|厘米|毫米|%|‰)\s*(?:$|[,，;；。)）])|[(（](?:厘|角|克|千克|公斤|kg|g|cm|mm|ms|米|厘米|毫米|%|‰|万元|万|年|周)[)）]",
        ),
        Sought::new(
            r"(?i:(?-u:\b)default(?:s|ed|ing)?(?-u:\b))|(?:不填写?|不传|为空|未填写?|未传|不指定|不送|留空|缺失)[^,，。;；]{0,4}[,，]?\s*(?:则|就|时|将|会|系统|自动)*(?:取|按|视为|使用|用)",
        ),
    ]
}

/// What [`super::numbers`] searches with: [length, bound, range].
fn bounding() -> [Option<Regex>; 3] {
    [
        // A number of letters or bytes, and a number that bounds anything.
        compile(
            r"(?i)(?:长度|最长|最多|最大|超过|限|max(?:imum)?[ _-]?len(?:gth)?)[^,，;；。\d]{0,8}\d[\d~～至到-]*|\d+\s*个?\s*(?:字符|汉字|字|位|字节|bytes?|kb|mb)\s*(?:以内|之内|以下|之间)|\d+\s*个?\s*(?:字节|bytes?(?-u:\b)|kb(?-u:\b))",
        ),
        compile(
            r"(?:最大|最小|最多|最少|至少|至多|不超过|不能超过|不得超过|不大于|不小于|大于|小于|上限|下限|范围|不低于|不高于)[^,，;；。\d]{0,8}-?\d+(?:\.\d+)?|\d+\s*\S?\s*(?:以内|之内|以下|以上)",
        ),
        // `1~5`, `(0-18)`; a minus sign alone may also part a date or a code from its gloss.
        compile(
            r"(?:^|[^A-Za-z0-9_.:/~～-]|[^0-9:/]:)(?P<a>-?\d{1,8}(?:\.\d+)?)\s*(?:[~～至到]|(?P<dash>[-—–]+))\s*(?P<b>-?\d{1,8}(?:\.\d+)?)(?P<next>[^A-Za-z0-9_.:/~～-]|\.?$)",
        ),
    ]
}

/// What [`super::units`] searches with: a unit behind a unit, and the unit in which a value is sent after all.
fn measuring() -> [Option<Regex>; 2] {
    const UNIT: &str =
        "毫秒|分钟|小时|点券|积分|人民币|元|角|厘|分|秒|天|日|周|个月|月|年|个|件|毫克|千克|公斤|克|斤|毫米|厘米|米";
    let compile = |pattern: &str| Regex::new(&pattern.replace("UNIT", UNIT)).ok();
    [
        compile(
            r"^[)）]?\s*(?:[/／、,，;；|+]|或者?|以及|[和与及]|or\b|and\b)\s*(?:单位\s*[:：为是]?\s*)?(?P<u>UNIT)(?:$|[^\p{Han}]|[均都皆两二三或和与及])|^(?P<w>[角分])(?:$|[^\p{Han}])",
        ),
        compile(
            r"(?:传|填|送|输入|实际|返回|换算|转换?|以|按|用|并非|不是|改为|改成)[^,，。;；\d]{0,6}?(?P<u>UNIT)(?:$|[^\p{Han}]|为单位|计|传|填|送|返回)",
        ),
    ]
}

/// What [`super::unparsed`] searches with: [reversed, told, wrapped, glued, odd_code, spaced, either, bare].
fn announcing() -> [Option<Regex>; 8] {
    [
        compile(r"\p{Han}\s*(?:[:：=＝(（\-—]|->|→|=>)\s*VALUE"),
        compile(r#"\p{Han}\s*(?:传|填|选|输入)\s*["“']?VALUE["”']?(?:[^A-Za-z0-9_.\p{Han}]|$)"#),
        compile(r#"[<(（【\['"“‘]VALUE[>)）】\]'"”’]\s*(?P<g>\p{Han})"#),
        compile(r"(?-u:\b)(?P<v>\d{1,2})(?P<g>\p{Han})"),
        compile(r"(?:^|[^A-Za-z0-9_.])(?P<v>0x[0-9a-fA-F]+|[A-Za-z0-9_]+\.[A-Za-z0-9_.]+)\s*[:：=＝→]\s*\p{Han}"),
        compile(r"(?:^|[^A-Za-z0-9_.])(?P<v>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[A-Z]{4,})\s+\p{Han}"),
        compile(r"(?:^|[^A-Za-z0-9_])(?P<v>Y|T|true|yes|[01])\s*/\s*(?P<w>N|F|false|no|[01])(?:[^A-Za-z0-9_]|$)"),
        compile(
            r"(?i)(?:取值|可选值?|枚举值?|选项|one of)[^A-Za-z0-9,，。;；]{0,6}(?P<l>-?[A-Za-z0-9_]{1,30}(?:\s*[,，、/|;；]\s*-?[A-Za-z0-9_]{1,30})+)",
        ),
    ]
}

impl Default for Patterns {
    fn default() -> Self {
        let [fails_empty, counted, span, than] = demanding();
        let [tagged, only, named_code, one] = stating();
        let [seems_values, seems_limits, seems_unit, seems_default] = hinting();
        let [length, bound, range] = bounding();
        let [unit_goes_on, sent_in] = measuring();
        let [reversed, told, wrapped, glued, odd_code, spaced, either, bare] = announcing();
        Self {
            seems_values,
            seems_limits,
            seems_unit,
            seems_default,
            unit_goes_on,
            sent_in,
            parted: compile(
                r#"(?:分号|竖线|空格|换行|顿号|[;；|、#&]["”']?)\s*(?:符号?|号)?\s*(?:分隔|隔开|分割|间隔|分开|拼接|连接)"#,
            ),
            known: Known::default(),
            // A number before a greater one: `1万`.
            scaled: Sought::new(
                r"(?:最[大小多少长短]|不?超过|[大小多少高低]于|[上下]限|至[多少]|限)[^\d,，;；。]{0,4}\d+(?:\.\d+)?\s*[十百千万亿]",
            ),
            passed_over: PassedOver::default(),
            english: English::default(),
            classes: Classes::default(),
            fails_empty,
            counted,
            span,
            than,
            tagged,
            only,
            named_code,
            one,
            bracketed: compile(
                r"(?:^|[^A-Za-z0-9_.\]-])VALUE\s*[(（](?P<g>[^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)?)[)）]",
            ),
            colon: compile(
                r"(?:^|[^A-Za-z0-9_.])VALUE\s*[:：]\s*(?P<g>(?:[A-Za-z0-9]{1,8}\s?)?\p{Han}[^,，;；。、:：\s]*)",
            ),
            means: compile(r"(?:^|[^A-Za-z0-9_.])VALUE\s*(?:表示|代表|为|是)\s*(?P<g>\p{Han}[^,，;；。()（）\s]*)"),
            dashed: compile(
                r"(?:^|[^A-Za-z0-9_.])VALUE\s*(?:-|—|=)\s*(?P<g>(?:[A-Za-z0-9]{1,8}\s?)?\p{Han}[^,，;；。()（）]*)",
            ),
            named: compile(r"(?P<g>\p{Han}+)\s*VALUE(?:[,，;；。\s]|$)"),
            default: compile(r"默认(?:值|为|是|传|[:：\s])*(?P<d>-?[A-Za-z0-9][A-Za-z0-9_.]*)"),
            max: Sought::new(
                r"(?:最大长度|最长|长度(?:最大|不超过|不能超过|不得超过|小于等于|限制)(?:为|是)?|(?:最多|至多|不超过|不能超过|不得超过|不得多于|限制?|上限)(?P<short>))\s*(?:为|是|在|[:：])?\s*(?P<n>\d{1,6})\s*(?:个)?\s*(?P<what>字符|汉字|字|位)?|(?P<m>\d{1,6})\s*个?\s*(?:字符|汉字|字)\s*(?:以内|之内|以下)",
            ),
            unit: compile(
                r"(?:单位)\s*(?:为|是|[:：])*\s*(?P<u>毫秒|分钟|小时|点券|积分|人民币|元|分|秒|天|日|个|件|月)|以\s*(?P<w>毫秒|分钟|小时|元|分|秒|天)\s*为单位|[(（](?P<p>元|分|点券|天|小时|分钟|秒|毫秒)[)）]",
            ),
            colon_in_essay: compile(r"(?:^|[^A-Za-z0-9_.])VALUE\s*[:：](?P<g>\s*\p{Han}[^,，;；。:：\n]*)"),
            dashed_in_essay: compile(r"(?:^|[^A-Za-z0-9_.])VALUE\s*(?:-|—|=)\s*(?P<g>\p{Han}[^,，;；。()（）]*)"),
            mixed: compile(
                r"(?:^|[^A-Za-z0-9_.])VALUE\s*(?:[:：=＝\-—、.→]|->|=>|表示|代表|为|是)\s*(?P<g>(?:[A-Za-z0-9]{1,8}\s?)?\p{Han}[^,，;；。、:：\s()（）]*)",
            ),
            loose: compile(
                r"(?:^|[^A-Za-z0-9_.\-\p{Han}]|[为是有值或者和])VALUE\s*(?:(?:(?:[(（\[【:：=＝—-]|->|=>|表示|代表|为|是)\s*[A-Za-z0-9])|(?:(?:[(（\[【:：=＝\-—~、./]|->|=>|表示|代表|为|是)?\s*(?:[A-Za-z0-9_]{1,12}\s?)?(?P<g>\p{Han})))",
            ),
            item: compile(r#"VALUE["'”’]?(?P<s>\s*(?:表示|代表|->|=>|→|[:：=＝\-—、.(（\[【]|为|是)\s*|\s+)"#),
            length,
            bound,
            // A number of bytes that is the most: the words for that before it or behind it.
            bytes: Sought::new(
                r"(?:长|最大|最多|至多|不超过|不能超过|不得超过|不大于|小于|上限|限|max)[^0-9,，;；。]{0,10}(?P<n>\d{1,9})\s*个?\s*(?:字节|bytes?)|(?P<m>\d{1,9})\s*个?\s*(?:字节|bytes?)\s*(?:以内|之内|以下|$|[,，;；。)）])",
            ),
            range,
            reversed,
            told,
            wrapped,
            glued,
            odd_code,
            spaced,
            either,
            bare,
            format: compile(
                r"(?i)(?-u:\b)y{4}[-/.年]?m{2}(?:[-/.月]?d{2}日?)?(?:(?:'T'|[ T])?h{2}:?m{2}(?::?s{2}(?:[.:,]?s{1,3})?)?(?:'?Z'?|X{1,3}|[+-]\d\d:?\d\d)?)?|(?-u:\b)h{2}:m{2}(?::s{2})?|(?-u:\b)(?:(?:d{1,4}|m{1,4}|y{2,4})[-/., 年月]{1,2}){2}(?:d{1,2}日?|y{2,4})(?: h{2}:m{2}(?::s{2})?)?(?-u:\b)|(?-u:\b)m{2}[-/.]d{2}(?-u:\b)",
            ),
        }
    }
}

impl Patterns {
    /// True when every pattern compiled; a test asks.
    #[must_use]
    pub fn complete(&self) -> bool {
        [
            &self.bracketed,
            &self.colon,
            &self.means,
            &self.dashed,
            &self.named,
            &self.default,
            &self.unit,
            &self.format,
            &self.colon_in_essay,
            &self.dashed_in_essay,
            &self.mixed,
            &self.loose,
            &self.item,
            &self.length,
            &self.bound,
            &self.range,
            &self.reversed,
            &self.told,
            &self.wrapped,
            &self.glued,
            &self.odd_code,
            &self.spaced,
            &self.either,
            &self.bare,
            &self.tagged,
            &self.only,
            &self.named_code,
            &self.one,
            &self.parted,
            &self.unit_goes_on,
            &self.sent_in,
        ]
        .iter()
        .all(|pattern| pattern.is_some())
            && [
                &self.seems_values,
                &self.seems_limits,
                &self.seems_unit,
                &self.seems_default,
                &self.scaled,
                &self.fails_empty,
                &self.counted,
                &self.span,
                &self.than,
                &self.max,
                &self.bytes,
            ]
            .iter()
            .all(|pattern| pattern.is_whole())
            && self.passed_over.complete()
            && self.english.complete()
            && self.classes.complete()
    }
}
