//! A call as it is made: in Rust, with curl, in Python. Values are those of the document's own sample.

use crate::emit::{self, Home};
use crate::json::Json;
use crate::model::api::{Auth, Body, Field, Method, Operation, Place, Protocol, Service, Style, Type};
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
    if let Some(text) = curl(service, operation) {
        samples.push(Sample { id: "curl", title: "curl", text });
    }
    samples.push(Sample { id: "rust", title: "Rust", text: emit::sample(service, operation, Home::Runtime) });
    samples.extend(python(service, operation).map(|text| Sample { id: "python", title: "Python", text }));
    samples
}

/// The fields of the document's sample, and the rest of those that must be given.
pub(super) fn values(operation: &Operation) -> Vec<(String, String)> {
    let sampled = |name: &str| operation.request_sample.iter().find(|(field, _)| field == name).map(|(_, value)| value);
    let given = operation.request.iter().filter_map(|field| {
        let name = &field.name.wire;
        let value = match sampled(name) {
            Some(value) if !value.trim().is_empty() => value.clone(),
            _ if field.required => stand_in(operation, field, NESTED),
            _ => return None,
        };
        Some((name.clone(), value))
    });
    let mut given: Vec<(String, String)> = given.collect();
    let add = |given: &mut Vec<_>, field: Option<&Field>| {
        given.extend(field.map(|field| (field.name.wire.clone(), stand_in(operation, field, NESTED))));
    };
    // Fields of which one must be given.
    for rule in operation.rules.iter().filter(|rule| matches!(rule.kind, RuleKind::AtLeastOne | RuleKind::OneOf)) {
        let named = |name: &str| rule.fields.iter().any(|field| field.wire == name);
        if !given.iter().any(|(name, _)| named(name)) {
            add(&mut given, operation.request.iter().find(|field| named(&field.name.wire)));
        }
    }
    // A call that must say nothing is shown with the first thing that it can say: that is more of a sample, and it has a body.
    if given.is_empty() && matches!(operation.body, Body::Form | Body::Multipart) {
        add(&mut given, operation.request.iter().find(|field| field.place == Place::Body));
    }
    given
}

/// Records in records that a stand-in spells out; a record may even hold itself.
pub(super) const NESTED: usize = 3;

/// What a field may hold, where no sample says it.
pub(super) fn stand_in(operation: &Operation, field: &Field, nested: usize) -> String {
    let object = |ident: &str| {
        let record = operation.types.iter().find(|record| record.name.ident == ident && nested > 0);
        let fields = record.into_iter().flat_map(|record| &record.fields).filter(|field| field.required);
        let members = fields.map(|field| {
            let value = stand_in(operation, field, nested - 1);
            let plain = !matches!(field.ty, Type::Record(_) | Type::List { .. } | Type::Json);
            let value = if plain { None } else { crate::json::parse(&value).ok() }.unwrap_or_else(|| value.into());
            (field.name.wire.clone(), value)
        });
        Json::Object(members.collect())
    };
    match (&field.ty, field.default.as_ref().or(field.example.as_ref())) {
        (_, Some(value)) => value.clone(),
        (Type::File, None) => {
            format!("{}.{}", field.name.plain(), field.bounds.accept.first().map_or("bin", |kind| kind.word()))
        }
        (Type::Record(name), None) => object(&name.ident).to_string(),
        (Type::List { item, .. }, None) => Json::from(vec![object(&item.ident)]).to_string(),
        (Type::Enum(name), None) => {
            let list = operation.enums.iter().find(|list| list.name.ident == name.ident);
            list.and_then(|list| list.values.first()).map(|value| value.name.wire.clone()).unwrap_or_default()
        }
        (Type::Json, None) => "{}".to_owned(),
        (Type::DateTime(Some(form)), None) => form.sample(),
        (_, None) => "1".to_owned(),
    }
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
    let sent = values(operation).into_iter().filter_map(|(name, value)| {
        let field = operation.request.iter().find(|field| field.name.wire == name && field.place == place)?;
        let first = || value.split(',').next().unwrap_or_default().to_owned();
        Some(match (&field.ty, field.style) {
            (Type::Values { .. }, Some(Style::Brackets)) => (format!("{name}[]"), first()),
            (Type::Values { .. }, Some(Style::Indexed)) => (format!("{name}[0]"), first()),
            _ => (name, value),
        })
    });
    let version = operation.version.as_ref().and_then(|version| version.sent(place));
    sent.chain(version.map(|(name, value)| (name.to_owned(), value.to_owned()))).collect()
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
    if service.auth.signing().is_some() && operation.authenticated {
        // Shell that signs half of a call helps nobody.
        return Some(
            "# Every call is signed over all of its parameters, which shell cannot do in a readable way.\n\
             # The Python sample beside this one signs in six lines.\n\
             # vvtool-mock serves a page that signs and shows how: http://127.0.0.1:PORT/__mock/\n"
                .to_owned(),
        );
    }
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
                fields.iter().map(|(name, value)| format!("{}: {}", text(name), text(value))).collect();
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

fn dictionary(fields: &[(String, String)]) -> String {
    let members: Vec<String> =
        fields.iter().map(|(name, value)| format!("    {}: {},\n", text(name), text(value))).collect();
    format!("{{\n{}}}", members.concat())
}

fn python(service: &Service, operation: &Operation) -> Option<String> {
    // Opening a file and closing it is more than a line.
    if values(operation).iter().any(|(name, _)| is_file(operation, name)) {
        return None;
    }
    let url = url(service, operation)?;
    let fields = dictionary(&placed(operation, Place::Body));
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
    let success = service.success_code.as_deref().unwrap_or_default();
    let check = match service.protocol {
        Protocol::Envelope => format!(
            "if str(reply.get(\"code\", {success})) != {}:  # HTTP 200 also when it failed\n    raise SystemExit(f\"{{reply['code']}} {{reply['msg']}}\")\n",
            text(success)
        ),
        Protocol::Top => String::new(),
    };
    let query = placed(operation, Place::Query);
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
