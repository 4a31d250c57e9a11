//! Types as documents declare them.

/// What a declared type holds, where its spelling is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A whole number.
    Int,
    /// A number with a point.
    Decimal,
    /// Yes or no.
    Bool,
    /// Day, time or both.
    Date,
    /// An amount.
    Price,
    /// Bytes, a file.
    Bytes,
    /// Names of fields.
    Fields,
    /// An object or a list, of whatever it may be.
    Container,
}

/// Spellings that hold no fields of their own, in lower case.
const SPELLINGS: [(&str, Kind); 79] = [
    ("string", Kind::Text),
    ("str", Kind::Text),
    ("text", Kind::Text),
    ("char", Kind::Text),
    ("character", Kind::Text),
    ("varchar", Kind::Text),
    ("nvarchar", Kind::Text),
    ("longtext", Kind::Text),
    ("uuid", Kind::Text),
    ("guid", Kind::Text),
    ("url", Kind::Text),
    ("uri", Kind::Text),
    ("enum", Kind::Text),
    ("any", Kind::Text),
    ("字符串", Kind::Text),
    ("字符", Kind::Text),
    ("文本", Kind::Text),
    ("枚举", Kind::Text),
    ("number", Kind::Int),
    ("int", Kind::Int),
    ("integer", Kind::Int),
    ("long", Kind::Int),
    ("short", Kind::Int),
    ("int8", Kind::Int),
    ("int16", Kind::Int),
    ("int32", Kind::Int),
    ("int64", Kind::Int),
    ("uint", Kind::Int),
    ("uint32", Kind::Int),
    ("uint64", Kind::Int),
    ("tinyint", Kind::Int),
    ("smallint", Kind::Int),
    ("mediumint", Kind::Int),
    ("bigint", Kind::Int),
    ("biginteger", Kind::Int),
    ("整数", Kind::Int),
    ("整型", Kind::Int),
    ("长整型", Kind::Int),
    ("数字", Kind::Int),
    ("double", Kind::Decimal),
    ("float", Kind::Decimal),
    ("float32", Kind::Decimal),
    ("float64", Kind::Decimal),
    ("decimal", Kind::Decimal),
    ("bigdecimal", Kind::Decimal),
    ("numeric", Kind::Decimal),
    ("浮点", Kind::Decimal),
    ("浮点型", Kind::Decimal),
    ("小数", Kind::Decimal),
    ("boolean", Kind::Bool),
    ("bool", Kind::Bool),
    ("布尔", Kind::Bool),
    ("布尔型", Kind::Bool),
    ("布尔值", Kind::Bool),
    ("date", Kind::Date),
    ("datetime", Kind::Date),
    ("localdate", Kind::Date),
    ("localdatetime", Kind::Date),
    ("日期", Kind::Date),
    ("日期时间", Kind::Date),
    ("time", Kind::Text),
    ("timestamp", Kind::Text),
    ("时间", Kind::Text),
    ("时间戳", Kind::Text),
    ("price", Kind::Price),
    ("byte", Kind::Bytes),
    ("file", Kind::Bytes),
    ("multipartfile", Kind::Bytes),
    ("文件", Kind::Bytes),
    ("field list", Kind::Fields),
    ("fieldlist", Kind::Fields),
    ("json", Kind::Container),
    ("object", Kind::Container),
    ("map", Kind::Container),
    ("list", Kind::Container),
    ("array", Kind::Container),
    ("对象", Kind::Container),
    ("数组", Kind::Container),
    ("列表", Kind::Container),
];

/// Generic types that are a list of what they name.
const LISTS: [&str; 6] = ["list", "arraylist", "set", "collection", "array", "vector"];

/// Generic types of keys and what they lead to.
const MAPS: [&str; 7] = ["map", "hashmap", "treemap", "linkedhashmap", "dict", "dictionary", "concurrenthashmap"];

/// What the keys of `Map<String, Order>` lead to; empty where the type does not say it (`map`), None of every other type.
#[must_use]
pub fn map_value(ty: &str) -> Option<&str> {
    let ty = ty.trim();
    let (outer, inner) = ty.split_once('<').filter(|_| ty.ends_with('>')).unwrap_or((ty, ""));
    let is_map = MAPS.iter().any(|known| last_segment(outer.trim()).eq_ignore_ascii_case(known));
    let value = inner.strip_suffix('>').and_then(|inner| inner.split_once([',', '，']));
    is_map.then(|| value.map_or("", |(_, value)| value.trim()))
}

/// The item of `List<Order>`, `array[Order]`; None of every other type.
fn item(ty: &str) -> Option<&str> {
    let inner = ty.strip_suffix('>').or_else(|| ty.strip_suffix(']'))?;
    let (outer, item) = inner.split_once(['<', '['])?;
    let item = item.trim();
    let lists = LISTS.iter().any(|known| last_segment(outer.trim()).eq_ignore_ascii_case(known));
    (lists && !item.is_empty()).then_some(item)
}

/// `com.example.Order` is `Order`.
fn last_segment(ty: &str) -> &str {
    let path = ty.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'$'));
    if path { ty.rsplit(['.', '$']).find(|segment| !segment.is_empty()).unwrap_or(ty) } else { ty }
}

/// The type without its list marks, blanks and package: `Order []`, `List<Order>` and `com.example.Order` are `Order`.
#[must_use]
pub fn base_type(ty: &str) -> &str {
    let mut base = ty.trim();
    loop {
        let shorter = base.strip_suffix("[]").map(str::trim_end).or_else(|| item(base));
        match shorter {
            Some(shorter) if !shorter.is_empty() => base = shorter,
            _ => return last_segment(base),
        }
    }
}

/// True for `Order[]`, `String []`, `List<Order>`.
#[must_use]
pub fn is_list_type(ty: &str) -> bool {
    let ty = ty.trim();
    (ty.len() > 2 && ty.ends_with("[]")) || item(ty).is_some()
}

/// True for every type that is a list, of whatever it may be: `array` too.
#[must_use]
pub fn is_list(ty: &str) -> bool {
    is_list_type(ty) || is_one_of(ty, &BARE_LISTS)
}

/// True for an object or a list, where the type does not say of what.
#[must_use]
pub fn is_bare(ty: &str) -> bool {
    is_one_of(ty, &BARE_LISTS) || is_one_of(ty, &["object", "对象"])
}

/// A list, of whatever it may be.
const BARE_LISTS: [&str; 4] = ["list", "array", "数组", "列表"];

fn is_one_of(ty: &str, words: &[&str]) -> bool {
    words.iter().any(|word| ty.trim().eq_ignore_ascii_case(word))
}

/// What the type holds, one item of it where it is a list; None where nobody knows the spelling.
#[must_use]
pub fn kind(ty: &str) -> Option<Kind> {
    let base = base_type(ty);
    let spelt =
        |name: &str| SPELLINGS.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, kind)| *kind);
    if let Some(kind) = spelt(base) {
        return Some(kind);
    }
    if let Some((outer, size)) = base.split_once(['(', '（']) {
        let size = size.trim_end_matches([')', '）', ' ']);
        let sized = size.split([',', '，']).all(|part| part.trim().bytes().all(|b| b.is_ascii_digit()));
        let digits = size.split([',', '，']).nth(1).and_then(|part| part.trim().parse::<u32>().ok()).unwrap_or(0);
        return spelt(outer.trim()).filter(|_| sized).map(|kind| match kind {
            Kind::Int if digits > 0 => Kind::Decimal,
            other => other,
        });
    }
    let (outer, _) = base.split_once('<').filter(|_| base.ends_with('>'))?;
    let outer = last_segment(outer.trim()).to_ascii_lowercase();
    (map_value(base).is_some() || matches!(outer.as_str(), "json" | "object")).then_some(Kind::Container)
}

/// A type that holds no fields of its own.
#[must_use]
pub fn is_scalar_type(ty: &str) -> bool {
    kind(ty).is_some()
}

/// An object type of the document's own: `Trade`, `LogisticsTag []`, `List<Order>`.
#[must_use]
pub fn is_object_type(ty: &str) -> bool {
    let base = base_type(ty);
    !is_scalar_type(base)
        && base.starts_with(|first: char| first.is_ascii_uppercase())
        && base.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Keys of any name, or JSON in a text: nobody lists fields below it, unless the page draws them there.
#[must_use]
pub fn is_free(ty: &str) -> bool {
    let base = base_type(ty);
    let outer = last_segment(base.split_once('<').map_or(base, |(outer, _)| outer).trim());
    outer.eq_ignore_ascii_case("json") || MAPS.iter().any(|free| outer.eq_ignore_ascii_case(free))
}

/// A type whose fields may stand below it: an object of the document's own, or any.
#[must_use]
pub fn may_hold(ty: &str) -> bool {
    is_object_type(ty) || kind(ty) == Some(Kind::Container)
}
