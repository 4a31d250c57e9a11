//! Signs that nobody sees, in names, codes and messages: a page that was copied has them, and the wire has not.

use crate::rows::{SPEC, page, spec};
use crate::support::{import_page, read_file, vvspec, written_file};

/// All of them are folded alike, see `tests/fixtures/messages.json`.
const SIGNS: [&str; 3] = ["\u{ad}", "\u{200d}", "\u{feff}"];

#[test]
fn a_name_with_a_sign_that_nobody_sees_is_the_name_without_it() {
    let row = |name: &str| page(&format!("{name} | String | 否 | A | 种类 |\n"), "", "");
    for (at, sign) in SIGNS.into_iter().enumerate() {
        let (begin, end) = "kind".split_at(2 * at);
        let name = format!("{begin}{sign}{end}");
        let (text, ran) = spec(&row(&name));
        assert!(text.contains("{name: kind, ") && !text.contains(sign), "{name:?} {text} {}", ran.out);
        // And the row is no other one than that of a page that was copied otherwise.
        let folder = tempfile::tempdir().unwrap();
        import_page(&folder, &row("kind"));
        let ran = import_page(&folder, &row(&name));
        let text = read_file(&folder, SPEC);
        assert_eq!(text.matches("name: kind,").count(), 1, "{name:?} {text}");
        assert!(!text.contains("deprecated") && ran.out.contains("0 added, 0 removed"), "{name:?} {}", ran.out);
    }
}

#[test]
fn a_message_with_a_sign_that_nobody_sees_is_the_message_without_it() {
    let errors = |message: &str| format!("{}响应代码\n614 | {message} | 查 |\n615 | 其他 | 查 |\n", page("", "", ""));
    for sign in SIGNS {
        let messages = ["订单不存在".to_owned(), format!("订单{sign}不存在")];
        for (one, other) in [(&messages[0], &messages[1]), (&messages[1], &messages[0])] {
            let folder = tempfile::tempdir().unwrap();
            import_page(&folder, &errors(one));
            let asked = vvspec(&["explain", "614", other, "--spec", "spec"], folder.path());
            assert_eq!(asked.code, 0, "{one:?} {other:?} {}", asked.out);
            import_page(&folder, &errors(other));
            let file = written_file(&folder, "spec/vvtool/errors.yaml");
            assert_eq!(file.matches("\"614\"").count(), 1, "{one:?} {other:?} {file}");
        }
    }
}

#[test]
fn a_code_with_a_sign_that_nobody_sees_is_kept() {
    for sign in SIGNS {
        let code = format!("61{sign}4");
        let plain = format!("{}响应代码\n{code} | 订单不存在 | 查 |\n615 | 其他 | 查 |\n", page("", "", ""));
        let top = format!(
            "taobao.leaf.get (叶片)\n\n请求参数\n\n名称 类型 是否必须 示例值 更多限制 描述\nkind String 可选 A 种类\n\n错误码解释\n\n错误码 错误描述 解决方案\n{code} 订单不存在 重试\n"
        );
        for (text, file) in [(plain, "spec/vvtool/errors.yaml"), (top, "spec/top/errors.yaml")] {
            let folder = tempfile::tempdir().unwrap();
            let ran = import_page(&folder, &text);
            let file = written_file(&folder, file);
            assert!(file.contains("code: \"614\"") && !file.contains(sign), "{code:?} {file} {}", ran.out);
        }
    }
}

/// A secret or a person's number with such a sign inside is one all the same, and a payload is read like a page.
#[test]
fn a_sign_that_nobody_sees_hides_nothing_from_cleaning() {
    for sign in SIGNS {
        let rows = format!(
            "call | String | 否 | 1391234{sign}5678 | 电话 |\next | String | 否 | to{sign}ken=9f8e7d6c5b4a39281706f5e4d3c2b1a0 | 扩展 |\nwho | String | 否 | 张{sign}小明 | 收货{sign}人 |\n"
        );
        let (text, _) = spec(&page(&rows, "", ""));
        for said in ["1391234", "9f8e7d6c", "小明"] {
            assert!(!text.contains(said), "{sign:?} {said} in {text}");
        }
        let payload = format!(
            r#"{{"name": "taobao.leaf{sign}.get", "apiChineseName": "叶片", "requestParams": [{{"name": "ki{sign}nd", "type": "String", "required": false, "description": "种{sign}类"}}], "responseParams": [], "errorCodes": [{{"errorCode": "isv.x{sign}-z", "errorMsg": "参{sign}数错"}}]}}"#
        );
        let folder = tempfile::tempdir().unwrap();
        let ran = import_page(&folder, &payload);
        let text = written_file(&folder, "spec/top/leaf.get.yaml");
        assert!(text.contains("{name: kind, ") && !text.contains(sign), "{sign:?} {text} {}", ran.out);
    }
}
