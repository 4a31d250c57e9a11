//! The frame around what is shown: bars, contents, the error finder, styles and script.

use std::collections::{BTreeSet, HashMap};

use super::operation::{all_errors, badges, risk, section, tone};
use super::rows::Rows;
use super::{Group, MAX_IN_ONE, Site, address, console, search};
use crate::html::Html;
use crate::json::{Json, Written};
use crate::model::api::{Class, DataShape, Effect, ErrorEntry, ErrorsBy, Operation, Protocol, Service, WriteOutcome};
use crate::page::{Frame, Parts};

/// What these pages do beside what every page does.
pub(super) const SCRIPT: &str = include_str!("page.js");

/// All in one page.
pub(super) fn whole(site: &Site<'_>) -> String {
    let mut main = front(site);
    for (service, operation) in site.operations() {
        main.add(section(site, service, operation));
    }
    main.put("<section class=\"op\" id=\"errors\"><h2>").two("All errors", "全部错误").put("</h2>\n");
    main.add(all_errors(site)).put("</section>\n");
    frame(site, &title(site), main, &Around { finder: true, calls: true, ..Around::default() })
}

/// The first page of a folder.
pub(super) fn first(site: &Site<'_>) -> String {
    frame(site, &title(site), front(site), &Around { finder: true, calls: true, ..Around::default() })
}

/// The errors' page of a folder.
pub(super) fn errors(site: &Site<'_>) -> String {
    let mut main = Html::new();
    main.put("<h1>").two("All errors", "全部错误").put("</h1>\n").add(finder()).add(all_errors(site));
    frame(site, "errors", main, &Around { finder: true, ..Around::default() })
}

/// A group's page of a folder.
pub(super) fn group(site: &Site<'_>, group: &Group<'_>) -> String {
    let mut main = Html::new();
    main.put("<h1>");
    called(&mut main, group);
    main.put("</h1>\n").add(table(site, group.operations.iter().map(|operation| (group.service, *operation))));
    frame(site, group.name, main, &Around { group: Some((group.service, group.name)), ..Around::default() })
}

/// An operation's page of a folder.
pub(super) fn operation(site: &Site<'_>, service: &Service, operation: &Operation) -> String {
    let mut main = Html::new();
    if site.server.is_some() {
        main.add(console::panel(site));
    }
    main.add(section(site, service, operation));
    // What a form brings back is explained on its own page.
    let finder = site.server.is_some();
    frame(site, &operation.id, main, &Around { finder, calls: true, group: Some((service, operation.group())) })
}

fn title(site: &Site<'_>) -> String {
    site.services.iter().map(|service| service.doc.en.as_str()).collect::<Vec<_>>().join(" / ")
}

fn front(site: &Site<'_>) -> Html {
    let mut html = Html::new();
    html.put("<h1>").two("Operations, limits, charges, errors", "接口、限流、计费、错误").put("</h1>\n<p>");
    html.two(
        "HTTP 200 does not mean success: the code and the message inside the reply decide together, and one code stands for many messages.",
        "HTTP 200 不等于成功：以返回中的错误码与文本共同判断，同一错误码对应多条文本。",
    );
    html.put("</p>\n").add(finder());
    if site.server.is_some() {
        html.add(console::panel(site));
    }
    html.add(if site.large { groups(site) } else { table(site, site.operations()) });
    for service in site.services.iter().filter(|service| !service.envelope.is_empty()) {
        let owner = address::envelope(service);
        html.put("<details class=\"nest\"").attribute("id", &owner).put("><summary><b>");
        html.two("Envelope", "信封").put("</b> ").two("Around every reply of", "每个返回的外层：").put(" ");
        html.text(&service.name.wire).put("</summary>\n");
        let rows = Rows { site, service, operation: None, sent: false };
        html.add(rows.fields(&owner, &service.envelope)).put("</details>\n");
    }
    html.add(super::history::of_all(site));
    html
}

/// Operations, and what each of them costs and risks.
fn table<'a>(site: &Site<'_>, operations: impl Iterator<Item = (&'a Service, &'a Operation)>) -> Html {
    let mut html = Html::new();
    html.put("<table class=\"e\"><thead><tr><th>").two("operation", "接口").put("</th><th>");
    html.two("what it costs and risks", "代价与风险").put("</th></tr></thead><tbody>\n");
    for (service, operation) in operations {
        let link = address::to_operation(site, service, operation, &address::operation(service, operation));
        html.put("<tr><td><a").attribute("href", &link).put(">").text(&operation.id).put("</a><br>");
        html.two(&operation.doc.en, &operation.doc.zh)
            .put("</td><td>")
            .add(badges(service, operation))
            .put("</td></tr>\n");
    }
    html.put("</tbody></table>\n");
    html
}

/// Groups of very many operations, and how many of them risk what.
fn groups(site: &Site<'_>) -> Html {
    let mut html = Html::new();
    html.put("<table class=\"e\"><thead><tr><th>").two("group", "分组").put("</th><th>");
    html.two("operations", "接口").put("</th></tr></thead><tbody>\n");
    for group in &site.groups {
        html.put("<tr><td><a").attribute("href", &address::group(group.service, group.name)).put(">");
        html.text(&group.service.name.wire).put("/").text(group.name).put("</a><br>");
        called(&mut html, group);
        html.put("</td><td><ul class=\"badges\">");
        for effect in [Effect::Read, Effect::IdempotentWrite, Effect::NonIdempotentWrite] {
            if let count @ 1.. = group.operations.iter().filter(|operation| operation.effect == effect).count() {
                let (tone, en, zh) = risk(effect);
                html.put("<li class=\"b ").put(tone).put("\">");
                html.two(&format!("{count} × {en}"), &format!("{count} 个{zh}")).put("</li>");
            }
        }
        html.put("</ul></td></tr>\n");
    }
    html.put("</tbody></table>\n");
    html
}

/// What a service calls the group, or its name alone.
fn called(html: &mut Html, group: &Group<'_>) {
    match group.service.groups.iter().find(|each| each.name.wire == group.name) {
        Some(known) => html.two(&known.doc.en, &known.doc.zh),
        None => html.text(group.name),
    };
}

fn finder() -> Html {
    let mut html = Html::new();
    html.put("<div class=\"finder\"><h2><label for=\"paste\">").two(
        "What does this error mean? Paste the message, the code, or the whole reply",
        "这个错误是什么意思？粘贴文本、错误码或整个返回",
    );
    html.put("</label></h2><textarea id=\"paste\" spellcheck=\"false\"></textarea>");
    html.put("<div id=\"found\" aria-live=\"polite\"></div></div>\n");
    html
}

/// What there is; of very many operations the groups, of very many groups the page's own.
fn contents(site: &Site<'_>, own: Option<(&Service, &str)>) -> Html {
    let mut html = Html::new();
    for service in &site.services {
        html.put("<h2>").two(&service.doc.en, &service.doc.zh).put("</h2>\n");
        if !site.large {
            service.operations.iter().for_each(|operation| link(&mut html, site, service, operation));
            continue;
        }
        let is_own = |group: &Group<'_>| own.is_some_and(|(of, name)| std::ptr::eq(of, *service) && name == group.name);
        let groups = site.groups.iter().filter(|group| std::ptr::eq(group.service, *service));
        let many = site.groups.len() > MAX_IN_ONE;
        if many {
            html.put("<a").attribute("href", super::FIRST).put("><b>").two("All groups", "全部分组").put("</b><small>");
            html.text(&groups.clone().count().to_string()).put("</small></a>\n");
        }
        for group in groups.filter(|group| !many || is_own(group)) {
            html.put("<a").attribute("href", &address::group(service, group.name)).put("><b>");
            called(&mut html, group);
            html.put("</b><small>").text(&group.operations.len().to_string()).put("</small></a>\n");
            // One group may have as many as all others: its page names them.
            if is_own(group) && group.operations.len() <= MAX_IN_ONE {
                group.operations.iter().for_each(|operation| link(&mut html, site, service, operation));
            }
        }
    }
    let errors = site.services.iter().map(|service| service.errors.len()).sum::<usize>();
    html.put("<h2>")
        .two("Reference", "参考")
        .put("</h2>\n<a")
        .attribute("href", if site.folder { address::ERRORS } else { "#errors" });
    html.put(">").two("All errors", "全部错误").put("<small>").text(&errors.to_string()).put("</small></a>\n");
    html
}

fn link(html: &mut Html, site: &Site<'_>, service: &Service, operation: &Operation) {
    let link = address::to_operation(site, service, operation, &address::operation(service, operation));
    html.put("<a").attribute("href", &link).put(">").two(&operation.doc.en, &operation.doc.zh).put("<small>");
    html.text(&operation.id).put("</small></a>\n");
}

/// What a page has around it.
#[derive(Default)]
struct Around<'a> {
    /// It explains errors.
    finder: bool,
    /// On a server it makes calls, or shows what arrived.
    calls: bool,
    /// The group that it is of.
    group: Option<(&'a Service, &'a str)>,
}

/// The page.
fn frame(site: &Site<'_>, title: &str, main: Html, around: &Around<'_>) -> String {
    let mut search = Html::new();
    search.put("<input id=\"q\" type=\"search\" role=\"combobox\" aria-expanded=\"false\" aria-controls=\"hits\" ");
    search.put("aria-autocomplete=\"list\" aria-label=\"search 搜索\" autocomplete=\"off\" data-en=\"Search: operation, field, error, pinyin, fh … ( / )\" ");
    search.put("data-zh=\"搜索：接口、字段、错误、拼音首字母（按 / ）\"><ul id=\"hits\" role=\"listbox\" aria-label=\"hits 结果\" hidden></ul>");
    let mut side = Html::new();
    side.put("<nav class=\"side\" aria-label=\"contents 目录\"><details open><summary>");
    side.two("Contents", "目录").put("</summary>\n").add(contents(site, around.group)).put("</details></nav>\n");
    let brand = site.services.iter().map(|service| service.name.wire.as_str()).collect::<Vec<_>>().join(" / ");
    Frame {
        chinese: site.chinese,
        title,
        brand: (&brand, if site.folder { super::FIRST } else { "#main" }),
        search,
        side: Some(side),
        main,
        data: Some(data(site, around)),
        parts: match (site.server.is_some(), site.folder) {
            (true, true) if !around.calls => Parts::Served("page.css", &["index.js", "page.js"]),
            (true, true) => Parts::Served("page.css", &["index.js", "page.js", "console.js"]),
            (true, false) => Parts::Served("page.css", &["page.js", "console.js"]),
            (false, true) => Parts::Beside("page.css", &["index.js", "page.js"]),
            (false, false) => Parts::Inside("", SCRIPT),
        },
    }
    .finish()
}

/// What the search of a folder's pages finds.
pub(super) fn indexed(site: &Site<'_>) -> String {
    format!("window.VVSPEC={};\n", search::index(site).narrow())
}

/// What a success of a service is: its code, and by the key that replies stand below the flags that must not say no.
fn success(service: &Service) -> (String, Written) {
    let mut roots: Vec<(String, Vec<Written>)> = Vec::new();
    let (mut places, mut seen) = (HashMap::new(), BTreeSet::new());
    for operation in &service.operations {
        let root = match service.protocol {
            Protocol::Top => operation.root_key(),
            Protocol::Envelope => String::new(),
        };
        let at = *places.entry(root.clone()).or_insert(roots.len());
        if at == roots.len() {
            roots.push((root, Vec::new()));
        }
        let kind = if operation.reply.shape == DataShape::Map { "map" } else { "" };
        // The one documented last counts first.
        for confirm in operation.reply.confirm.iter().rev() {
            let path = |path: &Option<String>| path.clone().unwrap_or_default();
            let said = [kind.to_owned(), confirm.flag.clone(), path(&confirm.code), path(&confirm.message)];
            if let Some((_, flags)) = roots.get_mut(at).filter(|_| seen.insert((at, said.clone()))) {
                flags.push(Written::list(said));
            }
        }
    }
    let code = match service.protocol {
        Protocol::Top => Json::Null,
        Protocol::Envelope => service.success_code.as_deref().unwrap_or_default().into(),
    };
    let roots = roots.into_iter().map(|(root, flags)| (root, Written::List(flags))).collect();
    (service.name.wire.clone(), Written::map([("code", code.into()), ("roots", Written::Map(roots))]))
}

/// What the error finder decides by: the words of `explain`, and its rules in the script.
fn data(site: &Site<'_>, around: &Around<'_>) -> Written {
    if !around.finder {
        return Written::map([("errors", Written::List(Vec::new()))]);
    }
    let list = |texts: &[String]| Written::list(texts.iter().map(String::as_str));
    let error = |service: &Service, error: &ErrorEntry| {
        Written::map([
            ("s", service.name.wire.as_str().into()),
            ("by", (service.errors_by == ErrorsBy::SubCode).into()),
            ("n", error.name.wire.as_str().into()),
            ("to", address::to_error(site, service, error).into()),
            ("c", error.code.as_str().into()),
            ("m", error.message.as_str().into()),
            ("a", list(&error.aliases)),
            ("u", list(&error.sub_codes)),
            ("k", error.class.word().into()),
            ("w", error.write_outcome.word().into()),
            ("en", error.remedy.en.as_str().into()),
            ("zh", error.remedy.zh.as_str().into()),
        ])
    };
    let errors = site.services.iter().flat_map(|service| service.errors.iter().map(|each| error(service, each)));
    let classes = Class::WORDS.iter().filter_map(|word| Class::from_word(word)).map(|class| {
        let said = [class.sentence(), class.chinese(), tone(class)];
        (class.word().to_owned(), Written::list(said))
    });
    let outcomes = WriteOutcome::WORDS
        .iter()
        .filter_map(|word| WriteOutcome::from_word(word))
        .map(|outcome| (outcome.word().to_owned(), Written::list([outcome.sentence(), outcome.chinese()])));
    let mut all = vec![
        ("errors".to_owned(), Written::List(errors.collect())),
        ("success".to_owned(), Written::Map(site.services.iter().map(|each| success(each)).collect())),
        ("classes".to_owned(), Written::Map(classes.collect())),
        ("outcomes".to_owned(), Written::Map(outcomes.collect())),
    ];
    if let Some(server) = site.server.filter(|_| around.calls) {
        all.extend(console::calls(site, server));
    }
    Written::Map(all)
}
