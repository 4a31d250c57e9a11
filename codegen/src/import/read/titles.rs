//! What the titles of columns say, in all the ways they are written.

use crate::traditional::simplified;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Wire name.
    Name,
    /// Declared type.
    Type,
    /// Must it be given.
    Required,
    /// May it be left out, or be empty.
    Optional,
    /// Example or value.
    Example,
    /// Default value.
    Default,
    /// How long a text may be.
    Length,
    /// The Chinese name.
    Term,
    /// Where in a request it is sent.
    Place,
    /// Prose.
    Prose,
    /// Something of which only the title tells what it is.
    Other,
}

/// What a column of an error table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorRole {
    /// The code.
    Code,
    /// What the wire says with it.
    Message,
    /// What to do.
    Remedy,
}

/// A title of more characters is a sentence.
const MAX_TITLE: usize = 16;

/// A column that only counts its rows.
#[must_use]
pub fn counts_rows(title: &str) -> bool {
    matches!(title.trim().to_ascii_lowercase().as_str(), "序号" | "编号" | "no" | "no." | "#" | "id" | "序" | "行号")
}

/// A title in small letters, without the marks around it and what stands in brackets behind it.
fn bare(title: &str) -> String {
    let title = title.trim().trim_end_matches(['?', '？', ':', '：', '*', ' ']).trim_start_matches(['*', ' ']);
    let outside = title.split(['(', '（', '[', '【']).next().unwrap_or_default().trim();
    let title = if outside.is_empty() { title } else { outside };
    simplified(title).to_ascii_lowercase().replace(['_', '-'], " ")
}

/// What a column title says of its column.
#[must_use]
pub fn role_of_title(title: &str) -> Option<Role> {
    if title.chars().count() > MAX_TITLE * 2 {
        return None;
    }
    let title = bare(title);
    let whole = one_title(&title);
    // In two languages: `名称 Name`, `类型/Type`.
    whole.or_else(|| title.split([' ', '/', '、']).filter(|part| !part.is_empty()).find_map(one_title))
}

fn one_title(title: &str) -> Option<Role> {
    if let Some(role) = plain_title(title) {
        return Some(role);
    }
    // 参数类型, 字段说明, 是否必传, param type.
    const OWNERS: [&str; 9] = ["参数", "字段", "变量", "属性", "parameter ", "param ", "field ", "property ", "is "];
    let of = OWNERS.iter().find_map(|owner| title.strip_prefix(owner)).and_then(plain_title);
    let asked = || ["是否", "可否", "能否"].iter().find_map(|asks| title.strip_prefix(asks)).and_then(plain_title);
    let ends = |words: &[&str]| words.iter().any(|word| title.ends_with(word)) && title.chars().count() <= MAX_TITLE;
    let ended = || match () {
        () if ends(&["说明", "描述", "备注", "含义", "注释"]) => Some(Role::Prose),
        () if ends(&["示例", "样例", "示例值", "样例值"]) => Some(Role::Example),
        () => None,
    };
    of.or_else(asked).or_else(ended)
}

fn plain_title(title: &str) -> Option<Role> {
    Some(match title {
        "name" | "parameter" | "parameters" | "param" | "params" | "field" | "fields" | "property" | "attribute"
        | "参数" | "字段" | "变量" | "属性" | "名" | "名称" | "参数名" | "字段名" | "key" | "变量名" | "英文名"
        | "英文名称" | "属性名" | "名字" | "标识" | "键" | "键名" | "元素" => Role::Name,
        "type" | "data type" | "datatype" | "类型" | "数据类型" | "格式" | "数据格式" | "值类型" => {
            Role::Type
        }
        "required" | "mandatory" | "must" | "必选" | "必填" | "必传" | "必需" | "必须" | "必填项" | "必选项"
        | "必要" | "必输" | "必须传" | "非空" | "不可空" | "不可为空" | "不能为空" | "not null" | "须填"
        | "必填与否" => Role::Required,
        "optional" | "nullable" | "null" | "可选" | "选填" | "可空" | "为空" | "可为空" | "允许为空" | "允许空"
        | "可以为空" | "非必填" => Role::Optional,
        "example" | "examples" | "value" | "sample" | "sample value" | "example value" | "demo" | "demo value"
        | "eg" | "e.g." | "示例" | "示例值" | "示例数据" | "样例" | "样例值" | "例子" | "例" | "举例" | "范例"
        | "示范" | "值" | "参考值" | "样本" => Role::Example,
        "default" | "default value" | "defaults" | "默认" | "默认值" | "缺省值" | "缺省" => Role::Default,
        "长度" | "最大长度" | "长度限制" | "length" | "max length" | "maxlength" | "最大字节" | "size" => {
            Role::Length
        }
        "位置" | "参数位置" | "传参位置" | "传参方式" | "请求类型" | "in" | "location" | "position" => {
            Role::Place
        }
        "中文名" | "中文名称" | "中文" | "chinese name" => Role::Term,
        "description" | "desc" | "descriptions" | "remark" | "remarks" | "comment" | "comments" | "note" | "notes"
        | "meaning" | "details" | "explanation" | "描述" | "说明" | "备注" | "含义" | "注释" | "解释" | "意义"
        | "释义" | "用途" | "介绍" => Role::Prose,
        _ => return None,
    })
}

/// What a column title of an error table says.
#[must_use]
pub fn error_role(title: &str) -> Option<ErrorRole> {
    Some(match bare(title).replace(' ', "").as_str() {
        "code" | "errorcode" | "errcode" | "errno" | "subcode" | "returncode" | "retcode" | "statuscode" | "status"
        | "代码" | "错误码" | "错误代码" | "错误编码" | "错误编号" | "返回码" | "返回代码" | "响应码" | "响应代码"
        | "状态码" | "异常码" | "结果码" | "业务码" | "子错误码" | "错误码值" | "码" | "码值" | "编码"
        | "公共错误码" | "业务错误码" => ErrorRole::Code,
        "message" | "msg" | "errormessage" | "errmsg" | "errormsg" | "submsg" | "description" | "desc" | "meaning"
        | "reason" | "代码描述" | "错误描述" | "错误信息" | "错误说明" | "错误提示" | "提示信息" | "提示"
        | "返回信息" | "错误消息" | "消息" | "描述" | "说明" | "含义" | "返回码描述" | "返回码说明" | "错误码描述"
        | "错误码说明" | "异常信息" | "异常描述" | "状态描述" | "子错误码描述" | "错误原因" | "信息" | "返回描述"
        | "返回说明" => ErrorRole::Message,
        "solution" | "action" | "suggestion" | "howtofix" | "解决方案" | "解决办法" | "解决方法" | "解决措施"
        | "解决建议" | "处理方式" | "处理建议" | "处理方法" | "处理办法" | "处理方案" | "建议" | "排查方法"
        | "排查建议" | "备注" | "remark" | "remarks" => ErrorRole::Remedy,
        _ => return None,
    })
}

/// The titles in a line without bars: what tabs part, or words, of which two may be one title.
#[must_use]
pub fn in_words(line: &str) -> Vec<String> {
    if line.trim().contains('\t') {
        return line.trim().split('\t').map(|title| title.trim().to_owned()).collect();
    }
    let mut titles: Vec<String> = Vec::new();
    for word in line.split_whitespace() {
        if let Some(last) = titles.last_mut()
            && last.is_ascii()
            && is_of_two(last, word)
        {
            last.push(' ');
            last.push_str(word);
        } else {
            titles.push(word.to_owned());
        }
    }
    titles
}

/// `Default Value` is the title of one column.
fn is_of_two(first: &str, second: &str) -> bool {
    let both = format!("{} {}", first.to_ascii_lowercase(), bare(second));
    both.starts_with("is ") && one_title(&both).is_some()
        || both.is_ascii() && plain_title(&both).is_some()
        || is_more(&both)
}

/// The titles in a line without bars, where it is one of titles.
#[must_use]
pub fn of_line(line: &str) -> Option<Vec<String>> {
    // Most lines are rows, and few of them begin with a word that is a title.
    let first = line.split_whitespace().take(2).any(is_title);
    let titles = first.then(|| in_words(line)).filter(|titles| titles.len() >= 2)?;
    (titles.iter().all(|title| is_title(title)) || are_titles(&titles)).then_some(titles)
}

/// A column title of a table.
#[must_use]
pub fn is_title(cell: &str) -> bool {
    role_of_title(cell).is_some() || error_role(cell).is_some() || is_more(cell)
}

/// The title of what is said beside all columns.
pub(super) fn is_more(cell: &str) -> bool {
    matches!(bare(cell).as_str(), "更多限制" | "more limits" | "further limits")
}

/// The cells of a line are titles, whatever order they stand in. A row of which all cells say one thing (`name | 名称`) is a row.
#[must_use]
pub fn are_titles(cells: &[String]) -> bool {
    if cells.len() < 2 {
        return false;
    }
    let roles: Vec<Option<Role>> = cells.iter().map(|cell| role_of_title(cell)).collect();
    let errors: Vec<Option<ErrorRole>> = cells.iter().map(|cell| error_role(cell)).collect();
    let titled: Vec<bool> = cells
        .iter()
        .zip(roles.iter().zip(&errors))
        .map(|(cell, (role, error))| role.is_some() || error.is_some() || is_more(cell))
        .collect();
    let same_role = roles.iter().all(|role| role.is_some() && Some(role) == roles.first());
    let same_error = errors.iter().all(|role| role.is_some() && Some(role) == errors.first());
    if titled.iter().all(|titled| *titled) {
        return !same_role && !same_error;
    }
    let has = |role: Role| roles.contains(&Some(role));
    let short = cells.iter().all(|cell| cell.chars().count() <= MAX_TITLE * 2);
    let typed = cells
        .iter()
        .zip(&titled)
        .any(|(cell, titled)| !titled && cell.is_ascii() && crate::import::declared::is_scalar_type(cell));
    let known = roles.iter().flatten().count();
    let coded = errors.contains(&Some(ErrorRole::Code)) && errors.contains(&Some(ErrorRole::Message));
    short && !typed && (has(Role::Name) && has(Role::Type) && known * 2 >= cells.len() || coded && !has(Role::Name))
}

/// Titles of an error table.
#[must_use]
pub fn are_of_errors(cells: &[String]) -> bool {
    let has = |wanted| cells.iter().any(|cell| error_role(cell) == Some(wanted));
    let typed = cells.iter().any(|cell| role_of_title(cell) == Some(Role::Type));
    are_titles(cells) && has(ErrorRole::Code) && !typed
}

/// Titles of a table of fields.
#[must_use]
pub fn are_of_fields(cells: &[String]) -> bool {
    let has = |wanted| cells.iter().any(|cell| role_of_title(cell) == Some(wanted));
    are_titles(cells) && has(Role::Name) && !are_of_errors(cells)
}
