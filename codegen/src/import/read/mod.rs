//! From files to documents: [`run`] reads all of a run, [`form`] finds the form of one, a file for each form extracts its rows.

pub mod cells;
pub mod columns;
pub mod evidence;
pub mod form;
pub mod metadata;
pub mod nest;
pub mod page_head;
pub mod prose;
pub mod raw_page;
pub mod run;
pub mod sections;
pub mod table;
pub mod top_page;
pub mod vvtool_page;
