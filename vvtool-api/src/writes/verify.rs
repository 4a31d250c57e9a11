//! Reading back: what one read shows, and what several of them prove. No clock, no network: a function of times and of what was read.

use core::time::Duration;

use super::journal::Entry;
use crate::decode::scalar::{self, Scalar};
use crate::encode;
use crate::meta::{Each, Verify};
use crate::record::{Kind, Record, SELECT, Slot, View, field_named, lookup};
use crate::value::number;
use crate::value::spelling::{plain, trim};

/// What one read shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Look {
    /// Every part says what the write said.
    Done,
    /// Every part says something else: what one of them says.
    Other(String),
    /// No part has been written.
    Undone,
    /// Some parts say what the write said, and not all do: somebody was at it.
    Partly(String),
    /// Anything else, in words.
    Unclear(String),
}

/// What reads prove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ruling {
    Done,
    Other(String),
    NotDone,
    Unresolved(String),
}

/// The request that reads the thing back, from what was kept of the write.
pub(super) fn question(verify: &Verify, entry: &Entry) -> Box<dyn Record> {
    let mut request = (verify.request)();
    let table = request.table();
    for (from, to) in verify.pass {
        if let (Some((index, field)), Some(value)) = (field_named(table, to), entry.value(from)) {
            scalar::set(field, request.slot(index), Scalar::Text(value));
        }
    }
    for (index, field) in (0..).zip(table.fields) {
        if field.flags & SELECT != 0
            && let Slot::Words(words) = request.slot(index)
        {
            verify.ask.iter().for_each(|name| words.push(name));
        }
    }
    request
}

/// What an answer shows.
pub(super) fn look(verify: &Verify, entry: &Entry, answer: &dyn Record) -> Look {
    let Some(ours) = entry.value(verify.done.1) else {
        return Look::Unclear(format!("{} of the write is not known", verify.done.1));
    };
    let parts = match &verify.each {
        None => vec![answer],
        Some(each) => match parts(each, entry, answer) {
            Ok(parts) => parts,
            Err(why) => return Look::Unclear(why),
        },
    };
    if let Some(field) = silent(verify, entry, answer) {
        return Look::Unclear(format!("the answer does not say which {field} it is about"));
    }
    let (mut done, mut undone, mut other, mut strange) = (0_usize, 0_usize, None, None);
    for part in &parts {
        let status = encode::sent(*part, verify.undone.0);
        match encode::value(*part, verify.done.0) {
            Some(found) if trim(&found) == trim(ours) => done = done.saturating_add(1),
            Some(found) => other = other.or(Some(found)),
            None if status.as_deref().is_some_and(|status| verify.undone.1.contains(&status)) => {
                undone = undone.saturating_add(1);
            }
            None => strange = strange.or_else(|| Some(named(*part, verify.undone.0, status))),
        }
    }
    match (other, strange) {
        _ if parts.is_empty() => Look::Unclear("no part is left that could show it".to_owned()),
        _ if done == parts.len() => Look::Done,
        (None, None) if undone == parts.len() => Look::Undone,
        (Some(found), None) if done == 0 && undone == 0 => Look::Other(found),
        (_, Some(status)) => {
            let why = format!("a part has the {} {status} and no {}", verify.undone.0, verify.done.0);
            if done > 0 { Look::Partly(why) } else { Look::Unclear(why) }
        }
        _ if done > 0 => Look::Partly(format!("{done} of {} parts say what was sent", parts.len())),
        _ => Look::Unclear(format!("0 of {} parts say what was sent", parts.len())),
    }
}

fn head(path: &str) -> &str {
    path.split('.').next().unwrap_or_default()
}

/// A value that the read was asked for, and that it has to repeat, so that its answer is about this write.
fn silent(verify: &Verify, entry: &Entry, answer: &dyn Record) -> Option<&'static str> {
    let asked = |field: &str| verify.pass.iter().any(|(from, to)| *to == field && entry.value(from).is_some());
    let unsaid = |path: &str| verify.ask.contains(&head(path)) && encode::sent(answer, path).is_none();
    verify.by.echo.iter().find(|(field, path)| asked(field) && unsaid(path)).map(|(field, _)| *field)
}

/// A status as it may be shown. One that the documents do not have may be anything that a platform can say, a person too.
fn named(part: &dyn Record, field: &str, status: Option<String>) -> String {
    const DIGITS: usize = 5;
    let is_listed = |status: &String| match lookup(part, field) {
        View::Word(word) => {
            field_named(part.table(), field).is_some_and(|(_, field)| field.kind == Kind::Enum) && word.is_documented()
        }
        _ => status.len() <= DIGITS && number::int(status).is_some(),
    };
    match status {
        None => "none".to_owned(),
        Some(status) if is_listed(&status) => status,
        Some(_) => "<not documented>".to_owned(),
    }
}

/// The parts that the write is about, without those that are none any more.
fn parts<'a>(each: &Each, entry: &Entry, answer: &'a dyn Record) -> Result<Vec<&'a dyn Record>, String> {
    let View::List(list) = lookup(answer, each.list) else { return Err(format!("the answer holds no {}", each.list)) };
    let all: Vec<&dyn Record> = (0..list.len()).filter_map(|at| list.get(at)).collect();
    let given: Option<Vec<&str>> = entry.value(each.given_by).map(|keys| keys.split(',').map(trim).collect());
    let named = |part: &dyn Record, key: &str| encode::value(part, each.key).as_deref().map(plain) == Some(plain(key));
    let mut chosen = match &given {
        None => all,
        Some(keys) => {
            let found = keys.iter().map(|key| all.iter().copied().find(|part| named(*part, key)).ok_or(*key));
            found.collect::<Result<_, _>>().map_err(|key| format!("the answer holds no part {key}"))?
        }
    };
    if let Some((field, values)) = each.skip {
        let closed =
            |part: &dyn Record| encode::sent(part, field).is_some_and(|value| values.contains(&value.as_str()));
        chosen.retain(|part| !closed(*part));
    }
    Ok(chosen)
}

/// Reads of one intent. Times are counted from when the exchange was over.
#[derive(Debug, Clone)]
pub(super) struct Watch {
    after: Duration,
    again: Duration,
    /// When the last read began.
    last: Option<Duration>,
    /// When the first of the reads began that count and showed nothing done, none in between showing anything else.
    undone: Option<Duration>,
    reads: u8,
    seen: String,
}

/// Reads before the one that counts: most writes show at once.
const EARLY: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(20)];
/// However they fail, there are no more reads than this in one go.
const MOST: u8 = 8;

impl Watch {
    pub(super) fn new(after: Duration, again: Duration) -> Self {
        Self { after, again, last: None, undone: None, reads: 0, seen: "nothing was read".to_owned() }
    }

    /// When the next read makes sense.
    pub(super) fn next(&self) -> Duration {
        let Some(last) = self.last else { return EARLY.into_iter().next().unwrap_or_default() };
        let early = EARLY.into_iter().chain([self.after]).find(|at| *at > last);
        let again = last.saturating_add(self.again);
        match self.undone {
            Some(_) => again,
            None => early.unwrap_or(again),
        }
    }

    /// A read that began then showed this: what that proves, if anything.
    pub(super) fn saw(&mut self, at: Duration, look: Look) -> Option<Ruling> {
        self.reads = self.reads.saturating_add(1);
        self.last = Some(self.last.map_or(at, |last| last.max(at)));
        match look {
            Look::Done => return Some(Ruling::Done),
            Look::Other(found) => return Some(Ruling::Other(found)),
            Look::Undone if at >= self.after => match self.undone {
                Some(first) if at >= first.saturating_add(self.again) => return Some(Ruling::NotDone),
                Some(_) => {}
                None => self.undone = Some(at),
            },
            Look::Undone => self.seen = "nothing is done yet".to_owned(),
            Look::Partly(why) | Look::Unclear(why) => {
                self.undone = None;
                self.seen = why;
            }
        }
        let over = at >= self.after.saturating_add(self.again) && self.undone.is_none();
        (over || self.reads >= MOST).then(|| Ruling::Unresolved(self.seen.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Random;
    use crate::meta::Meta;
    use crate::tests::sample::{Order, Trade};
    use crate::writes::journal::sample_entry;

    fn trade() -> Box<dyn Record> {
        Box::new(Trade::default())
    }

    static READ: Meta = Meta::new("sample", "look");
    static WHOLE: Verify = Verify::new(&READ, trade, trade).done("title", "out_sid").undone("status", &["WAIT"]);
    static PARTS: Verify = Verify::new(&READ, trade, trade)
        .each(Each::new("orders", "oid").given_by("sub_tid").skip("num", &["9"]))
        .done("token", "out_sid")
        .undone("num", &["0"]);

    fn entry(values: &[(&str, &str)]) -> Entry {
        let values = values.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        Entry { values, ..sample_entry(1, "a") }
    }

    #[test]
    fn a_read_asks_for_what_was_written_about() {
        static ASKS: Verify = Verify::new(&READ, trade, trade).pass(&[("trade", "tid"), ("nothing", "title")]);
        let asked = question(&ASKS, &entry(&[("trade", "77")]));
        assert_eq!(encode::form(&*asked), [("tid", "77".to_owned())]);
    }

    #[test]
    fn one_thing_is_done_done_by_another_undone_or_unclear() {
        let look = |title: Option<&str>, status: Option<&str>| {
            let answer = Trade { title: title.map(Into::into), status: status.map(Into::into), ..Trade::default() };
            look(&WHOLE, &entry(&[("out_sid", "SF1")]), &answer)
        };
        assert_eq!(look(Some("SF1"), None), Look::Done);
        assert_eq!(look(Some("SF2"), Some("WAIT")), Look::Other("SF2".to_owned()));
        assert_eq!(look(None, Some("WAIT")), Look::Undone);
        assert_eq!(look(None, Some("fixed")), Look::Unclear("a part has the status fixed and no title".to_owned()));
        for unknown in ["SENT", "张三", "13800000000", "SECRET1"] {
            let told = Look::Unclear("a part has the status <not documented> and no title".to_owned());
            assert_eq!(look(None, Some(unknown)), told, "{unknown}");
        }
        assert_eq!(look(None, None), Look::Unclear("a part has the status none and no title".to_owned()));
        // What was kept by an earlier version, or is shown by a careless one.
        assert_eq!(look(Some(" SF1\n"), None), Look::Done);
        let ours = Trade { title: Some("SF1".into()), ..Trade::default() };
        assert_eq!(super::look(&WHOLE, &entry(&[("out_sid", "SF1 ")]), &ours), Look::Done);
        let unknown = super::look(&WHOLE, &entry(&[]), &Trade::default());
        assert_eq!(unknown, Look::Unclear("out_sid of the write is not known".to_owned()));
    }

    /// id, what it shows, status: 0 waits, 1 was sent, 5 is held, 9 is closed
    fn orders(parts: &[(&str, &str, i64)]) -> Trade {
        let order = |(oid, token, status): &(&str, &str, i64)| Order {
            oid: Some((*oid).into()),
            token: Some((*token).into()).filter(|_| !token.is_empty()),
            num: Some(*status),
            ..Order::default()
        };
        Trade { orders: parts.iter().map(order).collect(), ..Trade::default() }
    }

    #[test]
    fn parts_count_when_the_write_is_about_them_and_they_are_still_there() {
        let (waits, ours, other) = (("1", "", 0), ("2", "SF1", 1), ("3", "SF2", 1));
        let closed = ("4", "", 9);
        let unclear = |text: &str| Look::Unclear(text.to_owned());
        let partly = |text: &str| Look::Partly(text.to_owned());
        // parts, those that the write names, what that shows
        let cases = [
            (vec![waits], "", Look::Undone),
            (vec![ours, closed], "", Look::Done),
            (vec![other], "", Look::Other("SF2".to_owned())),
            (vec![ours, waits], "", partly("1 of 2 parts say what was sent")),
            (vec![other, waits], "", unclear("0 of 2 parts say what was sent")),
            (vec![ours, other], "", partly("1 of 2 parts say what was sent")),
            (vec![closed], "", unclear("no part is left that could show it")),
            (vec![], "", unclear("no part is left that could show it")),
            (vec![("5", "", 5)], "", unclear("a part has the num 5 and no token")),
            (vec![("5", "", 5), ours], "", partly("a part has the num 5 and no token")),
            (vec![waits, ours, other], "2", Look::Done),
            (vec![waits, ours, other], "1", Look::Undone),
            (vec![waits, ours, other], "3,1", unclear("0 of 2 parts say what was sent")),
            (vec![waits, closed], "1,4", Look::Undone),
            (vec![waits], "1,9", unclear("the answer holds no part 9")),
        ];
        for (parts, named, expected) in cases {
            let entry = entry(&[("out_sid", "SF1"), ("sub_tid", named)].map(|(name, value)| (name, value)));
            let entry =
                Entry { values: entry.values.into_iter().filter(|(_, value)| !value.is_empty()).collect(), ..entry };
            assert_eq!(look(&PARTS, &entry, &orders(&parts)), expected, "{parts:?} {named}");
        }
    }

    /// What the platform does with a write, and how old its answers are.
    struct History {
        /// Seconds after the end of the exchange; none: never.
        executed: Option<u64>,
        other: Option<u64>,
        stale: u64,
        split: bool,
    }

    impl History {
        fn shows(&self, at: Duration) -> Look {
            let seen = at.saturating_sub(Duration::from_secs(self.stale));
            // Nothing that happens after the exchange is seen before it.
            let past = |when: Option<u64>| {
                when.is_some_and(|when| at.as_secs() >= self.stale && seen >= Duration::from_secs(when))
            };
            if past(self.executed) {
                Look::Done
            } else if past(self.other) {
                if self.split { Look::Unclear("split".to_owned()) } else { Look::Other("SF2".to_owned()) }
            } else {
                Look::Undone
            }
        }

        /// Read when it makes sense, from a first look at `from`, each read late by up to `late` seconds.
        fn ruled(&self, from: u64, late: &mut impl FnMut() -> u64) -> (Ruling, u8) {
            let mut watch = Watch::new(Duration::from_secs(150), Duration::from_secs(30));
            let mut now = Duration::from_secs(from);
            loop {
                now = now.max(watch.next()) + Duration::from_secs(late());
                let look = self.shows(now);
                if let Some(ruling) = watch.saw(now, look) {
                    return (ruling, watch.reads);
                }
            }
        }
    }

    #[test]
    fn what_was_executed_late_and_read_from_an_old_copy_is_never_called_not_done() {
        // The program `ordeal` asks for a hundred times as many.
        let histories: u64 = std::env::var("VVTOOL_HISTORIES").map_or(10_000, |count| count.parse().unwrap());
        let mut numbers = Random(0x9e37_79b9_7f4a_7c15);
        let mut random = move |below: usize| numbers.below(below) as u64;
        let (mut lies, mut unresolved, mut open, mut reads, mut not_done) = (0, 0, 0_u64, 0_u64, 0);
        for _ in 0..histories {
            let kind = random(4);
            let history = History {
                executed: (kind < 2).then(|| random(91)),
                other: (kind == 2).then(|| random(300)),
                stale: random(61),
                split: random(4) == 0,
            };
            let from = if random(3) == 0 { random(1_000) } else { 0 };
            let (ruling, count) = history.ruled(from, &mut || if random(5) == 0 { random(40) } else { 0 });
            reads += u64::from(count);
            lies += u64::from(ruling == Ruling::NotDone && history.executed.is_some());
            lies += u64::from(ruling == Ruling::Done && history.executed.is_none());
            not_done += u64::from(ruling == Ruling::NotDone);
            if !(kind == 2 && history.split) {
                open += 1;
                unresolved += u64::from(matches!(ruling, Ruling::Unresolved(_)));
            }
        }
        println!("false verdicts of {histories} histories: asked 0 / measured {lies}");
        println!("unresolved: asked <= 5 % / measured {:.2} %", unresolved as f64 * 100.0 / open as f64);
        println!("reads a case: asked < 5 / measured {:.2}", reads as f64 / histories as f64);
        println!("proven not done: asked > {} / measured {not_done}", histories / 5);
        assert_eq!(lies, 0);
        assert!(unresolved * 20 <= open && not_done > histories / 5 && reads < 5 * histories);
    }

    #[test]
    fn a_read_that_failed_proves_nothing_and_reads_end() {
        let settle = (Duration::from_secs(150), Duration::from_secs(30));
        let failed = || Look::Unclear("failed".to_owned());
        let at = |seconds| Duration::from_secs(seconds);
        let mut watch = Watch::new(settle.0, settle.1);
        let mut times = Vec::new();
        for look in [failed(), Look::Undone, Look::Undone] {
            times.push(watch.next());
            assert_eq!(watch.saw(watch.next(), look), None);
        }
        assert_eq!(times, [at(2), at(20), at(150)]);
        assert_eq!(watch.saw(at(170), failed()), None, "too early to end");
        assert_eq!(watch.next(), at(200));
        assert_eq!(watch.saw(at(200), failed()), Some(Ruling::Unresolved("failed".to_owned())));
        // Two reads that show nothing prove it only so far apart.
        let mut watch = Watch::new(settle.0, settle.1);
        assert_eq!(watch.saw(at(149), Look::Undone), None);
        assert_eq!(watch.saw(at(178), Look::Undone), None);
        assert_eq!(watch.saw(at(207), Look::Undone), None);
        assert_eq!(watch.next(), at(237));
        assert_eq!(watch.saw(at(208), Look::Undone), Some(Ruling::NotDone));
    }
}
