//! What an object holds, looked through from its first key on: for whoever looks ahead, and leaves the reading to others.

use std::borrow::Cow;

use super::scan::{Scanner, Syntax};

/// A key and its value.
pub(super) struct Member<'a> {
    /// Byte where the key stands.
    pub(super) at: usize,
    pub(super) name: Cow<'a, str>,
    /// What the value begins with.
    pub(super) open: u8,
    /// Before the value.
    pub(super) value: Scanner<'a>,
}

/// Each member of an object. A value is checked when the one behind it is asked for.
pub(super) struct Members<'a> {
    scan: Scanner<'a>,
    first: bool,
}

/// The members of the object before `scan`.
pub(super) fn of(mut scan: Scanner<'_>) -> Result<Members<'_>, Syntax> {
    scan.peek();
    scan.open()?;
    Ok(Members { scan, first: true })
}

impl<'a> Members<'a> {
    fn member(&mut self) -> Result<Option<Member<'a>>, Syntax> {
        let first = core::mem::take(&mut self.first);
        if !first {
            self.scan.skip()?;
        }
        if !self.scan.more_keys(first)? {
            return Ok(None);
        }
        let at = self.scan.offset();
        let name = self.scan.key()?.into_text();
        let open = self.scan.peek();
        Ok(Some(Member { at, name, open, value: self.scan }))
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = Result<Member<'a>, Syntax>;

    fn next(&mut self) -> Option<Self::Item> {
        self.member().transpose()
    }
}

/// What stands below a key of an object.
pub(super) enum Below<'a, T> {
    /// What is looked for.
    Found(T),
    /// Another object, in which it may stand.
    Object(Scanner<'a>),
}

/// Go down from the object before `scan`, from each object by the one key that `step` names, to what is looked for; with the way there,
/// which `before` begins.
pub(super) fn down<'a, T>(
    scan: Scanner<'a>,
    before: &str,
    step: impl Fn(Scanner<'a>) -> Result<Option<(String, Below<'a, T>)>, Syntax>,
) -> Result<Option<(T, String)>, Syntax> {
    const DEEPEST: usize = 4;
    let (mut object, mut way) = (scan, before.to_owned());
    for depth in 0..DEEPEST {
        let Some((name, below)) = step(object)? else { return Ok(None) };
        if depth > 0 {
            way.push('.');
        }
        way.push_str(&name);
        match below {
            Below::Found(found) => return Ok(Some((found, way))),
            Below::Object(inner) => object = inner,
        }
    }
    Ok(None)
}
