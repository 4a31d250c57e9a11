//! Every end that a server can give a write, through `Writes` and through plain `send`, async and blocking, both services.

use core::time::Duration;

use vvtool_api::rt::v1::{DocumentedError, Operation, entry};
use vvtool_api::vvtool::ErpsSend;
use vvtool_api::{Error, MemoryJournal, Outcome, Verdict, WriteOutcome, Writes, top, vvtool};
use vvtool_e2e::ship::{Counter, client, ship};
use vvtool_e2e::{Clients, SPEC, sample};
use vvtool_mock::{Answer, Ending, Mock, Raw};

const SEND: &str = "vvtool/erps/send";
const WRITE: &str = "top/taobao.logistics.openalibity.write";

/// Answers after which nobody knows, whatever the service.
fn doubtful() -> Vec<(&'static str, Raw)> {
    let body = r#"{"code":0,"msg":"ok","data":[{"success":true}]}"#;
    vec![
        ("silent", Raw::ok(body).ending(Ending::Silent)),
        ("cut", Raw::ok(body).ending(Ending::Cut(9))),
        ("stall", Raw::ok(body).ending(Ending::Stall(9))),
        ("late", Raw::ok(body).after(Duration::from_secs(3))),
        ("302", Raw::redirect("http://127.0.0.1:9/")),
        ("401", Raw::ok("").status(401)),
        ("429", Raw::ok("slow").status(429)),
        ("502", Raw::ok("<html>").status(502)),
        ("html", Raw::ok("<html>")),
        ("half", Raw::ok(r#"{"code":0,"#)),
        ("empty", Raw::ok("")),
    ]
}

fn word<O: Operation>(outcome: &Outcome<O>) -> &'static str {
    match outcome {
        Outcome::Done(_) => "done",
        Outcome::Refused(_) => "refused",
        Outcome::Busy(_) => "busy",
        Outcome::Conflict(_) => "conflict",
        Outcome::Unknown(_) => "unknown",
    }
}

fn plain<T, K>(result: Result<T, Error<K>>) -> &'static str {
    match result {
        Ok(_) => "done",
        Err(error) if error.write_outcome() == WriteOutcome::NotExecuted => "refused",
        Err(_) => "unknown",
    }
}

#[test]
fn whatever_leaves_a_doubt_is_unknown_and_sent_once() {
    let clients = Clients::with_timeout(Duration::from_millis(400));
    let mock = &clients.mock;
    let request = || ErpsSend::new("123456789", "1000000000000000001", "880000000001", "ZTO");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (mut asked, mut sent) = (0, 0);
    for (name, answer) in doubtful() {
        for round in 0..5 {
            mock.reset();
            mock.answer(SEND, Answer::Raw(answer.clone())).unwrap();
            mock.answer(WRITE, Answer::Raw(answer.clone())).unwrap();
            let told = match round {
                0 => runtime.block_on(async {
                    let writes = Writes::open(&clients.vvtool, MemoryJournal::new()).await.unwrap();
                    word(&writes.send_as(name, request()).await)
                }),
                1 => {
                    let writes = Writes::open(&clients.vvtool_blocking, MemoryJournal::new()).unwrap();
                    word(&writes.send_as(name, request()))
                }
                2 => runtime.block_on(async {
                    let writes = Writes::open(&clients.top, MemoryJournal::new()).await.unwrap();
                    word(&writes.send_as(name, sample::<top::LogisticsOpenalibityWrite>(mock, WRITE)).await)
                }),
                3 => runtime.block_on(async { plain(request().send(&clients.vvtool).await) }),
                _ => plain(request().send(&clients.vvtool_blocking)),
            };
            // A bare 401 is told by the plain call as what the documents say of a token; nothing is proven by it.
            let expected = if name == "401" && round > 2 { "refused" } else { "unknown" };
            assert_eq!(told, expected, "{name}, round {round}");
            asked += 1;
            sent += mock.requests().len();
        }
    }
    println!("requests per call asked 1 / measured {sent} of {asked} calls");
    assert_eq!(sent, asked);
}

#[tokio::test]
async fn each_documented_error_is_what_the_table_says_of_a_write() {
    let mock = Mock::start(SPEC).unwrap();
    let client =
        vvtool_e2e::one_request!(vvtool::Client::builder()).host(&mock.url).token(mock.token()).build().unwrap();
    let (mut refused, mut unknown) = (0, 0);
    for kind in vvtool::ErrorKind::ALL.iter().filter(|kind| ErpsSend::ERRORS.contains(kind)) {
        let known = entry(*kind);
        if known.code == SUCCESS {
            continue;
        }
        mock.reset();
        mock.answer_error(SEND, known.name).unwrap();
        let writes = Writes::open(&client, MemoryJournal::new()).await.unwrap();
        let outcome = writes.send(ship("1000000000000000001", "880000000001")).await;
        match known.write_outcome {
            WriteOutcome::NotExecuted => {
                refused += 1;
                assert_eq!(word(&outcome), "refused", "{}", known.name);
                assert!(writes.pending().await.unwrap().is_empty());
            }
            _ => {
                unknown += 1;
                assert_eq!(word(&outcome), "unknown", "{}", known.name);
                assert_eq!(writes.pending().await.unwrap().len(), 1);
            }
        }
        assert_eq!(mock.requests().len(), 1, "{}", known.name);
    }
    println!("{refused} errors refuse, {unknown} leave a doubt");
    assert!(refused > 20 && unknown > 5);
}

/// Words that no document has, under codes of which each documented error says that nothing was done: what to do is known by the code,
/// what has become of the write is not.
#[test]
fn a_code_whose_words_nobody_documents_proves_nothing() {
    let clients = Clients::with_timeout(Duration::from_secs(5));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(words_of_a_code(&clients.mock, &clients.vvtool, &clients.top));
}

async fn words_of_a_code(mock: &Mock, client: &vvtool::Client, shop: &top::Client) {
    let body = |code: &str, words: &str| Raw::ok(format!(r#"{{"code":{code},"msg":"{words}"}}"#));
    let (mut refused, mut unknown) = (0, 0);
    for (code, words, documented) in [
        ("404", "订单已发货，请勿重复", false),
        ("100", "处理中", false),
        ("1002", "系统繁忙，已受理", false),
        ("401", "", false),
        ("404", "请求路径或请求方式错误", true),
        // What is documented, and more.
        ("404", "请求路径或请求方式错误: /tool", true),
        ("302", "未授权", true),
    ] {
        mock.reset();
        mock.answer(SEND, Answer::Raw(body(code, words))).unwrap();
        let writes = Writes::open(client, MemoryJournal::new()).await.unwrap();
        let outcome = writes.send(ship("1000000000000000001", "880000000001")).await;
        assert_eq!(word(&outcome), if documented { "refused" } else { "unknown" }, "{code} {words}");
        assert_eq!(writes.pending().await.unwrap().len(), usize::from(!documented), "{code} {words}");
        if documented {
            refused += 1;
            continue;
        }
        unknown += 1;
        let again = writes.send(ship("1000000000000000001", "880000000001")).await;
        assert_eq!((word(&again), mock.requests().len()), ("unknown", 1), "{code} {words}");
    }
    for (words, documented) in
        [(r#""sub_code":"B150","sub_msg":"already sent""#, false), (r#""msg":"invalid arguments""#, true)]
    {
        mock.reset();
        let answer = Raw::ok(format!(r#"{{"error_response":{{"code":41,{words}}}}}"#));
        mock.answer(WRITE, Answer::Raw(answer)).unwrap();
        let writes = Writes::open(shop, MemoryJournal::new()).await.unwrap();
        let outcome = writes.send_as("a", sample::<top::LogisticsOpenalibityWrite>(mock, WRITE)).await;
        assert_eq!(word(&outcome), if documented { "refused" } else { "unknown" }, "{words}: {outcome:?}");
    }
    println!("{refused} documented answers refuse, {unknown} of the same codes leave a doubt");
}

/// Code of the success, which is in the table of errors too.
const SUCCESS: &str = "0";

#[tokio::test]
async fn nothing_that_was_not_sent_is_in_doubt() {
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let writes = Writes::open(&client(&closed), MemoryJournal::new()).await.unwrap();
    let outcome = writes.send(ship("7", "SF1")).await;
    assert!(matches!(&outcome, Outcome::Refused(Error::Transport(error)) if error.is_connect()), "{outcome:?}");
    assert!(writes.pending().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_write_that_was_begun_is_ended_by_itself() {
    let counter = Counter::start(|_| {
        std::thread::sleep(Duration::from_millis(300));
        true
    });
    let writes = Writes::open(&client(&counter.url), MemoryJournal::new()).await.unwrap();
    let sent = tokio::time::timeout(Duration::from_millis(100), writes.send(ship("7", "SF1"))).await;
    assert!(sent.is_err(), "nobody waits for it any more");
    assert!(writes.drain(Duration::from_secs(10)).await);
    assert_eq!(counter.seen().get("7"), Some(&1));
    assert!(writes.pending().await.unwrap().is_empty(), "its outcome has reached the journal");
}

#[test]
fn a_blocking_handle_reads_back_through_the_same_code() {
    let mock = Mock::start(SPEC).unwrap();
    mock.answer_next(1, SEND, Answer::Raw(Raw::ok("").ending(Ending::Silent))).unwrap();
    let shown = r#"{"code":0,"msg":"ok","data":{"tid":"7","orders":{"order":[{"oid":"7","status":"WAIT_BUYER_CONFIRM_GOODS","invoice_no":"SF1"}]}}}"#;
    mock.answer("vvtool/erps/fullinfo", Answer::Raw(Raw::ok(shown))).unwrap();
    let client = vvtool_e2e::one_request!(vvtool::blocking::Client::builder())
        .host(&mock.url)
        .token(mock.token())
        .build()
        .unwrap();
    let writes = Writes::open(&client, MemoryJournal::new()).unwrap();
    let Outcome::Unknown(pending) = writes.send(ship("7", "SF1")) else { panic!() };
    assert_eq!(pending.to_string(), "vvtool/erps/send shop_id=123456789 tid=7 out_sid=SF1");
    assert!(matches!(writes.reconcile(&pending).unwrap(), Verdict::Done));
    assert!(matches!(writes.send(ship("7", "SF1")), Outcome::Done(done) if done.replayed()));
    assert!(writes.drain(Duration::from_secs(1)));
}

#[tokio::test]
async fn a_blocking_handle_inside_an_async_function_says_so_and_sends_nothing() {
    let client = tokio::task::spawn_blocking(|| {
        vvtool_e2e::one_request!(vvtool::blocking::Client::builder()).token("t0ken-t0ken").build().unwrap()
    });
    let client = client.await.unwrap();
    let error = Writes::open(&client, MemoryJournal::new()).unwrap_err();
    assert!(error.to_string().contains("use the async client here"), "{error}");
}
