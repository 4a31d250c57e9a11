//! What the head of a page says about the operation as a whole.

use std::borrow::Cow;

use super::cells;
use super::sections::Read;
use super::texts;
use crate::import::digest;
use crate::import::document::{RateLimit, Rates, short, words_among};
use crate::words::{Method, Period};

/// What an interface address stands under.
const ADDRESS: [&str; 6] = ["接口地址", "请求地址", "请求URL", "接口URL", "API地址", "调用地址"];

/// Methods of HTTP that no call has; a page that says one is refused where its operation is made.
pub(crate) const NO_CALL: [&str; 4] = ["HEAD", "OPTIONS", "TRACE", "CONNECT"];
/// Words for replies that are no JSON.
const NO_JSON: [&str; 9] = ["jsonp", "html", "csv", "protobuf", "text", "文本", "二进制", "文件", "字符串"];

/// The line that names the interface address.
#[must_use]
pub fn is_address(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['#', '*', '-', ' ']);
    let rest = ADDRESS.iter().find_map(|label| line.strip_prefix(label));
    rest.is_some_and(|rest| rest.trim_start().starts_with([':', '：']) || rest.is_empty())
}

/// One line of the head of a vv-tool page, which is kept where a person is asked about it. An address may hold a login.
pub fn vvtool_line(line: &str, read: &mut Read) {
    let asked = read.marks.len();
    fact(line, read);
    if read.marks.len() > asked && !is_address(line) {
        read.said.push(short(line));
    }
}

/// One line of the head of a TOP page: its title, labels, and what a line of any page says of calls.
pub(super) fn top_line(line: &str, read: &mut Read) {
    if let Some((method, title)) = top_method(line) {
        if read.operation.is_some() {
            return;
        }
        read.operation = Some(method);
        read.facts.title = title;
        if let Some((_, remark)) = line.split_once('【') {
            let remark = remark.trim_end().trim_end_matches('】');
            read.facts.notes.push(format!("the title says more than a title: {remark}"));
            read.said.push(short(line));
            read.marks.push("prose");
        }
        return;
    }
    let words = line.split(PARTS).map(str::trim).filter(|word| word.chars().any(char::is_alphanumeric));
    let (own, others): (Vec<&str>, Vec<&str>) = words.partition(|word| authorises(word) || charges_alone(word));
    let limited = !own.is_empty() && limits(&others.join(" "));
    let labelled = others.is_empty() || limited || are_labels(line, &own);
    if labelled {
        read.facts.labels.extend(own.into_iter().map(str::to_owned));
        if !others.is_empty() && !limited {
            read.facts.notes.push(format!("nobody knows what these labels say: {}", others.join(" ")));
            read.said.push(short(line));
            read.marks.push("prose");
        }
    }
    let rest = if labelled { others.join(" ") } else { line.trim().to_owned() };
    let named = rest.split_once([':', '：']).is_some_and(|(label, _)| {
        let label = label.trim_start_matches(['#', '*', '-', '>', ' ']).trim();
        texts::is_label(label) && !ADDRESS.contains(&label)
    });
    if named || !rest.contains([':', '：']) && !rest.contains("用户授权") || limits(&rest) {
        vvtool_line(&rest, read);
    }
    let method = read.facts.method.as_deref().filter(|method| !method.contains("POST"));
    if let Some(method) = method.filter(|_| named) {
        // Calls of a platform are all made the same way.
        read.facts
            .notes
            .push(format!("a call is made with {method}, as the head says: `http` of service.yaml says it of all"));
        read.said.push(short(&rest));
        read.marks.push("http");
    }
}

fn fact(line: &str, read: &mut Read) {
    let line = line.trim().trim_start_matches(['#', '*', '-', '>', ' ']);
    let facts = &mut read.facts;
    let Some((label, value)) = line.split_once([':', '：']) else {
        // `无需用户授权` stands alone.
        if line.contains("用户授权") && line.chars().count() <= 12 || authorises(line) {
            needs(line, line, read);
        } else if charges_alone(line) {
            charges(line, line, read);
        } else if limits(line) {
            untold(line, read);
        }
        return;
    };
    let value = value.trim();
    match label.trim() {
        label if ADDRESS.contains(&label) => {
            let (host, path, cut) = host_and_path(value);
            let several = value.split_whitespace().nth(1).is_some();
            if cut {
                facts.notes.push(
                    "the interface address held a query or a login, maybe with a token: they were cut off, and are no part of the path"
                        .to_owned(),
                );
            } else if several {
                facts.notes.push(format!("the line {label} says more than one address: the first one was taken"));
            }
            if cut || several {
                read.marks.push("http");
            }
            read.operation = Some(path.strip_prefix("/tool/").unwrap_or(path.trim_start_matches('/')).to_owned())
                .filter(|id| !id.is_empty());
            facts.host = Some(host);
            facts.path = Some(path);
        }
        "接口介绍" => introduced(label, value, read),
        "请求方式" | "请求方法" | "HTTP方法" | "HTTP请求方式" | "调用方式" | "Method" => {
            facts.body_style(value);
            let form = is_any_form(value).then_some(ANY_FORM);
            if let Some(why) = unclear_method(value, facts.method.as_deref()).or(form) {
                facts.notes.push(format!("the line {label} says {why}"));
                read.marks.push("http");
            }
            if facts.method.as_deref().is_none_or(str::is_empty) {
                facts.method = Some(value.to_ascii_uppercase());
            }
        }
        "接口收费" | "收费标准" | "是否收费" | "收费方式" | "接口费用" => {
            charges(label, value, read)
        }
        "请求格式" | "请求类型" | "请求数据格式" | "提交方式" | "提交格式" | "数据格式" | "请求体" | "请求体格式"
        | "Content-Type" => bodies(label, value, read),
        "返回格式" | "响应格式" | "返回类型" | "返回数据格式" => {
            let lower = value.to_ascii_lowercase();
            facts.no_json_reply = lower.contains("xml") && !lower.contains("json");
            let other = NO_JSON.iter().any(|word| lower.contains(word)) && !lower.replace("jsonp", "").contains("json");
            if other {
                facts.notes.push(format!("the line {label} says that replies are no JSON, and only JSON is read"));
                read.marks.push("reply");
            }
        }
        label if RATES.contains(&label) => {
            let more = rates(value).or_else(|| rates(line));
            facts.rate_limit = Rates::both(facts.rate_limit.take(), more.clone());
            if let Some(unclear) = facts.rate_limit.as_ref().filter(|rates| !rates.are_plain()) {
                facts.notes.push(format!(
                    "the line {label} says two limits for the same time, or one of no calls ({unclear}): find out which holds"
                ));
                read.marks.push("rate_limit");
            } else if more.is_none() && !unlimited(value) {
                facts
                    .notes
                    .push(format!("the line {label} says no number of calls in one second, minute, hour or day, or says it of a part of the calls"));
                read.marks.push("rate_limit");
            }
        }
        label => told_beside(label, value, read),
    }
}

/// What the page calls the operation.
fn introduced(label: &str, value: &str, read: &mut Read) {
    let said = title(value.trim_end_matches("点击查看详情"));
    let facts = &mut read.facts;
    if !facts.title.is_empty() && facts.title != said {
        facts.notes.push(format!("the line {label} stands twice: {said}"));
        read.marks.push("prose");
    }
    facts.title = said;
}

/// Why a person has to look at the method of a line; None of one method and nothing else, or of a line that says none. `before` is what
/// an earlier line says.
fn unclear_method(value: &str, before: Option<&str>) -> Option<&'static str> {
    const BESIDE: [&str; 21] = [
        "HTTPS",
        "HTTP",
        "APPLICATION/",
        "JSON",
        "X-WWW-FORM-URLENCODED",
        "MULTIPART/",
        "FORM-DATA",
        "FORM",
        "URLENCODED",
        "表单",
        "请求",
        "方式",
        "方法",
        "提交",
        "仅支持",
        "只支持",
        "支持",
        "仅",
        "使用",
        "调用",
        "METHOD",
    ];
    let upper = value.to_ascii_uppercase();
    let said = words_among(&upper, &[Method::WORDS, &NO_CALL].concat());
    let rest = said.iter().fold(upper.clone(), |rest, word| rest.replacen(word, " ", 1));
    let rest = BESIDE.iter().fold(rest, |rest, word| rest.replace(word, " "));
    let other = before.is_some_and(|before| !before.is_empty() && words_among(before, Method::WORDS) != said);
    if value.is_empty() {
        None
    } else if said.is_empty() {
        Some("no method of HTTP that a call has")
    } else if said.len() > 1 || other {
        Some("several methods of HTTP, and a call has one: see whether the one that was written is right")
    } else {
        rest.contains(char::is_alphabetic).then_some("more than a method of HTTP: read it")
    }
}

/// What a line says about charges.
fn charges(label: &str, value: &str, read: &mut Read) {
    let facts = &mut read.facts;
    let before = facts.charged;
    facts.charged = charged(value);
    if before.is_some() && facts.charged.is_some() && before != facts.charged {
        facts.notes.push(format!("the line {label} says another thing of charges than a line above"));
        read.marks.push("charge");
        // On the safe side.
        facts.charged = Some(true);
    }
    facts.charge = Some(digest::of_prose(value));
    let price = value.contains(|c: char| c.is_numeric()) || ["成功", "失败"].iter().any(|on| value.contains(on));
    if facts.charged == Some(true) && price {
        facts.notes.push(format!("the line {label} says what a call costs: see whether `charge` can say it"));
        read.marks.push("charge");
    } else if facts.charged.is_none() {
        let why = format!("the line {label} says neither that calls are free nor that they cost something");
        facts.notes.push(why);
        read.marks.push("charge");
    }
}

/// What a form does not say.
const ANY_FORM: &str = "a form, and not which: urlencoded or multipart";

/// Whether a line says a form and not of which kind.
fn is_any_form(value: &str) -> bool {
    const KINDS: [&str; 5] = ["urlencoded", "multipart", "form-data", "formdata", "json"];
    let lower = value.to_ascii_lowercase();
    (lower.contains("form") || lower.contains("表单")) && !KINDS.iter().any(|kind| lower.contains(kind))
}

/// What a line says about the body of a call.
fn bodies(label: &str, value: &str, read: &mut Read) {
    let facts = &mut read.facts;
    let method = Method::WORDS.iter().any(|method| value.eq_ignore_ascii_case(method));
    if method && facts.method.is_none() {
        facts.method = Some(value.to_ascii_uppercase());
    }
    let lower = value.to_ascii_lowercase();
    let (json, form) = (facts.json_body, facts.form_body);
    let styled = facts.body_style(value);
    if json != form && facts.json_body && facts.form_body {
        facts.notes.push(format!("the line {label} says another thing of the body than a line above"));
        read.marks.push("http");
    }
    let known = styled || lower.contains("query") || lower.contains("键值");
    let charset = lower.contains("charset") && !is_utf8(&lower);
    if is_any_form(value) {
        facts.notes.push(format!("the line {label} says {ANY_FORM}"));
        read.marks.push("http");
    }
    if !(known || method || value.is_empty()) || charset {
        facts.notes.push(format!("the line {label} says how requests are written, and no body of a call is: {value}"));
        read.marks.push("http");
    }
}

/// `UTF-8`, in whatever letters.
fn is_utf8(value: &str) -> bool {
    value.to_ascii_lowercase().replace('-', "").contains("utf8")
}

/// What a line says that no key of an operation does.
fn told_beside(label: &str, value: &str, read: &mut Read) {
    const ENCODINGS: [&str; 9] =
        ["字符集", "字符编码", "编码", "编码格式", "编码方式", "charset", "Charset", "encoding", "Encoding"];
    const SIGNED: [&str; 10] =
        ["签名", "签名方式", "签名方法", "签名算法", "签名规则", "加密方式", "sign", "Sign", "时间戳", "timestamp"];
    // Calls and replies are UTF-8.
    if ENCODINGS.contains(&label) && !is_utf8(value) {
        read.facts.notes.push(format!("the line {label} says another encoding than UTF-8"));
        read.marks.push("http");
    } else if SIGNED.contains(&label) && !denies(value) {
        read.facts.notes.push(format!("the line {label} asks for what `auth` of service.yaml says, or should"));
        read.marks.push("auth");
    } else if label.contains("用户授权") {
        needs(value, &format!("{label} {value}"), read);
    } else if !ENCODINGS.contains(&label)
        && !SIGNED.contains(&label)
        && !SAYS_NOTHING.contains(&label)
        && !value.is_empty()
    {
        untold(label, read);
    }
}

/// What is said about the authorisation of the user: a plain answer, or a question.
fn needs(value: &str, whole: &str, read: &mut Read) {
    const NOT: [&str; 4] = ["无需", "不需", "不用", "免"];
    let cases = of_some_calls(whole);
    // Of some calls: on the safe side until then, because a call without it is refused.
    let asks = cases || !denies(value) && !denies(whole) && !NOT.iter().any(|word| value.contains(word));
    let before = read.facts.needs_shop.filter(|before| *before != asks);
    read.facts.needs_shop = Some(before.is_some() || asks);
    if before.is_some() {
        read.facts.notes.push("the head says twice whether the user must authorise calls, and not the same".to_owned());
        read.marks.push("needs");
    }
    if cases {
        read.facts.notes.push("the head says that the user must authorise some calls, and not which".to_owned());
        read.marks.push("needs");
    }
}

/// A line of nothing but an answer: `需要授权`, `免授权`.
fn authorises(line: &str) -> bool {
    const WORDS: [&str; 14] =
        ["授权", "不需要", "无需", "不需", "需要", "必须", "免", "需", "用户", "店铺", "商家", "卖家", "的", "登录"];
    let rest = WORDS.iter().fold(line.to_owned(), |rest, word| rest.replace(word, ""));
    line.contains("授权") && !rest.chars().any(char::is_alphanumeric)
}

/// The same of charges: `免费`, `￥收费`, `免费API`.
fn charges_alone(line: &str) -> bool {
    const WORDS: [&str; 12] =
        ["开放平台", "免费", "收费", "付费", "计费", "不", "需要", "需", "接口", "API", "本", "该"];
    let rest = WORDS.iter().fold(line.to_owned(), |rest, word| rest.replace(word, ""));
    ["免费", "收费", "付费", "计费"].iter().any(|word| line.contains(word)) && !rest.chars().any(char::is_alphanumeric)
}

/// Whether a line is a few short words of which one is a known label, and no sentence.
fn are_labels(line: &str, known: &[&str]) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let short = words.iter().all(|word| word.chars().count() <= 12 && !word.contains(['。', '；', '：', ':']));
    (2..=6).contains(&words.len()) && short && words.iter().any(|word| known.contains(word))
}

/// Part the labels of one line.
const PARTS: [char; 9] = [' ', '\t', '|', '｜', '/', '、', ',', '，', '\u{3000}'];

/// Whether words about an authorisation say it of some calls: `部分需要授权`.
pub(super) fn of_some_calls(text: &str) -> bool {
    const CASES: [&str; 12] = ["一定", "部分", "可选", "除", "视", "情况", "有时", "若", "如", "仅", "或", "自营"];
    CASES.iter().any(|case| text.contains(case))
}

/// Labels of what nobody has to know who calls.
const SAYS_NOTHING: [&str; 12] = [
    "接口名称",
    "接口名",
    "名称",
    "标题",
    "更新时间",
    "最后更新",
    "最近更新",
    "更新日期",
    "发布时间",
    "作者",
    "链接",
    "来源",
];

/// A line that is left to a person.
fn untold(line: &str, read: &mut Read) {
    let line: String = line.trim().chars().take(40).collect();
    read.facts.notes.push(format!("the head says what no key of an operation does: {line}"));
    read.marks.push("prose");
}

/// Words that say for what it is good, or how much of it there is.
pub(super) fn limits(line: &str) -> bool {
    const WORDS: [&str; 7] = ["只支持", "仅支持", "只可", "已下线", "已停用", "即将下线", "停止维护"];
    const UNITS: [&str; 9] = ["次", "秒", "分钟", "小时", "天", "条", "万", "MB", "KB"];
    let numbered = line.char_indices().any(|(at, c)| {
        let behind = line.get(at + c.len_utf8()..).unwrap_or_default().trim_start();
        c.is_ascii_digit() && UNITS.iter().any(|unit| behind.starts_with(unit))
    });
    numbered || WORDS.iter().any(|word| line.contains(word))
}

/// `无`, `不限`, `-`.
fn unlimited(value: &str) -> bool {
    !value.chars().any(|c| c.is_ascii_digit()) && (denies(value) || value.chars().all(|c| !c.is_alphanumeric()))
}

/// `不需要用户的授权`, `无`, `否`.
fn denies(text: &str) -> bool {
    text.starts_with(['不', '无', '否', '免', '非'])
}

/// Whether calls can cost something: `每天免费 100 次,超出后扣账户余额` is not free.
fn charged(value: &str) -> Option<bool> {
    const FREE: [&str; 12] = [
        "不扣账户余额",
        "不扣余额",
        "不扣点券",
        "不扣费",
        "免费",
        "免收费",
        "免扣",
        "不收费",
        "不扣",
        "不计费",
        "不付费",
        "无需付费",
    ];
    const COSTS: [&str; 8] = ["扣", "收费", "付费", "计费", "余额", "点券", "元", "超出"];
    // What is free, and how wholly: no more than `免费` says.
    const WHOLLY: [&str; 30] = [
        "开放平台",
        "接口",
        "API",
        "api",
        "本",
        "该",
        "此",
        "永久",
        "完全",
        "全部",
        "所有",
        "任何",
        "使用",
        "调用",
        "目前",
        "账户",
        "余额",
        "点券",
        "费用",
        "需要",
        "不需",
        "无需",
        "不",
        "无",
        "否",
        "免",
        "均",
        "为",
        "是",
        "的",
    ];
    let without =
        |text: &str, words: &[&str]| words.iter().fold(text.to_owned(), |rest, words| rest.replace(words, ""));
    let rest = without(value, &FREE);
    if COSTS.iter().any(|words| rest.contains(words)) {
        return Some(true);
    }
    // `每月前 100 次免费` says nothing of the next ones, `免费版不可用` of any.
    let whole = !without(&rest, &WHOLLY).contains(char::is_alphanumeric);
    (whole && (rest != value || denies(value))).then_some(false)
}

/// Whether a line says that calls cost nothing.
pub(super) fn charges_nothing(line: &str) -> bool {
    let about = ["收费", "免费", "扣费", "计费", "付费"].iter().any(|word| line.contains(word));
    let value = line.split_once([':', '：']).map_or(line, |(_, value)| value.trim());
    about && charged(value) == Some(false)
}

/// Names in a table of HTTP headers.
#[must_use]
pub fn header_names(rows: &[(usize, Cow<'_, str>)]) -> Vec<String> {
    let first = rows.iter().filter_map(|(_, line)| line.trim().trim_start_matches('|').split_once('|'));
    first.map(|(name, _)| name.trim()).filter(|name| cells::is_name(name)).map(str::to_owned).collect()
}

/// The line of a TOP page that names the method: `taobao.trade.get (…)`.
#[must_use]
pub fn top_method(line: &str) -> Option<(String, String)> {
    let line = line.trim();
    let (method, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let looks = method.matches('.').count() >= 2
        && method.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
        && method.starts_with(|c: char| c.is_ascii_lowercase());
    let rest = rest.trim();
    // A remark in brackets of its own is no part of the title: `【即将下线】`.
    let rest = rest.split_once('【').filter(|(_, remark)| remark.ends_with('】')).map_or(rest, |(rest, _)| rest.trim());
    let inner = rest.strip_prefix(['(', '（']).and_then(|rest| rest.strip_suffix([')', '）']));
    (looks && (rest.is_empty() || inner.is_some())).then(|| (method.to_owned(), title(inner.unwrap_or(""))))
}

/// A Chinese title, cut before it becomes a sentence.
#[must_use]
pub fn title(text: &str) -> String {
    let head = text.trim().split([',', '，', '。', ';', '；', '\n']).next().unwrap_or("").trim();
    head.chars().take(24).collect()
}

/// The host of a line of environments: `正式环境 http://.. https://..`.
pub(super) fn environment(line: &str) -> Option<String> {
    let begins = |scheme: &str| {
        let at = line.find(scheme)?;
        line.get(at..)
    };
    begins("https://").or_else(|| begins("http://")).map(host_of)
}

/// The host of several environments: calls go to the first. One on another host is for a person to know: why, and all of them.
pub(super) fn one_host(hosts: Vec<String>) -> (Option<String>, Option<(String, String)>) {
    let other = hosts.iter().find(|host| Some(*host) != hosts.first());
    let why = other.map(|other| format!("its environments have several hosts, {other} besides the first"));
    let several = why.map(|why| (why, short(&hosts.join(", "))));
    (hosts.into_iter().next(), several)
}

/// Scheme and host of an address.
pub(super) fn host_of(url: &str) -> String {
    host_and_path(url).0
}

/// Host, path, and whether more stood there: a query or a login may hold a token, and neither belongs to the address of an operation.
fn host_and_path(url: &str) -> (String, String, bool) {
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let whole = rest.split_whitespace().next().unwrap_or("");
    let rest = whole.split(['?', '#']).next().unwrap_or("");
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let address = host.rsplit('@').next().unwrap_or("");
    (format!("{scheme}://{address}"), format!("/{}", braced(path)), rest != whole || address != host)
}

/// A path with the places of values in braces: `:shop_id` is one in some frameworks, `${shop_id}`, `<shop_id>`, `[shop_id]` in others.
fn braced(path: &str) -> String {
    const SIGNS: [(&str, &str); 5] = [(":", ""), ("${", "}"), ("{{", "}}"), ("<", ">"), ("[", "]")];
    let named = |part: &str| {
        let inside = |(begins, ends): &(&str, &str)| part.strip_prefix(begins)?.strip_suffix(ends).map(str::to_owned);
        SIGNS.iter().find_map(inside).filter(|name| cells::is_name(name))
    };
    let part = |part: &str| match named(part) {
        Some(name) => format!("{{{name}}}"),
        None => part.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Whose calls a limit counts, where it does not count all, or that it is no certain one: no key of an operation says it.
const OF_A_PART: [&str; 19] = [
    "店", "ip", "用户", "账号", "帐号", "账户", "应用", "app", "商家", "卖家", "会员", "单个", "每个", "租户", "token",
    "半", "约", "建议", "默认",
];

/// The limit of a text, or those of all its parts.
pub(super) fn rates(value: &str) -> Option<Rates> {
    let lower = value.to_ascii_lowercase();
    if OF_A_PART.iter().any(|word| lower.contains(word)) {
        return None;
    }
    if let Some(limit) = rate_limit(value) {
        return Rates::of(vec![limit]);
    }
    let parts = value.split([',', '，', ';', '；', '、', '。', '|', '且', '和', '并', '及', '\n']).map(str::trim);
    let numbered = parts.filter(|part| part.chars().any(char::is_numeric));
    Rates::of(numbered.map(rate_limit).collect::<Option<_>>()?)
}

/// Labels of how often calls are allowed.
const RATES: [&str; 8] = ["频率限制", "流量限制", "调用频率", "频次限制", "调用频次", "请求频率", "限流", "QPS"];

/// Whether nothing but a number of calls and a time is said: `夜间 10 次/秒` holds at night.
fn says_a_limit_alone(value: &str) -> bool {
    const WORDS: [&str; 43] = [
        "频率限制",
        "流量限制",
        "调用频率",
        "频次限制",
        "调用频次",
        "请求频率",
        "限流",
        "最多可以",
        "最多",
        "不能超过",
        "不得超过",
        "不可超过",
        "不超过",
        "小于等于",
        "至多",
        "上限",
        "限制",
        "限",
        "可调用",
        "可请求",
        "只能调用",
        "调用",
        "请求",
        "访问",
        "以内",
        "每分钟",
        "分钟",
        "小时",
        "每",
        "单日",
        "秒",
        "分",
        "时",
        "天",
        "日",
        "次数",
        "次",
        "接口",
        "为",
        "是",
        "个",
        "内",
        "且",
    ];
    const ENGLISH: [&str; 16] = [
        "qps", "qpm", "qph", "seconds", "second", "minutes", "minute", "hours", "hour", "days", "day", "calls",
        "times", "requests", "per", "min",
    ];
    let rest = WORDS.iter().chain(&ENGLISH).fold(value.to_owned(), |rest, word| rest.replace(word, " "));
    rest.split(|c: char| !c.is_alphabetic()).all(|word| matches!(word, "" | "s" | "h" | "d" | "call" | "max"))
}

/// `10 次/秒`, `每秒 10 次`, `QPS: 10`: one number of calls, one period.
fn rate_limit(value: &str) -> Option<RateLimit> {
    // Letters as wide as an ideograph are the same letters.
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    let value: String = value.chars().map(narrow).collect();
    let numbers: Vec<&str> = value.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).collect();
    let [calls] = numbers.as_slice() else { return None };
    let lower = value.to_ascii_lowercase();
    if !says_a_limit_alone(&lower) {
        return None;
    }
    let behind = lower.split_once(calls)?.1;
    // What is counted: `10 万次` are no ten calls, and of `10 秒` nobody knows how many calls go into it.
    if ["万", "千", "百", "秒", "分钟", "小时", "天", "."].iter().any(|word| behind.trim_start().starts_with(word))
    {
        return None;
    }
    let periods = [
        (["秒", "second", "/s", "qps"], Period::Second),
        (["分", "minute", "/min", "qpm"], Period::Minute),
        (["时", "hour", "/h", "qph"], Period::Hour),
        (["天", "日", "day", "/d"], Period::Day),
    ];
    let mut said = periods.iter().filter(|(words, _)| words.iter().any(|word| lower.contains(word)));
    let (_, per) = said.next().filter(|_| said.next().is_none())?;
    Some(RateLimit { calls: calls.parse().ok()?, per: *per })
}
