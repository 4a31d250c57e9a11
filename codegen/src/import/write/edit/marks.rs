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

    /// Takes away the open mark that asks about the opposite of what the document and the spec both say by now. False where there is
    /// none.
    pub fn settle(&mut self, target: &Target, mark: &Mark) -> bool {
        let (known, whole) = (self.known(target), *target == Target::File);
        let open = known.iter().any(|node| back(node, mark, whole));
        // Of a list a part may have come back.
        let part = matches!(mark, Mark::Change { what: "values", .. });
        if open || part && known.iter().any(|node| renewed(node, mark, whole).is_some()) {
            match self.marks.iter_mut().find(|(known, _)| known == target) {
                Some((_, marks)) => marks.push(mark.clone()),
                None => self.marks.push((target.clone(), vec![mark.clone()])),
            }
        }
        open
    }

    /// Whether an open mark asks about the opposite of this one.
    pub fn asks(&self, target: &Target, mark: &Mark) -> bool {
        let whole = *target == Target::File;
        self.known(target).iter().any(|node| back(node, mark, whole))
    }

    /// How many marks take back one that was open.
    pub fn taken_back(&self) -> usize {
        let taken = |(target, marks): &(Target, Vec<Mark>)| {
            let (known, whole) = (self.known(target), *target == Target::File);
            marks.iter().filter(|mark| known.iter().any(|node| back(node, mark, whole))).count()
        };
        self.marks.iter().map(taken).sum()
    }

    /// What the page says in the open marks of that kind.
    pub fn pages(&self, target: &Target, what: &'static str) -> impl Iterator<Item = &str> {
        let known = self.known(target).iter().filter(move |node| scalar(get(node, "what")) == Some(what));
        known.filter_map(|node| scalar(get(node, "page")))
    }

    /// The marks that are there.
    fn known(&self, target: &Target) -> &[Node<'a>] {
        self.target(target).and_then(|node| get(node, "review")).map(items).unwrap_or_default()
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
        let whole = *target == Target::File;
        if let Some(anew) = self.take_back(list, known, marks, whole) {
            return self.replaces.push(anew);
        }
        let (mut replaces, mut new): (Vec<(usize, usize, String)>, Vec<String>) = (Vec::new(), Vec::new());
        for mark in marks {
            // One that nobody has decided yet: what was said then is what the spec was written from. Two do not go on from one.
            let free = |node: &&Node<'_>| replaces.iter().all(|(start, ..)| *start != node.span.start as usize);
            let goes_on = known.iter().filter(free).find_map(|node| Some((node, renewed(node, mark, whole)?)));
            match goes_on {
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

    /// A list of which marks go, as it is then, without its key where none is left. None where none goes.
    fn take_back(
        &self,
        list: Option<&Node<'a>>,
        known: &[Node<'a>],
        marks: &[Mark],
        whole: bool,
    ) -> Option<(usize, usize, String)> {
        let list = list.filter(|_| known.iter().any(|node| marks.iter().any(|mark| back(node, mark, whole))))?;
        let stay = known.iter().filter(|node| !marks.iter().any(|mark| back(node, mark, whole)));
        let said = |node: &Node<'_>| match marks.iter().find_map(|mark| renewed(node, mark, whole)) {
            Some(mark) => mark.yaml(),
            None => self.text.get(node.span.start as usize..node.span.end as usize).unwrap_or_default().to_owned(),
        };
        let new = marks.iter().filter(|mark| !known.iter().any(|node| renewed(node, mark, whole).is_some()));
        let all: Vec<String> = stay.map(said).chain(new.map(Mark::yaml)).collect();
        let (start, end) = (list.span.start as usize, list.span.end as usize);
        let key = self.text.get(..start).and_then(|before| before.rfind("review")).unwrap_or(start);
        let before = self.text.get(..key).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        Some(if !all.is_empty() {
            // On the line of its key, whichever way it was written.
            (key, end, format!("review: [{}]", all.join(", ")))
        } else if before.ends_with(", ") {
            (key - 2, end, String::new())
        } else if before.get(line..).is_some_and(|indent| indent.trim().is_empty()) {
            (line, line_end(self.text, end).saturating_add(1).min(self.text.len()), String::new())
        } else {
            (key, end, "review: []".to_owned())
        })
    }
}

/// Whether a mark says of an open one that all is as it was.
fn back(node: &Node<'_>, mark: &Mark, whole: bool) -> bool {
    let named = ["was", "page"].iter().any(|key| get(node, key).is_some());
    named && matches!(renewed(node, mark, whole), Some(Mark::Change { was, page, .. }) if was == page)
}

/// Two changes of a list, one after the other: what it has lost and what it has gained since the first.
fn both(was: &str, page: &str, then: (&str, &str)) -> (String, String) {
    let list =
        |text: &str| -> Vec<String> { text.split(", ").filter(|each| !each.is_empty()).map(str::to_owned).collect() };
    let (lost, gained) = (list(was), list(page));
    let (loses, gains) = (list(then.0), list(then.1));
    let without = |these: &[String], others: &[String]| -> Vec<String> {
        these.iter().filter(|each| !others.contains(each)).cloned().collect()
    };
    let mut lost_by_now = without(&lost, &gains);
    lost_by_now.extend(without(&loses, &gained).into_iter().filter(|each| !lost.contains(each)));
    let mut gained_by_now = without(&gained, &loses);
    gained_by_now.extend(without(&gains, &lost).into_iter().filter(|each| !gained.contains(each)));
    (lost_by_now.join(", "), gained_by_now.join(", "))
}

/// A mark that is there already, with what the document says by now. `whole`: it is about the document, and not about a field.
fn renewed(node: &Node<'_>, mark: &Mark, whole: bool) -> Option<Mark> {
    let Mark::Change { what, was, page } = mark else { return None };
    let said = |key: &str| scalar(get(node, key)).unwrap_or_default();
    // A list of errors loses several, each a decision of its own.
    let text = |words: &str| words.split(':').next().unwrap_or_default().to_owned();
    let same = said("what") == *what
        && match *what {
            "errors" => said("was") == was,
            // A document has many texts, and a field's words may be asked about for several reasons: one that was asked about goes on
            // where this one begins.
            "prose" => {
                let named = whole && !page.is_empty() && text(said("page")) == text(page);
                named || said("page") == page && said("was") == was || !was.is_empty() && said("page") == was
            }
            _ => true,
        };
    if same && *what == "values" {
        let (was, page) = both(said("was"), said("page"), (was, page));
        return Some(Mark::change(what, &was, &page));
    }
    // What came in twice is looked at together.
    let page = match said("page") {
        before if *what == "added" && !before.is_empty() => &format!("{before}, {page}"),
        _ => page,
    };
    same.then(|| Mark::change(what, said("was"), page))
}
