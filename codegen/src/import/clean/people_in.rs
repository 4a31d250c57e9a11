//! Somebody's name in the middle of an example that says nothing of it, or under a label that is no word: `?u=王小明&m=13800000000`.

use super::free;
use crate::import::stand_in::{PHONE, Replaced};
use crate::people;

/// What stands for a name.
const SOMEBODY: &str = "测试";
/// A label of so many letters says nothing.
const SHORT: usize = 2;

/// The example of a field without the names in it; None where there is none.
pub(super) fn replaced((name, term): (&str, &str), value: &str, replaced: &mut Replaced) -> Option<String> {
    if value.is_ascii() && !value.contains("%E") && !value.contains("%e") {
        return None;
    }
    let all = people::may_name_somebody(name, term) || value.contains(PHONE);
    let mut clean = String::with_capacity(value.len());
    let mut found = 0;
    let mut before = Before::default();
    for word in value.split_inclusive(parts) {
        let (text, sign) =
            word.char_indices().next_back().filter(|(_, c)| parts(*c)).map_or((word, ""), |(at, _)| word.split_at(at));
        let labelled =
            before.assigned && (before.word.len() <= SHORT || people::may_name_somebody(before.word, before.word));
        let named =
            (all || labelled) && (free::is_name(text) || decoded(text).is_some_and(|text| free::is_name(&text)));
        found += usize::from(named);
        clean.push_str(if named { SOMEBODY } else { text });
        clean.push_str(sign);
        before.go_on(text, sign);
    }
    replaced.personal += found;
    (found > 0).then_some(clean)
}

/// What stands before a word.
#[derive(Default)]
struct Before<'a> {
    word: &'a str,
    /// A colon or an equals sign stands between the two, and quotes maybe.
    assigned: bool,
}

impl<'a> Before<'a> {
    fn go_on(&mut self, text: &'a str, sign: &str) {
        if !text.is_empty() {
            (self.word, self.assigned) = (text, false);
        }
        let quotes = ["\"", "'", " ", "\\", ""].contains(&sign);
        self.assigned = [":", "：", "=", ">"].contains(&sign) || self.assigned && quotes;
    }
}

/// Signs that no name has.
fn parts(c: char) -> bool {
    !(c.is_alphanumeric() || matches!(c, '%' | '_' | '-' | '.' | '·'))
}

/// A text of a query, whose letters are written as bytes.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            return None;
        }
        let mut digit = || char::from(bytes.next()?).to_digit(16);
        out.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::replaced;
    use crate::import::stand_in::{PHONE, Replaced};

    #[test]
    fn a_name_without_a_label_is_replaced() {
        let clean = |name: &str, term: &str, value: &str| {
            replaced((name, term), value, &mut Replaced::default()).unwrap_or_else(|| value.to_owned())
        };
        for (name, term, value, wanted) in [
            ("ext", "扩展", "?u=王小明&m=PHONE", "?u=测试&m=PHONE"),
            ("ext", "扩展", "王小明,PHONE", "测试,PHONE"),
            ("ext", "扩展", "PHONE 李四", "PHONE 测试"),
            ("ext", "扩展", "a=王小明&b=1", "a=测试&b=1"),
            ("ext", "扩展", "{\"u\":\"王小明\",\"owner\": \"李小龙\"}", "{\"u\":\"测试\",\"owner\": \"测试\"}"),
            ("ext", "扩展", "接收者:欧阳明日", "接收者:测试"),
            ("users", "参与者", "王小明/李小龙、张三", "测试/测试、测试"),
            ("ext", "链接", "http://a.com/?u=%E7%8E%8B%E5%B0%8F%E6%98%8E&k=1", "http://a.com/?u=测试&k=1"),
            ("ext", "扩展", "color=黄色&type=王牌款", "color=黄色&type=王牌款"),
            ("city", "城市", "黄山市/苏州市", "黄山市/苏州市"),
            ("op", "操作员", "王小明", "测试"),
            ("op", "收货人姓名", "王小明", "测试"),
            ("day", "商家营业日", "周一", "周一"),
            ("color", "买家选择颜色", "黄色", "黄色"),
            ("goods", "人气商品", "杨梅", "杨梅"),
            ("client", "客户端", "夏普", "夏普"),
            ("cur", "人民币面额", "钱币", "钱币"),
            ("ext", "扩展", "k=周边&n=叶片", "k=周边&n=叶片"),
            ("ext", "扩展", "http://a.com/?k=%E5%8F%B6%E7%89%87", "http://a.com/?k=%E5%8F%B6%E7%89%87"),
        ] {
            assert_eq!(clean(name, term, &value.replace("PHONE", PHONE)), wanted.replace("PHONE", PHONE), "{value}");
        }
    }
}
