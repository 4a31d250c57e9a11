//! Where the words beside a number or a word make it doubtful what it says, nothing is written of it and a person is asked.

use crate::rows::{field_line, page, spec};

/// The lines of fields with these types and descriptions, in their order.
fn fields(rows: &[(&str, &str)]) -> Vec<String> {
    let table: String =
        rows.iter().enumerate().map(|(at, (ty, prose))| format!("k{at} | {ty} | 否 | | {prose} |\n")).collect();
    let (spec, ran) = spec(&page(&table, "", ""));
    let line = |at: usize| {
        let begins = format!("{{name: k{at}, ");
        spec.lines().find(|line| line.contains(&begins)).unwrap_or_else(|| panic!("{:?}: {}", rows[at], ran.out))
    };
    (0..rows.len()).map(|at| line(at).to_owned()).collect()
}

/// What no line of a doubtful row says.
const WRITTEN: [&str; 9] = [
    " min: ",
    " max: ",
    " max_chars: ",
    " max_bytes: ",
    " min_items: ",
    " max_items: ",
    " default: ",
    " deprecated: ",
    " required: true",
];

/// Type, text, the mark.
const ASKED: [(&str, &str, &str); 112] = [
    ("int", "不支持大于 5,请分批", "limits"),
    ("int", "若大于 5,则分批", "limits"),
    ("int", "大于 100,按 100 处理", "limits"),
    ("int", "与 j 之和不大于 10", "limits"),
    ("int", "大于等于 0.5", "limits"),
    ("int", "0<k<=50", "limits"),
    ("int", "默认 1, 最大 1,000", "limits"),
    ("int", "不小于 1 且不大于 1,000", "limits"),
    ("int", "默认 1,000", "default"),
    ("int", "默认 1万", "default"),
    ("String", "最长 1万字", "max_chars"),
    ("String", "默认 utf-8", "default"),
    ("String", "默认 2026-01-01 00:00:00", "default"),
    ("String", "默认 a,b", "default"),
    ("String", "默认 http://x.cn/a", "default"),
    ("String", "默认 1/3", "default"),
    ("String", "默认 0.5%", "default"),
    ("int", "默认 10，VIP 默认 20", "default"),
    ("int", "超过默认 5 报错", "default"),
    ("int", "类型 1:普通 2:团购(已废弃)", "deprecated"),
    ("int", "1:甲 2:乙(已停用)", "deprecated"),
    ("String", "替代已废弃的 leaf_no", "deprecated"),
    ("String", "原 b 字段已废弃", "deprecated"),
    ("String", "不会被废弃", "deprecated"),
    ("String", "是否废弃", "deprecated"),
    ("String", "废弃原因", "deprecated"),
    ("String", "不再限 20 字", "max_chars"),
    ("String", "原限 20 字,现限 50 字", "max_chars"),
    ("String", "最长 20 字，企业版最长 50 字", "max_chars"),
    ("String", "英文限 40 字,中文限 20 字", "max_chars"),
    ("String", "每行限 20 字", "max_chars"),
    ("String", "不足 20 字以内自动补齐", "max_chars"),
    ("String", "每个限 20 字,最多 5 个", "max_chars"),
    ("String", "不允许空值", "required"),
    ("String", "空值会报错", "required"),
    ("String", "缺失时返回 100", "required"),
    ("String", "不填则接口失败", "required"),
    ("String", "此字段停用", "deprecated"),
    ("String", "请改用 x", "deprecated"),
    ("String", "即将下架", "deprecated"),
    ("String", "[Deprecated]", "deprecated"),
    ("String", "新版无效", "deprecated"),
    ("String", "勿用", "deprecated"),
    ("int", "传 1 时为自营，传 2 时为第三方", "values"),
    ("int", "0/1", "values"),
    ("int", "支持（1 是 0 否）", "values"),
    ("int", "1=是", "values"),
    ("int", "目前只有 1、2 两种", "values"),
    ("String", "20 字封顶", "max_chars|limits"),
    ("String", "超过 20 字会被截断", "max_chars|limits"),
    ("String", "二十个字以内", "limits"),
    ("int", "[1,100]", "limits"),
    ("int", "between 1 and 100", "limits"),
    ("String", "不少于 6 个字符,不多于 12 个字符", "limits"),
    ("int", "最大 ５０", "limits"),
    ("String", "名称(20)", "limits"),
    ("int", "金额（厘）", "unit"),
    ("int", "单位 g", "unit"),
    ("String", "不传时取当天", "default"),
    ("int", "若不填按 20 处理", "default"),
    ("int", "default: 20", "default"),
    // More of the kind.
    ("int", "如果大于 5 则报错", "limits"),
    ("int", "原最大 5,现最大 10", "limits"),
    ("int", "普通用户最大 5，会员最大 10", "limits"),
    ("int", "没有不大于 5 的限制", "limits"),
    ("int", "禁止大于 5", "limits"),
    ("int", "不能不小于 5", "limits"),
    ("int", "无不大于 5 之限", "limits"),
    ("int", "合计不超过 50", "limits"),
    ("int", "类型为 1 时最大 5", "limits"),
    ("int", "最大 1亿", "limits"),
    ("int", "最大 10%", "limits"),
    ("int", "取值范围 1~5,VIP 1~10", "limits"),
    ("int", "不小于 -0.5", "limits"),
    ("int", "2024 年起最大 50", "limits"),
    ("String", "长度不超过 1,000", "max_chars"),
    ("String", "最长 20-50 字", "max_chars"),
    ("String", "曾限 20 字", "max_chars"),
    ("String", "标题与内容合计 20 字以内", "max_chars"),
    ("String", "类型为 2 时限 20 字", "max_chars"),
    ("String", "建议 20 字以内", "max_chars"),
    ("String", "最多 20 字,超出部分截断", "max_chars"),
    ("String", "最大 20 个字节,中文算 2 个", "max_chars"),
    ("String", "默认 a/b", "default"),
    ("String", "默认 10:30", "default"),
    ("String", "默认 a|b", "default"),
    ("String", "默认 a@b.cn", "default"),
    ("String", "默认 1 或 2", "default"),
    ("String", "默认 A 和 B", "default"),
    ("String", "默认 zh_CN en_US", "default"),
    ("int", "原默认 1,现默认 2", "default"),
    ("int", "企业版默认 5", "default"),
    ("int", "若为自营默认 5", "default"),
    ("int", "不再默认 5", "default"),
    ("int", "默认 5 起", "default"),
    ("int", "类型为 1 且不填时默认 2", "default"),
    ("String", "2025 年后已废弃", "deprecated"),
    ("String", "b 已废弃", "deprecated"),
    ("String", "支持编号、名称(已废弃)", "deprecated"),
    ("String", "状态:上架,已下线", "deprecated"),
    ("String", "已上线,已下线", "deprecated"),
    ("String", "颜色 9(黑,已废弃)", "deprecated"),
    ("String", "支持 a/b(已停用)", "deprecated"),
    ("String", "尚未废弃", "deprecated"),
    ("String", "旧的 x 参数已停用", "deprecated"),
    ("String", "废弃时间", "deprecated"),
    ("String", "不推荐使用", "deprecated"),
    ("String", "不传会返回错误", "required"),
    ("String", "缺少会失败", "required"),
    ("int", "仅有 1、2", "values"),
    ("int", "重量（克）", "unit"),
    ("String", "为空取昨天", "default"),
];

#[test]
fn what_is_doubtful_is_asked_about_and_not_written() {
    let rows: Vec<(&str, &str)> = ASKED.iter().map(|(ty, prose, _)| (*ty, *prose)).collect();
    let mut wrong = Vec::new();
    for ((_, prose, mark), line) in ASKED.iter().zip(fields(&rows)) {
        let marks =
            line.split_once("review: [").and_then(|(_, rest)| rest.split_once(']')).map_or("", |(marks, _)| marks);
        let asked = marks.split(", ").any(|known| mark.split('|').any(|wanted| wanted == known));
        // A default that is whole may stand beside the doubtful limit.
        let written =
            WRITTEN.iter().find(|key| line.contains(**key) && !(prose.contains("默认 1, ") && **key == " default: "));
        if !asked || written.is_some() {
            wrong.push(format!("{prose}: {mark}: {line}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Type, text, what is written of it, and nothing is asked.
const TAKEN: [(&str, &str, &str); 26] = [
    ("int", "不能小于 1", " min: 1,"),
    ("int", "不得高于 9", " max: 9,"),
    ("int", "不允许大于 100", " max: 100,"),
    ("int", "不应低于 5", " min: 5,"),
    ("int", "不可以大于 7", " max: 7,"),
    ("int", "不要低于 2", " min: 2,"),
    ("int", "数量,大于 0", " min: 1,"),
    ("int", "数量,不小于 1,不大于 99", " min: 1, max: 99,"),
    ("int", "默认 1,最大 100", " max: 100, default: \"1\","),
    ("int", "默认 20", " default: \"20\","),
    ("int", "不填默认为 1", " default: \"1\","),
    ("int", "不传时默认 1", " default: \"1\","),
    ("int", "若不填，则默认为 1", " default: \"1\","),
    ("int", "默认值:40。最大值为 100", " max: 100,"),
    ("int", "是否拆单,默认值 0,1 表示拆单", " default: \"0\","),
    ("int", "普通版 1,不传默认 1,增强版 2", " default: \"1\","),
    ("String", "默认 utf8", " default: \"utf8\","),
    ("String", "默认 created_desc", " default: \"created_desc\","),
    ("String", "名称,限 20 字", " max_chars: 20,"),
    ("String", "名称,最长 20 个字符", " max_chars: 20,"),
    ("String", "每次最多 20 个字符", " max_chars: 20,"),
    ("String", "名称,已废弃", " deprecated: "),
    ("String", "名称(已废弃)", " deprecated: "),
    ("String", "该字段已废弃", " deprecated: "),
    ("String", "【废弃】名称", " deprecated: "),
    ("String", "废弃字段,见说明", " deprecated: "),
];

#[test]
fn what_is_plain_is_still_written() {
    let rows: Vec<(&str, &str)> = TAKEN.iter().map(|(ty, prose, _)| (*ty, *prose)).collect();
    let mut wrong = Vec::new();
    for ((_, prose, key), line) in TAKEN.iter().zip(fields(&rows)) {
        if !line.contains(key) || line.contains("review: [") {
            wrong.push(format!("{prose}: {key}: {line}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn lines_of_a_head_that_speak_of_a_part_or_of_something_else_are_marked() {
    let good = page("k | String | 否 | | 甲 |\n", "", "");
    for (old, new, mark, wrong) in [
        ("频率限制: 5 次/秒", "接口收费: 每月前 100 次免费", "charge", "charge: free"),
        ("频率限制: 5 次/秒", "接口收费: 试用期免费", "charge", "charge: free"),
        ("频率限制: 5 次/秒", "频率限制: 10 次/半小时", "rate_limit", "calls: 10"),
        ("频率限制: 5 次/秒", "频率限制: 10次/秒/店铺", "rate_limit", "calls: 10"),
        ("频率限制: 5 次/秒", "频率限制: 单 IP 10 次/秒", "rate_limit", "calls: 10"),
        ("频率限制: 5 次/秒", "频率限制: 10 次/秒,每个应用", "rate_limit", "calls: 10"),
        ("请求方式: POST", "请求方式: WebSocket", "http", ""),
        ("请求方式: POST", "请求方式: 表单", "http", ""),
        ("请求方式: POST", "请求方式: POST\n返回格式: jsonp", "reply", ""),
    ] {
        let (spec, ran) = spec(&good.replacen(old, new, 1));
        let review = spec.lines().find(|line| line.starts_with("review: [")).expect("marks");
        assert!(review.contains(mark), "{new}: {review}\n{}", ran.out);
        assert!(wrong.is_empty() || !spec.contains(wrong), "{new}: {spec}");
    }
}

#[test]
fn a_list_of_lists_and_items_of_another_type_are_marked() {
    for (ty, data, marked) in [
        ("array<array<int>>", "{\"l\": [[1], [2]]}", true),
        ("int[]", "{\"l\": [[1]]}", true),
        ("int[]", "{\"l\": [1, \"a\"]}", true),
        ("int[]", "{\"l\": [{\"a\": 1}]}", true),
        ("string[]", "{\"l\": [\"a\", \"b\"]}", false),
        ("int[]", "{\"l\": [1, \"2\"]}", false),
    ] {
        let sample = format!("{{\"code\": 0, \"msg\": \"ok\", \"data\": {data}}}");
        let (spec, ran) = spec(&page("", &format!("l | {ty} | 甲 | |\n"), &sample));
        let line = field_line(&spec, "l");
        assert_eq!(line.contains("review: [type]"), marked, "{ty} {data}: {line}\n{}", ran.out);
    }
    for (data, marked) in [("[[{\"a\": 1}], [{\"a\": 2}]]", true), ("[{\"a\": 1}, {\"a\": 2}]", false)] {
        let sample = format!("{{\"code\": 0, \"msg\": \"ok\", \"data\": {data}}}");
        let (spec, _) = spec(&page("", "a | int | 甲 | 1 |\n", &sample));
        let review = spec.lines().find(|line| line.starts_with("review: [")).expect("marks");
        assert_eq!(review.contains("shape"), marked, "{data}: {review}\n{spec}");
    }
}

#[test]
fn an_answer_to_another_question_is_no_answer() {
    let good = page("k | String | 否 | A | 甲 |\n", "", "");
    let null = good.replacen("名称 | 类型 | 必填 |", "名称 | 类型 | 允许为空 |", 1);
    let more = good.replacen("| 甲 |\n", "| 甲 |\n | | 是 | | |\n", 1);
    for text in [null, more] {
        let (spec, ran) = spec(&text);
        let line = field_line(&spec, "k");
        assert!(line.contains("review: [required]"), "{line}\n{}", ran.out);
    }
}
