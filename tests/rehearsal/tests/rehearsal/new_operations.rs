//! An operation from a document of each form: after a person's answers, in YAML, it is called like those that were always there.

use vvtool_e2e::{Clients, EveryExample, EveryOperation};
use vvtool_rehearsal::{Stage, visit};

const NEW: [&str; 5] = [
    "vvtool/parcels/hold",           // pipe table without titles
    "vvtool/parcels/detail",         // pipe table with titles
    "top/taobao.parcel.note.update", // page with bullets
    "top/taobao.parcel.cancel",      // getDocument.json
    "top/taobao.parcel.query",       // metadata of the catalogue
];

#[test]
fn a_new_operation_of_each_form_answers() {
    let mut every = EveryOperation::new(Clients::of(Stage::last().spec()));
    visit(&mut every);
    for operation in NEW {
        assert!(every.seen.iter().any(|seen| seen == operation), "{operation} was not called");
    }
    assert_eq!(every.seen, every.clients.mock.operations());
}

#[test]
fn nothing_of_their_replies_is_lost() {
    let mut every = EveryExample::new(Clients::of(Stage::last().spec()));
    visit(&mut every);
    assert!(every.successes >= NEW.len(), "{} successes", every.successes);
}
