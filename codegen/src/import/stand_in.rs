//! What stands in a text where a secret or personal data was taken out, and how much that was.

pub(crate) const SECRET: &str = "TEST_SECRET";
pub(crate) const REMOVED: &str = "REMOVED";
pub(crate) const ENCRYPTED: &str = "ENCRYPTED";
pub(crate) const MAIL: &str = "buyer@example.com";
pub(crate) const NUMBER: &str = "1000000000000000001";
pub(crate) const PHONE: &str = "13800000000";
pub(crate) const ADDRESS: &str = "测试地址";

/// What stands where something was taken out.
const STAND_INS: [&str; 6] = [SECRET, REMOVED, ENCRYPTED, MAIL, NUMBER, PHONE];

/// How much was replaced, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Replaced {
    /// Access tokens, keys, session ids.
    pub tokens: usize,
    /// Cookie and csrf values.
    pub cookies: usize,
    /// Phone numbers.
    pub phones: usize,
    /// Encrypted or masked receiver values.
    pub encrypted: usize,
    /// Names, nicks, addresses, memos, mail addresses.
    pub personal: usize,
    /// Long numbers that may be someone's order.
    pub ids: usize,
}

impl Replaced {
    /// Adds the counts of another document.
    pub fn add(&mut self, other: &Self) {
        self.tokens += other.tokens;
        self.cookies += other.cookies;
        self.phones += other.phones;
        self.encrypted += other.encrypted;
        self.personal += other.personal;
        self.ids += other.ids;
    }

    /// All of them.
    #[must_use]
    pub fn total(&self) -> usize {
        self.tokens + self.cookies + self.phones + self.encrypted + self.personal + self.ids
    }

    /// `tokens 2, cookies 3`; the kinds that occurred.
    #[must_use]
    pub fn summary(&self) -> String {
        let kinds = [
            ("tokens", self.tokens),
            ("cookies", self.cookies),
            ("phone numbers", self.phones),
            ("encrypted values", self.encrypted),
            ("personal values", self.personal),
            ("long ids", self.ids),
        ];
        let shown: Vec<String> =
            kinds.iter().filter(|(_, count)| *count > 0).map(|(kind, count)| format!("{kind} {count}")).collect();
        if shown.is_empty() { "none".to_owned() } else { shown.join(", ") }
    }
}

/// True when something was taken out of the text.
#[must_use]
pub fn holds_stand_in(text: &str) -> bool {
    STAND_INS.iter().any(|stand_in| text.contains(stand_in))
}

/// True when nothing is left of the text beside what stands for something else.
#[must_use]
pub fn is_stand_in(text: &str) -> bool {
    let rest = STAND_INS.iter().fold(text.to_owned(), |rest, stand_in| rest.replace(stand_in, ""));
    rest != text && !rest.contains(char::is_alphanumeric)
}
