//! A call as a line for the shell.

use serde_json::{Map, Value};
use vvtool_codegen::model::api::{Auth, Body, Field, Place, Protocol, Style, Type};
use vvtool_codegen::model::signing::Holds;
use vvtool_codegen::words::Origin;

use crate::clock;
use crate::options::Options;
use crate::place;
use crate::routes::Target;
use crate::sign::{Sent, percent, signature_of};

/// The documented sample of the operation, else its required fields with their examples, sent to `url`.
pub(crate) fn line(target: &Target<'_>, url: &str, options: &Options, token: &str) -> String {
    let is_file = |name: &str| {
        target.operation.request.iter().any(|field| field.name.wire == name && matches!(field.ty, Type::File))
    };
    let (files, fields): (Vec<_>, Vec<_>) = fields(target, options).into_iter().partition(|(name, _)| is_file(name));
    let mut line = "curl".to_owned();
    let mut add = |flag: &str, value: &str| {
        line.push_str(&format!(" {flag} {}", quoted(value)));
    };
    match target.service.protocol {
        Protocol::Top => {
            let path = target.service.gateway_path();
            let fields: Vec<_> = fields.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect();
            let common = common(target, (&[], &fields), options, path);
            let flag = if target.operation.body == Body::Multipart { "--form-string" } else { "--data-urlencode" };
            for (name, value) in common.into_iter().chain(fields) {
                add(flag, &format!("{name}={value}"));
            }
            files.iter().for_each(|(name, value)| add("-F", &format!("{name}=@{value}")));
            line.push_str(&format!(" {}", quoted(&format!("{url}{path}"))));
        }
        Protocol::Envelope => {
            let mut query: Vec<String> = Vec::new();
            match &target.service.auth {
                _ if !target.operation.authenticated => {}
                Auth::Bearer { header } => {
                    let scheme = if options.bare_token { "" } else { "Bearer " };
                    add("-H", &format!("{}: {scheme}{token}", header.to_ascii_lowercase()));
                }
                Auth::Header { header } => add("-H", &format!("{}: {token}", header.to_ascii_lowercase())),
                Auth::Query { name } => query.push(format!("{name}={token}")),
                Auth::Signed(_) | Auth::None => {}
            }
            let http = target.operation.http.as_ref();
            let (path, mut fields) = placed(target, http.map_or("", |http| http.path.as_str()), fields, &mut add);
            if target.operation.authenticated {
                let (bare, own) = path.split_once('?').unwrap_or((&path, ""));
                let own = place::query(own);
                let common = common(target, (&own, &fields), options, &format!("{}{bare}", options.prefix));
                match target.operation.body {
                    Body::None => {
                        query.extend(common.iter().map(|(name, value)| format!("{}={}", percent(name), percent(value))))
                    }
                    _ => fields.extend(common),
                }
            }
            match target.operation.body {
                Body::Multipart => {
                    fields.iter().for_each(|(name, value)| add("--form-string", &format!("{name}={value}")));
                    files.iter().for_each(|(name, value)| add("-F", &format!("{name}=@{value}")));
                }
                // Without a word of a body curl sends none, and does not say of which kind it is.
                Body::Form if fields.is_empty() => add("-d", ""),
                Body::Form => {
                    fields.iter().for_each(|(name, value)| add("--data-urlencode", &format!("{name}={value}")))
                }
                Body::Json => {
                    let object: Map<_, _> =
                        fields.into_iter().map(|(name, value)| (name, Value::from(value))).collect();
                    add("-H", "content-type: application/json");
                    add("-d", &Value::Object(object).to_string());
                }
                Body::None => {}
            }
            let method = http.map_or("POST", |http| http.method.word());
            let query = match (query.is_empty(), path.contains('?')) {
                (true, _) => String::new(),
                (false, true) => format!("&{}", query.join("&")),
                (false, false) => format!("?{}", query.join("&")),
            };
            line.push_str(&format!(" -X {method} {}", quoted(&format!("{url}{}{path}{query}", options.prefix))));
        }
    }
    line
}

/// The path with its query; adds the headers. Gives back the fields of the body.
fn placed(
    target: &Target<'_>,
    template: &str,
    fields: Vec<(String, String)>,
    add: &mut dyn FnMut(&str, &str),
) -> (String, Vec<(String, String)>) {
    let (mut path, mut query, mut body) = (template.to_owned(), Vec::new(), Vec::new());
    for (name, value) in fields {
        let field = target.operation.request.iter().find(|field| field.name.wire == name);
        let name = match field.and_then(|field| Some((&field.ty, field.style?))) {
            Some((Type::Values { .. }, Style::Brackets)) => format!("{name}[]"),
            Some((Type::Values { .. }, Style::Indexed)) => format!("{name}[0]"),
            _ => name,
        };
        match field.map_or(Place::Body, |field| field.place) {
            Place::Path => path = path.replace(&format!("{{{name}}}"), &percent(&value)),
            Place::Query => query.push(format!("{}={}", percent(&name), percent(&value))),
            Place::Header => add("-H", &format!("{name}: {value}")),
            Place::Body => body.push((name, value)),
        }
    }
    let version = |place| target.operation.version.as_ref().and_then(|version| version.sent(place));
    query.extend(version(Place::Query).map(|(name, value)| format!("{}={}", percent(name), percent(value))));
    if let Some((name, value)) = version(Place::Header) {
        add("-H", &format!("{name}: {value}"));
    }
    if !query.is_empty() {
        path = format!("{path}?{}", query.join("&"));
    }
    (path, body)
}

/// Which of the credentials a field of the token operation holds.
pub(crate) fn credential(name: &str) -> Option<&'static str> {
    match name {
        "client_id" => Some("account"),
        "client_secret" => Some("access_key"),
        _ => None,
    }
}

fn fields(target: &Target<'_>, options: &Options) -> Vec<(String, String)> {
    if !target.operation.request_sample.is_empty() {
        return target.operation.request_sample.clone();
    }
    let own = |name: &str| match credential(name)? {
        "account" => Some(options.account.clone()),
        _ => Some(options.access_key.clone()),
    };
    let required = target.operation.request.iter().filter(|field| field.required);
    let value = |field: &Field| {
        let own = own(&field.name.wire).filter(|_| target.is_token_operation());
        own.unwrap_or_else(|| example(target, field))
    };
    required.map(|field| (field.name.wire.clone(), value(field))).collect()
}

/// What a field may hold.
fn example(target: &Target<'_>, field: &Field) -> String {
    let object = |ident: &str| {
        let fields = target.record(ident).into_iter().flat_map(|record| &record.fields).filter(|field| field.required);
        Value::Object(fields.map(|field| (field.name.wire.clone(), example(target, field).into())).collect())
    };
    match (&field.ty, field.example.as_ref().or(field.default.as_ref())) {
        (Type::Record(name), _) => object(&name.ident).to_string(),
        (Type::List { item, .. }, _) => Value::from(vec![object(&item.ident)]).to_string(),
        (Type::Enum(name), None) => {
            let list = target.operation.enums.iter().find(|list| list.name.ident == name.ident);
            list.and_then(|list| list.values.first()).map(|value| value.name.wire.clone()).unwrap_or_default()
        }
        (Type::Json, None) => "{}".to_owned(),
        (Type::File, None) => match field.bounds.accept.first() {
            Some(kind) => format!("{}.{}", field.name.wire, kind.word()),
            None => field.name.wire.clone(),
        },
        (_, Some(example)) => example.clone(),
        (_, None) => "1".to_owned(),
    }
}

/// The parameters that a signed call has besides these, and its signature.
fn common(target: &Target<'_>, (query, body): Sent<'_>, options: &Options, path: &str) -> Vec<(String, String)> {
    let Auth::Signed(signing) = &target.service.auth else { return Vec::new() };
    let holds = |holds: &Holds| match holds {
        Holds::From(Origin::Operation) => target.operation.id.clone(),
        Holds::From(Origin::Account) => options.app_key.clone(),
        Holds::From(Origin::Session) if target.operation.needs_shop => options.session.clone(),
        Holds::From(Origin::Digest) => signing.digests.first().map(|digest| digest.word.clone()).unwrap_or_default(),
        Holds::From(Origin::Session | Origin::Simplify) => String::new(),
        Holds::Value(value) => value.clone(),
        Holds::Time { form, ahead } => form.written(clock::now(), *ahead),
        Holds::Nonce => "1".to_owned(),
    };
    let mut common: Vec<_> =
        signing.parameters.iter().map(|common| (common.name.clone(), holds(&common.holds))).collect();
    common.retain(|(_, value)| !signing.skip_blank || !value.trim().is_empty());
    // As they are sent: those of one URL behind the common ones, others before them.
    let (query, body) = match (target.service.protocol, target.operation.body) {
        (Protocol::Top, _) => (Vec::new(), [&*common, body].concat()),
        (Protocol::Envelope, Body::None) => ([query, &*common].concat(), Vec::new()),
        (Protocol::Envelope, _) => (query.to_vec(), [body, &*common].concat()),
    };
    let made = |digest| signature_of(signing, digest, &options.app_secret, path, (&query, &body));
    let sign = signing.digests.first().and_then(made);
    common.push((signing.sign.clone(), sign.unwrap_or_default()));
    common
}

/// For a shell: nothing in it means anything.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_means_anything_to_a_shell() {
        for (text, shown) in [
            ("a=1", "a=1"),
            ("", "''"),
            ("a b", "'a b'"),
            ("$(x)", "'$(x)'"),
            ("it's", r"'it'\''s'"),
            ("测试", "'测试'"),
            ("a&b;c", "'a&b;c'"),
        ] {
            assert_eq!(quoted(text), shown);
        }
    }
}
