//! What is left to a person: where, and what to do there.

use core::fmt;
use std::path::Path;

/// What is left to a person: one thing to do, or several that belong together, each with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    file: Option<String>,
    line: Option<usize>,
    words: String,
}

impl Task {
    /// Something that has no place in a file.
    #[must_use]
    pub fn new(words: impl Into<String>) -> Self {
        Self::of(None, None, words.into())
    }

    /// Something about a file.
    #[must_use]
    pub fn in_file(file: impl Into<String>, words: impl Into<String>) -> Self {
        Self::of(Some(file.into()), None, words.into())
    }

    /// Something to do at a line of a file.
    #[must_use]
    pub fn at(file: &str, line: usize, words: impl Into<String>) -> Self {
        Self::of(Some(file.to_owned()), Some(line), words.into())
    }

    fn of(file: Option<String>, line: Option<usize>, words: String) -> Self {
        Self { steps: vec![Step { file, line, words }] }
    }

    /// And something else, where there is any.
    #[must_use]
    pub fn and(mut self, other: Option<Self>) -> Self {
        self.steps.extend(other.into_iter().flat_map(|other| other.steps));
        self
    }

    /// As docs.lock keeps it, which is committed: files below the spec, wherever it lies on this machine, and no numbers of lines, which
    /// are others tomorrow.
    #[must_use]
    pub fn lasting(&self, spec: &Path) -> String {
        let below = |file: &String| {
            Path::new(file)
                .strip_prefix(spec)
                .map_or_else(|_| file.clone(), |below| below.display().to_string())
                .replace('\\', "/")
        };
        let without = |step: &Step| Step { file: step.file.as_ref().map(below), line: None, words: step.words.clone() };
        Self { steps: self.steps.iter().map(without).collect() }.to_string()
    }
}

/// `spec/a/b.yaml:12: what to do; spec/a/c.yaml:3: what else`
impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.steps.iter().enumerate() {
            f.write_str(if number > 0 { "; " } else { "" })?;
            match (&step.file, step.line) {
                (Some(file), Some(line)) => write!(f, "{file}:{line}: ")?,
                (Some(file), None) => write!(f, "{file}: ")?,
                (None, _) => {}
            }
            f.write_str(&step.words)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Task;

    #[test]
    fn what_is_kept_has_no_line_and_no_place_of_this_machine() {
        let kept = Task::at("spec/a.yaml", 12, "take it out");
        for (task, shown, lasting) in [
            (Task::new("614: a row: 12: look"), "614: a row: 12: look", "614: a row: 12: look"),
            (Task::in_file("a.yaml", "look"), "a.yaml: look", "a.yaml: look"),
            (Task::at("a.yaml", 3, "see 4:5: it"), "a.yaml:3: see 4:5: it", "a.yaml: see 4:5: it"),
            (
                Task::new("gone").and(Some(kept)).and(None),
                "gone; spec/a.yaml:12: take it out",
                "gone; a.yaml: take it out",
            ),
            (Task::at("spec/b/c.yaml", 1, "look"), "spec/b/c.yaml:1: look", "b/c.yaml: look"),
            (Task::in_file("special/c.yaml", "look"), "special/c.yaml: look", "special/c.yaml: look"),
        ] {
            assert_eq!((task.to_string().as_str(), task.lasting(Path::new("spec")).as_str()), (shown, lasting));
        }
        for spec in ["/somewhere/else/spec", "../spec", "./spec/", "spec"] {
            let file = Path::new(spec).join("b/c.yaml").display().to_string();
            assert_eq!(Task::at(&file, 1, "look").lasting(Path::new(spec)), "b/c.yaml: look", "{spec}");
        }
    }
}
