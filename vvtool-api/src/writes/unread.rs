//! What an answer holds and nobody can read: it proves nothing of the fields and parts that stood there.

use super::verify::Look;
use crate::decode::Notes;
use crate::meta::{Each, Verify};

/// What a look shows, seen that its answer deviates like this.
pub(super) fn doubted(verify: &Verify, notes: &Notes, look: Look) -> Look {
    let counts_parts = verify.each.is_some();
    match look {
        Look::Unclear(_) | Look::Partly(_) => look,
        // It was read in every part that was.
        Look::Done | Look::Other(_) if !counts_parts => look,
        _ if notes.deviations_dropped > 0 => {
            Look::Unclear("the answer deviates in more places than are kept".to_owned())
        }
        Look::Undone => of_place(notes, |path| is_part(verify, path) || is_mark(verify, path)).unwrap_or(look),
        _ => of_place(notes, |path| is_part(verify, path)).unwrap_or(look),
    }
}

fn of_place(notes: &Notes, matters: impl Fn(&str) -> bool) -> Option<Look> {
    let note = notes.deviations.iter().find(|note| matters(note.path()))?;
    Some(Look::Unclear(format!("{} of the answer cannot be read: {} was expected", note.path(), note.expected())))
}

/// One of the parts as a whole. Of a list in another shape than it should have, all parts are read.
fn is_part(verify: &Verify, path: &str) -> bool {
    verify.each.as_ref().and_then(|each| in_part(each, path)).is_some_and(str::is_empty)
}

/// The field that says that it is done, what it stands in, or what stands in it.
fn is_mark(verify: &Verify, path: &str) -> bool {
    let place = match &verify.each {
        None => Some(path),
        Some(each) => in_part(each, path),
    };
    let is_at = |whole: &str, head: &str| {
        whole.strip_prefix(head).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    place.is_some_and(|place| !place.is_empty() && (is_at(place, verify.done.0) || is_at(verify.done.0, place)))
}

/// What stands behind `orders[3].`
fn in_part<'a>(each: &Each, path: &'a str) -> Option<&'a str> {
    let (_, rest) = path.strip_prefix(each.list)?.strip_prefix('[')?.split_once(']')?;
    Some(rest.trim_start_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meta::Meta;
    use crate::record::Record;
    use crate::tests::sample::Trade;

    fn trade() -> Box<dyn Record> {
        Box::new(Trade::default())
    }

    static READ: Meta = Meta::new("sample", "look");
    static WHOLE: Verify = Verify::new(&READ, trade, trade).done("title", "out_sid").undone("status", &["WAIT"]);
    static PARTS: Verify = Verify::new(&READ, trade, trade)
        .each(Each::new("orders", "oid"))
        .done("ext.no", "out_sid")
        .undone("num", &["0"]);

    #[test]
    fn a_mark_or_a_part_that_cannot_be_read_leaves_it_open() {
        let (done, other) = (Look::Done, Look::Other("SF2".to_owned()));
        let doubts = |verify: &Verify, path: &str, look: &Look| {
            let mut notes = Notes::default();
            notes.outer(path, "an id", "", "{}");
            match doubted(verify, &notes, look.clone()) {
                Look::Unclear(why) => {
                    assert_eq!(why, format!("{path} of the answer cannot be read: an id was expected"));
                    true
                }
                same => {
                    assert_eq!(same, *look);
                    false
                }
            }
        };
        // What is read back, where the answer deviates; whether that leaves open that nothing was done, that something was.
        for (verify, path, undone, is_done) in [
            (&WHOLE, "title", true, false),
            (&WHOLE, "title.x", true, false),
            (&WHOLE, "titles", false, false),
            (&WHOLE, "status", false, false),
            (&WHOLE, "orders[0].title", false, false),
            (&PARTS, "orders", false, false),
            (&PARTS, "orders[1]", true, true),
            (&PARTS, "orders[0].ext", true, false),
            (&PARTS, "orders[12].ext.no", true, false),
            (&PARTS, "orders[0].extra", false, false),
            (&PARTS, "orders[0].num", false, false),
            (&PARTS, "orders_of[0].ext", false, false),
            (&PARTS, "ext.no", false, false),
            (&PARTS, "$.data", false, false),
        ] {
            let told = [&Look::Undone, &done, &other].map(|look| doubts(verify, path, look));
            assert_eq!(told, [undone, is_done, is_done], "{path}");
        }
        let many = Notes { deviations_dropped: 1, ..Notes::default() };
        for (verify, look, open) in [
            (&WHOLE, Look::Undone, true),
            (&WHOLE, Look::Done, false),
            (&PARTS, Look::Undone, true),
            (&PARTS, Look::Done, true),
        ] {
            assert_eq!(matches!(doubted(verify, &many, look), Look::Unclear(_)), open);
        }
    }
}
