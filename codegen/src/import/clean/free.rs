//! Names and addresses in the middle of a sentence, where no label shows them: `有问题请找王小明`, `寄到杭州市文一西路969号`. They are known
//! by how they are built: a surname behind a word for turning to somebody, a house number behind a street.

use regex::{Captures, Regex};

use crate::import::stand_in::{ADDRESS, REMOVED};

/// The commonest surnames that begin few other words.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱林郭罗梁宋郑谢韩唐冯董萧曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴夏钟汪田姜范姚谭廖邹熊陆郝\
孔崔毛邱秦顾侯邵孟段钱汤尹黎乔贺赖龚張劉陳楊趙黃吳孫羅鄭謝韓馮蕭鄧許呂蘇盧賈葉閻鐘範譚鄒陸顧錢湯喬賀龔";
/// Words that begin with one of them and are nobody's name, or begin with another word that is.
const WORDS: [&str; 24] = [
    "周边", "周期", "苏宁", "林业", "夏季", "田地", "段落", "钱包", "汤料", "毛利", "叶片", "叶子", "孔径", "陆运",
    "许可", "黄金", "黄牌", "宋体", "张数", "王者", "丁类", "李宁", "杜绝", "曾经",
];
/// Words before a place, of which none is a part of it.
const BEFORE: [&str; 11] = ["到", "至", "往", "于", "在", "为", "是", "如", "址", "例", "由"];
/// What is called a street and is none.
const NO_STREET: [&str; 9] = ["线路", "链路", "电路", "网路", "回路", "测试路", "思路", "公路", "铁路"];

/// What such words are found with.
#[derive(Debug, Clone)]
pub(super) struct Free {
    /// Somebody's name.
    pub(super) named: Option<Regex>,
    /// Where somebody lives or a parcel goes.
    pub(super) place: Option<Regex>,
}

impl Default for Free {
    fn default() -> Self {
        let compile =
            |pattern: &str| Regex::new(&pattern.replace("SURNAME", &format!("[{SURNAMES}]|欧阳|上官|司马|诸葛"))).ok();
        Self {
            named: compile(
                r"(?P<ask>找|联系|聯繫|咨询|諮詢|请教|请问|@|(?:作者|接口人|负责人|对接人|联系人|聯絡人|维护人|开发者?|产品|运营|客服|技术)\s*[:：])\s*(?P<name>(?:SURNAME)\p{Han}{1,2})(?P<end>$|[^\p{Han}]|处理|確認|确认|获取|沟通|咨询|申请|开通|对接|授权|审核|即可|老师|同学|先生|女士|经理|拿|要|加|了解|反馈|协助|帮)",
            ),
            place: compile(
                r"(?P<place>\p{Han}{1,24}(?:路|街|大道|胡同|巷))\s*\p{Han}{0,3}?\s*\d{1,5}(?:-\d{1,4})?\s*[号號弄](?:[\p{Han}A-Za-z0-9-]{0,12}?(?:室|楼|樓|层|單元|单元|栋|幢|座|号|大厦|广场|园区|小区|院))*|(?P<area>\p{Han}{2,8}[省市]\p{Han}{1,8}[市区县區縣]\p{Han}{1,10}(?:路|街|大道|镇|乡|村))\p{Han}{0,8}\d[\p{Han}A-Za-z0-9-]{0,20}",
            ),
        }
    }
}

impl Free {
    pub(super) fn complete(&self) -> bool {
        self.named.is_some() && self.place.is_some()
    }
}

/// Surnames of two signs.
const COMPOUND: [&str; 8] = ["欧阳", "上官", "司马", "诸葛", "司徒", "夏侯", "慕容", "歐陽"];

/// Whether a text is built like somebody's name and nothing else: a surname, and a sign or two behind it.
pub(super) fn is_name(text: &str) -> bool {
    let han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let rest = COMPOUND.iter().find_map(|name| text.strip_prefix(*name));
    let rest = rest.or_else(|| text.strip_prefix(|c| SURNAMES.contains(c)));
    let given = rest.filter(|rest| rest.chars().all(han)).map_or(0, |rest| rest.chars().count());
    (1..=2).contains(&given) && !WORDS.iter().any(|word| text.starts_with(word))
}

/// Whether a text has a word before a name; `labels` says that it has a colon.
pub(super) fn may_name(text: &str, labels: bool) -> bool {
    const ASKS: [&str; 8] = ["找", "联系", "聯", "咨询", "諮詢", "请教", "请问", "@"];
    const LABELS: [&str; 7] = ["人", "作者", "开发", "产品", "运营", "客服", "技术"];
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    has(&ASKS) || labels && has(&LABELS)
}

/// Whether a text may say a place.
pub(super) fn may_place(text: &str) -> bool {
    ["路", "街", "大道", "胡同", "巷", "镇", "乡", "村"].iter().any(|word| text.contains(word))
}

/// What stands in place of a name.
pub(super) fn name(hit: &Captures<'_>) -> Option<String> {
    let of = |part: &str| hit.name(part).map_or("", |part| part.as_str());
    let whole = hit.get(0).map_or("", |hit| hit.as_str());
    if WORDS.iter().any(|word| of("name").starts_with(word)) {
        return None;
    }
    let from = whole.len().checked_sub(of("name").len() + of("end").len())?;
    Some(format!("{}{REMOVED}{}", whole.get(..from)?, of("end")))
}

/// What stands in place of an address; the words before it stay, and so does what is none.
pub(super) fn place(hit: &Captures<'_>) -> Option<String> {
    let named = hit.name("place").or(hit.name("area"))?.as_str();
    if NO_STREET.iter().any(|word| named.ends_with(word)) {
        return hit.get(0).map(|whole| whole.as_str().to_owned());
    }
    let first = named.find(['省', '市', '区', '区', '县', '路', '街', '巷']).unwrap_or(named.len());
    let before = named.get(..first).unwrap_or_default();
    let kept = BEFORE.iter().filter_map(|word| Some(before.rfind(word)? + word.len())).max().unwrap_or(0);
    Some(format!("{}{ADDRESS}", named.get(..kept)?))
}

#[cfg(test)]
mod tests {
    use super::super::patterns::Patterns;
    use crate::import::stand_in::{ADDRESS, REMOVED, Replaced};

    #[test]
    fn names_and_addresses_in_a_sentence_are_found_and_other_words_are_none() {
        let patterns = Patterns::default();
        let kept = |text: &str| patterns.text(text, &mut Replaced::default()).into_owned();
        for (text, wanted) in [
            ("有问题请找王小明", "有问题请找REMOVED"),
            ("叶片编号,有问题请找王小明。", "叶片编号,有问题请找REMOVED。"),
            ("开通请联系李雷处理", "开通请联系REMOVED处理"),
            ("具体编码请联系杜尘", "具体编码请联系REMOVED"),
            ("咨询张晓华老师", "咨询REMOVED老师"),
            ("@陈小二 确认", "@REMOVED 确认"),
            ("权限不足,请找欧阳明日开通", "权限不足,请找REMOVED开通"),
            ("接口人:周小舟,产品:吴一", "接口人:REMOVED,产品:REMOVED"),
            ("聯繫陳小明", "聯繫REMOVED"),
            ("寄到杭州市文一西路969号", "寄到ADDRESS"),
            ("退货地址为浙江省杭州市余杭区文一西路 969 号 3 幢", "退货地址为ADDRESS 3 幢"),
            ("k | String | 否 | | 寄到杭州市文一西路969号 |", "k | String | 否 | | 寄到ADDRESS |"),
            ("寄往北京市朝阳区建国路88号院2号楼5层", "寄往ADDRESS"),
            ("位于上海市徐汇区漕溪北路398弄", "位于ADDRESS"),
            ("寄至臺北市信義區市府路45號", "寄至ADDRESS"),
            ("如浙江省杭州市余杭区仓前镇2幢", "如ADDRESS"),
        ] {
            assert_eq!(kept(text), wanted.replace("REMOVED", REMOVED).replace("ADDRESS", ADDRESS), "{text}");
        }
        for text in [
            "找不到订单",
            "联系方式",
            "name | String | 否 | 杭州市文一西路969号 | 甲 |",
            "请联系客服处理",
            "请联系平台开通",
            "联系周边商家",
            "查找王牌商品",
            "找回密码",
            "通道1号",
            "支付链路 2 号",
            "测试路 1 号",
            "收货地址,省市区街道",
            "号段 1 号",
            "mail@example.com",
            "产品:名称",
            "第 3 街区 5 号商品",
        ] {
            assert_eq!(kept(text), text.replace("mail@", "buyer@"), "{text}");
        }
    }
}
