//! Serde of records and values, through the tables: one small generic layer for every format, nothing per type.
//!
//! Written: wire names, set fields only, decimals and yuan as text (a float would lose digits), lists without their wire wrapper.
//! Read: the same back, and also what the wire sends: wrappers, numbers as text and text as numbers. Unknown fields are ignored.

mod written;

use core::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

pub use self::written::serialize;
use crate::decode::scalar::{self, Scalar};
use crate::record::{
    Field, Kind, ListSlot, MapSlot, Record, Slot, ValueMapSlot, ValuesSlot, WordsSlot, field, field_named,
};
use crate::value::{Amount, DateTime, Fen, JsonText, Points, Text, Word, Yuan};

/// Read a map into a record.
///
/// # Errors
/// The format fails, what is there is no map, or a value is of the wrong type.
pub fn deserialize<'de, R: Record + Default, D: Deserializer<'de>>(deserializer: D) -> Result<R, D::Error> {
    let mut record = R::default();
    RecordSeed(&mut record).deserialize(deserializer)?;
    Ok(record)
}

/// Read a value that is one word: from text or a number.
///
/// # Errors
/// The format fails or there is no word.
pub fn deserialize_word<'de, T: Word, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = None;
    FieldSeed { field: &field("value", Kind::Id, 0), slot: Slot::Word(&mut value) }.deserialize(deserializer)?;
    value.ok_or_else(|| wrong(Kind::Id))
}

/// The value itself stays out of the message: it may be personal.
fn wrong<E: Error>(kind: Kind) -> E {
    E::custom(format_args!("expected {}", scalar::expected(kind)))
}

struct RecordSeed<'a>(&'a mut dyn Record);

impl<'de> DeserializeSeed<'de> for RecordSeed<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a map with the fields of {}", self.0.table().name)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Text>()? {
            read_entry(self.0, &key, &mut map)?;
        }
        Ok(())
    }
}

fn read_entry<'de, A: MapAccess<'de>>(record: &mut dyn Record, key: &str, map: &mut A) -> Result<(), A::Error> {
    let table = record.table();
    let Some((index, field)) = field_named(table, key) else {
        map.next_value::<IgnoredAny>()?;
        return Ok(());
    };
    let slot = record.slot(index);
    map.next_value_seed(FieldSeed { field, slot })
        .map_err(|error| A::Error::custom(format_args!("{}.{}: {error}", table.name, field.name)))
}

/// One value into one slot, whatever it comes as.
struct FieldSeed<'a> {
    field: &'a Field,
    slot: Slot<'a>,
}

impl FieldSeed<'_> {
    fn scalar<E: Error>(self, scalar: Scalar<'_>) -> Result<(), E> {
        if scalar::set(self.field, self.slot, scalar) { Ok(()) } else { Err(wrong(self.field.kind)) }
    }
    fn number<E: Error>(self, number: impl fmt::Display) -> Result<(), E> {
        self.scalar(Scalar::Number(&Text::display(number)))
    }
}

impl<'de> DeserializeSeed<'de> for FieldSeed<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for FieldSeed<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(scalar::expected(self.field.kind))
    }
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.scalar(Scalar::Null)
    }
    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.scalar(Scalar::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.scalar(Scalar::Bool(value))
    }
    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.number(value)
    }
    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.number(value)
    }
    fn visit_i128<E: Error>(self, value: i128) -> Result<(), E> {
        self.number(value)
    }
    fn visit_u128<E: Error>(self, value: u128) -> Result<(), E> {
        self.number(value)
    }
    /// The shortest text of a float is what a person wrote: 200.07 stays 200.07.
    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.number(value)
    }
    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.scalar(Scalar::Text(value))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        match self.slot {
            Slot::List(list) => read_list(list, seq),
            Slot::Words(words) => read_words(words, seq),
            Slot::Values(values) => read_values(values, seq),
            Slot::Json(target) => {
                *target = Some(json_text(SeqAccessDeserializer::new(seq))?);
                Ok(())
            }
            // An empty PHP array stands for an absent object.
            slot => match seq.next_element::<IgnoredAny>()? {
                None if matches!(self.field.kind, Kind::Record | Kind::Map) => {
                    FieldSeed { field: self.field, slot }.scalar(Scalar::Null)
                }
                _ => Err(wrong(self.field.kind)),
            },
        }
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        match self.slot {
            Slot::Record(slot) => {
                slot.clear();
                RecordSeed(slot.fill()).visit_map(map)
            }
            Slot::List(list) => read_wrapper(self.field, list, map),
            Slot::Values(values) => {
                values.clear();
                while let Some(key) = map.next_key::<Text>()? {
                    if key == self.field.wrapper || matches!(key.as_str(), "string" | "number") {
                        map.next_value_seed(FieldSeed { field: self.field, slot: Slot::Values(values) })?;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(())
            }
            Slot::Map(target) => read_map(target, map),
            Slot::ValueMap(target) => read_value_map(target, map),
            Slot::Words(words) => {
                words.clear();
                while let Some(key) = map.next_key::<Text>()? {
                    if matches!(key.as_str(), "string" | "number") {
                        map.next_value_seed(FieldSeed { field: self.field, slot: Slot::Words(words) })?;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(())
            }
            Slot::Json(target) => {
                *target = Some(json_text(MapAccessDeserializer::new(map))?);
                Ok(())
            }
            // How serde_json hands over a number when any crate of the build turns on its `arbitrary_precision`.
            slot => match map.next_key::<Text>()? {
                Some(key) if key == "$serde_json::private::Number" => {
                    let digits = map.next_value::<Text>()?;
                    FieldSeed { field: self.field, slot }.scalar(Scalar::Number(&digits))
                }
                _ => Err(wrong(self.field.kind)),
            },
        }
    }
}

fn read_list<'de, A: SeqAccess<'de>>(list: &mut dyn ListSlot, mut seq: A) -> Result<(), A::Error> {
    list.clear();
    while seq.next_element_seed(NewRow(&mut *list))?.is_some() {}
    Ok(())
}

/// Appends a record once there is an element for it: serde tells only by reading it.
struct NewRow<'a>(&'a mut dyn ListSlot);

impl<'de> DeserializeSeed<'de> for NewRow<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.push();
        match self.0.last() {
            Some(record) => RecordSeed(record).deserialize(deserializer),
            None => IgnoredAny::deserialize(deserializer).map(|_| ()),
        }
    }
}

fn read_words<'de, A: SeqAccess<'de>>(words: &mut dyn WordsSlot, mut seq: A) -> Result<(), A::Error> {
    words.clear();
    while let Some(word) = seq.next_element::<Text>()? {
        words.push(&word);
    }
    Ok(())
}

fn read_values<'de, A: SeqAccess<'de>>(values: &mut dyn ValuesSlot, mut seq: A) -> Result<(), A::Error> {
    values.clear();
    while let Some(Plain(text)) = seq.next_element()? {
        if !text.is_some_and(|text| values.push(&text, false)) {
            return Err(wrong(values.kind()));
        }
    }
    Ok(())
}

fn read_map<'de, A: MapAccess<'de>>(target: &mut dyn MapSlot, mut map: A) -> Result<(), A::Error> {
    target.clear();
    while let Some(key) = map.next_key::<Text>()? {
        target.enter(&key);
        match target.entered() {
            Some(record) => map.next_value_seed(RecordSeed(record))?,
            None => map.next_value::<IgnoredAny>().map(|_| ())?,
        }
    }
    Ok(())
}

fn read_value_map<'de, A: MapAccess<'de>>(target: &mut dyn ValueMapSlot, mut map: A) -> Result<(), A::Error> {
    target.clear();
    while let Some(key) = map.next_key::<Text>()? {
        let Plain(text) = map.next_value()?;
        if !text.is_some_and(|text| target.put(&key, &text, false)) {
            return Err(wrong(target.kind()));
        }
    }
    Ok(())
}

/// The text of a value that is no container; `None` for null.
struct Plain(Option<Text>);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut text = None;
        FieldSeed { field: &field("value", Kind::Text, 0), slot: Slot::Text(&mut text) }.deserialize(deserializer)?;
        Ok(Self(text))
    }
}

/// `{"order": [..]}`, `{"order": {..}}`, or one object that stands for a list of one.
fn read_wrapper<'de, A: MapAccess<'de>>(field: &Field, list: &mut dyn ListSlot, mut map: A) -> Result<(), A::Error> {
    list.clear();
    let mut wrapped = false;
    while let Some(key) = map.next_key::<Text>()? {
        if key == field.wrapper {
            wrapped = true;
            map.next_value_seed(FieldSeed { field, slot: Slot::List(&mut *list) })?;
        } else if wrapped {
            map.next_value::<IgnoredAny>()?;
        } else {
            if list.is_empty() {
                list.push();
            }
            if let Some(record) = list.last() {
                read_entry(record, &key, &mut map)?;
            }
        }
    }
    Ok(())
}

fn json_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<JsonText, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(JsonText::from(value.to_string()))
}

macro_rules! value_serde {
    ($($name:ident, $kind:ident, $this:ident, $serializer:ident => $write:expr;)+) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, $serializer: S) -> Result<S::Ok, S::Error> {
                let $this = self;
                $write
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut value = None;
                FieldSeed { field: &field("value", Kind::$kind, 0), slot: Slot::$kind(&mut value) }.deserialize(deserializer)?;
                value.ok_or_else(|| wrong(Kind::$kind))
            }
        }
    )+};
}

value_serde! {
    Text, Text, this, serializer => serializer.serialize_str(this);
    Yuan, Yuan, this, serializer => serializer.collect_str(this);
    Amount, Amount, this, serializer => serializer.collect_str(this);
    Fen, Fen, this, serializer => serializer.serialize_i64(this.get());
    Points, Points, this, serializer => serializer.serialize_i64(this.get());
    DateTime, DateTime, this, serializer => serializer.collect_str(this);
    JsonText, Json, this, serializer => serializer.serialize_str(this.as_str());
}

#[cfg(test)]
mod tests {
    use crate::tests::sample::{Order, Status, Trade, TradeId, full};
    use crate::value::{Fen, Yuan};

    #[test]
    fn a_record_reads_back_equal_from_json_and_from_another_format() {
        let json = serde_json::to_string(&full()).unwrap();
        assert_eq!(serde_json::from_str::<Trade>(&json).unwrap(), full());
        let value = serde_json::to_value(full()).unwrap();
        assert_eq!(serde_json::from_value::<Trade>(value).unwrap(), full());

        let mut cbor = Vec::new();
        ciborium::into_writer(&full(), &mut cbor).unwrap();
        assert_eq!(ciborium::from_reader::<Trade, _>(cbor.as_slice()).unwrap(), full());
    }

    #[test]
    fn wire_names_set_fields_and_exact_text() {
        let order = Order { num: Some(2), ..Order::default() };
        assert_eq!(serde_json::to_string(&order).unwrap(), r#"{"num":2}"#);
        let trade = Trade {
            payment: Some("200.00".parse().unwrap()),
            sub_tid: vec!["1".into(), "2".into()],
            orders: vec![order],
            ..Trade::default()
        };
        assert_eq!(
            serde_json::to_string(&trade).unwrap(),
            r#"{"payment":"200.00","sub_tid":["1","2"],"orders":[{"num":2}]}"#
        );
    }

    #[test]
    fn what_the_wire_sends_is_read_too() {
        let cases = [
            r#"{"orders":{"order":[{"num":"2"}]}}"#,
            r#"{"orders":{"order":{"num":2}}}"#,
            r#"{"orders":{"total":1,"order":[{"num":2.0}]}}"#,
            r#"{"orders":{"num":2}}"#,
            r#"{"orders":[{"num":1},{"num":1}],"orders":{"num":2}}"#,
            r#"{"orders":[{"num":2,"new_field":{"a":[1]}}],"new_field":null}"#,
        ];
        for json in cases {
            let trade: Trade = serde_json::from_str(json).unwrap();
            assert_eq!(trade.orders.len(), 1, "{json}");
            assert_eq!(trade.orders[0].num, Some(2), "{json}");
        }
        let json = r#"{"tid":9223372036854775809,"payment":200.07,"status":"fixed(一口价)","sub_tid":"1, 2","ext":[],"orders":"","trade_attr":{"b":[1]},"seller_rate":"1"}"#;
        let trade: Trade = serde_json::from_str(json).unwrap();
        assert_eq!(trade.tid, Some("9223372036854775809".into()));
        assert_eq!(trade.payment, Some("200.07".parse().unwrap()));
        assert_eq!(trade.status, Some(Status::Fixed));
        assert_eq!(trade.sub_tid.len(), 2);
        assert_eq!((trade.ext, trade.orders.len(), trade.seller_rate), (None, 0, Some(true)));
        assert_eq!(trade.trade_attr.unwrap().as_str(), r#"{"b":[1]}"#);
    }

    #[test]
    fn a_wrong_type_is_an_error_that_does_not_quote_the_value() {
        let error = serde_json::from_str::<Trade>(r#"{"orders":[{"num":"Zhang San"}]}"#).unwrap_err().to_string();
        assert!(error.contains("Order.num: expected a whole number"), "{error}");
        assert!(!error.contains("Zhang"), "{error}");
        assert!(serde_json::from_str::<Trade>("[]").is_err());
    }

    #[test]
    fn values_stand_alone() {
        assert_eq!(serde_json::from_str::<TradeId>("12").unwrap(), TradeId::from(12));
        assert_eq!(serde_json::to_string(&TradeId::from("12")).unwrap(), r#""12""#);
        assert_eq!(serde_json::from_str::<Yuan>("\"1.50\"").unwrap().to_string(), "1.50");
        assert_eq!(serde_json::to_string(&Fen::new(5)).unwrap(), "5");
        assert_eq!(serde_json::from_str::<Status>("\"new\"").unwrap().as_str(), "new");
        assert!(serde_json::from_str::<Yuan>("\"\"").is_err());
    }
}
