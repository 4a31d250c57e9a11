use super::Secrets;
use super::folded::PIECE;
use super::spellings::{in_base32, in_base64, in_hex, in_url};

/// A token with the signs that are written in different ways, with no part that is a word.
const TOKEN: &str = "Tk7+aB/c9dEfGh=Z2";

/// In groups of so many letters.
fn grouped(text: &str, count: usize, joint: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(count).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(joint)
}

fn each(text: &str, form: impl Fn(u8) -> String) -> String {
    text.bytes().map(form).collect()
}

fn forms(secret: &str) -> Vec<String> {
    let (head, tail) = secret.split_at(6);
    let base64 = in_base64(secret.as_bytes(), 0);
    let mut forms = vec![
        secret.to_owned(),
        secret.replace('+', " "),
        secret.replace('+', "&#43;").replace('/', "&#47;").replace('=', "&#61;"),
        secret.replace('+', "&plus;").replace('/', "&sol;").replace('=', "&equals;"),
        secret.replace('/', "//"),
        each(secret, |byte| format!("&#{byte};")),
        each(secret, |byte| format!("&#x{byte:x};")),
        each(secret, |byte| format!("&amp;#{byte};")),
        each(secret, |byte| format!("\\u{byte:04x}")),
        each(secret, |byte| format!("\\\\u{byte:04X}")),
        each(secret, |byte| format!("\\u{{{byte:x}}}")),
        each(secret, |byte| format!("\\x{byte:02x}")),
        each(secret, |byte| format!("\\{byte:03o}")),
        each(secret, |byte| format!("%{byte:02X} ")),
        each(secret, |byte| format!("%25{byte:02x}")),
        each(secret, |byte| format!("{byte:02x} ")),
        format!("{head}{}", each(tail, |byte| format!("%{byte:02X}"))),
        format!("{}{tail}", each(head, |byte| format!("\\u{byte:04x}"))),
        secret.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c)).collect(),
        format!("{head}\\n{tail}"),
        grouped(&base64, 4, " "),
        base64.to_uppercase(),
        // Cut off.
        secret.split_at(secret.len() - 1).0.to_owned(),
        format!("{}...", secret.split_at(secret.len() - 3).0),
    ];
    let joints = [" ", "\n", "\t", "\r\n", "\u{a0}", "\u{200b}", "\u{ad}", "\u{3000}", "-", ",", "·", "\u{3164}"];
    forms.extend(joints.iter().flat_map(|joint| [1, 4, 8].map(|count| grouped(secret, count, joint))));
    forms
}

#[test]
fn a_secret_is_found_in_whatever_form_it_comes() {
    let secrets = Secrets::of([TOKEN]);
    for form in forms(TOKEN) {
        for text in [form.clone(), format!("token {form} is invalid"), format!("令牌{form}已过期")] {
            let shown = secrets.hide(&text);
            let letters: String = shown.replace("<secret>", "").chars().filter(|c| c.is_alphanumeric()).collect();
            assert!(shown.contains("<secret>") && !letters.contains("9"), "{text:?}: {shown}");
            // What stands around it stays.
            assert!(
                !text.contains("is invalid") || shown.starts_with("token <secret>") && shown.ends_with(" is invalid"),
                "{shown}"
            );
        }
    }
}

/// What whole programs make of it: encoded by one, and what came of that by another.
fn programs(secret: &str) -> Vec<String> {
    const LETTERS: [&[u8; 32]; 2] = [b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHIJKLMNOPQRSTUV"];
    let hex = |text: &str| in_hex(text, "", |_| false);
    let base64 = |text: &str| in_base64(text.as_bytes(), 0);
    let in_query = in_url(secret, |byte| byte.is_ascii_alphanumeric());
    let capitals = in_query.replace("%2b", "%2B").replace("%2f", "%2F").replace("%3d", "%3D");
    let mut forms = vec![secret.chars().rev().collect(), hex(secret), hex(secret).to_uppercase()];
    forms.push(each(secret, |byte| format!("0x{byte:02X}, ")));
    forms.push(format!("{:?}", secret.as_bytes()));
    for account in ["", "a", "id", "app", "12345678"] {
        for joint in [":", "&", "|", ""] {
            let pair = format!("{account}{joint}{secret}");
            for text in [pair.clone(), format!("{pair}:x"), format!("{pair}&key=value")] {
                let url_safe = base64(&text).replace('+', "-").replace('/', "_");
                forms.extend([base64(&base64(&text)), base64(&url_safe), base64(&hex(&text))]);
                forms.extend([base64(&hex(&text).to_uppercase()), hex(&base64(&text)), hex(&hex(&text))]);
                forms.extend(LETTERS.map(|letters| in_base32(text.as_bytes(), 0, letters)));
            }
            forms.push(base64(&format!("{account}{joint}{in_query}")));
            forms.push(base64(&format!("{account}{joint}{capitals}")));
        }
    }
    // And written by a third.
    let written = |form: &String| {
        let in_query = in_url(form, |byte| byte.is_ascii_alphanumeric());
        [form.to_lowercase(), grouped(form, 64, "\n"), grouped(form, 2, ":"), in_query]
    };
    let again: Vec<String> = forms.iter().flat_map(written).collect();
    forms.extend(again);
    forms
}

#[test]
fn a_secret_is_found_that_was_encoded_twice() {
    let secrets = Secrets::of([TOKEN]);
    let forms = programs(TOKEN);
    assert!(forms.len() > 1_000, "{}", forms.len());
    // What stands around the secret in the longest of them, encoded twice, and the letters that it shares.
    let most = 4 * "12345678:&key=value".len() + 8;
    for form in forms {
        let text = format!("token {form} is invalid");
        let shown = secrets.hide(&text);
        let rest = shown.replace("<secret>", "");
        assert!(shown.starts_with("token ") && shown.ends_with(" is invalid"), "{text}: {shown}");
        let left = rest.chars().filter(|c| c.is_alphanumeric()).count() - "tokenisinvalid".len();
        let all = form.chars().filter(|c| c.is_alphanumeric()).count();
        assert!(shown.contains("<secret>") && left <= most.min(all - 2 * TOKEN.len() / 3), "{text}: {shown}");
    }
}

#[test]
fn other_words_and_numbers_stay() {
    for (secret, text) in [
        ("tester", "the latest error"),
        ("TESTTOKEN1", "TESTTOKEN2 of another"),
        ("TESTTOKEN1", "a test of the token 1"),
        ("Tk7+aB/c9dEfGh=Z2", "Tk7+aB is not it"),
        ("123456", "1,234.56 yuan"),
        ("a/b+c d", "a b c d"),
        ("令牌令牌", "令,牌"),
        ("abcdefgh", "&&&;%%%\\\\\\ %zz &#xzz; \\u12 \\x &nosuch"),
    ] {
        assert_eq!(Secrets::of([secret]).hide(text), text);
    }
}

#[test]
fn a_long_text_is_looked_at_to_its_end() {
    let secrets = Secrets::of([TOKEN]);
    let coded = each(TOKEN, |byte| format!("&#x{byte:04x};"));
    for at in [0, 1_000, PIECE - 60, PIECE - 1, PIECE, 3 * PIECE - 100] {
        for filler in ["x", "%", "\\", "&", "密"] {
            let text = format!("{}{coded} {}", format!("{filler} ").repeat(at / 2), filler.repeat(70_000));
            let shown = secrets.hide(&text);
            assert!(shown.contains("<secret>") && !shown.contains("&#x"), "{filler} {at}");
        }
    }
}
