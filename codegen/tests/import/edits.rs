//! Every kind of edit of a known document leaves a trace that stays: something is written to the spec, or waits there as a mark or in
//! docs.lock until a person has decided. None is only another digest.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use vvtool_codegen::inner::import::options::{Options, Progress};
use vvtool_codegen::inner::import::{files, run};

use crate::support::{ROOT, without_said};

/// What became of an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Written,
    Marked,
    /// Nothing of it was taken in, and the next run says so again.
    Refused,
    Lost,
}

/// A document that was imported, and a place for its edits.
struct Known {
    folder: tempfile::TempDir,
    file: &'static str,
    text: String,
}

impl Known {
    fn new(file: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let text = fs::read_to_string(ROOT.join("tests/fixtures/import/size").join(file)).unwrap();
        let text = if file.ends_with(".json") { with_all_members(&text) } else { text };
        let known = Self { folder, file, text };
        let outcome = known.import(&known.text.clone(), &known.spec());
        files::write(&known.spec(), &outcome.files, &Progress::default().stop).unwrap();
        known
    }

    fn spec(&self) -> PathBuf {
        self.folder.path().join("spec")
    }

    fn import(&self, text: &str, spec: &Path) -> run::Outcome {
        let path = self.folder.path().join(self.file);
        fs::write(&path, text).unwrap();
        let options = Options {
            spec: spec.to_owned(),
            service: None,
            donors: Vec::new(),
            old: Vec::new(),
            today: "2026-01-02".to_owned(),
        };
        run::import(&[path], &options, &Progress::default()).unwrap_or_else(|why| panic!("{why}"))
    }

    fn end(&self, text: &str) -> End {
        let outcome = self.import(text, &self.spec());
        if !outcome.report.refused() {
            self.survives(text, &outcome);
        }
        if outcome.report.refused() {
            return End::Refused;
        }
        let old = |path: &Path| fs::read_to_string(path).unwrap_or_default();
        let open = outcome.files.iter().filter(|(path, _)| path.ends_with("docs.lock"));
        let open = open.map(|(_, text)| text.matches("{\"open\": ").count()).sum::<usize>();
        let mut spec = outcome.files.iter().filter(|(path, text)| !path.ends_with("docs.lock") && **text != old(path));
        let marked = |text: &str| without_said(text).matches("{what: ").count();
        let marks = spec.clone().any(|(path, text)| marked(text) > marked(&old(path)));
        if open > 0 || marks {
            assert!(outcome.report.undecided(), "{text}");
            End::Marked
        } else if spec.next().is_some() {
            End::Written
        } else {
            End::Lost
        }
    }

    /// What was made of the edit is written, and the same document read again: what waits goes on waiting.
    fn survives(&self, text: &str, edited: &run::Outcome) {
        let other = tempfile::tempdir().unwrap();
        let spec = other.path().join("spec");
        copied(&self.spec(), &spec);
        let moved = edited.files.iter().map(|(path, text)| {
            let below = path.strip_prefix(self.spec()).unwrap();
            (spec.join(below), text.clone())
        });
        let moved = moved.collect();
        files::write(&spec, &moved, &Progress::default().stop).unwrap();
        let again = self.import(text, &spec);
        assert!(again.files.is_empty(), "{:?}", again.files.keys());
        let waits = |text: &String| without_said(text).contains("{what: ") || text.contains("{\"open\": ");
        assert_eq!(again.report.undecided(), moved.values().any(waits), "it waits still");
    }
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copied(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

/// A payload with the members that those of the platform have beside its rows.
fn with_all_members(text: &str) -> String {
    let mut members: serde_json::Map<String, Value> = serde_json::from_str(text).unwrap();
    let common = serde_json::json!([{"name": "method", "type": "String", "required": true, "description": "接口名称"}]);
    let more = serde_json::json!({
        "description": "苗圃记录的查询",
        "labels": [{"displayName": "￥免费", "key": "9", "tips": "查看规则"}, {"displayName": "不需用户授权", "key": "no_need"}],
        "envConfigs": [{
            "env": "正式环境",
            "httpUrl": "http://gw.api.taobao.com/router/rest",
            "httpsUrl": "https://eco.taobao.com/router/rest",
        }],
        "applyScopes": [{"name": "苗圃", "descprition": "苗圃权限", "url": "//open.example.com/docs?scopeId=1"}],
        "faqs": [{"title": "能否重复调用", "content": "可以重复"}],
        "publicParams": common,
        "publicResponseParams": [{"name": "request_id", "type": "String", "description": "每次请求的标识"}],
        "rspSampleJson": "{\"nursery_plan_response\":{\"leaf_no\":\"A1\"}}",
        "rspSampleSimplifyJson": "{\"leaf_no\":\"A1\"}",
        "rspSampleXml": "<nursery_plan_response><leaf_no>A1</leaf_no></nursery_plan_response>",
        "apiErrDemoJson": "{\"error_response\":{\"code\":50,\"msg\":\"Remote service error\"}}",
        "apiErrDemoXml": "<error_response><code>50</code></error_response>",
        "sdkDemos": [{"name": "JAVA", "descprition": "req.setLeafNo(1L);"}],
        "msgDemo": "无",
    });
    members.extend(more.as_object().unwrap().clone());
    serde_json::to_string(&members).unwrap()
}

fn replaced(line: &str, which: impl Fn(char) -> bool, by: impl Fn(char) -> char) -> Option<String> {
    let at = line.char_indices().rev().find(|(_, c)| which(*c))?;
    let mut out = line.to_owned();
    out.replace_range(at.0..at.0 + at.1.len_utf8(), &by(at.1).to_string());
    Some(out)
}

/// Another digit, another Chinese sign, another case: of one line.
fn other_lines(line: &str) -> Vec<(&'static str, String)> {
    let digit = |c: char| if c == '9' { '1' } else { char::from(c as u8 + 1) };
    let case = |c: char| if c.is_ascii_uppercase() { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() };
    let body = line.trim_end().trim_end_matches('|').trim_end();
    let tail = &line[body.len()..];
    let mut out = vec![
        ("must", format!("{body},必须先查询{tail}")),
        ("forbidden", format!("{body},禁止重复{tail}")),
        ("longest", format!("{body},最大长度:77{tail}")),
    ];
    out.extend(replaced(line, |c| c.is_ascii_digit(), digit).map(|line| ("digit", line)));
    out.extend(replaced(line, |c| ('\u{4e00}'..'\u{9fff}').contains(&c), |_| '另').map(|line| ("word", line)));
    out.extend(replaced(line, |c| c.is_ascii_alphabetic(), case).map(|line| ("case", line)));
    out.extend(line.contains("true").then(|| ("yes", line.replacen("true", "false", 1))));
    out.extend(line.contains("必须").then(|| ("yes", line.replacen("必须", "可选", 1))));
    out.extend(line.contains("String").then(|| ("type", line.replacen("String", "Number", 1))));
    out
}

/// Edits of a page: of lines all over it, and of their order.
fn edits_of_page(text: &str, own: &[(&str, &str)]) -> Vec<(String, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut out: Vec<(String, String)> = Vec::new();
    for (old, new) in own {
        assert!(text.contains(old), "{old}");
        out.push((format!("{old} -> {new}"), text.replacen(old, new, 1)));
    }
    let put = |index: usize, line: Option<&str>| {
        let all = lines.iter().enumerate();
        let all = all.filter_map(|(at, old)| if at == index { line } else { Some(*old) });
        all.collect::<Vec<_>>().join("\n") + "\n"
    };
    let full: Vec<usize> = (0..lines.len()).filter(|index| lines[*index].trim().chars().count() > 6).collect();
    let step = (full.len() / 20).max(1);
    for (turn, index) in full.iter().copied().step_by(step).enumerate() {
        let name = |kind: &str| format!("{kind} in line {}: {}", index + 1, lines[index].trim());
        for (_, (kind, line)) in
            other_lines(lines[index]).into_iter().enumerate().filter(|(at, _)| (at + turn) % 2 == 0)
        {
            out.push((name(kind), put(index, Some(&line))));
        }
        out.push((name("gone"), put(index, None)));
    }
    out
}

/// Edits of a payload: of each kind of member.
fn edits_of_payload(text: &str) -> Vec<(String, String)> {
    let whole: Value = serde_json::from_str(text).unwrap();
    let mut pointers = Vec::new();
    let mut work = vec![(String::new(), &whole)];
    while let Some((at, value)) = work.pop() {
        match value {
            Value::Object(members) => {
                work.extend(members.iter().map(|(key, value)| (format!("{at}/{key}"), value)));
            }
            Value::Array(items) => {
                work.extend(items.iter().enumerate().map(|(index, value)| (format!("{at}/{index}"), value)));
            }
            _ => pointers.push(at),
        }
    }
    pointers.sort();
    let mut seen: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    let mut out = Vec::new();
    for pointer in pointers {
        let key = pointer.rsplit('/').next().unwrap().to_owned();
        let times = seen.entry(key).or_default();
        *times += 1;
        let top = pointer.matches('/').count() == 1;
        if *times % 7 != 1 && !top || pointer == "/name" || pointer == "/id" || pointer == "/gmtModified" {
            continue;
        }
        let mut variants: Vec<(&str, Value)> = Vec::new();
        match whole.pointer(&pointer).unwrap() {
            Value::String(said) => {
                variants.extend(other_lines(said).into_iter().map(|(kind, said)| (kind, Value::String(said))));
            }
            Value::Bool(yes) => variants.push(("yes", Value::Bool(!yes))),
            Value::Number(_) => variants.push(("number", Value::from(4711))),
            _ => {}
        }
        for (kind, value) in variants.into_iter().step_by(2) {
            let mut now = whole.clone();
            *now.pointer_mut(&pointer).unwrap() = value;
            out.push((format!("{kind} of {pointer}"), serde_json::to_string(&now).unwrap()));
        }
    }
    out
}

/// Tries all edits; how many ended how.
fn tried(file: &'static str, edits: impl Fn(&str) -> Vec<(String, String)>) {
    let known = Known::new(file);
    let mut kinds = BTreeSet::new();
    let (mut asked, mut counts, mut lost) = (0, [0; 3], Vec::new());
    let same = |text: &str| text.split_whitespace().collect::<String>();
    for (name, text) in edits(&known.text) {
        if same(&text) == same(&known.text) || !kinds.insert(text.clone()) {
            continue;
        }
        asked += 1;
        match known.end(&text) {
            End::Written => counts[0] += 1,
            End::Marked => counts[1] += 1,
            End::Refused => {
                // Whose document it is, or two errors of one name: nothing of it could be written anywhere.
                assert!(name.contains("接口地址") || name.contains("errorCode"), "refused: {name}");
                counts[2] += 1;
            }
            End::Lost => lost.push(name),
        }
    }
    let [written, marked, refused] = counts;
    println!(
        "{file}: asked {asked} / measured {}: {written} written, {marked} marked, {refused} refused, {} without a trace",
        written + marked + refused,
        lost.len()
    );
    assert!(asked >= 60, "only {asked} edits");
    assert!(refused * 10 <= asked, "{refused} of {asked} were refused");
    assert_eq!(lost, Vec::<String>::new());
}

#[test]
fn every_edit_of_a_vvtool_page_leaves_a_trace() {
    let own = [
        ("频率限制: 5 次/秒", "频率限制: 2 次/秒"),
        ("频率限制: 5 次/秒", "频率限制: 5 次/分钟"),
        ("频率限制: 5 次/秒\n", ""),
        ("用户授权: 需要", "用户授权: 不需要"),
        ("用户授权: 需要\n", ""),
        ("请求方式: POST", "请求方式: GET"),
        ("api.example.com", "api2.example.com"),
        ("接口介绍: 苗圃记录", "接口介绍: 苗圃记录,每 30 分钟只能查询一次"),
        ("接口介绍: 苗圃记录", "接口介绍: 苗木记录"),
        ("请求参数\n", "接口收费: 扣账户余额\n请求参数\n"),
        ("请求参数\n", "接口收费: 免费\n请求参数\n"),
        ("请求参数\n", "返回格式: XML\n请求参数\n"),
        ("响应代码\n", "备注:结果只保留 7 天\n响应代码\n"),
        ("响应参数\n", "new_field | String | true | 1 | 新增 |\n响应参数\n"),
    ];
    tried("nursery-move.txt", |text| edits_of_page(text, &own));
}

#[test]
fn every_edit_of_a_top_page_leaves_a_trace() {
    let own = [
        ("(苗圃记录)", "(苗木记录)"),
        ("\n苗圃记录\n", "\n苗圃记录,每 30 分钟只能查询一次\n"),
        ("\n苗圃记录\n", "\n苗圃记录。必须先授权\n"),
        ("公共参数\n", "公共参数\n\n调用前须知 Abc\n"),
    ];
    tried("nursery-get.txt", |text| edits_of_page(text, &own));
}

#[test]
fn every_edit_of_a_payload_leaves_a_trace() {
    tried("nursery-plan.json", edits_of_payload);
}
