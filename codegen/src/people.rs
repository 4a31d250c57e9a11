//! Which names belong to people: what of a call is a secret, what is personal. The one list that the import, `lint` and its
//! explanations read.

/// A list of words, and the same as text for explanations.
macro_rules! list {
    ($(#[$doc:meta])* $list:ident, $text:ident: $first:literal $(, $more:literal)* $(,)?) => {
        $(#[$doc])*
        pub const $list: &[&str] = &[$first $(, $more)*];
        macro_rules! $text {
            () => { concat!($first $(, ", ", $more)*) };
        }
        pub(crate) use $text;
    };
}

list! {
    /// Parts of a name, anywhere in it, that look personal.
    PERSONAL, personal_names:
    "name", "nick", "phone", "mobile", "address", "zip", "email", "alipay", "memo", "message", "openid", "open_id", "oaid", "uid",
    "taker", "id_num", "姓名", "昵称", "手机", "电话", "地址", "邮箱", "邮编", "身份证", "留言", "收货人", "收件人",
}

list! {
    /// What the words of a name end with when it is the name of a secret: `token` in `subwayToken`, not in `tokenize`. One of several
    /// words stands for those words, also when they are glued.
    SECRET, secret_names:
    "token", "secret", "password", "pass_word", "passwd", "pwd", "cookie", "csrf", "authorization", "access_key", "session_key", "sign_key",
    "private_key", "api_key", "sess_id", "credential", "passphrase", "jwt", "密码", "口令", "密钥", "秘钥", "令牌", "凭证",
}

/// Words behind a secret's that make the name say something about it: `token_type`, `secret_expire_time`.
const ABOUT: &[&str] =
    &["type", "expire", "expires", "expired", "expiry", "expiration", "ttl", "version", "timestamp", "status", "valid"];

/// Words before `token` that make it a place in a list, which whoever asks for the next page hands back: to hide it from logs would
/// hide where a listing stopped.
const CURSORS: &[&str] = &["page", "next", "cursor", "continuation", "scroll"];

/// The part of a wire name that looks personal.
pub fn personal(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    PERSONAL.iter().find(|part| lower.contains(**part)).copied()
}

/// The part of a wire name that makes it the name of a secret.
pub fn secret(name: &str) -> Option<&'static str> {
    let words = words(name);
    // A catalogue asks this some hundred thousand times: nearly every name is ASCII, and nothing is put together to compare it.
    if !name.is_ascii()
        && let Some(part) = SECRET.iter().find(|part| !part.is_ascii() && name.contains(**part))
    {
        return Some(part);
    }
    if words.len() == 1 && words.first().is_some_and(|word| word == "auth") {
        return Some("authorization");
    }
    let at = |index: usize| words.get(index).map_or("", String::as_str);
    for index in 0..words.len() {
        for part in SECRET {
            let behind = match part.split_once('_') {
                None if ends_with(at(index), "", part) => index + 1,
                Some((first, second)) if at(index) == first && ends_with(at(index + 1), "", second) => index + 2,
                Some((first, second)) if ends_with(at(index), first, second) => index + 1,
                _ => continue,
            };
            let about = words.iter().skip(behind).any(|word| ABOUT.contains(&word.as_str()));
            let before = (index > 0).then(|| at(index - 1));
            let glued = at(index).strip_suffix("token").filter(|rest| !rest.is_empty());
            let cursor = *part == "token" && glued.or(before).is_some_and(|word| CURSORS.contains(&word));
            if !about && !cursor {
                return Some(part);
            }
        }
    }
    None
}

/// The word ends with the one followed by the other, in the singular or the plural.
fn ends_with(word: &str, first: &str, second: &str) -> bool {
    // `pwd2` is the second one.
    let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let ends = |word: &str| word.strip_suffix(second).is_some_and(|before| before.ends_with(first));
    ends(word) || word.strip_suffix('s').is_some_and(ends)
}

/// The words of a name, in lower case: `accessToken` and `access_token` have two.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for c in name.chars() {
        let starts = c.is_ascii_uppercase() && small;
        if (starts || !c.is_ascii_alphanumeric()) && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_ascii_alphanumeric()) {
            word.push(c.to_ascii_lowercase());
        }
        small = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_the_words_of_their_names() {
        for name in [
            "token",
            "Token",
            "apiKey",
            "x-api-key",
            "API_KEY",
            "user_credential",
            "credentials",
            "jwt",
            "PHPSESSID",
            "passphrase",
            "access_token",
            "accessToken",
            "accesstoken",
            "deg_access_token",
            "subway_token",
            "tokens",
            "token_str",
            "secret",
            "app_secret",
            "client_secret",
            "device_secret_infos",
            "secret_key",
            "password",
            "account_password",
            "pay_passwd",
            "login_pwd",
            "cookie",
            "Cookies",
            "csrf_token",
            "_csrf",
            "session_key",
            "sessionKey",
            "sessionkey",
            "stree_test_session_key",
            "access_key",
            "accessKeySecret",
            "access_key_id",
            "sign_key",
            "private_key",
            "authorization",
            "Authorization",
            "auth",
            "ACCESS_TOKEN",
            "ac_token",
            "next_access_token",
            "pass-word",
            "passWord",
            "pwd2",
            "APP_SECRET",
            "sessionKey[]",
            "密钥",
            "登录密码",
        ] {
            assert!(secret(name).is_some(), "{name}");
        }
        for name in [
            "tokenize",
            "tokenizer_name",
            "token_type",
            "tokenType",
            "token_expired",
            "secret_expire_time",
            "token_timestamp",
            "page_token",
            "next_token",
            "nextToken",
            "next_page_token",
            "pageToken",
            "pagetoken",
            "secretary",
            "author",
            "auth_type",
            "app_key",
            "sign",
            "signature",
            "session_id",
            "key",
            "design_key",
            "",
        ] {
            assert_eq!(secret(name), None, "{name}");
        }
    }

    #[test]
    fn people_are_known_by_parts_of_names() {
        for (name, part) in [
            ("buyer_nick", Some("nick")),
            ("AddressInfo", Some("address")),
            ("cl_id_num", Some("id_num")),
            ("收货人姓名", Some("姓名")),
            ("tid", None),
        ] {
            assert_eq!(personal(name), part, "{name}");
        }
    }
}
