//! The second, looser reading of listed values, over variants of each kind of list that the first one cuts short or passes over: a list
//! is taken as a whole with the right glosses, or a mark says what the page lists. Nothing else is allowed.

use crate::values::{marked, rows};

/// Codes of a list with what they mean.
type Pairs = Vec<(String, String)>;
/// A text with the pairs that may be taken of it: none where only a mark is right.
type Case = (String, Option<Pairs>);

const CODES: [[&str; 3]; 6] = [
    ["0", "1", "2"],
    ["10", "20", "99"],
    ["WAIT_PAY", "PAID", "DONE"],
    ["A", "B", "C"],
    ["unpaid", "paid", "sent"],
    ["N1", "N2", "N3"],
];
const GLOSSES: [[&str; 3]; 2] = [["普通", "加急", "次日达"], ["待付款", "已發貨", "已關閉"]];
const LEADS: [&str; 6] = ["", "状态 ", "訂單類型：", "可选值:", "类型,", "发货方式("];
const ENDS: [&str; 7] = [",", "，", "、", "；", " ", "/", "\n"];
/// A code `C` and its gloss `G`.
const STYLES: [&str; 8] = ["C:G", "C：G", "C-G", "C=G", "C(G)", "C（G）", "C表示G", "C G"];

fn entry(style: &str, code: &str, gloss: &str) -> String {
    // A gloss may hold the letters of a style.
    style
        .chars()
        .map(|c| {
            if c == 'C' {
                code.to_owned()
            } else if c == 'G' {
                gloss.to_owned()
            } else {
                c.to_string()
            }
        })
        .collect()
}

fn text(lead: &str, entries: &[String], end: &str) -> String {
    format!("{lead}{}{}", entries.join(end), if lead.ends_with('(') { ")" } else { "" })
}

fn pairs(codes: &[&str], glosses: &[&str]) -> Option<Pairs> {
    let pair = |(code, gloss): (&&str, &&str)| ((*code).to_owned(), (*gloss).to_owned());
    Some(codes.iter().zip(glosses).map(pair).collect())
}

/// A case of each code, lead and separator, of which every other is left out.
fn each(make: impl Fn(&[&'static str; 3], &[&'static str; 3], &str, &str) -> Vec<Case>) -> Vec<Case> {
    let mut cases = Vec::new();
    for (number, codes) in CODES.iter().enumerate() {
        for (at, lead) in LEADS.into_iter().enumerate() {
            for (place, end) in ENDS.into_iter().enumerate().filter(|(place, _)| (number + at + place) % 2 == 0) {
                cases.extend(make(codes, &GLOSSES[place / 2 % 2], lead, end));
            }
        }
    }
    cases
}

fn seen(kind: &str, cases: &[Case]) {
    let texts: Vec<String> = cases.iter().map(|(text, _)| text.clone()).collect();
    let (mut whole, mut told, mut wrong) = (0, 0, Vec::new());
    let read = texts.chunks(500).flat_map(rows);
    for (row, (text, truth)) in read.zip(cases) {
        let taken: Pairs = row.values.iter().map(|value| (value.value.clone(), value.gloss.clone())).collect();
        match marked(&row) {
            true => told += 1,
            false if truth.as_ref() == Some(&taken) => whole += 1,
            false => wrong.push(format!("{text:?}: {taken:?}")),
        }
    }
    println!("{kind}: {whole} taken as a whole, {told} marked of {}", cases.len());
    assert!(
        wrong.is_empty(),
        "{kind}: {} of {}: {:#?}",
        wrong.len(),
        cases.len(),
        wrong.iter().take(20).collect::<Vec<_>>()
    );
}

#[test]
fn an_entry_without_a_gloss_is_not_lost() {
    seen(
        "bare",
        &each(|codes, glosses, lead, end| {
            let mut cases = Vec::new();
            for style in &STYLES[..7] {
                for bare in 0..3 {
                    let entries = (0..3)
                        .map(|at| if at == bare { codes[at].to_owned() } else { entry(style, codes[at], glosses[at]) });
                    cases.push((text(lead, &entries.collect::<Vec<_>>(), end), None));
                }
            }
            cases
        }),
    );
}

#[test]
fn a_gloss_that_begins_with_a_digit_is_one() {
    let glosses = ["3天内到达", "24小时", "7日达"];
    seen(
        "digits",
        &each(|codes, plain, lead, end| {
            let mixed = [plain[0], glosses[1], glosses[2]];
            let mut cases = Vec::new();
            for style in STYLES[..6].iter().filter(|_| codes[0] != "unpaid" && codes[0] != "N1" && codes[0] != "A") {
                for said in [glosses, mixed] {
                    let entries: Vec<String> = (0..3).map(|at| entry(style, codes[at], said[at])).collect();
                    cases.push((text(lead, &entries, end), pairs(codes, &said)));
                }
            }
            cases
        }),
    );
}

#[test]
fn an_entry_in_another_style_is_not_lost() {
    seen(
        "styles",
        &each(|codes, glosses, lead, end| {
            let mut cases = Vec::new();
            for (style, other) in [(0, 4), (2, 0), (3, 7), (1, 6), (5, 2), (4, 3)] {
                for odd in 0..3 {
                    let style = |at| STYLES[if at == odd { other } else { style }];
                    let entries: Vec<String> = (0..3).map(|at| entry(style(at), codes[at], glosses[at])).collect();
                    cases.push((text(lead, &entries, end), pairs(codes, glosses)));
                }
            }
            cases
        }),
    );
}

#[test]
fn a_code_with_two_glosses_is_told() {
    seen(
        "twice",
        &each(|codes, glosses, lead, end| {
            let twice = |style: &&str| {
                let mut entries: Vec<String> = (0..3).map(|at| entry(style, codes[at], glosses[at])).collect();
                entries.push(entry(style, codes[1], "退回"));
                (text(lead, &entries, end), None)
            };
            STYLES.iter().map(twice).collect()
        }),
    );
}

#[test]
fn an_open_list_is_told() {
    seen(
        "open",
        &each(|codes, glosses, lead, end| {
            let mut cases = Vec::new();
            for open in ["等", "等等", "...", "……", "等状态", "等。"] {
                for style in [STYLES[0], STYLES[4], STYLES[6]] {
                    let entries: Vec<String> = (0..3).map(|at| entry(style, codes[at], glosses[at])).collect();
                    cases.push((text(lead, &entries, end) + open, None));
                }
                if !lead.is_empty() && end != " " && end != "\n" {
                    let entries = codes.map(str::to_owned);
                    cases.push((text(lead, &entries, end) + open, None));
                }
            }
            cases
        }),
    );
}

#[test]
fn a_gloss_before_its_code_is_never_that_of_another() {
    let words = [["unpaid", "paid", "sent"], ["UNPAID", "PAID", "SENT"]];
    seen(
        "before",
        &each(|codes, glosses, lead, end| {
            let mut cases = Vec::new();
            for style in ["G=C", "G:C", "G：C", "G(C)", "G C", "GC"] {
                let entries: Vec<String> = (0..3).map(|at| entry(style, codes[at], glosses[at])).collect();
                let prose = codes[0] == "unpaid" && style.len() < 3 || codes[0] == "A";
                cases.extend((!prose).then(|| (text(lead, &entries, end), pairs(codes, glosses))));
            }
            for word in words.iter().filter(|_| codes[0] == "0") {
                let entries: Vec<String> = (0..3).map(|at| format!("{}={}", word[at], codes[at])).collect();
                cases.push((text(lead, &entries, end), None));
            }
            cases
        }),
    );
    let case = |(text, pairs): (&str, Option<Pairs>)| (text.to_owned(), pairs);
    let cases = [
        ("普通=1", None),
        ("类型:普通=1", None),
        ("订单状态 WAIT_PAY 待付款 PAID 已付款", pairs(&["WAIT_PAY", "PAID"], &["待付款", "已付款"])),
        ("普通 1 加急 2", pairs(&["1", "2"], &["普通", "加急"])),
        ("待付款WAIT_PAY,已付款PAID", pairs(&["WAIT_PAY", "PAID"], &["待付款", "已付款"])),
        ("操作类型 添加：1 消费：2 回滚：3", pairs(&["1", "2", "3"], &["添加", "消费", "回滚"])),
    ];
    seen("before, by hand", &cases.map(case));
}

#[test]
fn codes_and_nothing_else_are_told() {
    let mut cases = Vec::new();
    for lead in LEADS {
        for end in ["/", " / ", "|", "、", ",", "，"] {
            for codes in [["UNPAID", "PAID", "SENT"], ["NEW", "OLD", "USED"]] {
                let entries = codes.map(str::to_owned);
                cases.push((text(lead, &entries[..2], end), None));
                cases.push((text(lead, &entries, end), None));
            }
        }
        for (one, end) in [("A", ","), ("A", " "), ("B", "；"), ("1", "，")] {
            for sign in [":", "：", "-", "="] {
                let entries: Vec<String> =
                    [("1", "甲"), ("2", "乙")].map(|(two, gloss)| format!("{one}/{two}{sign}{gloss}")).into();
                cases.push((text(lead, &entries[..1], end), None));
                cases.push((text(lead, &entries, end), None));
            }
        }
    }
    seen("codes", &cases);
}

#[test]
fn a_blank_of_a_page_cuts_no_gloss() {
    seen(
        "blanks",
        &each(|codes, glosses, lead, end| {
            let mut cases = Vec::new();
            for blank in ["&nbsp;", "&#160;", "&emsp;", "\u{a0}", "\u{3000}", "\u{200b}"] {
                for style in [STYLES[0], STYLES[2], STYLES[4]] {
                    let split = glosses.map(|gloss| {
                        let (head, tail) = gloss.split_at(3);
                        (
                            format!("{head}{blank}{tail}"),
                            if blank == "\u{200b}" { gloss.to_owned() } else { format!("{head} {tail}") },
                        )
                    });
                    let entries: Vec<String> = (0..3).map(|at| entry(style, codes[at], &split[at].0)).collect();
                    let glosses = [&*split[0].1, &*split[1].1, &*split[2].1];
                    cases.extend((end != " ").then(|| (text(lead, &entries, end), pairs(codes, &glosses))));
                    let entries: Vec<String> = (0..3)
                        .map(|at| entry(style, &format!("{}{blank}", codes[at]), split[at].1.replace(' ', "").as_str()))
                        .collect();
                    let glosses = glosses.map(|gloss| gloss.replace(' ', ""));
                    let glosses = [&*glosses[0], &*glosses[1], &*glosses[2]];
                    cases.push((text(lead, &entries, end), pairs(codes, &glosses)));
                }
            }
            cases
        }),
    );
}

#[test]
fn what_only_looks_like_a_list_is_none() {
    let texts = [
        "名称",
        "每天 1 次,每周 2 次",
        "营业时间 8:00,9:00",
        "长:10;宽:20",
        "2020/01/02",
        "true/false",
        "是否成功,成功为true,失败为false",
        "tid,oid,num_iid",
        "the id of the shop",
        "最高车速(km/h)",
        "响应码,0,string(50),,",
        "支持ISV调用,返回JSON",
        "使用API查询SKU信息",
        "1、先检查参数是否正确以及店铺是否授权 2、再重试",
        "商品编号,最多 20 个,每个 10 位",
        "卖家NICK,商品ID",
        "地址,省市区等",
    ];
    for (row, text) in rows(&texts.map(str::to_owned)).iter().zip(texts) {
        assert!(row.values.is_empty() && !marked(row), "{text}: {:?} {:?}", row.values, row.review);
    }
}
