//! What `docs` and `openapi` make of a spec that has little, has it differently, or has mistakes; and of a place that cannot be written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{Scratch, own_spec, vvspec};
use serde_json::{Value, json};

/// What a service shows: how the command ends, and the document.
fn document(spec: &Path, arguments: &[&str]) -> (Value, String) {
    let (status, text, told) = vvspec("openapi", spec, arguments);
    assert_eq!(status, 0, "{told}");
    (serde_json::from_str(&text).unwrap(), told)
}

/// A service with one operation that asks for one field.
fn small(success: &str, errors: &str, listed: &str) -> Scratch {
    let scratch = Scratch::empty();
    scratch.write("ids.yaml", "ids: []\n");
    scratch.write(
        "plain/service.yaml",
        format!(
            "service: plain\ntitle: {{en: \"A small gateway\", zh: 小网关}}\nprotocol: envelope\n\
             hosts:\n  - {{name: default, url: \"http://127.0.0.1\", en: \"This machine\", zh: 本机}}\n\
             auth: {{scheme: none}}\nbody: form\nerrors_by: code_and_message\nsuccess_code: {success}\nenvelope:\n  \
             - {{name: code, type: text, presence: always, example: {success}, en: \"Result code\", zh: 错误码}}\n  \
             - {{name: msg, type: text, en: \"Text of the code\", zh: 描述}}\n"
        ),
    );
    scratch.write("plain/errors.yaml", format!("service: plain\nerrors: {errors}\n"));
    scratch.write(
        "plain/look.yaml",
        format!(
            "operation: look\ntitle: {{en: \"Look\", zh: 查看, note: \"Has no Chinese\"}}\n\
             source: {{doc: plain-look, read: 2026-11-28}}\nhttp: {{method: POST, path: /look, body: form}}\neffect: read\n\
             request:\n  - {{name: number, type: int, en: \"Which\", zh: 编号}}\nreply:\n  data: none\n{listed}"
        ),
    );
    scratch
}

#[test]
fn codes_that_are_no_numbers_are_texts() {
    let errors = "\n  - {name: Gone, code: E-17, message: 不存在, class: fix_request, write_outcome: not_executed, en: \"Gone\", \
                  remedy: {en: \"Ask for another\", zh: 请更换}}";
    let scratch = small("OK", errors, "errors: [Gone]\n");
    let (document, told) = document(&scratch.spec(), &[]);
    assert!(!told.contains("left out"), "{told}");
    let schemas = &document["components"]["schemas"];
    let succeeded = &schemas["LookSucceeded"]["properties"]["code"];
    assert_eq!((&succeeded["type"], &succeeded["enum"]), (&json!("string"), &json!(["OK"])), "{succeeded}");
    let failed = &schemas["Failed"]["properties"]["code"];
    assert_eq!((&failed["type"], &failed["not"]["enum"]), (&json!("string"), &json!(["OK"])), "{failed}");
    let examples = &document["paths"]["/look"]["post"]["responses"]["200"]["content"]["application/json"]["examples"];
    assert_eq!(examples["E-17-Gone"]["value"], json!({"code": "E-17", "msg": "不存在", "data": null}), "{examples}");
    let (status, page, told) = vvspec("docs", &scratch.spec(), &[]);
    assert!(status == 0 && page.contains("<code>E-17</code>"), "{told}");
}

#[test]
fn what_a_spec_does_not_have_has_no_heading() {
    let scratch = small("\"0\"", "[]", "");
    let (status, page, told) = vvspec("docs", &scratch.spec(), &["--lang", "zh"]);
    assert_eq!(
        (status, told.as_str()),
        (0, "1 notes have no Chinese and are shown in English: `note_zh` gives them one\n")
    );
    // English where there is nothing else, whichever language is shown.
    assert!(page.contains("<span class=\"note\">Has no Chinese</span>"), "{page}");
    let empty = ["<tbody>\n</tbody>", "<ul></ul>", "<i lang=zh></i>", "返回示例", "变更历史", "<i lang=en>Errors</i>"];
    for text in empty {
        assert!(!page.contains(text), "{text}");
    }
    let (document, told) = document(&scratch.spec(), &["--lang", "zh"]);
    assert!(told.contains("1 texts have no Chinese and are in English"), "{told}");
    let operation = &document["paths"]["/look"]["post"];
    let said = operation["description"].as_str().unwrap();
    assert!(said.contains("Has no Chinese") && !said.contains('|'), "{said}");
    assert_eq!(operation["x-vvspec-errors"], json!([]));
    assert!(operation["responses"]["200"]["content"]["application/json"]["examples"].is_null());
}

#[test]
fn a_spec_with_mistakes_is_not_shown() {
    let scratch = Scratch::base();
    scratch.write("demo/notes.txt", "x");
    scratch.write("demo/other.txt", "x");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out");
    for (command, arguments) in [("docs", &[][..]), ("openapi", &["--service", "demo"])] {
        let mut arguments = arguments.to_vec();
        arguments.extend(["-o", file.to_str().unwrap()]);
        let (status, out, told) = vvspec(command, &scratch.spec(), &arguments);
        assert_eq!((status, out.as_str()), (1, ""), "{command}");
        assert!(told.starts_with("2 V009 ") && told.ends_with("2 errors found\n"), "{command}: {told}");
        assert!(!file.exists(), "{command}");
    }
}

#[test]
fn a_place_that_cannot_be_written_is_named_and_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("taken"), "mine").unwrap();
    fs::create_dir_all(folder.path().join("site/index.html/below")).unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (command, out, named) in [
        ("docs", at("taken"), "taken: "),
        ("docs", at("taken/page.html"), "taken/page.html: "),
        ("docs", at("site"), "site/index.html: "),
        ("openapi", at("taken/vvtool.json"), "taken/vvtool.json: "),
        ("openapi", at("site"), "site: "),
    ] {
        let service = if command == "openapi" { &["--service", "vvtool"][..] } else { &[] };
        let mut arguments = service.to_vec();
        arguments.extend(["-o", &out]);
        let (status, text, told) = vvspec(command, &own_spec(), &arguments);
        assert!(status == 1 && text.is_empty() && told.contains(named), "{command} {out}: {status} {told}");
    }
    assert_eq!(fs::read_to_string(folder.path().join("taken")).unwrap(), "mine");
    let left: Vec<_> = walk(folder.path()).into_iter().filter(|name| name.ends_with(".tmp")).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// A disk that is full: every file ends after so many blocks, as one on such a disk does.
#[cfg(unix)]
fn on_a_full_disk(blocks: usize, command: &str, arguments: &[&str]) -> (i32, String) {
    let mut shell = Command::new("sh");
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    shell.args(["-c", &script, env!("CARGO_BIN_EXE_vvspec"), command]).args(arguments).arg("--spec").arg(own_spec());
    let output = shell.output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_named_and_has_nothing_that_looks_whole() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    // A folder that is new, a page, a document: the place stays empty.
    let wanted: [(&str, &[&str], &str, &str); 4] = [
        ("docs", &[], "site", "site/"),
        ("docs", &[], "above/site", "site/"),
        ("docs", &[], "page.html", "page.html: "),
        ("openapi", &["--service", "vvtool"], "vvtool.json", "vvtool.json: "),
    ];
    for (command, arguments, name, named) in wanted {
        let out = at(name);
        let (status, told) = on_a_full_disk(8, command, &[arguments, &["-o", &out]].concat());
        assert!(status == 1 && told.contains(named) && told.contains("too large"), "{command} {name}: {status} {told}");
        assert!(!told.contains(".tmp:") && !told.contains(".tmp/page"), "{told}");
        assert!(!Path::new(&out).exists(), "{name}");
    }
    assert!(walk(folder.path()).is_empty(), "{:?}", walk(folder.path()));
    // What was there before stays as it was, and the first page is no newer than what it names.
    let (site, page) = (at("site"), at("page.html"));
    assert_eq!(vvspec("docs", &own_spec(), &["--lang", "en", "-o", &site]).0, 0);
    assert_eq!(vvspec("docs", &own_spec(), &["--lang", "en", "-o", &page]).0, 0);
    let first = || fs::read(folder.path().join("site/index.html")).unwrap();
    let before = (first(), fs::read(&page).unwrap(), walk(folder.path()));
    for out in [&site, &page] {
        let (status, told) = on_a_full_disk(8, "docs", &["--lang", "zh", "-o", out]);
        assert!(status == 1 && told.contains("too large"), "{out}: {status} {told}");
    }
    assert!(before == (first(), fs::read(&page).unwrap(), walk(folder.path())));
}

/// Half a document in a file is no success, whatever command wrote it.
#[cfg(target_os = "linux")]
#[test]
fn standard_output_on_a_full_disk_is_no_success() {
    let commands: [&[&str]; 4] =
        [&["docs"], &["openapi", "--service", "vvtool"], &["dump"], &["lint", "--format", "sarif"]];
    for arguments in commands {
        let mut vvspec = Command::new(env!("CARGO_BIN_EXE_vvspec"));
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = vvspec.args(arguments).arg("--spec").arg(own_spec()).stdout(full).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {told}");
        assert!(told.contains("standard output: No space left on device"), "{arguments:?}: {told}");
    }
}

fn walk(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path.to_string_lossy().into_owned()] })
        .collect()
}

/// What a package compiles, each crate with its features.
fn crates(package: &str, features: &[&str]) -> String {
    let mut tree = Command::new(env!("CARGO"));
    tree.args(["tree", "--offline", "-p", package, "-e", "normal", "--prefix", "none", "-f", "{p} {f}"]).args(features);
    let output = tree.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A document keeps the order of its members; the maps of whoever tests against the server stay sorted.
#[test]
fn a_test_against_the_server_keeps_its_maps_as_they_are() {
    let ordered = |features: &[&str]| {
        let tree = crates("vvtool-mock", features);
        let json: Vec<&str> = tree.lines().filter(|line| line.starts_with("serde_json v")).collect();
        assert!(!json.is_empty(), "{tree}");
        json.iter().any(|line| line.contains("preserve_order"))
    };
    assert!(!ordered(&["--no-default-features"]) && ordered(&[]));
}

/// Who generates code in a build script compiles nothing of the pages.
#[test]
fn a_build_script_compiles_nothing_of_the_pages() {
    let (build, whole) =
        (crates("vvtool-codegen", &["--no-default-features", "--features", "emit"]), crates("vvtool-codegen", &[]));
    for name in ["pinyin", "clap", "tempfile", "sha2"] {
        let is = |tree: &str| tree.lines().any(|line| line.starts_with(&format!("{name} v")));
        assert!(is(&whole) && !is(&build), "{name}");
    }
}
