//! How calls of a gateway are signed. Data only: [`crate::sign`] does it.

use crate::value::Part;

/// What every call sends besides its own fields, what of a call is signed, and how.
#[derive(Debug)]
#[non_exhaustive]
pub struct Signing {
    /// The parameter that carries the signature.
    pub sign: &'static str,
    /// At least one; the first is the default.
    pub digests: &'static [Digest],
    /// Name, and what it holds.
    pub parameters: &'static [(&'static str, Holds)],
    /// Parameters that are not signed.
    pub except: &'static [&'static str],
    /// Whether parameters without a value are neither signed nor sent.
    pub skip_blank: bool,
    /// Whether files are not signed.
    pub without_files: bool,
    /// Whether parameters are signed in the order in which they are sent; by name in byte order otherwise.
    pub as_sent: bool,
    /// How a parameter is written.
    pub each: &'static [Piece],
    /// What stands between two of them.
    pub between: &'static str,
    /// Whether names and values are percent-encoded in the text that is signed.
    pub url_encoded: bool,
    /// How the digest is written.
    pub case: Case,
}

impl Signing {
    /// Name and value of every parameter, sorted and joined, in upper-case hex, unless set.
    #[must_use]
    pub const fn new(sign: &'static str, digests: &'static [Digest]) -> Self {
        Self {
            sign,
            digests,
            parameters: &[],
            except: &[],
            skip_blank: false,
            without_files: false,
            as_sent: false,
            each: &[Piece::Name, Piece::Value],
            between: "",
            url_encoded: false,
            case: Case::Upper,
        }
    }

    /// Name of each common parameter, and what it holds.
    pub const fn parameters(mut self, parameters: &'static [(&'static str, Holds)]) -> Self {
        self.parameters = parameters;
        self
    }

    /// Parameters that are not signed.
    pub const fn except(mut self, except: &'static [&'static str]) -> Self {
        self.except = except;
        self
    }

    /// Parameters without a value are neither signed nor sent.
    pub const fn skip_blank(mut self) -> Self {
        self.skip_blank = true;
        self
    }

    /// Files are not signed.
    pub const fn without_files(mut self) -> Self {
        self.without_files = true;
        self
    }

    /// Signed in the order in which they are sent.
    pub const fn as_sent(mut self) -> Self {
        self.as_sent = true;
        self
    }

    /// How a parameter is written.
    pub const fn each(mut self, each: &'static [Piece]) -> Self {
        self.each = each;
        self
    }

    /// What stands between two parameters.
    pub const fn between(mut self, between: &'static str) -> Self {
        self.between = between;
        self
    }

    /// Names and values are percent-encoded in the text that is signed.
    pub const fn url_encoded(mut self) -> Self {
        self.url_encoded = true;
        self
    }

    /// How the digest is written.
    pub const fn case(mut self, case: Case) -> Self {
        self.case = case;
        self
    }
}

/// What a common parameter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Holds {
    /// The key that names the application.
    Account,
    /// The name of the operation.
    Operation,
    /// The session of a shop; nothing without one.
    Session,
    /// The word of the digest.
    Digest,
    /// `true` when the client asks for replies without their root key; nothing otherwise.
    Simplify,
    /// Always this.
    Value(&'static str),
    /// The time of the call, so many minutes ahead of UTC.
    Time(&'static [Part], i16),
    /// The time of the call in seconds since 1970.
    UnixSeconds,
    /// The time of the call in milliseconds since 1970.
    UnixMillis,
    /// Random for each call.
    Nonce,
}

/// A part of a text that is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// Name of a parameter.
    Name,
    /// Its value.
    Value,
    /// The secret.
    Secret,
    /// Path of the address.
    Path,
    /// The parameters.
    Text,
    /// Always this.
    Literal(&'static str),
}

/// A digest that a call may be signed with.
#[derive(Debug)]
#[non_exhaustive]
pub struct Digest {
    /// `hmac-sha256`
    pub word: &'static str,
    /// The hash.
    pub hash: Hash,
    /// Whether it is an HMAC with the secret as its key.
    pub keyed: bool,
    /// What is hashed.
    pub around: &'static [Piece],
}

impl Digest {
    /// The hash of the text alone, unless set.
    #[must_use]
    pub const fn new(word: &'static str, hash: Hash) -> Self {
        Self { word, hash, keyed: false, around: &[Piece::Text] }
    }

    /// An HMAC with the secret as its key.
    pub const fn keyed(mut self) -> Self {
        self.keyed = true;
        self
    }

    /// What is hashed.
    pub const fn around(mut self, around: &'static [Piece]) -> Self {
        self.around = around;
        self
    }
}

/// A hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum Hash {
    Md5,
    Sha256,
}

/// How a digest is written in hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Case {
    Upper,
    Lower,
}
