//! Paths with places for values in them: `/shops/{shop_id}/orders`.

use std::borrow::Cow;

/// Two names of one segment and what stands between them.
pub fn neighbours(path: &str) -> Vec<(&str, &str, &str)> {
    let pieces: Vec<(&str, &str)> = path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).collect();
    let pairs = pieces.iter().zip(pieces.iter().skip(1));
    pairs
        .map(|((first, between), (second, _))| (*first, *between, *second))
        .filter(|each| !each.1.contains('/'))
        .collect()
}

/// The names in braces, in their order. A brace without a partner is none; that it does not stay is looked after elsewhere.
pub fn names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

/// A path as names are made of it: `shops/{shop_id}` is `shops/shop_id`.
pub fn spoken(path: &str) -> Cow<'_, str> {
    if path.contains('{') { Cow::Owned(path.replace(['{', '}'], "")) } else { Cow::Borrowed(path) }
}

/// Whether a path has places for values, and nothing that stands for itself.
pub fn is_of_places(path: &str) -> bool {
    let mut parts = path.split('/').filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some() && parts.all(|part| part.starts_with('{') && part.ends_with('}'))
}
