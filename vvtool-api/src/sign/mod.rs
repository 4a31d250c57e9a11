//! The three signatures of the Taobao Open Platform. Pure functions over the parameters of one call.

use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use sha2::Sha256;

macro_rules! methods {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// How a call to the Taobao Open Platform is signed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        #[non_exhaustive]
        pub enum SignMethod {
            $($(#[$doc])* $name,)*
        }

        impl SignMethod {
            /// Every method.
            ///
            /// ```
            /// use vvtool_api::top::SignMethod;
            ///
            /// assert!(SignMethod::ALL.contains(&SignMethod::default()));
            /// ```
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The value of the `sign_method` parameter.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

methods! {
    /// `md5`: the oldest one, kept for applications that need it.
    Md5 = "md5",
    /// `hmac`: HMAC-MD5.
    Hmac = "hmac",
    /// `hmac-sha256`
    #[default]
    HmacSha256 = "hmac-sha256",
}

/// What is signed: the parameters sorted by name in byte order and joined without separators; `sign` itself and blank values are
/// left out.
pub(crate) fn string_to_sign<K: AsRef<str>, V: AsRef<str>>(parameters: &[(K, V)]) -> String {
    let mut sorted: Vec<(&str, &str)> = parameters
        .iter()
        .map(|(name, value)| (name.as_ref(), value.as_ref()))
        .filter(|(name, value)| *name != "sign" && !value.trim().is_empty())
        .collect();
    sorted.sort_unstable();
    sorted.into_iter().flat_map(|(name, value)| [name, value]).collect()
}

/// The value of the `sign` parameter: upper-case hex.
pub(crate) fn sign(method: SignMethod, secret: &str, text: &str) -> String {
    match method {
        SignMethod::Md5 => {
            upper_hex(&Md5::new().chain_update(secret).chain_update(text).chain_update(secret).finalize())
        }
        SignMethod::Hmac => keyed::<Hmac<Md5>>(secret, text),
        SignMethod::HmacSha256 => keyed::<Hmac<Sha256>>(secret, text),
    }
}

fn keyed<M: Mac + KeyInit>(secret: &str, text: &str) -> String {
    // A HMAC takes a key of any length, so there is no error to report.
    <M as KeyInit>::new_from_slice(secret.as_bytes())
        .map(|mac| upper_hex(&mac.chain_update(text).finalize().into_bytes()))
        .unwrap_or_default()
}

fn upper_hex(bytes: &[u8]) -> String {
    use core::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02X}");
        out
    })
}

#[cfg(test)]
mod tests;
