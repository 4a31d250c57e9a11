//! A shop with few calls does not wait for one with many.

use super::{End, Part, Promise, elsewhere};

pub(super) const PROMISE: Promise =
    Promise { name: "fairness", parts: &[Part { name: "shops", counts: "", n: (1, 1), run: shops }] };

fn shops(_: usize) -> End {
    elsewhere::tests(&["limits::tests::a_shop_with_few_calls_does_not_wait_for_one_with_many"], None)
}
