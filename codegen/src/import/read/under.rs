//! Rows that say in words below which row they stand: a table of its own under the object's name, or a path for a name.

use std::collections::HashSet;

use super::cells;
use super::raw_page::RawRow;
use crate::import::declared;
use crate::import::document::Part;

/// Words around the name in the line above a table of an object's fields.
const AROUND: [&str; 16] = [
    "字段说明",
    "参数说明",
    "字段描述",
    "结构说明",
    "对象说明",
    "说明",
    "参数",
    "字段",
    "对象",
    "结构",
    "数组",
    "列表",
    "类型",
    "节点",
    "object",
    "list",
];

/// The row that a line above a table of its own names: by its name, or by its type.
pub(super) fn captioned(caption: &str, rows: &[RawRow]) -> Option<usize> {
    let mut name = caption.trim().trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '[' | ']'));
    loop {
        let bare = AROUND.iter().find_map(|word| name.strip_suffix(word)).unwrap_or(name);
        let bare = bare.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_').trim_end_matches("[]");
        if bare.is_empty() || bare == name {
            break;
        }
        name = bare;
    }
    let last = name.rsplit('.').next().unwrap_or(name);
    let named = rows.iter().rposition(|row| row.name == last && holds(row));
    named.or_else(|| {
        rows.iter().rposition(|row| declared::is_object_type(&row.ty) && declared::base_type(&row.ty) == last)
    })
}

/// True for a line above a table that could name an object.
pub(super) fn is_caption(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.chars().count() <= 40 && !line.contains('|') && cells::cjk_count(line) <= 12
}

/// True for a line that is a heading though no table's titles stand below it: `公共参数`.
pub(super) fn is_heading(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['#', '*', ' ']).trim_end_matches(['*', ':', '：', ' ']);
    let ends = ["参数", "字段", "参数说明", "字段说明", "参数列表", "字段列表", "对象", "结构"];
    line.chars().count() <= 16
        && !line.contains(['|', ',', '，', '。', ' '])
        && ends.iter().any(|end| line.ends_with(end))
}

/// A line that is no row and no caption, and begins a part of the table: `颜色相关(海外必填)`. What it says holds for the rows below it.
pub(super) fn begins_part(line: &str) -> bool {
    const ENDS: [&str; 12] =
        ["相关", "信息", "参数", "字段", "部分", "属性", "内容", "设置", "条件", "选项", "配置", "明细"];
    let line = line.trim().trim_start_matches(['#', '*', '>', ' ']).trim_end_matches(['*', ':', '：', ' ']);
    let end = line.find(['(', '（', '【', '[', ':', '：']).unwrap_or(line.len());
    let (base, rest) = line.split_at_checked(end).unwrap_or((line, ""));
    let base = base.trim_end();
    let closed = rest.is_empty() || rest.ends_with([')', '）', '】', ']']) || rest.starts_with([':', '：']);
    (2..=12).contains(&base.chars().count())
        && base.chars().all(char::is_alphanumeric)
        && ENDS.iter().any(|end| base.ends_with(end))
        && closed
}

/// Whether one of the rows has that name, and others may stand below it.
pub(super) fn is_held(name: &str, rows: &[RawRow]) -> bool {
    rows.iter().any(|row| row.name == name && holds(row))
}

fn holds(row: &RawRow) -> bool {
    declared::may_hold(&row.ty) || declared::is_list(&row.ty)
}

/// Puts rows behind those below which they stand, drawn one step further in. `under` has the line of that row beside each row.
pub(super) fn gather(rows: &mut Vec<RawRow>, mut under: Vec<Option<usize>>) {
    paths(rows, &mut under);
    let mut gathered: Vec<RawRow> = Vec::with_capacity(rows.len());
    for (row, line) in std::mem::take(rows).into_iter().zip(under) {
        let owner = line.and_then(|line| gathered.iter().position(|above| above.line == line));
        let Some((place, above)) = owner.and_then(|place| Some((place, gathered.get(place)?))) else {
            gathered.push(row);
            continue;
        };
        let margin = above.indent;
        let inside = gathered.iter().skip(place + 1).take_while(|other| other.indent > margin).count();
        gathered.insert(place + 1 + inside, RawRow { indent: margin + 1 + row.indent, ..row });
    }
    *rows = gathered;
}

/// `items[].sku` stands below `items`, where there is such a row.
fn paths(rows: &mut [RawRow], under: &mut [Option<usize>]) {
    let mut known: Vec<(String, usize)> = Vec::new();
    let mut named: HashSet<String> = HashSet::new();
    for (row, under) in rows.iter_mut().zip(under) {
        let path = row.name.replace("[]", "").replace("[0]", "").replace("[n]", "");
        let above = path.rsplit_once('.').filter(|(above, last)| cells::is_name(above) && cells::is_name(last));
        let owner = above.and_then(|(above, last)| {
            let (_, line) = known.iter().rev().find(|(known, _)| known == above)?;
            Some((last.to_owned(), *line))
        });
        if let Some((last, line)) = owner {
            row.name = last;
            *under = Some(line);
        } else if above.is_some_and(|(above, _)| beginnings(above).any(|begin| named.contains(begin))) {
            // A step of its path has no row: below which one it stands nobody knows.
            row.review.push("place".to_owned());
        } else if above.is_some() && row.part == Part::Request {
            // A form may call a field so, and nothing shows whether this one does.
            row.review.push("name".to_owned());
        } else if above.is_some() {
            // No row is any step of its path.
            row.review.push("place".to_owned());
        }
        named.insert(path.clone());
        if holds(row) {
            known.push((path, row.line));
        }
    }
}

/// A path and all above it: `a.b.c`, `a.b`, `a`.
fn beginnings(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| path.rsplit_once('.').map(|(above, _)| above))
}
