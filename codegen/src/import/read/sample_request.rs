//! The sample request held against the table: a parameter that only the sample has is one that the table forgot, or that is sent no longer.

use serde_json::Value;

use super::cells;
use super::sections::Read;
use crate::import::document::Part;
use crate::import::ledger::LineKind;

/// What stands before a parameter in a command line.
const OPTIONS: [&str; 4] = ["--form", "-F", "--data-urlencode", "--form-string"];

/// Marks the names that only the sample has; `end` is the line on which the sample reply begins, 0 where there is none.
pub(super) fn hold(text: &str, end: usize, read: &mut Read) {
    let known = |name: &str| {
        let bare = name.trim_end_matches("[]");
        read.page.rows.iter().any(|row| row.part == Part::Request && row.name.trim_end_matches("[]") == bare)
    };
    let mut told: Option<(usize, Vec<String>)> = None;
    for (line, block) in blocks(text, end, read) {
        let names = names(&block);
        // Of other lines nobody knows what they are.
        if !names.iter().any(|name| known(name)) {
            continue;
        }
        let lacks = names.into_iter().filter(|name| !known(name));
        told.get_or_insert_with(|| (line, Vec::new())).1.extend(lacks);
    }
    let Some((line, mut lacks)) = told.filter(|(_, lacks)| !lacks.is_empty()) else { return };
    lacks.sort_unstable();
    lacks.dedup();
    read.page.review.push((line, format!("the sample request has what the table has not: {}", lacks.join(", "))));
    read.marks.push("example");
}

/// Lines of samples that stand together, above the sample reply.
fn blocks<'t>(text: &'t str, end: usize, read: &Read) -> Vec<(usize, Vec<&'t str>)> {
    let mut blocks: Vec<(usize, Vec<&str>)> = Vec::new();
    let mut open = false;
    for (number, line) in (1..).zip(text.lines()) {
        let sample = read.page.ledger.get(number) == Some(LineKind::Sample) && (end == 0 || number < end);
        match blocks.last_mut() {
            Some((_, lines)) if sample && open => lines.push(line.trim()),
            _ if sample => blocks.push((number, vec![line.trim()])),
            _ => {}
        }
        open = sample;
    }
    blocks
}

/// The parameters of a sample: members of an object, `name=value` or `name:value` line by line, options of a command.
fn names(block: &[&str]) -> Vec<String> {
    let whole = block.join("\n");
    if let Ok(Value::Object(members)) = serde_json::from_str(&whole) {
        return members.keys().cloned().collect();
    }
    let mut found: Vec<String> = Vec::new();
    for line in block {
        let pieces: Vec<&str> = line.split([' ', '&']).collect();
        let options = pieces.windows(2).filter_map(|pair| match pair {
            [option, value] if OPTIONS.contains(option) => Some(*value),
            _ => None,
        });
        let command = line.starts_with("curl");
        let plain = Some(*line).filter(|line| !command && !line.contains(' '));
        let plain = plain.into_iter().flat_map(|line| line.split('&'));
        found.extend(options.chain(plain).filter_map(name).map(str::to_owned));
    }
    found
}

/// The name before a value.
fn name(piece: &str) -> Option<&str> {
    let piece = piece.trim_matches(['\'', '"']);
    let (name, _) = piece.split_once(['=', ':'])?;
    let name = name.trim();
    let plain = cells::is_name(name.trim_end_matches("[]")) && !name.contains(['.', '-', '$']);
    plain.then_some(name)
}
