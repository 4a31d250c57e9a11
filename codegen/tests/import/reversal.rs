//! An edit of a known page and its reversal: what was asked in between is asked no longer.

use crate::rows::page;
use crate::support::{import_page, read_file, vvspec};

const SPEC: &str = "spec/vvtool/leaf/plan.yaml";

fn good() -> String {
    page(
        "state | String | 是 | 1 | 状态 1:待付款 2:已付款 3:已发货 4:已收货 |\nmemo | String | 否 | A | 留言,最大长度: 20 个字符,默认 A |\nsize | int | 否 | 1 | 页大小,最大 100 |\n",
        "total | int | 总数 | 1 |\n",
        r#"{"code": 0, "msg": "ok", "data": {"total": 1}}"#,
    )
}

/// The spec without the day on which the page was read.
fn spec(folder: &tempfile::TempDir) -> String {
    read_file(folder, SPEC).lines().filter(|line| !line.starts_with("source: ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_a_page_says_again_is_asked_no_longer() {
    let good = good();
    for (old, new) in [
        ("频率限制: 5 次/秒", "频率限制: 6 次/秒"),
        ("频率限制: 5 次/秒", "频率限制: 6 次/秒, 1000 次/天"),
        ("leaf_no | String | 是", "leaf_no | String | 否"),
        ("memo | String | 否", "memo | String | 是"),
        ("memo | String | 否", "memo | int | 否"),
        ("最大长度: 20", "最大长度: 30"),
        ("默认 A", "默认 B"),
        (" 4:已收货", ""),
        (" 3:已发货 4:已收货", ""),
        ("否 | A | 留言", "否 | B | 留言"),
        ("页大小,最大 100", "页大小,必须,最大 100"),
        ("页大小,最大 100", "页大小,最大 200"),
        ("http://api.example.com/", "http://other.example.org/"),
        ("请求方式: POST", "请求方式: GET"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(import_page(&folder, &good).code, 0);
        let before = spec(&folder);
        assert!(good.contains(old), "{old}");
        let changed = import_page(&folder, &good.replacen(old, new, 1));
        assert_eq!(changed.code, 100, "{new}: {}", changed.out);
        assert_ne!(spec(&folder), before, "{new}");
        let ran = import_page(&folder, &good);
        assert_eq!(spec(&folder), before, "{new}: {}", ran.out);
        assert_eq!(ran.code, 0, "{new}: {}", ran.out);
        assert_eq!(vvspec(&["lint", "--open", "--spec", "spec"], folder.path()).code, 0, "{new}");
        assert_eq!(vvspec(&["drift", "hold.txt", "--spec", "spec"], folder.path()).code, 0, "{new}");
    }
}

/// Of two edits of which one is taken back the other stays, with what the page says of both.
#[test]
fn what_a_page_says_still_is_asked_on() {
    let good = good();
    let folder = tempfile::tempdir().unwrap();
    import_page(&folder, &good);
    let less = good.replacen(" 4:已收货", "", 1).replacen("memo | String | 否", "memo | String | 是", 1);
    import_page(&folder, &less);
    let least = less.replacen(" 3:已发货", "", 1).replacen("默认 A", "默认 B", 1);
    let ran = import_page(&folder, &least);
    let text = spec(&folder);
    // Neither of the two values is lost.
    assert!(text.contains("{what: values, was: \"4, 3\"}"), "{text}\n{}", ran.out);
    assert!(text.contains("{what: required, was: false, page: true}, {what: default, was: A, page: B}"), "{text}");
    let half =
        least.replacen("2:已付款", "2:已付款 3:已发货", 1).replacen("memo | String | 是", "memo | String | 否", 1);
    let ran = import_page(&folder, &half);
    let text = spec(&folder);
    assert!(text.contains("{what: values, was: 4}") && !text.contains("what: required"), "{text}\n{}", ran.out);
    assert!(ran.code == 100 && text.contains("review: [pii, {what: default, was: A, page: B}]"), "{text}\n{}", ran.out);
}

/// A person's own words stay, whatever the page does: nothing is taken out of a spec but a mark, nothing put in.
#[test]
fn a_spec_that_a_person_wrote_is_held_against_a_changed_page() {
    let good = good();
    let folder = tempfile::tempdir().unwrap();
    import_page(&folder, &good);
    let by_hand = read_file(&folder, SPEC)
        .replace("name: memo, type: text", "name: memo, note: \"Kept: {a, b}\", type: text")
        .replace("rate_limit: {calls: 5, per: second}", "rate_limit: {calls: 6, per: second} # measured")
        .replace("zh: 留言", "zh: 备注");
    std::fs::write(folder.path().join(SPEC), &by_hand).unwrap();
    let changed = good
        .replacen("memo | String | 否", "memo | String | 是", 1)
        .replacen("频率限制: 5 次/秒", "频率限制: 6 次/秒", 1)
        .replacen("默认 A", "默认 B", 1);
    let ran = import_page(&folder, &changed);
    let text = read_file(&folder, SPEC);
    for kept in ["note: \"Kept: {a, b}\"", "rate_limit: {calls: 6, per: second} # measured", "zh: 备注"] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    // What the page says by now stands there already.
    assert!(!text.contains("what: rate_limit") && text.contains("{what: required, was: false, page: true}"), "{text}");
    assert_eq!(ran.code, 100);
    import_page(&folder, &good);
    let day = |text: &str| text.lines().filter(|line| !line.starts_with("source: ")).collect::<Vec<_>>().join("\n");
    let now = read_file(&folder, SPEC);
    assert!(
        now.contains("{what: rate_limit, was: \"{calls: 6, per: second}\", page: \"{calls: 5, per: second}\"}"),
        "{now}"
    );
    let without =
        |text: &str| day(text).lines().filter(|line| !line.starts_with("review: ")).collect::<Vec<_>>().join("\n");
    assert_eq!(without(&now), without(&by_hand));
}
