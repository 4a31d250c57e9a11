//! Documents in, spec text out: every form a document can come in, what a known one says anew, and what is left to a person.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod added;
mod below;
mod bullets;
mod by_hand;
mod catalogue;
mod contradicts;
mod demands;
mod doubtful;
mod edits;
mod examples;
mod facts;
mod five;
mod forms;
#[path = "../../../tests/fixtures/git.rs"]
mod git;
mod gone;
mod headings;
mod hidden;
mod kinds;
mod kinds_of_words;
mod ledger;
mod looks;
mod lost;
mod made;
mod members;
mod merge;
mod odd;
mod other_samples;
mod pairs;
mod passed_over;
mod random;
#[path = "../../../tests/fixtures/reference.rs"]
mod reference;
mod refused;
mod reversal;
mod review;
mod rows;
mod said;
mod said_twice;
mod sanitise;
mod second_reading;
mod sent;
mod shapes;
mod shared;
mod shown_kinds;
mod size;
#[path = "../../../tests/fixtures/skipped.rs"]
mod skipped;
mod stop;
mod support;
mod tables;
mod tags;
mod top_sections;
mod top_titles;
mod undecided;
mod uneven;
mod unsaid;
mod values;
mod variants;
mod wording;
mod words;
