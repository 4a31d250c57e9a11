//! An operation from a document of each form: after a person's answers, in YAML, it is called like those that were always there.

use vvtool_e2e::{Clients, EveryExample, EveryOperation, find_operation};
use vvtool_mock::api::Type;
use vvtool_rehearsal::{Stage, visit};

const NEW: [&str; 7] = [
    "vvtool/parcels/hold",           // pipe table without titles
    "vvtool/parcels/detail",         // pipe table with titles
    "top/taobao.parcel.note.update", // page with bullets
    "top/taobao.parcel.cancel",      // getDocument.json
    "top/taobao.parcel.query",       // metadata of the catalogue
    "vvtool/shelves/list",           // GET, page by page
    "vvtool/shelves/move",           // a list that is sent name by name, several limits
];

#[test]
fn a_new_operation_of_each_form_answers() {
    let mut every = EveryOperation::new(Clients::of(Stage::last().spec()));
    visit(&mut every);
    for operation in NEW {
        assert!(every.seen.iter().any(|seen| seen == operation), "{operation} was not called");
    }
    let sends_a_file = |name: &str| {
        let (_, operation) = find_operation(&every.clients.mock, name).unwrap();
        operation.request.iter().any(|field| matches!(field.ty, Type::File))
    };
    let mut others = every.clients.mock.operations();
    others.retain(|name| !sends_a_file(name));
    assert_eq!(every.seen, others);
}

#[test]
fn nothing_of_their_replies_is_lost() {
    let mut every = EveryExample::new(Clients::of(Stage::last().spec()));
    visit(&mut every);
    assert!(every.successes >= NEW.len(), "{} successes", every.successes);
}
