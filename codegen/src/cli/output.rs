//! What commands say, where.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use super::exit::Exit;
use crate::source::percent;

/// A reader that has seen enough (`| head`) closes the pipe: nothing to complain about. Half of it in a file on a full disk is.
pub(super) fn print(text: &str, exit: Exit) -> Exit {
    match say(text) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let exit = if exit == Exit::Done { Exit::Found } else { exit };
            complain(&format!("standard output: {error}\n"), exit)
        }
        _ => exit,
    }
}

/// On standard output; an error where nobody reads it any more.
pub(super) fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(shown_on(&out, text).as_bytes())?;
    out.flush()
}

pub(super) fn complain(text: &str, exit: Exit) -> Exit {
    let mut out = io::stderr().lock();
    let text = shown_on(&out, text);
    let _ = out.write_all(text.as_bytes());
    exit
}

/// Whether colours and links may go there: to a terminal, unless its user wants none (`NO_COLOR`) or it knows no sequences.
pub(super) fn is_rich(stream: &impl IsTerminal) -> bool {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    stream.is_terminal() && set("NO_COLOR").is_none() && set("TERM").is_none_or(|term| term != "dumb")
}

fn shown_on<'t>(stream: &impl IsTerminal, text: &'t str) -> Cow<'t, str> {
    if is_rich(stream) { Cow::Owned(linked(text)) } else { Cow::Borrowed(text) }
}

/// Lines that begin with a place in a file that is there (`spec/vvtool/erps/send.yaml:12:3: ..`), with the place as a link to the file,
/// as terminals know links (OSC 8).
fn linked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let link = place(line).and_then(|(file, length)| Some((uri(file)?, line.split_at_checked(length)?)));
        match link {
            Some((uri, (place, rest))) => {
                let _ = write!(out, "\u{1b}]8;;{uri}\u{1b}\\{place}\u{1b}]8;;\u{1b}\\{rest}");
            }
            None => out.push_str(line),
        }
    }
    out
}

/// The file that a line begins with, and how long the place is: `FILE:LINE:COLUMN` or `FILE:LINE`, before a colon.
fn place(line: &str) -> Option<(&Path, usize)> {
    let number = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    line.match_indices(':').find_map(|(colon, _)| {
        let (file, mut end) = (line.get(..colon)?, colon);
        while let digits @ 1.. = number(line.get(end + 1..)?) {
            end += 1 + digits;
        }
        let place = end > colon && line.get(end..)?.starts_with(':');
        (place && Path::new(file).is_file()).then_some((Path::new(file), end))
    })
}

/// `file:///home/user/spec/ids.yaml`; none for a file whose folder nobody knows.
fn uri(file: &Path) -> Option<String> {
    let path = std::path::absolute(file).ok()?;
    let path = path.to_str()?.replace('\\', "/");
    let begin = if path.starts_with('/') { "file://" } else { "file:///" };
    Some(format!("{begin}{}", percent(&path, b"/:")))
}

#[cfg(test)]
mod tests {
    use super::{linked, place};

    #[test]
    fn only_a_place_in_a_file_that_is_there_is_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a b\u{1b}号.yaml");
        std::fs::write(&file, "x").unwrap();
        let shown = file.to_str().unwrap();
        let text =
            format!("{shown}:12:3: error[V001]: a\n{shown}:7: b\n{shown}: c\nno.yaml:1:2: d\n{shown}:1:2 (old): e\n");
        let told = linked(&text);
        let uri = |text: &str| text.replace("a b\u{1b}号.yaml", "a%20b%1B%E5%8F%B7.yaml");
        let at = |place: &str| format!("\u{1b}]8;;file://{}\u{1b}\\{shown}:{place}\u{1b}]8;;\u{1b}\\", uri(shown));
        let rest = format!("{shown}: c\nno.yaml:1:2: d\n{shown}:1:2 (old): e\n");
        assert_eq!(told, format!("{}: error[V001]: a\n{}: b\n{rest}", at("12:3"), at("7")));
        assert_eq!(place("::1:2:"), None);
    }
}
