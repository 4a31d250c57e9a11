//! What a form is declared with.

use serde_json::{Map, Value};

use super::metadata::Method;
use super::prose::Patterns;
use super::sections::Read;
use crate::import::form::FormFacts;

/// A form: what the rest of the import sees of it, and how it is read.
#[derive(Debug)]
pub struct Reading {
    /// What the rest sees.
    pub facts: FormFacts,
    /// How it is found and read.
    pub medium: Medium,
}

/// What a document is made of.
#[derive(Debug)]
pub enum Medium {
    /// Lines of text, saved from a browser.
    Page {
        /// A line that speaks for this form and no other; a line speaks for the first form that knows it.
        speaks: fn(&str) -> bool,
        /// The line that a page has once: with two of them, two pages are in one file.
        begins: fn(&str) -> bool,
        /// Reads it up to nesting.
        read: fn(&str, &Patterns) -> Read,
    },
    /// One object of JSON about one method.
    Payload {
        /// True when these are the members of this form, and of no form above it in the list.
        fits: fn(&Map<String, Value>) -> bool,
        /// Reads it.
        read: fn(&Map<String, Value>, &Patterns) -> Method,
    },
}
