//! Which words of two texts are not in the other: a description of forty words in which one changed is read at that word.

use crate::subsequence;

/// A piece of a text, and whether the other text lacks it.
pub(super) type Piece<'a> = (&'a str, bool);

/// Both texts in pieces. Where they are too long to be compared, all between the common beginning and end counts as changed. Texts that
/// share no word are not marked: a mark under everything shows nothing.
pub(super) fn apart<'a>(before: &'a str, after: &'a str) -> (Vec<Piece<'a>>, Vec<Piece<'a>>) {
    let (old, new) = (words(before), words(after));
    let start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (old.get(start..).unwrap_or_default(), new.get(start..).unwrap_or_default());
    let end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
    let middle = |list: &[&'a str]| list.get(start..list.len() - end).unwrap_or_default().to_vec();
    let (old_kept, new_kept) = subsequence::kept(&middle(&old), &middle(&new));
    let pieces = |text: &'a str, list: Vec<&'a str>, kept: Vec<bool>| {
        let inside = list.len() - start - end;
        let all = [vec![true; start], kept.into_iter().take(inside).collect(), vec![true; end]].concat();
        let shared = list.iter().zip(&all).any(|(word, kept)| *kept && word.chars().any(char::is_alphanumeric));
        if shared { join(text, &list, &all) } else { vec![(text, false)] }
    };
    (pieces(before, old, old_kept), pieces(after, new, new_kept))
}

/// A run of letters and digits, a run of blanks, any other character. Chinese has no blanks between words: each character is one.
fn words(text: &str) -> Vec<&str> {
    let kind = |c: char| match c {
        _ if c.is_whitespace() => 1,
        '_' => 2,
        _ if c.is_alphanumeric() && c < '\u{2e80}' => 2,
        _ => 0,
    };
    let mut found = Vec::new();
    let (mut start, mut last) = (0, None);
    for (at, c) in text.char_indices() {
        let this = kind(c);
        if at > start && (this == 0 || last != Some(this)) {
            found.extend(text.get(start..at));
            start = at;
        }
        last = Some(this);
    }
    found.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    found
}

/// Neighbours of one kind are one piece; a blank between two changed words is changed with them.
fn join<'a>(text: &'a str, list: &[&'a str], kept: &[bool]) -> Vec<Piece<'a>> {
    let mut changed: Vec<bool> = kept.iter().map(|kept| !kept).collect();
    let between: Vec<usize> = (1..changed.len().saturating_sub(1))
        .filter(|at| list.get(*at).is_some_and(|word| word.trim().is_empty()))
        .filter(|at| changed.get(at - 1) == Some(&true) && changed.get(at + 1) == Some(&true))
        .collect();
    for at in between {
        if let Some(blank) = changed.get_mut(at) {
            *blank = true;
        }
    }
    let mut pieces = Vec::new();
    let (mut start, mut end, mut now) = (0, 0, None);
    for (word, changed) in list.iter().zip(changed) {
        if let Some(before) = now.filter(|now| *now != changed) {
            pieces.extend(text.get(start..end).map(|piece| (piece, before)));
            start = end;
        }
        now = Some(changed);
        end += word.len();
    }
    pieces.extend(now.and_then(|now| Some((text.get(start..end)?, now))));
    pieces
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn words_that_changed_are_marked_and_nothing_else() {
        let shown = |pieces: Vec<(&str, bool)>| -> String {
            pieces.into_iter().map(|(text, changed)| if changed { format!("[{text}]") } else { text.into() }).collect()
        };
        let long = "a b ".repeat(400);
        let other = "b c ".repeat(400);
        // (before, after, before with marks, after with marks)
        for (before, after, old, new) in [
            ("at most 20 calls", "at most 10 calls", "at most [20] calls", "at most [10] calls"),
            ("the price in yuan", "price in yuan", "[the ]price in yuan", "price in yuan"),
            ("read once", "read it twice", "read [once]", "read [it twice]"),
            ("卖家备注", "卖家的备注", "卖家备注", "卖家[的]备注"),
            ("text", "int", "text", "int"),
            ("max_chars 20", "max_chars 5", "max_chars [20]", "max_chars [5]"),
            ("", "x", "", "x"),
            ("same", "same", "same", "same"),
        ] {
            let (left, right) = apart(before, after);
            assert_eq!((shown(left).as_str(), shown(right).as_str()), (old, new), "{before} -> {after}");
        }
        let (left, right) = apart(&long, &other);
        let whole = |pieces: Vec<(&str, bool)>| pieces.into_iter().map(|(text, _)| text).collect::<String>();
        assert_eq!((whole(left), whole(right)), (long.clone(), other.clone()), "whatever is marked, nothing is lost");
    }
}
