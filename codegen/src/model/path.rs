//! Paths with places for values in them: `/shops/{shop_id}/orders`.

/// The names in braces, in their order. A brace without a partner is none; that it does not stay is looked after elsewhere.
pub fn names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}
