//! The file itself: whose it is, what is refused, whose turn it is.
#![allow(clippy::unwrap_used)]

use core::sync::atomic::{AtomicUsize, Ordering};
use std::os::unix::fs::{PermissionsExt as _, symlink};

use super::*;
use crate::WriteOutcome;
use crate::generated::vvtool::ErpsSend;
use crate::tests::server::{Act, Server};
use crate::token::Life;
use crate::vvtool::Client;

const HOST: &str = "http://api.example.com";

/// A folder of its own for each test.
fn folder() -> PathBuf {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("vvtool-token-file-{}-{number}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn open(path: &Path) -> Result<(TokenFile, Kept), String> {
    TokenFile::open(path, HOST, "an-account")
}

fn kept() -> Kept {
    let life = Life { generation: 4, since: SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000), ends: None };
    Kept { token: Some(("t0p-s3cr3t".into(), life)), pause: None }
}

/// A file with a token in it.
async fn filled(path: &Path) -> TokenFile {
    let (file, before) = open(path).unwrap();
    assert!(before.token.is_none() && before.pause.is_none());
    let turn = file.turn(None).await.ok().unwrap();
    turn.keep(kept()).await.unwrap();
    file
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_token_comes_back_as_it_was_and_its_file_is_for_the_owner_alone() {
    let folder = folder();
    let path = folder.join("token");
    let file = filled(&path).await;
    let ends = SystemTime::UNIX_EPOCH + Duration::from_secs(1_900_000_000);
    for life in [
        Life { generation: 5, since: SystemTime::UNIX_EPOCH, ends: Some(ends) },
        Life { generation: u64::MAX, since: ends, ends: None },
    ] {
        let turn = file.turn(None).await.ok().unwrap();
        turn.keep(Kept { token: Some(("another-token".into(), life)), pause: Some(ends) }).await.unwrap();
        let kept = open(&path).unwrap().1;
        assert_eq!(kept.token, Some(("another-token".into(), life)));
        assert_eq!(kept.pause, Some(ends));
    }
    let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert_eq!((mode(&path), mode(&folder.join("token.lock"))), (0o600, 0o600));
}

#[tokio::test]
async fn what_is_no_token_file_of_the_account_is_refused_and_left_as_it_is() {
    let path = folder().join("token");
    filled(&path).await;
    let good = fs::read_to_string(&path).unwrap();
    for (text, words) in [
        (String::new(), "broken one: move it away"),
        (good.replace("}", ""), "broken one"),
        ("[]".to_owned(), "broken one"),
        (good.replace("\"format\": 1", "\"format\": 2"), "later version"),
        (good.replace("an-account", "another"), "holds the token of account \"another\" at http://api.example.com"),
        (good.replace("//api.", "//other."), "at http://other.example.com"),
        (good.replace("\"generation\": 4", "\"generation\": \"t0p-s3cr3t\""), "broken one"),
        (" ".repeat(70_000), "is no token file"),
    ] {
        assert_ne!(text, good);
        fs::write(&path, &text).unwrap();
        let error = open(&path).err().unwrap();
        assert!(error.contains(words) && error.contains(&path.display().to_string()), "{error}");
        assert!(!error.contains("t0p-s3cr3t"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    fs::write(&path, &good).unwrap();
    for mode in [0o644, 0o640, 0o604, 0o620, 0o601, 0o666] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let error = open(&path).err().unwrap();
        assert!(error.contains(&format!("(mode {mode:03o}): chmod 600 it")), "{error}");
    }
    for mode in [0o600, 0o400] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        assert!(open(&path).unwrap().1.token.is_some());
    }
    let folder = path.parent().unwrap();
    assert!(open(folder).err().unwrap().contains("is no token file"));
    let error = open(&folder.join("nowhere/token")).err().unwrap();
    assert!(error.contains("nowhere/token.lock, beside the token file, cannot be opened"), "{error}");
}

#[tokio::test]
async fn one_at_a_time_has_the_turn_and_gives_it_back() {
    let folder = folder();
    let path = folder.join("token");
    let file = filled(&path).await;
    let other = open(&path).unwrap().0;
    let turn = file.turn(None).await.ok().unwrap();
    let soon = Deadline::after(Duration::from_millis(60));
    assert!(matches!(other.turn(soon).await, Err(NoTurn::Busy(Some(_)))));
    drop(turn);
    // One that is not waited for any more is given back as well.
    drop(other.turn(None));
    let turn = other.turn(None).await.ok().unwrap();
    assert_eq!(turn.kept().token, kept().token);
    drop(turn);
    // What a killed process left is in nobody's way, and goes; a link is not replaced.
    fs::write(folder.join("token.new-42"), "half a token").unwrap();
    // Written in its turn: the thread of the one that nobody waited for may come as late as now.
    let lock = folder.join("token.lock");
    let killed = fs::OpenOptions::new().write(true).open(&lock).unwrap();
    killed.lock().unwrap();
    fs::write(&lock, "vvtool-api-turn-1 42 5 7\n").unwrap();
    drop(killed);
    let link = folder.join("link");
    symlink(&path, &link).unwrap();
    let (linked, found) = open(&link).unwrap();
    assert_eq!(found.token, kept().token);
    let turn = linked.turn(None).await.ok().unwrap();
    turn.keep(Kept { pause: Some(SystemTime::UNIX_EPOCH), ..kept() }).await.unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(open(&path).unwrap().1.pause, Some(SystemTime::UNIX_EPOCH));
    // What that thread makes for its turn goes with it.
    let count = || fs::read_dir(&folder).unwrap().count();
    for _ in 0..100 {
        if count() > 3 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    assert_eq!(count(), 3, "token, token.lock, link");
}

/// As if the time of whoever has the turn were over.
fn overdue(path: &Path) {
    let lock = path.with_extension("lock");
    let text = fs::read_to_string(&lock).unwrap();
    let (turn, times) = text.trim_end().rsplit_once(' ').and_then(|(rest, _)| rest.rsplit_once(' ')).unwrap();
    assert!(times.parse::<u64>().is_ok(), "{text}");
    fs::write(&lock, format!("{turn} 1 2\n")).unwrap();
}

#[tokio::test]
async fn a_turn_that_is_over_is_taken_over_and_who_was_too_slow_changes_nothing_newer() {
    let folder = folder();
    let path = folder.join("token");
    let file = filled(&path).await;
    let other = open(&path).unwrap().0;
    let slow = file.turn(None).await.ok().unwrap();
    let Err(NoTurn::Busy(Some(left))) = other.turn(Deadline::after(Duration::from_millis(60))).await else { panic!() };
    assert!(left > Duration::from_secs(60) && left <= Duration::from_secs(75), "{left:?}");
    assert!(slow.lasts());
    overdue(&path);
    // Of many that wait for it one takes it.
    let waiting: Vec<_> =
        (0..8).map(|_| tokio::spawn(open(&path).unwrap().0.turn(Deadline::after(Duration::from_secs(3))))).collect();
    let mut turns = Vec::new();
    for turn in waiting {
        turns.extend(turn.await.unwrap().ok());
    }
    assert_eq!(turns.len(), 1);
    let turn = turns.pop().unwrap();
    assert!(turn.lasts() && !slow.lasts());
    let at = |generation| {
        let life = Life { generation, since: SystemTime::UNIX_EPOCH, ends: None };
        Kept { token: Some((format!("of-{generation}").into(), life)), pause: None }
    };
    turn.keep(at(9)).await.unwrap();
    slow.keep(at(8)).await.unwrap();
    assert_eq!(open(&path).unwrap().1.token, at(9).token);
    let turn = other.turn(Deadline::after(Duration::from_secs(1))).await.ok().unwrap();
    assert_eq!(turn.kept().token, at(9).token);
    drop(turn);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "token, token.lock");
}

const SHIPPED: &str = r#"{"code":0,"msg":"成功","data":[{"withholding_money":1,"success":true}]}"#;
const TOKEN_PATH: &str = "/api/proxy/oauth/token";

fn ship() -> ErpsSend {
    ErpsSend::new("1234567", "123", "SF123456789", "POST")
}

#[tokio::test]
async fn a_client_takes_up_what_another_has_fetched_and_fetches_nothing_that_cannot_be_kept() {
    let fetched = AtomicUsize::new(0);
    let server = Server::start(move |request| {
        Act::Json(match request.contains(TOKEN_PATH) {
            true => format!(r#"{{"access_token":"c4nary-{}"}}"#, fetched.fetch_add(1, Ordering::Relaxed)),
            false => SHIPPED.to_owned(),
        })
    })
    .await;
    let folder = folder();
    let path = folder.join("token");
    let client = |path: &Path| {
        Client::builder().host(&server.url).account("an-account", "the-access-key").token_file(path).build()
    };
    ship().send(&client(&path).unwrap()).await.unwrap();
    let next = client(&path).unwrap();
    assert_eq!(next.current_token().unwrap().expose(), "c4nary-0");
    assert!(!format!("{next:?} {:?}", Client::builder().token_file(&path)).contains("c4nary"));
    ship().send(&next).await.unwrap();
    assert_eq!((server.seen_at(TOKEN_PATH), mode(&path)), (1, 0o600));
    assert!(!fs::read_to_string(&path).unwrap().contains("the-access-key"));

    // The folder is gone: a token would be known to this process alone.
    let gone = folder.join("gone");
    fs::create_dir(&gone).unwrap();
    let lost = client(&gone.join("token")).unwrap();
    fs::remove_dir_all(&gone).unwrap();
    let error = ship().send(&lost).await.unwrap_err();
    assert!(error.to_string().contains("beside the token file, cannot be"), "{error}");
    assert_eq!((error.write_outcome(), server.seen_at(TOKEN_PATH)), (WriteOutcome::NotExecuted, 1));
    // Others may read it since then: nothing is fetched, nothing is sent.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(client(&path).unwrap_err().to_string().contains("chmod 600"));

    let given = Client::builder().token("given-token").token_file(&path).build().unwrap_err();
    assert!(given.to_string().contains("token_file needs account"), "{given}");
}

#[tokio::test]
async fn what_one_client_was_told_about_fetching_holds_for_the_other() {
    let server = Server::start(|_| Act::Json(r#"{"code":1010,"msg":"超频"}"#.to_owned())).await;
    let path = folder().join("token");
    let client = || {
        let builder = Client::builder().host(&server.url).account("an-account", "the-access-key");
        builder.token_file(&path).build().unwrap()
    };
    let (one, other) = (client(), client());
    ship().send(&one).await.unwrap_err();
    for _ in 0..3 {
        let error = ship().send(&other).await.unwrap_err();
        assert!(error.to_string().contains("another process was told to fetch no token"), "{error}");
        assert!(error.retry_after().is_some_and(|wait| wait.as_secs() > 590), "{error}");
    }
    assert_eq!((server.seen_at(TOKEN_PATH), server.seen().len()), (1, 1));
}

#[test]
fn a_relative_path_is_where_it_was_when_the_client_was_built() {
    let near = format!("vvtool-token-{}", std::process::id());
    let (file, _) = open(Path::new(&near)).unwrap();
    let (place, lock) = (file.path.clone(), file.beside(".lock"));
    fs::remove_file(&lock).unwrap();
    assert_eq!(place, std::env::current_dir().unwrap().join(near));
}

/// A runtime stands still while it fetches: everybody else waits until its turn is over, and not longer.
#[test]
fn a_fetch_that_stands_still_holds_up_nobody_for_ever() {
    let fetched = Arc::new(AtomicUsize::new(0));
    let home = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let count = Arc::clone(&fetched);
    let server = home.block_on(Server::start(move |request| {
        if !request.contains(TOKEN_PATH) {
            return Act::Json(SHIPPED.to_owned());
        }
        let body = format!(r#"{{"access_token":"c4nary-{}"}}"#, count.fetch_add(1, Ordering::Relaxed));
        let length = body.len();
        let reply = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
        Act::Later(Duration::from_millis(400), reply.into_bytes())
    }));
    let path = folder().join("token");
    let client = || {
        let builder = Client::builder().host(&server.url).account("an-account", "the-access-key").token_file(&path);
        let short = Duration::from_millis(1_500);
        builder.retry(crate::Retry::none()).timeout(short).connect_timeout(short / 2).build().unwrap()
    };
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (still, one) = (runtime(), client());
    still.block_on(async { tokio::time::timeout(Duration::from_millis(100), ship().send(&one)).await.unwrap_err() });
    assert_eq!(fetched.load(Ordering::Relaxed), 1);
    // In time, in words, and without a fetch.
    let other = client();
    let error = home.block_on(async { ship().send(&other).await.unwrap_err() });
    assert_eq!(error.write_outcome(), WriteOutcome::NotExecuted);
    assert!(error.to_string().contains("a runtime of this one that stands still"), "{error}");
    assert_eq!(error.to_string().matches("not sent").count(), 1, "{error}");
    assert!(error.retry_after().is_some_and(|wait| (50..=61).contains(&wait.as_secs())), "{error:?}");
    assert_eq!(fetched.load(Ordering::Relaxed), 1);
    overdue(&path);
    home.block_on(async { ship().send(&other).await.unwrap() });
    assert_eq!(fetched.load(Ordering::Relaxed), 2);
    // It wakes up, with an answer that is worth nothing any more.
    still.block_on(async { ship().send(&one).await.unwrap() });
    assert_eq!(one.current_token(), other.current_token());
    assert_eq!(client().current_token(), other.current_token());
    assert_eq!(fetched.load(Ordering::Relaxed), 2);
}
