//! A whole reply as somebody pastes it: what it says of its failure, and which documented error a running program takes it for.

use super::{Found, Question, entry, find_operation, found, index, matching_reported, unknown};
use crate::json::{self, Json};
use crate::message::{Matched, Reported};
use crate::model::api::{Api, DataShape, Operation, Protocol, Service};

/// A code is a number or a word: whatever begins like an object or a list was meant as a reply. A number alone is JSON too, and a code.
pub fn is_reply(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '['])
}

/// What a reply says of itself.
struct Said {
    protocol: Protocol,
    code: String,
    message: String,
    sub_code: Option<String>,
    sub_message: Option<String>,
    /// Everything.
    reply: Json,
}

/// What a reply means, or what to say when it means nothing that is documented.
///
/// # Errors
/// It is no reply, the operation is unknown, or no document has its error.
pub fn explain_reply(api: &Api, text: &str, operation: Option<&str>) -> Result<String, String> {
    let of = operation.map(|name| find_operation(api, name)).transpose()?;
    let said = read(text)?;
    let services: Vec<&Service> = api
        .services
        .iter()
        .filter(|service| service.protocol == said.protocol)
        .filter(|service| of.is_none_or(|(only, _)| only.name.wire == service.name.wire))
        .collect();
    if services.is_empty() {
        return Err(match of {
            Some((service, _)) => format!("this is no reply of {}: it answers in another way", service.name.wire),
            None => "no service of the spec answers in this way".to_owned(),
        });
    }
    let only = of.map(|(_, operation)| operation);
    let told: Vec<String> = services.iter().filter_map(|service| said.of(service, only)).collect();
    if !told.is_empty() {
        return Ok(told.join("\n"));
    }
    let message = said.sub_message.as_ref().filter(|_| said.message.is_empty()).unwrap_or(&said.message);
    let code = said.sub_code.as_ref().filter(|_| said.protocol == Protocol::Top).unwrap_or(&said.code);
    Err(unknown(api, Question { code, message: Some(message), operation }))
}

fn read(text: &str) -> Result<Said, String> {
    let text = text.trim_start_matches('\u{feff}');
    let reply = json::parse(text).map_err(|broken| {
        let before = text.get(..broken.at).unwrap_or_default();
        let (line, column) = (before.matches('\n').count() + 1, before.rsplit('\n').next().unwrap_or_default().chars().count() + 1);
        format!("this begins like a reply and is no JSON: {} at {line}:{column}; paste all of it, in single quotes, or pipe it into `vvspec explain -`", broken.reason)
    })?;
    let Json::Object(members) = &reply else {
        return Err("a reply is an object, this is a list".to_owned());
    };
    let (protocol, failure) = match members.get("error_response") {
        Some(failure) => (Protocol::Top, failure.clone()),
        None if members.contains_key("code") => (Protocol::Envelope, reply.clone()),
        None if members.keys().any(|key| key.ends_with("_response")) => (Protocol::Top, Json::Null),
        None => {
            return Err(
                "neither `code` nor `error_response` is in it: this is no reply that says what became of a call"
                    .to_owned(),
            );
        }
    };
    let word = |name: &str| failure.get(name).map(plain).filter(|text| !text.trim().is_empty());
    Ok(Said {
        protocol,
        code: word("code").unwrap_or_default(),
        message: word("msg").unwrap_or_default(),
        sub_code: word("sub_code"),
        sub_message: word("sub_msg"),
        reply,
    })
}

/// Codes come as numbers or as texts.
fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

impl Said {
    fn reported(&self) -> Reported<'_> {
        Reported {
            code: &self.code,
            message: &self.message,
            sub_code: self.sub_code.as_deref(),
            sub_message: self.sub_message.as_deref(),
        }
    }

    /// What it is in a service; nothing where it is no documented error there.
    fn of(&self, service: &Service, only: Option<&Operation>) -> Option<String> {
        let succeeded = match self.protocol {
            Protocol::Envelope => service.success_code.as_deref() == Some(self.code.as_str()),
            Protocol::Top => self.reply.get("error_response").is_none(),
        };
        if succeeded {
            return self.success(service, only);
        }
        let found = matching_reported(service, &self.reported())?;
        let elsewhere = only.is_some_and(|operation| !operation.errors.contains(&found.index));
        let mut text = match found.how {
            _ if elsewhere => "the operation does not list this error; it is documented for others:\n\n",
            Some(Matched::CodeOnly) => "this message is not documented; the code is, with one error only:\n\n",
            Some(Matched::Rule) => {
                "this sub code is not documented; `isp.` says that it is the platform's fault, `isv.` the caller's:\n\n"
            }
            _ => "",
        }
        .to_owned();
        text.push_str(&entry(found));
        Some(text)
    }

    /// A reply that says success: a flag inside it may say no.
    fn success(&self, service: &Service, only: Option<&Operation>) -> Option<String> {
        let is_root = |operation: &&Operation| match self.protocol {
            Protocol::Top => self.reply.get(operation.root_key()).is_some(),
            Protocol::Envelope => true,
        };
        let operations =
            || service.operations.iter().filter(|each| only.is_none_or(|only| only.id == each.id)).filter(is_root);
        if self.protocol == Protocol::Top && operations().next().is_none() {
            return None;
        }
        let denied = operations().find_map(|operation| {
            let rows = self.rows(operation);
            let confirms = operation.reply.confirm.iter().rev();
            confirms
                .flat_map(|confirm| rows.iter().map(move |row| (confirm, *row)))
                .find(|(confirm, row)| is_no(row, &confirm.flag))
        });
        let name = &service.name.wire;
        let Some((confirm, row)) = denied else {
            let more = match self.message.is_empty() {
                true => None,
                false => self.beside_success(service),
            };
            return Some(more.unwrap_or_else(|| {
                format!("the reply says success ({name}), and no flag inside it says otherwise\n")
            }));
        };
        let mut text = format!(
            "the reply says success ({name}), and inside it `{}` = false says that it was not done\n",
            confirm.flag
        );
        let said = [&confirm.code, &confirm.message].map(|path| told(row, path));
        match (self.inside(service, &said), said.join(" ").trim()) {
            (Some(found), _) => text.push_str(&format!("\n{}", entry(found))),
            (None, "") => text.push_str("why is not said: what became of the call has to be looked up\n"),
            (None, why) => {
                text.push_str(&format!("{why:?} is not documented: what became of the call has to be looked up\n"))
            }
        }
        Some(text)
    }

    /// The records in which flags stand.
    fn rows(&self, operation: &Operation) -> Vec<&Json> {
        let data = match self.protocol {
            Protocol::Top => self.reply.get(operation.root_key()),
            Protocol::Envelope => self.reply.get("data"),
        };
        match (data, operation.reply.shape) {
            (Some(Json::Array(rows)), _) => rows.iter().collect(),
            (Some(Json::Object(rows)), DataShape::Map) => rows.values().collect(),
            (Some(data), _) => vec![data],
            (None, _) => Vec::new(),
        }
    }

    /// The error beside a flag that says no.
    fn inside<'a>(&self, service: &'a Service, [code, message]: &[String; 2]) -> Option<Found<'a>> {
        let known = index(service).find_in_body(code, message);
        found(service, known.entry, known.how)
    }

    /// A message that the documents have under another code than that of success.
    fn beside_success(&self, service: &Service) -> Option<String> {
        let success = service.success_code.as_deref()?;
        let known = index(service).find_beside_success(success, &self.reported());
        let found = found(service, known.entry, known.how)?;
        Some(format!("the code says success, the message is that of a failure:\n\n{}", entry(found)))
    }
}

fn at<'r>(row: &'r Json, path: &str) -> Option<&'r Json> {
    path.split('.').try_fold(row, |inner, key| inner.get(key))
}

fn told(row: &Json, path: &Option<String>) -> String {
    path.as_ref().and_then(|path| at(row, path)).map(plain).unwrap_or_default()
}

fn is_no(row: &Json, flag: &str) -> bool {
    at(row, flag) == Some(&Json::Bool(false))
}
