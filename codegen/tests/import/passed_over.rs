//! What a page says in words that nothing is taken of: in a row, in the head, in an error with a cell too many, in a row that stands a
//! second time. A person is asked about each.

use crate::rows::{SPEC, field_line, page, spec};
use crate::support::{import_page, read_file, vvspec};

/// Type, words of a row that may be left out, the mark.
const ROWS: [(&str, &str, &str); 89] = [
    // Lists in other signs, the other way round, without a gloss.
    ("String", "类型 1）一口价 2）拍卖 3）分销", "values"),
    ("String", "1）甲；2）乙；3）丙", "values"),
    ("String", "类型 1)甲 2)乙", "values"),
    ("String", "一口价为1,拍卖为2,分销为3", "values"),
    ("String", "自营传A,第三方传B", "values"),
    ("int", "一口价用1;拍卖用2", "values"),
    ("String", "1〜一口价,2〜拍卖", "values"),
    ("String", "1∶甲,2∶乙", "values"),
    ("String", "A#甲,B#乙", "values"),
    ("String", "1】甲 2】乙", "values"),
    ("int", "10001:甲,10002:乙,10003:丙", "values"),
    ("int", "10001=甲;10002=乙", "values"),
    ("String", "v1.0:旧版,v2.0:新版", "values"),
    ("String", "in.stock:有货,out.stock:无货", "values"),
    ("String", "a/b/c 三选一", "values"),
    ("String", "A、B 两选一", "values"),
    ("String", "支持 a,b,c", "values"),
    ("String", "可传 PC 或 APP", "values"),
    ("int", "可填 1、2、3", "values"),
    ("String", "固定值 1", "obligation"),
    ("String", "固定传 vvtool", "obligation"),
    ("String", "固定为:vvtool", "obligation"),
    // That it must be given.
    ("String", "名称,必需", "required"),
    ("String", "Required", "required"),
    ("String", "required: true", "required"),
    ("String", "mandatory", "required"),
    ("String", "Mandatory field", "required"),
    ("String", "名称,须填", "required"),
    ("String", "名称,一定要传", "required"),
    ("String", "海外订单需填写", "required"),
    ("String", "海外订单须传", "required"),
    ("String", "自提时需要提供", "required"),
    ("String", "名称(必选)", "required"),
    ("String", "名称,不可缺少", "required"),
    // That it goes with another one, or holds in some cases.
    ("String", "tid 和 oid 二者选其一", "obligation"),
    ("String", "二者必选其一", "obligation"),
    ("String", "三个参数任选一个", "obligation"),
    ("String", "与 oid 择一", "obligation"),
    ("String", "需与 tid 同时传入", "obligation"),
    ("String", "与 tid 配合使用", "obligation"),
    ("String", "和 oid 一起传", "obligation"),
    ("String", "需搭配 type 使用", "obligation"),
    ("String", "type=2 时有效", "obligation"),
    ("String", "类型为 2 时,才可用", "obligation"),
    ("String", "首单时生效", "obligation"),
    ("String", "仅 VIP 可用", "obligation"),
    ("String", "仅对自营店铺有效", "obligation"),
    ("int", "状态 1:待付款 2:已付款 注:2 仅限会员", "obligation"),
    ("int", "1:待付款 2:已付款,其中已付款只能查一次", "obligation"),
    // What holds where nothing is sent.
    ("int", "若不传,系统按1处理", "default"),
    ("int", "留空为 100", "default"),
    ("int", "未填为 7 天", "default"),
    ("int", "不传即 1", "default"),
    ("String", "空着视为 all", "default"),
    ("int", "未指定当作 3", "default"),
    ("int", "不填=1", "default"),
    // Bounds.
    ("int", "介于 1 和 100 之间", "limits"),
    ("int", "介于一到一百之间", "limits"),
    ("int", "大于零的整数", "limits"),
    ("int", "不小于零", "limits"),
    ("int", "多于一", "limits"),
    ("int", "正整数", "limits"),
    ("int", "非负整数", "limits"),
    ("int", "自然数", "limits"),
    ("int", "页码,从1开始", "limits"),
    ("int", "从 0 起", "limits"),
    ("int", "100 封顶", "limits"),
    ("String", "名称,max 20", "limits"),
    ("String", "名称,Max: 20", "limits"),
    ("int", "min=1", "limits"),
    ("String", "手机号,11 位", "limits"),
    ("String", "编码,13位数字", "limits"),
    // A currency that a plain number has not.
    ("Decimal", "总价,单位:元,保留两位小数", "unit"),
    ("double", "总价(元)", "unit"),
    // That it is there no longer.
    ("String", "2026-01-01 后废除", "deprecated"),
    ("String", "将废除", "deprecated"),
    ("String", "已迁移至 b", "deprecated"),
    ("String", "将统一迁移到 b", "deprecated"),
    ("String", "老字段,新接入请用 b", "deprecated"),
    ("String", "旧字段", "deprecated"),
    ("String", "请使用 b", "deprecated"),
    ("String", "用 b 代替", "deprecated"),
    ("String", "已被 b 取代", "deprecated"),
    ("String", "预留字段", "deprecated"),
    ("String", "保留参数", "deprecated"),
    ("String", "暂未使用", "deprecated"),
    ("String", "尚未启用", "deprecated"),
    ("String", "停止维护", "deprecated"),
    ("String", "将于 2026-12-31 下线", "deprecated"),
];

/// Type, words of which none is passed over.
const PLAIN: [(&str, &str); 29] = [
    ("String", "名称"),
    ("String", "名称,无需填写"),
    ("String", "名称,非必需"),
    ("String", "是否要传"),
    ("String", "名称,不需要传"),
    ("String", "请使用 upload 上传图片"),
    ("int", "正数代表调高"),
    ("String", "not required"),
    ("String", "required: false"),
    ("String", "订单编号(tid),商品编号(sku)"),
    ("int", "有效时长,2 小时有效"),
    ("String", "实时生效"),
    ("String", "有效期"),
    ("String", "仅供参考"),
    ("int", "类型,可选值:1:甲,2:乙"),
    ("int", "只能是 1:甲,2:乙"),
    ("int", "仅限 1:甲,2:乙"),
    ("int", "默认为1,最大为50"),
    ("int", "不传默认 1"),
    ("String", "请用英文逗号分隔"),
    ("String", "预留库存的商品"),
    ("String", "商品关键字"),
    ("String", "商品别名"),
    ("String", "负责人"),
    ("String", "正文"),
    ("String", "位置"),
    ("String", "版本 2.0 的名称"),
    ("String", "单位名称"),
    ("String", "时间 10:30"),
];

/// The lines of fields with these types and descriptions, in their order.
fn fields(rows: &[(&str, &str)]) -> Vec<String> {
    let table: String =
        rows.iter().enumerate().map(|(at, (ty, prose))| format!("k{at} | {ty} | 否 | | {prose} |\n")).collect();
    let (spec, _) = spec(&page(&table, "", ""));
    (0..rows.len()).map(|at| field_line(&spec, &format!("k{at}")).to_owned()).collect()
}

/// The words of a line's list of marks.
fn marks(line: &str) -> Vec<&str> {
    let list = line.split_once("review: [").and_then(|(_, rest)| rest.split_once(']')).map_or("", |(list, _)| list);
    list.split(", ").filter(|word| !word.is_empty()).collect()
}

#[test]
fn words_of_a_row_that_nothing_is_taken_of_are_asked_about() {
    let rows: Vec<(&str, &str)> = ROWS.iter().map(|(ty, prose, _)| (*ty, *prose)).collect();
    let mut wrong = Vec::new();
    for ((_, prose, cue), line) in ROWS.iter().zip(fields(&rows)) {
        if !marks(&line).contains(cue) {
            wrong.push(format!("{prose}: {cue}: {line}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn words_that_say_nothing_more_are_no_question() {
    let lines = fields(&PLAIN);
    let wrong: Vec<String> = PLAIN
        .iter()
        .zip(&lines)
        .filter(|(_, line)| !marks(line).is_empty())
        .map(|((_, prose), line)| format!("{prose}: {line}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // A column that says the same has said it.
    let (spec, _) = spec(&page("k | String | 是 | A | 名称,必需 |\n", "", ""));
    assert_eq!(marks(field_line(&spec, "k")), Vec::<&str>::new(), "{spec}");
}

#[test]
fn an_error_row_whose_message_may_end_elsewhere_is_marked() {
    const USUAL: &str = "114 | 参数错误 | 检查参数 |\n115 | 超出限制 | 稍后再试 |\n";
    for (titles, row, marked) in [
        (true, "116 | 签名错误|或过期 | 重试 |", true),
        (true, "117 | 超时 | 重试 | 可重试 |", true),
        (false, "117 | 超时 | 重试 | 可重试 |", true),
        (true, "104 / 无权限 / 请开通", true),
        (true, "104/无权限/请开通", true),
        (true, "101 请求超时 请重试", true),
        (true, "106,账号停用,联系客服", true),
        (true, "106：账号停用；联系客服", true),
        (true, "106 → 账号停用 → 联系客服", true),
        (true, "107:余额不足", false),
        (true, "107 余额不足。", false),
        (true, "116 | 签名错误 | 重试 |", false),
        (false, "116 | 签名错误 | 重试 |", false),
        (true, "116 | 签名错误 | |", false),
        (true, "116 | 签名错误 |", false),
    ] {
        let head = if titles { "代码 | 代码描述 | 解决方案 |\n" } else { "" };
        let text = page("", "", "") + "响应代码\n" + head + USUAL + row + "\n";
        let folder = tempfile::tempdir().unwrap();
        let ran = import_page(&folder, &text);
        let errors = read_file(&folder, "spec/vvtool/errors.yaml");
        let code = &row[..3];
        let line = errors.lines().find(|line| line.contains(&format!("name: Error{code}, ")));
        let line = line.unwrap_or_else(|| panic!("{row}: {errors}\n{}", ran.out));
        assert_eq!(marks(line).contains(&"message"), marked, "{row}: {line}");
        assert!(!line.contains("message: \"/"), "{line}");
        let others = errors.lines().filter(|line| line.contains("Error114") || line.contains("Error115"));
        assert!(
            others.clone().count() == 2 && others.clone().all(|line| !marks(line).contains(&"message")),
            "{errors}"
        );
    }
}

#[test]
fn what_the_head_says_of_the_whole_in_words_of_its_own_is_marked_or_written() {
    let with = |more: &str| page("", "", "").replace("接口介绍: 叶片计划", &format!("接口介绍: 叶片计划{more}"));
    let head = |text: &str| {
        let (spec, _) = spec(text);
        spec.lines().find(|line| line.starts_with("review: [")).unwrap_or_default().to_owned()
    };
    for more in [
        ",本接口已停用,请改用 erps/stock2",
        ",该接口将于 2026-12-31 下线",
        "(即将下线)",
        "\n该接口不再维护",
        "。2026-12-31 起停止服务",
        ",已迁移至 erps/stock2",
        "\n备注: 本接口即将关闭",
        ",Deprecated",
    ] {
        assert!(marks(&head(&with(more))).contains(&"deprecated"), "{more}: {}", head(&with(more)));
    }
    for more in ["", ",查询已下架的商品", ",关闭一笔交易", "\n备注: 商品下架后查不到"] {
        assert!(!marks(&head(&with(more))).contains(&"deprecated"), "{more}: {}", head(&with(more)));
    }
    for (more, json, marked) in [
        (",请求参数以 JSON 格式放在请求体中", true, false),
        ("\n请求体为 JSON", true, false),
        ("\n说明: body 使用 application/json", true, false),
        (",请求参数以 JSON 格式提交", false, true),
        ("\n请求体支持 JSON 或表单", false, true),
        (",返回 JSON", false, false),
        ("", false, false),
    ] {
        let (spec, ran) = spec(&with(more));
        assert_eq!(spec.contains("body: json"), json, "{more}: {spec}\n{}", ran.out);
        assert_eq!(marks(&head(&with(more))).contains(&"http"), marked, "{more}: {spec}");
    }
}

#[test]
fn a_row_that_stands_a_second_time_and_says_otherwise_is_asked_about() {
    const ROW: &str = "k | int | 是 | 1 | 数量 |\n";
    for (second, known) in [
        ("k | int | 否 | 1 | 数量 |\n", "{what: required, was: true, page: \"true, false\"}"),
        ("k | String | 是 | 1 | 数量 |\n", "{what: type, was: int, page: \"int, String\"}"),
        ("k | int | 是 | 1 | 数量,最大 5 |\n", "{what: duplicate, page: "),
        ("k | int | 是 | 1 | 数量,默认 5 |\n", "{what: default, page: "),
        ("k | int | 是 | 1 | 数量 |\n", ""),
        ("k | int | 是 | 7 | 数量 |\n", ""),
    ] {
        let twice = page(&(ROW.to_owned() + second), "", "");
        // On a new page: the word.
        let (new, _) = spec(&twice);
        assert_eq!(marks(field_line(&new, "k")).contains(&"duplicate"), !known.is_empty(), "{second}: {new}");
        // On a known one: what is said, at the field, until a person has decided; and not longer than the page says it.
        let folder = tempfile::tempdir().unwrap();
        import_page(&folder, &page(ROW, "", ""));
        let before = read_file(&folder, SPEC);
        let ran = import_page(&folder, &twice);
        // That there is a line more is told in any case.
        assert_eq!(ran.code, 100, "{second}: {}", ran.out);
        let after = read_file(&folder, SPEC);
        let line = field_line(&after, "k");
        assert_eq!(line.contains("{what: "), !known.is_empty(), "{second}: {line}");
        assert!(line.contains(known), "{second}: {known} in {line}\n{}", ran.out);
        let again = import_page(&folder, &twice);
        assert!(again.out.contains("nothing to write"), "{}", again.out);
        import_page(&folder, &page(ROW, "", ""));
        if known.starts_with("{what: required") || known.starts_with("{what: type") {
            assert_eq!(read_file(&folder, SPEC), before, "{second}");
        }
    }
}

#[test]
fn what_waits_in_docs_lock_names_no_place_of_this_machine() {
    let good = page("", "", "");
    let mut kept: Vec<String> = Vec::new();
    for spec in ["spec", "./spec", "../ABOVE/spec", "ABSOLUTE/spec"] {
        let folder = tempfile::tempdir().unwrap();
        let above = folder.path().file_name().unwrap().to_string_lossy().into_owned();
        let spec = spec.replace("ABOVE", &above).replace("ABSOLUTE", &folder.path().display().to_string());
        let import = |text: &str| {
            std::fs::write(folder.path().join("hold.txt"), text).unwrap();
            vvspec(&["import", "hold.txt", "--spec", &spec, "--write", "--date", "2026-01-02"], folder.path())
        };
        import(&good);
        let json = folder.path().join(SPEC);
        // A row of the envelope belongs to no file of an operation, and a field that the spec has not to none of its lines.
        let text = std::fs::read_to_string(&json).unwrap();
        let without: String =
            text.lines().filter(|line| !line.contains("{name: leaf_no, ")).map(|line| format!("{line}\n")).collect();
        std::fs::write(&json, without.replace("request:\n", "request: []\n")).unwrap();
        let ran = import(&good.replace("| 叶片编号 |", "| 叶片编号,必须先查询 |"));
        assert_eq!(ran.code, 100, "{}", ran.out);
        let lock = read_file(&folder, "spec/docs.lock");
        let open: Vec<&str> = lock.lines().filter(|line| line.starts_with("{\"open\": ")).collect();
        assert!(!open.is_empty() && open.iter().all(|line| line.contains("\"vvtool/leaf/plan.yaml: ")), "{lock}");
        assert!(!lock.contains(&above), "{lock}");
        kept.push(open.join("\n"));
    }
    assert!(kept.windows(2).all(|pair| pair[0] == pair[1]), "{kept:#?}");
}
