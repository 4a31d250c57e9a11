//! A call as it is made: in Rust, with curl, in Python. Values are those of the document's own sample.

use crate::emit::{self, Home};
use crate::json::Json;
use crate::model::api::{Auth, Body, Field, Method, Operation, Place, Protocol, Service, Signing, Style, Type, Unit};
use crate::model::signing::{Holds, Piece};
use crate::model::time_form::{Part, TimeForm};
use crate::words::{Origin, RuleKind};

/// A sample: what its tab is called, and the text.
pub(super) struct Sample {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) text: String,
}

/// All that can be given; what a few lines cannot do is left out.
pub(super) fn samples(service: &Service, operation: &Operation) -> Vec<Sample> {
    let mut samples = Vec::new();
    let python = python(service, operation);
    let curl = match service.auth.signing().filter(|_| operation.authenticated) {
        Some(signing) => Some(recipe(signing, python.is_some())),
        None => curl(service, operation),
    };
    samples.extend(curl.map(|text| Sample { id: "curl", title: "curl", text }));
    samples.push(Sample { id: "rust", title: "Rust", text: emit::sample(service, operation, Home::Runtime) });
    samples.extend(python.map(|text| Sample { id: "python", title: "Python", text }));
    samples
}

/// In the place of shell that signs half of a call, which helps nobody: what signs it, or how it is signed.
fn recipe(signing: &Signing, in_python: bool) -> String {
    let how = match in_python {
        true => "# The Python sample beside this one signs in six lines.\n".to_owned(),
        false => signing.told().iter().map(|line| format!("# {line}\n")).collect(),
    };
    format!(
        "# Every call is signed over all of its parameters, which shell cannot do in a readable way.\n{how}\
         # vvtool-mock serves a page that signs and shows how: http://127.0.0.1:PORT/__mock/\n"
    )
}

/// The fields of the document's sample, and the rest of those that must be given, as a form has them.
fn values(operation: &Operation) -> Vec<(&Field, String)> {
    let sampled = |name: &str| operation.request_sample.iter().find(|(field, _)| field == name).map(|(_, value)| value);
    let given = operation.request.iter().filter_map(|field| {
        let value = match sampled(&field.name.wire) {
            Some(value) if !value.trim().is_empty() => value.clone(),
            _ if field.required => stand_in(operation, field),
            _ => return None,
        };
        Some((field, value))
    });
    let mut given: Vec<(&Field, String)> = given.collect();
    let add = |given: &mut Vec<_>, field: Option<_>| {
        given.extend(field.map(|field| (field, stand_in(operation, field))));
    };
    // Fields of which one must be given.
    for rule in operation.rules.iter().filter(|rule| matches!(rule.kind, RuleKind::AtLeastOne | RuleKind::OneOf)) {
        let named = |field: &Field| rule.fields.iter().any(|name| name.wire == field.name.wire);
        if !given.iter().any(|(field, _)| named(field)) {
            add(&mut given, operation.request.iter().find(|field| named(field)));
        }
    }
    // A call that must say nothing is shown with the first thing that it can say: that is more of a sample, and it has a body.
    if given.is_empty() && matches!(operation.body, Body::Form | Body::Multipart) {
        add(&mut given, operation.request.iter().find(|field| field.place == Place::Body));
    }
    given
}

/// Records in records that a stand-in spells out; a record may even hold itself.
const NESTED: usize = 3;

/// What a field may hold, where no sample says it: as a form has it.
pub(super) fn stand_in(operation: &Operation, field: &Field) -> String {
    match (fitting(operation, field, NESTED), field.style) {
        (Json::String(text), _) => text,
        (Json::Array(items), Some(Style::Comma)) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        (other, _) => other.to_string(),
    }
}

/// A value of the field's type: the default, the example, or the simplest.
fn fitting(operation: &Operation, field: &Field, nested: usize) -> Json {
    let known = field.default.as_ref().or(field.example.as_ref()).filter(|text| !text.trim().is_empty());
    known.and_then(|text| typed(&field.ty, text)).unwrap_or_else(|| simplest(operation, field, &field.ty, nested))
}

/// A text as the client has it in JSON: counts as numbers, flags as flags, lists and records as what they are. None where it is no such
/// value.
fn typed(ty: &Type, text: &str) -> Option<Json> {
    let parsed = |is: fn(&Json) -> bool| crate::json::parse(text).ok().filter(is);
    match ty {
        Type::Int
        | Type::Money(Unit::Fen | Unit::Points)
        | Type::DateTime(Some(TimeForm::UnixSeconds | TimeForm::UnixMillis)) => {
            text.trim().parse::<i64>().ok().map(Json::from)
        }
        Type::Bool | Type::Flag01 => {
            let said = match text.trim() {
                "1" | "true" => true,
                "0" | "false" => false,
                _ => return None,
            };
            Some(if matches!(ty, Type::Bool) { said.into() } else { i64::from(said).into() })
        }
        Type::Record(_) | Type::Map { .. } => parsed(Json::is_object),
        Type::List { .. } => parsed(Json::is_array),
        Type::Values { item, .. } => match parsed(Json::is_array) {
            Some(list) => Some(list),
            None => text.split(',').map(|each| typed(item, each.trim())).collect::<Option<Vec<_>>>().map(Json::from),
        },
        _ => Some(text.into()),
    }
}

/// A value of a type that nothing is said about.
fn simplest(operation: &Operation, field: &Field, ty: &Type, nested: usize) -> Json {
    let object = |ident: &str| {
        let record = operation.types.iter().find(|record| record.name.ident == ident && nested > 0);
        let fields = record.into_iter().flat_map(|record| &record.fields).filter(|field| field.required);
        let members = fields.map(|field| (field.name.wire.clone(), fitting(operation, field, nested - 1)));
        Json::Object(members.collect())
    };
    let first = |ident: &str| -> Json {
        let list = operation.enums.iter().find(|list| list.name.ident == ident);
        list.and_then(|list| list.values.first()).map(|value| value.name.wire.as_str()).unwrap_or_default().into()
    };
    match ty {
        Type::File => {
            format!("{}.{}", field.name.plain(), field.bounds.accept.first().map_or("bin", |kind| kind.word())).into()
        }
        Type::Record(name) => object(&name.ident),
        Type::List { item, .. } => Json::from(vec![object(&item.ident)]),
        Type::Values { item, .. } => Json::from(vec![simplest(operation, field, item, nested)]),
        Type::Csv(item) => simplest(operation, field, item, nested),
        Type::Enum(name) | Type::Select { field_enum: name, .. } => first(&name.ident),
        Type::Map { .. } => Json::Object(Default::default()),
        Type::Json => "{}".into(),
        Type::Bool => true.into(),
        Type::DateTime(None) => "2000-01-01 00:00:00".into(),
        Type::DateTime(Some(form)) => typed(ty, &form.sample()).unwrap_or_default(),
        ty => typed(ty, "1").unwrap_or_default(),
    }
}

/// A value without the quotes of JSON.
fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The URL with its path filled in; none where a value would have to be escaped.
fn url(service: &Service, operation: &Operation) -> Option<String> {
    let host = operation.host_in(service)?.url.trim_end_matches('/');
    let Some(http) = &operation.http else { return Some(host.to_owned()) };
    let mut path = http.path.clone();
    for (name, value) in placed(operation, Place::Path) {
        if !value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')) {
            return None;
        }
        path = path.replace(&format!("{{{name}}}"), &value);
    }
    Some(format!("{host}{path}"))
}

/// The values of the fields that stand there, under the names by which they are sent.
fn placed(operation: &Operation, place: Place) -> Vec<(String, String)> {
    let sent = values(operation).into_iter().filter(|(field, _)| field.place == place).map(|(field, value)| {
        let name = &field.name.wire;
        let first = || match crate::json::parse(&value) {
            Ok(Json::Array(items)) => items.first().map(plain).unwrap_or_default(),
            _ => value.split(',').next().unwrap_or_default().to_owned(),
        };
        match (&field.ty, field.style) {
            (Type::Values { .. } | Type::List { .. }, Some(Style::Brackets)) => (format!("{name}[]"), first()),
            (Type::Values { .. }, Some(Style::Indexed)) => (format!("{name}[0]"), first()),
            (Type::Values { .. } | Type::List { .. }, Some(Style::Repeat)) => (name.clone(), first()),
            _ => (name.clone(), value),
        }
    });
    sent.chain(version(operation, place)).collect()
}

fn version(operation: &Operation, place: Place) -> Option<(String, String)> {
    let (name, value) = operation.version.as_ref()?.sent(place)?;
    Some((name.to_owned(), value.to_owned()))
}

/// What the body holds: texts in a form, in JSON values of their types.
fn body(operation: &Operation) -> Vec<(String, Json)> {
    if operation.body != Body::Json {
        return placed(operation, Place::Body).into_iter().map(|(name, value)| (name, value.into())).collect();
    }
    let sent = values(operation).into_iter().filter(|(field, _)| field.place == Place::Body);
    let typed = sent.map(|(field, text)| {
        let value = typed(&field.ty, &text).unwrap_or_else(|| text.into());
        (field.name.wire.clone(), value)
    });
    typed.chain(version(operation, Place::Body).map(|(name, value)| (name, value.into()))).collect()
}

/// What stands before the token in its header.
fn before(service: &Service) -> &'static str {
    if matches!(service.auth, Auth::Bearer { .. }) { "Bearer " } else { "" }
}

fn is_file(operation: &Operation, name: &str) -> bool {
    operation.request.iter().any(|field| field.name.wire == name && matches!(field.ty, Type::File))
}

fn method(operation: &Operation) -> Method {
    operation.http.as_ref().map_or(Method::Post, |http| http.method)
}

fn curl(service: &Service, operation: &Operation) -> Option<String> {
    let url = url(service, operation)?;
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "'\\''"));
    let mut lines = match &service.auth {
        // What `-G` adds comes behind it.
        Auth::Query { name } if operation.authenticated => vec![format!("curl \"{url}?{name}=$TOKEN\"")],
        _ => vec![format!("curl {}", quoted(&url))],
    };
    if let Some(header) = service.auth.header().filter(|_| operation.authenticated) {
        let value = format!("{}$TOKEN", before(service));
        lines.push(format!("  -H \"{header}: {value}\""));
    }
    let method = method(operation);
    let fields = placed(operation, Place::Body);
    if !matches!(method, Method::Get | Method::Post)
        || (method == Method::Post && matches!(operation.body, Body::None | Body::Multipart) && fields.is_empty())
    {
        lines.push(format!("  -X {}", method.word()));
    }
    lines.extend(
        placed(operation, Place::Header)
            .iter()
            .map(|(name, value)| format!("  -H {}", quoted(&format!("{name}: {value}")))),
    );
    let query = placed(operation, Place::Query);
    if !query.is_empty() {
        // With a body of its own the query would have to be written into the URL, escaped.
        if operation.body != Body::None {
            return None;
        }
        lines.push("  -G".into());
        lines.extend(
            query.iter().map(|(name, value)| format!("  --data-urlencode {}", quoted(&format!("{name}={value}")))),
        );
    }
    match operation.body {
        Body::None => {}
        Body::Json => {
            let members: Vec<String> =
                body(operation).iter().map(|(name, value)| format!("{}: {value}", text(name))).collect();
            lines.push("  -H 'Content-Type: application/json'".into());
            lines.push(format!("  -d {}", quoted(&format!("{{{}}}", members.join(", ")))));
        }
        Body::Multipart => {
            let of = |(name, value): &(String, String)| match is_file(operation, name) {
                true => format!("  -F {}", quoted(&format!("{name}=@{value}"))),
                false => format!("  --form-string {}", quoted(&format!("{name}={value}"))),
            };
            lines.extend(fields.iter().map(of));
        }
        Body::Form if fields.is_empty() => lines.push("  -d ''".into()),
        Body::Form => lines.extend(
            fields.iter().map(|(name, value)| format!("  --data-urlencode {}", quoted(&format!("{name}={value}")))),
        ),
    }
    Some(lines.join(" \\\n") + "\n")
}

/// A text of JSON and of Python.
fn text(text: &str) -> String {
    crate::json::Json::from(text).to_string()
}

fn dictionary(fields: &[(String, Json)]) -> String {
    let members: Vec<String> =
        fields.iter().map(|(name, value)| format!("    {}: {},\n", text(name), literal(value))).collect();
    format!("{{\n{}}}", members.concat())
}

/// A value as Python writes it.
fn literal(value: &Json) -> String {
    let joined = |parts: Vec<String>| parts.join(", ");
    match value {
        Json::Null => "None".to_owned(),
        Json::Bool(true) => "True".to_owned(),
        Json::Bool(false) => "False".to_owned(),
        Json::Array(items) => format!("[{}]", joined(items.iter().map(literal).collect())),
        Json::Object(members) => {
            format!(
                "{{{}}}",
                joined(members.iter().map(|(name, value)| format!("{}: {}", text(name), literal(value))).collect())
            )
        }
        other => other.to_string(),
    }
}

fn python(service: &Service, operation: &Operation) -> Option<String> {
    // Opening a file and closing it is more than a line.
    if values(operation).iter().any(|(field, _)| matches!(field.ty, Type::File)) {
        return None;
    }
    let url = url(service, operation)?;
    let fields = dictionary(&body(operation));
    if service.auth.signing().is_some() && operation.authenticated {
        return signed(service, operation, &url, &fields);
    }
    let token = operation.authenticated && service.auth != Auth::None;
    let headers = match service.auth.header().filter(|_| token) {
        None => String::new(),
        Some(header) => match before(service) {
            "" => format!("    headers={{{}: os.environ[\"TOKEN\"]}},\n", text(header)),
            before => format!("    headers={{{}: {} + os.environ[\"TOKEN\"]}},\n", text(header), text(before)),
        },
    };
    let body = match operation.body {
        Body::None => "",
        Body::Json => "    json=fields,\n",
        Body::Form => "    data=fields,\n",
        Body::Multipart => "    files={name: (None, value) for name, value in fields.items()},  # multipart\n",
    };
    let import = if token { "import os\n\nimport requests\n" } else { "import requests\n" };
    let check = match service.protocol {
        Protocol::Envelope => format!(
            "if str(reply.get(\"code\", {success})) != {success}:  # HTTP 200 also when it failed\n    raise SystemExit(f\"{{reply['code']}} {{reply['msg']}}\")\n",
            // A code is compared as a text, be it a number or a word.
            success = text(service.success_code.as_deref().unwrap_or_default())
        ),
        Protocol::Top => String::new(),
    };
    let query: Vec<(String, Json)> =
        placed(operation, Place::Query).into_iter().map(|(name, value)| (name, value.into())).collect();
    // Its key would stand among them.
    if token && matches!(service.auth, Auth::Query { .. }) {
        return None;
    }
    let query = if query.is_empty() {
        String::new()
    } else {
        format!("    params={},\n", dictionary(&query).replace('\n', "\n    "))
    };
    if !placed(operation, Place::Header).is_empty() {
        return None;
    }
    let given = if operation.body == Body::None { String::new() } else { format!("fields = {fields}\n") };
    let method = method(operation).word().to_lowercase();
    Some(format!(
        "{import}\n{given}reply = requests.{method}(\n    {},\n{headers}{query}{body}    timeout=30,\n).json()\n{check}print(reply)\n",
        text(&url)
    ))
}

/// Where the platform's plainest digest is a keyed one over sorted names and values.
fn signed(service: &Service, operation: &Operation, url: &str, fields: &str) -> Option<String> {
    // Elsewhere the parameters stand in other places, and replies have another form.
    let signing = service.auth.signing().filter(|_| service.protocol == Protocol::Top)?;
    let digest = signing.digests.iter().find(|digest| digest.keyed && digest.around == [Piece::Text])?;
    if signing.order != crate::words::SignOrder::Bytes || signing.each != [Piece::Name, Piece::Value] {
        return None;
    }
    let mut lines = String::new();
    for common in &signing.parameters {
        let value = match &common.holds {
            Holds::From(Origin::Operation) => text(&operation.id),
            Holds::From(Origin::Account) => "os.environ[\"APP_KEY\"]".to_owned(),
            Holds::From(Origin::Session) if operation.needs_shop => "os.environ[\"SESSION\"]".to_owned(),
            Holds::From(Origin::Digest) => text(&digest.word),
            Holds::From(_) => continue,
            Holds::Value(value) => text(value),
            Holds::Time { form, ahead } => time(form, *ahead)?,
            Holds::Nonce => return None,
        };
        lines.push_str(&format!("    {}: {value},\n", text(&common.name)));
    }
    let hash = digest.hash.word();
    let hex = if signing.case == crate::words::Case::Upper { ".upper()" } else { "" };
    Some(format!(
        "import hashlib\nimport hmac\nimport os\nimport time\n\nimport requests\n\nfields = {fields}\nfields |= {{\n{lines}}}\n\
         text = \"\".join(name + fields[name] for name in sorted(fields) if fields[name].strip())\n\
         digest = hmac.new(os.environ[\"APP_SECRET\"].encode(), text.encode(), hashlib.{hash})\n\
         fields[{}] = digest.hexdigest(){hex}\n\
         reply = requests.post({}, data=fields, timeout=30).json()\n\
         if \"error_response\" in reply:  # HTTP 200 also when it failed\n    raise SystemExit(reply[\"error_response\"])\nprint(reply)\n",
        text(&signing.sign),
        text(url)
    ))
}

fn time(form: &TimeForm, ahead: i16) -> Option<String> {
    let TimeForm::Parts(parts) = form else {
        return Some(match form {
            TimeForm::UnixMillis => "str(int(time.time() * 1000))".to_owned(),
            _ => "str(int(time.time()))".to_owned(),
        });
    };
    let mut pattern = String::new();
    for part in parts {
        pattern.push_str(match part {
            Part::Year => "%Y",
            Part::Month => "%m",
            Part::Day => "%d",
            Part::Hour => "%H",
            Part::Minute => "%M",
            Part::Second => "%S",
            Part::Millis => return None,
            Part::Literal(literal) => {
                pattern.push_str(&literal.replace('%', "%%"));
                continue;
            }
        });
    }
    Some(format!("time.strftime({}, time.gmtime(time.time() + {} * 60))", text(&pattern), ahead))
}
