//! What codes look like: those of one list look alike.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Digits,
    /// One capital.
    Letter,
    Upper,
    Lower,
}

impl Look {
    /// None for what is no code, or one of both cases.
    pub(super) fn of(code: &str) -> Option<Self> {
        let has = |test: fn(&u8) -> bool| code.bytes().any(|byte| test(&byte));
        let digits = code.strip_prefix('-').unwrap_or(code);
        match (has(u8::is_ascii_uppercase), has(u8::is_ascii_lowercase)) {
            (false, false) if !digits.is_empty() && digits.len() < 5 && digits.bytes().all(|b| b.is_ascii_digit()) => {
                Some(Self::Digits)
            }
            (true, false) if code.len() == 1 => Some(Self::Letter),
            (true, false) => Some(Self::Upper),
            (false, true) => Some(Self::Lower),
            _ => None,
        }
    }

    /// The look that all have.
    pub(super) fn of_all<'c>(mut codes: impl Iterator<Item = &'c str>) -> Option<Self> {
        let first = Self::of(codes.next()?)?;
        codes.all(|code| Self::of(code) == Some(first)).then_some(first)
    }
}

/// Words before a number that make a bound, a default or an example of it, and no code of a list.
const COUNTS: [&str; 22] = [
    "默认", "缺省", "最大", "最小", "最多", "最少", "最长", "长度", "上限", "下限", "等于", "超过", "大于", "小于",
    "单位", "格式", "编号", "如", "至少", "至多", "版本", "封顶",
];

/// Whether words make a bound, a default or an example of the number behind them.
pub(super) fn counts(words: &str) -> bool {
    let words = words.trim_end_matches(|c: char| !c.is_alphanumeric()).trim_end_matches('值');
    COUNTS.iter().any(|word| words.ends_with(word))
}

/// A letter of this language.
pub(super) fn han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::Look;

    #[test]
    fn codes_of_one_list_look_alike() {
        for (codes, look) in [
            (&["1", "-1", "99"][..], Some(Look::Digits)),
            (&["A", "B"], Some(Look::Letter)),
            (&["WAIT_PAY", "N1"], Some(Look::Upper)),
            (&["a", "b_1"], Some(Look::Lower)),
            (&["A", "1"], None),
            (&["aB"], None),
            (&["12345"], None),
            (&[""], None),
        ] {
            assert_eq!(Look::of_all(codes.iter().copied()), look, "{codes:?}");
        }
    }
}
