//! The id asked for is compared with the id that came: an answer to another request is no answer to this one.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use vvtool_api::rt::v1::DocumentedError;
use vvtool_api::{Class, Error, Reply, WriteOutcome, top, vvtool};
use vvtool_e2e::{Heard, Said, Socket, Then};

use crate::table::Must::{self, Agree, Be, Fail, Hide, Outcome, Retryable, Say};
use crate::table::{Read, Table, Top};

const OTHER: &[Must] = &[
    Fail,
    Say("another tid than the request"),
    Must::Class(Class::RetryWithBackoff),
    Retryable(true),
    Outcome(WriteOutcome::NotExecuted),
];

#[test]
fn the_id_that_came_is_the_id_asked_for() {
    let mut table = Table::default();
    table.row("another id").trades(
        [
            r#"{"tid":"2"}"#,
            r#"{"tid":2,"status":"WAIT_BUYER_PAY","payment":"1.00"}"#,
            r#"{"tid":"11"}"#,
            r#"{"tid":10}"#,
            r#"[{"tid":"2"}]"#,
            r#"{"payment":"1.00","tid":" 2 "}"#,
        ],
        OTHER,
    );
    for body in [r#"{"trade":{"tid":2}}"#, r#"{"trade_get_response":{"trade":[{"tid":2}]}}"#] {
        table.case(Top, body).must(OTHER.iter().cloned());
    }
    // Neither number is shown: a trade leads to its buyer.
    table.case(Read, r#"{"code":0,"data":{"tid":"4026531234567890123"}}"#).must([Fail, Hide("4026531234567890123")]);
    table
        .row("the same id")
        .trades([r#"{"tid":"1"}"#, r#"{"tid":1}"#, r#"{"status":"","tid":"1"}"#], &[Be("tid=1 orders="), Agree]);
    table.trades([r#"{"tid":"01","title":"x"}"#, r#"{"title":"x","tid":"01"}"#], &[Be("tid=01 orders=")]);
    table.row("no id").trades(
        [r#"{"status":"x"}"#, r#"{"tid":null}"#, r#"{"tid":"","status":"x"}"#, r#"{"tid":{},"status":"x"}"#],
        &[Be("tid=- orders=")],
    );
    table.trades([r#"{"orders":[{"oid":"2"}]}"#], &[Be("tid=- orders=2")]);
    table.run();
}

const FIRST: &str = "4000000000000000017";
const SECOND: &str = "4000000000000000029";
const THIRD: &str = "4000000000000000031";

fn asked(heard: &Heard) -> &'static str {
    [FIRST, SECOND, THIRD].into_iter().find(|tid| heard.body.contains(tid)).unwrap()
}

fn answer(heard: &Heard, tid: &str) -> Vec<u8> {
    Said::json(match heard.path.as_str() {
        "/tool/erps/fullinfo" => format!(r#"{{"code":0,"msg":"成功","data":{{"tid":"{tid}","status":"x"}}}}"#),
        "/tool/erps/send" => r#"{"code":0,"msg":"成功","data":[{"success":true}]}"#.to_owned(),
        _ => format!(r#"{{"trade_get_response":{{"trade":{{"tid":{tid},"status":"x"}}}}}}"#),
    })
    .bytes
}

/// Where an answer went before, the same one comes again, and only then the one that is waited for.
fn late() -> Socket {
    let before: Mutex<HashMap<usize, Vec<u8>>> = Mutex::default();
    Socket::answering(move |heard| {
        let own = answer(heard, asked(heard));
        let late = before.lock().unwrap().insert(heard.connection, own.clone());
        Said { bytes: [late.unwrap_or_default(), own].concat(), ..Said::json("") }
    })
}

/// The trade number that a caller gets, or what he is told.
type Told = Result<String, (Class, WriteOutcome, String)>;

fn told<T, K: DocumentedError>(result: Result<Reply<T>, Error<K>>, tid: impl Fn(&T) -> Option<String>) -> Told
where
    T: vvtool_api::rt::v1::ReplyData,
{
    match result {
        Ok(reply) => Ok(tid(reply.data()).unwrap()),
        Err(error) => Err((error.class(), error.write_outcome(), format!("{error} {error:?}"))),
    }
}

fn is_other(told: &Told) -> bool {
    told.as_ref().is_err_and(|(.., said)| said.contains("another tid than the request"))
}

fn wait<T>(call: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(call)
}

/// What each of the four clients says to these calls, one after the other.
fn four(socket: &Socket, tids: &[&str]) -> Vec<Vec<Told>> {
    let get = |tid: &str| top::TradeGet::new(["tid", "status"], tid);
    let full = |tid: &str| vvtool::ErpsFullinfo::new("7", tid, ["tid", "status"]);
    let of_full = |trade: &vvtool::erps::fullinfo::Trade| trade.tid.as_ref().map(ToString::to_string);
    let of_get = |reply: &top::trade_get::TradeGetReply| reply.trade.as_ref()?.tid.as_ref().map(ToString::to_string);
    let client = vvtool_e2e::one_request!(vvtool::Client::builder()).token("t").host(&socket.url).build().unwrap();
    let platform =
        vvtool_e2e::one_request!(top::Client::builder("1", "s")).session("s").host(&socket.url).build().unwrap();
    let mut all = vec![
        wait(async {
            let mut told_all = Vec::new();
            for tid in tids {
                told_all.push(told(full(tid).send(&client).await, of_full));
            }
            told_all
        }),
        wait(async {
            let mut told_all = Vec::new();
            for tid in tids {
                told_all.push(told(get(tid).send(&platform).await, of_get));
            }
            told_all
        }),
    ];
    let client =
        vvtool_e2e::one_request!(vvtool::blocking::Client::builder()).token("t").host(&socket.url).build().unwrap();
    all.push(tids.iter().map(|tid| told(full(tid).send(&client), of_full)).collect());
    let platform = vvtool_e2e::one_request!(top::blocking::Client::builder("1", "s"))
        .session("s")
        .host(&socket.url)
        .build()
        .unwrap();
    all.push(tids.iter().map(|tid| told(get(tid).send(&platform), of_get)).collect());
    all
}

#[test]
fn a_late_second_answer_is_not_the_answer_of_the_next_read() {
    let socket = late();
    // Whether a connection is back in the pool for the next call is its own matter: of twelve calls some meet one that was used.
    let tids = [FIRST, SECOND, THIRD].repeat(4);
    for calls in four(&socket, &tids) {
        assert!(calls.iter().any(is_other) && calls[0].is_ok(), "{calls:?}");
        for (told, tid) in calls.iter().zip(&tids) {
            match told {
                Ok(came) => assert_eq!(came, tid),
                Err((class, outcome, said)) => {
                    assert_eq!((*class, *outcome), (Class::RetryWithBackoff, WriteOutcome::NotExecuted), "{said}");
                    assert!(!said.contains("40000000"), "{said}");
                }
            }
        }
    }
    // The same answer again is as good as the own one.
    for calls in four(&late(), &[FIRST; 6]) {
        assert!(calls[0].is_ok() && !calls.iter().any(is_other), "{calls:?}");
    }
}

/// Before the next request the client sees it and gives the connection up, or it does not and compares: never another trade.
#[test]
fn an_answer_that_nobody_asked_for_is_never_taken() {
    for pause in [0, 1, 5, 20, 60] {
        let unasked = move |heard: &Heard| {
            let own = answer(heard, asked(heard));
            Said { bytes: own.clone(), ..Said::json("") }.then(Then::Add(Duration::from_millis(pause), own))
        };
        for calls in four(&Socket::answering(unasked), &[FIRST, SECOND, THIRD]) {
            for (told, tid) in calls.iter().zip([FIRST, SECOND, THIRD]) {
                match told {
                    Ok(came) => assert_eq!(came, tid),
                    Err((class, ..)) => assert_eq!(*class, Class::RetryWithBackoff, "{calls:?}"),
                }
            }
        }
    }
}

#[test]
fn a_write_never_meets_the_answer_of_another() {
    let socket = late();
    let send = |tid: &str| vvtool::ErpsSend::new("7", tid, "SF1", "SF");
    let client = vvtool_e2e::one_request!(vvtool::Client::builder()).token("t").host(&socket.url).build().unwrap();
    let blocking =
        vvtool_e2e::one_request!(vvtool::blocking::Client::builder()).token("t").host(&socket.url).build().unwrap();
    for tid in [FIRST, SECOND] {
        assert!(wait(send(tid).send(&client)).is_ok() && send(tid).send(&blocking).is_ok());
    }
    let mut connections: Vec<usize> = socket.heard().iter().map(|heard| heard.connection).collect();
    connections.dedup();
    assert_eq!(connections.len(), 4, "a connection of its own each");
}
