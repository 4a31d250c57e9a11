//! Marks of open decisions in a spec file.

use super::{Edit, Target};
use crate::import::write::lines::{indent_of, line_end};
use crate::import::write::mark::Mark;
use crate::load::{Node, get, items, scalar};

impl<'a> Edit<'a> {
    /// Marks a decision as open. False where the file has nothing that the mark could stand at, or the mark already.
    pub fn mark(&mut self, target: &Target, mark: Mark) -> bool {
        let Some(node) = self.target(target) else { return false };
        if let Mark::Word(word) = mark
            && get(node, "review").map(items).unwrap_or_default().iter().any(|known| scalar(Some(known)) == Some(word))
        {
            return false;
        }
        match self.marks.iter_mut().find(|(known, _)| known == target) {
            Some((_, marks)) if marks.contains(&mark) => return false,
            Some((_, marks)) => marks.push(mark),
            None => self.marks.push((target.clone(), vec![mark])),
        }
        true
    }

    fn target(&self, target: &Target) -> Option<&Node<'a>> {
        match target {
            Target::Entry(place, name) => self.item(place, name),
            Target::File => Some(&self.root),
        }
    }

    pub(super) fn write_marks(&mut self, target: &Target, marks: &[Mark]) {
        let Some(item) = self.target(target) else { return };
        let list = get(item, "review");
        let known = list.map(items).unwrap_or_default();
        let (mut replaces, mut new) = (Vec::new(), Vec::new());
        for mark in marks {
            // One that nobody has decided yet: what was said then is what the spec was written from.
            match known.iter().find_map(|node| Some((node, renewed(node, mark)?))) {
                Some((node, mark)) => replaces.push((node.span.start as usize, node.span.end as usize, mark.yaml())),
                None => new.push(mark.yaml()),
            }
        }
        let flow =
            |node: &Node<'_>| self.text.get(node.span.start as usize..).is_some_and(|text| text.starts_with('['));
        let joined = new.join(", ");
        let insert = match (list, known.last()) {
            _ if new.is_empty() => None,
            (Some(list), Some(last)) if flow(list) => Some((last.span.end as usize, format!(", {joined}"))),
            (Some(_), Some(last)) => {
                let indent = " ".repeat(indent_of(self.text, last.span.start as usize));
                let lines: String = new.iter().map(|mark| format!("\n{indent}- {mark}")).collect();
                Some((line_end(self.text, last.span.end as usize), lines))
            }
            (Some(list), None) => {
                replaces.push((list.span.start as usize, list.span.end as usize, format!("[{joined}]")));
                None
            }
            (None, _) => Some(match (target, get(item, "effect")) {
                // The effect is the decision that every operation asks for.
                (Target::File, Some(effect)) => {
                    (line_end(self.text, effect.span.end as usize), format!("\nreview: [{joined}]"))
                }
                _ => self.key_for(item, &format!("review: [{joined}]")),
            }),
        };
        self.replaces.extend(replaces);
        self.inserts.extend(insert);
    }
}

/// A mark that is there already, with what the document says by now.
fn renewed(node: &Node<'_>, mark: &Mark) -> Option<Mark> {
    let Mark::Change { what, was, page } = mark else { return None };
    let said = |key: &str| scalar(get(node, key)).unwrap_or_default();
    // A list of errors loses several, each a decision of its own.
    let text = |words: &str| words.split(':').next().unwrap_or_default().to_owned();
    let same = said("what") == *what
        && match *what {
            "errors" => said("was") == was,
            // A document has many texts.
            "prose" => text(said("page")) == text(page),
            _ => true,
        };
    // What came in twice is looked at together.
    let page = match said("page") {
        before if *what == "added" && !before.is_empty() => &format!("{before}, {page}"),
        _ => page,
    };
    same.then(|| Mark::change(what, said("was"), page))
}
