//! What keeps a workflow safe on pull requests of strangers.

use std::path::Path;

use serde_json::{Value, json};

use super::yaml;

pub(crate) fn workflow() -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.github/workflows/spec.yml");
    yaml::parse(&std::fs::read_to_string(file).unwrap())
}

pub(crate) fn steps(workflow: &Value, job: &str) -> Vec<Value> {
    workflow["jobs"][job]["steps"].as_array().unwrap().clone()
}

fn all_steps(workflow: &Value) -> Vec<Value> {
    workflow["jobs"].as_object().unwrap().keys().flat_map(|job| steps(workflow, job)).collect()
}

#[test]
fn jobs_may_do_what_they_need_and_no_more() {
    let workflow = workflow();
    let on: Vec<_> = workflow["on"].as_object().unwrap().keys().collect();
    assert_eq!(on, ["pull_request"], "never pull_request_target: it runs strangers' code with a token that writes");
    assert_eq!(workflow["permissions"], json!({}));
    assert_eq!(workflow["jobs"]["report"]["permissions"], json!({"contents": "read"}));
    assert_eq!(workflow["jobs"]["comment"]["permissions"], json!({"pull-requests": "write"}));
    let writes = steps(&workflow, "comment");
    let runs_code = |step: &Value| {
        step["uses"].as_str().is_some_and(|uses| uses.starts_with("actions/checkout"))
            || step["run"].as_str().is_some_and(|run| run.contains("cargo"))
    };
    assert!(!writes.iter().any(runs_code), "the job that writes runs no code of the pull request");
}

#[test]
fn no_script_is_put_together_from_what_a_pull_request_says() {
    let workflow = workflow();
    assert_eq!(workflow["defaults"]["run"]["shell"], "bash", "with `-eo pipefail`");
    for step in all_steps(&workflow) {
        let run = step["run"].as_str().unwrap_or_default();
        assert!(!run.contains("${{"), "an expression in a script:\n{run}");
        assert!(!run.contains("set -x"), "{run}");
    }
}

#[test]
fn actions_are_pinned_and_leave_no_token_behind() {
    let workflow = workflow();
    let mut checkouts = 0;
    for step in all_steps(&workflow) {
        let Some(uses) = step["uses"].as_str() else { continue };
        let (name, version) = uses.split_once('@').expect("a version");
        assert!(name.starts_with("actions/"), "{uses}");
        assert!(version.strip_prefix('v').is_some_and(|major| major.parse::<u8>().is_ok()), "{uses}");
        if name == "actions/checkout" {
            checkouts += 1;
            assert_eq!(step["with"]["persist-credentials"], "false", "{step}");
            if step["with"]["path"].is_null() {
                assert_eq!(step["with"]["fetch-depth"], "0", "the merge base needs the history");
            }
        }
    }
    assert_eq!(checkouts, 2);
}
