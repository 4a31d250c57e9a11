//! Every row of a page is a field, or the import says what else it took it for: pages of every form with names and types that no
//! sane page has.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::random::Random;
use serde_json::json;
use vvtool_codegen::inner::import::document::{Document, Part};
use vvtool_codegen::inner::import::ledger::LineKind;
use vvtool_codegen::inner::import::read::evidence::Evidence;
use vvtool_codegen::inner::import::read::reader::Reader;

const PIECES: [&str; 30] = [
    "shop", "Ids", "status", "filter", "a", "B", "x1", "is", "o2o", "T", "[]", "[status]", "[0]", ".", "@", "$", "/",
    "-", "_", ":", "快递", "单号", "第2", "店", "#", "~", "%", "é", "+", "&",
];
const TYPES: [&str; 44] = [
    "string",
    "String",
    "STRING",
    "Number",
    "int",
    "Boolean",
    "Date",
    "object[]",
    "OBJECT[]",
    "array",
    "list",
    "object",
    "com.example.trade.TradeInfo",
    "List<OrderDto>",
    "Map<String,String>",
    "Int32",
    "Int64",
    "UUID",
    "BigInteger",
    "Enum",
    "Long[]",
    "number(10,2)",
    "varchar(32)",
    "String(64)",
    "TradeInfo",
    "OrderDTO[]",
    "字符串",
    "整数",
    "foo",
    "foo-bar",
    "foo/bar",
    "unsigned_int",
    "Foo<Bar<Baz>>",
    "com.example.very.long.package.name.of.some.TradeInfoDetailDto",
    "T",
    "i32",
    "$ref",
    "@Nullable",
    "String...",
    "?",
    "enum{a,b}",
    "1..n",
    "未知类型",
    "Json",
];
/// What a bullet page can have between words: its types have no blanks, and a word of prose is none.
const TERMS: [&str; 6] = ["店铺", "状态的说明", "订单的编号", "物流公司", "备注", "时间"];
const PREFIXES: [&str; 8] = ["└", "├ ", "--", "- ", "│ └ ", "  └─", "→", "\u{3000}"];

/// A row as it is put in: name, type, drawn below an object.
struct Put {
    name: String,
    ty: &'static str,
    prefix: &'static str,
}

fn name(random: &mut Random) -> String {
    loop {
        let mut name = String::new();
        for _ in 0..=random.below(4) {
            name.push_str(random.of(&PIECES));
        }
        // Strokes in front draw a tree, and what has neither letter nor digit is no name.
        let begins = name.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '@' | '$' | '_' | '['));
        // What stands between two dollars is taken for encrypted data, and told as such.
        if begins && name.chars().any(char::is_alphanumeric) && name.matches('$').count() < 2 {
            return name;
        }
    }
}

fn rows(random: &mut Random, tree: bool) -> Vec<Put> {
    let mut names = BTreeSet::new();
    let mut rows = Vec::new();
    let mut object = false;
    for _ in 0..random.below(12) + 2 {
        let name = name(random);
        if !names.insert(name.clone()) {
            continue;
        }
        let inside = tree && object && !random.one_in(3);
        let prefix = if inside { random.of(&PREFIXES) } else { "" };
        let ty = if tree && random.one_in(4) { "object" } else { random.of(&TYPES) };
        object = inside || ty == "object";
        rows.push(Put { name, ty, prefix });
    }
    rows
}

/// A page of bars, with or without titles, a rule, bars in front.
fn bars(random: &mut Random) -> (String, Vec<Put>, Vec<Put>) {
    let tree = random.one_in(3);
    let (sent, back) = (rows(random, tree), rows(random, tree));
    let mut text = "接口地址: http://api.example.com/tool/a/b\n请求方式: POST\n请求参数\n".to_owned();
    let front = if random.one_in(2) { "| " } else { "" };
    let titled = !random.one_in(3);
    let ruled = titled && random.one_in(2);
    if titled {
        let _ = writeln!(text, "{front}参数名 | 参数类型 | 是否必填 | 示例值 | 描述 |");
    }
    if ruled {
        let _ = writeln!(text, "{front}--- | --- | --- | --- | --- |");
    }
    for (number, Put { name, ty, prefix }) in sent.iter().enumerate() {
        let (answer, term) = (random.of(&["是", "否", "true", "false"]), random.of(&TERMS));
        let _ = writeln!(text, "{front}{prefix}{name} | {ty} | {answer} | {number} | {term} |");
    }
    text.push_str("响应参数\n");
    if titled {
        let _ = writeln!(text, "{front}名称 | 类型 | 示例值 | 描述 |");
    }
    for (number, Put { name, ty, prefix }) in back.iter().enumerate() {
        let example = if random.one_in(4) { String::new() } else { number.to_string() };
        let _ = writeln!(text, "{front}{prefix}{name} | {ty} | {example} | {} |", random.of(&TERMS));
    }
    (text, sent, back)
}

/// A page of words and bullets.
fn bullets(random: &mut Random) -> (String, Vec<Put>, Vec<Put>) {
    let (sent, back) = (rows(random, false), rows(random, false));
    let mut text = "taobao.leaf.get (叶片)\n\n请求参数\n\n名称 类型 是否必须 示例值 更多限制 描述\n".to_owned();
    for (number, Put { name, ty, .. }) in sent.iter().enumerate() {
        let answer = random.of(&["必须", "可选"]);
        let _ = writeln!(text, "{name} {ty} {answer} {number} {}", random.of(&TERMS));
    }
    text.push_str("\n响应参数\n\n名称 类型 示例值 描述\nleaf Leaf 叶片\n");
    for (number, Put { name, ty, .. }) in back.iter().enumerate() {
        let _ = writeln!(text, "  • └ {name}\n  • {ty}\n  • {number}\n  • {}", random.of(&TERMS));
    }
    text.push_str("\n错误码解释\n\n错误码 错误描述 解决方案\nisv.no-leaf 没有 重试\n");
    (text, sent, back)
}

fn payload(random: &mut Random, served: bool) -> (String, Vec<Put>, Vec<Put>) {
    let (sent, back) = (rows(random, false), rows(random, false));
    let list = |rows: &[Put]| -> Vec<serde_json::Value> {
        rows.iter()
            .map(|row| json!({"name": row.name, "type": row.ty, "required": true, "description": "甲"}))
            .collect()
    };
    let mut method = json!({"name": "taobao.leaf.get", "requestParams": list(&sent), "responseParams": list(&back)});
    if served {
        method["errorCodes"] = json!([]);
    }
    (method.to_string(), sent, back)
}

/// Rows that are neither fields nor told of.
fn lost(text: &str, document: &Document, part: Part, put: &[Put], lines: &[&str]) -> Vec<String> {
    let mut lost = Vec::new();
    for row in put {
        let field = document.rows.iter().any(|found| {
            (found.part == part || found.part == Part::Envelope && part == Part::Reply) && found.name == row.name
        });
        let line = lines.iter().position(|line| line.contains(&row.name)).map_or(0, |index| index + 1);
        let told = document.review.iter().any(|(told, _)| *told == line && line > 0);
        if !field && !told {
            lost.push(format!("{} {:?} {:?}\n{text}", part.as_str(), row.name, row.ty));
        }
    }
    lost
}

#[test]
fn every_row_of_any_page_is_a_field_or_told_of() {
    let reader = Reader::default();
    let mut random = Random::new(8);
    let (mut asked, mut fields, mut wrong) = (0, 0, Vec::new());
    for page in 0..2000 {
        let (text, sent, back) = match page % 5 {
            0..=1 => bars(&mut random),
            2 => bullets(&mut random),
            3 => payload(&mut random, true),
            _ => payload(&mut random, false),
        };
        let document =
            reader.document("page", &text, None, &Evidence::default()).unwrap_or_else(|e| panic!("{e}\n{text}"));
        let lines: Vec<&str> = text.lines().collect();
        asked += sent.len() + back.len();
        wrong.extend(lost(&text, &document, Part::Request, &sent, &lines));
        wrong.extend(lost(&text, &document, Part::Reply, &back, &lines));
        let made = document.rows.len() + document.ledger.count(LineKind::Duplicate);
        assert!(document.ledger.count(LineKind::Field) <= made, "{text}");
        // The bullets' page has an object around its reply.
        fields += document.rows.iter().filter(|row| row.name != "leaf").count();
        let invented = document.rows.iter().find(|row| {
            let all = sent.iter().chain(&back);
            // `shop.status` below a row `shop` that may hold others.
            let path = |put: &Put| put.name.rsplit('.').next() == Some(row.name.as_str()) && !row.at.is_empty();
            row.name != "leaf" && !all.into_iter().any(|put| put.name == row.name || path(put))
        });
        assert!(invented.is_none(), "{invented:#?}\n{text}");
        drawn(&document, Part::Request, &sent);
    }
    println!("2000 pages: {asked} rows put in, {fields} fields read, {} neither field nor told of", wrong.len());
    assert!(wrong.is_empty(), "{} rows are lost, for example: {}", wrong.len(), wrong[wrong.len() / 2]);
    assert!(asked > 10_000 && fields == asked, "{asked} rows put in, {fields} fields read");
}

/// A row that is drawn below another is inside it, one that is not drawn so is not.
fn drawn(document: &Document, part: Part, put: &[Put]) {
    for row in document.rows.iter().filter(|row| row.part == part) {
        let tree = put.iter().any(|put| put.name == row.name && !put.prefix.is_empty());
        assert_eq!(!row.at.is_empty(), tree, "{} in {:?}", row.name, row.at);
    }
}
