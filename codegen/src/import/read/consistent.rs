//! What a page says twice: in its head, in remarks, in headings and in its tables. Where two of them say different things, a person
//! decides between them.

use super::cells;
use super::page_head;
use super::sections::Read;
use super::texts;
use crate::import::document::{Facts, Part, authorises, words_among};
use crate::import::form::Gateway;
use crate::import::ledger::LineKind;
use crate::words::Method;

/// Holds the lines of a page that are no rows against what was read of the others.
pub(super) fn hold(clean: &str, gateway: Gateway, read: &mut Read) {
    counts(clean, read);
    let beside: Vec<(usize, String)> =
        texts::beside(clean, &read.page.ledger).map(|(number, line)| (number, line.to_owned())).collect();
    for (number, line) in &beside {
        named_rows(*number, line, read);
        if gateway == Gateway::Envelope {
            methods(*number, line, read);
            paths(*number, line, read);
        }
        calls(*number, line, read);
    }
    answers(clean, read);
    for (mark, why) in labels(&read.facts) {
        let said = read.facts.labels.join(", ");
        read.ask(mark, (0, why), &said);
    }
    if gateway == Gateway::Envelope {
        successes(read);
        costs(read);
    }
}

/// Sentences about the authorisation of the user, and the name of another method.
fn answers(clean: &str, read: &mut Read) {
    let operation = read.operation.clone().unwrap_or_default();
    for (number, line) in (1..).zip(clean.lines()) {
        let kind = read.page.ledger.get(number);
        if !matches!(kind, Some(LineKind::Header | LineKind::Note)) || line.contains('|') {
            continue;
        }
        let own = read.facts.needs_authorization();
        // Labels are held against each other.
        let label = read.facts.labels.iter().any(|label| line.contains(label.as_str()));
        if let (Some(own), Some(said)) = (own, authorises(line))
            && own != said
            && !label
            && !read.marks.contains(&"needs")
        {
            read.ask(
                "needs",
                (number, "it says another thing of the user's authorisation than the head".to_owned()),
                line,
            );
        }
        if let Some(other) = begins_with_another(&operation, line) {
            read.ask("prose", (number, format!("it begins with the name of another method, {other}")), line);
        }
    }
}

/// What labels contradict among themselves: the word of `review`, and why.
pub(super) fn labels(facts: &Facts) -> Vec<(&'static str, String)> {
    let said: Vec<bool> = facts.labels.iter().filter_map(|label| authorises(label)).collect();
    let both = |said: &[bool]| said.contains(&true) && said.contains(&false);
    let free = |label: &String| label.contains("免费");
    let costs = |label: &String| {
        !free(label) && ["收费", "付费", "计费"].iter().any(|word| label.contains(word)) && !label.contains('不')
    };
    let all = facts.labels.join(", ");
    let mut told = Vec::new();
    if both(&said) {
        told.push((
            "needs",
            format!("the labels say both that the user must authorise calls and that nobody must: {all}"),
        ));
    }
    if facts.labels.iter().any(free) && facts.labels.iter().any(costs) {
        told.push(("charge", format!("the labels say both that calls are free and that they cost something: {all}")));
    }
    told
}

/// Whether a text is about a method and begins with the name of another.
pub(super) fn begins_with_another(operation: &str, text: &str) -> Option<String> {
    let first = text.trim().split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))).next()?;
    let family = |name: &str| name.split('.').next().map(str::to_owned);
    let method = page_head::top_method(first).is_some() && family(first) == family(operation);
    (method && first != operation).then(|| first.to_owned())
}

/// Totals: `请求参数(共 6 个)`.
fn counts(clean: &str, read: &mut Read) {
    let mut told: Vec<(usize, String, usize)> = Vec::new();
    for (number, line) in (1..).zip(clean.lines()) {
        let kind = read.page.ledger.get(number);
        if !matches!(kind, Some(LineKind::Header | LineKind::Note | LineKind::Quarantined)) || line.contains('|') {
            continue;
        }
        let Some(count) = total(line) else { continue };
        let rows = |part: Part| read.page.rows.iter().filter(move |row| row.part == part).count();
        let own: Vec<usize> = if line.contains("错误") || line.contains("代码") {
            vec![read.page.errors.len()]
        } else if ["响应", "返回", "出参", "输出"].iter().any(|word| line.contains(word)) {
            vec![rows(Part::Reply), rows(Part::Reply) + rows(Part::Envelope)]
        } else if line.contains("参数") || line.contains("字段") {
            vec![rows(Part::Request), rows(Part::Request) + read.facts.headers.len()]
        } else {
            continue;
        };
        if !own.contains(&count) {
            told.push((number, line.trim().to_owned(), own.first().copied().unwrap_or_default()));
        }
    }
    for (number, line, own) in told {
        let why = format!("it says how many rows there are, and {own} were read");
        read.ask("prose", (number, why), &line);
    }
}

/// The number of `共 6 个`.
fn total(line: &str) -> Option<usize> {
    let (_, behind) = line.split_once('共')?;
    let behind = behind.trim_start().trim_start_matches(['有', '计']).trim_start();
    let digits = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
    let (count, rest) = behind.split_at_checked(digits)?;
    rest.trim_start().starts_with(['个', '项', '条', '行', '种']).then(|| count.parse().ok())?
}

/// A remark that names a row of the request says something of it, and the row may say something else.
fn named_rows(number: usize, line: &str, read: &mut Read) {
    const SAYS: [&str; 25] = [
        "必填",
        "必传",
        "必须",
        "必选",
        "选填",
        "可选",
        "可不",
        "可以不",
        "不传",
        "默认",
        "缺省",
        "最大",
        "最小",
        "最长",
        "最多",
        "超过",
        "单位",
        "格式",
        "类型",
        "取值",
        "为空",
        "废弃",
        "整数",
        "字符串",
        "数组",
    ];
    if !SAYS.iter().any(|word| line.contains(word)) {
        return;
    }
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let names: Vec<&str> = line.split(|c| !word(c)).filter(|name| name.len() > 2 && cells::is_name(name)).collect();
    let row = read.page.rows.iter().find(|row| row.part == Part::Request && names.contains(&row.name.as_str()));
    let Some(name) = row.map(|row| row.name.clone()) else { return };
    read.ask(
        "prose",
        (number, format!("a remark says something of `{name}`: see whether its row says the same")),
        line,
    );
}

/// A method beside the one that the head says: `GET 请求`, `GET /tool/leaf/plan`.
fn methods(number: usize, line: &str, read: &mut Read) {
    let upper = line.to_ascii_uppercase();
    let said = words_among(line, Method::WORDS);
    let about = ["请求", "方式", "调用", "提交", "方法"].iter().any(|word| line.contains(word));
    let path = read.facts.path.clone().unwrap_or_default();
    let starts = |method: &&&str| upper.trim_start_matches(['#', '*', ' ']).starts_with(&format!("{method} "));
    let own = words_among(read.facts.method.as_deref().unwrap_or_default(), Method::WORDS);
    let other = said.iter().filter(|method| about || line.contains(&path) && starts(method));
    let Some(other) = other.copied().find(|method| !own.is_empty() && !own.contains(method)) else { return };
    read.ask("http", (number, format!("it says {other}, and the head another method")), line);
}

/// A path or an address beside the one that the head says, and another version of it.
fn paths(number: usize, line: &str, read: &mut Read) {
    let (Some(host), Some(path)) = (read.facts.host.clone(), read.facts.path.clone()) else { return };
    let last: Vec<&str> = path.trim_matches('/').split('/').collect();
    let title = line.starts_with('#') || line.contains("接口名") || number == 1;
    let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '.' | ':' | '{' | '}');
    let other = line.split(|c| !sign(c)).find(|word| {
        let word = word.trim_matches(['.', ':']);
        if let Some(rest) = word.strip_prefix("http://").or_else(|| word.strip_prefix("https://")) {
            let own = host.split_once("://").map_or(host.as_str(), |(_, name)| name);
            let (name, place) = rest.split_once('/').unwrap_or((rest, ""));
            let address = ["地址", "环境", "域名", "url", "URL", "Url"].iter().any(|word| line.contains(word));
            return address && (name != own || !place.is_empty() && format!("/{place}") != path);
        }
        let parts: Vec<&str> = word.trim_matches('/').split(['/', '.']).filter(|part| !part.is_empty()).collect();
        let family = parts.first().is_some_and(|first| last.contains(first));
        title && parts.len() > 1 && family && !last.windows(parts.len()).any(|own| own == parts.as_slice())
    });
    if let Some(other) = other {
        let why = format!("it says {other}, and the head {host}{path}");
        return read.ask("http", (number, why), line);
    }
    let version = |word: &str| {
        let digits = word.strip_prefix(['v', 'V'])?;
        digits.parse::<u8>().ok()
    };
    let own = last.iter().find_map(|part| version(part));
    let said = line.split(|c: char| !(c.is_ascii_alphanumeric())).find_map(version);
    if let (Some(own), Some(said)) = (own, said)
        && own != said
    {
        read.ask("http", (number, format!("it speaks of version {said}, and the address of version {own}")), line);
    }
}

/// A limit, a price and an authorisation that a sentence says, where the head says another.
fn calls(number: usize, line: &str, read: &mut Read) {
    if let Some(said) = page_head::rates(line) {
        let own = read.facts.rate_limit.as_ref().map(ToString::to_string).unwrap_or_default();
        let said: Vec<String> = said.to_string().split(", ").map(str::to_owned).collect();
        if !own.is_empty() && !said.iter().all(|limit| own.split(", ").any(|own| own == limit)) {
            read.ask("rate_limit", (number, format!("it says {}, and the head {own}", said.join(", "))), line);
        }
    }
    let costs = ["收费", "扣费", "扣除", "计费"].iter().any(|word| line.contains(word));
    let priced = line.contains("元") || line.contains("点券") || line.contains("次扣");
    let free = page_head::charges_nothing(line);
    let contradicts = match read.facts.is_charged() {
        Some(false) => !free && (costs && line.contains(|c: char| c.is_ascii_digit()) || priced && line.contains('次')),
        Some(true) => free,
        None => false,
    };
    if contradicts {
        read.ask("charge", (number, "it says another thing of charges than the head".to_owned()), line);
    }
}

/// The code of a success: that of the gateway, whatever a page calls one.
fn successes(read: &mut Read) {
    const SUCCESS: [&str; 8] = ["成功", "操作成功", "请求成功", "调用成功", "执行成功", "返回成功", "success", "ok"];
    let plain = |message: &str| SUCCESS.contains(&message.trim().to_ascii_lowercase().as_str());
    let errors = read.page.errors.iter().filter(|error| plain(&error.message) != (error.code == "0"));
    let told: Vec<(usize, String)> = errors
        .filter(|error| plain(&error.message) || !error.message.is_empty())
        .map(|error| (error.line, format!("{} {}", error.code, error.message)))
        .collect();
    for (line, said) in told
        .into_iter()
        .filter(|(_, said)| said.starts_with("0 ") || said.split_once(' ').is_some_and(|(_, message)| plain(message)))
    {
        read.ask(
            "errors",
            (line, "the table says another code of success than the gateway, which is 0".to_owned()),
            &said,
        );
    }
    let envelope = read.page.rows.iter().find(|row| row.part == Part::Envelope && row.name == "code");
    let Some((line, prose)) = envelope.map(|row| (row.line, row.prose.clone())) else { return };
    let other =
        prose.split(|c: char| !c.is_ascii_digit()).filter(|code| !code.is_empty() && *code != "0").find(|code| {
            let behind = prose.split_once(code).map_or("", |(_, behind)| behind).trim_start();
            let behind = ["表示", "代表", "为", "是", "=", ":", "：", "-"]
                .iter()
                .find_map(|sign| behind.strip_prefix(sign))
                .unwrap_or(behind);
            behind.trim_start().starts_with("成功")
        });
    if let Some(other) = other.map(str::to_owned) {
        read.ask("errors", (line, format!("it calls {other} a success, and that of the gateway is 0")), &prose);
    }
}

/// A reply that says what the call cost, of a call that is free.
fn costs(read: &mut Read) {
    if read.facts.is_charged() != Some(false) {
        return;
    }
    let costs = |prose: &str| prose.contains("扣费") || prose.contains("扣除") && prose.contains("点券");
    let row = read.page.rows.iter().find(|row| row.part == Part::Reply && costs(&row.prose));
    let Some((line, said)) = row.map(|row| (row.line, format!("{} {}", row.name, row.prose))) else { return };
    read.ask("charge", (line, "the reply says what a call cost, and the head that it is free".to_owned()), &said);
}
