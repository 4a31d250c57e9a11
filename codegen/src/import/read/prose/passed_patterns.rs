//! What descriptions are searched with for words that are easily passed over.

use super::bare_patterns::Bare;
use super::sought::Sought;

/// The patterns of what no list, bound or answer is taken of.
#[derive(Debug, Clone)]
pub(super) struct PassedOver {
    /// A code, a sign that no list has, a gloss.
    pub(super) signed: Sought,
    /// A gloss, a word, a code, and the end of both.
    pub(super) named: Sought,
    /// Codes without a gloss behind a word for what may be sent.
    pub(super) bare: Sought,
    /// What holds in some cases, beside another field, or always.
    pub(super) bound: Sought,
    pub(super) default: Sought,
    pub(super) limits: Sought,
    pub(super) gone: Sought,
    /// Lists of bare values.
    pub(super) lists: Bare,
}

impl Default for PassedOver {
    fn default() -> Self {
        let compile = Sought::new;
        Self {
            lists: Bare::default(),
            signed: compile(
                r"(?:^|[^A-Za-z0-9_.])(?P<v>[A-Za-z][A-Za-z0-9_]{0,30}(?:\.[A-Za-z0-9_]{1,30})*|\d{1,7}(?:\.\d{1,3}){0,2})\s*(?P<s>-{2,3}|—{2,3}|[)）\]】>》:：∶=＝~～〜^→#@–—]{1,2})\s*(?P<g>\p{Han}{1,12})",
            ),
            named: compile(
                r#"(?P<g>\p{Han})\s*(?:为|是|用|传|填|=|＝|→|->)\s*["“]?(?P<v>\d{1,6}|[A-Z][A-Z0-9_]{0,30})["”]?\s*(?:$|[,，;；、。)）\n])"#,
            ),
            bare: compile(
                r"(?:支持|可传|可填|可取|可选|可用|取值?|值为)\s*[:：]?\s*(?P<l>(?:-?\d{1,4}|[A-Za-z][A-Za-z0-9_]{0,30})(?:\s*(?:[,，、/|]|或)\s*(?:-?\d{1,4}|[A-Za-z][A-Za-z0-9_]{0,30}))+)\s*(?:$|[,，;；。)）\n]|中|之一|[二三四五六七八两]选)|(?P<m>[A-Za-z0-9_]+(?:\s*[,，、/|]\s*[A-Za-z0-9_]+)+)\s*[二三四五六七八九十两多\d]选[一1其]",
            ),
            bound: compile(
                r"时[,，]?\s*(?:才|方)?\s*(?:有效|生效|可用|可传|可填|使用|适用|起作用)|仅[^,，。;；]*(?:可用|有效|可传|可填|适用|使用|生效|可见|会员)|选其[一1]|其中之一|任选|择一|同时(?:传|填|提供|使用|存在|指定|设置)|(?:与|和|跟|同)[^,，。;；]+(?:一起|一并|搭配|配合|成对)|(?:配合|搭配|一并)[^,，。;；]*(?:使用|传|填)|固定(?:值|传|填|为|是|写|[:：\s])\s*[:：为是]?\s*\S",
            ),
            default: compile(
                r#"(?:不填写?|不传入?|不选|不写|为空|留空|空着|缺省|未填写?|未传入?|未指定|不指定|省略)[^。;；]{0,6}?(?:按照?|视[为作]|当作|等同于|为|是|即|[=＝])\s*["“]?(?:\d|[A-Za-z])"#,
            ),
            limits: compile(
                r"介于|[大小高低多少]于(?:或?等于)?\s*[零〇一二三四五六七八九十百千万]|正整数|自然数|负整数|非负|从\s*-?\d+\s*(?:开始|起)|\d+\s*封顶|(?i:(?-u:\b)(?:max|min)(?:imum)?(?-u:\b))\s*[:：=]?\s*\d|\d+\s*位(?:数字?|字母|数?以内)?\s*(?:$|[,，;；。、)）\n])",
            ),
            gone: compile(
                r"废除|(?:已|将|即将|计划|统一)[^,，。;；]{0,6}迁移|迁移[至到]|请(?:改?使用|改?用|传)\s*[A-Za-z][A-Za-z0-9_.]*\s*(?:$|[,，;；。、)）]|字段|参数|接口|代替|替代)|用\s*[A-Za-z][A-Za-z0-9_]*\s*(?:代替|替代|取代)|(?:被|由)[^,，。;；]+(?:代替|替代|取代)|[预保]留(?:字段|参数|属性|位|$)|[老旧](?:字段|参数|属性)|[暂尚]未?(?:不?使用|启用|开放)|停止(?:使用|维护|支持|更新)|将(?:于|在)?[^,，。;；]*(?:下线|停用|下架)",
            ),
        }
    }
}

impl PassedOver {
    pub(super) fn complete(&self) -> bool {
        [&self.signed, &self.named, &self.bare, &self.bound, &self.default, &self.limits, &self.gone]
            .iter()
            .all(|pattern| pattern.is_whole())
            && self.lists.complete()
    }
}
