//! The values that are read unlike all others: a type is a word or one of several maps, what is passed on a name or a map, and a mark may
//! stand anywhere.

use super::format::{RawData, RawDoc, RawField, RawPassMap, RawPrice, RawReviewChange, RawShape, RawTypeMap};
use super::piece::{RawCharged, RawPass, RawType, Text};
use super::raw::RawReview;
use super::take::{Item, Take};
use super::yaml::{Kind, Node};
use crate::source::Span;
use crate::words::Presence;

impl Item for RawType {
    fn item(node: &Node<'_>) -> Option<Self> {
        let Some(map) = RawTypeMap::item(node) else { return Text::item(node).map(Self::Word) };
        let listed = map.list.map(|item| Self::List { item, wrapper: map.wrapper });
        let below = map.map.map(|value| Self::Map { value, key: map.key });
        listed.or(below).or(map.record.map(Self::Word)).or(map.csv.map(Self::Csv)).or(map.select.map(Self::Select))
    }

    fn absent(_: Span) -> Self {
        Self::Word(Text::default())
    }
}

impl Item for RawShape {
    fn item(node: &Node<'_>) -> Option<Self> {
        let Some(map) = RawData::item(node) else {
            let word = Text::item(node)?;
            return Some(Self { made: (word.value == "none").then(Vec::new), ..Self::default() });
        };
        let made = |name: &str, held: &Text, ty: RawType, en: &str, zh: &str| RawField {
            span: held.span,
            name: Text { value: name.to_owned(), span: held.span },
            ty,
            unit: map.unit.clone().map(Box::new),
            pii: map.pii.clone(),
            presence: (name == Self::VALUE)
                .then(|| Box::new(Text { value: Presence::Always.word().to_owned(), span: held.span })),
            doc: RawDoc { en: en.to_owned(), zh: zh.to_owned(), ..RawDoc::default() },
            ..RawField::default()
        };
        let field = match (&map.list_of, &map.map_of, &map.scalar) {
            (Some(item), ..) if map.exactly.is_none() => {
                let list = RawType::List { item: item.clone(), wrapper: None };
                Some(made(Self::ITEMS, item, list, "The data, row by row", "数据列表"))
            }
            (_, Some(value), _) => {
                let below = RawType::Map { value: value.clone(), key: map.key.clone() };
                Some(made(Self::ITEMS, value, below, "The data, by key", "数据映射"))
            }
            (.., Some(value)) => {
                Some(made(Self::VALUE, value, RawType::Word(value.clone()), "The data itself", "数据值"))
            }
            _ => None,
        };
        Some(Self { made: field.map(|field| vec![field]), map })
    }

    fn absent(_: Span) -> Self {
        Self::default()
    }
}

impl Item for RawPass {
    fn item(node: &Node<'_>) -> Option<Self> {
        match RawPassMap::item(node) {
            Some(map) => Some(Self { from: map.from, to: map.to }),
            None => Text::item(node).map(|name| Self { from: name.clone(), to: name }),
        }
    }

    fn absent(_: Span) -> Self {
        Self::default()
    }
}

impl Item for RawCharged {
    fn item(node: &Node<'_>) -> Option<Self> {
        match RawPrice::item(node) {
            Some(price) => Some(Self { word: None, points: Some((price.points, price.on, price.basis)) }),
            None => Text::item(node).map(|word| Self { word: Some(word), points: None }),
        }
    }

    fn absent(_: Span) -> Self {
        Self::default()
    }
}

/// Every `review` mark of a file, wherever it stands.
pub(super) fn reviews(node: &Node<'_>) -> Vec<RawReview> {
    let mut found = Vec::new();
    let mut work = vec![node];
    while let Some(node) = work.pop() {
        match &node.kind {
            Kind::Map(pairs) => {
                let of: String = Take::take(pairs.first().map(|(_, value)| value), node.span);
                for (key, value) in pairs {
                    if key.text == "review" {
                        let words = Take::take(Some(value), key.span);
                        let changes: Vec<RawReviewChange> = Take::take(Some(value), key.span);
                        found.push(RawReview { span: key.span, of: of.clone(), words, changes });
                    } else {
                        work.push(value);
                    }
                }
            }
            Kind::List(nodes) => work.extend(nodes),
            Kind::Scalar { .. } => {}
        }
    }
    found
}
