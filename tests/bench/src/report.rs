//! The figures: their names, how far they may go, and the line each prints.

/// How far a figure may go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// Lower is better.
    AtMost(f64),
    /// Higher is better.
    AtLeast(f64),
    /// Told for information.
    None,
}

/// One printed figure.
#[derive(Debug, Clone, Copy)]
pub struct Figure {
    pub name: &'static str,
    /// Empty for a ratio.
    pub unit: &'static str,
    pub limit: Limit,
    pub aim: Limit,
}

impl Limit {
    /// Whether `value` keeps to it.
    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
            Self::None => true,
        }
    }
}

impl core::fmt::Display for Limit {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::AtMost(most) => write!(f, "<= {most}"),
            Self::AtLeast(least) => write!(f, ">= {least}"),
            Self::None => f.write_str("-"),
        }
    }
}

/// What was measured in this run.
#[derive(Debug, Default)]
pub struct Report {
    lines: Vec<(Figure, f64)>,
    extra: Vec<String>,
}

impl Report {
    /// Print a figure at once: a long run shows its progress.
    pub fn say(&mut self, figure: &Figure, value: f64) {
        self.lines.push((*figure, value));
        print_line(figure.name, figure.unit, value);
    }

    /// Print a figure that has no limit of its own (the reference inputs).
    pub fn say_extra(&mut self, name: &str, value: f64) {
        self.extra.push(name.to_owned());
        print_line(name, "", value);
    }

    /// The figures that miss their hard limit, as sentences.
    pub fn misses(&self) -> Vec<String> {
        let missed = self.lines.iter().filter(|(figure, value)| !figure.limit.holds(*value));
        missed.map(|(figure, value)| format!("{} is {value:.3}, its limit is {}", figure.name, figure.limit)).collect()
    }
}

/// The line other tools read: `ratio NAME VALUE` or `value NAME NUMBER UNIT`.
fn print_line(name: &str, unit: &str, value: f64) {
    if unit.is_empty() {
        println!("ratio {name} {value:.3}");
    } else {
        println!("value {name} {value:.2} {unit}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(limit: Limit) -> Figure {
        Figure { name: "f", unit: "", limit, aim: Limit::None }
    }

    #[test]
    fn a_missed_limit_is_told_with_both_numbers() {
        let mut report = Report::default();
        report.say(&figure(Limit::AtMost(0.5)), 0.51);
        report.say(&figure(Limit::AtLeast(1.5)), 1.4);
        report.say(&figure(Limit::AtMost(0.5)), 0.5);
        assert_eq!(report.misses(), ["f is 0.510, its limit is <= 0.5", "f is 1.400, its limit is >= 1.5"]);
    }
}
