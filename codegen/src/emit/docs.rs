//! The sentences of the generated documentation. Only words; nothing here is read by the compiler.

use crate::model::api::{
    Api, Charge, Enum, EnumValue, ErrorEntry, Field, Grammar, GrammarEntry, GrammarShape, Name, Operation, Place,
    RateLimit, Record, Scope, Service, Style, Type, Version, plain,
};

use super::{Home, example};

pub(super) type Lines = Vec<String>;

pub(super) fn field(field: &Field, in_request: bool) -> Lines {
    let mut facts = vec![format!("Wire `{}`", field.name.wire)];
    if field.required {
        facts.push(if in_request { "required" } else { "always present" }.into());
    }
    facts.extend(match field.form() {
        Some(form) => Some(format!("{}{}", if in_request { "sent as " } else { "" }, form.in_words().0)),
        None => shape(&field.ty).map(String::from),
    });
    facts.extend(field.unit.map(|unit| format!("unit: {}", unit.sentence())));
    facts.extend(field.max_chars.map(|max| format!("at most {max} characters")));
    facts.extend(field.bounds.facts());
    if field.documented_only {
        facts.push("documented values only".into());
    }
    facts.extend(field.default.as_ref().map(|default| format!("default `{default}`")));
    if field.secret {
        facts.push("secret".into());
    } else if field.pii {
        facts.push("personal data".into());
    } else if let Some(example) =
        field.example.as_ref().filter(|text| !text.contains(['`', '\n']) && !text.trim().is_empty())
    {
        facts.push(format!("e.g. `{example}`"));
    }
    let mut lines = vec![sentence(&field.doc.en, &field.doc.zh), format!("{}.", facts.join(" · "))];
    if let Some(note) = &field.doc.note {
        lines.push(markdown(note));
    }
    lines
}

fn shape(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::DateTime(_) => Some("GMT+8"),
        Type::Json => Some("JSON in a string"),
        Type::File => Some("a file"),
        Type::Csv(_) | Type::Select { .. } => Some("comma-joined"),
        Type::Flag01 => Some("sent as `1` / `0`"),
        _ => None,
    }
}

pub(super) fn setter(field: &Field) -> Lines {
    vec![format!("Set `{}`: {}", field.name.wire, sentence(&field.doc.en, &field.doc.zh))]
}

pub(super) fn record(record: &Record) -> Lines {
    described(&record.doc.en, &record.doc.zh, record.doc.note.as_deref())
}

pub(super) fn open_enum(each: &Enum) -> Lines {
    let mut lines = described(&each.doc.en, &each.doc.zh, each.doc.note.as_deref());
    lines.push(String::new());
    lines.push(match &each.selected_from {
        Some(record) => format!("The fields of [`{record}`]; `From<&str>` takes a name that is not listed here."),
        None => "Open: a value that the documents do not list decodes as `Unknown`.".into(),
    });
    lines
}

pub(super) fn enum_value(value: &EnumValue) -> Lines {
    let mut lines = vec![format!("`{}`: {}", value.name.wire, sentence(&value.doc.en, &value.doc.zh))];
    lines.extend(value.doc.note.as_deref().map(markdown));
    lines
}

pub(super) fn grammar(grammar: &Grammar) -> Lines {
    let mut lines = described(&grammar.doc.en, &grammar.doc.zh, grammar.doc.note.as_deref());
    lines.push(String::new());
    lines.push("Built piece by piece; a delimiter inside a value is refused where it is given.".into());
    lines
}

pub(super) fn grammar_entry(entry: &GrammarEntry) -> Lines {
    let form = match &entry.shape {
        GrammarShape::PerId { colon, values, .. } => format!("id{colon}value{values}value"),
        GrammarShape::Value { .. } => "value".into(),
    };
    let mut lines = vec![sentence(&entry.doc.en, &entry.doc.zh), format!("Wire `{}={form}`.", entry.name.wire)];
    lines.extend(entry.doc.note.as_deref().map(markdown));
    lines
}

pub(super) fn error_kind(service: &Service) -> Lines {
    vec![
        format!("What a failure of {} means, one variant per documented (code, message).", service.name.wire),
        String::new(),
        "The code alone is not the error: one code stands for many messages.".into(),
    ]
}

pub(super) fn error_module(service: &Service) -> Lines {
    vec![format!("The documented errors of {}: {}", service.name.wire, sentence(&service.doc.en, &service.doc.zh))]
}

pub(super) fn error(entry: &ErrorEntry) -> Lines {
    let concerns = match entry.scope {
        Scope::Call => String::new(),
        scope => format!(" · concerns {}", scope.sentence()),
    };
    vec![
        markdown(&entry.doc.en),
        String::new(),
        format!(
            "`{}` {} · {} · a write then: {}{concerns}.",
            entry.code,
            markdown(&entry.message),
            entry.class.sentence(),
            entry.write_outcome.sentence()
        ),
        String::new(),
        format!("Remedy: {}", sentence(&entry.remedy.en, &entry.remedy.zh)),
    ]
}

pub(super) fn operation_module(service: &Service, operation: &Operation) -> Lines {
    vec![format!("`{}` of {}: {}", operation.id, service.name.wire, sentence(&operation.doc.en, &operation.doc.zh))]
}

/// The page of a request: what it does, a call to copy, its parameters, its terms, its errors.
pub(super) fn request(service: &Service, operation: &Operation, home: Home) -> Lines {
    let mut lines = described(&operation.doc.en, &operation.doc.zh, operation.doc.note.as_deref());
    lines.extend(example::call(service, operation, home));
    lines.extend(parameters(operation));
    lines.extend([String::new(), "# Terms".into(), String::new()]);
    let endpoint = match &operation.http {
        Some(http) => format!("`{} {}`", http.method.word(), http.path),
        None => format!("method `{}`", operation.id),
    };
    lines.push(format!("- {endpoint}"));
    lines.extend(operation.version.as_ref().and_then(Version::beside).map(|(place, name, value)| {
        format!("- Version: `{name}` `{value}`, sent in the {} of every call", place.word())
    }));
    lines.push(format!("- {}", operation.effect.sentence()));
    lines.extend(limit(service, operation).map(|limit| format!("- At most {limit}")));
    let charge = charge(operation);
    lines.push(match operation.charge {
        None => format!("- Charge: {charge}"),
        Some(Charge::Free) => "- Free of charge".into(),
        Some(Charge::AccountBalance) => match operation.known_price() {
            Some(price) => format!("- Charged {charge}: {}; the reply says how much (`charge()`)", price.sentence()),
            None => format!("- Charged {charge}; the reply says how much (`charge()`)"),
        },
    });
    if operation.needs_shop {
        lines.push("- Needs the authorization of the shop".into());
    }
    lines.extend(
        operation
            .rules
            .iter()
            .map(|rule| format!("- Checked before sending: {}", sentence(&rule.doc.en, &rule.doc.zh))),
    );
    lines.extend(operation.echo.iter().map(|echo| {
        format!("- The reply repeats `{}`: one with another value answers another request, and is an error", echo.field)
    }));
    lines.extend(intent(operation));
    lines.push(format!("- Source: `{}`, read {}", operation.source.doc, operation.source.read));
    lines.extend(errors(service, operation));
    lines
}

/// What is done at most once, and how it is known that it was.
fn intent(operation: &Operation) -> Lines {
    let named = |names: &[Name]| names.iter().map(|name| format!("`{}`", name.wire)).collect::<Vec<_>>().join(", ");
    let mut lines = Lines::new();
    if !operation.intent.is_empty() {
        lines.push(format!("- The same intent, to be done at most once: the same {}", named(&operation.intent)));
    }
    if !operation.one_at_a_time.is_empty() {
        lines.push(format!("- Intents that wait for each other: the same {}", named(&operation.one_at_a_time)));
    }
    if let Some(verify) = &operation.verify {
        let (field, same_as) = &verify.done;
        let (by, basis) = (&verify.by, verify.basis.word());
        let seconds = verify.after.saturating_add(verify.again);
        lines.push(format!(
            "- An unknown outcome is proved by `{by}`: it was executed where `{field}` is the `{same_as}` of the request"
        ));
        lines.push(format!(
            "- It was not executed where `{by}` still does not show it {seconds} seconds after ({basis})"
        ));
    }
    lines
}

fn parameters(operation: &Operation) -> Lines {
    if operation.request.is_empty() {
        return Vec::new();
    }
    let mut lines: Lines =
        ["", "# Parameters", "", "| parameter | how it is given | meaning |", "|---|---|---|"].map(String::from).into();
    lines.extend(operation.request.iter().map(|field| {
        let must = match (&field.default, field.required) {
            (None, true) => "argument of `new`".to_owned(),
            (Some(default), true) => format!("sent as `{default}` unless set"),
            (_, false) => "optional".to_owned(),
        };
        let must = match field.place {
            Place::Body => must,
            Place::Header => format!("{must}; a header"),
            place => format!("{must}; in the {}", place.word()),
        };
        let must = match field.style {
            Some(Style::Brackets) => format!("{must}; each as `{}[]`", field.name.wire),
            Some(Style::Indexed) => format!("{must}; each as `{}[0]`", field.name.wire),
            Some(Style::Repeat) => format!("{must}; one or several of it"),
            Some(Style::Deep) => format!("{must}; each of its fields as `{}[..]`", field.name.wire),
            Some(Style::Comma | Style::Json) | None => must,
        };
        let (wire, place) = (&field.name.wire, plain(&field.name.ident));
        format!("| [`{wire}`](#structfield.{place}) | {must} | {} |", pipes(sentence(&field.doc.en, &field.doc.zh)))
    }));
    lines
}

/// The errors of its document, folded; then the gateway's own, which no document repeats.
fn errors(service: &Service, operation: &Operation) -> Lines {
    let listed: Vec<_> = operation.errors.iter().filter_map(|index| service.errors.get(*index)).collect();
    if listed.is_empty() && service.general_errors.is_empty() {
        return Vec::new();
    }
    let mut lines: Lines = ["", "# Errors"].map(String::from).into();
    if !listed.is_empty() {
        lines.extend([
            String::new(),
            format!("<details><summary>Listed by the document of the operation: {}</summary>", listed.len()),
            String::new(),
            "| code | message | kind | remedy | 处理 |".into(),
            "|---|---|---|---|---|".into(),
        ]);
        lines.extend(listed.iter().map(|entry| {
            let ErrorEntry { code, message, remedy, .. } = entry;
            let [code, message, en, zh] = [code, message, &remedy.en, &remedy.zh].map(|text| cell(text));
            format!("| {code} | {message} | {} | {en} | {zh} |", kind(&entry.name))
        }));
        lines.extend([String::new(), "</details>".into()]);
    }
    let general = service.general_errors.iter().filter_map(|name| {
        let entry = service.errors.iter().find(|entry| entry.name.wire == name.wire)?;
        Some(format!("{} ({})", kind(name), markdown(&entry.code)))
    });
    let general: Vec<_> = general.collect();
    if !general.is_empty() {
        lines.extend([
            String::new(),
            format!("General errors of the gateway, on every operation: {}.", general.join(", ")),
        ]);
    }
    lines
}

fn kind(name: &Name) -> String {
    format!("[`{}`](kinds::ErrorKind::{})", name.wire, name.ident)
}

fn limit(service: &Service, operation: &Operation) -> Option<String> {
    let spelled = |limit: &RateLimit| format!("{} calls per {}", limit.calls, limit.per.word());
    let mut limits: Vec<String> = service.limits_of(operation).map(spelled).collect();
    limits.extend(service.limits_of_account().map(|limit| format!("{} of the account", spelled(limit))));
    (!limits.is_empty()).then(|| limits.join(", "))
}

fn charge(operation: &Operation) -> &'static str {
    operation.charge.map_or("not documented", Charge::sentence)
}

/// The table of all operations on the front page of the crate.
pub(super) fn operations(api: &Api) -> Lines {
    let mut lines: Lines =
        ["| operation | what it does | effect | limit | charge |", "|---|---|---|---|---|"].map(String::from).into();
    for service in &api.services {
        lines.extend(service.operations.iter().map(|operation| {
            let (root, request) = (plain(&service.name.ident), &operation.request_type.ident);
            let effect = operation.effect.brief();
            let limit = limit(service, operation).unwrap_or_else(|| "not documented".into());
            let charge = charge(operation);
            let what = pipes(sentence(&operation.doc.en, &operation.doc.zh));
            format!("| [`{root}::{request}`] | {what} | {effect} | {limit} | {charge} |")
        }));
    }
    lines
}

pub(super) fn ids(_: &Api) -> Lines {
    vec!["Each is opaque text, whatever JSON type the wire uses; many lie above 2^53.".into()]
}

/// English line, Chinese term, note.
pub(super) fn described(en: &str, zh: &str, note: Option<&str>) -> Lines {
    let mut lines = vec![sentence(en, zh)];
    if let Some(note) = note {
        lines.extend([String::new(), markdown(note)]);
    }
    lines
}

pub(super) fn sentence(en: &str, zh: &str) -> String {
    let en = en.trim_end_matches('.');
    format!("{}. {}", markdown(en), markdown(zh))
}

/// Text that rustdoc must not read as markup.
fn markdown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let code = text.contains('`');
    for word in text.split(' ') {
        if !safe.is_empty() {
            safe.push(' ');
        }
        if word.contains("://") && !word.contains('`') {
            safe.push_str(&format!("`{word}`"));
            continue;
        }
        for letter in word.chars() {
            if matches!(letter, '<' | '>' | '[' | ']' | '*' | '_') && !code {
                safe.push('\\');
            }
            safe.push(letter);
        }
    }
    safe
}

fn cell(text: &str) -> String {
    pipes(markdown(text))
}

/// A bar would end the cell of a table.
fn pipes(text: String) -> String {
    text.replace('|', "\\|")
}
