//! The body of a call, and the parameters that every signed call has.

use super::field::value;
use super::schema::{Form, Kind, Members, Object, Schema, member};
use super::written::{sent_as, spread};
use super::{Export, Of, Side};
use crate::json::{Json, Written};
use crate::model::api::{Body, Field, Operation, Place, Signing, Style, Version};
use crate::model::rules::stretch;
use crate::model::signing::{Common, Holds};
use crate::model::time_form::TimeForm;
use crate::words::{Case, Hash, Origin};

impl Export<'_> {
    /// Fields that stand in the URL and in headers: `parameters`.
    pub(super) fn parameters(&mut self, of: Of<'_>, operation: &Operation, roots: &mut Vec<String>) -> Option<Written> {
        let mut parameters = Vec::new();
        // Without a body the common parameters stand in the query.
        if let Some(signing) =
            self.service.auth.signing().filter(|_| operation.authenticated && operation.body == Body::None)
        {
            let commons = commons(signing, operation).collect::<Vec<_>>();
            let commons =
                commons.into_iter().map(|(common, must)| (&common.name, must, self.common(signing, common, operation)));
            for (name, must, schema) in commons.chain([(&signing.sign, true, self.signature(signing))]) {
                parameters.push(Written::map([
                    ("name", name.as_str().into()),
                    ("in", "query".into()),
                    ("required", must.into()),
                    ("schema", schema.write(self.asked.version)),
                ]));
            }
        }
        if let Some((place, name, value)) = operation.version.as_ref().and_then(Version::beside) {
            let mut schema = Schema::scalar([Kind::String]);
            schema.allowed = vec![value.into()];
            parameters.push(Written::map([
                ("name", name.into()),
                ("in", place.word().into()),
                ("required", true.into()),
                ("description", self.words.say("Version of the interface", "接口版本").into()),
                ("schema", schema.write(self.asked.version)),
            ]));
        }
        for field in operation.request.iter().filter(|field| field.place != Place::Body) {
            let schema = self.field(of, Side::Request, &operation.request_type.wire, field);
            schema.refers(roots);
            let mut said = vec![
                member("name", sent_as(field)),
                member("in", field.place.word()),
                member("required", field.required || field.place == Place::Path),
                member("description", self.words.doc(&field.doc)),
            ];
            said.extend(spread(field));
            said.push(member("schema", schema.write(self.asked.version)));
            parameters.push(Written::Map(said));
        }
        (!parameters.is_empty()).then(|| Written::List(parameters))
    }

    /// `requestBody`, where there is one.
    pub(super) fn request(&mut self, of: Of<'_>, operation: &Operation) -> Option<Written> {
        let media = match operation.body {
            Body::Multipart => "multipart/form-data",
            Body::Form => "application/x-www-form-urlencoded",
            Body::Json => "application/json",
            Body::None => return None,
        };
        let inside = || operation.request.iter().filter(|field| field.place == Place::Body);
        let must = inside().filter(|field| field.required).map(sent_as);
        let mut object = Object { closed: true, required: must.collect(), ..Object::default() };
        if let Some(signing) = self.service.auth.signing().filter(|_| operation.authenticated) {
            for (common, must) in commons(signing, operation) {
                let schema = self.common(signing, common, operation);
                if must {
                    object.required.push(common.name.clone());
                }
                object.properties.push((common.name.clone(), schema));
            }
            object.required.push(signing.sign.clone());
            object.properties.push((signing.sign.clone(), self.signature(signing)));
        }
        for field in inside() {
            let schema = self.field(of, Side::Request, &operation.request_type.wire, field);
            object.properties.push((sent_as(field), schema));
        }
        let mut encoding: Members = inside()
            .filter(|field| operation.body == Body::Form && field.style == Some(Style::Deep))
            .map(|field| (sent_as(field), Written::Map(spread(field))))
            .collect();
        let sample = sample(&object, operation);
        let name = format!("{}Request", of.prefix);
        let mut schema = Schema::new(Form::Object(object)).with("description", self.words.doc(&operation.doc));
        // Not as a schema: a flag of 0 counts as not given, and generators choke on conditions.
        schema.says.extend(rules(operation));
        self.components.set(&name, schema);
        let example = Written::map([
            ("summary", self.words.say("Sample of the document", "文档示例").into()),
            ("value", Written::Map(sample)),
        ]);
        let mut content = vec![
            member("schema", Schema::named(name).write(self.asked.version)),
            member("examples", Written::map([("documented", example)])),
        ];
        encoding.extend(kinds_of_files(operation));
        if !encoding.is_empty() {
            content.push(member("encoding", Written::Map(encoding)));
        }
        let content = Written::Map(content);
        Some(Written::map([("required", true.into()), ("content", Written::map([(media, content)]))]))
    }

    fn common(&self, signing: &Signing, common: &Common, operation: &Operation) -> Schema {
        let text = || Schema::scalar([Kind::String]);
        let closed = |words: &[&str]| {
            let mut schema = text();
            schema.allowed = words.iter().map(|word| (*word).into()).collect();
            schema
        };
        let say = |en: &str, zh: &str| self.words.say(en, zh);
        let schema = match &common.holds {
            Holds::Value(value) => closed(&[value.as_str()]).with("description", say("Always this", "固定值")),
            Holds::From(Origin::Operation) => {
                closed(&[operation.id.as_str()]).with("description", say("Name of the operation", "接口名称"))
            }
            Holds::From(Origin::Account) => text()
                .with("description", say("Key of the application", "应用标识"))
                .with("minLength", 1)
                .with("example", ACCOUNT),
            Holds::From(Origin::Session) => text()
                .with(
                    "description",
                    say("Session of the shop, where the operation needs its authorisation", "店铺授权会话"),
                )
                .with("example", SESSION)
                .with("format", "password")
                .with("x-vvspec-secret", true),
            Holds::From(Origin::Digest) => {
                let words: Vec<&str> = signing.digests.iter().map(|digest| digest.word.as_str()).collect();
                let description = say("The digest that the call is signed with", "签名算法");
                closed(&words)
                    .with("description", description)
                    .with("example", words.first().copied().unwrap_or_default())
            }
            Holds::From(Origin::Simplify) => closed(&["false"])
                .with("description", say("Replies without their root key, which no schema here says", "精简返回结构")),
            Holds::Time { form, ahead } => time(form).with("description", {
                let (hours, minutes) = (ahead / 60, (ahead % 60).abs());
                say(
                    &format!("The time of the call, UTC{hours:+03}:{minutes:02}"),
                    &format!("调用时间，UTC{hours:+03}:{minutes:02}"),
                )
            }),
            Holds::Nonce => {
                text().with("description", say("Random for each call", "每次调用随机")).with("example", "7f3a")
            }
        };
        schema.with("x-vvspec-common", true)
    }

    fn signature(&self, signing: &Signing) -> Schema {
        let hex = match signing.case {
            Case::Upper => "0-9A-F",
            Case::Lower => "0-9a-f",
        };
        let digits = |hash: Hash| match hash {
            Hash::Md5 => 32_usize,
            Hash::Sha256 => 64,
        };
        let mut lengths: Vec<usize> = signing.digests.iter().map(|digest| digits(digest.hash)).collect();
        lengths.sort_unstable();
        lengths.dedup();
        let forms: Vec<String> = lengths.iter().map(|length| format!("[{hex}]{{{length}}}")).collect();
        let first = signing.digests.first().map_or(32, |digest| digits(digest.hash));
        Schema::scalar([Kind::String])
            .with("description", self.words.say("Signature of the call, see x-vvspec-sign", "签名，见 x-vvspec-sign"))
            .with("pattern", format!("^({})$", forms.join("|")))
            .with("example", "0".repeat(first))
            .with("x-vvspec-secret", true)
            .with("x-vvspec-common", true)
    }
}

/// Rules across fields, where there are some.
pub(super) fn rules(operation: &Operation) -> Option<(String, Written)> {
    let rules = operation.rules.iter().map(|rule| {
        let fields = rule.fields.iter().map(|name| name.wire.as_str());
        let mut said = vec![member("rule", rule.kind.word()), member("fields", Written::list(fields))];
        if let Some(when) = &rule.when {
            said.extend([member("field", when.field.wire.as_str()), member("equals", when.equals.as_str())]);
        }
        if let ([from, to], Some(seconds)) = (rule.fields.as_slice(), rule.at_most) {
            said.extend([member("from", from.wire.as_str()), member("to", to.wire.as_str())]);
            said.push(member("at_most", stretch(seconds)));
        }
        said.extend(rule.error.as_ref().map(|error| member("error", error.wire.as_str())));
        said.extend([member("en", rule.doc.en.as_str()), member("zh", rule.doc.zh.as_str())]);
        Written::Map(said)
    });
    (!operation.rules.is_empty()).then(|| member("x-vvspec-rules", Written::List(rules.collect())))
}

/// What stands for the application and the shop in samples.
const ACCOUNT: &str = "12345678";
const SESSION: &str = "example-session";

/// The common parameters of a call, and whether it cannot do without.
fn commons<'a>(signing: &'a Signing, operation: &'a Operation) -> impl Iterator<Item = (&'a Common, bool)> {
    signing.parameters.iter().filter_map(|common| match &common.holds {
        // Replies without their root key are another shape, which is not exported.
        Holds::From(Origin::Simplify) => None,
        Holds::From(Origin::Session) => Some((common, operation.needs_shop)),
        _ => Some((common, true)),
    })
}

/// A moment in samples: 2026-11-21 12:00:00.
pub(super) const NOON: i64 = 1_795_262_400;

/// When a call is made, as it is signed: of our days, so that counts have so many digits.
fn time(form: &TimeForm) -> Schema {
    let (pattern, example) = match form {
        TimeForm::UnixSeconds => (r"^\d{10}$".to_owned(), "1767225600".to_owned()),
        TimeForm::UnixMillis => (r"^\d{13}$".to_owned(), "1767225600000".to_owned()),
        TimeForm::Parts(_) => (form.pattern(), form.written(NOON, 0)),
    };
    Schema::scalar([Kind::String]).with("pattern", pattern).with("example", example)
}

/// A sample's text as its schema has it: a list or a record is no text there.
fn shown(schema: &Schema, text: &str) -> Written {
    match &schema.form {
        Form::Scalar(..) | Form::Any => value(schema, text).into(),
        form => match (crate::json::parse(text), form) {
            // Records that are texts of their own.
            (Ok(Json::Array(items)), Form::List { item, .. }) if matches!(&item.form, Form::Scalar(kinds, _) if kinds.as_slice() == [Kind::String]) =>
            {
                let text = |each: &Json| each.as_str().map_or_else(|| each.to_string(), str::to_owned);
                Written::List(items.iter().map(|each| text(each).into()).collect())
            }
            (Ok(json @ (Json::Array(_) | Json::Object(_))), _) => json.into(),
            (_, Form::List { item, .. }) => {
                Written::List(text.split(',').map(|each| value(item, each.trim()).into()).collect())
            }
            _ => text.into(),
        },
    }
}

/// The document's own sample; what it leaves out and cannot be left out is taken from the fields' examples.
fn sample(object: &Object, operation: &Operation) -> Members {
    let mut sample = Members::new();
    for (name, schema) in &object.properties {
        let given = operation.request_sample.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
        let field = operation.request.iter().find(|field| sent_as(field) == *name);
        let must = object.required.contains(name);
        let known = schema.says.iter().find(|(key, _)| key == "example").map(|(_, value)| value.clone());
        let first = schema.allowed.first().cloned();
        let filled = match given {
            Some(text) => Some(shown(schema, &text)),
            None if !must => None,
            None => match field.and_then(|field| field.default.as_ref().or(field.example.as_ref())) {
                Some(text) => Some(shown(schema, text)),
                None => known.or(first.map(Written::from)).or_else(|| {
                    let stand_in = crate::docs::stand_in(operation, field?);
                    Some(shown(schema, &stand_in))
                }),
            },
        };
        // The document's sample may be a blank where one may be left out.
        if let Some(filled) = filled
            .filter(|filled| must || !matches!(filled, Written::Plain(Json::String(text)) if text.trim().is_empty()))
        {
            sample.push((name.clone(), filled));
        }
    }
    sample
}

/// What the parts of files may be.
fn kinds_of_files(operation: &Operation) -> Members {
    let of = |field: &Field| {
        let kinds: Vec<&str> = field.bounds.accept.iter().map(|kind| kind.sentence()).collect();
        member(&field.name.wire, Written::map([("contentType", kinds.join(", ").into())]))
    };
    let files = operation.request.iter().filter(|field| !field.bounds.accept.is_empty());
    files.map(of).collect()
}
