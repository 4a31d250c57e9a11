//! Names of which each is taken once, and the numbers that tell apart those that would be alike.

use std::collections::{HashMap, HashSet};

/// The names that are taken so far.
#[derive(Debug, Clone, Default)]
pub struct Names {
    taken: HashSet<String>,
    /// The number at which a name was found free the last time: those below are taken.
    next: HashMap<String, usize>,
}

impl Names {
    /// Takes a name.
    pub fn take(&mut self, name: String) {
        self.taken.insert(name);
    }

    /// Whether somebody has it.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// The stem with the first number behind it, from 2 on, that makes a free name of it.
    pub fn numbered(&mut self, stem: &str, between: &str, free: impl Fn(&Self, &str) -> bool) -> String {
        let name = |n: usize| format!("{stem}{between}{n}");
        let from = self.next.get(stem).copied().unwrap_or(2);
        let found = (from..).find(|n| free(self, &name(*n))).unwrap_or(from);
        self.next.insert(stem.to_owned(), found);
        name(found)
    }
}

impl FromIterator<String> for Names {
    fn from_iter<I: IntoIterator<Item = String>>(names: I) -> Self {
        Self { taken: names.into_iter().collect(), next: HashMap::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn a_number_is_asked_for_once_however_many_are_alike() {
        let asked = std::cell::Cell::new(0);
        let mut names: Names = ["a", "a3"].map(str::to_owned).into_iter().collect();
        let mut made = Vec::new();
        for _ in 0..1000 {
            let name = names.numbered("a", "", |names, name| {
                asked.set(asked.get() + 1);
                !names.has(name)
            });
            names.take(name.clone());
            made.push(name);
        }
        assert_eq!(made.first().map(String::as_str), Some("a2"));
        assert_eq!(made.get(1).map(String::as_str), Some("a4"), "what somebody has is passed over");
        assert_eq!(made.last().map(String::as_str), Some("a1002"));
        assert!(asked.get() < 2100, "{} questions", asked.get());
    }
}
