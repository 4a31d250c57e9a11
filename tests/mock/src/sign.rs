//! TOP signatures, computed from the platform's description and sharing no line with the client that is tested against them.

use core::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest as _, Md5};
use sha2::Sha256;

/// The signature of `params` (any order; `sign` and blank values are left out), or nothing for an unknown method.
#[must_use]
pub fn signature(sign_method: &str, secret: &str, params: &[(String, String)]) -> Option<String> {
    let mut sorted: Vec<_> = params.iter().filter(|(name, value)| name != "sign" && !value.trim().is_empty()).collect();
    sorted.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    let text: String = sorted.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]).collect();
    let digest = match sign_method {
        "md5" => Md5::digest(format!("{secret}{text}{secret}")).to_vec(),
        "hmac" => keyed::<Hmac<Md5>>(secret, &text)?,
        "hmac-sha256" => keyed::<Hmac<Sha256>>(secret, &text)?,
        _ => return None,
    };
    Some(digest.iter().fold(String::new(), |mut hex, byte| {
        // Writing into a String cannot fail.
        let _ = write!(hex, "{byte:02X}");
        hex
    }))
}

fn keyed<M: Mac + KeyInit>(secret: &str, text: &str) -> Option<Vec<u8>> {
    let mut mac = <M as KeyInit>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(text.as_bytes());
    Some(mac.finalize().into_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published by the platform with its signing rules.
    #[test]
    fn the_platforms_own_vectors() {
        let params =
            |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
        let item = params(&[
            ("method", "taobao.item.seller.get"),
            ("app_key", "12345678"),
            ("session", "test"),
            ("timestamp", "2016-01-01 12:00:00"),
            ("format", "json"),
            ("v", "2.0"),
            ("sign_method", "md5"),
            ("fields", "num_iid,title,nick,price,num"),
            ("num_iid", "11223344"),
            ("sign", "is never signed"),
            ("blank", "  "),
        ]);
        assert_eq!(signature("md5", "helloworld", &item).as_deref(), Some("66987CB115214E59E6EC978214934FB8"));
        let user = params(&[
            ("method", "taobao.user.seller.get"),
            ("app_key", "test"),
            ("session", "test"),
            ("timestamp", "2013-05-06 13:52:03"),
            ("format", "xml"),
            ("v", "2.0"),
            ("sign_method", "md5"),
            ("fields", "nick"),
        ]);
        assert_eq!(signature("md5", "test", &user).as_deref(), Some("72CB4D809B375A54502C09360D879C64"));
        assert_eq!(signature("sha1", "test", &user), None);
    }

    #[test]
    fn hmac_signs_the_same_text() {
        let params: Vec<(String, String)> = [
            ("method", "taobao.item.seller.get"),
            ("app_key", "12345678"),
            ("session", "test"),
            ("timestamp", "2016-01-01 12:00:00"),
            ("format", "json"),
            ("v", "2.0"),
            ("sign_method", "hmac"),
            ("fields", "num_iid,title,nick,price,num"),
            ("num_iid", "11223344"),
        ]
        .iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect();
        assert_eq!(signature("hmac", "helloworld", &params).as_deref(), Some("D56D7858309C31B6251083A874D48273"));
    }
}
