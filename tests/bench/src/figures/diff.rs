//! `vvspec diff` on very many operations of which one field changed, or one entry of a table that all of them share.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Measurement, below, told};
use crate::report::{Limit, Report};
use crate::stats::median;
use crate::{Result, inputs, place, scale};

pub(super) const MEASUREMENT: Measurement = Measurement {
    name: "diff_1000",
    figures: &[
        below("diff_1000", "s", 0.5, Limit::None),
        below("diff_1000_memory", "MB", 200.0, Limit::None),
        below("diff_1000_error", "s", 0.5, Limit::None),
        below("diff_1000_error_memory", "MB", 200.0, Limit::None),
        told("diff_1000_error_of_all", "s"),
        told("diff_1000_error_of_all_memory", "MB"),
    ],
    run,
};

/// Loading included: stricter than what is asked for the comparison alone.
pub(super) const CATALOGUES: Measurement = Measurement {
    name: "diff_catalogues",
    figures: &[below("diff_catalogues", "s", 1.0, Limit::None), told("diff_catalogues_memory", "MB")],
    run: run_catalogues,
};

const OPERATIONS: usize = 1_000;
const RUNS: usize = 5;
/// The exit code for a change that `--fail-on` names.
const FOUND: i32 = 100;

const OPERATION: &str = "scale/group25/op500.yaml";
const ERRORS: &str = "scale/errors.yaml";
/// An error that only one operation lists.
const RARE: &str = "  - name: Locked
    code: \"423\"
    message: 记录已锁定
    class: retry_with_backoff
    write_outcome: not_executed
    en: \"Somebody else is changing the record\"
    remedy: {en: \"Wait, then try again\", zh: 稍后重试}
";
/// File, old text, new text: a field, an error that one operation lists, and one that all of them list.
const CHANGES: [(&str, &str, &str); 3] = [
    (OPERATION, "{name: item_field_7,", "{name: item_field_seven,"),
    (ERRORS, "记录已锁定", "记录已被锁定"),
    (ERRORS, "系统繁忙", "系统正忙，请稍候"),
];

fn run(this: &Measurement, report: &mut Report) -> Result<()> {
    let binary = place::release_binary("vvtool-codegen", "vvspec")?;
    let dir = place::fresh("diff")?;
    let (base, head) = (dir.join("base"), dir.join("head"));
    for spec in [&base, &head] {
        scale::write(spec, OPERATIONS)?;
        edit(&spec.join(ERRORS), |text| format!("{text}{RARE}"))?;
        edit(&spec.join(OPERATION), |text| text.replacen("errors: [", "errors: [Locked, ", 1))?;
    }
    let mut figures = Vec::new();
    for (path, old, new) in CHANGES {
        let file = head.join(path);
        let unchanged = edit(&file, |text| text.replacen(old, new, 1))?;
        let (seconds, megabytes) = cost(&binary, &base, &head)?;
        figures.extend([seconds, megabytes]);
        fs::write(&file, unchanged)?;
    }
    this.say(report, &figures);
    Ok(())
}

/// What the file said before.
fn edit(file: &Path, change: impl Fn(&str) -> String) -> Result<String> {
    let text = fs::read_to_string(file)?;
    let changed = change(&text);
    if changed == text {
        return Err(format!("{} is not what it was", file.display()).into());
    }
    fs::write(file, changed)?;
    Ok(text)
}

/// Two whole catalogues of the platform, read and compared; where they are not on this machine there is no figure.
fn run_catalogues(this: &Measurement, report: &mut Report) -> Result<()> {
    let folder = inputs::reference_dir().and_then(|perf| Some(perf.parent()?.join("catalogue")));
    let Some(folder) = folder.filter(|folder| folder.is_dir()) else {
        eprintln!("diff_catalogues: the catalogues are not on this machine");
        return Ok(());
    };
    let binary = place::release_binary("vvtool-codegen", "vvspec")?;
    let dir = place::fresh("diff-catalogues")?;
    for name in ["top-2022-08-30", "top-2023-01-17"] {
        let (pages, spec) = (dir.join("pages").join(name), dir.join(name));
        fs::create_dir_all(&pages)?;
        fs::create_dir_all(spec.join("top"))?;
        for file in ["ids.yaml", "top/service.yaml", "top/errors.yaml"] {
            fs::copy(place::root().join("spec").join(file), spec.join(file))?;
        }
        place::run(Command::new("tar").arg("-xJf").arg(folder.join(format!("{name}.tar.xz"))).arg("-C").arg(&pages))?;
        place::run(Command::new(&binary).arg("import").arg(&pages).arg("--spec").arg(&spec).arg("--write"))?;
    }
    let (seconds, megabytes) = cost(&binary, &dir.join("top-2022-08-30"), &dir.join("top-2023-01-17"))?;
    this.say(report, &[seconds, megabytes]);
    Ok(())
}

/// Medians of several runs: seconds, megabytes.
fn cost(binary: &Path, base: &Path, head: &Path) -> Result<(f64, f64)> {
    let (mut seconds, mut megabytes) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let (took, held) =
            place::timed(Command::new(binary).args(["diff", "--fail-on", "any"]).args([base, head]), FOUND)?;
        seconds.push(took);
        megabytes.push(held);
    }
    Ok((median(&seconds).ok_or("no runs")?, median(&megabytes).ok_or("no runs")?))
}
