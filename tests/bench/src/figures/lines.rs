//! Lines of generated code per field of a request or reply.

use std::fs;
use std::path::Path;

use super::{Measurement, told};
use crate::report::Report;
use crate::{Result, place, synth};

pub(super) const MEASUREMENT: Measurement = Measurement {
    name: "lines_per_field",
    figures: &[told("lines_per_field", "lines"), told("lines_per_field_code", "lines")],
    run,
};

fn run(this: &Measurement, report: &mut Report) -> Result<()> {
    let api = synth::api(&place::root().join("spec"))?;
    let operations = api.services.iter().flat_map(|service| &service.operations);
    // A TOP reply's root record is among the types.
    let fields: usize = operations
        .map(|operation| {
            operation.request.len() + operation.types.iter().map(|record| record.fields.len()).sum::<usize>()
        })
        .sum();
    let mut lines = Lines::default();
    lines.add_dir(&place::root().join("vvtool-api/src/generated"))?;
    if lines.total == 0 {
        return Err("vvtool-api/src/generated holds no operation; `cargo vvspec generate` writes it".into());
    }
    eprintln!("lines_per_field: {} lines, {} without documentation, for {fields} fields", lines.total, lines.code);
    this.say(report, &[lines.total as f64 / fields as f64, lines.code as f64 / fields as f64]);
    Ok(())
}

#[derive(Default)]
struct Lines {
    total: usize,
    code: usize,
}

impl Lines {
    /// Files of operations only: errors, ids and module lists grow with other things than fields, and what stands in `ground` is the
    /// tool's own code that the runtime shares.
    fn add_dir(&mut self, dir: &Path) -> Result<()> {
        for entry in fs::read_dir(dir)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name == "ground" {
                continue;
            }
            if path.is_dir() {
                self.add_dir(&path)?;
            } else if name.ends_with(".rs") && !["mod.rs", "errors.rs", "ids.rs"].contains(&name.as_str()) {
                self.add(&fs::read_to_string(&path)?);
            }
        }
        Ok(())
    }

    fn add(&mut self, source: &str) {
        let lines = || source.lines().map(str::trim).filter(|line| !line.is_empty());
        self.total += lines().count();
        self.code += lines().filter(|line| !line.starts_with("//") && !line.starts_with("#[doc")).count();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_is_counted_apart() {
        let mut lines = Lines::default();
        lines.add("//! About.\n\n/// A field.\n#[doc(alias = \"x\")]\npub a: u8,\n");
        assert_eq!((lines.total, lines.code), (4, 1));
    }
}
