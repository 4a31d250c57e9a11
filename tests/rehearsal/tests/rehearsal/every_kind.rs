//! A page of each kind of call, imported, answered in YAML, generated: what the caller writes arrives as the page says.

use std::fs;

use vvtool_api::Upload;
use vvtool_api::rt::v1::DateTime;
use vvtool_e2e::{Clients, find_operation};
use vvtool_mock::Received;
use vvtool_rehearsal::Stage;
use vvtool_rehearsal::api::top::ShelfPhotoUpload;
use vvtool_rehearsal::api::vvtool::{ShelvesList, ShelvesMove, ShelvesPhoto};

fn clients() -> Clients {
    Clients::of(Stage::every_kind().spec())
}

/// The last request, which the server had nothing to say against.
fn received(clients: &Clients) -> Received {
    let received = clients.mock.last_request().unwrap();
    assert!(received.refused.is_none() && received.notes.is_empty(), "{:?} {:?}", received.refused, received.notes);
    received
}

fn sent<'a>(received: &'a Received, name: &str) -> Vec<&'a str> {
    received.arrived.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
}

#[test]
fn a_page_that_says_get_is_asked_in_its_query() {
    let clients = clients();
    let request = ShelvesList::new("100200").shelf_nos(["S-1", "S-2"]);
    let shelves = clients.call(request).unwrap();
    assert_eq!((shelves.shelves.len(), shelves.total), (2, Some(2)));
    let first = &shelves.shelves[0];
    assert_eq!((first.shelf_no.as_ref().unwrap().as_str(), first.capacity, first.labels.len()), ("S-1", Some(20), 2));
    let received = received(&clients);
    assert_eq!((received.method.as_str(), received.body.as_str()), ("GET", "none"));
    assert_eq!(sent(&received, "shelfNos[]"), ["S-1", "S-2"]);
}

#[test]
fn what_comes_page_by_page_is_asked_for_to_its_end() {
    let clients = clients();
    let pages = ShelvesList::new("100200").page_size(1).pages(&clients.vvtool_blocking);
    let counts: Vec<usize> = pages.map(|page| page.unwrap().shelves.len()).collect();
    assert_eq!(counts, [1, 1]);
    let numbers: Vec<_> = clients.mock.requests().iter().map(|each| sent(each, "page_no").concat()).collect();
    assert_eq!(numbers, ["1", "2"]);
}

#[test]
fn every_limit_of_a_page_holds() {
    let clients = clients();
    for (name, wanted) in [("vvtool/shelves/list", 2), ("vvtool/shelves/move", 3), ("vvtool/shelves/photo", 1)] {
        let (_, operation) = find_operation(&clients.mock, name).unwrap();
        assert_eq!(operation.rate_limit.len(), wanted, "{name}");
    }
    let generated = fs::read_to_string(Stage::every_kind().folder().join("generated/vvtool/shelves/move_.rs")).unwrap();
    assert!(generated.contains("5 calls per second, 100 calls per minute, 2000 calls per day"), "{generated}");
}

#[test]
fn a_list_of_any_number_comes_back_and_bounds_and_dates_are_those_of_the_page() {
    let clients = clients();
    let moved = clients.call(ShelvesMove::new("100200").shelf_nos(["S-1", "S-2"]).memo("轻放")).unwrap();
    assert_eq!(moved.items.iter().map(|each| each.moved).collect::<Vec<_>>(), [Some(true), Some(true)]);
    let arrived = received(&clients);
    assert_eq!(sent(&arrived, "shelfNos[]"), ["S-1", "S-2"]);
    // A date is spelled as the page spells it.
    let at = "2026-01-02 03:04:05".parse::<DateTime>().unwrap();
    clients.call(ShelvesMove::new("100200").moved_at(at)).unwrap();
    assert_eq!(received(&clients).field("moved_at"), Some("20260102030405"));
    // Seven ideographs are twenty-one bytes.
    let error = clients.call(ShelvesMove::new("100200").shelf_nos(["S-1"]).memo("一二三四五六七")).unwrap_err();
    assert!(error.to_string().contains("longer than 20 bytes"), "{error}");
}

#[test]
fn bytes_of_a_page_are_a_file() {
    let clients = clients();
    let shown = clients.call(ShelvesPhoto::new("100200", Upload::from(vec![7; 100]))).unwrap();
    assert!(shown.url.is_some());
    let arrived = received(&clients);
    assert_eq!((arrived.body.as_str(), arrived.files.len()), ("multipart", 1));
    assert_eq!((arrived.files[0].field.as_str(), arrived.files[0].size), ("image", 100));
}

#[test]
fn bytes_and_lists_of_the_platform_are_a_file_and_lists() {
    let clients = clients();
    let request = ShelfPhotoUpload::new("S-1", Upload::from(vec![7; 100])).labels(["A", "B"]);
    let shown = clients.call(request).unwrap();
    assert_eq!(shown.labels.len(), 2);
    let arrived = received(&clients);
    assert_eq!((arrived.files.len(), arrived.files[0].size), (1, 100));
    assert_eq!(arrived.field("labels"), Some("A,B"));
}
