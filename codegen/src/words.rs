//! The closed lists of the format. Each is declared once: the enum, the words specs write, what its values are called in generated
//! code, and the sentences that people read. The loader, the schema, `dump`, the import and everything that prints take them from here.

/// Declares a list. A value may have a sentence in English, and one in Chinese; every value of a list has what the first one has.
macro_rules! words {
    ($(#[$about:meta])* $ty:ident { $($(#[$what:meta])* $variant:ident = $word:literal $([$en:literal $(, $zh:literal)?])?,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $ty {
            $($(#[$what])* $variant,)*
        }

        impl $ty {
            /// Every word of the list.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// As specs write it.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// From a spec.
            pub fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// The variant of the enum of the same name in the runtime.
            pub const fn variant(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($variant),)*
                }
            }
        }

        words! { @sentences $ty { $($variant [$($en $(, $zh)?)?],)* } }
    };
    (@sentences $ty:ident { $($variant:ident [],)* }) => {};
    (@sentences $ty:ident { $($variant:ident [$en:literal],)* }) => {
        impl $ty {
            /// What it means, in English: the end of a sentence.
            pub const fn sentence(self) -> &'static str {
                match self {
                    $(Self::$variant => $en,)*
                }
            }
        }
    };
    (@sentences $ty:ident { $($variant:ident [$en:literal, $zh:literal],)* }) => {
        words! { @sentences $ty { $($variant [$en],)* } }

        impl $ty {
            /// What it means, in Chinese.
            pub const fn chinese(self) -> &'static str {
                match self {
                    $(Self::$variant => $zh,)*
                }
            }
        }
    };
}

words! {
    /// How calls and replies are wrapped.
    Protocol {
        Envelope = "envelope",
        Top = "top",
    }
}

words! {
    /// How a service knows who calls.
    Scheme {
        /// A token behind the word `Bearer`, in a header.
        Bearer = "bearer",
        /// A key as it is, in a header.
        Header = "header",
        /// A key in the query.
        Query = "query",
        /// Every call is signed.
        Signed = "signed",
        /// It does not ask.
        None = "none",
    }
}

words! {
    /// Where a parameter that every call has takes its value from.
    Origin {
        /// The key that names the application.
        Account = "account",
        /// The name of the operation.
        Operation = "operation",
        /// The session of a shop.
        Session = "session",
        /// The word of the digest that the call is signed with.
        Digest = "digest",
        /// `true` when the client asks for replies without their root key.
        Simplify = "simplify",
    }
}

words! {
    /// In what order parameters are signed.
    SignOrder {
        /// By name, in byte order.
        Bytes = "bytes",
        /// As they are sent.
        Declared = "declared",
    }
}

words! {
    /// How names and values stand in the text that is signed.
    SignedAs {
        Raw = "raw",
        UrlEncoded = "url_encoded",
    }
}

words! {
    /// A hash.
    Hash {
        Md5 = "md5",
        Sha256 = "sha256",
    }
}

words! {
    /// How a signature is written.
    Case {
        Upper = "upper",
        Lower = "lower",
    }
}

words! {
    /// Body style of a call.
    Body {
        Multipart = "multipart",
        Form = "form",
        Json = "json",
        /// No body: fields go into the URL and into headers.
        None = "none",
    }
}

words! {
    /// HTTP method.
    Method {
        Get = "GET",
        Post = "POST",
        Put = "PUT",
        Patch = "PATCH",
        Delete = "DELETE",
    }
}

words! {
    /// Where a field of a request stands.
    Place {
        /// In the place of its name in the path: `/shops/{shop_id}`.
        Path = "path",
        Query = "query",
        Header = "header",
        Body = "body",
    }
}

words! {
    /// Where a call says which version of the interface it means.
    VersionPlace {
        /// In the place of its name in the path: `/{v}/orders`.
        Path = "path",
        Query = "query",
        Header = "header",
    }
}

words! {
    /// How a list or a record is written where there is no JSON around it.
    Style {
        /// `ids[]=1&ids[]=2`
        Brackets = "brackets",
        /// `ids[0]=1&ids[1]=2`
        Indexed = "indexed",
        /// `ids=1&ids=2`
        Repeat = "repeat",
        /// `ids=1,2`
        Comma = "comma",
        /// `filter[status]=open`
        Deep = "deep",
        /// One JSON text.
        Json = "json",
    }
}

words! {
    /// Kinds of files, by the extension of their names; the sentence is the media type.
    FileType {
        Jpg = "jpg" ["image/jpeg"],
        Png = "png" ["image/png"],
        Gif = "gif" ["image/gif"],
        Webp = "webp" ["image/webp"],
        Bmp = "bmp" ["image/bmp"],
        Mp4 = "mp4" ["video/mp4"],
        Mp3 = "mp3" ["audio/mpeg"],
        Pdf = "pdf" ["application/pdf"],
        Txt = "txt" ["text/plain"],
        Csv = "csv" ["text/csv"],
        Json = "json" ["application/json"],
        Xml = "xml" ["application/xml"],
        Xls = "xls" ["application/vnd.ms-excel"],
        Xlsx = "xlsx" ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
        Doc = "doc" ["application/msword"],
        Docx = "docx" ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
        Zip = "zip" ["application/zip"],
    }
}

impl FileType {
    /// What names of such files end in.
    pub fn extensions(self) -> Vec<&'static str> {
        let other = (self == Self::Jpg).then_some("jpeg");
        [self.word()].into_iter().chain(other).collect()
    }
}

words! {
    /// The time in which calls are counted.
    Period {
        Second = "second" ["per second", "每秒"],
        Minute = "minute" ["per minute", "每分钟"],
        Hour = "hour" ["per hour", "每小时"],
        Day = "day" ["per day", "每天"],
    }
}

words! {
    /// What says which error a reply is.
    ErrorsBy {
        CodeAndMessage = "code_and_message",
        SubCode = "sub_code",
    }
}

words! {
    /// Whether a call may be repeated.
    Effect {
        Read = "read" ["Reads only: may be repeated", "只读：可以重复调用"],
        IdempotentWrite = "idempotent_write" ["Writes; the same call twice has the effect of one", "写入：同样的调用两次与一次效果相同"],
        NonIdempotentWrite = "non_idempotent_write" ["Writes and is not idempotent: never repeated by itself", "写入且非幂等：绝不自动重复"],
    }
}

words! {
    /// Whose leave a call needs.
    Needs {
        ShopAuthorization = "shop_authorization" ["needs the authorisation of the shop", "需要店铺授权"],
        None = "none" ["needs no authorisation of a shop", "无需店铺授权"],
    }
}

words! {
    /// What a call costs, where it is documented.
    Charge {
        AccountBalance = "account_balance" ["to the account balance", "从账户余额扣费"],
        Free = "free" ["free", "免费"],
    }
}

words! {
    /// What the data of a reply is. A spec says it by the key: `record`, `list_of`, `map_of`, `scalar`, or `none`.
    DataShape {
        /// The data is one object.
        Object = "object",
        /// The data is an array that holds exactly one object.
        ListOfOne = "list of one",
        /// The data is an array.
        List = "list",
        /// The data is an object whose keys are data.
        Map = "map",
        /// The data is one value.
        Value = "value",
        /// There is no data.
        Nothing = "nothing",
    }
}

words! {
    /// Whether a reply's field is documented as always there.
    Presence {
        Always = "always" ["always present", "必有"],
        Optional = "optional" ["may be absent", "可能没有"],
    }
}

words! {
    /// What a key of a grammar takes.
    EntryShape {
        PerId = "per_id",
        Value = "value",
    }
}

words! {
    /// What a rule about several fields says.
    RuleKind {
        /// All given or none; a flag01 counts as given when it is 1, a list when it is not empty.
        Together = "together",
        /// Exactly one is given.
        OneOf = "one_of",
        /// One is given, or more.
        AtLeastOne = "at_least_one",
        /// Given only where another field has a value.
        OnlyIf = "only_if",
        /// From one time to another, not longer than so much.
        Span = "span",
    }
}

words! {
    /// What has become of a write when an error arrives.
    WriteOutcome {
        NotExecuted = "not_executed" ["was not executed", "未执行"],
        Unknown = "unknown" ["may or may not have been executed", "可能已执行，也可能未执行"],
        MaybeAlreadyDone = "maybe_already_done" ["may already have been done by an earlier call", "可能已由先前的调用完成"],
    }
}

words! {
    /// What a caller does about an error.
    Class {
        Ignore = "ignore" ["ignore", "忽略"],
        FixRequest = "fix_request" ["fix the request", "修正请求"],
        DoNotRetry = "do_not_retry" ["do not retry", "不要重试"],
        RetryNow = "retry_now" ["retry now", "立即重试"],
        RetryWithBackoff = "retry_with_backoff" ["retry with backoff", "逐步延长间隔后重试"],
        WaitOffPeak = "wait_off_peak" ["wait for off-peak hours", "等到非高峰时段"],
        RefreshToken = "refresh_token" ["refresh the token", "刷新令牌"],
        ReauthorizeShop = "reauthorize_shop" ["the shop must authorize again", "店铺需重新授权"],
        BuyPermission = "buy_permission" ["buy the permission", "购买权限"],
        TopUp = "top_up" ["top up the account", "账户充值"],
        ContactSupport = "contact_support" ["contact support", "联系客服"],
    }
}

words! {
    /// What a number counts.
    Unit {
        Yuan = "yuan" ["yuan (元)", "元"],
        Fen = "fen" ["fen (分)", "分"],
        Points = "points" ["points (点券), 1 point = 0.01 yuan", "点券（1 点券 = 0.01 元）"],
        Undocumented = "undocumented" ["not documented", "文档未说明"],
        LoyaltyPoints = "loyalty_points" ["loyalty points (积分)", "积分"],
        Days = "days" ["days", "天"],
        Hours = "hours" ["hours", "小时"],
        Minutes = "minutes" ["minutes", "分钟"],
        Seconds = "seconds" ["seconds", "秒"],
        Milliseconds = "milliseconds" ["milliseconds", "毫秒"],
        UnixSeconds = "unix_seconds" ["seconds since 1970", "1970 年以来的秒数"],
        Pieces = "pieces" ["pieces", "件"],
        Months = "months" ["months", "个月"],
    }
}

impl DataShape {
    /// The data is a record of the file, be it in an array or not.
    pub const fn is_record(self) -> bool {
        matches!(self, Self::Object | Self::ListOfOne)
    }
}

impl Protocol {
    /// The runtime's module with the client that speaks it; the feature that turns it on is called the same.
    pub const fn client(self) -> &'static str {
        match self {
            Self::Envelope => "vvtool",
            Self::Top => "top",
        }
    }
}

impl Needs {
    /// With or without the shop.
    pub const fn of(shop: bool) -> Self {
        if shop { Self::ShopAuthorization } else { Self::None }
    }
}

impl Charge {
    /// Charged or not.
    pub const fn of(charged: bool) -> Self {
        if charged { Self::AccountBalance } else { Self::Free }
    }
}

impl Period {
    /// How long it is.
    pub const fn seconds(self) -> u64 {
        match self {
            Self::Second => 1,
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => 86_400,
        }
    }
}

impl Effect {
    /// The few words that a cell of a table has room for.
    pub const fn brief(self) -> &'static str {
        match self {
            Self::Read => "reads",
            Self::IdempotentWrite => "writes, may be repeated",
            Self::NonIdempotentWrite => "writes, never repeated",
        }
    }

    /// How much harm it does to repeat the call: the higher, the more.
    pub const fn harm(self) -> u8 {
        match self {
            Self::Read => 0,
            Self::IdempotentWrite => 1,
            Self::NonIdempotentWrite => 2,
        }
    }
}

impl Unit {
    /// A unit of money.
    pub const fn is_money(self) -> bool {
        matches!(self, Self::Yuan | Self::Fen | Self::Points | Self::Undocumented)
    }
}

words! {
    /// Where something about the service is known from.
    Basis {
        Documented = "documented",
        Observed = "observed",
        Assumed = "assumed",
    }
}

words! {
    /// Which calls are charged.
    ChargedOn {
        Success = "success" ["for a call that succeeds", "每次成功调用扣"],
        /// Whatever the answer.
        Call = "call" ["for every call that is let through", "每次放行的调用扣"],
    }
}

words! {
    /// What is not there.
    Absent {
        Thing = "thing",
        Part = "part",
    }
}

words! {
    /// Which calls an error concerns, beside the one that met it: those are held back as well.
    Scope {
        Call = "call" ["this call alone", "仅本次调用"],
        Shop = "shop" ["all calls for the shop", "该店铺的全部调用"],
        Operation = "operation" ["all calls of the operation", "该接口的全部调用"],
        Account = "account" ["all calls of the account", "该账户的全部调用"],
        Host = "host" ["all calls to the host", "发往该主机的全部调用"],
    }
}

words! {
    /// Time zones without summer time: what is generated holds an offset, so that no program needs a table of zones.
    Zone {
        Utc = "Etc/UTC",
        Bangkok = "Asia/Bangkok",
        Shanghai = "Asia/Shanghai",
        HongKong = "Asia/Hong_Kong",
        Taipei = "Asia/Taipei",
        Singapore = "Asia/Singapore",
        Tokyo = "Asia/Tokyo",
    }
}

impl Zone {
    /// East of UTC.
    pub const fn minutes(self) -> i16 {
        match self {
            Self::Utc => 0,
            Self::Bangkok => 7 * 60,
            Self::Shanghai | Self::HongKong | Self::Taipei | Self::Singapore => 8 * 60,
            Self::Tokyo => 9 * 60,
        }
    }
}

/// `what` of an entry of a mark that holds the document's words for the words beside it.
pub const SAID: &str = "said";
/// How docs.lock and marks say a maximum in bytes: `max_bytes 20`.
pub const MAX_BYTES: &str = "max_bytes ";
