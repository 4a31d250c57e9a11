//! The longest common subsequence of two texts in pieces: what stayed, and so what came and went.

/// More pairs of pieces than this are not compared one by one.
const MAX_PAIRS: usize = 360_000;

/// Of each piece, in the old text and in the new one, whether the other text has it too, in the same order.
///
/// Of texts that are too long for it no piece is said to have stayed.
pub(crate) fn kept<T: PartialEq>(old: &[T], new: &[T]) -> (Vec<bool>, Vec<bool>) {
    let (mut old_kept, mut new_kept) = (vec![false; old.len()], vec![false; new.len()]);
    if old.len().saturating_mul(new.len()) > MAX_PAIRS {
        return (old_kept, new_kept);
    }
    // How much the rests from here on share: at most the square root of the pairs.
    let wide = new.len() + 1;
    let mut shared = vec![0_u16; (old.len() + 1) * wide];
    let from = |shared: &[u16], row: usize, at: usize| shared.get(row * wide + at).copied().unwrap_or_default();
    for (row, one) in old.iter().enumerate().rev() {
        for (at, other) in new.iter().enumerate().rev() {
            let most = if one == other {
                from(&shared, row + 1, at + 1) + 1
            } else {
                from(&shared, row + 1, at).max(from(&shared, row, at + 1))
            };
            if let Some(slot) = shared.get_mut(row * wide + at) {
                *slot = most;
            }
        }
    }
    let (mut row, mut at) = (0, 0);
    while let (Some(one), Some(other)) = (old.get(row), new.get(at)) {
        if one == other {
            if let (Some(old), Some(new)) = (old_kept.get_mut(row), new_kept.get_mut(at)) {
                (*old, *new) = (true, true);
            }
            (row, at) = (row + 1, at + 1);
        } else if from(&shared, row + 1, at) >= from(&shared, row, at + 1) {
            row += 1;
        } else {
            at += 1;
        }
    }
    (old_kept, new_kept)
}

#[cfg(test)]
mod tests {
    use super::kept;

    #[test]
    fn what_both_have_in_order_is_kept() {
        for (old, new, old_kept, new_kept) in [
            ("abcd", "bdx", "-b-d", "bd-"),
            ("", "x", "", "-"),
            ("same", "same", "same", "same"),
            ("aab", "ab", "a-b", "ab"),
            ("xyz", "abc", "---", "---"),
        ] {
            let (left, right) = kept(old.as_bytes(), new.as_bytes());
            let shown = |text: &str, kept: Vec<bool>| -> String {
                text.chars().zip(kept).map(|(c, kept)| if kept { c } else { '-' }).collect()
            };
            let said = (shown(old, left), shown(new, right));
            assert_eq!(said, (old_kept.to_owned(), new_kept.to_owned()), "{old} -> {new}");
        }
        let (left, right) = kept(&[1; 700], &[1; 600]);
        assert!(!left.contains(&true) && !right.contains(&true), "too long to be compared");
        assert_eq!((left.len(), right.len()), (700, 600));
    }
}
