//! From a documented row to a field of a spec: the type, the unit, what a person must still decide. Always on the safe side.

use super::yaml::{quoted, scalar};
use crate::check::value;
use crate::import::document::{Part, Row};
use crate::import::{declared, stand_in};
use crate::model::api::plain;
use crate::model::name;
use crate::people;
use crate::visible::is_hidden;

/// A field as it will stand in a spec file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// Wire name.
    pub name: String,
    /// The type as YAML: `text`, `{list: Order}`.
    pub ty: String,
    /// Must be given.
    pub required: bool,
    /// Example, already fit for the type.
    pub example: Option<String>,
    /// Default, already fit for the type.
    pub default: Option<String>,
    /// Unit.
    pub unit: Option<String>,
    /// Personal.
    pub pii: Option<bool>,
    /// A credential.
    pub secret: bool,
    /// Longest text.
    pub max_chars: Option<u32>,
    /// Rust name, where the automatic one will not do.
    pub ident: Option<String>,
    /// Day the document withdrew it.
    pub deprecated: Option<String>,
    /// English line.
    pub en: String,
    /// Chinese term.
    pub zh: String,
    /// Decisions left to a person.
    pub review: Vec<&'static str>,
}

/// What a plain row becomes; objects and lists of objects are the caller's, who knows the names of types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A word of the format.
    Plain(&'static str),
    /// An id of ids.yaml.
    Id(&'static str),
    /// Money in a unit.
    Money(String),
    /// A list of documented values.
    Enum,
    /// Comma-joined text.
    Csv,
}

/// Wire names that are ids, with the id of ids.yaml they are.
const IDS: [(&str, &str); 14] = [
    ("tid", "trade_id"),
    ("oid", "order_id"),
    ("shop_id", "shop_id"),
    ("num_iid", "item_id"),
    ("item_id", "item_id"),
    ("sku_id", "sku_id"),
    ("cid", "category_id"),
    ("refund_id", "refund_id"),
    ("promotion_id", "promotion_id"),
    ("out_sid", "waybill_no"),
    ("mail_no", "waybill_no"),
    ("waybill_no", "waybill_no"),
    ("open_uid", "open_uid"),
    ("buyer_open_uid", "open_uid"),
];

/// Decides about a row that is no object.
#[must_use]
pub fn kind(row: &Row, ids: &[String], review: &mut Vec<&'static str>) -> Kind {
    let base = declared::base_type(&row.ty).to_ascii_lowercase();
    if declared::is_list_type(&row.ty) || base == "field list" {
        // A request parameter is comma-joined; inside JSON and in replies a list is a list.
        return if row.part == Part::Request && row.at.is_empty() && base != "byte" {
            Kind::Csv
        } else {
            Kind::Plain("json")
        };
    }
    match base.as_str() {
        "boolean" | "bool" => return Kind::Plain("bool"),
        "date" | "datetime" => return Kind::Plain("datetime"),
        "json" | "object" | "map" | "list" | "array" => return Kind::Plain("json"),
        "price" => return money(row, review),
        "bigdecimal" | "decimal" | "double" | "float" => return Kind::Plain("decimal"),
        "byte" | "file" => {
            review.push("type");
            return Kind::Plain("text");
        }
        _ => {}
    }
    if let Some((_, id)) = IDS.iter().find(|(wire, id)| *wire == row.name && ids.iter().any(|known| known == id)) {
        return Kind::Id(id);
    }
    let amount = matches!(row.unit.as_deref(), Some("yuan" | "fen" | "points"));
    if amount || looks_like_money(row) {
        return money(row, review);
    }
    if lists_values(row) {
        return Kind::Enum;
    }
    let number = matches!(base.as_str(), "number" | "int" | "integer" | "long" | "short");
    if !number {
        let dated = row.format.as_deref().is_some_and(is_date_form);
        return Kind::Plain(if dated { "datetime" } else { "text" });
    }
    // Ids outgrow every number type of somebody's language: they stay text.
    let id = row.name.ends_with("_id") || row.name.ends_with("Id") || row.name == "id";
    Kind::Plain(if id { "text" } else { "int" })
}

fn is_date_form(form: &str) -> bool {
    matches!(
        form,
        "yyyy-MM-dd HH:mm:ss"
            | "yyyy-MM-dd HH:mm"
            | "yyyy-MM-dd"
            | "yyyyMMdd"
            | "HH:mm"
            | "yyyy-MM-dd hh:mm:ss"
            | "yyyy-MM-dd hh:mm"
    )
}

fn money(row: &Row, review: &mut Vec<&'static str>) -> Kind {
    match row.unit.as_deref() {
        Some(unit @ ("yuan" | "fen" | "points")) => Kind::Money(unit.to_owned()),
        _ => {
            review.push("unit");
            Kind::Money("undocumented".to_owned())
        }
    }
}

fn looks_like_money(row: &Row) -> bool {
    let lower = row.name.to_ascii_lowercase();
    let named = ["_fee", "price", "amount", "payment", "_money"].iter().any(|end| lower.ends_with(end))
        || matches!(lower.as_str(), "fee" | "money");
    named && row.values.is_empty() && row.example.as_deref().is_none_or(value::is_decimal)
}

/// True when the listed values are the field's own: its example is among them, and it is no text with a grammar of its own.
#[must_use]
pub fn lists_values(row: &Row) -> bool {
    let own = row.example.as_deref().is_none_or(|example| {
        let bare = example.split(['(', '（']).next().unwrap_or("").trim();
        row.values.iter().any(|value| value.value == bare)
    });
    row.values.len() >= 2 && own
}

/// Everything of a field but the names of types that a document defines.
#[must_use]
pub fn field(row: &Row, ty: String, kind: &Kind, mut review: Vec<&'static str>) -> Field {
    let sent = row.part == Part::Request;
    let text_like = matches!(kind, Kind::Plain("text" | "json") | Kind::Id(_) | Kind::Csv);
    let fits = |text: &str| match kind {
        Kind::Plain("int") => value::is_int(text),
        Kind::Money(unit) if unit == "yuan" || unit == "undocumented" => value::is_decimal(text),
        Kind::Money(_) => value::is_int(text),
        Kind::Plain("decimal") => value::is_decimal(text),
        Kind::Plain("bool") => matches!(text, "true" | "false" | "1" | "0"),
        Kind::Plain("datetime") => value::is_datetime(text),
        Kind::Plain("json") => crate::json::parse(text).is_ok(),
        // Its fields have theirs.
        Kind::Plain("record") => false,
        Kind::Enum => row.values.iter().any(|value| value.value == text),
        _ => !text.trim().is_empty() && text.chars().count() <= 200,
    };
    let bare = |text: &str| {
        if *kind == Kind::Enum {
            text.split(['(', '（']).next().unwrap_or("").trim().to_owned()
        } else {
            text.to_owned()
        }
    };
    let unit = match kind {
        Kind::Money(unit) => Some(unit.clone()),
        Kind::Plain("int" | "decimal" | "text") => {
            row.unit.clone().filter(|unit| !matches!(unit.as_str(), "yuan" | "fen" | "points"))
        }
        _ => None,
    };
    // What stands for a secret, or what no reader would see, is nobody's default.
    let good =
        |default: &String| sent && fits(default) && !stand_in::holds_stand_in(default) && !default.contains(is_hidden);
    let short = |text: &String| row.max_chars.is_none_or(|max| max == 0 || text.chars().count() <= max as usize);
    let default = row.default.clone().filter(|default| good(default) && short(default));
    if sent && row.default.is_some() && default.is_none() {
        review.push("default");
    }
    let personal = text_like && people::personal(&row.name).is_some();
    if personal {
        review.push("pii");
    }
    if sent && row.required.is_none() {
        review.push("required");
    }
    for cue in &row.review {
        review.extend(KNOWN.iter().find(|known| **known == cue.replace(' ', "_")));
    }
    review.sort_unstable();
    review.dedup();
    Field {
        name: row.name.clone(),
        ty,
        required: sent && row.required == Some(true),
        example: row.example.as_deref().map(bare).filter(|example| fits(example) && !example.contains(is_hidden)),
        default,
        unit,
        pii: personal.then_some(true),
        secret: text_like && people::secret(&row.name).is_some(),
        max_chars: row.max_chars.filter(|max| sent && *max > 0 && *kind == Kind::Plain("text")),
        ident: None,
        deprecated: row.obligations.iter().any(|word| word == "废弃").then(String::new),
        en: english(&row.name),
        zh: chinese(&row.term, &row.name),
        review,
    }
}

const KNOWN: [&str; 9] =
    ["values", "required", "default", "max_chars", "place", "broken_row", "duplicate", "unit", "type"];

/// An English line made of the wire name, for a person to improve.
#[must_use]
pub fn english(wire: &str) -> String {
    let mut words = String::new();
    let mut before = ' ';
    for c in wire.chars() {
        let breaks = c.is_ascii_uppercase() && before.is_ascii_lowercase();
        if matches!(c, '_' | '.' | '-' | '$' | '/') || breaks {
            words.push(' ');
        }
        if c.is_ascii_alphanumeric() {
            words.push(if breaks { c.to_ascii_lowercase() } else { c });
        }
        before = c;
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    let line: String =
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).take(150).collect();
    if line.is_empty() { "Field".to_owned() } else { line }
}

/// The Chinese term, or the name where the document has none.
#[must_use]
pub fn chinese(term: &str, wire: &str) -> String {
    let clean: String = term.chars().filter(|c| !is_hidden(*c)).collect();
    if clean.trim().is_empty() { wire.to_owned() } else { clean.trim().to_owned() }
}

/// Gives fields of one record different Rust names; `sent` ones must not be called like a method of a request.
pub fn idents(fields: &mut [Field], sent: bool) {
    let mut taken: Vec<String> = Vec::with_capacity(fields.len());
    for field in fields {
        field.ident = ident(&field.name, sent, &taken);
        taken.extend(field.ident.clone().or_else(|| name::field(&field.name)));
    }
}

/// A Rust name for a field beside others, where the automatic one will not do.
#[must_use]
pub fn ident(wire: &str, sent: bool, taken: &[String]) -> Option<String> {
    let clashes = |ident: &String| taken.contains(ident) || (sent && METHODS.contains(&ident.as_str()));
    let automatic = name::field(wire);
    if automatic.as_ref().is_some_and(|ident| !clashes(ident)) {
        return None;
    }
    let stem = automatic.map_or_else(|| format!("field_{}", taken.len() + 1), |ident| plain(&ident).to_owned());
    let free = (2..).map(|n| format!("{stem}_{n}")).find(|ident| !clashes(ident));
    Some(free.unwrap_or(stem))
}

/// What a setter cannot be called.
const METHODS: [&str; 7] = ["new", "send", "clone", "default", "table", "slot", "view"];

/// The field as one line of YAML, without the dash.
#[must_use]
pub fn line(field: &Field, today: &str) -> String {
    let mut parts = vec![format!("name: {}", scalar(&field.name)), format!("type: {}", field.ty)];
    let mut add = |key: &str, value: String| parts.push(format!("{key}: {value}"));
    if let Some(unit) = &field.unit {
        add("unit", unit.clone());
    }
    if field.required {
        add("required", "true".to_owned());
    }
    if let Some(pii) = field.pii {
        add("pii", pii.to_string());
    }
    if field.secret {
        add("secret", "true".to_owned());
    }
    if let Some(ident) = &field.ident {
        add("ident", ident.clone());
    }
    if let Some(max) = field.max_chars {
        add("max_chars", max.to_string());
    }
    if let Some(default) = &field.default {
        add("default", quoted(default));
    }
    if let Some(example) = &field.example {
        add("example", quoted(example));
    }
    if field.deprecated.is_some() {
        add("deprecated", format!("{{since: {today}, why: \"The document says so\"}}"));
    }
    if !field.review.is_empty() {
        add("review", format!("[{}]", field.review.join(", ")));
    }
    add("en", quoted(&field.en));
    add("zh", scalar(&field.zh));
    format!("{{{}}}", parts.join(", "))
}
