//! From the text of a file to a document: [`form`] lists the forms, a file for each declares all there is to it, [`reader`] reads one
//! of any.
//!
//! A new form is a file with a `FORM`, and its line in [`form::FORMS`].

pub mod against;
mod attributes;
mod bars;
mod below;
mod bullets;
pub mod catalogue;
pub mod cells;
pub mod columns;
mod consistent;
mod entities;
mod error_line;
mod error_table;
pub mod evidence;
mod footer;
pub mod form;
pub mod getdocument;
mod headings;
pub(crate) mod lines;
pub mod medium;
mod members;
pub mod metadata;
mod name_cell;
pub mod nest;
mod order;
pub mod page_head;
mod payload_sides;
pub mod prose;
pub mod raw_page;
pub mod reader;
mod remark;
mod reply_data;
mod root_row;
pub mod said;
pub mod sample;
mod sample_call;
mod sample_method;
mod sample_request;
pub mod sections;
pub mod table;
pub mod texts;
pub mod titles;
mod top_columns;
mod top_errors;
mod top_headings;
pub mod top_page;
mod top_table;
mod under;
mod vvtool_headings;
pub mod vvtool_page;
mod whole;
