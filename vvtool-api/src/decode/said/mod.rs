//! What a whole reply says of success and of failure, wherever it says it: above, beside and below the documented places, in rows, in
//! wrappers, in texts, in whatever letters, and in a key that comes again.
//!
//! A write is done only where nothing says that it failed, and is certainly not done only where nothing says that it was.

mod own;

use bytes::Bytes;

use self::own::{Own, Place, STATES, is_any, is_error_name, is_no, is_nothing, is_yes};
use super::below::is_own_root;
use super::envelope_fields::{is_error_key, is_message_key, own_name};
use super::inside::{is_flag, says_nothing};
use super::members::{self, Member};
use super::notes::Notes;
use super::scalar::Scalar;
use super::scan::{Scanner, Syntax};
use super::told::{Told, is_praise, told};
use super::{EnvelopeFields, Wire, charset, inner_json, instead};
use crate::meta::Protocol;
use crate::value::Text;

/// What was found. Places are told by how many objects are around them.
#[derive(Default)]
pub(crate) struct Said {
    /// The innermost flag of success.
    done: Option<usize>,
    /// A sentence says that something was done.
    is_told: bool,
    /// The innermost of the words that a server says of any request that it has answered.
    answered: Option<usize>,
    /// The outermost flag that says no.
    denied: Option<usize>,
    /// The outermost code, or error, that is none of success.
    refused: Option<usize>,
    /// The first object that tells of a failure: its code and its words.
    pub(crate) failure: Option<EnvelopeFields>,
    /// The first one that is not in the data, of a read without those that some mean otherwise.
    pub(crate) around: Option<EnvelopeFields>,
    /// Messages that are more than a word of success, the innermost of each object first.
    pub(crate) words: Vec<Text>,
}

impl Said {
    /// Something says that it was done. The word of a server that has answered counts where it is not around the failure.
    pub(crate) fn is_done(&self) -> bool {
        let is_answered = || Some(self.answered? >= self.refused.into_iter().chain(self.denied).min()?);
        self.done.is_some() || self.is_told || is_answered() == Some(true)
    }

    /// A word of success that is not around the flag that says no: what is around it says that the method ran, and no more.
    pub(crate) fn contradicts_itself(&self) -> bool {
        let is_inside = |place: usize| self.denied.is_none_or(|denied| place >= denied);
        self.is_told || self.done.is_some_and(is_inside) || self.answered.is_some_and(is_inside)
    }

    fn refuse(&mut self, depth: usize) {
        self.refused = Some(self.refused.map_or(depth, |refused| refused.min(depth)));
    }
}

/// Objects, and lists, around what is looked at: what is deeper may say anything, and is not known.
const DEEPEST: usize = 64;
/// Texts that stand in texts.
const MOST_TEXTS: usize = 4;
/// Messages that are kept; what more of them say is not known.
const MOST_WORDS: usize = 10_000;

/// Look at all of a reply; `flags` are the last names of those that confirm.
#[cold]
pub(crate) fn said(body: &Bytes, wire: &Wire<'_>, flags: &[&str]) -> Said {
    let text = charset::text(body, wire.charset, &mut Notes::default());
    let mut walk = Walk { said: Said::default(), flags, wire, is_data: false, texts: 0, lists: 0 };
    if text.trim_start().starts_with('<') {
        for (name, content) in instead::elements(&text) {
            if walk.is_flag(name) && is_yes(&Scalar::Text(&content)) {
                walk.said.done = Some(0);
            }
            walk.said.is_told |= told(&content) == Told::Done;
        }
        return walk.said;
    }
    let start = text.find(['{', '[', '"']).unwrap_or(text.len());
    walk.is_data = walk.is_flat(Scanner::new(&text, start)).unwrap_or(false);
    // What was read before a fault counts too.
    let _ = walk.value(&mut Scanner::new(&text, start), 0, "data");
    walk.said
}

struct Walk<'w> {
    said: Said,
    flags: &'w [&'w str],
    wire: &'w Wire<'w>,
    /// What is looked at stands in the documented data.
    is_data: bool,
    texts: usize,
    lists: usize,
}

impl Walk<'_> {
    fn is_flag(&self, name: &str) -> bool {
        const LIKE: [&str; 5] = ["succeed", "ok", "isok", "successful", "issuccessful"];
        is_flag(name) || is_any(name, &LIKE) || self.flags.contains(&name)
    }

    fn is_data_key(&self, name: &str) -> bool {
        match self.wire.protocol {
            Protocol::Envelope => is_any(name, &["data"]),
            Protocol::Top => is_own_root(name, self.wire.root),
        }
    }

    /// The reply is the data itself, without anything around it.
    fn is_flat(&self, mut scan: Scanner<'_>) -> Result<bool, Syntax> {
        if self.wire.protocol == Protocol::Envelope && !self.wire.envelope_optional || scan.peek() != b'{' {
            return Ok(false);
        }
        let mut is_flat = false;
        for member in members::of(scan)? {
            let Member { name, .. } = member?;
            if self.is_data_key(&name) || own_name(&name) == Some("code") {
                return Ok(false);
            }
            is_flat |= self.flags.is_empty() || self.flags.contains(&&*name);
        }
        Ok(is_flat)
    }

    fn place(&self) -> Place<'_> {
        Place { success_code: self.wire.success_code, is_data: self.is_data, read: self.wire.read }
    }

    /// The value of a key, with so many objects around it.
    fn value(&mut self, scan: &mut Scanner<'_>, depth: usize, name: &str) -> Result<(), Syntax> {
        match scan.peek() {
            b'{' if depth < DEEPEST => self.object(scan, depth.saturating_add(1), name),
            b'[' if depth < DEEPEST && self.lists < DEEPEST => {
                self.lists = self.lists.saturating_add(1);
                let read = self.items(scan, depth, name);
                self.lists = self.lists.saturating_sub(1);
                read
            }
            b'{' | b'[' => {
                // What stands there may say that it was done, or that it failed.
                self.said.done = Some(depth);
                self.unseen("the reply is nested deeper than is read");
                scan.skip().map(drop)
            }
            _ => {
                let mut scratch = String::new();
                let scalar = scan.scalar(&mut scratch)?;
                self.bare(&scalar, depth, name);
                if let Scalar::Text(text) = scalar
                    && !self.is_data
                    && is_error_name(name)
                    && !is_nothing(text)
                    && !is_praise(text)
                {
                    self.fail(EnvelopeFields { msg: Some(text.into()), ..EnvelopeFields::default() }, true);
                }
                Ok(())
            }
        }
    }

    fn items(&mut self, scan: &mut Scanner<'_>, depth: usize, name: &str) -> Result<(), Syntax> {
        scan.open()?;
        let mut first = true;
        while scan.more_items(first)? {
            first = false;
            self.value(scan, depth, name)?;
        }
        Ok(())
    }

    /// What nobody has looked at leaves a write in doubt.
    fn unseen(&mut self, what: &str) {
        if !self.wire.read {
            self.fail(EnvelopeFields { msg: Some(what.into()), ..EnvelopeFields::default() }, false);
        }
    }

    /// A value that is no more than a word.
    fn bare(&mut self, scalar: &Scalar<'_>, depth: usize, name: &str) {
        let holds_data = is_any(name, &["data", "result", "response", "body"]);
        let text = match scalar {
            Scalar::Text(text) if self.in_text(text, depth, name) => return,
            Scalar::Text(text) => *text,
            Scalar::Bool(true) if holds_data => {
                self.said.done = self.said.done.max(Some(depth));
                return;
            }
            Scalar::Bool(_) | Scalar::Number(_) | Scalar::Null => return,
        };
        let told = told(text);
        let is_yes = told != Told::Nothing || text.trim().eq_ignore_ascii_case("true");
        if is_yes && holds_data {
            // Where the data belongs.
            self.said.done = self.said.done.max(Some(depth));
        } else if told == Told::Done && own_name(name).is_none_or(|own| own == "sub_msg") {
            self.said.is_told = true;
        } else if told == Told::Answered
            && (is_message_key(name) || own_name(name) == Some("sub_msg") || is_any(name, &STATES))
        {
            self.said.answered = self.said.answered.max(Some(depth));
        }
    }

    /// A text may hold JSON.
    fn in_text(&mut self, text: &str, depth: usize, name: &str) -> bool {
        if text.contains(['{', '['])
            && self.texts < MOST_TEXTS
            && let Some(json) = inner_json(text)
        {
            self.texts = self.texts.saturating_add(1);
            let _ = self.value(&mut Scanner::new(json, 0), depth, name);
            self.texts = self.texts.saturating_sub(1);
            return true;
        }
        false
    }

    fn object(&mut self, scan: &mut Scanner<'_>, depth: usize, name: &str) -> Result<(), Syntax> {
        let is_error = is_error_key(name) || !self.is_data && is_error_name(name);
        let failed = is_error && !says_nothing(*scan).unwrap_or(false);
        let mut own = Own::new(failed);
        let read = self.keys(scan, depth, &mut own);
        if failed || own.has_bad_code() {
            self.said.refuse(depth);
        }
        self.said.words.extend(own.words().cloned());
        if self.said.words.len() > MOST_WORDS {
            self.said.words.truncate(MOST_WORDS);
            self.unseen("the reply has more messages than are read");
        }
        if own.tells_of_failure(self.place()) {
            let is_sure = own.is_sure(self.place());
            self.fail(own.head, is_sure);
        }
        read
    }

    fn fail(&mut self, head: EnvelopeFields, is_sure: bool) {
        if !self.is_data && (is_sure || !self.wire.read) && self.said.around.is_none() {
            self.said.around = Some(head.clone());
        }
        self.said.failure.get_or_insert(head);
    }

    fn keys(&mut self, scan: &mut Scanner<'_>, depth: usize, own: &mut Own) -> Result<(), Syntax> {
        scan.open()?;
        let mut first = true;
        while scan.more_keys(first)? {
            first = false;
            let name = scan.key()?.into_text();
            let before = self.is_data;
            self.is_data |= self.is_data_key(&name);
            if matches!(scan.peek(), b'{' | b'[') {
                own.list(&name, *scan)?;
                let read = self.value(scan, depth, &name);
                self.is_data = before;
                read?;
                continue;
            }
            let mut scratch = String::new();
            let scalar = scan.scalar(&mut scratch)?;
            if self.is_flag(&name) {
                self.flag(&scalar, depth, own);
            } else {
                self.bare(&scalar, depth, &name);
            }
            self.is_data = before;
            if !self.is_flag(&name) {
                own.key(&name, &scalar, self.place());
            }
        }
        Ok(())
    }

    fn flag(&mut self, scalar: &Scalar<'_>, depth: usize, own: &mut Own) {
        let is_told = || matches!(scalar, Scalar::Text(text) if told(text) != Told::Nothing);
        if is_yes(scalar) || is_told() {
            self.said.done = self.said.done.max(Some(depth));
        }
        if is_no(scalar) {
            self.said.denied = Some(self.said.denied.map_or(depth, |denied| denied.min(depth)));
            own.failed = true;
        }
    }
}
