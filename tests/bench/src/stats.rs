//! The two sums that make a figure out of many noisy rounds.

/// The middle value; the mean of the two middle ones for an even count. None without values.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match (sorted.len() % 2, middle.checked_sub(1)) {
        (1, _) => sorted.get(middle).copied(),
        (_, Some(below)) => Some((sorted.get(below)? + sorted.get(middle)?) / 2.0),
        (_, None) => None,
    }
}

/// Half of all values lie between these two: how far a figure moves from round to round.
pub fn quartiles(values: &[f64]) -> Option<(f64, f64)> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    Some((*sorted.get(last / 4)?, *sorted.get(last - last / 4)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_ignores_an_outlier() {
        assert_eq!(median(&[1.0, 900.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 3.0, 2.0]), Some(2.5));
        assert_eq!(median(&[]), None);
        assert_eq!(quartiles(&[5.0, 1.0, 2.0, 3.0, 4.0]), Some((2.0, 4.0)));
    }
}
