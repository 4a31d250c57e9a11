//! The row ledger: where every line of a source document went.

/// What a line turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineKind {
    /// Nothing on it.
    Blank,
    /// Head of the page, heading, column titles, table rule, navigation, footer.
    Header,
    /// The line a field row begins on.
    Field,
    /// The line an error row begins on.
    Error,
    /// More cells or more prose of the row above.
    Continuation,
    /// A listed value of the field above.
    EnumValue,
    /// A remark that belongs to a field above.
    Note,
    /// A row that says again what a row above said.
    Duplicate,
    /// Part of a code sample or a sample request or reply.
    Sample,
    /// Not understood: a person must look.
    Quarantined,
}

impl LineKind {
    /// All kinds in the order reports print them.
    pub const ALL: [Self; 10] = [
        Self::Field,
        Self::Error,
        Self::Continuation,
        Self::EnumValue,
        Self::Note,
        Self::Duplicate,
        Self::Header,
        Self::Sample,
        Self::Blank,
        Self::Quarantined,
    ];

    /// For reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::Header => "header",
            Self::Field => "field",
            Self::Error => "error",
            Self::Continuation => "continuation",
            Self::EnumValue => "enum value",
            Self::Note => "note",
            Self::Duplicate => "duplicate merged",
            Self::Sample => "sample",
            Self::Quarantined => "quarantined",
        }
    }
}

/// What the entries of a ledger are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counted {
    /// Lines of a text.
    #[default]
    Lines,
    /// Members and elements of a JSON document: its lines say nothing, it may be one line.
    Members,
}

/// Where every line (or JSON member) of a document went; each exactly once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// What is counted.
    pub counted: Counted,
    lines: Vec<LineKind>,
    members: [usize; 10],
}

impl Ledger {
    /// A ledger for a text of so many lines, all of them still unexplained.
    #[must_use]
    pub fn of_lines(lines: usize) -> Self {
        Self { counted: Counted::Lines, lines: vec![LineKind::Quarantined; lines], members: [0; 10] }
    }

    /// A ledger for the members of a JSON document.
    #[must_use]
    pub fn of_members() -> Self {
        Self { counted: Counted::Members, ..Self::default() }
    }

    /// Says what a line (1-based) is. The last word counts.
    pub fn set(&mut self, line: usize, kind: LineKind) {
        if let Some(slot) = line.checked_sub(1).and_then(|index| self.lines.get_mut(index)) {
            *slot = kind;
        }
    }

    /// What a line (1-based) is.
    #[must_use]
    pub fn get(&self, line: usize) -> Option<LineKind> {
        self.lines.get(line.checked_sub(1)?).copied()
    }

    /// Counts members of a JSON document.
    pub fn add(&mut self, kind: LineKind, members: usize) {
        if let Some(count) = self.members.get_mut(kind as usize) {
            *count = count.saturating_add(members);
        }
    }

    /// How many lines or members are of this kind.
    #[must_use]
    pub fn count(&self, kind: LineKind) -> usize {
        match self.counted {
            Counted::Lines => self.lines.iter().filter(|line| **line == kind).count(),
            Counted::Members => self.members.get(kind as usize).copied().unwrap_or(0),
        }
    }

    /// All lines or members.
    #[must_use]
    pub fn total(&self) -> usize {
        match self.counted {
            Counted::Lines => self.lines.len(),
            Counted::Members => self.members.iter().sum(),
        }
    }

    /// The lines (1-based) of a kind, as ranges for people: `3, 7-9`.
    #[must_use]
    pub fn ranges(&self, kind: LineKind) -> String {
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            if *line != kind {
                continue;
            }
            let number = index + 1;
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == number => *last = number,
                _ => ranges.push((number, number)),
            }
        }
        let shown: Vec<String> = ranges
            .iter()
            .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") })
            .collect();
        shown.join(", ")
    }
}
