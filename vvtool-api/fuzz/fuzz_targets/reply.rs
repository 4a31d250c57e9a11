//! No body makes the decoder panic, in any envelope, with a record that has every shape: nested, listed, both.
#![no_main]

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use vvtool_api::rt::v1::{self as rt, DataShape, Protocol, Wire};

rt::id! {
    /// Any id.
    AnyId
}

/// Refers to itself, so that one type covers every depth.
#[derive(Clone, Default)]
pub struct Node {
    id: Option<AnyId>,
    text: Option<rt::Text>,
    num: Option<i64>,
    fee: Option<rt::Yuan>,
    flag: Option<bool>,
    at: Option<rt::DateTime>,
    json: Option<rt::JsonText>,
    ids: Vec<AnyId>,
    inner: Option<Box_>,
    nodes: Vec<Node>,
}

/// A record field needs a size: one level of nodes between two of them.
#[derive(Clone, Default)]
pub struct Box_ {
    nodes: Vec<Node>,
}

static NODE: rt::Table = rt::table("Node", NODE_FIELDS);
const NODE_FIELDS: &[rt::Field] = &[
    rt::field("id", rt::Kind::Id, rt::REQUIRED),
    rt::field("text", rt::Kind::Text, rt::PII),
    rt::field("num", rt::Kind::Int, 0),
    rt::field("fee", rt::Kind::Yuan, 0),
    rt::field("flag", rt::Kind::Bool, 0),
    rt::field("at", rt::Kind::DateTime, 0),
    rt::field("json", rt::Kind::Json, 0),
    rt::field("ids", rt::Kind::Csv, 0),
    rt::field("inner", rt::Kind::Record, 0),
    rt::list("nodes", "node", 0),
];

impl rt::Record for Node {
    fn table(&self) -> &'static rt::Table {
        &NODE
    }
    fn slot(&mut self, index: u16) -> rt::Slot<'_> {
        match index {
            0 => rt::Slot::Word(&mut self.id),
            1 => rt::Slot::Text(&mut self.text),
            2 => rt::Slot::Int(&mut self.num),
            3 => rt::Slot::Yuan(&mut self.fee),
            4 => rt::Slot::Bool(&mut self.flag),
            5 => rt::Slot::DateTime(&mut self.at),
            6 => rt::Slot::Json(&mut self.json),
            7 => rt::Slot::Words(&mut self.ids),
            8 => rt::Slot::Record(&mut self.inner),
            9 => rt::Slot::List(&mut self.nodes),
            _ => rt::Slot::None,
        }
    }
    fn view(&self, index: u16) -> rt::View<'_> {
        match index {
            0 => rt::View::Word(&self.id),
            1 => rt::View::Text(&self.text),
            2 => rt::View::Int(self.num),
            3 => rt::View::Yuan(self.fee),
            4 => rt::View::Bool(self.flag),
            5 => rt::View::DateTime(self.at),
            6 => rt::View::Json(&self.json),
            7 => rt::View::Words(&self.ids),
            8 => rt::View::Record(&self.inner),
            9 => rt::View::List(&self.nodes),
            _ => rt::View::None,
        }
    }
}
rt::record!(Node);

static BOX: rt::Table = rt::table("Box_", BOX_FIELDS);
const BOX_FIELDS: &[rt::Field] = &[rt::list("nodes", "node", 0)];

impl rt::Record for Box_ {
    fn table(&self) -> &'static rt::Table {
        &BOX
    }
    fn slot(&mut self, index: u16) -> rt::Slot<'_> {
        match index {
            0 => rt::Slot::List(&mut self.nodes),
            _ => rt::Slot::None,
        }
    }
    fn view(&self, index: u16) -> rt::View<'_> {
        match index {
            0 => rt::View::List(&self.nodes),
            _ => rt::View::None,
        }
    }
}
rt::record!(Box_);

fuzz_target!(|body: &[u8]| {
    let body = Bytes::copy_from_slice(body);
    let envelope = Wire {
        protocol: Protocol::Envelope,
        success_code: "0",
        root: "",
        shape: DataShape::Object,
        envelope_optional: true,
        charge_field: "",
        asked: &[],
        charset: None,
        max_decoded: 1 << 20,
        read: true,
    };
    let wires = [
        envelope,
        Wire { shape: DataShape::ListOfOne, envelope_optional: false, ..envelope },
        Wire { protocol: Protocol::Top, root: "node_get_response", ..envelope },
        // What a write says it has done is read more carefully.
        Wire { shape: DataShape::ListOfOne, read: false, ..envelope },
        Wire { protocol: Protocol::Top, root: "node_get_response", read: false, ..envelope },
    ];
    for wire in &wires {
        let mut node = Node::default();
        let decoded = rt::reply(&body, wire, &mut node);
        if decoded.outcome == rt::Outcome::Success {
            // What was read can be kept and read back equal.
            let kept = serde_json::to_string(&node).unwrap();
            if let Ok(again) = serde_json::from_str::<Node>(&kept) {
                assert!(again == node, "{kept}");
            }
        }
    }
});
