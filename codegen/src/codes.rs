//! Every code a message about a spec can carry, with what `vvspec explain V012` says about it.
//!
//! A code is stable: once published it keeps its meaning, and the code of a rule that went away is not given to another.

use crate::people::{personal_names, secret_names};

/// A rule of the spec format.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// `V012`.
    pub code: &'static str,
    /// The rule in a few words.
    pub title: &'static str,
    /// Why it exists and what to do.
    pub explanation: &'static str,
}

macro_rules! codes {
    ($($name:ident = $code:literal $title:literal $explanation:expr;)*) => {
        $(#[doc = $title] pub const $name: &Code = &Code { code: $code, title: $title, explanation: $explanation };)*
        /// All of them, in the order of their numbers.
        pub const ALL: &[&Code] = &[$($name),*];
    };
}

codes! {
    FILE = "V001" "a file cannot be used"
        "A spec file must be a regular, readable UTF-8 file of at most 4 MiB. The size is looked at before anything is read.";
    SYNTAX = "V002" "a file is not well-formed"
        "The file is neither YAML nor JSON, is nested too deeply, or uses a part of YAML that specs do without: anchors, aliases, tags, directives, several documents in one file. Write repeated things out; a spec is data, not a program.";
    UNKNOWN_TYPE = "V003" "unknown type"
        "A type is a built-in word (text, int, decimal, money, bool, flag01, datetime, json), an id of ids.yaml, or a record, enum or grammar of the same operation file.";
    UNKNOWN_KEY = "V004" "unknown key"
        "Every map of the format has a closed set of keys, so that a misspelt key cannot be ignored silently. `spec/schema.json` lists them and gives editors completion.";
    MISSING_KEY = "V005" "a mandatory key is missing"
        "Some keys have no safe default. `effect` above all: whether a call may be repeated must be decided by a person.";
    DUPLICATE_KEY = "V006" "a key appears twice in one map"
        "Only one of the two values could win, and which one would be an accident.";
    WRONG_SHAPE = "V007" "a value of the wrong kind"
        "The key wants another kind of value: a list, a map, a number, true or false, a name of a certain form.";
    UNKNOWN_WORD = "V008" "a word that is not in the list"
        "The key takes one of a fixed list of words: a unit, a class, an effect, a protocol and the like.";
    STRAY_FILE = "V009" "a file that is no part of a spec"
        "Below the spec folder lie `ids.yaml`, one folder per service with `service.yaml`, `errors.yaml`, operation files and `examples/` folders, and nothing else. A file in the wrong place would never be read.";
    EXAMPLE_FILE = "V010" "example files and operations do not match"
        "Every file of an `examples/` folder is named by an operation beside the folder, and every named example exists.";
    DUPLICATE_FIELD = "V011" "a field appears twice"
        "A record, a request or an envelope has one field per wire name.";
    NAME_CLASH = "V012" "two names become one Rust name"
        "Different spellings can end in the same Rust identifier. Give one of them its own with `ident:` (fields) or `name:` (enum values), or rename the type.";
    NO_IDENT = "V013" "a name has no Rust identifier"
        "Rust names are made of ASCII letters, digits and underscores. A wire name in Chinese, or an enum value that is a number or a sign, needs a name of its own: `ident:` for fields, `name:` for enum values.";
    RESERVED = "V014" "a reserved name"
        "Generated types have methods and companions of their own (`new`, `send`, `clone`, `ErrorKind` ...). A field or type of that name would hide them; give it another with `ident:` or rename the type.";
    DUPLICATE = "V015" "a definition appears twice"
        "Ids, services, operations, types, hosts and grammar keys are found by name, so a name is given once.";
    DUPLICATE_ERROR_NAME = "V016" "two errors of one name"
        "The name of an error becomes a variant of the service's `ErrorKind`; each entry needs its own.";
    DUPLICATE_ERROR_KEY = "V017" "two errors that replies cannot tell apart"
        "A reply is matched by code and message after normalisation (NFKC, no spaces, no trailing punctuation, lower case). Two entries of one service with the same key would both claim it; make one entry and put all advice there.";
    DUPLICATE_SUB_CODE = "V018" "a sub code belongs to two errors"
        "A sub code decides alone which error a reply is, so it belongs to one entry of the service.";
    DUPLICATE_VALUE = "V019" "an enum value appears twice"
        "A wire value stands for one variant.";
    UNKNOWN_ERROR = "V020" "unknown error name"
        "Errors are listed by the names of the service's errors.yaml.";
    UNREFERENCED = "V021" "a type nobody uses"
        "A record, enum or grammar that no field reaches is a leftover or a misspelt reference.";
    MISSING_UNIT = "V022" "money without a unit"
        "Amounts arrive in yuan, in fen and in points; the unit is part of the Rust type. Say `unit: undocumented` when the document names none, never guess.";
    WRONG_UNIT = "V023" "a unit that does not fit the type"
        "money takes yuan, fen, points or undocumented; int, decimal and text take the other units; everything else has no unit.";
    BAD_DEFAULT = "V024" "a default that is no allowed value"
        "A default must be a value the field accepts: parse as its type, be listed in its enum, fit its length.";
    BAD_EXAMPLE = "V025" "an example that is no value of its type"
        "Examples end up in documentation and tests. One that does not parse usually shows that the type was taken from the document's word instead of its data.";
    BAD_REPLY = "V026" "a broken example reply"
        "An example reply is a whole HTTP body. It must be JSON, have the operation's shape, and every value must decode as the declared type.";
    AMBIGUOUS_WRAPPER = "V027" "a list wrapper that is also a field of the item"
        "`{\"orders\": {\"order\": ...}}` is a wrapped list unless the item has a field `order` itself: then the same bytes read as one unwrapped item. Choose another `wrapper` or another item type.";
    RECURSIVE = "V028" "a record that contains itself"
        "Record types nest by value and need a finite depth.";
    MISSING_PII = "V029" "a field with a personal-looking name does not say whether it is personal"
        concat!("Text that identifies or was written by a person is kept out of logs when the field says `pii: true`. Where the name holds one of these parts, say `pii: true` or `pii: false`; a person has to decide: ", personal_names!(), ".");
    UNKNOWN_CONFIRM = "V030" "a confirm path that leads nowhere"
        "`confirm` names fields of the reply by their wire names joined with dots. The flag is a bool.";
    UNKNOWN_RULE_FIELD = "V031" "a rule about a field that does not exist"
        "Rules name fields of the request by their wire names.";
    DOCUMENTED_ONLY = "V032" "documented_only on something that is no enum"
        "`documented_only` refuses values outside the documented list; only an enum has one.";
    WRONG_SIDE = "V033" "a key for the other direction"
        "`required`, `default`, `max_chars` and `documented_only` belong to what is sent; `presence` and `selectable` to what comes back.";
    TOO_MANY_FIELDS = "V034" "too many fields in one record"
        "Fields are numbered with 15 bits; 32 000 is the limit.";
    PROTOCOL = "V035" "a key that does not fit the service's protocol"
        "Operations of an envelope service have `http` and `reply.data`; those of a TOP service have neither and list `reply.fields`. The service file has the keys of its own protocol.";
    BLANK = "V036" "a text is blank"
        "Descriptions, names and messages say something, in both languages.";
    TOO_LONG = "V037" "an English line that is too long"
        "The English line is the first line of the documentation: at most 160 characters. Put the rest into `note`.";
    CONTROL = "V038" "a control character in a text"
        "Names, messages and descriptions are single lines; a line break or another control character is an accident of copying.";
    BAD_DATE = "V039" "not a date"
        "Dates are written 2026-11-21.";
    WRONG_KEY = "V040" "a key that does not fit the entry"
        "Some keys belong to one kind of entry only: `max_chars` to text, `items`, `colon`, `values` and `id` to a grammar entry of shape per_id, `enum` to one of shape value.";
    UNKNOWN_REFERENCE = "V041" "a name that does not exist"
        "The service names an operation, an error or a field that is not there.";
    WRONG_TYPE_USE = "V042" "a type that cannot stand here"
        "A csv holds text, ids or an enum; a list holds records; select and flag01 exist in requests only; an envelope has plain fields.";
    UNKNOWN_SAMPLE_FIELD = "V043" "a sample of a field that does not exist"
        "`request_sample` is the form of the document's own code sample; each of its names is a field of the request.";
    DELIMITER = "V044" "a grammar that cannot be read back"
        "The delimiters of a grammar are single visible characters and all different.";
    WRONG_FOLDER = "V045" "a file in another service's folder"
        "`service:` is the name of the folder the file lies in.";
    REVIEW = "V046" "a decision is open"
        "`vvspec import` writes what a document says and marks with `review:` what only a person can decide: whether a field is personal, the unit of an amount, the effect of an operation, the name and class of an error. Decide, write it down, and remove the word from the list. `generate` works meanwhile, on the safe side.";
    UNKNOWN_RENAME = "V047" "a rename that leads nowhere"
        "`renames` says that something had another name: `to` is a field of the type that `in` names, or, without `in`, a type of the file or the operation itself; `from` is not one any more.";
    MISSING_SECRET = "V048" "a field with the name of a secret does not say whether it is one"
        concat!("What opens an account is never printed, not even in debug output, when the field says `secret: true`. Where a word of the name ends with one of these, say `secret: true` or `secret: false`: ", secret_names!(), ". A kind or an expiry (`token_type`) and a place in a list (`next_page_token`) are no secrets.");
}

/// The rule of a code, whatever its case.
pub fn find(code: &str) -> Option<&'static Code> {
    ALL.iter().find(|each| each.code.eq_ignore_ascii_case(code)).copied()
}
