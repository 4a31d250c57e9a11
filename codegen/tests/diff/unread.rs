//! What both sides have alike is not read; what the rest says about it is not held against them.

use super::support::{Spec, changes_read, root};

/// `over: except` names a parameter that only an operation has which is the same on both sides.
#[test]
fn a_parameter_that_is_not_signed_may_be_of_an_operation_that_is_not_read() {
    let spec = root().join("tests/own-spec/spec");
    let [base, head] = [(); 2].map(|()| Spec::copy_of(&spec));
    head.edit("anvil/nails/look.yaml", "en: \"Look at a nail\"", "en: \"Look at one nail\"");
    let (pair, found) = changes_read(&base.path(), &head.path());
    let read = |id: &str| {
        let anvil = pair.head.api.services.iter().find(|service| service.name.wire == "anvil").unwrap();
        anvil.operations.iter().any(|operation| operation.id == id)
    };
    assert!(read("nails/look") && !read("nails/drop"));
    let ids: Vec<&str> = found.iter().map(|change| change.id.as_str()).collect();
    assert_eq!(ids, ["anvil/nails/look/title/prose-changed"]);
}
