//! The service file of a service that has none yet: what every document of its form shares.

use super::yaml::quoted;
use crate::import::form::{Form, Gateway};

/// The text of `service.yaml`.
#[must_use]
pub fn service(name: &str, form: Form, host: Option<&str>) -> String {
    match form.gateway {
        Gateway::Envelope => envelope(name, host.unwrap_or("http://api.vv-tool.com")),
        Gateway::Top => top(name),
    }
}

fn top(name: &str) -> String {
    format!(
        r#"service: {name}
title: {{en: "Taobao Open Platform (TOP)", zh: 淘宝开放平台}}
protocol: top
hosts:
  - {{name: production, url: "https://eco.taobao.com/router/rest", en: "Production gateway", zh: 正式环境}}
auth: {{scheme: top_sign}}
body: form
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
