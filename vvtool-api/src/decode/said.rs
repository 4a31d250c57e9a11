//! What a whole reply says of success and of failure, wherever it says it: above, beside and below the documented places, in rows, in
//! wrappers, in texts, in whatever letters, and in a key that comes again.
//!
//! A write is done only where nothing says that it failed, and is certainly not done only where nothing says that it was.

use std::borrow::Cow;

use bytes::Bytes;

use super::envelope_fields::{NOT_A_CODE, as_code, is_error_key, is_message_key, own_name, plain_name};
use super::inside::{is_flag, is_good_word, is_success, says_nothing};
use super::notes::Notes;
use super::scalar::Scalar;
use super::scan::{Scanner, Syntax};
use super::{EnvelopeFields, Wire, charset, inner_json, instead};

/// What was found.
#[derive(Default)]
pub(crate) struct Said {
    /// How many objects are around the innermost word of success.
    done: Option<usize>,
    /// The same of the outermost flag that says no.
    denied: Option<usize>,
    /// The first object that tells of a failure: its code and its words.
    pub(crate) failure: Option<EnvelopeFields>,
}

impl Said {
    /// Something says that it was done.
    pub(crate) fn is_done(&self) -> bool {
        self.done.is_some()
    }

    /// A word of success that is not around the flag that says no: what is around it says that the method ran, and no more.
    pub(crate) fn contradicts_itself(&self) -> bool {
        self.done.is_some_and(|done| self.denied.is_none_or(|denied| done >= denied))
    }
}

/// Objects around what is looked at: what is deeper may say anything, and is not known.
const DEEPEST: usize = 64;
/// Texts that stand in texts.
const MOST_TEXTS: usize = 4;

/// Look at all of a reply; `flags` are the last names of those that confirm.
#[cold]
pub(crate) fn said(body: &Bytes, wire: &Wire<'_>, flags: &[&str]) -> Said {
    let text = charset::text(body, wire.charset, &mut Notes::default());
    let mut walk = Walk { said: Said::default(), flags, success_code: wire.success_code, texts: 0 };
    if text.trim_start().starts_with('<') {
        for (name, content) in instead::elements(&text) {
            if walk.is_flag(name) && is_yes(&Scalar::Text(&content)) {
                walk.said.done = Some(0);
            }
        }
        return walk.said;
    }
    let start = text.find(['{', '[', '"']).unwrap_or(text.len());
    // What was read before a fault counts too.
    let _ = walk.value(&mut Scanner::new(&text, start), 0, "data");
    walk.said
}

struct Walk<'w> {
    said: Said,
    flags: &'w [&'w str],
    success_code: &'w str,
    texts: usize,
}

impl Walk<'_> {
    fn is_flag(&self, name: &str) -> bool {
        const LIKE: [&str; 4] = ["succeed", "ok", "successful", "issuccessful"];
        is_flag(name) || is_any(name, &LIKE) || self.flags.contains(&name)
    }

    /// The value of a key, with so many objects around it.
    fn value(&mut self, scan: &mut Scanner<'_>, depth: usize, name: &str) -> Result<(), Syntax> {
        match scan.peek() {
            b'{' if depth < DEEPEST => self.object(scan, depth.saturating_add(1), name),
            b'[' if depth < DEEPEST => {
                scan.open()?;
                let mut first = true;
                while scan.more_items(first)? {
                    first = false;
                    self.value(scan, depth, name)?;
                }
                Ok(())
            }
            b'{' | b'[' => {
                // What stands there may say that it was done.
                self.said.done = Some(depth);
                scan.skip().map(drop)
            }
            _ => {
                let mut scratch = String::new();
                let scalar = scan.scalar(&mut scratch)?;
                self.bare(&scalar, depth, name);
                self.in_text(&scalar, depth, name);
                Ok(())
            }
        }
    }

    /// Where the data belongs stands no more than a word.
    fn bare(&mut self, scalar: &Scalar<'_>, depth: usize, name: &str) {
        let is_yes = match scalar {
            Scalar::Bool(value) => *value,
            Scalar::Text(text) => is_done_word(text),
            Scalar::Number(_) | Scalar::Null => false,
        };
        if is_yes && is_any(name, &["data", "result", "response", "body"]) {
            self.said.done = self.said.done.max(Some(depth));
        }
    }

    /// A text may hold JSON.
    fn in_text(&mut self, scalar: &Scalar<'_>, depth: usize, name: &str) {
        if let Scalar::Text(text) = scalar
            && text.contains(['{', '['])
            && self.texts < MOST_TEXTS
            && let Some(json) = inner_json(text)
        {
            self.texts = self.texts.saturating_add(1);
            let _ = self.value(&mut Scanner::new(json, 0), depth, name);
            self.texts = self.texts.saturating_sub(1);
        }
    }

    fn object(&mut self, scan: &mut Scanner<'_>, depth: usize, name: &str) -> Result<(), Syntax> {
        let mut own = Own { failed: is_error_key(name) && !says_nothing(*scan).unwrap_or(false), ..Own::default() };
        let read = self.keys(scan, depth, &mut own);
        if own.tells_of_failure(self.success_code) && self.said.failure.is_none() {
            self.said.failure = Some(own.head);
        }
        read
    }

    fn keys(&mut self, scan: &mut Scanner<'_>, depth: usize, own: &mut Own) -> Result<(), Syntax> {
        scan.open()?;
        let mut first = true;
        while scan.more_keys(first)? {
            first = false;
            let name = scan.key()?.into_text();
            if matches!(scan.peek(), b'{' | b'[') {
                self.value(scan, depth, &name)?;
                continue;
            }
            let mut scratch = String::new();
            let scalar = scan.scalar(&mut scratch)?;
            if self.is_flag(&name) {
                if is_yes(&scalar) {
                    self.said.done = self.said.done.max(Some(depth));
                }
                if is_no(&scalar) {
                    self.said.denied = Some(self.said.denied.map_or(depth, |denied| denied.min(depth)));
                    own.failed = true;
                }
                continue;
            }
            self.bare(&scalar, depth, &name);
            self.in_text(&scalar, depth, &name);
            own.key(&name, &scalar, self.success_code);
        }
        Ok(())
    }
}

/// What the keys of one object say of a failure.
#[derive(Default)]
struct Own {
    failed: bool,
    /// The words stand under a name that nothing else has.
    is_spoken: bool,
    head: EnvelopeFields,
}

impl Own {
    fn key(&mut self, name: &str, scalar: &Scalar<'_>, success_code: &str) {
        let text: Cow<'_, str> = match scalar {
            Scalar::Null => return,
            Scalar::Bool(value) => value.to_string().into(),
            Scalar::Number(text) | Scalar::Text(text) => text.trim().into(),
        };
        if is_nothing(&text) {
            return;
        }
        let is_error = name.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("err"));
        if let Some(own) = own_name(name) {
            let is_bad = !is_success(&text, success_code);
            if own == "code" && is_bad {
                let code = as_code(&text).unwrap_or_else(|| NOT_A_CODE.into());
                self.failed |= is_error;
                self.head.code.get_or_insert(code);
            } else if own != "code" {
                self.failed |= own != "request_id" && is_bad && !is_good_word(&text);
                self.head.put(own, &text, &mut Notes::default());
            }
        } else if is_error_key(name) || is_message_key(name) {
            self.failed |= is_error && !is_good_word(&text);
            self.is_spoken |= is_any(name, &["msg", "message"]) || is_error;
            self.head.msg.get_or_insert_with(|| text.as_ref().into());
        } else if is_any(name, &["failed", "fail", "isfail", "iserror", "haserror"]) {
            self.failed |= is_yes(scalar) || matches!(scalar, Scalar::Number(_));
        } else if is_any(name, &["status", "state", "result"]) {
            self.failed |= is_no_word(&text);
        }
    }

    /// A code alone may mean anything; with words beside it, it is that of a failure.
    fn tells_of_failure(&self, success_code: &str) -> bool {
        let head = &self.head;
        let is_bad = head.code.as_deref().is_some_and(|code| !is_success(code, success_code));
        self.failed || is_bad && self.is_spoken && head.msg.as_deref().is_some_and(|msg| !is_good_word(msg))
    }
}

/// One of these names, in whatever letters.
fn is_any(name: &str, names: &[&str]) -> bool {
    plain_name(name).is_some_and(|plain| names.iter().any(|known| plain.clone().eq(known.bytes())))
}

fn is_word(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.trim().eq_ignore_ascii_case(word))
}

/// No value, in whatever words.
fn is_nothing(text: &str) -> bool {
    is_word(text, &["", "null", "none", "nil", "undefined", "false", "0"])
}

fn is_yes(scalar: &Scalar<'_>) -> bool {
    match scalar {
        Scalar::Bool(value) => *value,
        Scalar::Number(text) | Scalar::Text(text) => {
            is_word(text, &["true", "1", "1.0", "success", "ok", "yes", "y", "成功"])
        }
        Scalar::Null => false,
    }
}

fn is_no(scalar: &Scalar<'_>) -> bool {
    match scalar {
        Scalar::Bool(value) => !value,
        Scalar::Number(text) | Scalar::Text(text) => is_word(text, &["false", "0"]) || is_no_word(text),
        Scalar::Null => false,
    }
}

fn is_no_word(text: &str) -> bool {
    is_word(text, &["fail", "failed", "failure", "error", "no", "n", "失败"])
}

/// `发货成功`, `success`
fn is_done_word(text: &str) -> bool {
    const LONGEST: usize = 60;
    let text = text.trim().trim_end_matches(['!', '！', '.', '。']);
    is_word(text, &["true", "success", "ok"])
        || text.len() <= LONGEST && text.ends_with("成功") && !text.contains(['不', '未', '没', '否'])
}
