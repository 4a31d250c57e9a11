//! What was reworded, in its words. docs.lock keeps digests only: the sentences of before come from a file that is given, or from git.

use std::cell::LazyCell;
use std::iter::Peekable;
use std::path::{Path, PathBuf};

use super::document::Document;
use super::files::{self, Input};
use super::memory::compare::{Change, Subject};
use super::memory::fact::{DocumentFact, ErrorFact, Moved, RowFact};
use super::options::Options;
use super::read::reader::Reader;
use super::read::said::Said;
use super::read::texts::WHOLE;
use super::report::{Entry, Report};
use crate::git;
use crate::subsequence;
use crate::visible::visible;

/// With more documents that were reworded nobody reads the words, and git takes its time.
const ASKED: usize = 20;
/// How far back a file is looked for in a repository: what was committed last may not have been imported yet.
const COMMITS: &str = "8";

/// Fills in what was reworded.
///
/// # Errors
/// When an old document that was given cannot be read.
pub(super) fn tell(report: &mut Report, options: &Options) -> Result<(), String> {
    let old = Old::of(options)?;
    let reworded = report.entries.iter_mut().filter(|entry| entry.changes.iter().any(Change::is_reworded));
    let mut reworded: Vec<&mut Entry> = reworded.collect();
    let few = reworded.len() <= ASKED;
    if !few && old.given.is_empty() {
        return Ok(());
    }
    for entry in &mut reworded {
        let (Some(file), Some(document)) = (&entry.file, &entry.document) else { continue };
        let Some(new) = files::read(file).ok().and_then(|text| old.reader.said(&entry.name, &text).ok()) else {
            continue;
        };
        let given = old.given_for(&entry.name, document);
        let wording = |said: &Said| -> Vec<(usize, String)> {
            let changes = entry.changes.iter().enumerate();
            changes.filter_map(|(number, change)| Some((number, between(change, said, &new)?))).collect()
        };
        let mut found = given.iter().map(|(_, said)| wording(said)).find(|found| !found.is_empty());
        if found.is_none() && few {
            found = old.remembered(file, wording);
        }
        if found.is_none()
            && let Some((path, _)) = given.first()
        {
            let why = "does not say what docs.lock remembers: nothing is shown of what was reworded";
            entry.old = Some(format!("{}: {why}", path.display()));
        }
        entry.wording = found.into_iter().flatten().collect();
    }
    Ok(())
}

/// What came and went in the words of one change; None where they are not known.
fn between(change: &Change, old: &Said, new: &Said) -> Option<String> {
    let sentence = |Moved { was, is }: &Moved<String>| Some((old.sentence(was)?, new.sentence(is)?));
    let said = |Moved { was, is }: &Moved<Option<String>>| {
        Some((old.sentence(was.as_deref()?)?, new.sentence(is.as_deref()?)?))
    };
    let (was, is) = match &change.subject {
        Subject::Row(_, facts) => facts.iter().find_map(|fact| match fact {
            RowFact::Prose(moved) => sentence(moved),
            _ => None,
        })?,
        Subject::Error(_, facts) => facts.iter().find_map(|fact| match fact {
            ErrorFact::Remedy(moved) => sentence(moved),
            _ => None,
        })?,
        Subject::Document(DocumentFact::Text(name, _)) if name != WHOLE => (old.text(name)?, new.text(name)?),
        Subject::Document(DocumentFact::Charge(moved) | DocumentFact::Uncoded(moved)) => said(moved)?,
        Subject::Document(_) => return None,
    };
    Some(differences(was, is)).filter(|words| !words.is_empty())
}

/// Where the texts of before come from.
struct Old {
    /// Made where words are looked up.
    reader: LazyCell<Reader>,
    given: Vec<Input>,
}

impl Old {
    fn of(options: &Options) -> Result<Self, String> {
        Ok(Self { reader: LazyCell::new(Reader::default), given: files::inputs(&options.old)?.0 })
    }

    /// The given documents of that name; or else those about the same operation.
    fn given_for(&self, name: &str, document: &Document) -> Vec<(PathBuf, Said)> {
        let said = |input: &Input| {
            let said = self.reader.said(name, &files::read(&input.path).ok()?).ok()?;
            Some((input.path.clone(), said))
        };
        let named: Vec<_> = self.given.iter().filter(|input| input.name() == name).filter_map(said).collect();
        if !named.is_empty() || self.given.len() > ASKED {
            return named;
        }
        let same = |input: &&Input| {
            let text = files::read(&input.path).unwrap_or_default();
            let read = self.reader.extract(&input.name(), &text, Some(&document.service));
            read.is_ok_and(|read| read.about().map(|(_, operation)| operation) == document.operation.as_deref())
        };
        self.given.iter().filter(same).filter_map(said).collect()
    }

    /// What the repository that a document lies in has of it.
    fn remembered(&self, file: &Path, wording: impl Fn(&Said) -> Vec<(usize, String)>) -> Option<Vec<(usize, String)>> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = file.file_name()?.to_str()?;
        let place = format!("./{name}");
        let log = git::run(folder, &["log", "-n", COMMITS, "--format=%H", "--", &place]).ok()?;
        log.lines().find_map(|commit| {
            let text = git::run(folder, &["show", &format!("{commit}:{place}")]).ok()?;
            let found = wording(&self.reader.said(name, &text).ok()?);
            (!found.is_empty()).then_some(found)
        })
    }
}

/// Characters beside a difference.
const BESIDE: usize = 8;
/// Characters shown of one side.
const SHOWN: usize = 60;
/// Differences that are shown.
const PLACES: usize = 3;

/// What differs between two texts, each place with a few characters around: `…每 [-30-]{+15+} 分钟…`.
fn differences(was: &str, is: &str) -> String {
    let (old, new) = (tokens(was), tokens(is));
    let begin = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let rest = old.len().min(new.len()) - begin;
    let end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
    let inner = |all: &[String]| all.get(begin..all.len() - end).unwrap_or_default().to_vec();
    let mut runs = vec![Run::Same(old.get(..begin).unwrap_or_default().concat())];
    runs.extend(compared(&inner(&old), &inner(&new)));
    runs.push(Run::Same(old.get(old.len() - end..).unwrap_or_default().concat()));
    if runs.iter().any(|run| matches!(run, Run::Other(..))) { shown(&runs) } else { String::new() }
}

/// Words of letters and digits, all else a character each; runs of blanks are one.
fn tokens(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    for c in text.trim().chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        match found.last_mut() {
            Some(last) if (word(c) && last.chars().all(word)) => last.push(c),
            Some(last) if c == ' ' && last == " " => {}
            _ => found.push(c.to_string()),
        }
    }
    found
}

#[derive(Debug, PartialEq, Eq)]
enum Run {
    Same(String),
    Other(String, String),
}

/// What both have stays, all else came or went; of texts that are too long to be compared only the ends stay.
fn compared(old: &[String], new: &[String]) -> Vec<Run> {
    let (old_kept, new_kept) = subsequence::kept(old, new);
    let (mut old, mut new) = (old.iter().zip(old_kept).peekable(), new.iter().zip(new_kept).peekable());
    let mut runs = Vec::new();
    loop {
        let (was, is) = (not_kept(&mut old), not_kept(&mut new));
        if !(was.is_empty() && is.is_empty()) {
            runs.push(Run::Other(was, is));
        }
        let (Some((token, _)), Some(_)) = (old.next(), new.next()) else { return runs };
        match runs.last_mut() {
            Some(Run::Same(text)) => text.push_str(token),
            _ => runs.push(Run::Same(token.clone())),
        }
    }
}

/// The tokens up to the next one that stayed.
fn not_kept<'a>(tokens: &mut Peekable<impl Iterator<Item = (&'a String, bool)>>) -> String {
    std::iter::from_fn(|| tokens.next_if(|(_, kept)| !kept)).map(|(token, _)| token.as_str()).collect()
}

fn shown(runs: &[Run]) -> String {
    let mut out = String::new();
    let (mut places, mut more) = (0, 0);
    for (number, run) in runs.iter().enumerate() {
        match run {
            Run::Other(..) if places == PLACES => more += 1,
            Run::Other(was, is) => {
                places += 1;
                for (text, open, close) in [(was, "[-", "-]"), (is, "{+", "+}")] {
                    if !text.is_empty() {
                        out.push_str(&format!("{open}{}{close}", cut(text, SHOWN)));
                    }
                }
            }
            Run::Same(_) if places == PLACES && more > 0 => {}
            Run::Same(text) => {
                let (first, last) = (number == 0, number + 1 == runs.len() || places == PLACES);
                out.push_str(&around(text, first, last));
            }
        }
    }
    if more > 0 {
        out.push_str(&format!(" (and {more} more)"));
    }
    visible(&out).to_string()
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// What stands around a difference: the end of a text before the first, the beginning of one behind the last, both between two.
fn around(text: &str, first: bool, last: bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    let tail = || chars.iter().skip(chars.len().saturating_sub(BESIDE)).collect::<String>();
    let head = || chars.iter().take(BESIDE).collect::<String>();
    match (first, last) {
        _ if chars.len() <= BESIDE => text.to_owned(),
        (true, _) => format!("…{}", tail()),
        (_, true) => format!("{}…", head()),
        _ if chars.len() <= 2 * BESIDE => text.to_owned(),
        _ => format!("{}…{}", head(), tail()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_shown_with_a_little_around() {
        for (was, is, wanted) in [
            ("每 30 分钟只能查询一次", "每 15 分钟只能查询一次", "每 [-30-]{+15+} 分钟只能查询一…"),
            ("订单编号", "订单编号，必须填写", "订单编号{+，必须填写+}"),
            ("最多 20 个", "", "[-最多 20 个-]"),
            ("", "新", "{+新+}"),
            ("a  b", "a b", ""),
            ("buyer_nick or Nick", "buyer_nick or nick", "…nick or [-Nick-]{+nick+}"),
            (
                "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸",
                "一二三四五六七八九1十甲乙丙丁戊己庚辛壬2癸",
                "…二三四五六七八九{+1+}十甲乙丙丁戊己庚辛壬{+2+}癸",
            ),
            ("1a2a3a4a5", "a6a7a8a9a", "[-1a2a3a4-]{+x+}"),
            ("a\u{202e}b", "a\u{202e}c", "a\\u{202e}[-b-]{+c+}"),
        ] {
            let said = differences(was, is);
            // Of several shortest ways any is right.
            if wanted.contains("{+x+}") {
                assert!(said.contains("[-") && said.contains("{+"), "{said}");
            } else {
                assert_eq!(said, wanted, "{was} -> {is}");
            }
        }
    }

    #[test]
    fn long_texts_are_shown_in_part() {
        let (was, is) = ("甲".repeat(5000), "乙".repeat(5000));
        let said = differences(&was, &is);
        assert_eq!(said, format!("[-{}…-]{{+{}…+}}", "甲".repeat(SHOWN), "乙".repeat(SHOWN)));
        let many: Vec<String> = (0..9).map(|n| format!("{n}，不变的字句")).collect();
        let other: Vec<String> = (0..9).map(|n| format!("x{n}，不变的字句")).collect();
        let said = differences(&many.concat(), &other.concat());
        assert!(said.ends_with(" (and 6 more)") && said.chars().count() < 120, "{said}");
    }
}
