//! What every error can be asked, whichever type it has: a `match` on [`Error`](super::Error) loses nothing.

/// The accessors of a type that has a `context()`. `kind()` gives the type's own list of documented errors; where it has none, the one that
/// the caller asks for.
macro_rules! accessors {
    ($k:ident) => {
        accessors!();

        /// Which documented error it is; `Unknown` for an undocumented one and for an error that is not the platform's.
        ///
        /// [Example](crate::Error#example)
        pub fn kind(&self) -> $k
        where
            $k: DocumentedError,
        {
            self.context().kind()
        }
    };
    (of the caller) => {
        accessors!();

        /// Which documented error it is: none, which is `Unknown` in the list of every service (`K` is its `ErrorKind`). What the
        /// platform answered is an [`ApiError`](crate::ApiError).
        ///
        /// [Example](crate::Error#example)
        pub fn kind<K: DocumentedError>(&self) -> K {
            self.context().kind()
        }
    };
    () => {
        /// The operation that failed: `vvtool/erps/send`. Empty when no call was made.
        ///
        /// [Example](crate::Error#example)
        pub fn operation(&self) -> &str {
            &self.context().operation
        }

        /// The platform's code, as text; empty when the platform did not answer.
        ///
        /// [Example](crate::Error#example)
        pub fn code(&self) -> &str {
            self.context().api().map_or("", |api| &api.code)
        }

        /// TOP's sub code (`isv.trade-not-exist`), also when a gateway passes it on inside its message.
        ///
        /// [Example](crate::Error#example)
        pub fn sub_code(&self) -> Option<&str> {
            self.context().api()?.sub_code.as_deref()
        }

        /// The platform's message, word by word, without the client's own secrets. For an error that is not the platform's: what happened, in English.
        ///
        /// [Example](crate::Error#example)
        pub fn message(&self) -> &str {
            self.context().message()
        }

        /// What to do about it.
        ///
        /// [Example](crate::Error#example)
        pub fn class(&self) -> $crate::Class {
            self.context().class
        }

        /// What has become of a write. Always [`WriteOutcome::NotExecuted`](crate::WriteOutcome::NotExecuted) for an operation that only reads.
        ///
        /// [Example](crate::Error#example)
        pub fn write_outcome(&self) -> $crate::WriteOutcome {
            self.context().outcome
        }

        /// What to do about it, in words.
        ///
        /// [Example](crate::Error#example)
        pub fn remedy(&self, lang: $crate::Lang) -> &'static str {
            self.context().remedy(lang)
        }

        /// The platform's number for this call, for its support.
        ///
        /// [Example](crate::Error#example)
        pub fn request_id(&self) -> Option<&str> {
            self.context().api()?.request_id.as_deref()
        }

        /// The bytes of the reply, when there was one. They may hold personal data.
        ///
        /// [Example](crate::Error#example)
        pub fn body(&self) -> Option<&::bytes::Bytes> {
            self.context().body()
        }

        /// HTTP status of the reply, when there was one.
        ///
        /// [Example](crate::Error#example)
        pub fn status(&self) -> Option<u16> {
            self.context().status()
        }

        /// A header of the reply, the first one of this name, without the client's own secrets. `Debug` shows none.
        ///
        /// [Example](crate::Error#example)
        pub fn header(&self, name: &str) -> Option<&str> {
            self.context().header(name)
        }

        /// The same request may succeed later, and sending it again cannot do its work twice.
        ///
        /// [Example](crate::Error#example)
        pub fn is_retryable(&self) -> bool {
            self.context().is_retryable()
        }

        /// How long the platform asks to wait before the next call: in its message, or in the header `Retry-After`.
        ///
        /// [Example](crate::Error#example)
        pub fn retry_after(&self) -> Option<::core::time::Duration> {
            self.context().retry_after()
        }

        /// How often the request was sent, or was tried to: 0 for one that was held back. See [`Retry`](crate::Retry).
        ///
        /// [Example](crate::Error#example)
        pub fn attempts(&self) -> u32 {
            self.context().attempts()
        }

        /// When the next call may make sense, as far as it is known: when the pause ends that the platform asks for.
        ///
        /// [Example](crate::Error#example)
        pub fn not_before(&self) -> Option<::std::time::SystemTime> {
            self.context().not_before()
        }

        /// The link with which the shop's owner authorises the application again. It belongs to one shop: show it to its owner only.
        ///
        /// [Example](crate::Error#example)
        pub fn authorization_url(&self) -> Option<&str> {
            self.context().api()?.authorization_url.as_deref()
        }

        /// How surely it is the documented error; none for an error that no document lists, or that is not the platform's.
        ///
        /// [Example](crate::Error#example)
        pub fn matched(&self) -> Option<$crate::Matched> {
            self.context().api()?.matched
        }

        /// Where the reply deviates from the documents, beside failing: its message under another name, bytes after its end. Those that
        /// [`Reply::strict`](crate::Reply::strict) turned into the error, where it did.
        ///
        /// [Example](crate::Error#example)
        pub fn deviations(&self) -> &[$crate::Deviation] {
            self.context().deviations()
        }

        /// What the failed call cost. Whether failures are charged is not documented: usually [`Charge::Unknown`](crate::Charge::Unknown).
        ///
        /// [Example](crate::Error#example)
        pub fn charge(&self) -> $crate::Charge {
            self.context().charge()
        }
    };
}
