//! What a test arranges besides answers: faults, things, points; and what it asks afterwards.

use core::time::Duration;

use serde_json::Value;

use crate::call_log::Call;
use crate::fault::{Fault, When};
use crate::repeats::Repeat;
use crate::{Error, Mock};

impl Mock {
    /// Lets something go wrong with calls of `operation`, or of all (`*`), until [`reset`](Self::reset).
    ///
    /// Faults that strike before a request is read look at its first bytes to tell the operation, without reading them. Of several
    /// that would meet one call the first ordered strikes; latency and [`Fault::CloseIdleAfter`] go together with any other.
    ///
    /// ```
    /// use vvtool_mock::{Fault, Mock, When};
    ///
    /// let mock = Mock::embedded()?;
    /// mock.fault("vvtool/erps/send", Fault::ResetAfterExecution, When::Next(1))?;
    /// mock.fault("*", Fault::Latency(core::time::Duration::from_millis(5).into()), When::Seeded(7, 0.1))?;
    /// # Ok::<(), vvtool_mock::Error>(())
    /// ```
    ///
    /// # Errors
    /// The operation does not exist, a share is not from 0 to 1, or refused connections are to be counted.
    pub fn fault(&self, operation: &str, fault: Fault, when: When) -> Result<(), Error> {
        self.shared.order(operation, fault, when).map_err(Error)
    }

    /// Answers calls of `operation` for some time as those of a caller that is banned, with the seconds that are left.
    ///
    /// # Errors
    /// The operation does not exist.
    pub fn ban(&self, operation: &str, time: Duration) -> Result<(), Error> {
        self.shared.ban(operation, time).map_err(Error)
    }

    /// Puts a thing there, or in the place of the one with the same key. Kinds and keys are those of the service's `state.yaml`; what
    /// is not said is as the example of the kind has it. Lists stand without their wrappers. A thing belongs to the shop it names;
    /// one that names none may be used by every shop.
    ///
    /// ```
    /// use vvtool_mock::{Mock, Options};
    ///
    /// let mock = Mock::embedded_with(Options { stateful: true, ..Options::default() }, 0)?;
    /// mock.put("trade", serde_json::json!({"tid": "1", "orders": [{"oid": "11"}, {"oid": "12"}]}))?;
    /// assert_eq!(mock.thing("trade", "1").unwrap_or_default()["status"], "WAIT_SELLER_SEND_GOODS");
    /// # Ok::<(), vvtool_mock::Error>(())
    /// ```
    ///
    /// # Errors
    /// The server remembers nothing ([`Options::stateful`](crate::Options::stateful)), or there is no such kind, field or key.
    pub fn put(&self, kind: &str, thing: Value) -> Result<(), Error> {
        if !self.shared.options.stateful {
            return Err(Error("the server remembers nothing: start it with Options { stateful: true, .. }".to_owned()));
        }
        self.shared.put(kind, thing).map_err(Error)
    }

    /// A thing as calls have left it.
    #[must_use]
    pub fn thing(&self, kind: &str, key: &str) -> Option<Value> {
        self.shared.state().world.thing(kind, key)
    }

    /// Sets the points of the account.
    ///
    /// # Errors
    /// The server keeps none: it remembers nothing ([`Options::stateful`](crate::Options::stateful)), or no `state.yaml` speaks of a
    /// balance.
    pub fn set_balance(&self, points: u64) -> Result<(), Error> {
        if self.shared.set_balance(points) {
            Ok(())
        } else {
            Err(Error(
                "no balance is kept: it takes Options { stateful: true, .. } and a state.yaml with a balance"
                    .to_owned(),
            ))
        }
    }

    /// The points of the account, where they are kept.
    #[must_use]
    pub fn balance(&self) -> Option<u64> {
        self.shared.state().accounts.balance()
    }

    /// Makes a shop authorised, or a session of the platform a valid one. Every shop is at the start, and the session of the options.
    pub fn authorise(&self, shop: &str) {
        self.shared.state().shops.set(shop, true);
    }

    /// Takes the authorisation of a shop or session away, until [`reset`](Self::reset).
    pub fn unauthorise(&self, shop: &str) {
        self.shared.state().shops.set(shop, false);
    }

    /// How many calls were carried out for which `wanted` is true, whatever became of their answers: of the newest 100 000 writes and
    /// 10 000 reads.
    ///
    /// ```
    /// # let mock = vvtool_mock::Mock::embedded()?;
    /// let shipped = mock.executions(|call| call.operation == "vvtool/erps/send" && call.field("tid") == Some("1"));
    /// assert_eq!(shipped, 0);
    /// # Ok::<(), vvtool_mock::Error>(())
    /// ```
    pub fn executions(&self, mut wanted: impl FnMut(&Call) -> bool) -> usize {
        self.shared.call_log(|call_log| call_log.calls().filter(|call| wanted(call)).count())
    }

    /// Writes that must not be repeated and were: carried out twice, or sent again after an answer that did not say that nothing was
    /// done, without a read of the same thing between. What is the same is what `state.yaml` knows a thing by, else every field.
    #[must_use]
    pub fn unsafe_repeats(&self) -> Vec<Repeat> {
        self.shared.call_log(|call_log| call_log.unsafe_repeats())
    }

    /// Panics when there is an [unsafe repeat](Self::unsafe_repeats).
    #[track_caller]
    #[allow(clippy::panic, reason = "an assertion for tests")]
    pub fn assert_no_unsafe_repeat(&self) {
        let repeats: Vec<_> = self.unsafe_repeats().iter().map(ToString::to_string).collect();
        if !repeats.is_empty() {
            panic!("{} unsafe repeats:\n{}", repeats.len(), repeats.join("\n"));
        }
    }
}
