//! From a documented row to a field of a spec: the type, the unit, what a person must still decide. Always on the safe side.

use super::amount::{amount, is_amount, lacks_unit, money, unit_of};
use super::mark::Mark;
use super::naming;
use super::ty::Ty;
use crate::check::form::is_readable;
use crate::import::declared::{self, Kind};
use crate::import::document::{GIVEN, Part, Row, short};
use crate::import::read::{cells, prose};
use crate::import::stand_in;
use crate::lexical;
use crate::model::bounds::{Bounds, compare};
use crate::model::name;
use crate::visible::is_hidden;
use crate::words::{Place, SAID, Style, Unit};

/// A field as it will stand in a spec file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// Wire name.
    pub name: String,
    /// Its type.
    pub ty: Ty,
    /// Must be given.
    pub required: bool,
    /// Example, already fit for the type.
    pub example: Option<String>,
    /// Default, already fit for the type.
    pub default: Option<String>,
    /// Unit, where it is no money; see [`Field::unit`].
    pub unit: Option<String>,
    /// Personal.
    pub pii: Option<bool>,
    /// A credential.
    pub secret: bool,
    /// Longest text.
    pub max_chars: Option<u32>,
    /// Other bounds.
    pub bounds: Bounds,
    /// Where it is sent, when it is not with the others.
    pub place: Option<Place>,
    /// How a list of values is sent, when they are not joined.
    pub style: Option<Style>,
    /// What the document says that no key does.
    pub marks: Vec<Mark>,
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
    /// What the document says, for whoever decides.
    pub said: Option<Mark>,
    /// What a known document did not have before: it stays open like every change of it.
    pub added: Option<Mark>,
}

impl Field {
    /// The unit, that of money included.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        match &self.ty {
            Ty::Money(currency) => Some(currency.as_str()),
            Ty::Many { item, .. } | Ty::Map(item) => match **item {
                Ty::Money(currency) => Some(currency.as_str()),
                _ => self.unit.as_deref(),
            },
            _ => self.unit.as_deref(),
        }
    }
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

/// Decides about a row that is no object. `values` names the list of the values that the row lists.
#[must_use]
pub fn ty(row: &Row, ids: &[String], review: &mut Vec<&'static str>, values: impl FnOnce() -> String) -> Ty {
    let kind = declared::kind(&row.ty);
    let truths = kind == Some(Kind::Bool) && row.values.iter().all(|value| lexical::is_bool(&value.value));
    let items = declared::is_list_type(&row.ty);
    // A request parameter is comma-joined; inside JSON and in replies a list is a list.
    let joined = row.part == Part::Request && row.at.is_empty();
    if items && !joined && !is_nested(&row.ty) {
        return list(row, kind, review, values);
    }
    if row.values.len() >= 2 && !truths && (items || matches!(kind, Some(Kind::Bool | Kind::Decimal | Kind::Price))) {
        // No type of a spec lists the values of these.
        review.push("values");
    }
    if row.name.ends_with("[]") && joined {
        // A form says that name again and again.
        review.extend((!matches!(kind, Some(Kind::Int | Kind::Text))).then_some("type"));
        return Ty::many(if kind == Some(Kind::Int) { Ty::Int } else { Ty::Text });
    }
    // One byte is a small number, and a file is called so as well.
    let one_byte = row.ty.trim().eq_ignore_ascii_case("byte");
    review.extend(one_byte.then_some("type"));
    if one_byte && row.example.as_deref().is_some_and(lexical::is_int) {
        return plain(row, Some(Kind::Int), review);
    }
    if joined && is_file(&row.ty) {
        return Ty::File;
    }
    if declared::is_list_type(&row.ty) || kind == Some(Kind::Fields) {
        return in_one_text(row, kind, joined, review);
    }
    if row.joined && joined && row.values.len() < 2 && row.format.is_none() && !row.is_secret() {
        return Ty::Csv;
    }
    if let Some(moment) = moment(row).filter(|_| matches!(kind, Some(Kind::Date | Kind::Int | Kind::Text))) {
        return moment;
    }
    if is_code(row, kind) {
        return Ty::Text;
    }
    review.extend(is_of_another_form(row).then_some("type"));
    match kind {
        Some(Kind::Bool) => return Ty::Bool,
        Some(Kind::Date) => {
            // Requests are written in the longest of the usual forms.
            let shown =
                row.example.as_deref().map(str::trim).filter(|_| row.part == Part::Request && row.format.is_none());
            let other =
                shown.is_some_and(|shown| lexical::is_datetime(shown) && !matches!(shown.chars().count(), 10 | 19));
            if other || row.format.as_deref().is_some_and(|form| !is_date_form(form)) {
                // Not one of the forms in which times are sent.
                review.push("type");
            }
            return Ty::DateTime;
        }
        Some(Kind::Container) => return map(row, review).unwrap_or(Ty::Json),
        Some(Kind::Price) => return money(row, review),
        Some(Kind::Decimal) => {
            review.extend((row.unit.is_none() && is_amount(row)).then_some("unit"));
            return Ty::Decimal;
        }
        Some(Kind::Bytes) => {
            review.push("type");
            return Ty::Text;
        }
        _ => {}
    }
    if let Some((_, id)) = IDS.iter().find(|(wire, id)| *wire == row.name && ids.iter().any(|known| known == id)) {
        return Ty::Id(id);
    }
    if let Some(amount) = amount(row, review) {
        return amount;
    }
    if lists_values(row) {
        return Ty::Enum(values());
    }
    // Its own example is none of them: another field's values, or a list that is not whole.
    review.extend((row.values.len() >= 2).then_some("values"));
    plain(row, kind, review)
}

/// A list that one text holds. Objects inside a form are JSON in a text, or anything else.
fn in_one_text(row: &Row, kind: Option<Kind>, joined: bool, review: &mut Vec<&'static str>) -> Ty {
    let json = row.example.as_deref().is_some_and(|example| example.trim_start().starts_with(['[', '{']));
    review.extend((!is_of_texts(row, kind) || is_nested(&row.ty) || json).then_some("type"));
    if joined && kind != Some(Kind::Bytes) && !json { Ty::Csv } else { Ty::Json }
}

/// An object whose keys are data, where a reply says of what. A request names its fields, and of others nobody knows what the keys lead to.
fn map(row: &Row, review: &mut Vec<&'static str>) -> Option<Ty> {
    // Whether a list is sent as JSON, with commas or again and again nobody says.
    let open = row.part == Part::Request && row.at.is_empty() && declared::is_list(&row.ty);
    review.extend((open && row.example.is_none()).then_some("type"));
    let value = declared::map_value(&row.ty)?;
    let item = match declared::kind(value).filter(|_| row.part == Part::Reply && !declared::is_list(value)) {
        Some(Kind::Text) => Some(Ty::Text),
        Some(Kind::Int) => Some(Ty::Int),
        Some(Kind::Price) => Some(money(row, review)),
        _ => None,
    };
    if item.is_none() {
        review.push("type");
    }
    item.map(|item| Ty::Map(Box::new(item)))
}

/// A number whose digits are no amount; a text is what can be kept out of logs.
fn is_code(row: &Row, kind: Option<Kind>) -> bool {
    matches!(kind, Some(Kind::Int | Kind::Decimal)) && row.values.len() < 2 && row.is_code()
}

/// A time in the form that the words of a row say and its example shows.
fn moment(row: &Row) -> Option<Ty> {
    let form = row.time_form().filter(|form| !is_usual(row, form) && row.values.is_empty())?;
    let Some(example) = row.example.as_deref().map(str::trim) else {
        // Nothing shows it, and nothing says otherwise.
        return is_readable(&form).then_some(Ty::Moment(form));
    };
    let counted = match form.as_str() {
        "unix_seconds" => example.len() == 10,
        // A date holds whole seconds.
        "unix_millis" => example.len() == 13 && example.ends_with("000"),
        _ => true,
    };
    Some(Ty::Moment(form)).filter(|moment| counted && moment.fits(row, example))
}

/// Whether nothing need be said of that form: replies are read in each of the usual ones, requests are written in the longest.
fn is_usual(row: &Row, form: &str) -> bool {
    is_date_form(form) && (row.part != Part::Request || form.ends_with(":ss"))
}

/// Whether its example is a time in another form than the one its words say.
fn is_of_another_form(row: &Row) -> bool {
    let form = row.format.as_deref().filter(|form| is_date_form(form));
    let example = row.example.as_deref().map(str::trim).filter(|example| lexical::is_datetime(example));
    form.zip(example).is_some_and(|(form, example)| form.chars().count() != example.chars().count())
}

/// A text or a whole number that nothing says more of.
fn plain(row: &Row, kind: Option<Kind>, review: &mut Vec<&'static str>) -> Ty {
    if kind != Some(Kind::Int) {
        let dated = row.format.as_deref().is_some_and(is_date_form);
        let shown = || row.example.as_deref().is_some_and(|shown| prose::is_of_another_form(shown.trim()));
        let said = row.format.is_some()
            || row.term.contains("时间戳")
            || row.ty.eq_ignore_ascii_case("timestamp")
            || is_called_a_time(row) && shown()
            || is_counted_time(row);
        if said && !dated {
            // A form of dates that no type of a spec reads.
            review.push("type");
        }
        return if dated { Ty::DateTime } else { Ty::Text };
    }
    let seconds = row.unit.as_deref() == Some(Unit::UnixSeconds.word());
    let spelled = row.format.as_deref().is_some_and(|form| !form.starts_with("unix"));
    // A form that its example is not of, or that no date has.
    review.extend(spelled.then_some("type"));
    let digits = row.example.as_deref().map_or(0, str::len);
    let counted = row.format.as_deref().is_some_and(|form| form.starts_with("unix"));
    if (counted || row.term.contains("时间戳")) && !seconds || seconds && digits > 10 {
        // Seconds or milliseconds since when.
        review.push("unit");
    }
    if row.unit.is_none() && is_amount(row) {
        // Of which currency, or that it is none.
        review.push("unit");
    }
    if is_counted_time(row) && !review.contains(&"unit") && !row.review.iter().any(|cue| cue == "unit") {
        // A time in seconds or milliseconds since 1970, by its name and its example.
        review.push("type");
    }
    // Ids outgrow every number type of somebody's language: they stay text.
    let id = row.name.ends_with("_id") || row.name.ends_with("Id") || row.name == "id";
    if id { Ty::Text } else { Ty::Int }
}

/// `1700000000 | 创建时间`: a number of that many digits under the name of a time.
fn is_counted_time(row: &Row) -> bool {
    let example = row.example.as_deref().map(str::trim).unwrap_or_default();
    let long = matches!(example.len(), 10 | 13) && example.bytes().all(|byte| byte.is_ascii_digit());
    let day = example.len() == 8 && prose::is_of_another_form(example);
    (long && !example.starts_with('0') || day) && is_called_a_time(row)
}

/// What its term calls a time or a day.
fn is_called_a_time(row: &Row) -> bool {
    ["时间", "日期", "时刻"].iter().any(|word| row.term.ends_with(word))
}

/// `byte[]`, `File`: one file. What a list of them is no type of a spec says.
fn is_file(ty: &str) -> bool {
    let plain: String = ty.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    matches!(plain.as_str(), "byte" | "byte[]" | "bytes" | "file" | "文件" | "multipartfile")
}

/// `int[][]`, `array<array<int>>`: a list of lists, which no type of a spec is.
fn is_nested(ty: &str) -> bool {
    let lower = ty.to_ascii_lowercase();
    ["[]", "array<", "list<", "set<", "collection<"].iter().map(|sign| lower.matches(sign).count()).sum::<usize>() > 1
}

/// A list that is one on the wire, too.
fn list(row: &Row, kind: Option<Kind>, review: &mut Vec<&'static str>, values: impl FnOnce() -> String) -> Ty {
    if matches!(kind, Some(Kind::Text | Kind::Int)) && lists_values(row) {
        return Ty::many(Ty::Enum(values()));
    }
    if row.values.len() >= 2 {
        review.push("values");
    }
    match kind {
        Some(Kind::Text) => Ty::many(Ty::Text),
        // Ids outgrow every number type of somebody's language: they stay text, in the member of numbers.
        Some(Kind::Int) if holds_ids(row) => {
            Ty::Many { item: Box::new(Ty::Text), wrapper: Some(name::item_wrapper(true).to_owned()) }
        }
        Some(Kind::Int) => Ty::many(Ty::Int),
        Some(Kind::Price) => Ty::many(money(row, review)),
        Some(Kind::Container) => Ty::Json,
        // A list of what no list of a spec holds.
        _ => {
            review.push("type");
            Ty::Json
        }
    }
}

/// What commas part holds texts: numbers, answers and times in it are checked by nobody.
fn is_of_texts(row: &Row, kind: Option<Kind>) -> bool {
    matches!(kind, None | Some(Kind::Text | Kind::Fields)) || kind == Some(Kind::Int) && holds_ids(row)
}

/// A list of ids, by its name.
fn holds_ids(row: &Row) -> bool {
    let lower = row.name.to_ascii_lowercase();
    ["_id", "_ids", "ids"].iter().any(|end| lower.ends_with(end)) || row.name.ends_with("Id")
}

pub(super) fn is_date_form(form: &str) -> bool {
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

/// True when the listed values are the field's own: its example is among them, and it is no text with a grammar of its own.
#[must_use]
pub fn lists_values(row: &Row) -> bool {
    let own = row.example.as_deref().is_none_or(|example| {
        let bare = example.split(['(', '（']).next().unwrap_or("").trim();
        row.values.iter().any(|value| value.value == bare)
    });
    row.values.len() >= 2 && own
}

/// What is left to a person: what its type asks for, and what it does whatever its type.
fn asked(row: &Row, sent: bool, mut review: Vec<&'static str>) -> Vec<&'static str> {
    if sent && COMMON.iter().any(|name| row.name.eq_ignore_ascii_case(name)) {
        // What every call has is for the service to send.
        review.push("auth");
    }
    if sent && (row.required.is_none() || row.withdrawn && row.required == Some(true)) {
        review.push("required");
    }
    review.extend(sized(&row.ty).filter(|_| sent));
    review.extend((row.joined && row.example.as_deref().is_some_and(is_parted_otherwise)).then_some("example"));
    review.extend(demanded(row, sent));
    if name::field(&row.name).is_none() {
        // No Rust name follows from it: the one that was made up is a person's to choose.
        review.push("name");
    }
    for cue in &row.review {
        let word = KNOWN.iter().find(|known| *known == cue);
        // How large a reply's values are, and what they must not be, binds nobody who reads them.
        review.extend(word.filter(|word| sent || !["limits", "obligation"].contains(*word)));
    }
    review.sort_unstable();
    review.dedup();
    review
}

/// A header of other letters is sent in some code of theirs, which nobody has said yet.
fn held(row: &Row, text: &str) -> bool {
    row.place != Some(Place::Header) || lexical::is_header_text(text)
}

/// Whether a default is one that a field of that type can have.
fn is_default(row: &Row, ty: &Ty, default: &str) -> bool {
    let listed = || row.values.iter().any(|value| value.value == default);
    let told = ty.is_text_like() && *ty != Ty::Json && is_told(default) && !listed();
    // What stands for a secret, or what no reader would see, is nobody's default.
    ty.fits(row, default)
        && !told
        && !stand_in::holds_stand_in(default)
        && !default.contains(is_hidden)
        && held(row, default)
}

/// Whether the default of a text is words about one: a person says what is sent for `当前时间` and `see below`, and whether a sign is one.
pub(super) fn is_told(default: &str) -> bool {
    let letters = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let sentence = default.contains(' ') && default.split(' ').all(letters);
    cells::cjk_count(default) > 0 || sentence || !default.chars().any(char::is_alphanumeric)
}

/// Whether a list that is said to be parted by commas is parted by another sign in an example.
fn is_parted_otherwise(example: &str) -> bool {
    !example.contains(',') && example.contains([';', '；', '|', '、'])
}

/// Everything of a field but its type.
#[must_use]
pub fn field(row: &Row, ty: Ty, mut review: Vec<&'static str>) -> Field {
    let sent = row.part == Part::Request;
    let text_like = ty.is_text_like();
    let fits = |text: &str| ty.fits(row, text);
    let bare = |text: &str| {
        if matches!(ty, Ty::Enum(_)) {
            text.split(['(', '（']).next().unwrap_or("").trim().to_owned()
        } else {
            text.to_owned()
        }
    };
    let unit = unit_of(row, &ty);
    let short = |text: &String| row.max_chars.is_none_or(|max| max == 0 || text.chars().count() <= max as usize);
    let default = row.default.clone().filter(|default| sent && short(default) && is_default(row, &ty, default));
    if sent && row.default.is_some() && default.is_none() {
        review.push("default");
    }
    let given = row.example.as_deref().filter(|example| !example.trim().is_empty());
    if given.is_some_and(|example| !held(row, example)) {
        review.push("example");
    }
    let plain = matches!(ty, Ty::Int | Ty::Decimal | Ty::Bool | Ty::DateTime | Ty::Moment(_) | Ty::Money(_) | Ty::Json);
    if plain && given.is_some_and(|example| !fits(example) && !stand_in::holds_stand_in(example)) {
        // The example says something else than the type: one of them is wrong.
        review.push("type");
    }
    let limited = sent && ty == Ty::Text;
    if limited && given.is_some_and(|example| !short(&example.to_owned())) {
        // The document's own example is longer than it allows.
        review.push("max_chars");
    }
    let (bounds, kept) = bounds(row, &ty, sent);
    if !kept {
        review.push("limits");
    }
    if sent && !matches!(ty, Ty::Text | Ty::Enum(_)) && row.max_chars.is_some_and(|max| max > 0) {
        // Of what is no text nobody knows what is so long: its digits, its bytes, each of its items.
        review.push("max_chars");
    }
    let within = |value: &String| bounds.of_value(matches!(ty, Ty::Csv | Ty::Select(_)), value).is_none();
    if sent && !given.is_none_or(|example| within(&example.to_owned())) {
        // The document's own example is not within its bounds.
        review.push("limits");
    }
    review.extend((!default.as_ref().is_none_or(within)).then_some("default"));
    let default = default.filter(within);
    let personal = text_like && row.is_personal();
    if personal {
        review.push("pii");
    }
    let mut field = Field {
        name: row.name.clone(),
        required: sent && row.required == Some(true),
        example: row
            .example
            .as_deref()
            .map(bare)
            .filter(|example| fits(example) && !example.contains(is_hidden) && (!limited || short(example)))
            .filter(|example| within(example) && held(row, example)),
        default,
        unit,
        pii: personal.then_some(true),
        // A number opens an account as well as a text.
        secret: (text_like || matches!(ty, Ty::Int | Ty::Decimal)) && row.is_secret(),
        max_chars: row.max_chars.filter(|max| sent && *max > 0 && ty == Ty::Text),
        bounds,
        place: row.place,
        style: (row.name.ends_with("[]") && matches!(ty, Ty::Many { .. })).then_some(Style::Repeat),
        marks: row.marks.iter().map(|(what, page)| Mark::change(what, "", page)).collect(),
        deprecated: row.withdrawn.then(String::new),
        en: naming::english(&row.name),
        zh: naming::chinese(&row.term, &row.name),
        ty,
        ..Field::default()
    };
    review.extend(lacks_unit(row, &field.ty, field.unit()).then_some("unit"));
    field.review = asked(row, sent, review);
    field.said = said(row, &field);
    field
}

/// What the document says of a field that is asked about, beside what is written of it.
fn said(row: &Row, field: &Field) -> Option<Mark> {
    // Its name says all of these.
    const NAMED: [&str; 3] = ["pii", "name", "auth"];
    if field.review.iter().all(|word| NAMED.contains(word)) {
        return None;
    }
    let left =
        |said: &Option<String>, kept: &Option<String>| said.clone().filter(|_| kept.is_none()).unwrap_or_default();
    let default = left(&row.default, &field.default);
    let default = if row.words.contains(&default) { String::new() } else { format!("默认 {default}") };
    let format = row.format.clone().filter(|_| row.words.is_empty()).unwrap_or_default();
    let parts = [row.ty.clone(), left(&row.example, &field.example), default, format, row.words.clone()];
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| Mark::change(SAID, "", &short(&parts.join(" | "))))
}

/// The bounds that a field of that type can have; false where the document states one that it cannot.
fn bounds(row: &Row, ty: &Ty, sent: bool) -> (Bounds, bool) {
    // How large a reply's values are binds nobody who reads them, and a list of values says all.
    if !sent || matches!(ty, Ty::Enum(_)) {
        return (Bounds::default(), true);
    }
    let text = matches!(ty, Ty::Text | Ty::Json | Ty::Id(_));
    let number = matches!(ty, Ty::Int | Ty::Decimal | Ty::Money(_));
    let list = matches!(ty, Ty::List { .. } | Ty::Many { .. } | Ty::Csv | Ty::Select(_));
    let stated = &row.bounds;
    let mut bounds = Bounds {
        max_bytes: stated.max_bytes.filter(|_| text || *ty == Ty::File),
        min: stated.min.clone().filter(|_| number),
        max: stated.max.clone().filter(|_| number),
        min_items: stated.min_items.filter(|_| list),
        max_items: stated.max_items.filter(|_| list),
        pattern: stated.pattern.clone().filter(|_| text),
        accept: stated.accept.clone(),
    };
    let falls = |one: &Option<String>, two: &Option<String>| {
        one.as_ref().zip(two.as_ref()).and_then(|(one, two)| compare(one, two)).is_some_and(std::cmp::Ordering::is_gt)
    };
    if falls(&bounds.min, &bounds.max) {
        (bounds.min, bounds.max) = (None, None);
    }
    if bounds.min_items.zip(bounds.max_items).is_some_and(|(min, max)| min > max) {
        (bounds.min_items, bounds.max_items) = (None, None);
    }
    let kept = bounds == *stated;
    (bounds, kept)
}

/// What calls of many gateways have in common, and a page may list among the parameters of each.
const COMMON: [&str; 14] = [
    "sign",
    "signature",
    "sign_type",
    "signType",
    "sign_method",
    "signMethod",
    "timestamp",
    "nonce",
    "nonce_str",
    "nonceStr",
    "charset",
    "app_key",
    "appKey",
    "access_token",
];

const KNOWN: [&str; 14] = [
    "deprecated",
    "obligation",
    "values",
    "required",
    "default",
    "max_chars",
    "limits",
    "place",
    "broken_row",
    "duplicate",
    "unit",
    "type",
    "name",
    "prose",
];

/// `varchar(32)`, `int(11)`: characters or bytes, digits or a width, the type does not say.
fn sized(ty: &str) -> Option<&'static str> {
    match declared::kind(ty).filter(|_| ty.contains(['(', '（'])) {
        Some(Kind::Text) => Some("max_chars"),
        Some(Kind::Int | Kind::Decimal) => Some("limits"),
        _ => None,
    }
}

/// What the words of a row demand and its columns do not say.
fn demanded(row: &Row, sent: bool) -> Option<&'static str> {
    match row.required {
        _ if !sent => None,
        Some(false) if row.obliges(&GIVEN) => Some("required"),
        Some(true) if row.obliges(&["不填", "可选"]) => Some("required"),
        _ if row.obliges(&["二选一"]) => Some("obligation"),
        _ => None,
    }
}
