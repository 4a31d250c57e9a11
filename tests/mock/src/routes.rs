//! Finds things in the API by what the wire and the tests call them.

use std::collections::HashMap;

use serde_json::Value;
use vvtool_codegen::model::api::{Api, ErrorEntry, Example, Method, Operation, Protocol, Record, Service};

/// An operation and its service.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) service: &'a Service,
    pub(crate) operation: &'a Operation,
    pub(crate) at: At,
}

/// The places of a service in the API and of an operation in its service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct At {
    pub(crate) service: usize,
    pub(crate) operation: usize,
}

impl Target<'_> {
    /// `vvtool/erps/send`.
    pub(crate) fn name(&self) -> String {
        format!("{}/{}", self.service.name.wire, self.operation.id)
    }

    pub(crate) fn is_token_operation(&self) -> bool {
        self.service.token_operation.as_ref() == Some(&self.operation.id)
    }

    pub(crate) fn record(&self, ident: &str) -> Option<&Record> {
        self.operation.types.iter().find(|record| record.name.ident == ident)
    }

    /// Where the operation's own data stands in a reply.
    pub(crate) fn data_in<'r>(&self, reply: &'r mut Value) -> Option<&'r mut Value> {
        match self.service.protocol {
            Protocol::Top => reply.get_mut(root_key(&self.operation.id)),
            Protocol::Envelope => {
                // A reply that came without its envelope is the data itself.
                let data = if reply.get("data").is_some() { reply.get_mut("data")? } else { reply };
                if data.is_array() { data.get_mut(0) } else { Some(data) }
            }
        }
    }

    pub(crate) fn example(&self, file: &str) -> Option<&Example> {
        self.operation
            .examples
            .iter()
            .find(|example| example.file == file || example.file.rsplit('/').next() == Some(file))
    }
}

/// What a path belongs to.
pub(crate) enum Route<'a> {
    /// One operation has this path.
    Operation(Target<'a>),
    /// The one URL of a service that takes the operation's name as a parameter.
    Gateway(usize),
    /// Nothing; the service whose error table says so, where there is one.
    Unknown(Option<&'a Service>),
}

/// Operations by what calls name them by.
#[derive(Debug, Default)]
pub(crate) struct Index {
    paths: HashMap<(String, &'static str), At>,
    /// Paths with places for values in them.
    templates: Vec<(String, &'static str, At)>,
    names: HashMap<String, At>,
}

impl Index {
    pub(crate) fn new(api: &Api) -> Self {
        let mut index = Self::default();
        for target in targets(api) {
            if let (Protocol::Envelope, Some(http)) = (target.service.protocol, &target.operation.http) {
                let method = http.method.word();
                if http.path.contains('{') {
                    index.templates.push((http.path.clone(), method, target.at));
                } else {
                    index.paths.entry((http.path.clone(), method)).or_insert(target.at);
                }
            }
            index.names.insert(target.name(), target.at);
        }
        index
    }

    /// Several operations may have one path, each with a method of its own; with another method it is one of them, whose gate says so.
    pub(crate) fn route<'a>(&self, api: &'a Api, prefix: &str, method: &str, path: &str) -> Route<'a> {
        if let Some(at) = path.strip_prefix(prefix).and_then(|path| self.at(method, path))
            && let Some(target) = target(api, at)
        {
            return Route::Operation(target);
        }
        let gateway = |service: &&Service| service.protocol == Protocol::Top && service.gateway_path() == path;
        match api.services.iter().position(|service| gateway(&service)) {
            Some(service) => Route::Gateway(service),
            None => Route::Unknown(api.services.iter().find(|service| service.protocol == Protocol::Envelope)),
        }
    }

    fn at(&self, method: &str, path: &str) -> Option<At> {
        let matching = || self.templates.iter().filter(|(template, ..)| placed(template, path).is_some());
        let exact = Method::WORDS.iter().filter(|word| **word == method);
        let fixed = exact.chain(Method::WORDS).find_map(|word| self.paths.get(&(path.to_owned(), *word)).copied());
        let open = || matching().find(|(_, word, _)| *word == method).or_else(|| matching().next()).map(|(.., at)| *at);
        fixed.or_else(open)
    }

    /// By `vvtool/erps/send`.
    pub(crate) fn operation<'a>(&self, api: &'a Api, name: &str) -> Option<Target<'a>> {
        target(api, *self.names.get(name)?)
    }

    /// By `taobao.trade.get`, within a service.
    pub(crate) fn method<'a>(&self, api: &'a Api, service: usize, id: &str) -> Option<Target<'a>> {
        let service = api.services.get(service)?;
        self.operation(api, &format!("{}/{id}", service.name.wire))
    }
}

/// Names and values of the places in a path; none where it is another path. A value is a part between slashes, or of one.
pub(crate) fn placed(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let (given, wanted): (Vec<_>, Vec<_>) = (path.split('/').collect(), template.split('/').collect());
    if given.len() != wanted.len() {
        return None;
    }
    let mut values = Vec::new();
    for (mut given, mut wanted) in given.into_iter().zip(wanted) {
        while let Some((before, rest)) = wanted.split_once('{') {
            let (name, behind) = rest.split_once('}')?;
            given = given.strip_prefix(before)?;
            let literal = behind.split('{').next().unwrap_or_default();
            let end = if literal.is_empty() { given.len() } else { given.find(literal)? };
            let (value, left) = given.split_at_checked(end)?;
            values.push((name.to_owned(), unescaped(value)?));
            (given, wanted) = (left, behind);
        }
        if given != wanted {
            return None;
        }
    }
    Some(values)
}

/// Nothing in a path stands for a blank: `+` is a plus.
pub(crate) fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        bytes.push(digit(rest.next())? * 16 + digit(rest.next())?);
    }
    String::from_utf8(bytes).ok()
}

fn target(api: &Api, at: At) -> Option<Target<'_>> {
    let service = api.services.get(at.service)?;
    Some(Target { service, operation: service.operations.get(at.operation)?, at })
}

/// Every operation.
pub(crate) fn targets(api: &Api) -> impl Iterator<Item = Target<'_>> {
    api.services.iter().enumerate().flat_map(|(number, service)| of_service(number, service))
}

/// Every operation of a service.
pub(crate) fn of_service(number: usize, service: &Service) -> impl Iterator<Item = Target<'_>> {
    let operations = service.operations.iter().enumerate();
    operations.map(move |(place, operation)| Target {
        service,
        operation,
        at: At { service: number, operation: place },
    })
}

/// Below this path stands what the server serves of its own.
pub(crate) const OWN_ROOM: &str = "/__mock/";

/// A path of the server's own room, or the room itself.
pub(crate) fn is_own(path: &str) -> bool {
    format!("{path}/").starts_with(OWN_ROOM)
}

/// The operation or service whose path is one of the server's own.
pub(crate) fn in_own_room(api: &Api, prefix: &str) -> Option<String> {
    let placed = |target: &Target<'_>| match (target.service.protocol, &target.operation.http) {
        (Protocol::Envelope, Some(http)) => is_own(&format!("{prefix}{}", http.path)),
        (Protocol::Top, _) => is_own(target.service.gateway_path()),
        (Protocol::Envelope, None) => false,
    };
    targets(api).find(placed).map(|target| target.name())
}

pub(crate) fn error<'a>(service: &'a Service, name: &str) -> Option<&'a ErrorEntry> {
    service.errors.iter().find(|entry| entry.name.wire == name)
}

/// The first entry of that code.
pub(crate) fn error_of_code<'a>(service: &'a Service, code: &str) -> Option<&'a ErrorEntry> {
    service.errors.iter().find(|entry| entry.code == code)
}

/// `taobao.trade.get` -> `trade_get_response`.
pub(crate) fn root_key(operation: &str) -> String {
    format!("{}_response", operation.strip_prefix("taobao.").unwrap_or(operation).replace('.', "_"))
}

/// The first example that shows a success.
pub(crate) fn success_example(target: &Target<'_>) -> Option<Value> {
    target
        .operation
        .examples
        .iter()
        .filter_map(|example| serde_json::from_str(&example.json).ok())
        .find(|reply| is_success(target, reply))
}

/// Whether a reply says that the call was carried out.
pub(crate) fn is_success(target: &Target<'_>, reply: &Value) -> bool {
    let body = match target.service.protocol {
        Protocol::Envelope => {
            let code = reply.get("code").map(|code| code.as_str().map_or_else(|| code.to_string(), str::to_owned));
            // A reply without a code came without its envelope.
            if code.is_some() && code != target.service.success_code {
                return false;
            }
            let data = reply.get("data").unwrap_or(reply);
            data.get(0).unwrap_or(data)
        }
        Protocol::Top => match reply.get(root_key(&target.operation.id)) {
            Some(body) => body,
            // Simplified replies are asked for, not the default.
            None => return false,
        },
    };
    let said_no =
        |flag: &str| flag.split('.').try_fold(body, |at, key| at.get(key)).is_some_and(|value| value == false);
    !target.operation.reply.confirm.iter().any(|confirm| said_no(&confirm.flag))
}
