//! Which names belong to people: what of a call is a secret, what is personal. The one list that the import, `lint` and its
//! explanations read.

use std::sync::LazyLock;

use crate::traditional::simplified;

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
    "taker", "id_num", "consignee", "contact", "wangwang", "id_card", "idcard", "cert_no", "bank_card", "bank_no", "plate_number", "wechat",
    "birthday", "姓名", "昵称", "手机", "电话", "地址", "邮箱", "邮编", "身份证", "留言", "收货人", "收件人",
}

/// Words that look personal where they stand alone between others: `tel` in `receiver_tel`, not in `hotel`.
const WORDS: &[&str] = &["tel", "qq", "wx", "ip", "receiver", "birth"];

/// What a term in Chinese ends with when a person is called by it, or found; a number of it, too.
const TERMS: &[&str] = &[
    "收货人",
    "收件人",
    "发件人",
    "寄件人",
    "签收人",
    "提货人",
    "联系人",
    "收款人",
    "付款人",
    "持卡人",
    "经办人",
    "法人",
    "店主",
    "司机",
    "快递员",
    "配送员",
    "姓名",
    "昵称",
    "电话",
    "手机",
    "身份证",
    "证件",
    "旺旺",
    "银行卡",
    "微信",
    "QQ",
    "车牌",
    "生日",
    "出生日期",
    "邮箱",
    "收货地址",
    "收件地址",
    "详细地址",
    "联系地址",
    "家庭地址",
    "IP",
    "IP地址",
    "IP 地址",
    "ip",
];

/// Words of names whose numbers are somebody's.
const CALLED: &[&str] = &["phone", "mobile", "tel", "telephone", "qq", "idcard"];

/// Words of names of fields that hold somebody, and no name for sure.
const SOMEBODY: &[&str] = &[
    "user",
    "owner",
    "sender",
    "buyer",
    "seller",
    "who",
    "operator",
    "creator",
    "author",
    "staff",
    "worker",
    "clerk",
    "member",
    "customer",
    "handler",
    "driver",
    "courier",
    "applicant",
    "person",
    "people",
    "guest",
    "u",
    "uname",
    "un",
    "nm",
    "xm",
];

/// Signs of a term that speaks of somebody.
const WHOSE: &[&str] = &[
    "人",
    "者",
    "员",
    "谁",
    "客",
    "客户",
    "客服",
    "用户",
    "昵称",
    "姓名",
    "名字",
    "称呼",
    "司机",
    "卖家",
    "买家",
    "商家",
    "店主",
    "发件",
    "收件",
    "寄件",
    "发货方",
    "收货方",
    "老师",
    "先生",
    "女士",
    "经手",
    "负责",
];

/// What may follow such a sign where the term is still about who somebody is: a type, a city or a brand of theirs is no name.
const WHO: &[&str] = &[
    "姓名", "名称", "名字", "名", "昵称", "信息", "们", "列表", "账号", "帐号", "旺旺", "称呼", "签名", "签字", "id",
    "nick", "的",
];

/// Whether a field of that name and term may hold somebody's name: what looks like one is.
pub fn may_name_somebody(name: &str, term: &str) -> bool {
    let word = |word: &str| SOMEBODY.iter().any(|each| word.eq_ignore_ascii_case(each));
    let ends = |rest: &str| {
        rest.chars().next().is_none_or(|c| !c.is_alphanumeric()) || WHO.iter().any(|word| rest.starts_with(word))
    };
    let said = |text: &str| {
        let text = simplified(text);
        let behind =
            |sign: &str| text.match_indices(sign).any(|(at, hit)| text.get(at + hit.len()..).is_some_and(ends));
        !text.is_ascii() && WHOSE.iter().any(|sign| behind(sign))
    };
    pieces(name).any(word) || said(name) || said(term)
}

/// Parts of names whose values are replaced wherever they are shown; the fields themselves need not be personal.
const SHOWN: &[&str] = &["receiver_", "_tel", "addr", "_state", "_city", "_district", "_town", "snapshot"];

/// Parts of the names of members inside a text, whose type nobody says.
const INSIDE: &[&str] = &["receiver", "buyer", "card_no"];

/// The same, as whole names.
const HOLDERS: &[&str] = &["user", "username", "account", "login", "operator"];

list! {
    /// What the words of a name end with when it is the name of a secret: `token` in `subwayToken`, not in `tokenize`. One of several
    /// words stands for those words, also when they are glued.
    SECRET, secret_names:
    "token", "secret", "password", "pass_word", "passwd", "pwd", "cookie", "csrf", "authorization", "access_key", "session_key", "sign_key",
    "private_key", "api_key", "aes_key", "des_key", "rsa_key", "encrypt_key", "encryption_key", "sess_id", "session", "signature", "salt",
    "sms_code", "verify_code", "verification_code", "captcha", "otp", "credential", "passphrase", "jwt", "secret_key", "auth_code",
    "pin_code", "hash_key", "bearer", "cvv", "pin", "xsrf", "priv_key", "license_key", "security_code", "safe_code", "login_ticket",
    "otp_code", "jsapi_ticket", "auth_ticket", "access_ticket", "sso_ticket", "refresh_tk", "access_tk", "密码", "口令", "密钥", "秘钥", "私钥", "令牌", "凭证", "签名", "验证码", "校验码", "动态码",
    "授权码",
}

/// Names of one word that are secrets as a whole, with the part they stand for.
const WHOLE: &[(&str, &str)] = &[
    ("auth", "authorization"),
    ("sk", "secret_key"),
    ("ak", "access_key"),
    ("jsessionid", "session"),
    ("sessionid", "session"),
];

/// Names that end so may be of a secret or of goods, parcels and talks: the term says which. The last words of a name, and what of a term
/// makes it one.
const DOUBTFUL: &[(&[&str], &[&str])] = &[
    (&["session", "id"], SESSIONS),
    (&["sid"], SESSIONS),
    (&["ticket"], &["票据", "凭证", "免登", "登录", "登陆", "授权", "鉴权", "认证", "会话", "token"]),
    (&["tk"], &["token", "令牌", "登录", "登陆", "凭证", "会话"]),
];
/// What calls somebody's session one.
const SESSIONS: &[&str] = &["session", "会话", "登录态", "登陆态"];
/// Sessions of another kind: a talk, a show.
const TALKS: &[&str] = &["聊天", "对话", "问诊", "咨询", "场次", "客服"];

/// Those that are a word by themselves: `user_pin`, not the end of `spin`.
const ALONE: &[&str] = &["pin"];

/// What is glued behind the word for a secret that is one still.
const GLUED: &[&str] = &["md5", "value", "str"];

/// Those that are one as the last word of a name alone: `user_session`, not `session_count`.
const LAST: &[&str] = &["session", "signature", "salt", "captcha", "otp", "pin"];

/// Words behind a secret's that make the name say something about it: `token_type`, `secret_expire_time`.
const ABOUT: &[&str] =
    &["type", "expire", "expires", "expired", "expiry", "expiration", "ttl", "version", "timestamp", "status", "valid"];

/// Words before `token` that make it a place in a list, which whoever asks for the next page hands back: to hide it from logs would
/// hide where a listing stopped.
const CURSORS: &[&str] = &["page", "next", "cursor", "continuation", "scroll"];

/// The part of a wire name that looks personal.
pub fn personal(name: &str) -> Option<&'static str> {
    let letters = letters(name);
    let holds = |part: &str| {
        may_hold(letters, part)
            && name.as_bytes().windows(part.len()).any(|piece| piece.eq_ignore_ascii_case(part.as_bytes()))
    };
    let part = PERSONAL.iter().find(|part| holds(part));
    part.or_else(|| {
        let word = |word: &&&str| may_hold(letters, word) && pieces(name).any(|piece| piece.eq_ignore_ascii_case(word));
        WORDS.iter().find(word)
    })
    .copied()
}

/// What of a term in Chinese a person is called by or found at: 收货人电话, not 电话类型.
pub fn personal_term(term: &str) -> Option<&'static str> {
    let term = simplified(term.trim_end());
    let term = term.as_ref();
    let term = ["号码", "号", "列表", "名单"].iter().find_map(|number| term.strip_suffix(number)).unwrap_or(term);
    let ends = |part: &&&str| {
        let before = term.strip_suffix(**part);
        before.is_some_and(|before| !part.is_ascii() || !before.ends_with(|c: char| c.is_ascii_alphabetic()))
    };
    TERMS.iter().find(ends).copied()
}

/// Whether a number of that name is one by which somebody is called or found: no amount of anything.
pub fn is_personal_number(name: &str, term: &str) -> bool {
    let (first, last) = (pieces(name).next(), pieces(name).last());
    let is = |word: Option<&str>, list: &[&str]| {
        word.is_some_and(|word| list.iter().any(|each| word.eq_ignore_ascii_case(each)))
    };
    personal_term(term).is_some() || is(last, CALLED) && !is(first, &["is", "has"])
}

/// What a gateway calls the words with which it answers, and the code beside them; words of a name are glued here.
const ANSWERS: &[&str] =
    &["message", "msg", "submessage", "submsg", "errormessage", "errormsg", "errmessage", "errmsg"];
const CODES: &[&str] = &[
    "code",
    "subcode",
    "errorcode",
    "errcode",
    "returncode",
    "retcode",
    "resultcode",
    "ret",
    "status",
    "success",
    "issuccess",
];

/// Whether a member of that name may be what a gateway answers with. Where it is the envelope's own it is what the wire says; anywhere else
/// a person may have written it, see [`personal`].
pub fn is_answer(name: &str) -> bool {
    is_one_of(name, ANSWERS)
}

/// Whether a member of that name says which answer it is.
pub fn is_answer_code(name: &str) -> bool {
    is_one_of(name, CODES)
}

/// Whether the words of a name, glued, are one of these.
fn is_one_of(name: &str, glued: &[&str]) -> bool {
    let letters =
        || name.bytes().filter(|byte| !matches!(byte, b'_' | b'-' | b'.')).map(|byte| byte.to_ascii_lowercase());
    glued.iter().any(|each| letters().eq(each.bytes()))
}

/// Whether a value of that name is replaced where it is shown. `inside`: a member of JSON inside a text.
pub fn is_replaced(name: &str, inside: bool) -> bool {
    let lower = name.to_ascii_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    personal(name).is_some() || has(SHOWN) || inside && (has(INSIDE) || HOLDERS.contains(&lower.as_str()))
}

/// The letters of a name, one bit for each in whichever case. Nearly every name lacks one of every part, which this shows without a
/// search.
fn letters(name: &str) -> u32 {
    name.bytes().fold(0, |letters, byte| letters | bit(byte))
}

fn bit(byte: u8) -> u32 {
    1 << (byte & 31)
}

/// Whether a name of these letters has all of a part's.
fn may_hold(letters: u32, part: &str) -> bool {
    part.bytes().all(|byte| letters & bit(byte) != 0)
}

/// The letters of every part of [`SECRET`] and every name of [`WHOLE`]. Glued words lack the sign between them.
static SECRET_LETTERS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let parts = SECRET.iter().copied().chain(WHOLE.iter().map(|(whole, _)| *whole));
    parts.map(|part| part.bytes().filter(|byte| *byte != b'_').fold(0, |letters, byte| letters | bit(byte))).collect()
});

/// The parts of [`SECRET`] that are Chinese.
static SECRET_TERMS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| SECRET.iter().copied().filter(|part| !part.is_ascii()).collect());

/// The part of a wire name that makes it the name of a secret.
pub fn secret(name: &str) -> Option<&'static str> {
    // A catalogue asks this some hundred thousand times: nearly every name is ASCII and ends like none of these, and nothing is put
    // together to see that.
    if !name.is_ascii() {
        let name = simplified(name);
        if let Some(part) = SECRET_TERMS.iter().find(|part| name.contains(**part)) {
            return Some(part);
        }
    }
    if may_be_secret(name) { search(name) } else { None }
}

/// What a term says that is the name of a secret: 短信验证码, not 验证码类型; 店铺的 access_token, `the password of the user`.
pub fn secret_term(term: &str) -> Option<&'static str> {
    let term = simplified(term.trim_end());
    let term =
        ["的值", "值", "字符串", "串"].iter().find_map(|tail| term.strip_suffix(tail)).unwrap_or(&term).trim_end();
    if !term.is_ascii()
        && let Some(part) = SECRET_TERMS.iter().find(|part| term.ends_with(**part))
    {
        return Some(part);
    }
    // What it is called in English: behind Chinese the words at its end, else what stands before the words that tell more of it.
    let from = term.char_indices().rfind(|(_, c)| !c.is_ascii()).map_or(0, |(at, c)| at + c.len_utf8());
    let named = term.get(from..).unwrap_or_default();
    let more = MORE.iter().filter(|_| named.contains(' ')).filter_map(|more| named.find(more)).min();
    secret(more.and_then(|at| named.get(..at)).unwrap_or(named).trim())
}

/// Words behind the name of a thing in English that tell more of it, not what it is.
const MORE: &[&str] = &[" of ", " for ", " to ", " from ", " used ", " that ", " which "];

/// What makes a field the name of a secret: its name, or what its term calls it. `lint` and the import ask this and nothing else.
pub fn secret_field(name: &str, term: &str) -> Option<&'static str> {
    secret(name).or_else(|| secret_term(term)).or_else(|| doubtful(name, term))
}

/// Whether a name that may be a session's is one, as the whole of its description says.
pub fn is_session(name: &str, described: &str) -> bool {
    doubtful(name, described).is_some_and(|word| matches!(word, "session" | "sid")) && !described.trim().is_empty()
}

/// The word of a name that is a secret's by what its term says; without a term the name says it.
fn doubtful(name: &str, term: &str) -> Option<&'static str> {
    let ends = |last: &[&str]| {
        let skipped = pieces(name).count().checked_sub(last.len());
        skipped.is_some_and(|skipped| {
            pieces(name).skip(skipped).zip(last).all(|(word, end)| word.eq_ignore_ascii_case(end))
        })
    };
    let (last, cues) = DOUBTFUL.iter().find(|(last, _)| ends(last))?;
    let term = if term.trim().is_empty() { name } else { term };
    let said = simplified(term).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    (has(cues) && !has(TALKS)).then(|| last.first().copied()).flatten()
}

/// The part that a word of the name ends with, when the name is not only about it.
fn search(name: &str) -> Option<&'static str> {
    let words = words(name);
    if let [word] = words.as_slice()
        && let Some((_, part)) = WHOLE.iter().find(|(whole, _)| word == whole)
    {
        return Some(part);
    }
    let at = |index: usize| words.get(index).map_or("", String::as_str);
    for index in 0..words.len() {
        for part in SECRET {
            let behind = match part.split_once('_') {
                None if ALONE.contains(part) && at(index) != *part => continue,
                None if ends_with(at(index), "", part) => index + 1,
                Some((first, second)) if at(index) == first && ends_with(at(index + 1), "", second) => index + 2,
                Some((first, second)) if ends_with(at(index), first, second) => index + 1,
                _ => continue,
            };
            if behind < words.len() && LAST.contains(part) {
                continue;
            }
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

/// A word of the name ends as one of these does, with what stands before it; whether the name is only about it remains to be seen.
fn may_be_secret(name: &str) -> bool {
    let all = letters(name);
    if !SECRET_LETTERS.iter().any(|letters| letters & !all == 0) {
        return false;
    }
    let last = |text: &str| text.as_bytes().last().copied();
    let mut before = "";
    pieces(name).any(|whole| {
        let before = std::mem::replace(&mut before, whole);
        let word = without_glued(whole);
        let holds = |word: &str| {
            let end = last(word).map(|end| end.to_ascii_lowercase());
            SECRET.iter().filter(|part| last(part) == end).any(|part| match part.split_once('_') {
                None => without_end(word, part).is_some(),
                Some((first, second)) => without_end(word, second)
                    .is_some_and(|head| without_end(head, first).is_some() || before.eq_ignore_ascii_case(first)),
            })
        };
        let alone = WHOLE.iter().any(|(name, _)| whole.eq_ignore_ascii_case(name));
        holds(word) || word.strip_suffix(['s', 'S']).is_some_and(holds) || alone
    })
}

/// What stands before the end of a word, whose case does not count.
fn without_end<'a>(word: &'a str, end: &str) -> Option<&'a str> {
    let (head, tail) = word.split_at_checked(word.len().checked_sub(end.len())?)?;
    tail.eq_ignore_ascii_case(end).then_some(head)
}

/// The word ends with the one followed by the other, in the singular or the plural.
fn ends_with(word: &str, first: &str, second: &str) -> bool {
    let word = without_glued(word);
    let ends = |word: &str| word.strip_suffix(second).is_some_and(|before| before.ends_with(first));
    ends(word) || word.strip_suffix('s').is_some_and(ends)
}

/// A word without what is glued behind it: `pwd2` is the second one, `pwdmd5` what is sent of it.
fn without_glued(word: &str) -> &str {
    let word = GLUED.iter().find_map(|tail| without_end(word, tail)).unwrap_or(word);
    word.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// The words of a name, in lower case: `accessToken` and `access_token` have two.
fn words(name: &str) -> Vec<String> {
    pieces(name).map(str::to_ascii_lowercase).collect()
}

/// The words of a name as they stand in it.
fn pieces(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphanumeric()).flat_map(humps).filter(|word| !word.is_empty())
}

/// What is left of letters and digits when each capital behind a small letter or a digit begins a word.
fn humps(letters: &str) -> impl Iterator<Item = &str> {
    let mut rest = letters;
    std::iter::from_fn(move || {
        let bytes = rest.as_bytes();
        let starts = |(at, pair): (usize, &[u8])| match pair {
            [before, after] if !before.is_ascii_uppercase() && after.is_ascii_uppercase() => Some(at + 1),
            _ => None,
        };
        let end = bytes.windows(2).enumerate().find_map(starts).unwrap_or(bytes.len());
        let (word, behind) = rest.split_at_checked(end)?;
        rest = behind;
        (!word.is_empty()).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_the_words_of_their_names() {
        let secrets = "token Token apiKey x-api-key API_KEY user_credential credentials jwt PHPSESSID passphrase access_token \
            accessToken accesstoken deg_access_token subway_token tokens token_str secret app_secret client_secret \
            device_secret_infos secret_key password account_password pay_passwd login_pwd cookie Cookies csrf_token \
            _csrf session_key sessionKey sessionkey stree_test_session_key access_key accessKeySecret access_key_id \
            sign_key private_key authorization Authorization auth ACCESS_TOKEN ac_token next_access_token pass-word \
            passWord pwd2 APP_SECRET sessionKey[] session user_session \
            userSession sessions signature x-signature reqSignature aes_key aesKey AESKEY des_key encryptKey salt pwd_salt sms_code \
            smsCode verifyCode verification_code captcha otp 密钥 登录密码 签名 短信验证码 \
            secretkey appsecretkey tokenvalue pwdmd5 pwd_md5 sk bearer auth_code authCode pin_code cvv hash_key 商户私钥 授权码 \
            jsessionid JSESSIONID priv_key privKey xsrf XSRF-TOKEN _xsrf login_ticket loginTicket security_code ak AK safe_code \
            license_key licenseKey pin PIN user_pin payPin 密鑰 登錄密碼";
        for name in secrets.split(' ') {
            assert!(secret(name).is_some(), "{name}");
        }
        let others = "tokenize tokenizer_name token_type tokenType token_expired secret_expire_time token_timestamp page_token \
            next_token nextToken next_page_token pageToken pagetoken secretary author auth_type app_key sign \
            signature_type session_id session_count signature_url salted_fish captcha_id desalter key design_key task \
            risk sku_sk_id md5 value author_code shipping spin pin_yin pinCount hairpin ak_id weak ticket ticket_id license \
            key safe_stock";
        for name in others.split(' ').chain([""]) {
            assert_eq!(secret(name), None, "{name}");
        }
    }

    #[test]
    fn what_is_ruled_out_at_a_glance_is_no_secret() {
        for part in SECRET.iter().filter(|part| !part.is_ascii()) {
            assert!(secret_term(&format!("我的{part} ")).is_some(), "{part}");
        }
        // Every part in every spelling, glued and parted, with something on each side.
        let mut seen = 0;
        for part in SECRET.iter().filter(|part| part.is_ascii()) {
            let (first, second) = part.split_once('_').unwrap_or(("", part));
            for glue in ["", "_", "-", ".", "$"] {
                for before in ["", "x", "x_", "my_next_", "甲"] {
                    for behind in ["", "s", "S", "2", "s3", "_x", "_type", "甲", "[]", "Id"] {
                        let name = format!("{before}{first}{glue}{second}{behind}");
                        for name in [name.to_ascii_uppercase(), name] {
                            if search(&name).is_some() {
                                seen += 1;
                                assert!(may_be_secret(&name), "{name}");
                            }
                        }
                    }
                }
            }
        }
        assert!(seen > 1_000, "{seen}");
    }

    #[test]
    fn secrets_are_known_by_what_a_term_calls_them() {
        for term in [
            "店铺的 access_token",
            "店铺的access_token",
            "access_token",
            "the password of the user",
            "the password of",
            "API secret",
            "Secret key",
            "cookie 值",
            "Cookie值",
            "密鑰",
            "登录密码",
            "短信验证码 ",
            "令牌字符串",
        ] {
            assert!(secret_term(term).is_some(), "{term}");
        }
        for term in [
            "",
            "验证码类型",
            "token 类型",
            "token type",
            "access_token 有效期",
            "number of tokens used",
            "店铺的 id",
            "值",
            "shipping address",
            "session count",
            "关键字 key",
        ] {
            assert_eq!(secret_term(term), None, "{term}");
        }
        assert_eq!(secret_field("pwd", "密码"), Some("pwd"));
        assert_eq!(secret_field("kind", "密码"), Some("密码"));
        assert_eq!(secret_field("kind", "密码类型"), None);
        for (name, term) in [
            ("sid", "会话标识"),
            ("sid", "登录 session"),
            ("userSid", "會話 id"),
            ("ticket", "免登票据"),
            ("ticket", "登录凭证，有效期 5 分钟"),
            ("session_id", "会话ID，来自客户端上报"),
            ("sessionId", ""),
            ("session_id", "sessionID"),
            ("tk", "登录令牌(刷新用)"),
            ("sessionid", ""),
            ("jsapi_ticket", ""),
            ("refresh_tk", ""),
            ("otpCode", ""),
            ("x-sign", "签名串"),
            ("pwd", ""),
            ("passwd", ""),
            ("access_key", ""),
            ("privatekey", ""),
        ] {
            assert!(secret_field(name, term).is_some(), "{name} {term}");
        }
        for (name, term) in [
            ("sid", "物流运单号"),
            ("out_sid", "运单号"),
            ("sid", ""),
            ("taobao_sid", "淘宝卖家ID"),
            ("ticket", "电子票"),
            ("sale_ticket", "小票信息"),
            ("session_id", "场次ID"),
            ("session_id", "客服会话id"),
            ("tk_status", "淘客订单状态"),
            ("tk", "淘客"),
        ] {
            assert_eq!(secret_field(name, term), None, "{name} {term}");
        }
    }

    #[test]
    fn a_name_has_the_words_that_a_person_reads_in_it() {
        for (name, said) in [
            ("accessToken", "access token"),
            ("ACCESS_TOKEN", "access token"),
            ("x-api-key", "x api key"),
            ("a1B2c", "a1 b2c"),
            ("PHPSESSID", "phpsessid"),
            ("XMLHttp", "xmlhttp"),
            ("__a..甲b[]", "a b"),
            ("", ""),
        ] {
            assert_eq!(words(name).join(" "), said, "{name}");
        }
    }

    #[test]
    fn people_are_known_by_parts_of_names() {
        for (name, part) in [
            ("buyer_nick", Some("nick")),
            ("AddressInfo", Some("address")),
            ("cl_id_num", Some("id_num")),
            ("收货人姓名", Some("姓名")),
            ("tel", Some("tel")),
            ("contactTel", Some("contact")),
            ("hotel", None),
            ("ship", None),
            ("wx_no", Some("wx")),
            ("idcard_no", Some("idcard")),
            ("tid", None),
        ] {
            assert_eq!(personal(name), part, "{name}");
        }
    }

    #[test]
    fn people_are_known_by_ends_of_terms() {
        let personal = "收货人 收货人电话 联系人 手机 手机号 手机号码 身份证号 身份证号码 证件号 买家旺旺 银行卡号 微信号 QQ QQ号 车牌号 生日 \
            买家IP 收货人姓名 详细地址";
        for term in personal.split(' ').chain(["买家 IP", "买家 IP 地址", "收货地址 "]) {
            assert!(personal_term(term).is_some(), "{term}");
        }
        for term in "电话类型 图片地址 回调地址 是否显示手机号段 VIP SKIP 证件类型 编号 店铺名称".split(' ').chain([""])
        {
            assert_eq!(personal_term(term), None, "{term}");
        }
    }

    #[test]
    fn a_number_is_somebodys_where_it_counts_nothing() {
        for (name, term, wanted) in [
            ("mobile", "手机", true),
            ("receiver_phone", "", true),
            ("lic", "车牌号", true),
            ("is_mobile", "是否无线", false),
            ("phone_count", "电话数量", false),
            ("buyer_rate", "评分", false),
        ] {
            assert_eq!(is_personal_number(name, term), wanted, "{name} {term}");
        }
    }
}
