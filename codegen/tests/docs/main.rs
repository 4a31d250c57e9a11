//! The pages for people: everything of the spec is on them once, and nothing of it becomes markup.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../common/mod.rs"]
mod common;
mod samples;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::{Scratch, base, own_spec, users_spec, vvspec};
use vvtool_codegen::docs::{Asked, FIRST, Server, many, served};
use vvtool_codegen::model::api::{Api, Rule, Type};
use vvtool_codegen::read;

fn run(spec: &Path, arguments: &[&str]) -> (i32, String, String) {
    vvspec("docs", spec, arguments)
}

fn page(spec: &Path, arguments: &[&str]) -> String {
    let (status, text, told) = run(spec, arguments);
    assert_eq!(status, 0, "{told}");
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// Every address and how often something has it.
fn anchors(page: &str) -> BTreeMap<&str, usize> {
    let mut anchors = BTreeMap::new();
    for part in page.split(" id=\"").skip(1) {
        *anchors.entry(part.split('"').next().unwrap()).or_default() += 1;
    }
    anchors
}

/// The addresses of all there is.
fn addresses(api: &Api) -> Vec<String> {
    let mut all = Vec::new();
    for service in &api.services {
        let name = &service.name.wire;
        all.extend(service.errors.iter().map(|error| format!("{name}/errors/{}", error.name.wire)));
        all.extend(service.envelope.iter().map(|field| format!("{name}/Envelope/{}", field.name.wire)));
        for operation in &service.operations {
            let id = format!("{name}/{}", operation.id);
            all.extend(operation.request.iter().map(|field| format!("{id}/Request/{}", field.name.wire)));
            for record in &operation.types {
                all.push(format!("{id}/{}", record.name.wire));
                all.extend(record.fields.iter().map(|field| format!("{id}/{}/{}", record.name.wire, field.name.wire)));
            }
            let selected = |name: &str| {
                operation
                    .request
                    .iter()
                    .any(|field| matches!(&field.ty, Type::Select { field_enum, .. } if field_enum.ident == name))
            };
            for list in operation.enums.iter().filter(|each| !selected(&each.name.ident)) {
                all.extend(list.values.iter().map(|value| format!("{id}/{}/{}", list.name.wire, value.name.wire)));
            }
            all.push(id);
        }
    }
    all
}

#[test]
fn everything_has_one_address() {
    for spec in [own_spec(), base()] {
        let (api, _) = read(&spec).unwrap();
        let page = page(&spec, &[]);
        let anchors = anchors(&page);
        let wanted = addresses(&api);
        let missing: Vec<&String> =
            wanted.iter().filter(|address| anchors.get(escaped(address).as_str()) != Some(&1)).collect();
        assert!(missing.is_empty(), "{} of {}: {missing:?}", missing.len(), wanted.len());
        let twice: Vec<_> = anchors.iter().filter(|(_, times)| **times > 1).collect();
        assert!(twice.is_empty(), "{twice:?}");
        for service in &api.services {
            for error in &service.errors {
                let texts = [&error.message, &error.code].into_iter().chain(&error.aliases).chain(&error.sub_codes);
                assert!(texts.into_iter().all(|text| page.contains(&escaped(text))), "{}", error.name.wire);
            }
        }
    }
}

#[test]
fn links_inside_lead_somewhere() {
    let page = page(&own_spec(), &["--lang", "en"]);
    let anchors = anchors(&page);
    let links: Vec<&str> = page.split("href=\"#").skip(1).map(|part| part.split('"').next().unwrap()).collect();
    assert!(links.len() > 500, "{}", links.len());
    for link in links {
        assert!(anchors.contains_key(link), "{link}");
    }
}

#[test]
fn a_page_is_the_same_every_time_asks_nobody_and_is_not_too_big() {
    let first = page(&own_spec(), &[]);
    assert_eq!(first, page(&own_spec(), &[]));
    assert!(first.contains("default-src &#39;none&#39;") || first.contains("default-src 'none'"));
    for request in ["<link rel=\"stylesheet\"", "<img", "@import", "url(", "fetch(", "XMLHttpRequest", "src=\"http"] {
        assert!(!first.contains(request), "{request}");
    }
    assert!(first.len() <= 750_000, "{} bytes", first.len());
}

#[test]
fn nothing_in_a_spec_becomes_markup() {
    let scratch = Scratch::base();
    let file = scratch.spec().join("demo/errors.yaml");
    let text = fs::read_to_string(&file).unwrap();
    let hostile = "</script><img onerror=1> ]]> `a` | */ <!--";
    let message = text.lines().find(|line| line.trim_start().starts_with("message:")).unwrap().to_owned();
    fs::write(&file, text.replacen(&message, &format!("    message: \"{hostile}\""), 1)).unwrap();
    let page = page(&scratch.spec(), &[]);
    assert!(page.contains("&lt;/script&gt;&lt;img onerror=1&gt; ]]&gt;"));
    assert!(!page.contains("<img"));
    // The data, and the script.
    assert_eq!(page.matches("</script>").count(), 2);
}

/// A page as the loopback server has it.
fn shown(spec: &Path, name: &str) -> Option<String> {
    let (api, _) = read(spec).unwrap();
    let server = Server {
        prefix: "/papi",
        bare_token: false,
        credential: &|service, of, field| {
            (service.token_operation.as_ref() == Some(&of.id) && field == "client_secret").then_some("access_key")
        },
    };
    served(&api, &server, name).map(|page| page.text)
}

#[test]
fn a_server_shows_a_form_per_operation() {
    let page = shown(&own_spec(), FIRST).unwrap();
    let (api, _) = read(&own_spec()).unwrap();
    for service in &api.services {
        for operation in &service.operations {
            let id = format!("{}/{}", service.name.wire, operation.id);
            let form =
                page.split(&format!("<form data-call=\"{id}\">")).nth(1).unwrap().split("</form>").next().unwrap();
            let (given, rest) = form.split_once("<details").unwrap_or((form, ""));
            for field in &operation.request {
                let input = format!(" name=\"{}\"", escaped(&field.name.wire));
                let (here, there) = if field.required { (given, rest) } else { (rest, given) };
                assert!(here.contains(&input) && !there.contains(&input), "{id} {}", field.name.wire);
            }
            // What is optional begins empty: a form as it comes is a call that the documents allow.
            let fields = rest.split("data-answer").next().unwrap();
            assert_eq!(fields.matches(" value=\"\"").count(), fields.matches("<input").count(), "{id}");
            assert_eq!(form.matches("value=\"error:").count(), operation.errors.len(), "{id}");
            assert_eq!(form.matches("value=\"example:").count(), operation.examples.len(), "{id}");
        }
    }
    assert!(page.contains(r#"name="client_secret" aria-describedby="vvtool/oauth/token/try/client_secret/hint" value="" data-of="access_key""#));
    assert!(page.contains(r#""path":"/papi/tool/erps/send""#) && page.contains(r#""path":"/router/rest""#));
    // What runs stands beside it, and what is printed for readers has no form.
    assert_eq!(page.matches("<script").count(), page.matches("<script src=").count() + 1);
    assert!(!page.contains("http-equiv") && !page.contains("<style"));
    let printed = self::page(&own_spec(), &[]);
    assert!(!printed.contains("<form") && !printed.contains("fetch("));
    let twice: Vec<_> = anchors(&page).into_iter().filter(|(_, times)| *times > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    for file in ["page.css", "page.js", "console.js"] {
        assert!(shown(&own_spec(), file).is_some_and(|text| text.lines().count() < 420), "{file}");
    }
    // What a page of the folder runs can be read in one go.
    assert!(shown(&own_spec(), "page.js").is_some_and(|text| text.lines().count() < 200));
    for file in ["console/console.js", "console/sign.js"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/docs").join(file)).unwrap();
        assert!(text.lines().count() < 200, "{file}");
    }
    assert_eq!(shown(&own_spec(), "index.js"), None);
}

#[test]
fn nothing_in_a_spec_becomes_markup_of_a_form() {
    let scratch = Scratch::base();
    let hostile = "\\\"></option></script><img onerror=1>'`a`";
    for (file, key) in [("demo/errors.yaml", "message:"), ("demo/order/change.yaml", "example:")] {
        let file = scratch.spec().join(file);
        let text = fs::read_to_string(&file).unwrap();
        let text = match key {
            "message:" => {
                let message = text.lines().find(|line| line.trim_start().starts_with(key)).unwrap().to_owned();
                text.replacen(&message, &format!("    message: \"{hostile}\""), 1)
            }
            _ => {
                let field =
                    text.lines().find(|line| line.contains("type: text") && line.contains("name:")).unwrap().to_owned();
                let end = format!(", zh: \"{hostile}\"}}");
                let (before, _) = field.rsplit_once(", zh:").unwrap();
                text.replacen(&field, &format!("{before}{end}"), 1)
            }
        };
        fs::write(&file, text).unwrap();
    }
    let page = shown(&scratch.spec(), FIRST).unwrap();
    assert!(page.contains("&lt;/option&gt;&lt;/script&gt;&lt;img onerror=1&gt;"), "the texts are not there");
    assert!(!page.contains("<img"));
    assert_eq!(page.matches("</script>").count(), 3);
}

#[test]
fn a_folder_keeps_what_is_not_ours_and_loses_what_is_gone() {
    let scratch = Scratch::base();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    let name = out.to_str().unwrap();
    assert_eq!(run(&scratch.spec(), &["-o", name]).0, 0);
    let files = || -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let all = [
        "demo-costs.html",
        "demo-count.html",
        "demo-many.html",
        "demo-order-change.html",
        "demo-order-look.html",
        "demo-token.html",
        "errors.html",
        "index.html",
        "index.js",
        "page.css",
        "page.js",
        "top-taobao.trade.get.html",
    ];
    assert_eq!(files(), all);
    assert_eq!(run(&scratch.spec(), &["-o", name, "--check"]).0, 0);
    // Of an operation that is gone, and somebody's own.
    fs::copy(out.join("demo-token.html"), out.join("demo-old.html")).unwrap();
    fs::write(out.join("about.html"), "<p>mine").unwrap();
    let (status, _, told) = run(&scratch.spec(), &["-o", name, "--check"]);
    assert!(status == 1 && told.contains("demo-old.html is of an operation that is gone"), "{told}");
    assert_eq!(run(&scratch.spec(), &["-o", name]).0, 0);
    assert!(!files().contains(&"demo-old.html".into()) && files().contains(&"about.html".into()));
    fs::write(out.join("index.html"), "<p>mine").unwrap();
    let (status, _, told) = run(&scratch.spec(), &["-o", name]);
    assert!(status == 1 && told.contains("index.html is not one of ours"), "{told}");
    assert_eq!(fs::read_to_string(out.join("index.html")).unwrap(), "<p>mine");
}

#[test]
fn the_page_that_names_the_others_is_written_last() {
    let (api, _) = read(&own_spec()).unwrap();
    let asked = Asked { chinese: true, service: None, history: &[] };
    let mut names = Vec::new();
    let written: Result<(), String> = many(&api, &asked, |page| {
        names.push(page.name);
        Ok(())
    });
    assert!(written.is_ok() && names.len() > 8 && names.last().is_some_and(|name| name == FIRST), "{names:?}");
}

#[test]
fn links_between_the_files_of_a_folder_lead_somewhere() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    assert_eq!(run(&own_spec(), &["-o", out.to_str().unwrap()]).0, 0);
    let texts: BTreeMap<String, String> = fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap()))
        .collect();
    let mut seen = 0;
    for (name, text) in texts.iter().filter(|(name, _)| name.ends_with(".html")) {
        for link in text.split("href=\"").skip(1).map(|part| part.split('"').next().unwrap()) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            if file.starts_with("data:") || anchor.is_empty() {
                continue;
            }
            let target =
                if file.is_empty() { text } else { texts.get(file).unwrap_or_else(|| panic!("{name}: {link}")) };
            assert!(target.contains(&format!(" id=\"{anchor}\"")), "{name}: {link}");
            seen += 1;
        }
    }
    assert!(seen > 500, "{seen}");
}

/// The small spec with so many more operations in each of these folders.
fn enlarged(folders: &[(&str, usize)]) -> Scratch {
    let scratch = Scratch::base();
    let look = fs::read_to_string(scratch.spec().join("demo/order/look.yaml")).unwrap();
    let path = look.lines().find(|line| line.starts_with("http:")).unwrap().to_owned();
    for (folder, count) in folders {
        for number in 0..*count {
            let id = format!("{folder}/look{number}");
            let text = look.replace("operation: order/look", &format!("operation: {id}"));
            let text = text.replace(&path, &path.replace("order/look", &id));
            scratch.write(&format!("demo/{id}.yaml"), format!("{text}errors: [OrderNotFound]\n"));
        }
    }
    scratch
}

#[test]
fn many_operations_do_not_go_into_one_page() {
    let scratch = enlarged(&[("order", 40), ("stock", 70)]);
    let (status, out, told) = run(&scratch.spec(), &[]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(told.contains("name a folder with -o"), "{told}");
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    assert_eq!(run(&scratch.spec(), &["-o", site.to_str().unwrap()]).0, 0);
    // Every page names the operations of its own group, and the other groups: a thousand pages that name a thousand are a million links.
    let of = |file: &str| fs::read_to_string(site.join(file)).unwrap();
    let (index, look, count) = (of(FIRST), of("demo-order-look7.html"), of("demo-count.html"));
    for file in ["group.demo-order.html", "group.demo-stock.html", "group.demo-count.html", "group.top-trade.html"] {
        assert!([&index, &look, &count].iter().all(|page| page.contains(&format!("\"{file}\""))), "{file}");
    }
    assert!(look.contains("\"demo-order-look39.html#") && !look.contains("\"demo-count.html#"));
    assert!(count.contains("\"demo-count.html#") && !count.contains("look39"));
    // The first page has the groups and what they risk; a group's page has what the first page of few operations has.
    assert!(!index.contains("look7") && index.contains("<i lang=en>41 × read</i><i lang=zh>41 个只读</i>"), "{index}");
    let (order, stock) = (of("group.demo-order.html"), of("group.demo-stock.html"));
    assert!((0..40).all(|number| order.contains(&format!("\"demo-order-look{number}.html#demo/order/look{number}\""))));
    assert!(!order.contains("\"demo-stock-look") && order.contains("<ul class=\"badges\"><li"));
    // A group of very many is named on its own page only, and there once.
    assert_eq!(stock.matches("\"demo-stock-look").count(), 70);
    assert!(!of("demo-stock-look3.html").contains("\"demo-stock-look4.html"));
    // An error that every operation may meet does not name all of them again.
    let errors = of("errors.html");
    assert!(errors.contains("more operations") && errors.matches("\"demo-order-look").count() <= 20 * 3);
    // A server has a page per operation then too, each with its form and what explains the answers.
    let first = shown(&scratch.spec(), FIRST).unwrap();
    assert!(!first.contains("<form") && first.contains("\"group.demo-order.html\""));
    let group = shown(&scratch.spec(), "group.demo-order.html").unwrap();
    assert!(group.contains("\"demo-order-look7.html#demo/order/look7\"") && !group.contains("console.js"));
    assert!(!shown(&scratch.spec(), "errors.html").unwrap().contains("console.js"));
    let one = shown(&scratch.spec(), "demo-order-look7.html").unwrap();
    assert!(one.contains("<form data-call=\"demo/order/look7\">") && one.contains("\"errors\":[{"));
    // It knows of its own call only: a thousand pages that know of a thousand calls are too much.
    assert!(one.contains("\"calls\":{\"demo/order/look7\":{") && !one.contains("\"demo/order/look8\":{"));
    assert!(shown(&scratch.spec(), "index.js").is_some() && shown(&scratch.spec(), "demo-order-look99.html").is_none());
    assert!(shown(&scratch.spec(), "group.demo-none.html").is_none());
}

#[test]
fn of_very_many_groups_a_page_names_its_own() {
    let names: Vec<String> = (0..60).map(|number| format!("part{number}")).collect();
    let scratch = enlarged(&names.iter().map(|name| (name.as_str(), 1)).collect::<Vec<_>>());
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    assert_eq!(run(&scratch.spec(), &["-o", site.to_str().unwrap()]).0, 0);
    let of = |file: &str| fs::read_to_string(site.join(file)).unwrap();
    let (index, look) = (of(FIRST), of("demo-part7-look0.html"));
    assert!(names.iter().all(|name| index.matches(&format!("\"group.demo-{name}.html\"")).count() == 1));
    assert!(look.contains("\"group.demo-part7.html\"") && look.contains("All groups"));
    assert!(!look.contains("\"group.demo-part8.html\"") && !look.contains("\"group.top-trade.html\""));
}

#[test]
fn what_is_not_there_is_named_with_what_is_nearest() {
    assert_eq!(run(&own_spec(), &["--service", "tpo"]).0, 2);
    let (_, _, told) = run(&own_spec(), &["--service", "vvtol"]);
    assert!(told.contains("unknown service \"vvtol\", did you mean \"vvtool\"?"), "{told}");
    assert_eq!(run(&own_spec(), &["--lang", "fr"]).0, 2);
    let nowhere = tempfile::tempdir().unwrap().path().join("gone/page.html");
    assert_eq!(run(&own_spec(), &["-o", nowhere.to_str().unwrap()]).0, 1);
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_no_folder_that_looks_whole() {
    let scratch = enlarged(&[("order", 300)]);
    for tries in 0.. {
        assert!(tries < 5, "the pages were always written before the signal came");
        let folder = tempfile::tempdir().unwrap();
        let names = || fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>();
        let mut vvspec = std::process::Command::new(env!("CARGO_BIN_EXE_vvspec"));
        vvspec.args(["docs", "-o"]).arg(folder.path().join("site")).arg("--spec").arg(scratch.spec());
        let mut child = vvspec.stderr(std::process::Stdio::piped()).spawn().unwrap();
        // From here on the number is the child's until it is waited for, even when it ends before the signal.
        while names().is_empty() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        let signal = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        let output = child.wait_with_output().unwrap();
        assert!(signal.is_ok());
        if output.status.code() != Some(0) {
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!((output.status.code(), said.as_ref()), (Some(130), "stopped; nothing was written\n"));
            assert!(names().is_empty(), "{:?}", names());
            break;
        }
    }
}

/// As the pages show a sentence.
fn prose(text: &str) -> String {
    let part = |(at, part): (usize, &str)| {
        if at % 2 == 1 { format!("<code>{}</code>", escaped(part)) } else { escaped(part) }
    };
    text.split('`').enumerate().map(part).collect()
}

#[test]
fn bounds_styles_pages_and_rows_are_said() {
    let spec = users_spec();
    let (api, _) = read(&spec).unwrap();
    let (mut seen, mut seen_signed) = ([0; 5], 0);
    let mut said = |what: usize, place: &str, (en, zh): (String, String), address: &str| {
        seen[what] += 1;
        let shown = format!("<i lang=en>{}</i><i lang=zh>{}</i>", prose(&en), prose(&zh));
        assert!(place.contains(&shown), "{address}: {en}");
    };
    for service in &api.services {
        let page = page(&spec, &["--service", &service.name.wire]);
        let after = |address: &str, end: &str| {
            let found = page.split_once(&format!(" id=\"{}\"", escaped(address)));
            found.unwrap_or_else(|| panic!("{address}")).1.split(end).next().unwrap().to_owned()
        };
        for operation in &service.operations {
            let id = format!("{}/{}", service.name.wire, operation.id);
            for field in &operation.request {
                let address = format!("{id}/Request/{}", field.name.wire);
                let row = after(&address, "<div class=\"f\"");
                field.bounds.counted().into_iter().for_each(|bound| said(0, &row, bound, &address));
                field.written(&operation.types).into_iter().for_each(|written| said(1, &row, written, &address));
                let pattern = field.bounds.pattern.iter().map(|pattern| format!("<code>{}</code>", escaped(pattern)));
                let kinds = field.bounds.accept.iter().map(|kind| format!(">{}<", kind.word()));
                assert!(pattern.chain(kinds).all(|text| row.contains(&text)), "{address}");
            }
            let section = after(&id, "<section");
            operation.rules.iter().filter_map(Rule::told).for_each(|rule| said(4, &section, rule, &id));
            // No sample is pointed at that is not there: then it is told how a call is signed.
            let signing = service.auth.signing().filter(|_| operation.authenticated);
            if let Some(signing) = signing.filter(|_| !section.contains("data-sample=\"python\"")) {
                assert!(!section.contains("Python sample"), "{id}");
                assert!(
                    signing.told().iter().all(|line| section.contains(&escaped(line))),
                    "{id}: {:?}",
                    signing.told()
                );
                seen_signed += 1;
            }
            operation.pages.iter().for_each(|pages| said(2, &section, pages.told(), &id));
            operation.reply.items.iter().for_each(|items| said(3, &section, items.told(), &id));
        }
    }
    assert!(seen.iter().zip([10, 10, 3, 2, 6]).all(|(seen, least)| *seen >= least), "{seen:?}");
    assert!(seen_signed > 3, "{seen_signed}");
}

#[test]
fn limits_versions_and_forms_of_dates_are_on_the_page() {
    let users = users_spec();
    let section = |id: &str| {
        let page = page(&users, &["--service", id.split('/').next().unwrap()]);
        let (_, after) = page.split_once(&format!("<section class=\"op\" id=\"{id}\"")).unwrap();
        after.split("</section>").next().unwrap().to_owned()
    };
    let ferry = section("ferry/boats/cross");
    for limit in ["3 calls", "4 calls", "of the account"] {
        assert!(ferry.contains(limit), "{limit}");
    }
    let gazette = section("gazette/issues/add");
    assert!(gazette.contains("ver: 2024-06 β") && gazette.contains("in the query"));
    let kiosk = section("kiosk/goods/look");
    assert!(kiosk.contains("X-Version: 2.0") && kiosk.contains("-H &#39;X-Version: 2.0&#39;"), "{kiosk}");
    let archive = section("archive/papers/look");
    assert!(archive.contains("/archive/2.0/papers/{number}") && !archive.contains("in the header"));
    let almanac = section("almanac/days/list");
    for form in ["<code>yyyyMMddHHmmss</code>, GMT+8", "seconds since 1970", "milliseconds since 1970"] {
        assert!(almanac.contains(form), "{form}");
    }
}

/// Names hold the sign that stands for a `/` in a file's name.
#[test]
fn two_operations_never_share_a_file() {
    let scratch = enlarged(&[]);
    let look = fs::read_to_string(scratch.spec().join("demo/order/look.yaml")).unwrap();
    let ids = ["order/look-at", "order-look/at"];
    for (id, name) in ids.iter().zip(["LookAt", "AtLook"]) {
        let text = look.replace("operation: order/look", &format!("operation: {id}\nrequest_type: {name}"));
        let text = text.replace("path: /order/look,", &format!("path: /{id},"));
        scratch.write(&format!("demo/{id}.yaml"), format!("{text}errors: [OrderNotFound]\n"));
    }
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    assert_eq!(run(&scratch.spec(), &["-o", site.to_str().unwrap()]).0, 0);
    let of = |file: &str| fs::read_to_string(site.join(file)).unwrap_or_else(|_| panic!("no {file}"));
    for (id, file) in ids.iter().zip(["demo-order-look~at.html", "demo-order~look-at.html"]) {
        assert!(of(file).contains(&format!("id=\"demo/{id}\"")), "{file}");
        for from in [FIRST, "index.js", "errors.html"] {
            assert!(of(from).contains(&format!("\"{file}#demo/{id}")), "{from}: {file}");
        }
    }
}
