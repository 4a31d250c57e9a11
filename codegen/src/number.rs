//! Numbers out of text, exactly: never through a binary float, and nothing that is not kept whole.
//!
//! The runtime holds a verbatim copy, written by `vvspec generate`, behind faster ways for the numbers that are common.

/// Largest number that a decimal's 96 bits hold.
const MAX_DECIMAL: i128 = (1 << 96) - 1;
/// Most digits behind its point.
const MAX_SCALE: i32 = 28;

/// A whole number of 64 bits. `1.0` and `1e2` are whole, `1.5` is not; `None` also when it does not fit.
pub fn int(text: &str) -> Option<i64> {
    if let Ok(value) = text.parse::<i64>() {
        return (!text.starts_with('+')).then_some(value);
    }
    let (value, scale) = decimal(text)?;
    let one = 10_i128.pow(scale);
    if value % one == 0 { i64::try_from(value / one).ok() } else { None }
}

/// A number that a decimal of 96 bits holds exactly: its digits, and how many of them are behind the point. At least one digit on
/// every side: `.5`, `5.`, `200.e7`, `+1` and blanks are no numbers.
pub fn decimal(text: &str) -> Option<(i128, u32)> {
    let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, power(exponent)?),
        None => (rest, 0),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, digits(fraction)?),
        None => (mantissa, ""),
    };
    let mut scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
    let mut value = 0_i128;
    for byte in digits(whole)?.bytes().chain(fraction.bytes()) {
        value = value.checked_mul(10)?.checked_add(i128::from(byte - b'0'))?;
    }
    if value == 0 {
        scale = scale.clamp(0, MAX_SCALE);
    }
    while scale < 0 {
        value = value.checked_mul(10)?;
        scale += 1;
    }
    while scale > MAX_SCALE {
        if value % 10 != 0 {
            return None;
        }
        value /= 10;
        scale -= 1;
    }
    let scale = u32::try_from(scale).ok()?;
    (value <= MAX_DECIMAL).then_some((if negative { -value } else { value }, scale))
}

/// One digit or more, and nothing else.
pub fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

/// An exponent; more than four digits are beyond anything that could be exact.
fn power(text: &str) -> Option<i32> {
    let (sign, rest) = match text.as_bytes().first() {
        Some(b'-') => (-1, text.get(1..)?),
        Some(b'+') => (1, text.get(1..)?),
        _ => (1, text),
    };
    let trimmed = digits(rest)?.trim_start_matches('0');
    match trimmed.len() {
        0 => Some(0),
        1..=4 => trimmed.parse::<i32>().ok().map(|value| sign * value),
        _ => None,
    }
}
