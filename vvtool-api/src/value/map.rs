//! A map as a reply has it: keys in their order, each once.

use std::collections::HashMap;

use super::{Text, Word};

/// Values below keys, in the order of the wire. A key that comes twice keeps its first place and has the last value.
///
/// # Example
///
/// ```
/// use vvtool_api::value::Map;
/// use vvtool_api::{Fen, Text};
///
/// let mut prices: Map<Text, Fen> = [("s".into(), Fen::new(100)), ("xl".into(), Fen::new(250))].into_iter().collect();
/// prices.insert("m".into(), Fen::new(120));
/// assert_eq!(prices.get("xl"), Some(&Fen::new(250)));
/// assert_eq!(prices.keys().map(Text::as_str).collect::<Vec<_>>(), ["s", "xl", "m"]);
/// for (size, price) in &prices {
///     println!("{size}: {price}");
/// }
/// ```
#[derive(Clone)]
pub struct Map<K, V> {
    entries: Vec<(K, V)>,
    places: HashMap<Text, usize>,
    last: usize,
}

impl<K, V> Map<K, V> {
    /// How many keys.
    ///
    /// [Example](Self#example)
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Without any key.
    ///
    /// [Example](Self#example)
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value of a key, as the wire spells it.
    ///
    /// [Example](Self#example)
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&V> {
        self.entries.get(self.place(key)?).map(|(_, value)| value)
    }

    /// Keys and values in their order.
    ///
    /// [Example](Self#example)
    pub fn iter(&self) -> Iter<'_, K, V> {
        self.into_iter()
    }

    /// The keys in their order.
    ///
    /// [Example](Self#example)
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.entries.iter().map(|(key, _)| key)
    }

    /// The values in the order of their keys.
    ///
    /// [Example](Self#example)
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.iter().map(|(_, value)| value)
    }

    pub(crate) fn entries(&self) -> &Vec<(K, V)> {
        &self.entries
    }

    pub(crate) fn place(&self, key: &str) -> Option<usize> {
        self.places.get(key).copied()
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.places.clear();
    }

    pub(crate) fn entered_last(&mut self) -> Option<&mut V> {
        self.entries.get_mut(self.last).map(|(_, value)| value)
    }
}

#[allow(private_bounds)]
impl<K: Word, V> Map<K, V> {
    /// Put a value below a key; the value that was there.
    ///
    /// [Example](Self#example)
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        if let Some(place) = self.place(key.word()) {
            self.last = place;
            return self.entered_last().map(|old| core::mem::replace(old, value));
        }
        self.last = self.entries.len();
        self.places.insert(Text::from(key.word()), self.last);
        self.entries.push((key, value));
        None
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self { entries: Vec::new(), places: HashMap::new(), last: 0 }
    }
}

impl<K: Word, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::default();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

/// Keys and values of a [`Map`], in their order.
pub struct Iter<'a, K, V>(core::slice::Iter<'a, (K, V)>);

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);
    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(key, value)| (key, value))
    }
}

impl<'a, K, V> IntoIterator for &'a Map<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;
    fn into_iter(self) -> Self::IntoIter {
        Iter(self.entries.iter())
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;
    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<K: core::fmt::Debug, V: core::fmt::Debug> core::fmt::Debug for Map<K, V> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

/// The same keys with the same values, in whatever order.
impl<K: Word, V: PartialEq> PartialEq for Map<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key.word()) == Some(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_comes_twice_keeps_its_place_and_has_the_last_value() {
        let map: Map<Text, i64> =
            [("b", 1), ("a", 2), ("b", 3)].map(|(key, value)| (key.into(), value)).into_iter().collect();
        let entries: Vec<_> = map.iter().map(|(key, value)| (key.as_str(), *value)).collect();
        assert_eq!(entries, [("b", 3), ("a", 2)]);
        assert_eq!((map.get("b"), map.get("c"), map.len()), (Some(&3), None, 2));
        let other: Map<Text, i64> = [("a", 2), ("b", 3)].map(|(key, value)| (key.into(), value)).into_iter().collect();
        assert_eq!(map, other);
        assert_ne!(map, Map::default());
    }
}
