//! Documented errors: as examples of replies, as a table for people, and as data for tools.

use super::Export;
use super::reply::{CODE, FAILURE, MESSAGE, as_code};
use super::request::NOON;
use super::schema::{BIG, Members, member};
use super::words::cell;
use crate::json::{Json, Written};
use crate::model::api::{ErrorEntry, Operation, Protocol, Scope, Type, Unit};

impl<'a> Export<'a> {
    pub(super) fn errors(&self, operation: &Operation) -> Vec<&'a ErrorEntry> {
        let service = self.service;
        operation.errors.iter().filter_map(|index| service.errors.get(*index)).collect()
    }

    /// The name of an error's example: `614-ShipmentAlreadyCreated`.
    pub(super) fn example_name(error: &ErrorEntry) -> String {
        let keep = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' };
        format!("{}-{}", error.code, error.name.wire).chars().map(keep).collect()
    }

    /// A reply that means the error.
    pub(super) fn error_reply(&self, error: &ErrorEntry) -> Written {
        match self.service.protocol {
            Protocol::Envelope => {
                let mut reply = Members::new();
                for field in &self.service.envelope {
                    let value = match field.name.wire.as_str() {
                        CODE => as_code(&error.code),
                        MESSAGE => Json::from(error.message.as_str()),
                        _ => match &field.example {
                            Some(example) => typed(&field.ty, example),
                            None if field.required => stand_in(&field.ty),
                            None => continue,
                        },
                    };
                    reply.push((field.name.wire.clone(), value.into()));
                }
                reply.push(member("data", Json::Null));
                Written::Map(reply)
            }
            Protocol::Top => {
                let mut failure = Members::new();
                match error.code.parse::<i64>() {
                    Ok(code) => failure.extend([member(CODE, code), member(MESSAGE, error.message.as_str())]),
                    // Code 15 says that the error is the operation's own.
                    Err(_) => failure.extend([
                        member(CODE, 15),
                        member(MESSAGE, "Remote service error"),
                        member("sub_code", error.code.as_str()),
                        member("sub_msg", error.message.as_str()),
                    ]),
                }
                failure.push(member("request_id", "example0000001"));
                Written::map([(FAILURE, Written::Map(failure))])
            }
        }
    }

    /// What an example of it says to people.
    pub(super) fn error_example(&self, error: &ErrorEntry) -> Written {
        let class = self.words.say(error.class.sentence(), error.class.chinese());
        let remedy = self.words.say(&error.remedy.en, &error.remedy.zh);
        Written::map([
            ("summary", format!("{} {}", error.code, error.message).into()),
            ("description", format!("{class}. {remedy}").into()),
            ("value", self.error_reply(error)),
        ])
    }

    /// The errors of an operation as a Markdown table.
    pub(super) fn error_table(&self, operation: &Operation) -> Option<String> {
        let errors = self.errors(operation);
        if errors.is_empty() {
            return None;
        }
        let say = |en, zh| self.words.say(en, zh);
        let mut text = format!(
            "**{}**\n\n| {} | {} | {} | {} | {} |\n|---|---|---|---|---|",
            say("Errors", "错误"),
            say("code", "错误码"),
            say("message", "文本"),
            say("class", "类别"),
            say("the write", "写入结果"),
            say("what to do", "处理方法"),
        );
        for error in errors {
            let class = say(error.class.sentence(), error.class.chinese());
            let outcome = say(error.write_outcome.sentence(), error.write_outcome.chinese());
            let remedy = say(&error.remedy.en, &error.remedy.zh);
            let cells = [&error.code, &error.message, &class, &outcome, &remedy].map(|text| cell(text)).join(" | ");
            text.push_str(&format!("\n| {cells} |"));
        }
        Some(text)
    }

    /// The whole table, for tools.
    pub(super) fn all_errors(&self) -> Written {
        Written::List(self.service.errors.iter().map(error).collect())
    }
}

/// A value of a type, from its text.
fn typed(ty: &Type, text: &str) -> Json {
    let counts = match ty {
        Type::DateTime(Some(form)) => form.counts().is_some(),
        Type::Int | Type::Flag01 | Type::Money(Unit::Fen | Unit::Points) => true,
        _ => false,
    };
    match (ty, text, text.parse::<i64>()) {
        (_, _, Ok(number)) if counts && number.unsigned_abs() < BIG => number.into(),
        (Type::Bool, "true" | "false", _) => (text == "true").into(),
        _ => text.into(),
    }
}

/// A value of a type that cannot be left out, where no example says one.
fn stand_in(ty: &Type) -> Json {
    match ty {
        Type::Int | Type::Flag01 => 0.into(),
        Type::Bool => false.into(),
        Type::DateTime(Some(form)) => typed(ty, &form.written(NOON, 0)),
        Type::DateTime(None) => "2026-11-21 12:00:00".into(),
        Type::Record(_) | Type::Map { .. } => Json::Object(serde_json::Map::new()),
        Type::List { .. } | Type::Values { .. } => Json::Array(Vec::new()),
        _ => "1".into(),
    }
}

fn error(error: &ErrorEntry) -> Written {
    let mut said = vec![
        member("name", error.name.wire.as_str()),
        member("code", error.code.as_str()),
        member("message", error.message.as_str()),
    ];
    if !error.aliases.is_empty() {
        said.push(member("aliases", Written::list(error.aliases.iter().map(String::as_str))));
    }
    if !error.sub_codes.is_empty() {
        said.push(member("subCodes", Written::list(error.sub_codes.iter().map(String::as_str))));
    }
    said.extend([member("class", error.class.word()), member("writeOutcome", error.write_outcome.word())]);
    if error.scope != Scope::Call {
        said.push(member("scope", error.scope.word()));
    }
    said.push(member("meaning", error.doc.en.as_str()));
    let remedy = [("en", error.remedy.en.as_str().into()), ("zh", error.remedy.zh.as_str().into())];
    said.push(member("remedy", Written::map(remedy)));
    if let Some(gone) = &error.deprecated {
        let words = [("since", gone.since.as_str().into()), ("why", gone.why.as_str().into())];
        said.push(member("deprecated", Written::map(words)));
    }
    Written::Map(said)
}
