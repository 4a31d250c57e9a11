//! The format of `state.yaml`: what a service remembers between calls. Only the loopback server reads it.

use super::declare::keys;
use super::keys::{Key, Need, SERVICE_NAME, Shape, Table};
use super::piece::Text;
use super::take::{Item, Take};
use super::yaml::{Kind, Node, get};
use crate::source::Span;
use crate::words::{Absent, Basis};

const BASIS: Key = Key {
    name: "basis",
    shape: Shape::Word(Basis::WORDS),
    need: Need::Must,
    doc: "Where it is known from; the server says it in `x-mock-basis`",
};

keys! {
    RawState = "State", "state.yaml: what a service remembers between calls; only the loopback server reads it" {
        service: Text = SERVICE_NAME;
        account: may {RawAccount}, "What the caller's account has and may do";
        shops: may {RawShops}, "Who authorises calls";
        things: may [{RawThing}], "Kinds of things that calls show and change";
        operations: may [{RawOperationState}], "What operations do to things";
    }

    RawAccount = "Account", "What an account has and may do" {
        balance: may {RawBalance}, "Its points";
        too_fast: may {RawTooFast}, "What a call gets beyond the documented rate";
        per_day: may {RawPerDay}, "What a call gets beyond those of a day";
    }

    RawBalance = "Balance", "Points of an account" {
        start: must Count, "How many there are at the start";
        empty: must ErrorName, "What a call gets that they do not cover";
        basis: Text = BASIS;
    }

    RawTooFast = "RateAnswer", "What a call gets that comes too fast" {
        error: must ErrorName, "The error";
        sub_code: may Line, "TOP: the sub code beside the error's number";
        words: may Line, "What the answer to a banned caller says; {seconds} stands for the seconds that are left";
        basis: Text = BASIS;
    }

    RawPerDay = "DayLimit", "A limit of calls per day" {
        calls: may Count, "How many; absent where no document says it";
        error: must ErrorName, "What the next one gets";
        basis: Text = BASIS;
    }

    RawShops = "Shops", "Who authorises calls" {
        field: must Line, "Request field, or parameter of the protocol, that names the shop";
        unauthorised: must ErrorName, "What a call for a shop gets that has not authorised the caller";
        basis: Text = BASIS;
    }

    RawThing = "Thing", "A kind of thing" {
        thing: must Ident, "Its name";
        ty = "type": must {RawThingType}, "Where the spec describes it";
        key: must Line, "Field of the record and of requests that tells things apart";
        shop: may Line, "Request field, or parameter of the protocol, that names the shop it belongs to";
        from: may Line, "Example file whose values a new one has where nothing else is said; else the first success";
        parts: may {RawParts}, "What it consists of";
    }

    RawThingType = "ThingType", "A record of an operation's reply" {
        operation: must Line, "The operation";
        record: must TypeName, "The record";
    }

    RawParts = "Parts", "What a thing consists of" {
        list: must Line, "Field of the thing that lists its parts";
        key: must Line, "Field of a part that tells parts apart";
    }

    RawOperationState = "Behaviour", "What an operation does to things" one_of(reads, writes) {
        operation: must Line, "The operation";
        reads: may Ident, "The kind of thing it shows";
        writes: may Ident, "The kind of thing it changes";
        missing: (only reads) {RawTold}, "What a call gets for a thing that is not there; else an example";
        foreign: (only reads) {RawTold}, "What a call gets for another shop's thing; else as if it were not there";
        parts: (only writes) {RawGiven}, "Which parts a call is about; else all of them";
        refuse: (only writes) [{RawRefuse}], "What a call is refused for; the first that holds";
        set: (only writes) [{RawChange}], "What a call changes, one after the other";
    }

    RawTold = "Answer", "An error to answer" {
        error: must ErrorName, "The error";
        basis: Text = BASIS;
    }

    RawGiven = "Selection", "Which parts a call is about" {
        given_by: must Line, "Request field that lists their keys";
        when: may Line, "Request field that must be 1 or true for the list to count";
    }

    RawRefuse = "Refusal", "A reason to refuse a call" {
        condition = "if": must {RawCondition}, "When it holds";
        error: must ErrorName, "What the call gets";
        basis: Text = BASIS;
    }

    RawCondition = "Condition", "Something that may hold of a thing" one_of(no, thing, part, some_part, all_parts, used) {
        no: may (Absent), "thing: there is none, or it is another shop's; part: a part that the call names is none of its parts";
        thing: may Line, "Field of the thing whose value is looked at";
        part: may Line, "The same of any of the parts that the call is about";
        some_part: may Line, "The same of any of its parts";
        all_parts: may Line, "The same of all its parts";
        used: may Line, "Field that another thing, or a part of it, has the value of the request field `as` in";
        by = "as": (with used) Line, "Request field with the value";
        values = "in": may [Value], "The values that it holds for";
        others = "not_in": may [Value], "The values that it does not hold for";
        and_not_given: may Line, "Request field that must be absent too";
    }

    RawChange = "Change", "A field that a call changes" one_of(part, thing) {
        part: may Line, "Field of the parts that the call is about";
        thing: may Line, "Field of the thing";
        to: may Line, "Its new value";
        from: may Line, "Request field that holds its new value";
        now: may ("true"), "Its new value is the platform's time";
        when: may {RawCondition}, "Only when this holds";
    }
}
