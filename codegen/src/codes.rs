//! The codes that a message about a spec can carry: what a code is, and those that several stages use.
//!
//! The code of a rule of `check/` stands in the rule's own file. A code is stable: once published it keeps its meaning, and the code of
//! a rule that went away is not given to another.

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

/// One code.
macro_rules! code {
    ($name:ident = $code:literal $title:literal $explanation:expr) => {
        #[doc = $title]
        pub(crate) const $name: &$crate::codes::Code =
            &$crate::codes::Code { code: $code, title: $title, explanation: $explanation };
    };
}
pub(crate) use code;

macro_rules! codes {
    ($($name:ident = $code:literal $title:literal $explanation:literal;)*) => {
        $(code! { $name = $code $title $explanation })*
        /// All that stand here, in the order of their numbers.
        pub(crate) const SHARED: &[&Code] = &[$($name),*];
    };
}

codes! {
    FILE = "V001" "a file cannot be used"
        "A spec file must be a regular, readable UTF-8 file of at most 4 MiB. The size is looked at before anything is \
         read.";
    SYNTAX = "V002" "a file is not well-formed"
        "The file is neither YAML nor JSON, is nested too deeply, or uses a part of YAML that specs do without: \
         anchors, aliases, tags, directives, several documents in one file. Write repeated things out; a spec is data, \
         not a program.";
    UNKNOWN_TYPE = "V003" "unknown type"
        "A type is a built-in word (as `spec/schema.json` lists them: text, int, file and the like), an id of ids.yaml, a \
         record, enum or grammar of the same operation file, or a list or a map of these.";
    UNKNOWN_KEY = "V004" "unknown key"
        "Every map of the format has a closed set of keys, so that a misspelt key cannot be ignored silently. \
         `spec/schema.json` lists them and gives editors completion.";
    MISSING_KEY = "V005" "a mandatory key is missing"
        "Some keys have no safe default. `effect` above all: whether a call may be repeated must be decided by a \
         person.";
    DUPLICATE_KEY = "V006" "a key appears twice in one map"
        "Only one of the two values could win, and which one would be an accident.";
    WRONG_SHAPE = "V007" "a value of the wrong kind"
        "The key wants another kind of value: a list, a map, a number, true or false, a name of a certain form.";
    UNKNOWN_WORD = "V008" "a word that is not in the list"
        "The key takes one of a fixed list of words: a unit, a class, an effect, a protocol and the like.";
    STRAY_FILE = "V009" "a file that is no part of a spec"
        "Below the spec folder lie `ids.yaml`, one folder per service with `service.yaml`, `errors.yaml`, operation \
         files, `examples/` folders and `state.yaml`, and nothing else but what the tool keeps there: `schema.json`, \
         `docs.lock`, `accepted.yaml`. A file in the wrong place would never be read.";
    EXAMPLE_FILE = "V010" "example files and operations do not match"
        "Every file of an `examples/` folder is named by an operation beside the folder, and every named example \
         exists.";
    NO_IDENT = "V013" "a name has no Rust identifier"
        "Rust names are made of ASCII letters, digits and underscores. A wire name in Chinese, or an enum value that is \
         a number or a sign, needs a name of its own: `ident:` for fields, `name:` for enum values.";
    DUPLICATE = "V015" "a definition appears twice"
        "Ids, services, operations, types, hosts and grammar keys are found by name, so a name is given once.";
    UNKNOWN_ERROR = "V020" "unknown error name"
        "Errors are listed by the names of the service's errors.yaml.";
    BLANK = "V036" "a text is blank"
        "Descriptions, names and messages say something, in both languages.";
    TOO_LONG = "V037" "an English line that is too long"
        "The English line is the first line of the documentation: at most 160 characters. Put the rest into `note`.";
    CONTROL = "V038" "a control character in a text"
        "Names, messages and descriptions are single lines; a line break or another control character is an accident of \
         copying.";
    AROUND = "V063" "blanks around a name"
        "Names, values, codes and paths are what the wire has, letter for letter: a blank before or behind one is seen by \
         nobody and matches nothing. Prose and messages may have them, and so may separators.";
    BAD_DATE = "V039" "not a date"
        "Dates are written 2026-11-21.";
    WRONG_KEY = "V040" "a key that does not fit the entry"
        "Some keys belong to one kind of entry only: `max_chars` to text, `items`, `colon`, `values` and `id` to a \
         grammar entry of shape per_id, `enum` to one of shape value, `unit` and `pii` beside `data` to values: a record has fields that \
         say it.";
    WRONG_TYPE_USE = "V042" "a type that cannot stand here"
        "A csv holds text, ids or an enum; a list holds records; select and flag01 exist in requests only; an envelope \
         has plain fields.";
}
