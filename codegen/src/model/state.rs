//! What a service remembers between calls, as `state.yaml` tells the loopback server. No code is made of it.

pub use crate::words::Basis;

use crate::source::Span;

/// A state file. Names are those of the wire; each leads to something that exists.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Where it is.
    pub span: Span,
    /// What the account has and may do.
    pub account: Account,
    /// Who authorises calls.
    pub shops: Option<Shops>,
    /// What there is.
    pub things: Vec<Thing>,
    /// What operations do to things.
    pub operations: Vec<OperationState>,
}

/// An error to answer, and how surely the service answers it.
#[derive(Debug, Clone)]
pub struct Told {
    /// Name in the error table.
    pub error: String,
    /// Where that is known from.
    pub basis: Basis,
}

#[derive(Debug, Clone, Default)]
pub struct Account {
    pub balance: Option<Balance>,
    pub too_fast: Option<TooFast>,
    pub per_day: Option<PerDay>,
}

#[derive(Debug, Clone)]
pub struct Balance {
    /// Points at the start.
    pub start: u64,
    /// What a call gets that cannot be paid.
    pub empty: Told,
}

#[derive(Debug, Clone)]
pub struct TooFast {
    pub told: Told,
    /// TOP: the sub code beside the number.
    pub sub_code: Option<String>,
    /// What the answer to a banned call says; `{seconds}` stands for the seconds left.
    pub words: Option<String>,
}

#[derive(Debug, Clone)]
pub struct PerDay {
    /// None: there is such a limit, and no document says which.
    pub calls: Option<u32>,
    pub told: Told,
}

#[derive(Debug, Clone)]
pub struct Shops {
    /// Request field, or parameter of the protocol, that names the shop.
    pub field: String,
    pub unauthorised: Told,
}

/// A kind of thing.
#[derive(Debug, Clone)]
pub struct Thing {
    pub name: String,
    /// Id of the operation whose reply shows one.
    pub operation: String,
    /// Name of its record there, as Rust has it.
    pub record: String,
    /// Field that tells things apart.
    pub key: String,
    /// Request field that names the shop a thing belongs to.
    pub shop: Option<String>,
    /// Example file whose values a new thing has where nothing else is said.
    pub from: Option<String>,
    pub parts: Option<Parts>,
}

#[derive(Debug, Clone)]
pub struct Parts {
    /// Field of the thing that lists them.
    pub list: String,
    /// Field that tells parts apart.
    pub key: String,
}

#[derive(Debug, Clone)]
pub struct OperationState {
    /// Id of the operation.
    pub operation: String,
    /// The kind of thing it is about.
    pub thing: String,
    /// It changes the thing; else it shows it.
    pub writes: bool,
    /// What a read of a thing gets that is not there.
    pub missing: Option<Told>,
    /// What a read of another shop's thing gets; without it, as if it were not there.
    pub foreign: Option<Told>,
    /// Which parts a write is about; without it, all.
    pub given: Option<Given>,
    /// The first that holds is answered.
    pub refuse: Vec<Refuse>,
    /// What a write changes, in this order.
    pub set: Vec<Change>,
}

#[derive(Debug, Clone)]
pub struct Given {
    /// Request field that lists keys of parts.
    pub by: String,
    /// Request field that must say yes for it to count.
    pub when: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Refuse {
    pub condition: Condition,
    pub told: Told,
}

/// What must hold of a thing, of the parts that a call is about, or of all its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConditionKind {
    /// There is none, or it is another shop's.
    NoThing,
    /// The call names a part that is none of the thing's.
    NoPart,
    Thing,
    /// One of those the call is about.
    Part,
    /// One of all.
    SomePart,
    AllParts,
    /// Another thing has the value already.
    Used,
}

/// When something holds.
#[derive(Debug, Clone)]
pub struct Condition {
    pub kind: ConditionKind,
    /// Field of the thing, or of its parts.
    pub field: String,
    /// Its values.
    pub values: Vec<String>,
    /// It holds for every other value.
    pub not: bool,
    /// Request field that must be blank too.
    pub and_not_given: Option<String>,
    /// `used`: the request field with the value.
    pub by: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Change {
    /// The parts that the write is about; else the thing.
    pub of_parts: bool,
    pub field: String,
    pub value: NewValue,
    pub when: Option<Condition>,
}

#[derive(Debug, Clone)]
pub enum NewValue {
    /// As it stands.
    Word(String),
    /// What a request field says.
    FromField(String),
    /// The platform's time.
    Now,
}

impl State {
    /// What it says about an operation.
    pub fn of(&self, operation: &str) -> Option<&OperationState> {
        self.operations.iter().find(|each| each.operation == operation)
    }

    /// A kind of thing.
    pub fn thing(&self, name: &str) -> Option<&Thing> {
        self.things.iter().find(|thing| thing.name == name)
    }
}
