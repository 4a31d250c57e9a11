//! What a document says in more ways than one: a default and a unit, two units, a type and an example. Nothing is written of it that may be
//! wrong, or what is written is asked about.

use crate::rows::{field_line, page, spec, spec_at};

/// The lines of fields with these types, examples and descriptions, in their order.
fn fields(rows: &[(&str, &str, &str)]) -> Vec<String> {
    let row = |(at, (ty, example, prose)): (usize, &(&str, &str, &str))| {
        format!("k{at} | {ty} | 否 | {example} | {prose} |\n")
    };
    let (spec, _) = spec(&page(&rows.iter().enumerate().map(row).collect::<String>(), "", ""));
    (0..rows.len()).map(|at| field_line(&spec, &format!("k{at}")).to_owned()).collect()
}

/// The words of `review` of a field's line.
fn marks(line: &str) -> Vec<&str> {
    let marks = line.split_once("review: [").and_then(|(_, rest)| rest.split_once(']')).map_or("", |(marks, _)| marks);
    marks.split(", ").filter(|mark| !mark.is_empty()).collect()
}

/// Each row is asked about with that word, and says nothing of what must not be written.
fn all_asked(rows: &[(&str, &str, &str)], mark: &str, never: &[&str]) {
    let mut wrong = Vec::new();
    for (row, line) in rows.iter().zip(fields(rows)) {
        if !marks(&line).contains(&mark) || never.iter().any(|key| line.contains(key)) {
            wrong.push(format!("{row:?}: {line}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// Each row says that, and nothing is asked.
fn all_written(rows: &[(&str, &str, &str, &str)]) {
    let said: Vec<(&str, &str, &str)> = rows.iter().map(|(ty, example, prose, _)| (*ty, *example, *prose)).collect();
    let mut wrong = Vec::new();
    for ((.., key), line) in rows.iter().zip(fields(&said)) {
        if !line.contains(key) || !marks(&line).is_empty() {
            wrong.push(format!("{key}: {line}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn a_default_in_another_unit_or_a_part_of_one_is_none() {
    let mut rows = Vec::new();
    let mut texts: Vec<(&str, String)> = [
        ("int", "金额(分),默认10元"),
        ("int", "运费(分),默认 5 元"),
        ("int", "时长,单位:秒,默认30分钟"),
        ("int", "间隔,单位:秒,默认2分钟"),
        ("int", "有效期,单位:天,默认1年"),
        ("int", "有效期(天),默认 1 个月"),
        ("int", "天数,默认为3个月前"),
        ("int", "默认3天内,不能超过一周"),
        ("int", "有效期,默认2周"),
        ("String", "排序,默认 create_time 降序"),
        ("String", "排序,默认create_time倒序"),
        ("String", "范围,默认 item 和其他"),
        ("String", "默认 VIP 用户"),
        ("int", "间隔(秒),默认 5 秒前"),
        ("int", "数量,默认 10 左右"),
        ("int", "数量,默认 10 多"),
        ("int", "期限(天),默认 1 个工作日"),
    ]
    .map(|(ty, text)| (ty, text.to_owned()))
    .into();
    for (unit, others) in [
        ("秒", ["毫秒", "分钟", "小时", "天"]),
        ("分钟", ["秒", "秒钟", "小时", "刻钟"]),
        ("小时", ["分钟", "个钟头", "天", "个自然日"]),
        ("天", ["小时", "周", "个月", "年"]),
        ("分", ["元", "角", "块", "厘"]),
        ("元", ["分", "角", "点券", "积分"]),
    ] {
        for other in others {
            texts.push(("int", format!("总额,单位:{unit},默认 2 {other}")));
            texts.push(("int", format!("总额({unit}),默认为2{other},可改")));
        }
    }
    rows.extend(texts.iter().map(|(ty, text)| (*ty, "", text.as_str())));
    all_asked(&rows, "default", &[" default: "]);
    all_written(&[
        ("int", "", "金额(分),默认10分", "unit: fen, default: \"10\""),
        ("int", "", "时长,单位:秒,默认30秒", "default: \"30\""),
        ("int", "", "有效期(天),默认 7 天", "default: \"7\""),
        ("int", "", "有效期,单位:天,默认7日", "default: \"7\""),
        ("int", "", "条数,默认 20 条", "default: \"20\""),
        ("String", "", "编码,默认 utf8 编码", "default: \"utf8\""),
        ("String", "", "格式,默认 json 格式", "default: \"json\""),
        ("Boolean", "", "默认false不返回", "default: \"false\""),
        ("String", "asc", "排序 asc:升序,desc:降序,默认asc升序", "default: \"asc\""),
    ]);
}

#[test]
fn words_in_the_place_of_a_default_are_none() {
    let table = |cells: &[(&str, &str)]| -> String {
        let row = |(at, (ty, cell)): (usize, &(&str, &str))| format!("k{at} | {ty} | 否 | {cell} | 名称 |\n");
        let rows: String = cells.iter().enumerate().map(row).collect();
        page(&rows, "", "").replacen("示例值 | 描述", "默认值 | 描述", 1)
    };
    let words = [
        "当前时间",
        "店铺名称",
        "见说明",
        "全部",
        "不限",
        "空字符串",
        "否",
        "A或B",
        "当天0点",
        "current time",
        "see below",
        "\"无\"",
        "30分钟",
        "*",
        ",",
    ];
    let (text, _) = spec(&table(&words.map(|word| ("String", word))));
    for (at, word) in words.iter().enumerate() {
        let line = field_line(&text, &format!("k{at}"));
        assert!(marks(line).contains(&"default") && !line.contains(" default: "), "{word}: {line}");
    }
    let nothing = ["无", "空", "暂无", "没有", "null", "NULL", "None", "N/A", "-", "--", "—", "/"];
    let (text, ran) = spec(&table(&nothing.map(|word| ("String", word))));
    for (at, word) in nothing.iter().enumerate() {
        let line = field_line(&text, &format!("k{at}"));
        assert!(marks(line).is_empty() && !line.contains(" default: "), "{word}: {line}\n{}", ran.out);
    }
    let plain = [
        ("String", "\"x\"", "default: x"),
        ("String", "“x”", "default: x"),
        ("String", "'a-b'", "default: a-b"),
        ("String", "utf-8", "default: utf-8"),
        ("int", "\"10\"", "default: \"10\""),
        ("int", "10", "default: \"10\""),
        ("String", "2026-01-01 00:00:00", "default: \"2026-01-01 00:00:00\""),
    ];
    let (text, _) = spec(&table(&plain.map(|(ty, cell, _)| (ty, cell))));
    for (at, (_, cell, wanted)) in plain.iter().enumerate() {
        let line = field_line(&text, &format!("k{at}"));
        let wanted = [(*wanted).to_owned(), wanted.replacen("default: ", "default: \"", 1) + "\""];
        assert!(wanted.iter().any(|wanted| line.contains(wanted)) && marks(line).is_empty(), "{cell}: {line}");
    }
}

/// The lines of the parameters of a method, each with this member of defaults.
fn payload(member: &str, defaults: &[&str]) -> Vec<String> {
    let param = |(at, default): (usize, &&str)| {
        format!(
            r#"{{"name": "k{at}", "type": "String", "required": "0", "demoValue": "", "description": "名称", "{member}": "{}"}}"#,
            default.replace('"', "\\\"")
        )
    };
    let params = defaults.iter().enumerate().map(param).collect::<Vec<_>>().join(", ");
    let text = format!(
        r#"{{"name": "taobao.leaf.plan", "apiChineseName": "叶片", "requestParams": [{params}], "responseParams": [{{"name": "done", "type": "Boolean", "description": "完成", "demoValue": "true"}}]}}"#
    );
    let (spec, _) = spec_at("spec/top/leaf.plan.yaml", &text);
    (0..defaults.len()).map(|at| field_line(&spec, &format!("k{at}")).to_owned()).collect()
}

#[test]
fn a_member_of_defaults_is_read_as_the_cell_is() {
    for member in ["defaultValue", "default"] {
        let lines = payload(member, &["无", "null", "-", "k3", "\"x\"", "当前时间", "A或B"]);
        for line in &lines[..3] {
            assert!(marks(line).is_empty() && !line.contains(" default: "), "{member}: {line}");
        }
        assert!(lines[4].contains("default: \"x\"") && marks(&lines[4]).is_empty(), "{member}: {}", lines[4]);
        for line in &lines[5..] {
            assert!(marks(line).contains(&"default") && !line.contains(" default: "), "{member}: {line}");
        }
    }
}

#[test]
fn a_unit_that_is_also_one_of_something_else_makes_no_money() {
    all_asked(
        &[
            ("int", "", "答题时长,单位:分"),
            ("int", "", "时长(分)"),
            ("int", "", "评分(分)"),
            ("int", "", "得分,单位:分"),
            ("int", "", "角度,单位:分"),
            ("int", "60", "考试成绩(分)"),
            ("Number", "", "间隔,以分为单位"),
            ("String", "5", "学分,单位:分"),
        ],
        "unit",
        &["money", " unit: "],
    );
    all_written(&[
        ("int", "", "金额(分)", "type: money, unit: fen"),
        ("int", "5", "订单总额,单位:分", "type: money, unit: fen"),
        ("int", "5", "邮费(分)", "type: money, unit: fen"),
        ("int", "5", "应付款(分)", "type: money, unit: fen"),
        ("int", "5", "实付(分)", "type: money, unit: fen"),
        ("Price", "5", "评估(分)", "type: money, unit: fen"),
        ("int", "5", "时长(分钟)", "unit: minutes"),
    ]);
    // Of a reply as well, and what its type cannot say is asked about.
    let rows = "total_fee | int | 合计(分) | 1 |\nlong | int | 时长(分) | 1 |\nfees | int[] | 金额(分) | |\n";
    let (text, _) = spec(&page("", rows, ""));
    assert!(field_line(&text, "total_fee").contains("type: money, unit: fen"), "{text}");
    assert!(
        marks(field_line(&text, "long")).contains(&"unit") && !field_line(&text, "long").contains("money"),
        "{text}"
    );
    assert!(marks(field_line(&text, "fees")).contains(&"unit"), "{text}");
}

#[test]
fn of_two_units_none_is_written() {
    let rows = [
        "金额,单位元或分",
        "金额,单位:元,分",
        "时长,单位:天/小时",
        "金额,单位为元,传分",
        "金额,单位:元(实际传分)",
        "时长,单位:秒、分钟",
        "时长,单位:秒/毫秒",
        "时长(秒)或(分钟)",
        "金额,单位:元角分",
        "金额,单位:元,请按分传入",
        "时长,单位:个月",
        "金额,单位:日元",
        "单价,单位:元/件",
        "金额,单位:分不是元",
    ]
    .map(|text| ("int", "", text));
    all_asked(&rows, "unit", &["unit: yuan", "unit: fen", "unit: days", "unit: seconds", "unit: pieces"]);
    all_written(&[
        ("int", "5", "金额,单位:分,即 0.01 元", "unit: fen"),
        ("Price", "5.00", "金额,单位:元,精确到分", "unit: yuan"),
        ("int", "5", "时长,单位:毫秒(ms)", "unit: milliseconds"),
    ]);
}

#[test]
fn codes_that_are_cut_at_their_own_signs_are_asked_about() {
    let mut texts: Vec<String> = [
        "@a:甲,c:乙,d:丙",
        "new:新建,in.progress:进行中,done:完成",
        "1:甲,2:,3:丙",
        "1:自营,2:第三方,其他:未知",
        "0:男,1:女,空:未知",
    ]
    .map(str::to_owned)
    .into();
    for last in [
        "≥3", ">3", ">=3", "＞3", "3~5", "3～5", "3-5", "3至5", "3、4", "3/4", "3或4", "3和4", "大于3", "3以上", "*",
        "-", "#3", "3+",
    ] {
        for sign in [":", "：", "=", "(", "→"] {
            let close = if sign == "(" { ")" } else { "" };
            for part in [",", "；", "\n", "。"] {
                let item = |code: &str, gloss: &str| format!("{code}{sign}{gloss}{close}");
                texts.push([item("1", "甲"), item("2", "乙"), item(last, "丙")].join(part));
            }
        }
    }
    let texts: Vec<String> = texts.iter().map(|text| text.replace('\n', " ")).collect();
    let rows: Vec<(&str, &str, &str)> = texts.iter().map(|text| ("String", "", text.as_str())).collect();
    let mut wrong = Vec::new();
    for (row, line) in rows.iter().zip(fields(&rows)) {
        if !marks(&line).contains(&"values") {
            wrong.push(format!("{row:?}: {line}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn a_type_that_its_example_or_its_words_contradict_is_asked_about() {
    all_asked(
        &[
            ("Number", "0571", "区号"),
            ("int", "001", "区号"),
            ("Long", "00", "编号"),
            ("int", "-01", "编号"),
            ("double", "01.5", "重量"),
            ("Number", "1", "汇率,保留4位小数"),
            ("int", "1", "重量,保留两位小数"),
            ("int", "1", "重量,精确到小数点后三位"),
            ("int", "1", "重量,支持小数"),
            ("long", "1", "重量,精确到 0.01"),
            ("Byte", "1", "状态"),
            ("byte", "0", "状态"),
            ("List<String>", "[\"a\",\"b\"]", "编号"),
            ("int[]", "[1,2]", "编号"),
            ("String[]", " [] ", "编号"),
            ("Date", "2026-01-01 10:00:00", "开始日期,格式 yyyy-MM-dd"),
            ("Date", "2026-01-01", "开始时间,格式 yyyy-MM-dd HH:mm:ss"),
            ("String", "2026-01-01", "开始时间,格式 yyyy-MM-dd HH:mm"),
            ("Date", "20260101", "开始日期,格式 yyyy-MM-dd"),
        ],
        "type",
        &["type: file", "example: \"0571\"", "example: \"001\""],
    );
    all_written(&[
        ("Number", "0", "数量", "type: int, example: \"0\""),
        ("double", "0.5", "重量", "type: decimal, example: \"0.5\""),
        ("int", "1", "数量,整数,没有小数", "type: int"),
        ("byte[]", "", "图片", "type: file"),
        ("List<String>", "a,b", "编号", "type: {csv: text}"),
        ("Date", "2026-01-01", "日期,格式 yyyy-MM-dd", "type: datetime"),
        ("Date", "2026-01-01 10:00:00", "时间,格式 yyyy-MM-dd HH:mm:ss", "type: datetime"),
    ]);
    // A sample shows it as well as an example does.
    let sample = r#"{"code": 0, "msg": "ok", "data": {"num": "001", "total": "1"}}"#;
    let (text, _) = spec(&page("", "num | int | 编号 | |\ntotal | int | 总数 | |\n", sample));
    assert!(marks(field_line(&text, "num")).contains(&"type"), "{text}");
    assert!(!marks(field_line(&text, "total")).contains(&"type"), "{text}");
}

#[test]
fn what_stands_between_a_type_and_the_first_word_of_this_language_is_not_all_example() {
    let rows = [
        ("Number 必须 123 SKU 编号", "example: \"123\"", false, "SKU 编号"),
        ("Number 可选 5 page size 大小", "example: \"5\"", false, "page size 大小"),
        ("Boolean 可选 true VIP 用户", "example: \"true\"", false, "VIP 用户"),
        ("Price 可选 1.50 VIP 价", "example: \"1.50\"", false, "VIP 价"),
        ("Date 可选 2026-01-01 10:00:00 UTC 时间", "example: \"2026-01-01 10:00:00\"", false, "UTC 时间"),
        ("Date 可选 2026-01-01 SKU 日期", "example: \"2026-01-01\"", false, "SKU 日期"),
        ("String 可选 abc SKU 编号", "", true, ""),
        ("String 可选 a b c 名称", "", true, ""),
        ("String 可选 abc 名称", "example: \"abc\"", false, "名称"),
        ("String 可选 2026-01-01 10:00:00 时间", "example: \"2026-01-01 10:00:00\"", false, "时间"),
        ("String 可选 {\"a\": [1, 2]} 内容", "example: ", false, "内容"),
    ];
    for (row, wanted, broken, told) in rows {
        let text = format!(
            "taobao.leaf.plan (叶片)\n请求参数\n名称 类型 是否必须 示例值 描述\nk0 {row}\n响应参数\n名称 类型 示例值 描述\ndone Boolean true 完成\n"
        );
        let (text, ran) = spec_at("spec/top/leaf.plan.yaml", &text);
        let line = field_line(&text, "k0");
        assert!(line.contains(wanted), "{row}: {line}\n{}", ran.out);
        assert_eq!(marks(line).contains(&"broken_row"), broken, "{row}: {line}");
        assert!(line.contains(&format!("zh: {told}")) || line.contains("zh: \""), "{row}: {line}");
    }
}
