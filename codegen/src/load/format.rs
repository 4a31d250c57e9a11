//! The format itself: every kind of map a spec has, each key once. A value that is missing or of the wrong kind has been reported by
//! [`super::shape`] and is empty here; later stages pass over empty names, so one mistake gives one message.

use super::declare::keys;
use super::format_state::RawState;
use super::keys::{Key, Need, SERVICE_NAME, Shape, Table};
use super::piece::{Entries, Placed, RawCharged, RawPass, RawType, Several, Text};
use super::take::{Item, Take};
use super::yaml::{Kind, Node, get};
use crate::source::Span;
use crate::words::{
    Basis, Body, Case, ChargedOn, Class, Effect, EntryShape, ErrorsBy, FileType, Hash, Method, Needs, Origin, Period,
    Place, Presence, Protocol, RuleKind, Scheme, Scope, SignOrder, SignedAs, Style, Unit, VersionPlace, WriteOutcome,
    Zone,
};

/// What the data of a reply is. Where it is no record of the file, it is the one field of a record made for it, or that record has none.
#[derive(Debug, Clone, Default)]
pub struct RawShape {
    /// As it stands; nothing but defaults for `none`.
    pub map: RawData,
    /// The fields of the record made for it.
    pub made: Option<Vec<RawField>>,
}

/// The kinds of files.
pub(super) const FILES: &[&Table] =
    &[RawOperation::TABLE, RawErrors::TABLE, RawHead::TABLE, RawIds::TABLE, RawState::TABLE];

/// The decisions an import leaves to a person.
pub(super) struct Reviews;

impl Reviews {
    #[rustfmt::skip]
    pub(super) const WORDS: &[&str] = &[
        "pii", "unit", "effect", "charge", "name", "class", "type", "values", "required", "default", "max_chars", "place",
        "broken_row", "duplicate", "shape", "removed", "limits", "obligation", "prose", "rename", "deprecated", "rate_limit",
        "needs", "http", "reply", "errors", "message", "remedy", "hosts", "auth", "title", "example", "added", "said", "format",
    ];
}

const fn key(name: &'static str, shape: Shape, need: Need, doc: &'static str) -> Key {
    Key { name, shape, need, doc }
}

const EN: Key = key("en", Shape::English, Need::Must, "One English line, in our own words");
const ZH: Key = key("zh", Shape::Chinese, Need::Must, "The Chinese term");
const NOTE: Key =
    key("note", Shape::Line, Need::May, "One more English line: a trap, an obligation, how an ambiguity was decided");
const NOTE_ZH: Key =
    key("note_zh", Shape::Line, Need::Only("note"), "The note in Chinese; pages in Chinese show it in its place");
/// What an import could not decide. `generate` ignores the marks, `lint` lists them until a person has removed the last one.
const REVIEW: Key = key(
    "review",
    Shape::List(&Shape::Review),
    Need::May,
    "Decisions that an import left to a person; remove the word, or the change, once it is decided",
);

keys! {
    RawIds = "Ids", "ids.yaml: id types shared by all services" {
        ids: must [{RawId}], "Id types";
    }

    RawId = "Id", "A kind of id" {
        id: must Ident, "Its name as a type";
        tenant: may Bool, "It names the shop that a call is for: where calls wait, shops take turns";
        doc: RawDoc = [EN, ZH, NOTE, NOTE_ZH];
    }

    RawHead = "Service", "service.yaml: one gateway" {
        service: Text = SERVICE_NAME;
        title: must {RawDoc}, "What the service is";
        about: may {RawAbout}, "What exports for other tools say of the service";
        groups: may [{RawGroup}], "What its groups of operations are called: folders, or the second word of a TOP method";
        protocol: must (Protocol), "How calls and replies are wrapped";
        hosts: must [{RawHost}], "Where it is; the first is the default";
        auth: must {RawAuth}, "How calls show who sends them";
        body: must (Body), "Body style of operations that say nothing else";
        version: may {RawVersion}, "Which version of the interface calls ask for (envelope services)";
        rate_limit: may (several RawRate), "Documented limit of every operation, or several";
        token_operation: may Line, "Operation that fetches tokens; a client fetches by itself where it is called as vv-tool's is, elsewhere the program sends it and sets token()";
        token_invalid: may [ErrorName], "Names of the errors after which a token may be fetched anew";
        token_pause: may [ErrorName], "Names of the errors after which no token is fetched for ten minutes";
        throttled: may [ErrorName], "Names of the errors that say too many calls: everybody pauses, and goes on slower";
        off_peak: may {RawOffPeak}, "When the platform is busy: what class `wait_off_peak` waits for";
        general_errors: may [ErrorName], "Names of the errors that every operation may meet, listed in its document or not";
        errors_by: must (ErrorsBy), "What says which error a reply is";
        success_code: may Line, "Code of a successful envelope";
        charge: may {RawCharge}, "Where a reply says what the call cost";
        envelope: placed [{RawField}], "Fields around the data of every reply";
    }

    RawDoc(String) = "Title", "What something is" {
        en: String = EN;
        zh: String = ZH;
        note: Option<String> = NOTE;
        note_zh: Option<String> = NOTE_ZH;
    }

    RawAbout = "About", "What exports for other tools say of the service" {
        contact: may {RawContact}, "Whom to ask; the service's title alone unless it is said";
        license: may Line, "Licence of the interface, an SPDX expression";
    }

    RawContact = "Contact", "Whom to ask" {
        name: must Line, "Their name";
        url: may Line, "http:// or https://";
    }

    RawGroup = "Group", "What a group of operations is called" {
        name: must Ident, "`erps` of `erps/send`, `trade` of `taobao.trade.get`";
        doc: RawDoc = [EN, ZH, NOTE, NOTE_ZH];
    }

    RawHost = "Host", "An address of a service" {
        name: must Ident, "Its name";
        url: must Line, "http:// or https://";
        doc: RawDoc = [EN, ZH, NOTE, NOTE_ZH];
    }

    RawAuth = "Auth", "How calls show who sends them" {
        scheme: must (Scheme), "The scheme";
        header: may Line, "Header of the token (schemes bearer and header; under header it holds the key alone)";
        name: may Line, "Parameter of the query that holds the key (scheme query): then no URL is shown anywhere";
        parameters: may [{RawCommon}], "What every call sends besides its own fields (scheme signed)";
        sign: may {RawSign}, "How the signature is made (scheme signed)";
    }

    RawVersion = "Version", "Which version of the interface a call asks for" {
        place = "in": must (VersionPlace), "Where it stands: path, query or header";
        name: must Line, "Name of the parameter or the header; in a path the name that stands there in braces";
        value: must Line, "The version";
    }

    RawCommon = "Common", "A parameter that every call has" one_of(from, format, value) {
        name: must Line, "Wire name";
        from: may (Origin), "What it holds of the client or the call; a blank one is sent too, unless `over` says skip: blank";
        format: may Line, "The time of the call: a form like \"yyyy-MM-dd HH:mm:ss\", unix_seconds, unix_millis; or nonce, random for each call";
        zone: (only format) Line, "Offset of the zone in which the time is told: \"+08:00\"; without it UTC";
        value: may Line, "Always this";
    }

    RawSign = "Sign", "How calls are signed" {
        name: must Line, "The parameter that carries the signature";
        over: must {RawOver}, "What is signed";
        order: must (SignOrder), "In what order";
        each: must Line, "How a parameter is written: {name} and {value}; what stands behind {value} stands between two of them";
        values: may (SignedAs), "How names and values are written: raw, which they are unless it is said, or url_encoded, as a query has them (a blank %20) where they stand in one, and as a form has them (a blank +) in every body, of JSON or in parts too";
        digest: must {RawDigest}, "What is made of the text";
        case: must (Case), "How the digest is written in hex";
    }

    RawOver = "Over", "What is signed" {
        parameters: must ("all"), "The call's own and the common ones";
        except: may [Line], "But for these";
        skip: may ("blank"), "blank: without those that have no value";
        without: may ("file"), "file: without those that hold a file";
    }

    RawDigest = "Digest", "What is made of the text that is signed" {
        by: may Line, "The parameter that names the digest";
        of: must (each RawWay), "Words of that parameter, and what each means; the first is used unless another is asked for";
    }

    RawWay = "Way", "A digest" {
        hash: may (Hash), "The hash; md5 unless it is said";
        key: may ("secret"), "secret: a keyed hash (HMAC) with the secret as its key";
        around: may Line, "What is hashed: {secret}, {path}, {text}; the text alone unless it is said";
    }

    RawRate = "RateLimit", "A documented limit" {
        calls: must Count, "How many calls";
        per: must (Period), "In what time";
        scope: may ("account"), "account: all operations of the account together; each operation by itself unless it is said";
    }

    RawOffPeak = "OffPeak", "The hours in which the platform is busy, every day" {
        zone: must (Zone), "The time zone that they are meant in; days begin at its midnight";
        busy: must [Line], "Spans of a day, `09:30-11:00`, in their order; 24:00 is its end";
        basis: must (Basis), "Where they are known from";
    }

    RawCharge = "Charge", "Where a reply says what the call cost" {
        field: must Line, "Wire name of a field of the reply data";
        unit: must (Unit), "Its unit";
    }

    RawPrice = "Price", "What a call costs" {
        points: must Count, "Points for one call";
        on: must (ChargedOn), "success: only a call that succeeds; call: every one that is let through";
        basis: may (Basis), "Where that is known from; documented unless it is said";
    }

    RawErrors = "Errors", "errors.yaml: the error table of a service" {
        service: Text = SERVICE_NAME;
        errors: must [{RawError}], "Every documented error";
    }

    RawError = "Error", "A documented error" {
        name: must TypeName, "English name, unique in the service";
        code: must Line, "Code, or sub code, verbatim; in quotes";
        message: must Line, "Message, verbatim";
        aliases: may [Line], "Other wordings of the same error under the same code";
        sub_codes: may [Line], "Platform sub codes that mean this error";
        class: must (Class), "What a caller does about it";
        write_outcome: must (WriteOutcome), "What has become of a write when this error arrives";
        scope: may (Scope), "Which calls it concerns and holds back; `call`, only the one that met it, unless given";
        doc: RawDoc = [EN, NOTE, NOTE_ZH];
        remedy: must {RawRemedy}, "Advice in both languages";
        deprecated: may {RawDeprecated}, "No document lists the error any more";
        _ = REVIEW;
    }

    RawRemedy(String) = "Remedy", "Advice in both languages" {
        en: must Line, "In English";
        zh: must Line, "In Chinese";
    }

    RawOperation = "Operation", "One operation: request, reply, types, errors, examples" {
        folder: String;
        operation: must Line, "Path below the service (`erps/send`) or full method name (`taobao.trade.get`)";
        search: may [Line], "More words under which the documentation's search finds the operation";
        request_type: may TypeName, "Rust name of the request, when the automatic one will not do";
        title: must {RawDoc}, "What the operation does";
        source: must {RawSource}, "The document it was transcribed from";
        http: may {RawHttp}, "Method, path and body style (envelope services)";
        version: may {RawVersion}, "Which version the call asks for, when it is not the service's (envelope services)";
        host: may Ident, "Name of the service's host that it is sent to, when it is not the first (envelope services)";
        auth: may ("none"), "none: the call does not show who makes it: no token, no key, no signature";
        envelope: may ("optional"), "optional: the reply may also come without the envelope";
        effect: must (Effect), "Whether the call may be repeated; there is no default";
        needs: may (Needs), "Whether the shop must have authorised the caller";
        charge: may Priced, "What the call costs: account_balance, free, or how many points";
        rate_limit: may (several RawRate), "Documented limit, or several, when they are not the service's";
        request: must [{RawField}], "Fields of the request, in the document's order";
        reply: must {RawReply}, "What comes back";
        echo: may [Line], "Fields of the request that the reply repeats: one with another value answers another request";
        types: may [{RawRecord}], "Record types";
        enums: may [{RawEnum}], "Lists of documented values";
        grammars: may [{RawGrammar}], "Small grammars inside a text field";
        rules: may [{RawRule}], "Rules checked before anything is sent";
        errors: may [ErrorName], "Names of the documented errors, in the document's order";
        examples: may [Line], "Example replies in the `examples` folder beside this file";
        request_sample: may [{RawSample}], "Form fields of the document's own code sample";
        renames: may [{RawRename}], "What had another name in an earlier version of this file: fields, types, the operation";
        intent: may [Line], "Fields of the request whose values say what is done at most once; without it the caller names it";
        one_at_a_time: may [Line], "Fields of the request: of intents that are alike in these, one at a time";
        verify: may {RawVerify}, "How a read proves what has become of the write; without it an unknown outcome stays open";
        pages: may {RawPages}, "How a read is answered page by page, and what says that there are no more";
        _ = REVIEW;
    }

    RawPages = "Pages", "How an answer is asked for page by page" one_of(number, cursor) {
        number: may Line, "Field of the request that counts pages, from its default on, or from 1";
        cursor: may Line, "Field of the reply that says where the next page begins; blank after the last one";
        send_as: (with cursor) Line, "Field of the request that takes it";
        size: may Line, "Field of the request that says how many items a page holds";
        max_size: (only size) Count, "The most it may hold; asked for unless the request says how many";
        items: must Line, "Field of the reply: the list of items";
        total: may Line, "Field of the reply: the number of all items";
        has_next: may Line, "Field of the reply: whether more pages follow";
    }

    RawVerify = "Verify", "A read that proves what has become of a write" {
        by: must Line, "The read: an operation of the same service and folder";
        pass: must [Pass], "Fields of the write whose values the read is asked with: a name that both have, or {from: a, to: b}";
        ask: may [Line], "Fields that the answer shall hold, for the read's field of type {select: T}";
        each: may {RawEach}, "The parts of what was written; without it, it is its own only part";
        done: must {RawSameAs}, "The write was executed";
        undone: must {RawAmong}, "The write was not executed, unless it still will be";
        settle: must {RawSettle}, "How long a write may take to be seen";
    }

    RawPassMap = "Pass", "A field of a write, and the field of a read that takes its value" {
        from: must Line, "Field of the write's request";
        to: must Line, "Field of the read's request";
    }

    RawEach = "Each", "The parts of what was written: a list of records" {
        list: must Line, "Field of the reply's data that holds them";
        key: must Line, "Their field that names a part";
        given_by: may Line, "Field of the write that names the parts it is about; not given: all of them";
        skip: may {RawAmong}, "Parts that are none any more";
    }

    RawSameAs = "SameAs", "A field of a part, and the field of the write that gave its value" {
        field: must Line, "Field of a part";
        same_as: must Line, "Field of the write's request";
    }

    RawAmong = "Among", "A field of a part, and values of it" {
        field: must Line, "Field of a part";
        values = "in": must [Line], "Its values";
    }

    RawSettle = "Settle", "How long a write may take to be seen, in seconds" {
        after: must Count, "After the exchange: from then on a read counts that shows nothing done";
        again: must Count, "Between two such reads";
        basis: must (Basis), "Where that is known from";
    }

    RawSource = "Source", "A document and when it was read" {
        doc: must Line, "File name of the document, without extension";
        read: must Date, "When it was last read";
    }

    RawHttp = "Http", "How the call is sent" {
        method: must (Method), "HTTP method";
        path: must Line, "Path below the host, with a leading slash; {name} where the value of a field stands";
        body: may (Body), "Body style, when it is not the service's; none: fields go into the query";
    }

    RawReply = "Reply", "What comes back" one_of(data, fields) {
        data: placed Data, "The envelope's data (envelope services); none: nothing is in it";
        fields: placed [{RawField}], "The fields below the root key (TOP)";
        confirm: may [{RawConfirm}], "Flags that must say true before a reply counts as success; of a list or a map, in every row";
        items: may {RawItems}, "Where each row of a list succeeds or fails by itself";
    }

    RawData = "Data", "Shape of the data" one_of(record, list_of, map_of, scalar) {
        record: may TypeName, "The data is one object";
        list_of: may AnyType, "The data is an array: of records of this type, or of text, int, money, ids or enum values";
        exactly: (only list_of) ("one"), "one: the array holds one record, which is the reply; any number unless it is said";
        map_of: may AnyType, "The data is an object of keys and such values: the keys are data";
        key: (only map_of) AnyType, "What the keys are: an id, or text, which they are unless it is said";
        scalar: may AnyType, "The data is one value";
        unit: may (Unit), "Unit of the values; mandatory for money";
        pii: may Bool, "The values identify persons, or were written by them";
    }

    RawItems = "Items", "Rows that succeed or fail by themselves" {
        list: may Line, "Field of the data that holds the rows, when they are not the data itself";
        key: must Line, "Field of a row that says which it is";
        ok: must Line, "Field of a row, a bool: true where it succeeded";
        code: may Line, "Field of a row with the error code of a failure";
        message: may Line, "Field of a row with the message of a failure";
    }

    RawConfirm = "Confirm", "A flag that must say true. Paths are wire names joined by dots" {
        flag: must Line, "Path of a bool";
        code: may Line, "Path of the error code beside it";
        message: may Line, "Path of the error message beside it";
    }

    RawRecord = "Record", "A record type" {
        name = "type": must TypeName, "Its name";
        doc: RawDoc = [EN, ZH, NOTE, NOTE_ZH];
        fields: must [{RawField}], "Its fields";
    }

    RawField = "Field", "A field of a request, a reply or a record" {
        name: must Line, "Wire name, verbatim";
        ty = "type": must Type, "What it holds";
        place = "in": rare (Place), "Request: where it is sent; query where the body is none and body otherwise, unless given";
        style: rare (Style), "Request: how a list or a record is written: with brackets behind the name, with indexes in them, the name repeated, values joined by commas, a pair for each member (deep), or as JSON. A list or a record inside such a pair is a JSON text, as is each record of a list in brackets or repeated. Unless given, values are joined and records JSON";
        required: may Bool, "Request: must be given";
        presence: rare (Presence), "Reply: whether it is documented as always present";
        default: may Value, "Request: sent when nothing is given, where the field is required; otherwise what the platform takes then";
        example: may Value, "A value, synthetic where it would be personal";
        unit: rare (Unit), "Mandatory for money";
        pii: may Bool, "Identifies a person, or was written by one";
        secret: may Bool, "A credential";
        max_chars: rare Count, "Request text: longest allowed, in characters";
        max_bytes: rare Count, "Request text: longest allowed, in bytes of UTF-8; request file: longest allowed";
        accept: may [(FileType)], "Request file: its kinds, by the extensions of their names; any unless given";
        min: rare Line, "Request number: least allowed";
        max: rare Line, "Request number: most allowed";
        min_items: rare Count, "Request list: fewest allowed";
        max_items: rare Count, "Request list: most allowed";
        pattern: rare Line, "Request text: a regular expression for the whole of it; lint and the loopback server look at it";
        format: rare {RawFormat}, "How a date or a time is spelled, where its document has a spelling of its own";
        documented_only: rare Bool, "Request enum: refuse values outside the list";
        selectable: rare Bool, "false: cannot be asked for in a `{select: T}` field";
        ident: rare Ident, "Rust name, when the automatic one clashes or is ugly";
        deprecated: rare {RawDeprecated}, "The document withdraws the field";
        _ = REVIEW;
        doc: RawDoc = [EN, ZH, NOTE, NOTE_ZH];
    }

    RawFormat = "Format", "How a value is spelled" {
        datetime: must Line, "yyyy, MM, dd, HH, mm, ss and signs between them, in GMT+8: \"yyyyMMddHHmmss\"; or unix_seconds, unix_millis";
    }

    RawDeprecated = "Deprecated", "A withdrawal" {
        since: must Date, "When it was read";
        why: must Line, "Reason, or what replaces it";
    }

    RawTypeMap = "Type", "A list, a map, a comma-joined list or a set of field names" one_of(list, map, record, csv, select) {
        list: may AnyType, "List of records of this type, or of text, int, money, ids or enum values";
        map: may AnyType, "Object of keys and such values or records: the keys are data";
        record: may TypeName, "The same as the record's name alone";
        csv: may Line, "Comma-joined text, ids or enum values";
        select: may TypeName, "Comma-joined names of this record's fields";
        wrapper: (only list) Line, "Inner key of the wire list, when it is not the type's name";
        key: (only map) AnyType, "What the keys of the map are: an id, or text, which they are unless it is said";
    }

    RawEnum = "Enum", "A list of documented values; others may arrive" {
        name = "enum": must TypeName, "Its name";
        doc: RawDoc = [EN, ZH, NOTE, NOTE_ZH];
        values: must [{RawValue}], "The values";
    }

    RawValue = "Value", "A documented value" {
        value: must Line, "As the wire has it";
        name: may TypeName, "Rust name, when the value makes none";
        doc: RawDoc = [EN, ZH, NOTE, NOTE_ZH];
    }

    RawGrammar = "Grammar", "A small grammar inside a text field" {
        name = "grammar": must TypeName, "Its name";
        doc: RawDoc = [EN, ZH, NOTE, NOTE_ZH];
        separator: must Line, "Between entries";
        assign: must Line, "Between key and value";
        entries: must [{RawEntry}], "The keys";
    }

    RawEntry = "Entry", "A key of a grammar" {
        key: must Line, "As the wire has it";
        shape: must (EntryShape), "per_id: values for each of several ids; value: one value";
        id: may Ident, "per_id: the id type";
        items: may Line, "per_id: between ids";
        colon: may Line, "per_id: between an id and its values";
        values: may Line, "per_id: between the values of an id";
        allowed = "enum": may TypeName, "value: the allowed values";
        doc: RawDoc = [EN, ZH, NOTE, NOTE_ZH];
    }

    RawRule = "Rule", "A rule checked before anything is sent" {
        rule: must (RuleKind), "together: all of the fields or none; one_of: exactly one; at_least_one; only_if: given only where `field` equals a value; span: a stretch of time";
        fields: may [Line], "Fields of the request that it is about";
        field: may Line, "only_if: the field that decides";
        equals: (with field) Value, "only_if: its value, as it is sent";
        from: may Line, "span: the field with its beginning";
        to: (with from) Line, "span: the field with its end";
        at_most: (with from) Line, "span: how long it may be: `1 day`, `90 days`, `24 hours`";
        error: may ErrorName, "The error the service would answer";
        doc: RawDoc = [EN, ZH, NOTE, NOTE_ZH];
    }

    RawRename = "Rename", "Something that had another name: `vvspec diff` then knows that it is the same" {
        owner = "in": may TypeName, "Type that holds the field, `Request` for the request; without it a type, or the operation itself";
        from: must Line, "Its old name";
        to: must Line, "Its name now";
    }

    RawSample = "Sample", "A form field of the document's code sample" {
        name: must Line, "Wire name";
        value: must Value, "Value, synthetic";
    }

    RawReviewChange(String) = "ReviewChange",
        "What the source document said and says now; `vvspec import` writes it where a person has to decide" {
        what: must (Reviews), "What changed: a key of this entry, or what the document says around it";
        was: may Value, "What the document said; absent where it said nothing, or in words that are not kept";
        page: may Value, "What it says now; absent where it says nothing, or in words that are not kept";
    }

    RawAccepted = "Accepted", "accepted.yaml: findings of `vvspec diff` that a reviewer has accepted" {
        accepted: must [{Acceptance}], "One entry per finding";
    }

    Acceptance(String) = "Acceptance", "One accepted finding" {
        id: must Line, "The finding's id";
        change: may Line, "The finding's digest: holds for this very change only";
        reason: must Line, "Why it is all right";
        expires: must Date, "Last day of the acceptance";
    }
}
