use super::walk::{Turn, Walk};
use crate::meta::Paging;
use crate::tests::sample::{Order, Trade};

static NUMBERS: Paging = Paging::numbered("num", 1).items("orders").has_next("seller_rate");
static COUNTED: Paging = Paging::numbered("num", 1).items("orders").has_next("seller_rate").total("num");
static BOTH: Paging = Paging::following("title", "title").items("orders").has_next("seller_rate");
static TOTAL: Paging = Paging::numbered("num", 1).items("orders").total("num");
static CURSORS: Paging = Paging::following("title", "title").items("orders");

fn page(items: u64) -> Trade {
    let order = |oid: u64| Order { oid: Some(oid.to_string().as_str().into()), ..Order::default() };
    Trade { orders: (0..items).map(order).collect(), seller_rate: Some(true), ..Trade::default() }
}

/// Pages until something else than a next one comes.
fn walked(paging: &'static Paging, mut answer: impl FnMut(&Trade, u64) -> Trade) -> (u64, Turn, Trade) {
    let mut request = Trade::default();
    let mut walk = Walk::new(paging, &mut request);
    for asked in 1..100_000 {
        let given = answer(&request, asked);
        match walk.turn(&mut request, &given) {
            Turn::Next => {}
            turn => return (asked, turn, request),
        }
    }
    (0, Turn::Next, request)
}

#[test]
fn a_cycle_of_cursors_ends_however_long_it_is() {
    for length in [1_u64, 2, 7, 1_000, 1_500, 4_000] {
        let (asked, turn, _) = walked(&CURSORS, |_, asked| {
            let cursor = format!("c{}", asked % length);
            Trade { title: Some(cursor.as_str().into()), ..page(1) }
        });
        assert!(matches!(&turn, Turn::Strange(why) if why.contains("an earlier one")), "{length}: {turn:?}");
        // What is remembered of the last ones is enough for nearly every cycle: then no page comes twice.
        assert!(if length < 1_000 { asked == length + 1 } else { asked < 4 * length + 2 }, "{length}: {asked}");
    }
}

#[test]
fn a_flag_that_always_says_more_ends_where_the_pages_say_nothing_new() {
    let (asked, turn, request) = walked(&NUMBERS, |_, asked| page(if asked < 5 { asked } else { 0 }));
    assert_eq!(turn, Turn::Strange("page 5 is empty, and says that more follow".into()));
    // It was seen: the way on leads behind it.
    assert_eq!((asked, request.num), (5, Some(6)));
    let (asked, turn, request) = walked(&NUMBERS, |_, asked| page(asked.min(3)));
    assert_eq!(turn, Turn::Strange("page 4 holds what the page before it held".into()));
    assert_eq!((asked, request.num), (4, Some(4)));
}

#[test]
fn an_empty_page_in_the_middle_is_told_and_what_is_to_be_gone_on_with_is_behind_it() {
    let at = |items, title: &str| Trade { title: Some(title.into()), ..page(items) };
    for paging in [&CURSORS, &BOTH] {
        let (asked, turn, request) =
            walked(paging, |_, asked| at(if asked == 3 { 0 } else { asked }, &format!("c{asked}")));
        assert_eq!(turn, Turn::Strange("a page is empty, and says that more follow".into()));
        assert_eq!((asked, request.title.as_deref()), (3, Some("c3")));
    }
    // A number of all items alone is no way on: as likely the page itself is missing.
    let (asked, turn, request) =
        walked(&TOTAL, |_, asked| Trade { num: Some(9), ..page(if asked == 3 { 0 } else { asked }) });
    assert_eq!(turn, Turn::Strange("page 3 is empty, and says that more follow".into()));
    assert_eq!((asked, request.num), (3, Some(3)));
}

#[test]
fn a_flag_that_does_not_come_is_no_end_of_pages_that_hold_items() {
    let silent = |items| Trade { seller_rate: None, ..page(items) };
    let (asked, turn, request) = walked(&NUMBERS, |_, asked| if asked < 3 { page(asked) } else { silent(3) });
    assert_eq!(turn, Turn::Strange("page 3 says not whether more follow: no seller_rate".into()));
    // The page was read: the next one is to be gone on with.
    assert_eq!((asked, request.num), (3, Some(4)));
    let (asked, turn, _) = walked(&NUMBERS, |_, asked| if asked < 3 { page(asked) } else { silent(0) });
    assert_eq!((asked, turn), (3, Turn::End));
    // A cursor says it as well.
    let at = |items, title: Option<&str>| Trade { title: title.map(Into::into), ..silent(items) };
    let (asked, turn, _) =
        walked(&BOTH, |_, asked| if asked < 3 { at(1, Some(&asked.to_string())) } else { at(1, None) });
    assert_eq!((asked, turn), (3, Turn::End));
}

#[test]
fn where_all_items_are_counted_an_end_before_the_last_one_is_told() {
    let of = |items, flag, all| Trade { seller_rate: flag, num: Some(all), ..page(items) };
    // As many as there are: whoever says nothing of it has said it.
    for flag in [None, Some(false)] {
        let (asked, turn, _) = walked(&COUNTED, |_, asked| of(asked, if asked < 3 { Some(true) } else { flag }, 6));
        assert_eq!((asked, turn), (3, Turn::End));
    }
    let (asked, turn, _) = walked(&COUNTED, |_, asked| of(asked, Some(asked < 3), 7));
    let words = "page 3 is the last one, and 6 items have come where num says 7";
    assert_eq!((asked, turn), (3, Turn::Strange(words.into())));
    let (asked, turn, _) = walked(&COUNTED, |_, asked| of(asked, None, 7));
    assert_eq!((asked, turn), (1, Turn::Strange("page 1 says not whether more follow: no seller_rate".into())));
    // Whoever begins in the middle has not all of them.
    let mut request = Trade { num: Some(2), ..Trade::default() };
    let turn = Walk::new(&COUNTED, &mut request).turn(&mut request, &of(1, Some(false), 7));
    assert_eq!(turn, Turn::End);
}

#[test]
fn a_number_that_nothing_is_above_is_the_last_one() {
    let mut request = Trade { num: Some(i64::MAX), ..Trade::default() };
    let mut walk = Walk::new(&NUMBERS, &mut request);
    let turn = walk.turn(&mut request, &page(1));
    assert!(matches!(&turn, Turn::Strange(why) if why.ends_with("has the highest number there is")), "{turn:?}");
}
