//! What to write for a word of `review:`.

use crate::words::{Class, Effect, Needs, Unit};

/// The keys that say it, and what they take; empty for a word that nothing but reading decides.
pub(super) fn keys(word: &str) -> String {
    let one_of = |key: &str, words: &[&str]| format!("`{key}: ..`, one of {}", words.join(", "));
    let said = match word {
        "effect" => return one_of("effect", Effect::WORDS),
        "unit" => return one_of("unit", Unit::WORDS),
        "class" => return one_of("class", Class::WORDS),
        "needs" => return one_of("needs", Needs::WORDS),
        "pii" => "`pii: true` where it says who somebody is or somebody wrote it, else `pii: false`",
        "charge" => "`charge: free`, or `charge: {points: .., on: .., basis: ..}`",
        "name" => "a name that says what it is: `ident` of a field, `name` of a value or of an error",
        "type" => "the `type` that its values have",
        "values" => "all values that it may have, below `enums`, and the name of that list as its `type`",
        "required" => "`required: true`, or nothing",
        "default" => "`default: ..`, or nothing",
        "max_chars" | "limits" => {
            "the bounds that hold: `max_chars`, `max_bytes`, `min`, `max`, `min_items`, `max_items`, `pattern`"
        }
        "place" => "the row in the record that it belongs to",
        "broken_row" => "what the torn row says: name, type, texts",
        "duplicate" => "one row, with what both say",
        "shape" => "how the data is held: `record`, `list_of`, `map_of`",
        "removed" => "what it rests on anew, or delete it",
        "obligation" => "what is demanded: as `required`, among `rules`, or in `note`",
        "prose" => "what the words say: as a key, or in `note`",
        "deprecated" => "`deprecated: {since: .., why: ..}`, or nothing",
        "rate_limit" => "`rate_limit: {calls: .., per: ..}`",
        "http" => "`http: {method: .., path: .., body: ..}` as calls are sent",
        "reply" => "the fields of the reply as they come, with an example",
        "errors" => "the errors in errors.yaml, and their names below `errors`",
        "message" => "the message word for word, the earlier one among `aliases`",
        "remedy" => "`remedy: {en: .., zh: ..}`",
        "hosts" => "the address below `hosts` of service.yaml",
        "auth" => "`auth` of service.yaml as calls show who sends them",
        "title" => "`en` and `zh`",
        "example" => "an `example` that its type takes",
        "added" => "name, type and texts, if they are not right",
        "format" => "`format: {datetime: ..}`",
        _ => "",
    };
    said.to_owned()
}
