//! What a call answers: a success, a failure, and which of the two it is.

use super::schema::{Form, Kind, Object, Schema};
use super::seen::ENVELOPE;
use super::written::required;
use super::{Export, Of, Side};
use crate::json::Json;
use crate::model::api::{DataShape, ErrorEntry, Field, Operation, Protocol, Type};

/// The key of a failure of a service of protocol `top`.
pub(super) const FAILURE: &str = "error_response";
/// The field of an envelope that tells a success from a failure.
pub(super) const CODE: &str = "code";
/// A code as it stands on the wire: a number, where a number is spelled like it.
pub(super) fn as_code(code: &str) -> Json {
    match code.parse::<i64>() {
        Ok(number) if number.to_string() == code => number.into(),
        _ => code.into(),
    }
}

/// The field beside it.
pub(super) const MESSAGE: &str = "msg";

impl Export<'_> {
    /// The schema of everything that arrives.
    pub(super) fn reply(&mut self, of: Of<'_>, operation: &Operation) -> Schema {
        match self.service.protocol {
            Protocol::Envelope => self.enveloped(of, operation),
            Protocol::Top => self.rooted(of, operation),
        }
    }

    fn enveloped(&mut self, of: Of<'_>, operation: &Operation) -> Schema {
        let shape = operation.reply.shape;
        let (data, record) = match shape {
            DataShape::Object | DataShape::ListOfOne => {
                let Some(record) = self.record(of, Side::Reply, &operation.reply.data) else {
                    return Schema::new(Form::Any);
                };
                let one = || Schema::new(Form::List { item: Box::new(record.clone()), one: true });
                (if shape == DataShape::Object { record.clone() } else { one() }, Some(record))
            }
            DataShape::Nothing => (Schema::new(Form::Any), None),
            // The one field of the record is the data.
            DataShape::List | DataShape::Map | DataShape::Value => {
                let root = operation.types.iter().find(|record| record.name.ident == operation.reply.data.ident);
                let field = root.and_then(|root| root.fields.first());
                match (root, field) {
                    (Some(root), Some(field)) => (self.field(of, Side::Reply, &root.name.wire, field), None),
                    _ => (Schema::new(Form::Any), None),
                }
            }
        };
        let name = format!("{}Succeeded", of.prefix);
        let mut object = self.envelope(of, true);
        if shape != DataShape::Nothing {
            object.required.push("data".into());
        }
        let data = match data.says.iter().any(|(name, _)| name == "description") {
            true => data,
            false => data.with("description", self.words.say("What was asked for", "返回数据")),
        };
        object.properties.push(("data".into(), data));
        let mut said = self.words.say("The call was carried out", "调用成功");
        if !operation.reply.confirm.is_empty() {
            let flags = operation
                .reply
                .confirm
                .iter()
                .map(|confirm| format!("`{}`", confirm.flag))
                .collect::<Vec<_>>()
                .join(", ");
            let doubt = self.words.say(
                &format!("The code alone does not mean that it was done: {flags} says so"),
                &format!("仅凭错误码不能确认已完成，以 {flags} 为准"),
            );
            said = format!("{said}\n\n{doubt}");
        }
        self.components.set(&name, Schema::new(Form::Object(object)).with("description", said));
        let failed = self.failed(of);
        let mut choices = vec![Schema::named(name), failed];
        choices.extend(record.filter(|_| operation.envelope_optional));
        self.reply_of(
            of,
            Form::AnyOf(choices),
            "A success or a failure, told apart by the code",
            "成功或失败，以错误码区分",
        )
    }

    fn reply_of(&mut self, of: Of<'_>, form: Form, en: &str, zh: &str) -> Schema {
        let name = format!("{}Reply", of.prefix);
        self.components.set(&name, Schema::new(form).with("description", self.words.say(en, zh)));
        Schema::named(name)
    }

    /// A failure is the same for all operations.
    fn failed(&mut self, of: Of<'_>) -> Schema {
        if self.components.reserve("Failed") {
            let mut object = self.envelope(of, false);
            let said = self.words.say(
                "Absent, null, a text, or whatever the error brings, such as the link by which a shop authorises",
                "缺失、为空、文本，或错误附带的内容，例如店铺授权链接",
            );
            object.properties.push(("data".into(), Schema::new(Form::Any).with("description", said)));
            let said = self.words.say(
                "An error, documented or not: code and message together say which",
                "错误：由错误码与文本共同判断",
            );
            self.components.set("Failed", Schema::new(Form::Object(object)).with("description", said));
        }
        Schema::named("Failed")
    }

    fn envelope(&mut self, of: Of<'_>, success: bool) -> Object {
        let service = self.service;
        let around = Of { operation: None, ..of };
        let mut properties = Vec::new();
        for field in &service.envelope {
            let mut schema = self.field(around, Side::Reply, ENVELOPE, field);
            if field.name.wire == CODE {
                schema = self.code(of, field, schema, success);
            }
            properties.push((field.name.wire.clone(), schema));
        }
        Object { properties, required: required(&service.envelope), ..Object::default() }
    }

    /// What tells a success from a failure has one type, or no generated client could tell them apart.
    fn code(&self, of: Of<'_>, field: &Field, mut schema: Schema, good: bool) -> Schema {
        let seen = of.seen.0.get(&(ENVELOPE.to_owned(), field.name.wire.clone())).cloned().unwrap_or_default();
        let success = self.success(field);
        let mut kinds: Vec<Kind> = Vec::new();
        let mut add = |kind: Kind| {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        };
        success.iter().for_each(|code| add(Kind::of(code)));
        schema.says.retain(|(name, _)| !matches!(name.as_str(), "example" | "format"));
        let example = if good {
            schema.allowed.clone_from(&success);
            success.first().cloned()
        } else {
            let errors = self.service.errors.iter().map(|error| as_code(&error.code));
            let documented: Vec<Json> = errors.filter(|code| !success.contains(code)).collect();
            documented.iter().for_each(|code| add(Kind::of(code)));
            // Some examples write numbers as text.
            [Kind::Integer, Kind::String].into_iter().filter(|kind| seen.contains(kind)).for_each(add);
            schema.refused = success;
            documented.into_iter().next()
        };
        schema.form = Form::Scalar(kinds, None);
        match example {
            Some(code) => schema.with("example", code),
            None => schema,
        }
    }

    /// The code of a success, as it stands on the wire: both as a number and as text, where the spec leaves that open.
    fn success(&self, field: &Field) -> Vec<Json> {
        let spelled = self.service.success_code.as_deref().unwrap_or_default();
        let code = as_code(spelled);
        let other = match (&code, spelled.parse::<i64>()) {
            (Json::Number(_), _) if matches!(field.ty, Type::Text) => Some(Json::from(spelled)),
            (Json::String(_), Ok(number)) => Some(number.into()),
            _ => None,
        };
        std::iter::once(code).chain(other).collect()
    }

    /// Whether the example of an error is a failure, as failures are exported; why not, otherwise.
    pub(super) fn misfit_error(&self, error: &ErrorEntry) -> Option<String> {
        let name = match self.service.protocol {
            Protocol::Envelope => "Failed",
            Protocol::Top => "Failure",
        };
        let reply = crate::json::parse(&self.error_reply(error).narrow()).ok()?;
        self.misfit(&Schema::named(name), &reply)
    }

    fn rooted(&mut self, of: Of<'_>, operation: &Operation) -> Schema {
        let Some(data) = self.record(of, Side::Reply, &operation.reply.data) else { return Schema::new(Form::Any) };
        let root = operation.root_key();
        let one = |name: &str, schema: Schema| Object {
            properties: vec![(name.to_owned(), schema)],
            required: vec![name.to_owned()],
            ..Object::default()
        };
        if self.components.reserve("Failure") {
            let said = self.words.say("A failure", "失败");
            let failure = one(FAILURE, self.failure());
            self.components.set("Failure", Schema::new(Form::Object(failure)).with("description", said));
        }
        let name = format!("{}Success", of.prefix);
        let said = self.words.say("A success", "成功");
        self.components.set(&name, Schema::new(Form::Object(one(&root, data))).with("description", said));
        let choices = vec![Schema::named(name), Schema::named("Failure")];
        self.reply_of(of, Form::OneOf(choices), "A success or a failure", "成功或失败")
    }

    fn failure(&self) -> Schema {
        let text = |en: &str, zh: &str| Schema::scalar([Kind::String]).with("description", self.words.say(en, zh));
        let mut code = Schema::scalar([Kind::Integer, Kind::String]);
        code = code.with("description", self.words.say("Code of the platform", "平台错误码"));
        let properties = [
            (CODE, code),
            (MESSAGE, text("Text of the platform's code", "平台错误描述")),
            ("sub_code", text("Code of the operation's error", "业务错误码")),
            ("sub_msg", text("Text of the operation's error", "业务错误描述")),
            ("request_id", text("Number of the call, for the platform's support", "请求编号")),
        ];
        let object = Object {
            properties: properties.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect(),
            required: vec![CODE.to_owned()],
            ..Object::default()
        };
        Schema::new(Form::Object(object)).with("description", self.words.say("What went wrong", "错误信息"))
    }

    /// Whether an example fits what is exported; why not, otherwise.
    pub(super) fn misfit(&self, schema: &Schema, reply: &Json) -> Option<String> {
        self.components.refuses(schema, reply)
    }
}
