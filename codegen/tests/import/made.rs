//! Documents of a made-up nursery, written by a program that knows what it wrote: every row, where it stands, every error. Each form
//! that a document can come in, in the sizes that real ones have.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use vvtool_codegen::inner::import::document::Part;

/// A row that a document has: part, objects around it, name, type, the answer of the required column.
pub(crate) type MadeRow = (Part, Vec<String>, String, String, Option<bool>);

/// A document with the truth about it.
pub(crate) struct Made {
    pub(crate) file: &'static str,
    pub(crate) text: String,
    pub(crate) rows: Vec<MadeRow>,
    pub(crate) errors: Vec<(String, String)>,
}

/// A field, with the fields inside it.
struct Field {
    name: String,
    ty: String,
    term: &'static str,
    required: bool,
    inside: Vec<Field>,
}

const NOUNS: [(&str, &str); 24] = [
    ("leaf", "叶片"),
    ("root", "根系"),
    ("stem", "茎干"),
    ("seed", "种子"),
    ("soil", "土壤"),
    ("pot", "花盆"),
    ("bed", "苗床"),
    ("bench", "台架"),
    ("row", "行列"),
    ("shade", "遮阳"),
    ("water", "浇水"),
    ("feed", "施肥"),
    ("light", "光照"),
    ("heat", "加温"),
    ("air", "通风"),
    ("graft", "嫁接"),
    ("batch", "批次"),
    ("label", "标签"),
    ("crate", "周转箱"),
    ("truck", "货车"),
    ("bloom", "花期"),
    ("pest", "虫害"),
    ("trim", "修剪"),
    ("sale", "销售"),
];
const KINDS: [(&str, &str); 20] = [
    ("no", "String"),
    ("width", "Number"),
    ("count", "Number"),
    ("is_open", "Boolean"),
    ("planted_at", "Date"),
    ("colour", "String"),
    ("weight", "String"),
    ("level", "int"),
    ("note", "String"),
    ("checked", "Boolean"),
    ("height", "Number"),
    ("depth", "Number"),
    ("moved_at", "Date"),
    ("origin", "String"),
    ("grade", "String"),
    ("rank", "Number"),
    ("stage", "String"),
    ("share", "String"),
    ("sort", "String"),
    ("round", "Number"),
];

/// The fields of one object: `first` says where in the words it begins, so that objects share some names and not all.
fn fields(first: usize, count: usize) -> Vec<Field> {
    let field = |number: usize| {
        let (noun, term) = NOUNS[number / KINDS.len() % NOUNS.len()];
        let (kind, ty) = KINDS[number % KINDS.len()];
        Field {
            name: format!("{noun}_{kind}"),
            ty: ty.to_owned(),
            term,
            required: number.is_multiple_of(3),
            inside: Vec::new(),
        }
    };
    (first..first + count).map(field).collect()
}

fn object(name: &str, ty: &str, term: &'static str, inside: Vec<Field>) -> Field {
    Field { name: name.to_owned(), ty: ty.to_owned(), term, required: true, inside }
}

fn rows(part: Part, fields: &[Field], at: &[String], asked: bool, out: &mut Vec<MadeRow>) {
    for field in fields {
        let required = (part == Part::Request && asked).then_some(field.required);
        out.push((part, at.to_vec(), field.name.clone(), field.ty.clone(), required));
        let mut inner = at.to_vec();
        inner.push(field.name.clone());
        rows(part, &field.inside, &inner, asked, out);
    }
}

fn example(ty: &str, number: usize) -> String {
    match ty {
        "Number" | "int" => (number % 90 + 1).to_string(),
        "Boolean" => (number.is_multiple_of(2)).to_string(),
        "Date" => format!("2000-01-{:02} 00:00:00", number % 28 + 1),
        _ => format!("N-{}", number % 70 + 1),
    }
}

fn base(ty: &str) -> &str {
    ty.trim_end_matches("[]").trim()
}

/// A prose column: now and then with a list of values, a bar too many, a unit.
fn prose(field: &Field, number: usize) -> String {
    match number % 11 {
        3 if field.ty == "String" => format!("{}。可选值:A{number}(早),B{number}(中),C{number}(晚)", field.term),
        5 => format!("{}(克)", field.term),
        7 => format!("{},最大长度:{}", field.term, number % 40 + 8),
        _ => format!("{}的{}", field.term, if number.is_multiple_of(2) { "记录" } else { "情况" }),
    }
}

/// Rows of a pipe table.
fn piped(out: &mut String, fields: &[Field], asked: bool, number: &mut usize) {
    for field in fields {
        *number += 1;
        let sample = if field.inside.is_empty() { example(&field.ty, *number) } else { String::new() };
        let words = prose(field, *number);
        let (name, ty) = (&field.name, &field.ty);
        let _ = match (asked, *number % 29) {
            (true, _) => {
                let answer = if field.required { "true" } else { "false" };
                writeln!(out, "{name} | {ty} | {answer} | {sample} | {words} |")
            }
            // What real pages do to some of their rows: a line break inside, a remark or listed values below, no bars.
            (false, 13) => writeln!(out, "{name} | {ty} | {words},\n见{} | {sample} |", field.term),
            (false, 17) => writeln!(out, "{name} | {ty} | {words} | {sample} |\n注:{}每天更新 | | |", field.term),
            (false, 19) if field.inside.is_empty() && ty == "String" => {
                writeln!(out, "{name} | {ty} | {words} | {sample} |\nE{number}(晴) | | |\nF{number}(雨) | | |")
            }
            (false, 23) if field.inside.is_empty() => writeln!(out, "{name} {ty} 7 {}", field.term),
            (false, _) => writeln!(out, "{name} | {ty} | {words} | {sample} |"),
        };
        piped(out, &field.inside, asked, number);
    }
}

fn sample(fields: &[Field], number: &mut usize) -> Value {
    let mut members = Map::new();
    for field in fields {
        *number += 1;
        let value = if field.inside.is_empty() {
            json!(example(&field.ty, *number))
        } else {
            let inner = sample(&field.inside, number);
            if field.ty.ends_with("[]") { json!([inner]) } else { inner }
        };
        members.insert(field.name.clone(), value);
    }
    Value::Object(members)
}

/// A page with pipe tables.
fn vvtool(file: &'static str, path: &str, request: &[Field], reply: &[Field], errors: &[(String, String)]) -> Made {
    let mut text = format!(
        "接口地址: http://api.example.com/tool/{path}\n接口介绍: 苗圃记录\n请求方式: POST\n频率限制: 5 次/秒\n用户授权: 需要\n请求参数\n名称 | 类型 | 必填 | 示例值 | 描述 |\n"
    );
    let mut number = 0;
    piped(&mut text, request, true, &mut number);
    text.push_str("响应参数\n名称 | 类型 | 描述 | 示例值 |\n");
    piped(&mut text, reply, false, &mut number);
    let body = json!({"code": 0, "msg": "ok", "data": sample(reply, &mut 0)});
    let _ = writeln!(text, "返回数据\n{}", serde_json::to_string_pretty(&body).expect("JSON"));
    let mut made = Vec::new();
    rows(Part::Request, request, &[], true, &mut made);
    rows(Part::Reply, reply, &[], true, &mut made);
    error_table(&mut text, errors);
    Made { file, text, rows: made, errors: errors.to_vec() }
}

fn error_table(text: &mut String, errors: &[(String, String)]) {
    text.push_str("响应代码\n代码 | 代码描述 | 解决方案 |\n");
    for (number, (code, message)) in errors.iter().enumerate() {
        let _ = writeln!(text, "{code} | {message} | {} |", ["请检查参数", "稍后再试", ""][number % 3]);
    }
}

/// Errors of a gateway of numbers: some numbers have several messages.
fn numbered(count: usize) -> Vec<(String, String)> {
    let error = |number: usize| {
        let (_, noun) = NOUNS[number % NOUNS.len()];
        let what = ["不存在", "已锁定", "已过期", "数量超出", "格式错误", "无权查看"][number / NOUNS.len() % 6];
        ((300 + number / 2).to_string(), format!("{noun}{what}"))
    };
    (0..count).map(error).collect()
}

/// A page with bullets.
fn top(file: &'static str, method: &str, request: &[Field], reply: &[Field], errors: &[(String, String)]) -> Made {
    let mut text = format!(
        "文档中心 > API类目 > 苗圃\n\n{method} (苗圃记录)\n\n苗圃记录\n\n公共参数\n\n请求参数\n\n名称 类型 是否必须 示例值 更多限制 描述\n"
    );
    let mut number = 0;
    bullets(&mut text, request, true, &mut number);
    text.push_str("\n响应参数\n\n名称 类型 示例值 描述\n");
    bullets(&mut text, reply, false, &mut number);
    let root = format!("{}_response", method.strip_prefix("taobao.").expect("a method").replace('.', "_"));
    let _ =
        write!(text, "\n请求示例\n\n  • CURL\n1\n2\ncurl -d method={method}\n\n响应示例\n\n  • XML示例\n<{root}>\n");
    xml(&mut text, reply, 1, &mut 0);
    let _ = write!(text, "</{root}>\n\n错误码解释\n\n错误码 错误描述 解决方案\n");
    for (code, message) in errors {
        let _ = writeln!(text, "{code} {message} 请检查参数");
    }
    text.push_str("\nAPI工具\n\n返回\n顶部\n");
    let mut made = Vec::new();
    rows(Part::Request, request, &[], true, &mut made);
    rows(Part::Reply, reply, &[], true, &mut made);
    Made { file, text, rows: made, errors: errors.to_vec() }
}

fn bullets(out: &mut String, fields: &[Field], asked: bool, number: &mut usize) {
    for field in fields {
        *number += 1;
        let answer = match (asked, field.required) {
            (true, true) => " 必须",
            (true, false) => " 可选",
            (false, _) => "",
        };
        let _ = if field.inside.is_empty() {
            writeln!(
                out,
                "{} {}{answer} {} {}",
                field.name,
                field.ty,
                example(&field.ty, *number).replace(' ', "T"),
                field.term
            )
        } else {
            writeln!(out, "{} {}{answer} {}", field.name, field.ty, field.term)
        };
        inner_bullets(out, &field.inside, asked, number);
    }
}

fn inner_bullets(out: &mut String, fields: &[Field], asked: bool, number: &mut usize) {
    for field in fields {
        *number += 1;
        let _ = writeln!(out, "  • └ {}\n  • {}", field.name, field.ty);
        if asked {
            let _ = writeln!(out, "  • {}", if field.required { "必须" } else { "可选" });
        }
        if field.inside.is_empty() {
            let _ = writeln!(out, "  • {}", example(&field.ty, *number));
            if field.ty == "Number" && number.is_multiple_of(4) {
                let _ = writeln!(out, "    • 最大值:{}", *number % 9 + 1);
            }
        }
        let _ = writeln!(out, "  • {}", prose(field, *number));
        inner_bullets(out, &field.inside, asked, number);
    }
}

fn xml(out: &mut String, fields: &[Field], depth: usize, number: &mut usize) {
    let indent = "    ".repeat(depth);
    for field in fields {
        *number += 1;
        if field.inside.is_empty() {
            let _ = writeln!(out, "{indent}<{0}>{1}</{0}>", field.name, example(&field.ty, *number));
            continue;
        }
        let item = base(&field.ty).to_ascii_lowercase();
        let listed = field.ty.ends_with("[]");
        let _ = writeln!(out, "{indent}<{}>", field.name);
        if listed {
            let _ = writeln!(out, "{indent}    <{item}>");
        }
        xml(out, &field.inside, depth + 1 + usize::from(listed), number);
        if listed {
            let _ = writeln!(out, "{indent}    </{item}>");
        }
        let _ = writeln!(out, "{indent}</{}>", field.name);
    }
}

/// Errors of a platform whose codes are names.
fn coded(count: usize) -> Vec<(String, String)> {
    let error = |number: usize| {
        let (word, noun) = NOUNS[number % NOUNS.len()];
        (format!("isv.{word}-not-found:{number}"), format!("{noun}不存在"))
    };
    (0..count).map(error).collect()
}

/// A payload, or metadata where it has no samples and no errors.
fn payload(file: &'static str, method: &str, request: &[Field], reply: &[Field], errors: &[(String, String)]) -> Made {
    fn parameters(fields: &[Field], asked: bool, number: &mut usize) -> Value {
        let one = |field: &Field| {
            *number += 1;
            let described = prose(field, *number);
            let mut made = json!({"name": field.name, "type": field.ty, "description": described});
            if asked {
                made["required"] = json!(field.required);
            }
            if !field.inside.is_empty() {
                made["subParams"] = parameters(&field.inside, asked, number);
            }
            made
        };
        fields.iter().map(one).collect::<Vec<_>>().into()
    }
    let mut number = 0;
    let mut json = json!({
        "name": method,
        "apiChineseName": "苗圃记录",
        "requestParams": parameters(request, true, &mut number),
        "responseParams": parameters(reply, false, &mut number),
    });
    if !errors.is_empty() {
        let code = |(code, message): &(String, String)| json!({"errorCode": code, "errorMsg": message, "solution": ""});
        json["errorCodes"] = errors.iter().map(code).collect::<Vec<_>>().into();
    }
    let mut made = Vec::new();
    rows(Part::Request, request, &[], true, &mut made);
    rows(Part::Reply, reply, &[], true, &mut made);
    let text = format!("{}\n", serde_json::to_string_pretty(&json).expect("JSON"));
    Made { file, text, rows: made, errors: errors.to_vec() }
}

/// A tree of about so many fields per object, four levels deep.
fn nursery(size: usize) -> Vec<Field> {
    let mut bed = fields(40, size);
    let mut crop = fields(80, size);
    crop.push(object("treatments", "Treatment[]", "处理", fields(120, size)));
    crop.push(object("seller", "Seller", "卖家", fields(160, size)));
    crop.extend(fields(200, size));
    bed.push(object("crops", "Crop[]", "作物", crop));
    bed.push(object("climate", "Climate", "气候", fields(240, size)));
    bed.extend(fields(280, size));
    let mut house = fields(0, size);
    house.push(object("beds", "Bed[]", "苗床", bed));
    house.push(object("owner", "Owner", "业主", fields(320, size)));
    house.push(object("visits", "Visit[]", "到访", fields(360, size)));
    house.extend(fields(400, size));
    house
}

/// All of them, in the sizes of the documents that the project began with, and one of each form.
pub(crate) fn all() -> Vec<Made> {
    let mut errors = String::from("公共错误码\n");
    let table = numbered(150);
    error_table(&mut errors, &table);
    let wrapped = [object("greenhouse", "Greenhouse", "温室", nursery(10))];
    let write = [object("report_request", "ReportRequest", "上报", fields(20, 12))];
    vec![
        Made { file: "nursery-errors.txt", text: errors, rows: Vec::new(), errors: table },
        vvtool("nursery-move.txt", "crates/move", &fields(0, 20), &nursery(2), &numbered(30)),
        vvtool("nursery-detail.txt", "crates/detail", &fields(0, 3), &nursery(45), &numbered(25)),
        top("nursery-get.txt", "taobao.nursery.get", &fields(0, 3), &wrapped, &coded(12)),
        top("nursery-report.txt", "taobao.nursery.report", &write, &fields(60, 3), &coded(5)),
        payload("nursery-plan.json", "taobao.nursery.plan", &fields(0, 15), &nursery(12), &coded(20)),
        payload("nursery-sum.json", "taobao.nursery.sum", &write, &nursery(10), &[]),
    ]
}
