//! Specs at scale: N operations of 20 request and 60 reply fields each, for the generator's time and memory.

use core::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::Result;

/// Request fields of each operation.
pub const REQUEST_FIELDS: usize = 20;
/// Reply fields of each operation: 39 beside the list of items, the list itself, and 20 in an item.
pub const REPLY_FIELDS: usize = 60;

/// The six types that take turns, so that no two neighbours are alike.
const TYPES: [&str; 6] = [
    "type: text, example: \"文本\"",
    "type: int, example: 7",
    "type: datetime, example: \"2000-01-01 00:00:00\"",
    "type: bool, example: true",
    "type: scale_id, example: \"1000000000000000001\"",
    "type: money, unit: yuan, example: \"200.07\"",
];

const IDS: &str = "ids:\n  - {id: scale_id, en: \"Number of something at scale\", zh: 编号}\n";

const SERVICE: &str = "\
service: scale
title: {en: \"A gateway with very many operations\", zh: 大规模网关}
protocol: envelope
hosts:
  - {name: default, url: \"http://127.0.0.1\", en: \"This machine\", zh: 本机}
auth: {scheme: bearer, header: Authorization}
body: multipart
rate_limit: {calls: 10, per: second}
token_invalid: [TokenInvalid]
errors_by: code_and_message
success_code: \"0\"
envelope:
  - {name: code, type: int, presence: always, example: 0, en: \"Result code\", zh: 错误码}
  - {name: msg, type: text, example: 成功, pii: false, en: \"Text that belongs to the code\", zh: 描述}
";

const ERRORS: &str = "\
service: scale
errors:
  - name: TokenInvalid
    code: \"401\"
    message: 令牌无效
    class: refresh_token
    write_outcome: not_executed
    en: \"The token is not valid\"
    remedy: {en: \"Fetch a new token\", zh: 重新获取令牌}
  - name: Busy
    code: \"500\"
    message: 系统繁忙
    class: retry_with_backoff
    write_outcome: unknown
    en: \"The gateway is busy\"
    remedy: {en: \"Wait, then try again\", zh: 稍后重试}
";

/// Write a whole spec directory of `operations` operations, twenty to a folder.
pub fn write(dir: &Path, operations: usize) -> Result<()> {
    let service = dir.join("scale");
    fs::create_dir_all(&service)?;
    fs::write(dir.join("ids.yaml"), IDS)?;
    fs::write(service.join("service.yaml"), SERVICE)?;
    fs::write(service.join("errors.yaml"), ERRORS)?;
    for number in 0..operations {
        let group = service.join(format!("group{}", number / 20));
        if number % 20 == 0 {
            fs::create_dir_all(&group)?;
        }
        fs::write(group.join(format!("op{number}.yaml")), operation(number)?)?;
    }
    Ok(())
}

/// One operation file. Types start at another one in each operation.
fn operation(number: usize) -> Result<String> {
    let group = number / 20;
    let mut out = String::with_capacity(10_000);
    write!(
        out,
        "\
operation: group{group}/op{number}
title: {{en: \"Operation {number} of very many\", zh: 第 {number} 个操作}}
source: {{doc: scale-op{number}, read: 2026-11-21}}
http: {{method: POST, path: /tool/group{group}/op{number}, body: multipart}}
effect: read
request:
"
    )?;
    for at in 0..REQUEST_FIELDS {
        out.push_str(&REQUEST.line(at, number, if at < 5 { ", required: true" } else { "" }));
    }
    write!(out, "reply:\n  data: {{record: Op{number}Data}}\ntypes:\n")?;
    write!(out, "  - type: Op{number}Data\n    en: \"What the operation answers\"\n    zh: 响应\n    fields:\n")?;
    (0..39).for_each(|at| out.push_str(&DATA.line(at, number, "")));
    writeln!(out, "      - {{name: items, type: {{list: Op{number}Item}}, en: \"Lines\", zh: 子订单列表}}")?;
    write!(out, "  - type: Op{number}Item\n    en: \"One line\"\n    zh: 子订单\n    fields:\n")?;
    (0..20).for_each(|at| out.push_str(&ITEM.line(at, number, "")));
    out.push_str("errors: [TokenInvalid, Busy]\n");
    Ok(out)
}

/// What the lines of one field list have in common.
struct Rows {
    indent: &'static str,
    name: &'static str,
    en: &'static str,
    zh: &'static str,
}

const REQUEST: Rows = Rows { indent: "  ", name: "req_field", en: "Request parameter", zh: "请求参数" };
const DATA: Rows =
    Rows { indent: "      ", name: "resp_field", en: "Reply field, exact to two places", zh: "响应字段" };
const ITEM: Rows = Rows { indent: "      ", name: "item_field", en: "Field of a line", zh: "子订单字段" };

impl Rows {
    fn line(&self, at: usize, number: usize, extra: &str) -> String {
        let Self { indent, name, en, zh } = self;
        let ty = TYPES.get((at + number) % TYPES.len()).copied().unwrap_or_default();
        format!("{indent}- {{name: {name}_{at}, {ty}{extra}, en: \"{en} {at}\", zh: {zh} {at}}}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{place, synth};

    #[test]
    fn the_generator_accepts_the_specs_and_finds_the_promised_fields() -> Result<()> {
        let dir = place::fresh("scale-test")?;
        write(&dir, 21)?;
        let api = synth::api(&dir)?;
        let operations = &api.services.first().ok_or("no service")?.operations;
        assert_eq!(operations.len(), 21);
        for operation in operations {
            assert_eq!(operation.request.len(), REQUEST_FIELDS, "{}", operation.id);
            assert_eq!(
                operation.types.iter().map(|record| record.fields.len()).sum::<usize>(),
                REPLY_FIELDS,
                "{}",
                operation.id
            );
        }
        Ok(())
    }
}
