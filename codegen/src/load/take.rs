//! How values are read: the type of a raw struct's field says how. Takes what is there; whatever is missing or wrong has been reported
//! by [`super::shape`].

use super::piece::{Entries, Placed, Several, Text};
use super::yaml::{Key, Kind, Node, items, scalar};
use crate::source::Span;

/// A value on its own.
pub(super) trait Item: Sized {
    /// None when the node is of another kind.
    fn item(node: &Node<'_>) -> Option<Self>;

    /// What stands in for a value that the map at this place has not.
    fn absent(map: Span) -> Self;
}

/// What may stand under a key of a map.
pub(super) trait Take {
    /// From the value, if there is one; `map` is where the map is.
    fn take(node: Option<&Node<'_>>, map: Span) -> Self;
}

impl<T: Item> Take for T {
    fn take(node: Option<&Node<'_>>, map: Span) -> Self {
        node.and_then(T::item).unwrap_or_else(|| T::absent(map))
    }
}

impl<T: Item> Take for Option<T> {
    fn take(node: Option<&Node<'_>>, _: Span) -> Self {
        node.and_then(T::item)
    }
}

impl<T: Item> Take for Vec<T> {
    fn take(node: Option<&Node<'_>>, _: Span) -> Self {
        let items = node.map(items).unwrap_or_default();
        // A record of the format is large: growing by doubling would leave half of most lists empty.
        let mut taken = Self::with_capacity(items.len());
        taken.extend(items.iter().filter_map(T::item));
        taken
    }
}

impl<T: Item> Item for Box<T> {
    fn item(node: &Node<'_>) -> Option<Self> {
        T::item(node).map(Self::new)
    }

    fn absent(map: Span) -> Self {
        Self::new(T::absent(map))
    }
}

impl<T: Take> Item for Placed<T> {
    fn item(node: &Node<'_>) -> Option<Self> {
        Some(Self { value: T::take(Some(node), node.span), span: node.span })
    }

    fn absent(map: Span) -> Self {
        Self { value: T::take(None, map), span: map }
    }
}

impl<T: Item> Item for Entries<T> {
    fn item(node: &Node<'_>) -> Option<Self> {
        let Kind::Map(pairs) = &node.kind else { return None };
        let entry = |(key, value): &(Key<'_>, Node<'_>)| {
            Some((Text { value: key.text.to_string(), span: key.span }, T::item(value)?))
        };
        Some(Self(pairs.iter().filter_map(entry).collect()))
    }

    fn absent(_: Span) -> Self {
        Self::default()
    }
}

impl<T: Item> Item for Several<T> {
    fn item(node: &Node<'_>) -> Option<Self> {
        Some(Self(match node.kind {
            Kind::List(_) => Take::take(Some(node), node.span),
            _ => T::item(node).into_iter().collect(),
        }))
    }

    fn absent(_: Span) -> Self {
        Self::default()
    }
}

impl Item for Text {
    fn item(node: &Node<'_>) -> Option<Self> {
        Some(Self { value: String::item(node)?, span: node.span })
    }

    /// Points at the map, so a message about it still has a place.
    fn absent(map: Span) -> Self {
        Self { value: String::new(), span: map }
    }
}

impl Item for String {
    fn item(node: &Node<'_>) -> Option<Self> {
        scalar(Some(node)).map(str::to_owned)
    }

    fn absent(_: Span) -> Self {
        Self::new()
    }
}
