//! Finds things in the API by what the wire and the tests call them.

use serde_json::Value;
use vvtool_codegen::model::api::{Api, Auth, ErrorEntry, Example, Operation, Protocol, Record, Service};

/// An operation and its service.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) service: &'a Service,
    pub(crate) operation: &'a Operation,
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
    Gateway(&'a Service),
    /// Nothing; the service whose error table says so, where there is one.
    Unknown(Option<&'a Service>),
}

pub(crate) fn route<'a>(api: &'a Api, prefix: &str, path: &str) -> Route<'a> {
    if let Some(service) =
        api.services.iter().find(|service| service.protocol == Protocol::Top && gateway_path(service) == path)
    {
        return Route::Gateway(service);
    }
    let envelope = || api.services.iter().filter(|service| service.protocol == Protocol::Envelope);
    let own_path = path.strip_prefix(prefix);
    for service in envelope() {
        for operation in &service.operations {
            if operation.http.as_ref().is_some_and(|http| Some(http.path.as_str()) == own_path) {
                return Route::Operation(Target { service, operation });
            }
        }
    }
    Route::Unknown(envelope().next())
}

/// `/router/rest` of `https://host/router/rest`.
pub(crate) fn gateway_path(service: &Service) -> &str {
    let url = service.hosts.first().map_or("", |host| host.url.as_str());
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    after_scheme.find('/').and_then(|slash| after_scheme.get(slash..)).unwrap_or("/")
}

/// By `vvtool/erps/send`.
pub(crate) fn operation<'a>(api: &'a Api, name: &str) -> Option<Target<'a>> {
    api.services.iter().find_map(|service| {
        let id = name.strip_prefix(service.name.wire.as_str())?.strip_prefix('/')?;
        service.operations.iter().find(|operation| operation.id == id).map(|operation| Target { service, operation })
    })
}

pub(crate) fn error<'a>(service: &'a Service, name: &str) -> Option<&'a ErrorEntry> {
    service.errors.iter().find(|entry| entry.name.wire == name)
}

/// The first entry of that code.
pub(crate) fn error_of_code<'a>(service: &'a Service, code: &str) -> Option<&'a ErrorEntry> {
    service.errors.iter().find(|entry| entry.code == code)
}

/// The header that carries the token.
pub(crate) fn token_header(service: &Service) -> String {
    match &service.auth {
        Auth::Bearer { header } => header.to_ascii_lowercase(),
        Auth::TopSign => String::new(),
    }
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

fn is_success(target: &Target<'_>, reply: &Value) -> bool {
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
