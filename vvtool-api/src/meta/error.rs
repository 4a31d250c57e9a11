//! A documented error, what it means for a write, and what to do about it.

/// One documented error.
#[derive(Debug)]
#[non_exhaustive]
pub struct ErrorEntry {
    /// `ShipmentAlreadyCreated`
    pub name: &'static str,
    /// The platform's code. One code may stand for many errors.
    pub code: &'static str,
    /// The platform's message, as documented.
    pub message: &'static str,
    /// Other wordings of the same error under the same code.
    pub aliases: &'static [&'static str],
    /// TOP sub codes that mean this error.
    pub sub_codes: &'static [&'static str],
    /// What to do.
    pub class: Class,
    /// What has become of a write.
    pub write_outcome: WriteOutcome,
    /// Which calls it concerns.
    pub scope: Scope,
    /// What to do, in English.
    pub remedy_en: &'static str,
    /// What to do, in Chinese.
    pub remedy_zh: &'static str,
}

impl ErrorEntry {
    /// An error that nothing more is known of: never retried, a write with it is in doubt.
    #[must_use]
    pub const fn new(name: &'static str, code: &'static str, message: &'static str) -> Self {
        Self {
            name,
            code,
            message,
            aliases: &[],
            sub_codes: &[],
            class: Class::DoNotRetry,
            write_outcome: WriteOutcome::Unknown,
            scope: Scope::Call,
            remedy_en: "",
            remedy_zh: "",
        }
    }

    /// Other wordings of the same error under the same code.
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// TOP sub codes that mean this error.
    pub const fn sub_codes(mut self, sub_codes: &'static [&'static str]) -> Self {
        self.sub_codes = sub_codes;
        self
    }

    /// What to do.
    pub const fn class(mut self, class: Class) -> Self {
        self.class = class;
        self
    }

    /// What has become of a write.
    pub const fn write_outcome(mut self, write_outcome: WriteOutcome) -> Self {
        self.write_outcome = write_outcome;
        self
    }

    /// Which calls it concerns, beside the one that met it.
    pub const fn scope(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// What to do, in English and in Chinese.
    pub const fn remedies(mut self, en: &'static str, zh: &'static str) -> Self {
        self.remedy_en = en;
        self.remedy_zh = zh;
        self
    }

    /// What to do.
    pub fn remedy(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.remedy_en,
            Lang::Zh => self.remedy_zh,
        }
    }
}

/// What to do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Class {
    /// Nothing: the wanted state already holds, or the error does not matter.
    Ignore,
    /// The request is wrong: the same bytes fail again.
    FixRequest,
    /// Repeating the call cannot help.
    DoNotRetry,
    /// A passing fault: repeat at once.
    RetryNow,
    /// A passing fault: wait, then repeat, each time longer.
    RetryWithBackoff,
    /// Too busy: repeat outside peak hours.
    WaitOffPeak,
    /// The access token is no longer valid.
    RefreshToken,
    /// The shop has to authorise the application again.
    ReauthorizeShop,
    /// The account, or the shop, has to buy or renew a permission.
    BuyPermission,
    /// The account has to be topped up.
    TopUp,
    /// Only the platform's support can help.
    ContactSupport,
}

impl Class {
    /// The same request may succeed later, unchanged.
    pub fn is_retry(self) -> bool {
        matches!(self, Self::RetryNow | Self::RetryWithBackoff | Self::WaitOffPeak)
    }
}

/// What has become of a write when an error arrives. Reads never change anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum WriteOutcome {
    /// Nothing has been changed.
    NotExecuted,
    /// It may or may not have been done: look before sending it again.
    Unknown,
    /// The wanted state may already hold, perhaps through an earlier attempt: look before sending it again.
    MaybeAlreadyDone,
}

/// Which calls an error concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// The one that met it.
    Call,
    /// Those for the same shop.
    Shop,
    /// Those of the same operation.
    Operation,
    /// Those of the same account.
    Account,
    /// Those to the same host.
    Host,
}

/// Language of a remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Lang {
    /// English.
    En,
    /// Chinese. 中文
    Zh,
}
