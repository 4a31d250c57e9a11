//! One operation on its page.

use super::rows::{Rows, anchor, note};
use super::samples::samples;
use super::search::typed;
use super::{Site, address, console};
use crate::explain::full_name;
use crate::html::Html;
use crate::model::api::{
    Charge, Class, DataShape, Effect, ErrorEntry, Items, Operation, Pages, Place, Protocol, Service, Version,
    WriteOutcome,
};
use crate::words::Needs;

/// The whole of it.
pub(super) fn section(site: &Site<'_>, service: &Service, operation: &Operation) -> Html {
    let address = address::operation(service, operation);
    let mut html = Html::new();
    html.put("<section class=\"op\"").attribute("id", &address).put(" data-k=\"operation\"");
    html.attribute("data-s", &format!("{} {} {}", operation.id, operation.doc.zh, operation.search.join(" ")));
    html.attribute("data-p", &typed(&format!("{} {}", operation.doc.zh, operation.search.join(" "))));
    html.put("><h2>").two(&operation.doc.en, &operation.doc.zh);
    anchor(&mut html, &address);
    html.put("</h2>\n");
    html.add(wire(service, operation)).add(badges(service, operation));
    note(&mut html, &operation.doc);
    for rule in &operation.rules {
        html.put("<p class=\"rule\">").two(&rule.doc.en, &rule.doc.zh);
        if let Some((en, zh)) = rule.told() {
            html.put(" <span class=\"ty\">").two(&en, &zh).put("</span>");
        }
        note(&mut html, &rule.doc);
        html.put("</p>\n");
    }
    if let Some((en, zh)) = operation.pages.as_ref().map(Pages::told) {
        html.put("<p class=\"rule\">").two(&en, &zh).put("</p>\n");
    }
    html.add(tabs(service, operation, &address));
    if let Some(server) = site.server {
        html.add(console::form(server, service, operation));
    }
    let mut done = Vec::new();
    let rows = |sent| Rows { site, service, operation: Some(operation), sent };
    let owner = address::owner(service, operation, "Request");
    html.put("<h3").attribute("id", &owner).put(">").two("Request", "请求参数").put("</h3>\n");
    html.add(rows(true).fields(&owner, &operation.request)).add(rows(true).nested(&operation.request, &mut done));
    html.add(reply(&rows(false), operation, &mut done));
    html.add(examples(operation)).add(errors(site, service, operation));
    html.add(super::history::of(site, service, operation)).put("</section>\n");
    html
}

fn wire(service: &Service, operation: &Operation) -> Html {
    let line = match &operation.http {
        Some(http) => format!("{} {}", http.method.word(), http.path),
        None => format!("POST method={}", operation.id),
    };
    let mut html = Html::new();
    html.put("<p class=\"wire\">").code(&line).put(" · ");
    if let Some(host) = operation.host.as_ref().and_then(|_| operation.host_in(service)) {
        html.two("at", "位于").put(" ").code(&host.url).put(" · ");
    }
    if let Some((place, name, value)) = operation.version.as_ref().and_then(Version::beside) {
        html.code(&format!("{name}: {value}")).put(" ").two(
            &format!("in the {}", place.word()),
            if place == Place::Query { "（查询参数）" } else { "（请求头）" },
        );
        html.put(" · ");
    }
    html.code(&full_name(service, operation)).put(" · ");
    html.two("from", "来源").put(" ").code(&operation.source.doc).put(", ").two("read on", "核对于").put(" ");
    html.text(&operation.source.read).put("</p>\n");
    html
}

/// Everywhere in one order; what is not documented says so.
pub(super) fn badges(service: &Service, operation: &Operation) -> Html {
    let mut html = Html::new();
    let mut badge = |tone: &'static str, en: &str, zh: &str| {
        html.put("<li class=\"b ").put(tone).put("\">").two(en, zh).put("</li>");
    };
    let (tone, en, zh) = risk(operation.effect);
    badge(tone, en, zh);
    let limits: Vec<_> = service.limits_of(operation).chain(service.limits_of_account()).collect();
    if limits.is_empty() {
        badge("", "limit not documented", "频率限制无文档");
    }
    for rate in limits {
        let whose = if rate.of_account { (" of the account", "全账户") } else { ("", "") };
        badge(
            "amb",
            &format!("{} calls {}{}", rate.calls, rate.per.sentence(), whose.0),
            &format!("{}{}最多 {} 次", whose.1, rate.per.chinese(), rate.calls),
        );
    }
    match operation.charge {
        Some(charge @ Charge::Free) => badge("grn", charge.sentence(), charge.chinese()),
        Some(charge) => badge("amb", "charged to the account balance", charge.chinese()),
        None => badge("", "charge not documented", "费用无文档"),
    }
    if let Some(price) = operation.known_price() {
        badge("amb", &price.sentence(), &price.chinese());
    }
    let needs = Needs::of(operation.needs_shop);
    badge(if operation.needs_shop { "blu" } else { "" }, needs.sentence(), needs.chinese());
    if !operation.authenticated {
        badge("", "no token", "无需令牌");
    }
    let mut list = Html::new();
    list.put("<ul class=\"badges\">").add(html).put("</ul>\n");
    list
}

/// What repeating a call risks, with its colour.
pub(super) const fn risk(effect: Effect) -> (&'static str, &'static str, &'static str) {
    match effect {
        Effect::Read => ("grn", "read", "只读"),
        Effect::IdempotentWrite => ("amb", "write, may be repeated", "写操作，可重复"),
        Effect::NonIdempotentWrite => ("red", "write, never repeat blindly", "写操作，切勿盲目重试"),
    }
}

fn tabs(service: &Service, operation: &Operation, address: &str) -> Html {
    let samples = samples(service, operation);
    let mut html = Html::new();
    html.put("<div class=\"sample\"><div class=\"tabs\"><div role=\"tablist\" aria-label=\"sample\">");
    let id = |part: &str, name: &str| format!("{address}/{part}-{name}");
    for (at, sample) in samples.iter().enumerate() {
        html.put("<button type=\"button\" role=\"tab\"").attribute("id", &id("tab", sample.id));
        html.attribute("aria-controls", &id("sample", sample.id)).attribute("data-tab", sample.id);
        html.put(if at == 0 { " aria-selected=\"true\">" } else { " aria-selected=\"false\" tabindex=\"-1\">" });
        html.text(sample.title).put("</button>");
    }
    html.put("</div><button type=\"button\" class=\"copy\">").two("copy", "复制").put("</button></div>\n");
    for sample in &samples {
        html.put("<pre role=\"tabpanel\" tabindex=\"0\"").attribute("id", &id("sample", sample.id));
        html.attribute("aria-labelledby", &id("tab", sample.id)).attribute("data-sample", sample.id).put(">");
        for line in sample.text.lines() {
            html.text(line).put("\n");
        }
        html.put("</pre>\n");
    }
    html.put("</div>\n");
    html
}

fn reply(rows: &Rows<'_>, operation: &Operation, done: &mut Vec<String>) -> Html {
    let service = rows.service;
    let mut html = Html::new();
    html.put("<h3>").two("Reply", "返回").put("</h3>\n");
    let Some(root) = operation.types.iter().find(|each| each.name.ident == operation.reply.data.ident) else {
        return html;
    };
    match (service.protocol, operation.reply.shape) {
        (Protocol::Top, _) => {
            html.put("<p class=\"note\">").two("Below", "位于").put(" ").code(&operation.root_key()).put("</p>\n");
        }
        (Protocol::Envelope, DataShape::Object) => {
            html.put("<p class=\"note\">").two("In `data` of the envelope", "位于信封的 `data` 中").put("</p>\n");
        }
        (Protocol::Envelope, DataShape::ListOfOne) => {
            html.put("<p class=\"note\">");
            html.two("In `data` of the envelope, a list of exactly one", "位于信封的 `data` 中，为仅含一项的列表")
                .put("</p>\n");
        }
        (Protocol::Envelope, DataShape::List | DataShape::Map | DataShape::Value) => {
            html.put("<p class=\"note\">").two("It is `data` of the envelope", "即信封的 `data`").put("</p>\n");
        }
        (Protocol::Envelope, DataShape::Nothing) => {
            html.put("<p class=\"note\">")
                .two("`data` of the envelope holds nothing", "信封的 `data` 为空")
                .put("</p>\n");
        }
    }
    for confirm in &operation.reply.confirm {
        html.put("<p class=\"rule\">").two(
            &format!("The code alone does not mean that it was done: `{}` says so", confirm.flag),
            &format!("仅凭错误码不能确认已完成，以 `{}` 为准", confirm.flag),
        );
        html.put("</p>\n");
    }
    if let Some((en, zh)) = operation.reply.items.as_ref().map(Items::told) {
        html.put("<p class=\"rule\">").two(&en, &zh).put("</p>\n");
    }
    let owner = address::owner(service, operation, &root.name.wire);
    html.put("<div").attribute("id", &owner).put(">").add(rows.fields(&owner, &root.fields)).put("</div>\n");
    done.push(root.name.wire.clone());
    html.add(rows.nested(&root.fields, done));
    html
}

fn examples(operation: &Operation) -> Html {
    let mut html = Html::new();
    if operation.examples.is_empty() {
        return html;
    }
    html.put("<h3>").two("Example replies", "返回示例").put("</h3>\n");
    for example in &operation.examples {
        html.put("<details class=\"nest\"><summary>").code(&example.file).put("</summary><pre tabindex=\"0\">");
        for line in example.json.lines() {
            html.text(line).put("\n");
        }
        html.put("</pre></details>\n");
    }
    html
}

fn errors(site: &Site<'_>, service: &Service, operation: &Operation) -> Html {
    let listed: Vec<&ErrorEntry> = operation.errors.iter().filter_map(|index| service.errors.get(*index)).collect();
    let mut html = Html::new();
    if listed.is_empty() {
        return html;
    }
    html.put("<h3>").two("Errors", "错误").put(" <small class=\"ty\">").text(&listed.len().to_string());
    html.put("</small></h3>\n<table class=\"e\"><thead><tr>").add(heads()).put("</tr></thead><tbody>\n");
    for error in listed {
        html.put("<tr><td>").code(&error.code).put("</td><td><a");
        html.attribute("href", &address::to_error(site, service, error)).put(">").text(&error.message).put("</a></td>");
        html.put("<td>").add(tones(error)).put("</td><td>").two(&error.remedy.en, &error.remedy.zh).put("</td></tr>\n");
    }
    html.put("</tbody></table>\n");
    html
}

fn heads() -> Html {
    let mut html = Html::new();
    for (en, zh) in
        [("code", "错误码"), ("message", "文本"), ("class and write", "类别与写入结果"), ("what to do", "处理方法")]
    {
        html.put("<th>").two(en, zh).put("</th>");
    }
    html
}

fn tones(error: &ErrorEntry) -> Html {
    let mut html = Html::new();
    html.put("<span class=\"b ").put(tone(error.class)).put("\">").two(error.class.sentence(), error.class.chinese());
    let outcome = error.write_outcome;
    let tone = if outcome == WriteOutcome::NotExecuted { "grn" } else { "red" };
    html.put("</span> <span class=\"b ").put(tone).put("\">").two(outcome.sentence(), outcome.chinese()).put("</span>");
    html
}

/// The colour of a class.
pub(super) const fn tone(class: Class) -> &'static str {
    match class {
        Class::Ignore | Class::RetryNow => "grn",
        Class::FixRequest | Class::ReauthorizeShop | Class::BuyPermission | Class::TopUp => "amb",
        Class::DoNotRetry | Class::ContactSupport => "red",
        Class::RetryWithBackoff | Class::WaitOffPeak | Class::RefreshToken => "blu",
    }
}

/// Operations that are named at an error: one that every operation may meet would be a table of contents.
const USERS: usize = 20;

/// Every error of every service.
pub(super) fn all_errors(site: &Site<'_>) -> Html {
    let mut html = Html::new();
    for service in site.services.iter().filter(|service| !service.errors.is_empty()) {
        html.put("<h3>")
            .two(&service.doc.en, &service.doc.zh)
            .put("</h3>\n<table class=\"e\"><thead><tr>")
            .add(heads());
        html.put("</tr></thead><tbody>\n");
        for (index, error) in service.errors.iter().enumerate() {
            let address = address::error(service, error);
            html.put("<tr")
                .attribute("id", &address)
                .put("><td>")
                .code(&error.code)
                .put("</td><td>")
                .text(&error.message);
            for alias in &error.aliases {
                html.put("<br>").text(alias);
            }
            // What it says in Chinese is its own message.
            html.put("<span class=\"note\">")
                .code(&error.name.wire)
                .put(" <i lang=en>")
                .prose(&error.doc.en)
                .put("</i>");
            if !error.sub_codes.is_empty() {
                html.put(" · ").code(&error.sub_codes.join(", "));
            }
            let mut users = service.operations.iter().filter(|each| each.errors.contains(&index));
            for user in users.by_ref().take(USERS) {
                let link = address::to_operation(site, service, user, &address::operation(service, user));
                html.put(" · <a").attribute("href", &link).put(">").text(&user.id).put("</a>");
            }
            if let more @ 1.. = users.count() {
                html.put(" · ").two(&format!("{more} more operations"), &format!("另有 {more} 个接口"));
            }
            if let Some(gone) = &error.deprecated {
                html.put(" · ").two("deprecated", "已废弃").put(" ").text(&gone.since);
                html.put(" <i lang=en>").prose(&gone.why).put("</i>");
            }
            html.put("</span>");
            note(&mut html, &error.doc);
            anchor(&mut html, &address);
            html.put("</td><td>").add(tones(error)).put("</td><td>");
            html.two(&error.remedy.en, &error.remedy.zh).put("</td></tr>\n");
        }
        html.put("</tbody></table>\n");
    }
    html
}
