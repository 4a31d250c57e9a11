//! Fetching tokens over a real socket: once, shared, and never in answer to "too often".
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[cfg(unix)]
use std::io::{BufRead as _, BufReader, Lines, Write as _};
#[cfg(unix)]
use std::path::PathBuf;
#[cfg(unix)]
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use vvtool_api::vvtool::{self, ErrorKind};
use vvtool_e2e::{Clients, Said, Socket};
use vvtool_mock::{Answer, Mock};

const SEND: &str = "vvtool/erps/send";
const TOKEN: &str = "vvtool/oauth/token";

fn send() -> vvtool::ErpsSend {
    vvtool::ErpsSend::new("1", "2", "3", "POST")
}

fn fetching(mock: &Mock) -> vvtool::Client {
    vvtool_e2e::one_request!(vvtool::Client::builder())
        .account(&mock.options().account, &mock.options().access_key)
        .host(&mock.url)
        .build()
        .unwrap()
}

#[test]
fn many_calls_at_once_fetch_one_token() {
    let clients = Clients::new();
    let client = fetching(&clients.mock);
    clients.wait(async {
        let calls: Vec<_> = (0..16)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { send().send(&client).await })
            })
            .collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
    });
    assert_eq!(clients.mock.token_fetches(), 1);
}

#[test]
fn a_dead_token_fails_one_call_and_is_replaced_for_the_next() {
    let clients = Clients::new();
    let client = fetching(&clients.mock);
    let call = || clients.wait(send().send(&client));
    call().unwrap();
    // Another machine fetches a token: ours is dead.
    clients.mock.set_token("of another machine");
    assert_eq!(call().unwrap_err().kind(), ErrorKind::TokenInvalid);
    call().unwrap();
    assert_eq!(clients.mock.token_fetches(), 2);
}

#[test]
fn too_many_new_tokens_are_not_answered_with_another() {
    let clients = Clients::new();
    let client = fetching(&clients.mock);
    clients.wait(send().send(&client)).unwrap();
    clients.mock.answer(SEND, Answer::error("OverFrequency")).unwrap();
    for _ in 0..3 {
        assert_eq!(clients.wait(send().send(&client)).unwrap_err().kind(), ErrorKind::OverFrequency);
    }
    assert_eq!(clients.mock.token_fetches(), 1);
}

#[test]
fn a_refused_fetch_is_the_error_of_the_call_and_the_write_was_not_sent() {
    let clients = Clients::new();
    let client = fetching(&clients.mock);
    clients.mock.answer_error(TOKEN, "TokenInvalid").unwrap();
    let error = clients.wait(send().send(&client)).unwrap_err();
    assert_eq!((error.kind(), error.write_outcome()), (ErrorKind::TokenInvalid, vvtool_api::WriteOutcome::NotExecuted));
    assert!(clients.mock.requests().iter().all(|request| request.operation.as_deref() == Some(TOKEN)));
}

#[test]
fn a_token_in_an_envelope_is_read_too() {
    let clients = Clients::new();
    clients.mock.answer(TOKEN, Answer::example("token-enveloped.json")).unwrap();
    clients.mock.set_token("synthetic-token-0000000000000002");
    clients.wait(send().send(&fetching(&clients.mock))).unwrap();
}

/// A process that reads trades with a token that others have as well.
#[cfg(unix)]
struct Process {
    child: Child,
    tell: ChildStdin,
    told: Lines<BufReader<ChildStdout>>,
}

#[cfg(unix)]
const PROCESSES: usize = 6;
#[cfg(unix)]
const TASKS: usize = 50;

#[cfg(unix)]
impl Process {
    fn start(mock: &Mock, place: &str) -> Self {
        // A proxy that the environment names leads nowhere: every call below arrives at the platform.
        let options = mock.options();
        let mut child = Command::new(env!("CARGO_BIN_EXE_token_sharer"))
            .arg(place)
            .args([&mock.url, &options.account, &options.access_key, &TASKS.to_string()])
            .envs(["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"].map(|name| (name, "http://127.0.0.1:1")))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (tell, told) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()).lines());
        Self { child, tell, told }
    }

    /// All of them make their calls at once: how many succeeded.
    fn calls(all: &mut [Self]) -> usize {
        for process in all.iter_mut() {
            writeln!(process.tell).unwrap();
        }
        all.iter_mut().map(|process| process.told.next().unwrap().unwrap().parse::<usize>().unwrap()).sum()
    }
}

#[cfg(unix)]
#[test]
fn processes_that_share_a_file_fetch_one_token_when_all_their_calls_are_refused_and_none_when_told_of_too_many() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("tokens");
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).unwrap();
    one_token_for_all(&folder.join("token").display().to_string());
}

#[cfg(unix)]
#[test]
fn so_do_those_that_share_a_redis_in_which_nobody_can_read_it() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("tokens-redis");
    let Some(server) = vvtool_e2e::servers::Server::redis(&folder) else { return };
    let mock = one_token_for_all(&server.url("0"));
    let keys = server.say("KEYS *");
    let key = keys.lines().find(|line| line.ends_with("}:token")).unwrap_or_else(|| panic!("no token: {keys}"));
    let kept = server.say(&format!("HGETALL {key}"));
    let options = mock.options();
    assert!(kept.len() > 200, "{kept}");
    for secret in [&*mock.token(), &options.access_key, &options.account, "about"] {
        assert!(!kept.contains(secret) && !keys.contains(secret), "{secret}: {keys}{kept}");
    }
    assert!(!keys.contains(":lock"), "the right to fetch is given back: {keys}");
}

/// Six processes get 401 for all their calls, then are told of too many tokens. Gives the platform back.
#[cfg(unix)]
fn one_token_for_all(place: &str) -> Mock {
    let mock = Mock::start(vvtool_e2e::SPEC).unwrap();
    let mut all: Vec<Process> = (0..PROCESSES).map(|_| Process::start(&mock, place)).collect();
    let every = PROCESSES * TASKS;
    let arrived = || mock.requests().iter().filter(|request| request.operation.as_deref() != Some(TOKEN)).count();

    // Nobody has one yet.
    assert_eq!((Process::calls(&mut all), mock.token_fetches(), arrived()), (every, 1, every));
    // A machine that does not know of the place kills it.
    mock.set_token("of another machine");
    let succeeded = Process::calls(&mut all);
    println!(
        "token calls when {every} calls of {PROCESSES} processes are told 401: asked 1 / measured {}",
        mock.token_fetches() - 1
    );
    assert_eq!((succeeded, mock.token_fetches(), arrived()), (every, 2, 3 * every));
    // Told of too many, nobody fetches, not even with a token that is refused afterwards.
    mock.answer_error("vvtool/erps/fullinfo", "OverFrequency").unwrap();
    assert_eq!(Process::calls(&mut all), 0);
    mock.set_token("of another machine again");
    assert_eq!(Process::calls(&mut all), 0);
    println!("token calls when all are told 1010: asked 0 / measured {}", mock.token_fetches() - 2);
    assert_eq!(mock.token_fetches(), 2);
    for process in &mut all {
        process.child.kill().unwrap();
        process.child.wait().unwrap();
    }
    mock
}

#[test]
fn no_redirect_takes_a_token_anywhere() {
    let elsewhere = Socket::answering(|_| Said::json(r#"{"code":0,"msg":"x","data":[{"success":true}]}"#));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (mut arrived, mut asked) = (0, 0);
    for status in [301, 302, 303, 307, 308] {
        let secure = elsewhere.url.replace("http://", "https://");
        for target in [elsewhere.url.clone(), secure, elsewhere.url.replace("http:", ""), "/somewhere/else".to_owned()]
        {
            let platform = Socket::answering(move |_| Said::http(status, &[("Location", &*target)], b""));
            let client = vvtool_e2e::one_request!(vvtool::Client::builder().host(&platform.url).token("c4nary-token"));
            let error = runtime.block_on(send().send(&client.build().unwrap())).unwrap_err();
            assert_eq!(error.write_outcome(), vvtool_api::WriteOutcome::Unknown, "{status}: {error}");
            assert!(!format!("{error} {error:?}").contains("c4nary"), "{error:?}");
            assert_eq!(platform.heard().len(), 1, "{status}");
            asked += 1;
            arrived += elsewhere.connections();
        }
    }
    println!("{asked} redirects: asked 0 requests elsewhere, measured {arrived}");
    assert_eq!((asked, arrived), (20, 0));
}
