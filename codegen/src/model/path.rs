//! Paths with places for values in them: `/shops/{shop_id}/orders`.

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
