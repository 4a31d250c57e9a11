//! The forms a document can come in, as the rest of the import sees them. Each is declared by a file of its own in `read/`.

use std::fmt;
use std::ops::Deref;

/// What there is to know of a form besides how it is read.
#[derive(Debug)]
pub struct FormFacts {
    /// As docs.lock and reports write it: `vvtool-page`.
    pub name: &'static str,
    /// For people who wonder which forms there are: `vv-tool page`.
    pub title: &'static str,
    /// The service whose documents have this form, unless the caller says otherwise.
    pub service: &'static str,
    /// What such documents describe.
    pub gateway: Gateway,
    /// What names the operation: where a person corrects it.
    pub names_operation: &'static str,
    /// A new operation gets an example reply. One made up for each of five thousand methods would help nobody.
    pub gets_example: bool,
    /// A document may lose all its rows at once. Of others that reads as a page that was not saved as a whole.
    pub may_lose_all: bool,
    /// The folder of a document is a folder of the spec.
    pub keeps_folder: bool,
}

/// How a service answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gateway {
    /// With an envelope around every reply, and numbers for errors: the message tells two of one number apart.
    Envelope,
    /// With an object of the method's name, and names for errors.
    Top,
}

/// What the documents of [`Gateway::Top`] say about signing: the same lines as in the `service.yaml` that this tool comes with, which a
/// test compares.
pub const TOP_AUTH: &str = include_str!("top_auth.yaml");

/// The names of what every such call has, which the client writes.
pub fn of_all_calls() -> impl Iterator<Item = &'static str> {
    TOP_AUTH.lines().filter_map(|line| line.split_once("name: ")?.1.split([',', '}']).next())
}

/// The form of a document; told by its content, never by its file name.
#[derive(Clone, Copy)]
pub struct Form(&'static FormFacts);

impl Form {
    /// The form of these facts.
    #[must_use]
    pub const fn of(facts: &'static FormFacts) -> Self {
        Self(facts)
    }
}

impl Deref for Form {
    type Target = FormFacts;

    fn deref(&self) -> &FormFacts {
        self.0
    }
}

impl PartialEq for Form {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Form {}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_parameters_of_all_calls_are_those_that_are_signed_and_the_signature() {
        let names: Vec<&str> = super::of_all_calls().collect();
        let wanted = ["method", "app_key", "session", "timestamp", "format", "v", "sign_method", "simplify", "sign"];
        assert_eq!(names, wanted);
    }
}
