//! What a server adds to the pages of what it serves: a form per operation, what it remembers, and what the script needs to know of calls.

mod calls;
mod filled;
mod hints;

use super::{Site, address};
use crate::html::Html;
use crate::model::api::{Auth, ErrorEntry, Field, Operation, Service, Type};
use crate::words::FileType;
use filled::filled;

pub(super) use calls::calls;

/// Beside the script of the pages, which it builds on: how calls are signed, and everything else.
pub(super) const SCRIPT: [&str; 2] = [include_str!("sign.js"), include_str!("console.js")];
/// Behind the style of every page.
pub(super) const STYLE: &str = include_str!("console.css");

/// What a server says of itself for the forms of its pages.
pub struct Server<'a> {
    /// Stands before every path of a service whose operations have paths.
    pub prefix: &'a str,
    /// The token stands in its header alone, without `Bearer`.
    pub bare_token: bool,
    /// Which of the credentials a field of a request is: `account`, `access_key`.
    pub credential: &'a dyn Fn(&Service, &Operation, &str) -> Option<&'static str>,
}

/// What the server remembers, what arrived, and the credentials that forms are sent with.
pub(super) fn panel(site: &Site<'_>) -> Html {
    let mut html = Html::new();
    html.put("<section class=\"op\" id=\"server\"><h2>").two("This server", "本服务器").put("</h2>\n<p>");
    html.two(
        "Forms below are sent to the server that this page is from, and nowhere else.",
        "以下表单仅发送到提供本页面的服务器，不会发往别处。",
    );
    for service in &site.services {
        let name = &service.name.wire;
        html.put(" <a").attribute("href", &format!("openapi/{name}.json")).put(">OpenAPI: ").text(name).put("</a>");
    }
    html.put("</p>\n<div id=\"remembered\"></div><p><button type=\"button\" id=\"reset\">");
    html.two("Put points and things back as at the start", "将点数与数据恢复到启动时").put("</button> ");
    html.put("<button type=\"button\" id=\"again\">").two("Look again", "刷新").put("</button></p>\n");
    html.put("<details class=\"nest\"><summary>").two("Credentials of the forms", "表单使用的凭证");
    html.put("</summary><p class=\"note\">");
    html.two(
        "Filled where they are the server's own inventions; others are never sent to a page, so type them in. They are kept nowhere.",
        "服务器自带的默认值会自动填入；其他凭证不会写入页面，请自行输入，页面不保存。",
    );
    html.put("</p>\n");
    for (name, en, zh) in credentials(site) {
        let id = format!("credential/{name}");
        html.put("<div class=\"g\"><label").attribute("for", &id).put(">").two(en, zh).put("</label><input");
        html.attribute("id", &id).attribute("data-credential", name);
        html.put(" autocomplete=\"off\" spellcheck=\"false\"></div>\n");
    }
    html.put("</details>\n<details class=\"nest\" id=\"log\"><summary>").two("The last requests", "最近的请求");
    html.put("</summary><div id=\"arrived\"></div></details></section>\n");
    html
}

/// Those that some service asks for.
fn credentials(site: &Site<'_>) -> Vec<(&'static str, &'static str, &'static str)> {
    let any = |wanted: fn(&Service) -> bool| site.services.iter().any(|service| wanted(service));
    let mut all = Vec::new();
    if any(|service| matches!(service.auth, Auth::Bearer { .. } | Auth::Header { .. } | Auth::Query { .. })) {
        all.push(("token", "Token", "令牌"));
    }
    if any(|service| service.token_operation.is_some()) {
        all.extend([("account", "Account", "账户"), ("access_key", "Access key", "访问密钥")]);
    }
    if any(|service| service.auth.signing().is_some()) {
        all.extend([
            ("app_key", "App key", "应用 Key"),
            ("app_secret", "App secret", "应用密钥"),
            ("session", "Session", "会话"),
        ]);
    }
    all
}

/// The form of an operation: what it cannot be sent without, filled; the rest folded and empty.
pub(super) fn form(server: &Server<'_>, service: &Service, operation: &Operation) -> Html {
    let address = address::operation(service, operation);
    let values = filled(operation);
    let value =
        |field: &Field| values.iter().find(|(name, _)| *name == field.name.wire).map(|(_, value)| value.as_str());
    let row = |html: &mut Html, field: &Field| {
        let credential = (server.credential)(service, operation, &field.name.wire);
        let id = format!("{address}/try/{}", field.name.wire);
        row(html, &id, operation, field, value(field), credential);
    };
    let (given, rest): (Vec<_>, Vec<_>) = operation.request.iter().partition(|field| value(field).is_some());
    let mut html = Html::new();
    html.put("<details class=\"nest try\" open><summary><b>").two("Try it on this server", "在本服务器上试一试");
    html.put("</b></summary>\n<form").attribute("data-call", &address).put(">\n");
    given.into_iter().for_each(|field| row(&mut html, field));
    if !rest.is_empty() {
        html.put("<details class=\"nest\"><summary>").two("Optional fields", "选填参数").put(" <small class=\"ty\">");
        html.text(&rest.len().to_string()).put("</small></summary>\n");
        rest.into_iter().for_each(|field| row(&mut html, field));
        html.put("</details>\n");
    }
    html.add(answers(service, operation, &address));
    if calls::is_shown(service, operation) {
        html.add(digests(service, &address));
    }
    html.put("<p><button class=\"go\">").two("Send to this server", "发送到本服务器").put("</button></p></form>\n");
    html.put("<div class=\"out\" aria-live=\"polite\"></div></details>\n");
    html
}

fn row(
    html: &mut Html,
    id: &str,
    operation: &Operation,
    field: &Field,
    value: Option<&str>,
    credential: Option<&'static str>,
) {
    let hint = format!("{id}/hint");
    html.put("<div class=\"g\"><label").attribute("for", id).put(">").code(&field.name.wire);
    if field.required {
        html.put(" <span class=\"req\">").two("required", "必填").put("</span>");
    }
    html.put(" <small>").two(&field.doc.en, &field.doc.zh).put("</small></label><div><input").attribute("id", id);
    html.attribute("name", &field.name.wire).attribute("aria-describedby", &hint);
    match &field.ty {
        Type::File => file(html, field, value),
        _ => drop(html.attribute("value", value.filter(|_| credential.is_none()).unwrap_or_default())),
    }
    if let Some(credential) = credential {
        html.attribute("data-of", credential);
    }
    html.put(" autocomplete=\"off\" spellcheck=\"false\"><span class=\"note\"").attribute("id", &hint).put(">");
    html.add(hints::hint(operation, field)).put("</span><span class=\"told\"></span></div></div>\n");
}

/// A page cannot fill a file in: it says what the script is to send where none is chosen.
fn file(html: &mut Html, field: &Field, sample: Option<&str>) {
    html.put(" type=\"file\"");
    let Some(sample) = sample else { return };
    let fits = |kind: &&FileType| kind.extensions().into_iter().any(|end| sample.ends_with(&format!(".{end}")));
    let kind = field.bounds.accept.iter().find(fits);
    html.attribute("data-sample", sample)
        .attribute("data-kind", kind.map_or("application/octet-stream", |kind| kind.sentence()));
}

/// What the server may be told to answer.
fn answers(service: &Service, operation: &Operation, address: &str) -> Html {
    let id = format!("{address}/try-answer");
    let mut html = Html::new();
    html.put("<div class=\"g\"><label").attribute("for", &id).put(">").two("Answer with", "返回内容");
    html.put("</label><select").attribute("id", &id).put(" data-answer><option value=\"\">");
    html.text("success · 成功").put("</option>");
    let option = |html: &mut Html, value: &str, shown: &str| {
        html.put("<option").attribute("value", value).put(">").text(shown).put("</option>");
    };
    for example in &operation.examples {
        option(&mut html, &format!("example:{}", example.file), &example.file);
    }
    let errors = operation.errors.iter().filter_map(|index| service.errors.get(*index));
    for ErrorEntry { code, message, name, .. } in errors {
        option(&mut html, &format!("error:{}", name.wire), &format!("{code} {message}"));
    }
    html.put("</select></div>\n");
    html
}

/// By which digest a call is signed, where it is.
fn digests(service: &Service, address: &str) -> Html {
    let mut html = Html::new();
    let Auth::Signed(signing) = &service.auth else { return html };
    let id = format!("{address}/try-digest");
    html.put("<div class=\"g\"><label").attribute("for", &id).put(">").two("Signed by", "签名方式");
    html.put("</label><select").attribute("id", &id).put(" data-digest>");
    // What the page can make comes first: it is what is chosen.
    let mut digests: Vec<_> = signing.digests.iter().collect();
    digests.sort_by_key(|digest| (!calls::can_be_made(digest), !digest.keyed));
    for digest in digests {
        html.put("<option>").text(&digest.word).put("</option>");
    }
    html.put("</select></div>\n");
    html
}
