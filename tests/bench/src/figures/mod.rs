//! All measurements, with the figures each prints and how far these may go.

mod allocs;
mod build_time;
mod catalogue;
mod client;
mod decode;
mod diff;
mod generate;
mod journal;
mod lines;
mod mock;
mod pages;

use crate::Result;
use crate::report::{Figure, Limit, Report};

/// Something to run that prints one or more figures.
pub struct Measurement {
    pub name: &'static str,
    pub figures: &'static [Figure],
    pub run: fn(&Measurement, &mut Report) -> Result<()>,
}

/// Everything, in the order it runs: what other work disturbs most comes first.
pub const ALL: &[Measurement] = &[
    decode::FULL,
    decode::ESCAPED,
    decode::UNKNOWN,
    decode::SMALL,
    decode::NULL,
    decode::SPACED,
    decode::PRETTY,
    allocs::MEASUREMENT,
    client::FULL,
    client::SMALL,
    client::MAKE,
    generate::MEASUREMENT,
    pages::MEASUREMENT,
    catalogue::IMPORT,
    catalogue::GENERATE,
    catalogue::CHECK,
    diff::MEASUREMENT,
    diff::CATALOGUES,
    lines::MEASUREMENT,
    journal::START,
    mock::START,
    mock::CALLS,
    build_time::CRATE_CHECK,
    build_time::USER_BUILD,
];

impl Measurement {
    /// Print the values of the figures, in the order of the table.
    fn say(&self, report: &mut Report, values: &[f64]) {
        self.figures.iter().zip(values).for_each(|(figure, value)| report.say(figure, *value));
    }

    fn answers(&self, name: &str) -> bool {
        self.name == name || self.figures.iter().any(|figure| figure.name == name)
    }
}

/// A ratio that must stay below `limit`.
const fn at_most(name: &'static str, limit: f64, aim: f64) -> Figure {
    Figure { name, unit: "", limit: Limit::AtMost(limit), aim: Limit::AtMost(aim) }
}

/// A ratio that must stay above `limit`.
const fn at_least(name: &'static str, limit: f64) -> Figure {
    Figure { name, unit: "", limit: Limit::AtLeast(limit), aim: Limit::None }
}

/// A number that is told for information.
const fn told(name: &'static str, unit: &'static str) -> Figure {
    Figure { name, unit, limit: Limit::None, aim: Limit::None }
}

/// A number that must stay below `limit`.
const fn below(name: &'static str, unit: &'static str, limit: f64, aim: Limit) -> Figure {
    Figure { name, unit, limit: Limit::AtMost(limit), aim }
}

/// The measurements that have one of the names, or print a figure of that name; all of them without names.
pub fn chosen(names: &[String]) -> Result<Vec<&'static Measurement>> {
    let known = |name: &str| ALL.iter().any(|measurement| measurement.answers(name));
    if let Some(unknown) = names.iter().find(|name| !known(name)) {
        return Err(format!("no figure is called `{unknown}`; `--list` names them all").into());
    }
    let asked = |measurement: &&Measurement| names.is_empty() || names.iter().any(|name| measurement.answers(name));
    Ok(ALL.iter().filter(asked).collect())
}
