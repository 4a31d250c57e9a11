//! Listed values: all of them, or a mark with what the text may list. A list is never cut short in silence.

use crate::catalogue::json_files;
use crate::random::Random;
use crate::support::catalogue;
use serde_json::{Value, json};
use vvtool_codegen::inner::import::document::Row;
use vvtool_codegen::inner::import::read::evidence::Evidence;
use vvtool_codegen::inner::import::read::reader::Reader;

/// The rows of a payload with these descriptions.
pub(crate) fn rows(texts: &[String]) -> Vec<Row> {
    let params: Vec<Value> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| json!({"name": format!("leaf_{number}"), "type": "String", "description": text}))
        .collect();
    let payload = json!({"name": "taobao.leaf.get", "requestParams": params, "responseParams": []}).to_string();
    Reader::default().document("page", &payload, None, &Evidence::default()).expect("a payload").rows
}

fn taken(row: &Row) -> Vec<&str> {
    row.values.iter().map(|value| value.value.as_str()).collect()
}

pub(crate) fn marked(row: &Row) -> bool {
    row.review.iter().any(|cue| cue == "values")
}

#[test]
fn lists_are_taken_as_a_whole() {
    for (text, wanted) in [
        ("1:待付款 2:已付款 3:已发货", vec!["1", "2", "3"]),
        ("站点 101-A站,102-B站", vec!["101", "102"]),
        ("是否启用 0：否；1：是。2、未知", vec!["0", "1", "2"]),
        ("1 表示自营 2 表示第三方 3.其他", vec!["1", "2", "3"]),
        ("类型：A-住宅，B-公司", vec!["A", "B"]),
        ("状态 0=未支付,1=已支付,2=已退款", vec!["0", "1", "2"]),
        ("A1:早班、B2:中班、C3:晚班", vec!["A1", "B2", "C3"]),
        ("free(包邮),ems(EMS),vip(VIP 配送)", vec!["free", "ems", "vip"]),
        ("配送方式 free(包邮),ems(EMS),vip(VIP 配送)", vec!["free", "ems", "vip"]),
        ("101-A站,102-B站", vec!["101", "102"]),
        ("0：否；1：是。2、未知", vec!["0", "1", "2"]),
        ("1:待付款2:已付款3:已发货", vec!["1", "2", "3"]),
        ("1=VIP客户 2=SVIP客户 3=普通", vec!["1", "2", "3"]),
        ("状态：0 待付款 1 已付款 2 已发货", vec!["0", "1", "2"]),
        ("类型：10-普通/20-加急/99-其他", vec!["10", "20", "99"]),
        ("-1:失败,0:处理中,1:成功", vec!["-1", "0", "1"]),
        ("NEW_ORDER->新订单 | PAID_ORDER->已付款", vec!["NEW_ORDER", "PAID_ORDER"]),
        ("1【自营】2【第三方】", vec!["1", "2"]),
        ("\"A\":住宅;\"B\":公司", vec!["A", "B"]),
        ("取值:1、自营\n2、第三方\n3、其他", vec!["1", "2", "3"]),
        ("1:自营,2:第三方。另有 9:未知", vec!["1", "2", "9"]),
        ("渠道枚举： 2 美团 3 饿了么 26 京东到家", vec!["2", "3", "26"]),
        ("1 代表 男，2 代表 女", vec!["1", "2"]),
        ("支付状态(0:未付,请尽快付款,1:已付)", vec!["0", "1"]),
    ] {
        let rows = rows(&[text.to_owned()]);
        assert_eq!(taken(&rows[0]), wanted, "{text}: {:?}", rows[0].review);
        assert!(!marked(&rows[0]), "{text}: {:?}", rows[0].review);
    }
}

#[test]
fn what_may_be_a_value_besides_those_that_are_taken_is_told() {
    for (text, told) in [
        ("状态 1:开,2:关。X 表示未知", "taken: 1, 2; the text may list: 1, 2, X"),
        ("1:待付款,2:已付款,3:2024", "taken: 1, 2; the text may list: 1, 2, 3"),
        ("终端:1-male, 2-female", "no list was taken; the text may list: 1, 2"),
    ] {
        let rows = rows(&[text.to_owned()]);
        assert!(marked(&rows[0]), "{:?}", rows[0]);
        assert_eq!(rows[0].review[1], told);
    }
}

/// Codes and glosses, as they are taken.
fn pairs(row: &Row) -> String {
    row.values.iter().map(|value| format!("{} {}", value.value, value.gloss)).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_list_that_is_all_that_a_text_has_is_taken_whatever_its_notation() {
    for (text, wanted) in [
        ("状态 待付款=1 已付款=2 已发货=3", "1 待付款, 2 已付款, 3 已发货"),
        ("状态 待付款(1) 已付款(2) 已发货(3)", "1 待付款, 2 已付款, 3 已发货"),
        ("状态 待付款:1,已付款:2,已发货:3", "1 待付款, 2 已付款, 3 已发货"),
        ("状态 0待付款/1已付款/2已发货", "0 待付款, 1 已付款, 2 已发货"),
        ("状态 WAIT_PAY 待付款、PAID 已付款、SENT 已发货", "WAIT_PAY 待付款, PAID 已付款, SENT 已发货"),
        ("性别，F 女，M 男", "F 女, M 男"),
        ("1——甲,2——乙", "1 甲, 2 乙"),
        ("1--甲,2--乙", "1 甲, 2 乙"),
        ("SUCCESS成功  FAIL失败", "SUCCESS 成功, FAIL 失败"),
    ] {
        let rows = rows(&[text.to_owned()]);
        assert!(!marked(&rows[0]), "{text}: {:?}", rows[0].review);
        assert_eq!(pairs(&rows[0]), wanted, "{text}");
    }
}

#[test]
fn a_list_in_a_notation_nobody_takes_is_marked() {
    for text in [
        "状态 '1'待付款,'2'已付款,'3'已发货",
        "类型 (1)甲;(2)乙;(3)丙",
        "类型 【1】甲【2】乙【3】丙",
        "类型 <1>甲<2>乙<3>丙",
        "类型 1甲2乙3丙",
        "类型 PC端-1 手机端-2 小程序-3",
        "类型 1.0:甲 1.1:乙 2.0:丙",
        "类型 order.paid:已付,order.sent:已发",
        "状态 0x01:待付款 0x02:已付款",
        "类型 取值 1,2,3,4,5",
        "类型 取值范围:{1,2,3}",
        "类型 one of: red, green, blue",
        "类型 Y/N",
        "asc升序 desc降序",
        "排序 asc升序，desc降序",
        "Y是N否",
        "是否可用Y可用N不可用",
        "传1待付款,传2已付款",
        "待付款传1 已付款传2",
        "①待付款②已付款③已发货",
        "状态 ①待付款；②已付款",
        "⑴自营⑵第三方",
        "Ⅰ自营,Ⅱ第三方",
        "码状态（I核注O核销A激活C注销E错误码）",
        "true修改成功，false修改失败",
        "\"asc\"升序 \"desc\"降序",
    ] {
        let rows = rows(&[text.to_owned()]);
        assert!(marked(&rows[0]), "{text}: {:?}", taken(&rows[0]));
    }
    let rows = rows(&["状态 1→待付款,2→已付款,3→已发货".to_owned()]);
    assert!(taken(&rows[0]) == ["1", "2", "3"] && !marked(&rows[0]), "{:?}", rows[0]);
}

/// What a description says in passing around its list, until it is longer than one of a single value.
const AROUND: [&str; 3] = [
    "该字段由平台在订单创建之后写入,商家可以通过接口查询,也可以在后台页面查看。平台会在每次变更之后重新写入该字段,请以最后一次查询的结果为准。\
     如果查询失败,请稍后重新查询。该字段不影响订单的其他内容,也不影响结算。商家不应依赖该字段判断资金是否到账,资金请以账单为准。\
     该字段的说明可能随业务调整而变化,调整之前会通过公告通知商家,请商家留意公告并及时修改程序,以免影响业务的正常进行。",
    "调用 ERP 接口时会写入该字段\n",
    "每页最多 20 条,共 3 页。",
];

#[test]
fn a_list_in_a_long_description_that_is_not_taken_is_marked() {
    let mut texts = Vec::new();
    for list in [
        "状态：WAIT_PAY 待付款、PAID 已付款、SENT 已发货。",
        "状态 待付款=1 已付款=2 已发货=3。",
        "排序 asc升序，desc降序。",
        "①待付款②已付款③已发货。",
        "类型 取值 1,2,3,4,5。",
        "类型 one of: red, green, blue。",
        "类型 1甲2乙3丙。",
        "传1待付款,传2已付款。",
        "取值:1、自营\n2、第三方\n3、其他。",
        "终端:1-male, 2-female。",
        "状态 '1'待付款,'2'已付款,'3'已发货。",
    ] {
        for more in ["", AROUND[1], AROUND[2]] {
            texts.push(format!("{}{more}{list}", AROUND[0]));
            texts.push(format!("{more}{list}{}", AROUND[0]));
        }
    }
    let silent: Vec<String> = rows(&texts)
        .iter()
        .zip(&texts)
        .filter(|(row, _)| row.values.is_empty() && !marked(row))
        .map(|(_, text)| text.replace(AROUND[0], "…"))
        .collect();
    assert!(texts.iter().all(|text| text.chars().count() > 200));
    assert!(silent.is_empty(), "{} of {}: {silent:#?}", silent.len(), texts.len());
    for more in ["", AROUND[1], AROUND[2], "1、先检查参数 2、再重试。", "格式 yyyy-MM-dd HH:mm:ss。"] {
        let row = &rows(&[format!("{}{more}{}", AROUND[0], AROUND[0])])[0];
        assert!(!marked(row) && row.values.is_empty(), "{more}: {:?}", row.review);
    }
}

#[test]
fn codes_with_their_glosses_right_behind_them_are_a_list_or_marked_whatever_stands_between() {
    let codes: [&[&str]; 5] =
        [&["asc", "desc"], &["Y", "N"], &["WAIT_PAY", "PAID", "SENT"], &["1", "2", "3"], &["①", "②", "③"]];
    let glosses = ["待付款", "已付款", "已发货"];
    let mut texts = Vec::new();
    for lead in ["", "状态 ", "排序：", "发货方式,", "如何处理("] {
        for send in ["", "传", "填"] {
            for between in ["", " ", ",", "，", "；", "、", "/", "|", "。", "\n"] {
                for blank in ["", " "] {
                    for codes in codes {
                        let items =
                            codes.iter().zip(glosses).map(|(code, gloss)| format!("{send}{code}{blank}{gloss}"));
                        texts.push(format!("{lead}{}", items.collect::<Vec<_>>().join(between)));
                    }
                }
            }
        }
    }
    let rows = rows(&texts);
    assert_eq!(rows.len(), texts.len());
    let unseen: Vec<&String> = rows
        .iter()
        .zip(&texts)
        .filter(|(row, _)| row.values.is_empty() && !marked(row))
        .map(|(_, text)| text)
        .collect();
    assert!(unseen.is_empty(), "{} of {}: {unseen:#?}", unseen.len(), texts.len());
}

#[test]
fn a_range_is_a_limit_for_a_person_to_look_at() {
    let limited =
        |text: &str| rows(&[text.to_owned()])[0].review.iter().any(|cue| cue == "limits" || cue == "max_chars");
    for lead in ["评分", "评分:", "评分 ", "取值", "入住人数(", "", "大小，值"] {
        for (from, to) in [("1", "5"), ("0", "100"), ("-1", "100"), ("0.5", "1.5")] {
            for sign in ["~", "～", "-", "—", "至", "到", " - "] {
                let text = format!("{lead}{from}{sign}{to}{}的整数", if lead.ends_with('(') { ")" } else { "" });
                assert!(limited(&text), "{text}");
            }
        }
    }
    for text in [
        "日期 2011-01-28",
        "时间 18:30-19:30",
        "如21-25",
        "编号 10-2",
        "路径 1/2-3/4",
        "版本 1.2.3-4",
        "电话 0571-8888-1",
    ] {
        assert!(!limited(text), "{text}");
    }
}

#[test]
fn prose_that_lists_nothing_is_no_list() {
    for text in [
        "订单编号,最多 20 个",
        "1、先检查参数 2、再重试",
        "最近 3 天的订单",
        "店铺 ID 与 nick 二选一",
        "格式 yyyy-MM-dd",
        "类型,最大值:100",
        "状态,第1页共2页",
        "订单类型,最近3天内有效",
        "使用API查询SKU信息",
        "itemId和outId至少填写一个",
        "CDC或者RDC类型",
        "api业务线编码,传入dkx为查询账户整体报表",
        "前N分钟每件X元",
        "第1级类目,第2级类目",
        "①先检查参数②再重试",
        "①请传入订单号②若没有则传店铺",
    ] {
        let rows = rows(&[text.to_owned()]);
        assert!(!marked(&rows[0]), "{text}: {:?}", rows[0].review);
        assert!(rows[0].values.is_empty(), "{text}: {:?}", rows[0].values);
    }
}

#[test]
fn of_five_hundred_texts_none_is_cut_short_without_a_mark() {
    let mut random = Random::new(500);
    let glosses = ["待付款", "已付款", "VIP 配送", "EMS", "A站", "其他", "已发货(部分)", "自营", "第三方仓", "未知"];
    let signs = ["：", ":", "=", "-", "—", "表示", " 表示", "为", "、", ".", "->", "(", "（", "＝", " "];
    let ends = ["、", "，", ",", ";", "；", "/", " ", "。", "\n", " | "];
    let mut texts = Vec::new();
    let mut truths = Vec::new();
    for _ in 0..500 {
        let kind = random.below(3);
        let (sign, end) = (random.of(&signs), random.of(&ends));
        let mut text = random.of(&["状态 ", "可选值：", "", "类型,", "取值如下:", "枚举值 "]).to_owned();
        let mut values: Vec<String> = Vec::new();
        for number in 0..random.below(6) + 2 {
            let value = match kind {
                0 => number.to_string(),
                1 => format!("STATE_{}", ["NEW", "PAID", "SENT", "DONE", "GONE", "LOST", "BACK"][number]),
                _ => format!("{}{number}", ["A", "B", "C", "D", "E", "F", "G"][number]),
            };
            let sign = if random.one_in(9) { random.of(&signs) } else { sign };
            let close = match sign {
                "(" => ")",
                "（" => "）",
                _ => "",
            };
            if number > 0 {
                text.push_str(if random.one_in(9) { random.of(&ends) } else { end });
            }
            text.push_str(&format!("{value}{sign}{}{close}", random.of(&glosses)));
            values.push(value);
        }
        texts.push(text);
        truths.push(values);
    }
    let (mut whole, mut told, mut none, mut short) = (0, 0, 0, Vec::new());
    for ((row, truth), text) in rows(&texts).iter().zip(&truths).zip(&texts) {
        let all = truth.iter().all(|value| row.values.iter().any(|known| known.value == *value));
        match (all, row.values.is_empty(), marked(row)) {
            (true, _, false) => whole += 1,
            (_, _, true) => told += 1,
            (false, true, false) => none += 1,
            (false, false, false) => short.push(format!("{text:?}: {:?}", taken(row))),
        }
    }
    println!("500 texts: {whole} lists taken as a whole, {told} marked, {none} no list, {} cut short", short.len());
    assert!(short.is_empty(), "{} cut short: {short:#?}", short.len());
    assert!(whole >= 475 && none <= 5, "{whole} of 500 taken as a whole, {none} not seen");
}

/// A reading of its own, with no pattern in common: pieces between separators that begin with a code and go on with a word.
fn looser(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for piece in text.split([',', '，', ';', '；', '\n', '。']) {
        let piece = piece.trim().trim_start_matches(['*', '•', ' ']);
        let end = piece.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(piece.len());
        let (value, rest) = piece.split_at(end);
        let sign = [":", "：", "=", "(", "（"].iter().find_map(|sign| rest.trim_start().strip_prefix(sign));
        let word =
            sign.is_some_and(|rest| rest.trim_start().starts_with(|c: char| ('\u{4e00}'..'\u{9fff}').contains(&c)));
        let plain = value.len() <= 30
            && (value.parse::<u16>().is_ok_and(|number| number < 10_000)
                || value.starts_with(|c: char| c.is_ascii_alphabetic()));
        if word && plain && !found.iter().any(|known| known == value) {
            found.push(value.to_owned());
        }
    }
    if found.len() >= 2 { found } else { Vec::new() }
}

#[test]
fn no_list_of_the_catalogues_is_cut_short_without_a_mark() {
    let reader = Reader::default();
    for date in ["2022-08-30", "2023-01-17"] {
        let Some(folder) = catalogue(date) else { return };
        let mut files = Vec::new();
        json_files(folder.path(), &mut files);
        let (mut whole, mut told, mut doubt, mut none, mut short) = (0, 0, 0, 0, Vec::new());
        for file in files {
            let text = std::fs::read_to_string(&file).expect("a file");
            let Ok(document) = reader.document("page", &text, None, &Evidence::default()) else { continue };
            let json: Value = serde_json::from_str(&text).expect("JSON");
            let mut described = Vec::new();
            descriptions(&json["requestParams"], &mut described);
            descriptions(&json["responseParams"], &mut described);
            assert!(described.len() >= document.rows.len(), "{}", file.display());
            if described.len() != document.rows.len() {
                // Rows that stand twice are one: those that are left are counted by the others.
                continue;
            }
            for (row, text) in document.rows.iter().zip(described) {
                let beyond = looser(&text).into_iter().any(|value| !taken(row).contains(&value.as_str()));
                match (row.values.is_empty(), marked(row)) {
                    (true, true) => doubt += 1,
                    (true, false) => none += 1,
                    (false, true) => told += 1,
                    (false, false) if beyond => short.push(format!("{text:?}: {:?}", taken(row))),
                    (false, false) => whole += 1,
                }
            }
        }
        println!(
            "{date}: {whole} lists taken as a whole, {told} marked, {doubt} marked that may list values, {none} rows without a list, {} cut short",
            short.len()
        );
        short.truncate(5);
        assert!(short.is_empty(), "{short:#?}");
        assert!(whole > 3_900 && doubt < 1_450 && none > 90_000, "{whole} {doubt} {none}");
    }
}

fn descriptions(list: &Value, out: &mut Vec<String>) {
    for item in list.as_array().into_iter().flatten() {
        out.push(item["description"].as_str().unwrap_or_default().to_owned());
        descriptions(&item["subParams"], out);
    }
}

/// A value that stands there twice and means two things is a question, in whatever signs the list is written.
#[test]
fn a_value_of_two_glosses_is_a_question() {
    for prose in [
        "1-甲 2-丙 1-乙",
        "1:甲,2:丙,1:乙",
        "1=甲;2=丙;海外店铺:1=乙",
        "1表示甲,2表示丙;1表示乙",
        "1、甲 2、丙 1、乙",
        "1/甲 2/丙 1/乙",
        "1~甲,2~丙,1~乙",
        "1甲2丙1乙",
        "甲:1,丙:2,乙:1",
        "01-甲 02-丙 1-乙",
        "A(甲),B(丙),A(乙)",
        "WAIT-待付款,PAID-已付款,WAIT-等待发货",
        "（1：甲，2：丙）；备注：1 是乙",
        "1-甲<br>2-丙<br>1-乙",
    ] {
        for ty in ["int", "String"] {
            let (text, _) =
                crate::rows::spec(&crate::rows::page(&format!("kind | {ty} | 否 | | 类型,{prose} |\n"), "", ""));
            let line = crate::rows::field_line(&text, "kind");
            assert!(line.contains("values"), "{ty} {prose}: {line}");
        }
    }
    for prose in ["1/甲 2/乙 3/丙", "A~甲,B~乙", "N#否 Y#是"] {
        let (text, _) = crate::rows::spec(&crate::rows::page(&format!("kind | String | 否 | | {prose} |\n"), "", ""));
        assert!(crate::rows::field_line(&text, "kind").contains("values"), "{prose}: {text}");
    }
    for prose in ["限 5 次/秒,每天 100 次", "SKU/商品", "1/天", "长/宽/高", "见 A_说明"] {
        let (text, _) =
            crate::rows::spec(&crate::rows::page(&format!("kind | String | 否 | | 类型 {prose} |\n"), "", ""));
        assert!(!crate::rows::field_line(&text, "kind").contains("values"), "{prose}: {text}");
    }
}
