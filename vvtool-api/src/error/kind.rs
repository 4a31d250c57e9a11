//! The documented errors of a service, as generated code lists them.

use crate::call::Service;

/// The documented errors of one service: a generated enum whose last variant stands for everything undocumented.
pub trait ErrorKind: Copy + Eq + core::fmt::Debug + Send + Sync + 'static {
    /// The service.
    const SERVICE: &'static Service;
    /// The documented errors, in the order of [`Service::errors`].
    const ALL: &'static [Self];
    /// Not in the documented table.
    const UNKNOWN: Self;
    /// Place in [`ErrorKind::ALL`]; past its end for [`ErrorKind::UNKNOWN`].
    fn index(self) -> u16;

    /// Which documented error a code and a message mean, as for a live reply: for logs, and for replies that others received.
    ///
    /// A TOP sub code may stand in front of the message.
    fn classify(code: &str, message: &str) -> Self {
        let place = super::matching::classify(Self::SERVICE, code, message);
        place.and_then(|place| Self::ALL.get(usize::from(place))).copied().unwrap_or(Self::UNKNOWN)
    }
}

/// What the documents say about an error. The undocumented one is never retried.
pub fn entry<K: ErrorKind>(kind: K) -> &'static ErrorEntry {
    entry_of(K::SERVICE, Some(kind.index()))
}

/// The entry at a place of the service's table; the undocumented one for every other place.
pub(crate) fn entry_of(service: &'static Service, place: Option<u16>) -> &'static ErrorEntry {
    let entry = place.and_then(|place| service.errors.get(usize::from(place)));
    entry.unwrap_or(&UNDOCUMENTED)
}

/// Stands for every error that the documents do not list.
pub(crate) static UNDOCUMENTED: ErrorEntry = ErrorEntry {
    name: "Unknown",
    code: "",
    message: "",
    aliases: &[],
    sub_codes: &[],
    class: Class::DoNotRetry,
    write_outcome: WriteOutcome::Unknown,
    remedy_en: "The documents do not list this error. Do not repeat the call; read the message, and after a write look up \
                what has become of it before sending it again.",
    remedy_zh: "文档未列出该错误。请勿自动重试;请查看错误信息,写操作须先核实结果再决定是否重发。",
};

/// One documented error.
#[derive(Debug)]
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
    /// What to do, in English.
    pub remedy_en: &'static str,
    /// What to do, in Chinese.
    pub remedy_zh: &'static str,
}

/// What to do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WriteOutcome {
    /// Nothing has been changed.
    NotExecuted,
    /// It may or may not have been done: look before sending it again.
    Unknown,
    /// The wanted state may already hold, perhaps through an earlier attempt: look before sending it again.
    MaybeAlreadyDone,
}

/// Language of a remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lang {
    /// English.
    En,
    /// Chinese. 中文
    Zh,
}

impl ErrorEntry {
    /// What to do.
    pub fn remedy(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.remedy_en,
            Lang::Zh => self.remedy_zh,
        }
    }
}
