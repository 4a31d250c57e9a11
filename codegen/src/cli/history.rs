//! `--history`: what the newest versions changed, for the pages. Each is compared with the one before by the rules of `vvspec diff`.

use std::path::Path;

use crate::diff::{Change, Lang, Level, compare, inputs};
use crate::docs::history::{Past, Told};

/// What there is, the newest first, and why there is not more: a line each, for people.
pub(super) fn read(spec: &Path, count: usize) -> (Vec<Past>, Vec<String>) {
    let (mut history, mut told) = (Vec::new(), Vec::new());
    if count == 0 {
        return (history, told);
    }
    let tags = match inputs::tags(spec, count) {
        Ok(tags) if tags.is_empty() => {
            told.push("no history: no tag v* leads here".into());
            return (history, told);
        }
        Ok(tags) => tags,
        Err(error) => {
            told.push(format!("no history: {error}"));
            return (history, told);
        }
    };
    let newer = std::iter::once(None).chain(tags.iter().map(Some));
    for (new, old) in newer.zip(&tags) {
        let named = |tag: &inputs::Tag| format!("refs/tags/{}", tag.name);
        let loaded = inputs::load(Some(&named(old)), new.map(named).as_deref(), spec);
        match loaded {
            Ok(pair) => history.push(Past {
                version: new.map(|tag| tag.name.clone()),
                day: new.map(|tag| tag.day.clone()).unwrap_or_default(),
                changes: compare(pair.base.version(), pair.head.version()).into_iter().map(brief).collect(),
            }),
            Err(error) => {
                let line = error.lines().next().unwrap_or_default();
                let new = new.map_or("the spec as it is", |tag| tag.name.as_str());
                told.push(format!("no history from {} to {new}: {line}", old.name));
            }
        }
    }
    history.retain(|past| !past.changes.is_empty());
    (history, told)
}

fn brief(change: Change) -> Told {
    let level = change.overall();
    Told {
        level: (level.word(), level.in_lang(Lang::Zh)),
        tone: level.tone(),
        prose: level == Level::Docs,
        title: (change.rule.title.en, change.rule.title.zh),
        element: change.element.replace('/', "."),
        service: change.service,
        operation: change.operation,
        before: change.before,
        after: change.after,
    }
}
