//! What the keys of one object say of a failure, by whatever names frameworks give them.

use std::borrow::Cow;

use super::super::EnvelopeFields;
use super::super::envelope_fields::{NOT_A_CODE, as_code, is_error_key, is_message_key, own_name, plain_name};
use super::super::inside::says_nothing;
use super::super::notes::Notes;
use super::super::scalar::Scalar;
use super::super::scan::{Scanner, Syntax};
use super::super::told::{is_complaint, is_good_word, is_praise, is_success};
use crate::value::{Text, number};

/// What was found in one object.
#[derive(Default)]
pub(super) struct Own {
    pub(super) failed: bool,
    /// A nought where some servers say whether something was done, and others which error it was.
    doubted: bool,
    /// A code of success, and one that is none.
    good_code: bool,
    bad_code: bool,
    /// The words stand under a name that nothing else has.
    is_spoken: bool,
    /// The words are those under the name of an error, which may be its kind: `"error":"invalid_request"`.
    is_kind: bool,
    /// Something stands beside them that nobody knows.
    others: bool,
    /// Words under the names of further messages.
    more: Vec<Text>,
    pub(super) head: EnvelopeFields,
}

/// Where an object stands, and in what reply.
#[derive(Clone, Copy)]
pub(super) struct Place<'w> {
    pub(super) success_code: &'w str,
    /// In the documented data, where a field of whatever name may mean anything.
    pub(super) is_data: bool,
    /// Of a read: a code beside fields of whatever name is one of them.
    pub(super) read: bool,
}

impl Own {
    /// Its name may say that it is an error.
    pub(super) fn new(failed: bool) -> Self {
        Self { failed, ..Self::default() }
    }

    pub(super) fn key(&mut self, name: &str, scalar: &Scalar<'_>, place: Place<'_>) {
        let text: Cow<'_, str> = match scalar {
            Scalar::Null => return,
            Scalar::Bool(value) => value.to_string().into(),
            Scalar::Number(text) | Scalar::Text(text) => text.trim().into(),
        };
        self.state(name, &text, place);
        if is_nothing(&text) {
            self.good_code |= own_name(name) == Some("code") && is_success(&text, place.success_code);
            return;
        }
        let is_error = name.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("err"));
        if let Some(own) = own_name(name) {
            let is_bad = !is_success(&text, place.success_code);
            if own == "code" && is_bad {
                let code = as_code(&text).unwrap_or_else(|| NOT_A_CODE.into());
                self.failed |= is_error || !place.is_data && is_no_word(&text);
                self.bad_code = true;
                self.head.code.get_or_insert(code);
            } else if own == "code" {
                self.good_code = true;
            } else {
                self.failed |= own != "request_id" && is_bad && !is_praise(&text);
                self.head.put(own, &text, &mut Notes::default());
            }
        } else if is_any(name, &CODES) {
            if is_no_word(&text) || !place.is_data && number::int(&text).is_some_and(is_bad_number) {
                self.failed = true;
                self.head.code = self.head.code.take().or_else(|| as_code(&text));
            }
        } else if is_error_key(name) || is_message_key(name) || is_error_name(name) {
            let is_error = is_error || is_error_name(name);
            let is_spoken = is_any(name, &["msg", "message"]) || is_error;
            self.failed |= is_error && !is_praise(&text) || is_spoken && is_complaint(&text);
            self.is_spoken |= is_spoken;
            self.words_of(text.as_ref().into(), is_error_name(name));
        } else if is_any(name, &["failed", "fail", "isfail", "iserror", "haserror"]) {
            self.failed |= is_yes(scalar) || matches!(scalar, Scalar::Number(_));
        } else if is_any(name, &COUNTS) {
            self.failed |= number::int(&text).is_some_and(|count| count > 0);
        } else {
            self.others |= !text.contains('{');
        }
    }

    /// What describes an error says more than what it is called.
    fn words_of(&mut self, text: Text, is_kind: bool) {
        match &mut self.head.msg {
            None => (self.head.msg, self.is_kind) = (Some(text), is_kind),
            Some(msg) if self.is_kind && !is_kind => {
                let kind = core::mem::replace(msg, text);
                self.head.code = self.head.code.take().or_else(|| as_code(&kind));
                self.is_kind = false;
            }
            Some(msg) if is_good_word(msg) => *msg = text,
            Some(_) if self.more.len() < MOST_MESSAGES => self.more.push(text),
            Some(_) => {}
        }
    }

    /// What failed, by name: an empty list says that nothing did.
    pub(super) fn list(&mut self, name: &str, mut scan: Scanner<'_>) -> Result<(), Syntax> {
        if is_any(name, &LISTS) {
            let is_none = if scan.peek() == b'{' {
                says_nothing(scan)?
            } else {
                let range = scan.skip()?;
                scan.slice(range).split([',', '[', ']', '{', '}']).all(|item| is_nothing(item.trim().trim_matches('"')))
            };
            self.failed |= !is_none;
        }
        Ok(())
    }

    /// What says in which state something is.
    fn state(&mut self, name: &str, text: &str, place: Place<'_>) {
        if is_any(name, &STATES) {
            self.failed |= is_no_word(text);
        } else if place.is_data || !is_any(name, &MORE_STATES) {
            return;
        }
        if !place.is_data {
            let number = number::int(text);
            self.failed |= is_no_word(text) || is_word(text, &["false"]) || number.is_some_and(is_bad_state);
            self.doubted |= number == Some(0);
        }
    }

    /// What it says, where that stands under a name of a message.
    pub(super) fn words(&self) -> impl Iterator<Item = &Text> {
        self.head.msg.iter().chain(&self.more).filter(|msg| self.is_spoken && !is_good_word(msg))
    }

    /// A code that is none of success.
    pub(super) fn has_bad_code(&self) -> bool {
        self.bad_code
    }

    /// A code alone may mean anything inside the data; with words beside it, or one of success, it is that of a failure.
    pub(super) fn tells_of_failure(&self, place: Place<'_>) -> bool {
        self.doubted && !place.is_data || self.is_sure(place)
    }

    /// The same without what some mean otherwise.
    pub(super) fn is_sure(&self, place: Place<'_>) -> bool {
        let head = &self.head;
        let may_be_data = place.is_data || place.read && self.others;
        let is_alone = !may_be_data && head.code.as_deref().and_then(number::int).is_some_and(is_bad_number);
        self.failed
            || self.bad_code
                && (is_alone
                    || self.good_code
                    || self.is_spoken && head.msg.as_deref().is_some_and(|msg| !is_good_word(msg)))
    }
}

/// Messages of one object.
const MOST_MESSAGES: usize = 8;

/// What says whether something was done, or in which state it is.
pub(super) const STATES: [&str; 3] = ["status", "state", "result"];
const MORE_STATES: [&str; 5] = ["flag", "ack", "outcome", "resultstatus", "resultstate"];

/// Names of a code that the service does not give it.
const CODES: [&str; 11] = [
    "resultcode",
    "retcode",
    "returncode",
    "ret",
    "statuscode",
    "httpstatus",
    "httpcode",
    "bizcode",
    "rescode",
    "respcode",
    "responsecode",
];

/// How many failed.
const COUNTS: [&str; 10] = [
    "failcount",
    "failedcount",
    "failurecount",
    "errorcount",
    "failnum",
    "failednum",
    "failurenum",
    "errornum",
    "failtotal",
    "failedtotal",
];
/// Which ones did.
const LISTS: [&str; 12] = [
    "fail",
    "fails",
    "failed",
    "failures",
    "faillist",
    "failedlist",
    "failurelist",
    "errorlist",
    "failitems",
    "faileditems",
    "failedorders",
    "failorders",
];

/// A number that says no by itself, or is a status of HTTP that does.
fn is_bad_state(state: i64) -> bool {
    state < 0 || (400..600).contains(&state)
}

/// 0 is a success everywhere, 1 is one for some, and so is what HTTP has for one.
fn is_bad_number(code: i64) -> bool {
    !matches!(code, 0 | 1 | 200..=299)
}

/// A name under which nothing stands but what went wrong.
pub(super) fn is_error_name(name: &str) -> bool {
    const NAMES: [&str; 10] = [
        "err",
        "error",
        "errors",
        "exception",
        "exceptionmessage",
        "fault",
        "faultstring",
        "failreason",
        "failmsg",
        "failmessage",
    ];
    is_any(name, &NAMES)
}

/// One of these names, in whatever letters.
pub(super) fn is_any(name: &str, names: &[&str]) -> bool {
    plain_name(name).is_some_and(|plain| names.iter().any(|known| plain.clone().eq(known.bytes())))
}

pub(super) fn is_word(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.trim().eq_ignore_ascii_case(word))
}

/// No value, in whatever words.
pub(super) fn is_nothing(text: &str) -> bool {
    is_word(text, &["", "null", "none", "nil", "undefined", "false", "0"])
}

pub(super) fn is_yes(scalar: &Scalar<'_>) -> bool {
    match scalar {
        Scalar::Bool(value) => *value,
        Scalar::Number(text) | Scalar::Text(text) => {
            is_word(text, &["true", "1", "1.0", "success", "ok", "yes", "y", "成功"])
        }
        Scalar::Null => false,
    }
}

pub(super) fn is_no(scalar: &Scalar<'_>) -> bool {
    match scalar {
        Scalar::Bool(value) => !value,
        Scalar::Number(text) | Scalar::Text(text) => is_word(text, &["false", "0"]) || is_no_word(text),
        Scalar::Null => false,
    }
}

pub(super) fn is_no_word(text: &str) -> bool {
    is_word(text, &["fail", "failed", "failure", "error", "no", "n", "失败"])
}
