//! A record written by hand exactly as the generator writes one: the tests of the runtime use it, and it proves the macros.
#![allow(missing_docs, dead_code, unreachable_pub)]

use crate::rt::v1 as rt;

rt::id! {
    /// Taobao trade.
    TradeId
}
rt::id! {
    /// Line of a trade.
    OrderId
}

#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Trade {
    pub tid: Option<TradeId>,
    pub title: Option<rt::Text>,
    pub num: Option<i64>,
    pub weight: Option<rt::Decimal>,
    pub payment: Option<rt::Yuan>,
    pub coupon_fee: Option<rt::Fen>,
    pub withholding_money: Option<rt::Points>,
    pub deposit: Option<rt::Amount>,
    pub seller_rate: Option<bool>,
    pub is_split: Option<bool>,
    pub created: Option<rt::DateTime>,
    pub trade_attr: Option<rt::JsonText>,
    pub status: Option<Status>,
    pub receiver_name: Option<rt::Text>,
    pub sub_tid: Vec<OrderId>,
    pub feature: Option<Feature>,
    pub ext: Option<Ext>,
    pub orders: Vec<Order>,
}

impl rt::Record for Trade {
    fn table(&self) -> &'static rt::Table {
        &TRADE
    }
    fn slot(&mut self, index: u16) -> rt::Slot<'_> {
        match index {
            0 => rt::Slot::Word(&mut self.tid),
            1 => rt::Slot::Text(&mut self.title),
            2 => rt::Slot::Int(&mut self.num),
            3 => rt::Slot::Decimal(&mut self.weight),
            4 => rt::Slot::Yuan(&mut self.payment),
            5 => rt::Slot::Fen(&mut self.coupon_fee),
            6 => rt::Slot::Points(&mut self.withholding_money),
            7 => rt::Slot::Amount(&mut self.deposit),
            8 => rt::Slot::Bool(&mut self.seller_rate),
            9 => rt::Slot::Bool(&mut self.is_split),
            10 => rt::Slot::DateTime(&mut self.created),
            11 => rt::Slot::Json(&mut self.trade_attr),
            12 => rt::Slot::Word(&mut self.status),
            13 => rt::Slot::Text(&mut self.receiver_name),
            14 => rt::Slot::Words(&mut self.sub_tid),
            15 => rt::Slot::Word(&mut self.feature),
            16 => rt::Slot::Record(&mut self.ext),
            17 => rt::Slot::List(&mut self.orders),
            _ => rt::Slot::None,
        }
    }
    fn view(&self, index: u16) -> rt::View<'_> {
        match index {
            0 => rt::View::Word(&self.tid),
            1 => rt::View::Text(&self.title),
            2 => rt::View::Int(self.num),
            3 => rt::View::Decimal(self.weight),
            4 => rt::View::Yuan(self.payment),
            5 => rt::View::Fen(self.coupon_fee),
            6 => rt::View::Points(self.withholding_money),
            7 => rt::View::Amount(self.deposit),
            8 => rt::View::Bool(self.seller_rate),
            9 => rt::View::Bool(self.is_split),
            10 => rt::View::DateTime(self.created),
            11 => rt::View::Json(&self.trade_attr),
            12 => rt::View::Word(&self.status),
            13 => rt::View::Text(&self.receiver_name),
            14 => rt::View::Words(&self.sub_tid),
            15 => rt::View::Word(&self.feature),
            16 => rt::View::Record(&self.ext),
            17 => rt::View::List(&self.orders),
            _ => rt::View::None,
        }
    }
}

static TRADE: rt::Table = rt::table("Trade", TRADE_FIELDS);
const TRADE_FIELDS: &[rt::Field] = &[
    rt::field("tid", rt::Kind::Id, 0),
    rt::field("title", rt::Kind::Text, 0).max_chars(20),
    rt::field("num", rt::Kind::Int, 0),
    rt::field("weight", rt::Kind::Decimal, 0),
    rt::field("payment", rt::Kind::Yuan, 0),
    rt::field("coupon_fee", rt::Kind::Fen, 0),
    rt::field("withholding_money", rt::Kind::Points, 0),
    rt::field("deposit", rt::Kind::Amount, 0),
    rt::field("seller_rate", rt::Kind::Bool, 0),
    rt::field("is_split", rt::Kind::Flag01, 0),
    rt::field("created", rt::Kind::DateTime, 0),
    rt::field("trade_attr", rt::Kind::Json, 0),
    rt::field("status", rt::Kind::Enum, rt::DOCUMENTED_ONLY),
    rt::field("receiver_name", rt::Kind::Text, rt::PII),
    rt::field("sub_tid", rt::Kind::Csv, 0),
    rt::field("feature", rt::Kind::Grammar, 0),
    rt::field("ext", rt::Kind::Record, 0),
    rt::list("orders", "order", 0),
];
rt::record!(Trade);

#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Ext {
    pub success: Option<bool>,
    pub attr: Option<rt::Text>,
}

impl rt::Record for Ext {
    fn table(&self) -> &'static rt::Table {
        &EXT
    }
    fn slot(&mut self, index: u16) -> rt::Slot<'_> {
        match index {
            0 => rt::Slot::Bool(&mut self.success),
            1 => rt::Slot::Text(&mut self.attr),
            _ => rt::Slot::None,
        }
    }
    fn view(&self, index: u16) -> rt::View<'_> {
        match index {
            0 => rt::View::Bool(self.success),
            1 => rt::View::Text(&self.attr),
            _ => rt::View::None,
        }
    }
}

static EXT: rt::Table = rt::table("Ext", EXT_FIELDS);
const EXT_FIELDS: &[rt::Field] =
    &[rt::field("success", rt::Kind::Bool, rt::REQUIRED), rt::field("attr", rt::Kind::Text, 0)];
rt::record!(Ext);

#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Order {
    pub oid: Option<OrderId>,
    pub num: Option<i64>,
    pub token: Option<rt::Text>,
    pub ext: Option<Ext>,
    pub tags: Vec<Tag>,
}

impl rt::Record for Order {
    fn table(&self) -> &'static rt::Table {
        &ORDER
    }
    fn slot(&mut self, index: u16) -> rt::Slot<'_> {
        match index {
            0 => rt::Slot::Word(&mut self.oid),
            1 => rt::Slot::Int(&mut self.num),
            2 => rt::Slot::Text(&mut self.token),
            3 => rt::Slot::Record(&mut self.ext),
            4 => rt::Slot::List(&mut self.tags),
            _ => rt::Slot::None,
        }
    }
    fn view(&self, index: u16) -> rt::View<'_> {
        match index {
            0 => rt::View::Word(&self.oid),
            1 => rt::View::Int(self.num),
            2 => rt::View::Text(&self.token),
            3 => rt::View::Record(&self.ext),
            4 => rt::View::List(&self.tags),
            _ => rt::View::None,
        }
    }
}

static ORDER: rt::Table = rt::table("Order", ORDER_FIELDS);
const ORDER_FIELDS: &[rt::Field] = &[
    rt::field("oid", rt::Kind::Id, rt::REQUIRED),
    rt::field("num", rt::Kind::Int, 0),
    rt::field("token", rt::Kind::Text, rt::SECRET),
    rt::field("ext", rt::Kind::Record, rt::PII),
    rt::list("tags", "tag", 0),
];
rt::record!(Order);

#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Tag {
    pub name: Option<rt::Text>,
}

impl rt::Record for Tag {
    fn table(&self) -> &'static rt::Table {
        &TAG
    }
    fn slot(&mut self, index: u16) -> rt::Slot<'_> {
        match index {
            0 => rt::Slot::Text(&mut self.name),
            _ => rt::Slot::None,
        }
    }
    fn view(&self, index: u16) -> rt::View<'_> {
        match index {
            0 => rt::View::Text(&self.name),
            _ => rt::View::None,
        }
    }
}

static TAG: rt::Table = rt::table("Tag", TAG_FIELDS);
const TAG_FIELDS: &[rt::Field] = &[rt::field("name", rt::Kind::Text, 0)];
rt::record!(Tag);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    Fixed,
    WaitBuyerPay,
    Unknown(rt::UnknownValue),
}
impl rt::OpenEnum for Status {
    const WIRE: &'static [&'static str] = &["fixed", "WAIT_BUYER_PAY"];
    fn at(index: usize) -> Option<Self> {
        Some(match index {
            0 => Self::Fixed,
            1 => Self::WaitBuyerPay,
            _ => return None,
        })
    }
    fn place(&self) -> Result<usize, &rt::UnknownValue> {
        match self {
            Self::Fixed => Ok(0),
            Self::WaitBuyerPay => Ok(1),
            Self::Unknown(value) => Err(value),
        }
    }
    fn unknown(value: rt::UnknownValue) -> Self {
        Self::Unknown(value)
    }
}
rt::open_enum!(Status);

#[derive(Clone, Default, PartialEq)]
pub struct Feature(rt::GrammarText);
impl Feature {
    pub fn new() -> Self {
        Self::default()
    }
    pub fn ident_code(
        self,
        id: impl Into<OrderId>,
        values: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<Self, rt::InvalidValue> {
        self.0.per_id(&FEATURE, 0, id.into().as_str(), values).map(Self)
    }
    pub fn retail_store_id(self, value: impl AsRef<str>) -> Result<Self, rt::InvalidValue> {
        self.0.value(&FEATURE, 1, value.as_ref()).map(Self)
    }
}
static FEATURE: rt::Grammar = rt::Grammar::new(
    "Feature",
    ";",
    "=",
    &[rt::GrammarEntry::new("identCode").per_id("|", ":", ","), rt::GrammarEntry::new("retailStoreId")],
);
rt::grammar!(Feature);

/// Everything set, for round trips.
pub(crate) fn full() -> Trade {
    Trade {
        tid: Some("9223372036854775809".into()),
        title: Some("要送的\"礼物\"\n\u{1}".into()),
        num: Some(-3),
        weight: Some("0.500".parse().unwrap()),
        payment: Some("200.07".parse().unwrap()),
        coupon_fee: Some(rt::Fen::new(1001)),
        withholding_money: Some(rt::Points::new(1)),
        deposit: Some("9007199254740993.1".parse().unwrap()),
        seller_rate: Some(true),
        is_split: Some(false),
        created: Some("2021-04-01 17:46".parse().unwrap()),
        trade_attr: Some(r#"{"a":1}"#.into()),
        status: Some("zz".into()),
        receiver_name: Some("东方不败".into()),
        sub_tid: vec!["1".into(), "2".into()],
        feature: Some(
            Feature::new().ident_code(1, ["a", "b"]).and_then(|feature| feature.retail_store_id("77")).unwrap(),
        ),
        ext: Some(Ext { success: Some(true), attr: None }),
        orders: vec![
            Order {
                oid: Some(11.into()),
                num: Some(1),
                token: Some("t0ken".into()),
                tags: vec![Tag { name: Some("x".into()) }],
                ..Order::default()
            },
            Order {
                oid: Some(12.into()),
                ext: Some(Ext { success: None, attr: Some("private".into()) }),
                ..Order::default()
            },
        ],
    }
}
