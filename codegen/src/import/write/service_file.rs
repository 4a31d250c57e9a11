//! The service file of a service that has none yet: what every document of its form shares.

use super::yaml::quoted;
use crate::import::form::{Form, Gateway, TOP_AUTH};

/// The text of `service.yaml`.
#[must_use]
pub fn service(name: &str, form: Form, host: Option<&str>) -> String {
    match form.gateway {
        Gateway::Envelope => envelope(name, host.unwrap_or("http://api.vv-tool.com")),
        Gateway::Top => top(name),
    }
}

/// Where calls of the platform go.
pub(super) const TOP_HOST: &str = "https://eco.taobao.com/router/rest";

fn top(name: &str) -> String {
    format!(
        r#"service: {name}
title: {{en: "Taobao Open Platform (TOP)", zh: 淘宝开放平台}}
protocol: top
hosts:
  - {{name: production, url: "{TOP_HOST}", en: "Production gateway", zh: 正式环境}}
{TOP_AUTH}body: form
errors_by: sub_code
"#
    )
}

fn envelope(name: &str, host: &str) -> String {
    format!(
        r#"service: {name}
title: {{en: "Gateway with an envelope around every reply", zh: 接口}}
protocol: envelope
hosts:
  - {{name: default, url: {}, en: "Host of the documents", zh: 接口地址}}
auth: {{scheme: bearer, header: Authorization}}
body: multipart
errors_by: code_and_message
success_code: "0"
envelope:
  - {{name: url, type: text, en: "Address", zh: 链接}}
  - {{name: code, type: int, presence: always, en: "Result code, 0 means success", zh: 错误码}}
  - {{name: msg, type: text, en: "Text that belongs to the code", zh: 返回码描述}}
  - {{name: msec, type: int, unit: milliseconds, en: "How long the gateway took to answer", zh: 接口执行时间}}
  - {{name: time, type: int, unit: unix_seconds, en: "When the gateway answered", zh: 接口返回时间}}
"#,
        quoted(host)
    )
}

#[cfg(test)]
mod tests {
    use crate::import::form::TOP_AUTH;

    /// What a new service is given is what the service of this repository has.
    #[test]
    fn a_new_platform_signs_as_ours_does() {
        let spec = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/top/service.yaml")).unwrap();
        assert!(spec.contains(TOP_AUTH), "spec/top/service.yaml and top_auth.yaml sign in different ways");
    }
}
