//! All files as one: `include!` cannot hold modules that have files of their own.

use super::OutFile;
use crate::model::api::plain;

/// The tree of [`super::Home::User`], with every module where it is declared.
pub(crate) fn one_file(files: &[OutFile]) -> String {
    let marker = files.iter().find(|file| file.path == "mod.rs").and_then(|file| file.text.get(..file.body));
    let mut whole = marker.unwrap_or_default().to_owned();
    print("mod.rs", "", files, &mut whole);
    whole
}

/// A module's content. Its description stands where it is declared; a second one inside would be one too many.
fn print(path: &str, folder: &str, files: &[OutFile], whole: &mut String) {
    // Sorted by path, as all of them are.
    let found = files.binary_search_by(|file| file.path.as_str().cmp(path)).ok().and_then(|index| files.get(index));
    let Some(file) = found else { return };
    let mut from = file.body;
    for module in &file.modules {
        whole.push_str(file.text.get(from..module.at.start).unwrap_or_default());
        from = module.at.end;
        let below = format!("{folder}{}/", plain(&module.name));
        whole.push_str(&format!("pub mod {} {{\n", module.name));
        print(&format!("{}.rs", below.trim_end_matches('/')), &below, files, whole);
        print(&format!("{below}mod.rs"), &below, files, whole);
        whole.push('}');
    }
    whole.push_str(file.text.get(from..).unwrap_or_default());
}
