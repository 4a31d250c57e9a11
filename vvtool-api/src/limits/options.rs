//! What may be said for some calls, beside what a client is set up with.

use core::time::Duration;

use super::Priority;

/// Settings for some calls: of a client that [`with_call`](crate::vvtool::Client::with_call) gives, for as long as it lives. What is not
/// set is as the client has it.
///
/// ```
/// use std::time::Duration;
/// use vvtool_api::vvtool::Client;
/// use vvtool_api::{Call, Priority};
///
/// let client = Client::builder().token("TOKEN").build()?;
/// let patient = client.with_call(Call::new().max_wait(Duration::from_secs(3_600)));
/// let at_the_counter = client.with_call(Call::new().priority(Priority::Interactive).deadline(Duration::from_secs(5)));
/// # let _ = (patient, at_the_counter);
/// # Ok::<(), vvtool_api::vvtool::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Call {
    pub(crate) priority: Priority,
    pub(crate) max_wait: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retries: Option<u32>,
    pub(crate) dry_run: bool,
    /// It may spend what of each cap is kept for reading back writes.
    pub(crate) from_reserve: bool,
    /// It waits for its turn, however many wait already: of a bulk one does.
    pub(crate) however_many: bool,
}

impl Call {
    /// Everything as the client has it.
    ///
    /// [Example](crate::Call)
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Who goes first where calls wait. [`Priority::Ordinary`] unless set.
    ///
    /// [Example](crate::Call)
    #[must_use]
    pub fn priority(self, priority: Priority) -> Self {
        Self { priority, ..self }
    }

    /// Longest time that a call waits for its turn; after it, it is [`Withheld`](crate::WithheldReason::WaitTooLong). That of the client
    /// unless set: 60 seconds. 0 is an error of the call.
    ///
    /// [Example](crate::Call)
    #[must_use]
    pub fn max_wait(self, time: Duration) -> Self {
        Self { max_wait: Some(time), ..self }
    }

    /// Time for everything: waiting for a turn, a token, and the exchange. That of the client unless set: none.
    /// 0 is an error of the call.
    ///
    /// [Example](crate::Call)
    #[must_use]
    pub fn deadline(self, time: Duration) -> Self {
        Self { deadline: Some(time), ..self }
    }

    /// How often a call that failed is tried again, at most 2, and never one that writes: see [`Retry`](crate::Retry). That of the client
    /// unless set: 2.
    ///
    /// [Example](crate::Call)
    #[must_use]
    pub fn retries(self, most: u32) -> Self {
        Self { retries: Some(most), ..self }
    }

    /// Check the request and send nothing: the call ends as [`Withheld`](crate::WithheldReason::DryRun), and its message says where it
    /// would have gone with which fields, without their values. No connection is made, no token fetched. Off unless set, here or for the
    /// client.
    ///
    /// ```
    /// use vvtool_api::vvtool::{Client, ErpsSend};
    /// use vvtool_api::{Call, WriteOutcome};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), vvtool_api::vvtool::Error> {
    /// let client = Client::builder().token("TOKEN").build()?.with_call(Call::new().dry_run(true));
    /// let error = ErpsSend::new("1", "2", "SF1234567890", "SF").send(&client).await.unwrap_err();
    /// assert_eq!((error.attempts(), error.write_outcome()), (0, WriteOutcome::NotExecuted));
    /// println!("{error}"); // vvtool/erps/send: not sent: a dry run; it would go to http://.../tool/erps/send with shop_id, tid, ...
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn dry_run(self, dry: bool) -> Self {
        Self { dry_run: dry, ..self }
    }

    /// As the settings of a client: with what is set where nobody says anything.
    pub(crate) fn checked(self) -> Result<Self, &'static str> {
        match self {
            Self { max_wait: Some(Duration::ZERO), .. } => {
                Err("max_wait of 0 lets no call wait: set a small one, or Limits::off()")
            }
            Self { deadline: Some(Duration::ZERO), .. } => Err("deadline of 0 leaves no time for a call"),
            Self { max_wait, .. } => Ok(Self { max_wait: max_wait.or(Some(Duration::from_secs(60))), ..self }),
        }
    }

    /// What is set here, else what is set there.
    pub(crate) fn or(self, client: Self) -> Self {
        Self {
            priority: self.priority,
            max_wait: self.max_wait.or(client.max_wait),
            deadline: self.deadline.or(client.deadline),
            retries: self.retries.or(client.retries),
            dry_run: self.dry_run || client.dry_run,
            from_reserve: self.from_reserve || client.from_reserve,
            however_many: self.however_many || client.however_many,
        }
    }
}
