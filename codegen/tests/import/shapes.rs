//! What the data of a reply is: what the sample and the table say is written, and what they leave open is marked.

use crate::rows::{page, spec};

/// The line of the spec that says what the data is, and whether a person is asked about it.
fn data(row: &str, data: &str) -> (String, bool) {
    let sample = if data.is_empty() { String::new() } else { format!(r#"{{"code": 0, "msg": "ok", "data": {data}}}"#) };
    shown(&page("", row, &sample))
}

fn shown(page: &str) -> (String, bool) {
    let (spec, ran) = spec(page);
    let line = spec.lines().find_map(|line| line.strip_prefix("  data: ")).expect("data").to_owned();
    let review = spec.lines().find(|line| line.starts_with("review: [")).expect("marks");
    assert!(!line.contains("Plan") || spec.contains("  - type: LeafPlanData\n"), "{spec}\n{}", ran.out);
    (line, review.contains("shape"))
}

#[test]
fn a_list_is_one_object_only_where_the_document_says_so() {
    const TOTAL: &str = "total | int | 总数 | 1 |\n";
    for (row, sample, wanted, marked) in [
        ("", r#"[{"total": 1}]"#, "{list_of: LeafPlanData}", true),
        ("", "[]", "{list_of: LeafPlanData}", true),
        ("", r#"[{"total": 1}, {"total": 2}]"#, "{list_of: LeafPlanData}", false),
        ("", r#"[{"total": 1}, {"total": 2}, {"total": 3}]"#, "{list_of: LeafPlanData}", false),
        ("", r#"{"total": 1}"#, "{record: LeafPlanData}", false),
        ("", "", "{record: LeafPlanData}", true),
        ("data | object[] | 返回数据 | |\n", r#"[{"total": 1}]"#, "{list_of: LeafPlanData}", true),
        ("data | object[] | 叶片列表 | |\n", r#"[{"total": 1}]"#, "{list_of: LeafPlanData}", false),
        ("data | object[] | 可能有多个叶片 | |\n", r#"[]"#, "{list_of: LeafPlanData}", false),
        (
            "data | object[] | 返回数据,只有一个元素 | |\n",
            r#"[{"total": 1}]"#,
            "{list_of: LeafPlanData, exactly: one}",
            false,
        ),
        ("data | object[] | 有且仅有一条 | |\n", r#"[{"total": 1}]"#, "{list_of: LeafPlanData, exactly: one}", false),
        (
            "data | object[] | 返回数据,只有一个元素 | |\n",
            r#"[{"total": 1}, {"total": 2}]"#,
            "{list_of: LeafPlanData}",
            true,
        ),
    ] {
        assert_eq!(data(&format!("{row}{TOTAL}"), sample), (wanted.to_owned(), marked), "{row}{sample}");
    }
}

#[test]
fn data_that_is_no_object_is_said_as_what_it_is() {
    for (row, sample, wanted, marked) in [
        // Only the sample: its type is a guess.
        ("", r#""done""#, "{scalar: text}", true),
        ("", "7", "{scalar: int}", true),
        ("", "7.5", "{scalar: decimal}", true),
        ("", "true", "{scalar: bool}", true),
        ("", "1000000000000000001", "{scalar: text}", true),
        ("", r#"["A1", "A2"]"#, "{list_of: text}", true),
        ("", "[1, 2]", "{list_of: int}", true),
        ("", "null", "none", true),
        ("", r#""""#, "none", true),
        // The table says the same, or more.
        ("data | string | 单号 | A1 |\n", r#""A1""#, "{scalar: text}", false),
        ("data | int | 数量 | 3 |\n", "3", "{scalar: int}", false),
        ("data | int | 数量 | 3 |\n", "null", "{scalar: int}", false),
        ("data | boolean | 是否成功 | true |\n", "true", "{scalar: bool}", false),
        ("data | Price | 余额,单位:元 | 1.50 |\n", r#""1.50""#, "{scalar: money, unit: yuan}", false),
        ("data | string | 状态 1:开 2:关 | 1 |\n", r#""1""#, "{scalar: Data}", false),
        ("data | string[] | 单号 | |\n", r#"["A1"]"#, "{list_of: text}", false),
        ("data | List<Long> | 数量 | |\n", "[1, 2]", "{list_of: int}", false),
        ("data | int[] | 数量,单位:分 | |\n", "[1, 2]", "{list_of: int}", false),
        // Without a sample a table says it alone.
        ("data | string | 单号 | A1 |\n", "", "{scalar: text}", true),
        ("data | string[] | 单号 | |\n", "", "{list_of: text}", true),
    ] {
        assert_eq!(data(row, sample), (wanted.to_owned(), marked), "{row}{sample}");
    }
    // A reply that has nothing but what stands around data.
    assert_eq!(shown(&page("", "", r#"{"code": 0, "msg": "ok"}"#)), ("none".to_owned(), true));
}

#[test]
fn members_whose_names_are_data_make_a_map() {
    const TOTAL: &str = "total | int | 总数 | 1 |\n";
    for (row, sample, wanted, marked) in [
        (TOTAL, r#"{"1001": {"total": 1}, "1002": {"total": 2}}"#, "{map_of: LeafPlanData}", true),
        (TOTAL, r#"{"SKU-1": {"total": 1}}"#, "{map_of: LeafPlanData}", true),
        ("", r#"{"1001": "A", "1002": "B"}"#, "{map_of: text}", true),
        ("", r#"{"2026-01-02": 3}"#, "{map_of: int}", true),
        ("data | Map<String,Integer> | 库存 | |\n", r#"{"1001": 3}"#, "{map_of: int}", false),
        ("data | Map<String,Integer> | 库存 | |\n", r#"{"red": 3, "blue": 4}"#, "{map_of: int}", false),
        // Names are names.
        (TOTAL, r#"{"total": 1}"#, "{record: LeafPlanData}", false),
        ("", r#"{"name1": 1, "name2": 2}"#, "{record: LeafPlanData}", false),
        (TOTAL, r#"{"1001": {"total": 1}, "total": 1}"#, "{record: LeafPlanData}", false),
    ] {
        assert_eq!(data(row, sample), (wanted.to_owned(), marked), "{row}{sample}");
    }
}

/// The table and the sample cannot both be right: the table is written, and a person is asked.
#[test]
fn a_value_where_the_table_has_fields_is_asked_about() {
    for sample in [r#""done""#, "7", "[1, 2]", "null"] {
        let (line, marked) = data("total | int | 总数 | 1 |\n", sample);
        assert!(marked && line.contains("LeafPlanData"), "{sample}: {line}");
    }
}
