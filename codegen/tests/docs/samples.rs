//! Calls as the pages show them: each field in its type, and a program that runs whatever the code of success is.

use std::fs;

use serde_json::Value;

use crate::common::Scratch;
use crate::page;

/// What stands under a tab of an operation, as people copy it.
pub(crate) fn sample(page: &str, operation: &str, tab: &str) -> String {
    let start = format!("id=\"{operation}/sample-{tab}\"");
    let (_, text) = page.split_once(&start).unwrap_or_else(|| panic!("no {start}"));
    let text = text.split_once('>').unwrap().1.split("</pre>").next().unwrap();
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    plain.iter().fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}

const FIELDS: &str = r#"  - {name: req, type: Parcel, required: true, en: "Record", zh: 记录}
  - {name: count, type: int, required: true, unit: pieces, example: 3, en: "Count", zh: 数}
  - {name: heavy, type: bool, required: true, en: "Heavy", zh: 重}
  - {name: split, type: flag01, required: true, example: 0, en: "Split", zh: 拆}
  - {name: weight, type: decimal, required: true, en: "Weight", zh: 重量}
  - {name: fee, type: money, unit: fen, required: true, en: "Fee", zh: 费}
  - {name: pages, type: {list: int}, required: true, en: "Pages", zh: 页}
  - {name: hues, type: {list: Hue}, documented_only: true, required: true, en: "Hues", zh: 色}
  - {name: word, type: {csv: Hue}, required: true, example: "red,blue", en: "Words", zh: 词}
  - {name: at, type: datetime, format: {datetime: unix_millis}, required: true, example: "1617270403000", en: "At", zh: 时}
  - {name: day, type: datetime, required: true, en: "Day", zh: 日}
  - {name: any, type: json, required: true, en: "Any", zh: 任意}
"#;

const TYPES: &str = r#"types:
  - type: Parcel
    en: "A parcel"
    zh: 包裹
    fields:
      - {name: label, type: text, required: true, example: "12", en: "Label", zh: 名}
      - {name: num, type: int, required: true, example: 4, en: "Number", zh: 数}
      - {name: open, type: bool, required: true, en: "Open", zh: 开}
      - {name: when, type: datetime, required: true, en: "When", zh: 时}
      - {name: hue, type: Hue, required: true, en: "Hue", zh: 色}
enums:
  - enum: Hue
    en: "Hue"
    zh: 颜色
    values:
      - {value: red, en: "Red", zh: 红}
      - {value: blue, en: "Blue", zh: 蓝}
"#;

/// An operation whose fields are of every type, with this body; lists in this style.
fn parcels(body: &str, style: &str) -> Scratch {
    let scratch = Scratch::base();
    // With a query a body needs a URL that somebody has to escape: curl has none then.
    let service = scratch.spec().join("demo/service.yaml");
    let text = fs::read_to_string(&service).unwrap();
    fs::write(&service, text.replace("version: {in: query, name: v, value: \"1.0\"}\n", "")).unwrap();
    let fields = FIELDS.replace("type: {list: int},", &format!("type: {{list: int}},{style}"));
    let fields = fields.replace("type: {list: Hue},", &format!("type: {{list: Hue}},{style}"));
    let fields = if style.is_empty() { fields } else { fields.replace("type: Parcel,", "type: Parcel, style: json,") };
    scratch.write(
        "demo/parcel/put.yaml",
        format!(
            "operation: parcel/put\ntitle: {{en: \"Put\", zh: 放}}\nsource: {{doc: demo-put, read: 2026-11-21}}\n\
             http: {{method: POST, path: /parcel/put, body: {body}}}\neffect: read\nrequest:\n{fields}\
             request_sample:\n  - {{name: count, value: \"5\"}}\n\
             reply:\n  data: {{record: Parcel}}\n{TYPES}errors: [OrderNotFound]\n"
        ),
    );
    assert_eq!(scratch.lint(), "");
    scratch
}

#[test]
fn a_json_body_holds_values_of_their_types() {
    let page = page(&parcels("json", "").spec(), &["--lang", "en"]);
    let wanted = serde_json::json!({
        "req": {"label": "12", "num": 4, "open": true, "when": "2000-01-01 00:00:00", "hue": "red"},
        "count": 5,
        "heavy": true,
        "split": 0,
        "weight": "1",
        "fee": 1,
        "pages": [1],
        "hues": ["red"],
        "word": "red,blue",
        "at": 1_617_270_403_000_i64,
        "day": "2000-01-01 00:00:00",
        "any": "{}",
    });
    let curl = sample(&page, "demo/parcel/put", "curl");
    let body = curl.split_once("-d '").unwrap().1.trim_end().trim_end_matches('\'');
    assert_eq!(serde_json::from_str::<Value>(body).unwrap(), wanted, "{curl}");
    let python = sample(&page, "demo/parcel/put", "python");
    let fields = python.split_once("fields = ").unwrap().1.split_once("\n}").unwrap().0;
    for row in
        ["\"count\": 5,", "\"heavy\": True,", "\"pages\": [1],", "\"hues\": [\"red\"],", "\"at\": 1617270403000,"]
    {
        assert!(fields.contains(&format!("\n    {row}")), "{row}: {python}");
    }
    assert!(fields.contains("\"open\": True") && !fields.contains("true"), "{python}");
}

#[test]
fn a_form_holds_texts() {
    for (style, pages, hues) in [
        (" style: comma,", "pages=1", "hues=red"),
        (" style: json,", "pages=[1]", "hues=[\"red\"]"),
        (" style: brackets,", "pages[]=1", "hues[]=red"),
    ] {
        let page = page(&parcels("form", style).spec(), &["--lang", "en"]);
        let curl = sample(&page, "demo/parcel/put", "curl");
        for pair in
            [pages, hues, "count=5", "heavy=true", "split=0", "at=1617270403000", "day=2000-01-01 00:00:00", "any={}"]
        {
            assert!(curl.contains(&format!("--data-urlencode '{pair}'")), "{pair}: {curl}");
        }
        // Inside a text that is JSON values are of their types.
        let record = curl.split_once("'req=").unwrap().1.split('\'').next().unwrap();
        assert_eq!(serde_json::from_str::<Value>(record).unwrap()["num"], 4, "{curl}");
        let python = sample(&page, "demo/parcel/put", "python");
        assert!(
            python.contains("\n    \"count\": \"5\",") && python.contains("\n    \"heavy\": \"true\","),
            "{python}"
        );
    }
}

/// A success code that is no number, and one that Python takes for a broken number.
#[test]
fn a_python_sample_compares_codes_as_texts() {
    for code in ["ok", "007"] {
        let scratch = Scratch::base();
        for file in ["demo/service.yaml", "demo/errors.yaml"] {
            let path = scratch.spec().join(file);
            let text = fs::read_to_string(&path).unwrap();
            let text = text.replace("code: \"0\"", &format!("code: \"{code}\"")).replace("example: 0,", "");
            fs::write(&path, text.replace("{name: code, type: int,", "{name: code, type: text,")).unwrap();
        }
        let python = sample(&page(&scratch.spec(), &["--lang", "en"]), "demo/order/change", "python");
        assert!(python.contains(&format!("if str(reply.get(\"code\", \"{code}\")) != \"{code}\":")), "{python}");
    }
}
