//! Which member of JSON in a text is the gateway's own message: it stands beside a code, right in the object that a reply is. What it
//! says is what the wire says, and is nobody's. The same name deeper inside may be that of what a buyer wrote.

use crate::people;

/// So much is looked at before and behind a member, in bytes: a reply that is longer is taken for none.
const FARTHEST: usize = 16 * 1024;

/// Whether a member of that name, with these texts right before and behind it, is what a gateway answers with. `around` is what stands
/// before and behind both.
pub(super) fn is_answer(name: &str, (before, behind): (&str, &str), around: (&str, &str)) -> bool {
    if !people::is_answer(name) {
        return false;
    }
    let front = [last(around.0), before].concat();
    let Some((outer, inside)) = opened(&front).filter(|(_, inside)| inside.starts_with('{')) else { return false };
    let reply = match opened(outer) {
        None => begins_line(outer),
        Some((above, object)) => {
            let named = object.trim_end().trim_end_matches([':', '：', '"', '\'', '\\', ' ']);
            object.starts_with('{') && named.ends_with("response") && opened(above).is_none() && begins_line(above)
        }
    };
    if !reply {
        return false;
    }
    let inside = inside.get(1..).unwrap_or_default();
    let mut beside = level(inside.chars());
    beside.push('\n');
    beside += &level(behind.chars().chain(around.1.chars()).take(FARTHEST));
    let names = beside.split([',', '\n']).filter_map(|member| member.split_once(':'));
    names.map(|(name, _)| name.trim().trim_matches(['"', '\'', '\\'])).any(people::is_answer_code)
}

/// The end of a text.
fn last(text: &str) -> &str {
    let mut at = text.len().saturating_sub(FARTHEST);
    while !text.is_char_boundary(at) {
        at += 1;
    }
    text.get(at..).unwrap_or_default()
}

/// A text at its last bracket that is not closed again: what stands before it, and from it on.
fn opened(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().rev() {
        match c {
            '}' | ']' => depth += 1,
            '{' | '[' if depth == 0 => return text.split_at_checked(at),
            '{' | '[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// What follows begins on a line of its own, or behind words that announce it. In a cell of a table it would be somebody's example.
fn begins_line(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default().trim();
    line.trim_start_matches(['-', '*', ' ']).is_empty() || line.ends_with([':', '：']) && !line.contains('|')
}

/// The text up to the end of the object that it stands in, without what is deeper inside.
fn level(text: impl Iterator<Item = char>) -> String {
    let mut depth = 0_usize;
    let mut own = String::new();
    for c in text {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' if depth == 0 => break,
            '}' | ']' => depth -= 1,
            _ if depth == 0 => own.push(c),
            _ => {}
        }
    }
    own
}
