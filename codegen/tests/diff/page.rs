//! The HTML page, in a browser.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::support::{Spec, small, vvspec};

fn page(folder: &Path) -> (std::path::PathBuf, Vec<String>) {
    let (base, head) = (Spec::copy_of(&small()), Spec::copy_of(&small()));
    head.edit("demo/order/change.yaml", "name: weight, type: decimal, example: \"1.5\"", "name: weight, type: bool");
    head.edit("demo/order/change.yaml", "en: \"Price\"", "en: \"<script>document.title='x'</script>\"");
    head.edit("demo/errors.yaml", "message: 身份凭证无效", "message: 身份凭证已失效");
    let print = |format: &str| {
        let output = vvspec().arg("diff").args([base.path(), head.path()]).args(["--format", format]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let json: serde_json::Value = serde_json::from_str(&print("json")).unwrap();
    let ids =
        json["changes"].as_array().unwrap().iter().map(|change| change["id"].as_str().unwrap().to_owned()).collect();
    let file = folder.join("page.html");
    fs::write(&file, print("html")).unwrap();
    (file, ids)
}

#[test]
fn the_page_asks_nobody_for_anything() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(page(folder.path()).0).unwrap();
    for outside in ["http://", "https://", "src=", "@import", "url(", "fetch(", "XMLHttpRequest"] {
        assert!(!text.contains(outside), "{outside}");
    }
    assert!(text.contains("default-src 'none'"));
    assert!(!text.contains("<script>document.title"), "text of a spec is text");
    let place = folder.path().parent().unwrap().display().to_string();
    assert!(!text.contains(&place), "folders of a disk are nobody's business");
}

#[test]
fn what_breaks_is_read_first_and_says_what_of_what_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let (file, ids) = page(folder.path());
    let text = fs::read_to_string(file).unwrap();
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} is not on the page"));
    let todo = at("<h2><i lang=en>What to do");
    let shelves = ["breaking", "dangerous", "docs"].map(|level| at(&format!("<h2><i lang=en>{level}</i>")));
    assert!(todo < shelves[0] && shelves.is_sorted(), "{todo} {shelves:?}");
    for id in &ids {
        assert!(text.contains(&format!("id=\"{id}\"")), "{id} has an address");
    }
    assert!(text.contains("breaking</i><i lang=zh>不兼容</i></span> · <code>Order.weight</code> · "));
    assert!(text.contains("<del>decimal</del> → <ins>bool</ins>"));
    assert!(text.contains("<del>身份凭证<mark>无</mark>效</del> → <ins>身份凭证<mark>已失</mark>效</ins>"));
    assert!(text.contains("major bump"));
}

#[test]
fn the_entry_that_is_copied_wants_a_reason_and_a_day_and_then_accepts() {
    let (base, head) = (Spec::copy_of(&small()), Spec::copy_of(&small()));
    head.edit("demo/order/change.yaml", "name: weight, type: decimal, example: \"1.5\"", "name: weight, type: bool");
    let run = |format: &str| {
        let output = vvspec().arg("diff").args([base.path(), head.path()]).args(["--format", format]).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(text).unwrap())
    };
    let (code, page) = run("html");
    assert_eq!(code, 100);
    let entry = page.split("<pre class=\"entry\" tabindex=\"0\">").nth(1).unwrap().split("</pre>").next().unwrap();
    let entry = entry.replace("&quot;", "\"");
    let write = |entry: &str| fs::write(head.file("accepted.yaml"), format!("accepted:\n  {entry}\n")).unwrap();
    write(&entry);
    let (code, told) = run("text");
    assert!(code == 101 && told.contains("\"reason\" is blank") && told.contains("\"expires\" takes a date"), "{told}");
    write(&entry.replace("reason: \"\", expires: }", "reason: Agreed, expires: 2999-12-31}"));
    let (code, page) = run("html");
    assert!(code == 0 && page.contains("data-level=\"accepted\"") && page.contains("Agreed"), "{code}: {page}");
}

fn chromium() -> Option<&'static str> {
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|run| run.status.success()))
}

#[test]
fn a_browser_shows_every_change_at_two_widths_in_both_languages_and_finds_what_is_searched() {
    let Some(chromium) = chromium() else {
        crate::skipped::skipped("chromium");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (file, ids) = page(folder.path());
    let dump = |width: u32, fragment: &str| {
        let output = Command::new(chromium)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--dump-dom"])
            .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
            .arg(format!("--window-size={width},900"))
            .arg(format!("file://{}{fragment}", file.display()))
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    for width in [1280, 500] {
        let dom = dump(width, "");
        for id in &ids {
            assert!(dom.contains(&format!("id=\"{id}\"")), "{id} at {width}");
        }
        assert!(dom.contains(&format!("data-shown=\"{}\"", ids.len())), "every change is shown at {width}");
        assert!(dom.contains("data-overflow=\"false\""), "nothing sticks out at {width}");
        assert!(dom.contains("data-lang=\"en\""));
    }
    let dom = dump(1280, "#lang=zh&q=weight%20type-changed");
    assert!(dom.contains("data-lang=\"zh\"") && dom.contains("data-shown=\"1\""), "search and language");
    assert!(dump(500, "#q=nothing-like-it").contains("data-shown=\"0\""));
}
