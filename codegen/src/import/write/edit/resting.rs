//! Which keys of a file name a field: where the field goes, they have to be thought over.

use super::Edit;
use crate::load::{Node, get};

/// Keys that name fields in what stands under them.
const KEYS: [&str; 6] = ["intent", "one_at_a_time", "verify", "rules", "echo", "pages"];
/// The same below the reply.
const OF_REPLY: [&str; 2] = ["confirm", "items"];

impl Edit<'_> {
    /// The keys that say something by a field of this name.
    #[must_use]
    pub fn resting_on(&self, name: &str) -> Vec<&'static str> {
        let reply = get(&self.root, "reply");
        let own = KEYS.into_iter().map(|key| (key, get(&self.root, key)));
        let below = OF_REPLY.into_iter().map(|key| (key, reply.and_then(|reply| get(reply, key))));
        let names = |(key, node): (&'static str, Option<&Node<'_>>)| {
            let text = self.text.get(node?.span.start as usize..node?.span.end as usize)?;
            says(text, name).then_some(key)
        };
        own.chain(below).filter_map(names).collect()
    }
}

/// Whether a text has the name as a word, outside remarks.
fn says(text: &str, name: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let code = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    code.flat_map(|line| line.split(|c| !word(c))).any(|found| found == name)
}
