//! When a token is fetched and when not, over real sockets; what takes minutes, with a clock of its own.

use std::sync::atomic::AtomicUsize;

use super::*;
use crate::error::{Detail, Phase};
use crate::generated::vvtool::erps::fullinfo::TradeField;
use crate::generated::vvtool::{ErpsFullinfo, ErpsSend, ErrorKind};
use crate::secrets::Secrets;
use crate::tests::server::{Act, Server, response};
use crate::token::AuthScheme;
use crate::token::keep::{NoTurn, Turn};
use crate::vvtool::{Client, Error};
use crate::{Charge, Lang, WriteOutcome};

const SHIPPED: &str = r#"{"code":0,"msg":"成功","data":[{"withholding_money":1,"success":true}]}"#;
const TOKEN_PATH: &str = "/api/proxy/oauth/token";

fn ship() -> ErpsSend {
    ErpsSend::new("1234567", "123", "SF123456789", "POST")
}

fn client(server: &Server) -> Client {
    Client::builder().retry(crate::Retry::none()).host(&server.url).account("account", "TESTACCESS2").build().unwrap()
}

/// Gives a new token each time, and answers calls as `answer` says.
async fn server(answer: impl Fn(&str) -> Act + Send + Sync + 'static) -> Server {
    let number = AtomicUsize::new(0);
    Server::start(move |request| {
        if !request.contains(TOKEN_PATH) {
            return answer(request);
        }
        let number = number.fetch_add(1, Ordering::Relaxed);
        Act::Json(format!(r#"{{"access_token":"fresh-token-{number}","token_type":"Bearer"}}"#))
    })
    .await
}

fn json(body: &str) -> Act {
    Act::Json(body.to_owned())
}

/// A call that was not sent: it says so, in whatever words.
fn assert_unsent(error: &Error) {
    assert_eq!((error.write_outcome(), error.charge()), (WriteOutcome::NotExecuted, Charge::None), "{error}");
    let remedies = [error.remedy(Lang::En), error.remedy(Lang::Zh)];
    assert!(
        error.to_string().contains("not sent") && remedies[0].contains("Nothing was sent"),
        "{error}: {remedies:?}"
    );
    assert!(
        remedies[1].contains("请求未发出") && !remedies.concat().contains("ook up") && !remedies[1].contains("查询")
    );
}

#[tokio::test]
async fn a_token_that_never_worked_is_not_replaced_for_a_minute() {
    let refusals: [fn() -> Act; 10] = [
        || json(r#"{"code":401,"msg":"身份凭证无效"}"#),
        || json(r#"{"code":"401 ","msg":"令牌已过期"}"#),
        || json(r#"{"code":401.0,"msg":""}"#),
        || Act::Raw(response("401 Unauthorized", "", "")),
        || Act::Raw(response("401 Unauthorized", "", "{}")),
        || Act::Raw(response("401 Unauthorized", "", r#"{"path":"/x"}"#)),
        // Codes that no document has.
        || Act::Raw(response("401 Unauthorized", "", r#"{"code":-1,"msg":"token expired"}"#)),
        || Act::Raw(response("401 Unauthorized", "", r#"{"code":500,"msg":"Unauthenticated."}"#)),
        || Act::Raw(response("401 Unauthorized", "", r#"{"code":10401,"msg":"x","data":null}"#)),
        || Act::Raw(response("401 Unauthorized", "", r#"{"code":0,"msg":"请登录"}"#)),
    ];
    for refusal in refusals {
        let server = server(move |_| refusal()).await;
        let client = client(&server);
        let first = ship().send(&client).await.unwrap_err();
        assert!(first.retry_after().is_none() && !first.to_string().contains("not sent"), "{first}");
        for _ in 0..5 {
            let error = ship().send(&client).await.unwrap_err();
            assert_unsent(&error);
            assert_eq!((error.kind(), error.class()), (first.kind(), Class::RefreshToken));
            assert!(error.retry_after().is_some_and(|wait| wait <= BETWEEN && wait > BETWEEN / 2), "{error}");
        }
        let read = ErpsFullinfo::new("1", "1", [TradeField::Tid]).send(&client).await.unwrap_err();
        assert_unsent(&read);
        assert_eq!((server.seen_at(TOKEN_PATH), server.seen_at("/tool/erps/send")), (1, 1), "{first}");
        assert_eq!(server.seen().len(), 2);
    }
}

/// What the documents say another thing about than the status does.
#[tokio::test]
async fn a_status_of_401_beside_documented_words_keeps_the_token() {
    for body in
        [r#"{"code":302,"msg":"授权过期"}"#, r#"{"code":614,"msg":"运单号为空"}"#, r#"{"code":1010,"msg":"超频"}"#]
    {
        let server = server(move |_| Act::Raw(response("401 Unauthorized", "", body))).await;
        let client = client(&server);
        for _ in 0..2 {
            let error = ship().send(&client).await.unwrap_err();
            assert_ne!(error.class(), Class::RefreshToken, "{body}: {error}");
        }
        assert_eq!(server.seen_at(TOKEN_PATH), 1, "{body}");
    }
}

#[tokio::test]
async fn a_token_that_worked_is_replaced_at_once_but_not_again_and_again() {
    // Two machines with one account: each new token kills the other's after one call.
    let calls = AtomicUsize::new(0);
    let server = server(move |_| match calls.fetch_add(1, Ordering::Relaxed) % 2 {
        0 => json(SHIPPED),
        _ => json(r#"{"code":401,"msg":"身份凭证无效"}"#),
    })
    .await;
    let client = client(&server);
    let mut ends = Vec::new();
    for _ in 0..8 {
        ends.push(ship().send(&client).await.is_ok());
    }
    assert_eq!(ends, [true, false, true, false, false, false, false, false]);
    assert_eq!((server.seen_at(TOKEN_PATH), server.seen_at("/tool/erps/send")), (2, 4));
}

#[tokio::test]
async fn a_token_that_came_without_an_envelope_is_one_whatever_stands_beside_it() {
    for beside in [r#""state":0"#, r#""status":"0""#, r#""flag":false"#, r#""ret":7"#, r#""scope":{"state":0}"#] {
        let answer = format!(r#"{{"access_token":"TESTTOKEN1","expires_in":7200,{beside}}}"#);
        let given = answer.clone();
        let server =
            Server::start(move |request| json(if request.contains(TOKEN_PATH) { &given } else { SHIPPED })).await;
        assert!(ship().send(&client(&server)).await.is_ok(), "{answer}");
    }
}

#[tokio::test]
async fn a_fetch_that_cannot_help_is_remembered() {
    // what the token endpoint answers, how long the second call is told to wait
    for (answer, wait) in [
        (r#"{"code":1010,"msg":"超频"}"#, PAUSE),
        (r#"{"result":{"code":1010,"msg":"超频"}}"#, PAUSE),
        (r#"{"status":"fail","body":"{\"code\":1010,\"msg\":\"超频\"}"}"#, PAUSE),
        (r#"{"code":"1010","msg":"another word"}"#, PAUSE),
        (r#"{"code":401,"msg":"身份凭证无效"}"#, BETWEEN),
        (r#"{"code":400,"msg":"client_secret TESTACCESS2 is wrong"}"#, BETWEEN),
        (r#"{"code":77777,"msg":"no such account"}"#, BETWEEN),
        (r#"{"token_type":"Bearer"}"#, BETWEEN),
        ("<html>", BETWEEN),
    ] {
        let server =
            Server::start(move |request| json(if request.contains(TOKEN_PATH) { answer } else { SHIPPED })).await;
        let client = client(&server);
        let first = ship().send(&client).await.unwrap_err();
        assert_unsent(&first);
        for _ in 0..4 {
            let error = ship().send(&client).await.unwrap_err();
            assert_unsent(&error);
            assert_eq!((error.kind(), error.operation()), (first.kind(), "vvtool/oauth/token"), "{answer}");
            assert!(error.retry_after().is_some_and(|told| told <= wait && told > wait / 2), "{answer}: {error}");
            assert!(!format!("{error} {error:?} {}", error.message()).contains("TESTACCESS2"), "{error:?}");
        }
        assert_eq!((server.seen_at(TOKEN_PATH), server.seen_at("/tool/erps/send")), (1, 0), "{answer}");
    }
}

/// A passing fault of the token's own endpoint.
fn passing() -> BoxedContext {
    let detail = Detail::Transport { phase: Phase::Broken, cause: None };
    Context::new(form().meta, Class::RetryWithBackoff, WriteOutcome::Unknown, detail)
}

#[test]
fn after_fetches_that_fail_in_a_row_the_pause_grows_until_one_brings_a_token() {
    let start = Instant::now();
    let (mut known, mut now, mut pauses) = (Known::default(), start, Vec::new());
    for _ in 1..=9 {
        known.failed(&passing(), now, Duration::ZERO);
        let left = known.paused(now).unwrap().retry_after().unwrap();
        pauses.push(left.as_secs());
        assert!(known.paused(now + left).is_none());
        now += left;
    }
    assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    known.came(&a_token(Life::beginning(SystemTime::now(), 0, None)), now);
    known.failed(&passing(), now, Duration::ZERO);
    assert_eq!(known.paused(now).unwrap().retry_after(), Some(Duration::from_secs(1)));
    // What the endpoint asks for, but no longer than a day; and nothing where nobody was asked.
    for (asked, pause) in [(0, 1), (7, 7), (3_600, 3_600), (u64::MAX, 86_400)] {
        let fault = passing().waiting(Duration::from_secs(asked));
        assert_eq!(pause_after(&fault, 0, Duration::ZERO), Some(Duration::from_secs(pause)));
    }
    // One that took long was a pause by itself.
    for (took, pause) in [(1, 15), (10, 6), (16, 0), (30, 0)] {
        assert_eq!(pause_after(&passing(), 4, Duration::from_secs(took)), Some(Duration::from_secs(pause)));
    }
    let busy = Context::withheld(form().meta, crate::WithheldReason::WaitTooLong, "busy");
    assert_eq!(pause_after(&busy, 3, Duration::ZERO), None);
}

#[tokio::test]
async fn a_call_that_is_told_of_too_many_tokens_pauses_fetches_and_keeps_its_token() {
    let calls = AtomicUsize::new(0);
    let server = server(move |_| match calls.fetch_add(1, Ordering::Relaxed) {
        0 => json(r#"{"code":1010,"msg":"超频"}"#),
        1 => json(SHIPPED),
        _ => json(r#"{"code":401,"msg":"身份凭证无效"}"#),
    })
    .await;
    let client = client(&server);
    assert_eq!(ship().send(&client).await.unwrap_err().kind(), ErrorKind::OverFrequency);
    ship().send(&client).await.unwrap();
    assert_eq!(ship().send(&client).await.unwrap_err().kind(), ErrorKind::TokenInvalid);
    let error = ship().send(&client).await.unwrap_err();
    assert_unsent(&error);
    assert_eq!(error.kind(), ErrorKind::OverFrequency);
    assert_eq!(server.seen_at(TOKEN_PATH), 1);
}

/// Answers after a time, without holding up the others.
async fn slow(token: Duration, call: Duration) -> Server {
    Server::start(move |request| {
        let (time, body) = if request.contains(TOKEN_PATH) {
            (token, r#"{"access_token":"fresh-token","token_type":"Bearer"}"#)
        } else {
            (call, SHIPPED)
        };
        Act::Later(time, response("200 OK", "", body))
    })
    .await
}

#[tokio::test]
async fn one_deadline_holds_for_the_token_and_the_call() {
    for (token, call, outcome, sent) in [
        (300, 300, WriteOutcome::Unknown, 1),
        (50, 900, WriteOutcome::Unknown, 1),
        (900, 0, WriteOutcome::NotExecuted, 0),
        (2_000, 2_000, WriteOutcome::NotExecuted, 0),
    ] {
        let server = slow(Duration::from_millis(token), Duration::from_millis(call)).await;
        let timeout = Duration::from_millis(450);
        let client = Client::builder().retry(crate::Retry::none()).host(&server.url).account("account", "key");
        let client = client.timeout(timeout).connect_timeout(timeout / 2).build().unwrap();
        let began = Instant::now();
        let error = ship().send(&client).await.unwrap_err();
        let took = began.elapsed();
        assert!(took >= timeout && took < timeout + Duration::from_millis(140), "{token} + {call}: {took:?}");
        assert!(matches!(&error, Error::Transport(error) if error.is_timeout()), "{error:?}");
        assert_eq!((error.write_outcome(), server.seen_at("/tool/erps/send")), (outcome, sent), "{token} + {call}");
    }
}

#[tokio::test]
async fn a_fetch_outlives_the_caller_who_began_it() {
    let server = slow(Duration::from_millis(200), Duration::ZERO).await;
    let client = client(&server);
    for _ in 0..4 {
        let gone = tokio::time::timeout(Duration::from_millis(30), ship().send(&client)).await;
        assert!(gone.is_err());
    }
    // Spawned callers that are aborted, and one that is dropped while others wait.
    let waiting: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { ship().send(&client).await })
        })
        .collect();
    tokio::task::yield_now().await;
    waiting[0].abort();
    for call in waiting.into_iter().skip(1) {
        call.await.unwrap().unwrap();
    }
    assert_eq!((server.seen_at(TOKEN_PATH), server.seen_at("/tool/erps/send")), (1, 3));
}

#[tokio::test]
async fn a_client_may_start_from_the_token_of_another() {
    let server = server(|request| {
        let good = request.to_lowercase().contains("authorization: bearer fresh-token-0");
        json(if good { SHIPPED } else { r#"{"code":401,"msg":"身份凭证无效"}"# })
    })
    .await;
    let first = client(&server);
    assert_eq!(first.current_token(), None);
    ship().send(&first).await.unwrap();
    let token = first.current_token().unwrap();
    assert_eq!((token.expose(), format!("{token:?} {first:?}").contains("fresh-token")), ("fresh-token-0", false));

    let builder = || Client::builder().retry(crate::Retry::none()).host(&server.url).account("account", "key");
    let second = builder().initial_token(token.clone()).build().unwrap();
    assert_eq!(second.current_token(), Some(token));
    ship().send(&second).await.unwrap();
    assert_eq!(server.seen_at(TOKEN_PATH), 1);

    // One from long ago is replaced at once.
    let third = builder().initial_token("an-old-token").build().unwrap();
    ship().send(&third).await.unwrap_err();
    assert_eq!(third.current_token(), None);
    ship().send(&third).await.unwrap_err();
    assert_eq!(server.seen_at(TOKEN_PATH), 2);

    assert_eq!(
        Client::builder()
            .retry(crate::Retry::none())
            .token("given-token")
            .build()
            .unwrap()
            .current_token()
            .unwrap()
            .expose(),
        "given-token"
    );
    for (builder, words) in [
        (Client::builder().retry(crate::Retry::none()).token("t").initial_token("x"), "initial_token needs account"),
        (builder().initial_token("a b"), "no token has"),
        (builder().initial_token(""), "token is blank"),
    ] {
        let error = builder.build().unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    }
}

fn form() -> Form {
    Form {
        scheme: AuthScheme::Bearer,
        meta: <crate::generated::vvtool::OauthToken as crate::call::Operation>::META,
        header: "Authorization",
        others: Secrets::default(),
        earlier: Default::default(),
    }
}

fn a_token(life: Life) -> Token {
    form().token("abcdefgh", life).unwrap()
}

#[test]
fn pauses_end_by_the_clock() {
    let fault = Context::setup("x");
    let token = || a_token(Life::beginning(SystemTime::now(), 0, None));
    let start = Instant::now();
    let at = |seconds| start + Duration::from_secs(seconds);
    let mut known = Known::default();
    known.came(&token(), at(0));
    let first = known.token.clone().unwrap();
    known.refused(&first, &fault, at(20));
    assert!(known.token.is_none() && known.paused(at(21)).is_some() && known.paused(at(59)).is_some());
    assert!(known.paused(at(60)).is_none() && known.paused(at(90)).is_none());

    // An old token is replaced at once, however it ended; a kept one is not forgotten for another's sake.
    known.came(&token(), at(100));
    known.refused(&first, &fault, at(110));
    let second = known.token.clone().unwrap();
    known.refused(&second, &fault, at(161));
    assert!(known.token.is_none() && known.paused(at(161)).is_none());

    // The longer pause stays.
    known.wait(at(200), PAUSE, &fault);
    known.wait(at(210), BETWEEN, &fault);
    assert!(known.paused(at(799)).is_some() && known.paused(at(800)).is_none());
}

#[test]
fn a_token_is_renewed_when_a_hundredth_of_its_life_is_left_or_a_day() {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let day = 86_400;
    // seconds that the platform says, seconds until the renewal
    for (said, renewal) in [
        (None, None),
        (Some(0), None),
        (Some(-1), None),
        (Some(i64::MIN), None),
        // No token is made more than once a minute.
        (Some(1), Some(60)),
        (Some(59), Some(60)),
        (Some(60), Some(60)),
        (Some(61), Some(60)),
        (Some(100), Some(99)),
        (Some(7_200), Some(7_128)),
        (Some(259_200_000), Some(259_200_000 - day)),
        (Some(i64::MAX), Some(100 * 366 * day - day)),
    ] {
        let life = Life::beginning(now, 0, said);
        let until = life.renewal().map(|at| at.duration_since(now).unwrap().as_secs());
        assert_eq!(until, renewal, "{said:?}");
    }
    // Each is newer than the one before it, also where the clock was set back.
    let first = Life::beginning(now, 0, None);
    let second = Life::beginning(now - Duration::from_secs(9_000), first.generation, None);
    assert!(second.generation > first.generation);
    assert_eq!(Life::beginning(now, u64::MAX, None).generation, u64::MAX);
}

/// A place in memory that several clients share.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Kept>>, Arc<tokio::sync::Mutex<()>>);

struct OneTurn(Memory, #[allow(dead_code)] tokio::sync::OwnedMutexGuard<()>);

impl Memory {
    fn kept(&self) -> Kept {
        self.0.lock().unwrap().clone()
    }
}

impl Keep for Memory {
    fn name(&self) -> String {
        "a place in memory".to_owned()
    }

    fn look(&self) -> Later<Result<Kept, String>> {
        Box::pin(core::future::ready(Ok(self.kept())))
    }

    fn turn(&self, _: Option<Deadline>) -> Later<Result<Box<dyn Turn>, NoTurn>> {
        let place = self.clone();
        Box::pin(async move {
            let lock = Arc::clone(&place.1).lock_owned().await;
            Ok(Box::new(OneTurn(place, lock)) as Box<dyn Turn>)
        })
    }

    fn pause(&self, until: SystemTime) {
        self.0.lock().unwrap().pause = Some(until);
    }
}

impl Turn for OneTurn {
    fn kept(&self) -> Kept {
        self.0.kept()
    }

    fn lasts(&self) -> bool {
        true
    }

    fn keep(self: Box<Self>, kept: Kept) -> Later<Result<(), String>> {
        *self.0.0.lock().unwrap() = kept;
        Box::pin(core::future::ready(Ok(())))
    }
}

/// Two clients with one account, and how often they have fetched.
struct Two {
    place: Memory,
    clients: [Shared; 2],
    fetches: Arc<AtomicUsize>,
}

impl Two {
    fn beginning_with(life: Option<Life>, pause: Option<SystemTime>) -> Self {
        let kept = Kept { token: life.map(|life| ("kept-token".into(), life)), pause };
        let place = Memory(Arc::new(Mutex::new(kept.clone())), Arc::default());
        let client =
            || Shared::new(form(), Some((Arc::new(place.clone()) as Arc<dyn Keep>, kept.clone())), None).unwrap();
        Self { clients: [client(), client()], place, fetches: Arc::default() }
    }

    async fn get(&self, client: usize, fails: bool) -> Result<String, BoxedContext> {
        let fetches = Arc::clone(&self.fetches);
        let fetch = |_| -> Later<_> {
            Box::pin(async move {
                let number = fetches.fetch_add(1, Ordering::Relaxed);
                tokio::task::yield_now().await;
                match fails {
                    true => Err(Context::setup("no such account")),
                    false => Ok(Given { token: format!("fetched-{number}").into(), expires_in: Some(7_200) }),
                }
            })
        };
        self.clients[client].get(None, fetch).await.map(|token| token.token().expose().to_owned())
    }

    fn refused(&self, client: usize) {
        let shared = &self.clients[client];
        let token = shared.current().unwrap();
        token.has_worked();
        shared.known().refused(&token, &Context::setup("401"), Instant::now());
    }

    fn fetches(&self) -> usize {
        self.fetches.load(Ordering::Relaxed)
    }
}

fn ago(seconds: u64) -> SystemTime {
    SystemTime::now() - Duration::from_secs(seconds)
}

fn ahead(seconds: u64) -> SystemTime {
    SystemTime::now() + Duration::from_secs(seconds)
}

/// Five seconds before its end, of a thousand.
fn ending() -> Option<Life> {
    Some(Life { generation: 7, since: ago(995), ends: Some(ahead(5)) })
}

#[tokio::test]
async fn one_process_renews_a_token_that_ends_and_the_other_takes_it() {
    let two = Two::beginning_with(ending(), None);
    let all: Vec<_> = (0..20).map(|at| two.get(at % 2, false)).collect();
    let mut given = Vec::new();
    // All at once, in whatever order.
    let mut all = all.into_iter().map(Box::pin).collect::<Vec<_>>();
    core::future::poll_fn(|cx| {
        all.retain_mut(|one| match one.as_mut().poll(cx) {
            core::task::Poll::Ready(token) => {
                given.push(token.unwrap());
                false
            }
            core::task::Poll::Pending => true,
        });
        if all.is_empty() { core::task::Poll::Ready(()) } else { core::task::Poll::Pending }
    })
    .await;
    assert_eq!((given, two.fetches()), (vec!["fetched-0".to_owned(); 20], 1));
    let (token, life) = two.place.kept().token.unwrap();
    assert!(token.expose() == "fetched-0" && life.generation > 7 && life.ends.is_some());
}

#[tokio::test]
async fn a_token_that_cannot_be_renewed_serves_on() {
    let two = Two::beginning_with(ending(), None);
    for _ in 0..5 {
        assert_eq!(two.get(0, true).await.unwrap(), "kept-token");
    }
    assert_eq!(two.fetches(), 1);
    // The other one was told, and does not try either.
    assert_eq!(two.get(1, false).await.unwrap(), "kept-token");
    assert_eq!(two.fetches(), 1);
    // A platform that does not answer keeps nobody waiting for long who has a token.
    tokio::time::pause();
    let slow = |deadline: Option<Deadline>| -> Later<_> {
        Box::pin(async move {
            tokio::time::sleep_until(deadline.unwrap().at().into()).await;
            Err(Context::setup("no answer"))
        })
    };
    let (two, began) = (Two::beginning_with(ending(), None), tokio::time::Instant::now());
    let token = two.clients[0].get(Deadline::after(Duration::from_secs(30)), slow).await.unwrap();
    assert_eq!(token.token().expose(), "kept-token");
    assert!(began.elapsed() >= RENEWAL && began.elapsed() < RENEWAL * 2, "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_refused_token_is_replaced_by_what_another_process_has_fetched() {
    let two = Two::beginning_with(Some(Life { generation: 7, since: ago(9_000), ends: None }), None);
    assert_eq!(
        (two.get(0, false).await.unwrap(), two.get(1, false).await.unwrap()),
        ("kept-token".into(), "kept-token".into())
    );
    two.refused(0);
    assert_eq!(two.get(0, false).await.unwrap(), "fetched-0");
    two.refused(1);
    assert_eq!((two.get(1, false).await.unwrap(), two.fetches()), ("fetched-0".to_owned(), 1));
    // Young, and had worked: replaced once more, then not for a minute, but what the other one has is taken all the same.
    two.refused(0);
    assert_eq!((two.get(0, false).await.unwrap(), two.fetches()), ("fetched-1".to_owned(), 2));
    two.refused(0);
    assert!(two.get(0, false).await.is_err());
    assert_eq!(two.fetches(), 2);
    let life = Life::beginning(ahead(1), 0, None);
    two.place.0.lock().unwrap().token = Some(("of-a-third".into(), life));
    assert_eq!((two.get(0, false).await.unwrap(), two.fetches()), ("of-a-third".to_owned(), 2));
    // An older one is never gone back to.
    two.refused(0);
    two.place.0.lock().unwrap().token =
        Some(("of-long-ago".into(), Life { generation: 8, since: ago(9_000), ends: None }));
    assert!(two.get(0, false).await.is_err());
}

#[tokio::test]
async fn nobody_fetches_while_another_process_was_told_not_to() {
    for (pause, left) in [(ahead(300), 300), (ahead(90_000_000), 86_400)] {
        let two = Two::beginning_with(None, Some(pause));
        for client in [0, 1, 0] {
            let error = two.get(client, false).await.unwrap_err();
            let told = error.retry_after().unwrap().as_secs();
            assert!(told <= left && told + 3 >= left, "{told} of {left}: {error}");
            assert!(error.to_string().contains("a place in memory: another process was told"), "{error}");
        }
        assert_eq!(two.fetches(), 0);
    }
    let two = Two::beginning_with(None, Some(ago(1)));
    assert_eq!(two.get(0, false).await.unwrap(), "fetched-0");
    // A failed fetch is told to the others.
    let two = Two::beginning_with(None, None);
    two.get(0, true).await.unwrap_err();
    let error = two.get(1, false).await.unwrap_err();
    assert!(error.retry_after().is_some_and(|wait| wait <= BETWEEN && wait > BETWEEN / 2), "{error}");
    assert_eq!(two.fetches(), 1);
}

fn a_runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// What becomes of the runtime in which a fetch was begun, whose caller has gone away.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    Still,
    Dropped,
    InTheBackground,
    /// Only when the next caller waits already.
    DroppedLater,
    Driven,
}

#[test]
fn a_fetch_whose_runtime_is_gone_or_stands_still_is_begun_again_by_whoever_comes_next() {
    let home = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let time = Duration::from_secs(20);
    for fate in [Fate::Still, Fate::Dropped, Fate::InTheBackground, Fate::DroppedLater, Fate::Driven] {
        for delay in [0, 600] {
            let server = home.block_on(slow(Duration::from_millis(delay), Duration::ZERO));
            let client = client(&server);
            let first = a_runtime();
            let gone = Duration::from_millis(delay / 4);
            let ended = first.block_on(async { tokio::time::timeout(gone, ship().send(&client)).await });
            let mut first = Some(first);
            match fate {
                Fate::Dropped => drop(first.take()),
                Fate::InTheBackground => first.take().unwrap().shutdown_background(),
                Fate::Driven => {
                    let runtime = first.take().unwrap();
                    std::thread::spawn(move || runtime.block_on(async { tokio::time::sleep(time).await }));
                }
                Fate::Still | Fate::DroppedLater => {}
            }
            let (tell, told) = std::sync::mpsc::channel();
            let next = client.clone();
            std::thread::spawn(move || {
                let result = a_runtime().block_on(async { ship().send(&next).await.map(drop) });
                tell.send(result.map_err(|error| error.to_string()))
            });
            if fate == Fate::DroppedLater {
                std::thread::sleep(Duration::from_millis(100));
                drop(first.take());
            }
            let result = told.recv_timeout(time);
            assert_eq!(result, Ok(Ok(())), "{fate:?}, {delay} ms");
            drop(first);
            // And none is remembered as one that failed.
            home.block_on(async { ship().send(&client).await }).unwrap();
            let fetches = server.seen_at(TOKEN_PATH);
            assert!(fetches <= 2 && (fate != Fate::Driven || ended.is_ok() || fetches == 1), "{fate:?}: {fetches}");
        }
    }
}

#[test]
fn a_call_that_waits_for_the_fetch_of_a_still_runtime_gives_up_in_its_own_time() {
    let home = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = home.block_on(slow(Duration::from_millis(400), Duration::ZERO));
    let builder = Client::builder().retry(crate::Retry::none()).host(&server.url).account("account", "key");
    let short = Duration::from_millis(700);
    let client = builder.timeout(short).connect_timeout(short / 2).build().unwrap();
    let first = a_runtime();
    first.block_on(async { tokio::time::timeout(short / 4, ship().send(&client)).await.unwrap_err() });
    let began = Instant::now();
    let error = a_runtime().block_on(async { ship().send(&client).await.unwrap_err() });
    assert_unsent(&error);
    assert!(matches!(&error, Error::Transport(error) if error.is_timeout()), "{error:?}");
    assert!(began.elapsed() < short * 2, "{:?}", began.elapsed());
    // Its time is over by now.
    a_runtime().block_on(async { ship().send(&client).await }).unwrap();
    drop(first);
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    for value in ["true", "false", "null", "[]", r#"["a"]"#, r#"{"a":"b"}"#, r#""""#, r#"" ""#, r#""true""#] {
        let answer = format!(r#"{{"access_token":{value},"expires_in":3600}}"#);
        let server =
            Server::start(move |request| json(if request.contains(TOKEN_PATH) { &answer } else { SHIPPED })).await;
        assert_unsent(&ship().send(&client(&server)).await.unwrap_err());
        assert_eq!((server.seen_at(TOKEN_PATH), server.seen_at("/tool/erps/send")), (1, 0), "{value}");
    }
}
