use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;

use super::matching::{Match, Reported, find, find_in_body};
use super::*;
use crate::generated::ground::message::normal;
use crate::meta::{Class, Effect, ErrorEntry, ErrorsBy, Lang, Meta, Protocol, Service, WriteOutcome};
use crate::reply_head::ReplyHead;
use crate::secrets::Secrets;
use crate::value::Charge;

const fn row(
    name: &'static str,
    code: &'static str,
    message: &'static str,
    sub_codes: &'static [&'static str],
) -> ErrorEntry {
    ErrorEntry::new(name, code, message)
        .sub_codes(sub_codes)
        .write_outcome(WriteOutcome::MaybeAlreadyDone)
        .remedies("look", "看")
}

const fn service(errors_by: ErrorsBy, errors: &'static [ErrorEntry]) -> Service {
    Service::new("sample", Protocol::Envelope).success_code("0").errors_by(errors_by).errors(errors)
}

const ROWS: &[ErrorEntry] = &[
    row("Throttled", "614", "限流", &[]),
    row("DatabaseThrottled", "614", "数据库限流。", &[]),
    row("SplitRefused", "614", "top 接口不允许对拆单订单操作", &["isv.send-error:B10"]),
    row("Feature", "614", "feature 参数格式不对。", &[]),
    row("Created", "614", "已生成发货单", &["isv.send-error:B27"]),
    row("System", "614", "系统异常", &["isv.send-error:S01"]),
    row("WaybillBad", "614", "运单号不符合规则", &[]),
    row("WaybillBadOrUsed", "614", "运单号不符合规则或已经被使用", &[]),
    row("Nick", "614", "参数:seller_nick 无效,格式不对、非法值、越界等", &["isv.bad-parameter"]),
    row("ShipType", "614", "发货类型不匹配。如虚拟商品订单(仅能通过后台发货),会报错。", &[]),
    row("Forbidden", "1001", "ip 禁止访问", &[]),
    ErrorEntry {
        aliases: &["未授权店铺"], ..row("Unauthorized", "302", "未授权店铺或则授权过期", &[])
    },
];
static VV: Service = service(ErrorsBy::CodeAndMessage, ROWS);
static TOP: Service = service(
    ErrorsBy::SubCode,
    &[
        row("Remote", "15", "Remote service error", &[]),
        row("BadParameter", "isv.invalid-parameter", "非法参数", &[]),
        row("BadTid", "isv.invalid-parameter:tid", "参数:tid无效", &[]),
        row("NoOrder", "noFoundOrder", "没有查到订单", &[]),
    ],
);

fn name(service: &'static Service, found: Option<u16>) -> &'static str {
    super::entry_of(service, found).name
}

#[test]
fn messages_match_their_own_error() {
    for (code, message, expected) in [
        ("614", "限流", "Throttled"),
        ("614", "数据库限流", "DatabaseThrottled"),
        ("614", "数据库限流。", "DatabaseThrottled"),
        ("614", "服务器限流", "Unknown"),
        ("204", "限流", "Unknown"),
        ("614", "top接口不允许对拆单订单操作", "SplitRefused"),
        ("614", "TOP 接口不允许对拆单订单操作!", "SplitRefused"),
        ("614", "feature参数格式不对", "Feature"),
        ("614", "已生成发货单 [tid=1]", "Created"),
        ("614", "运单号不符合规则", "WaybillBad"),
        ("614", "运单号不符合规则或已经被使用", "WaybillBadOrUsed"),
        ("614", "运单号不符合规则或已经被使用,请更换", "WaybillBadOrUsed"),
        ("614", "运单号不符合规则:SF1", "WaybillBad"),
        ("614", "参数：seller_nick无效，格式不对、非法值、越界等", "Nick"),
        ("614", "发货类型不匹配.如虚拟商品订单（仅能通过后台发货），会报错", "ShipType"),
        ("614", "ＴＯＰ接口不允许对拆单订单操作", "SplitRefused"),
        ("1001", "IP禁止访问", "Forbidden"),
        ("302", "未授权店铺", "Unauthorized"),
        ("302", "未授权店铺或则授权过期", "Unauthorized"),
        ("614", "", "Unknown"),
        ("", "限流", "Unknown"),
    ] {
        let found = find(&VV, &Reported { code, message, ..Reported::default() });
        assert_eq!(name(&VV, found.entry), expected, "{code} {message}");
    }
}

#[test]
fn a_sub_code_in_front_of_the_message_decides_or_is_peeled_off() {
    for (message, expected, sub_code) in [
        ("isv.send-error:B27", "Created", "isv.send-error:B27"),
        ("isv.send-error:B27:系统异常", "Created", "isv.send-error:B27"),
        ("ISV.SEND-ERROR:b27 系统异常", "Created", "ISV.SEND-ERROR:b27"),
        ("isv.send-error:B27系统异常", "Created", "isv.send-error:B27"),
        ("[isv.send-error:B27]系统异常", "Created", "isv.send-error:B27"),
        ("isv.bad-parameter:seller_nick 参数无效", "Nick", "isv.bad-parameter:seller_nick"),
        // Not documented: the message behind it decides.
        ("isv.new-error:Z9 系统异常", "System", "isv.new-error:Z9"),
        ("isv.new-error:Z9系统异常", "System", "isv.new-error:Z9"),
        ("isp.new-error：系统异常。", "System", "isp.new-error"),
        ("isv.new-error:Z9:数据库限流,请稍后", "DatabaseThrottled", "isv.new-error:Z9"),
        // Messages that begin with ASCII survive, also when glued.
        ("isv.send-error:B10top接口不允许对拆单订单操作", "SplitRefused", "isv.send-error:B10"),
        ("isv.send-error:B27top接口不允许对拆单订单操作", "Created", "isv.send-error:B27"),
        ("isv.new-error:Z9top接口不允许对拆单订单操作", "SplitRefused", "isv.new-error:Z9"),
        ("isv.new-error:Z9:feature 参数格式不对", "Feature", "isv.new-error:Z9"),
        ("isv.new-error:Z9:feature参数格式不对,见文档", "Feature", "isv.new-error:Z9"),
        // As a word of its own, behind the message.
        ("订单异常 (isv.send-error:B27)", "Created", "isv.send-error:B27"),
        // Nothing documented on either side.
        ("isv.new-error:Z9 从未见过", "Unknown", "isv.new-error:Z9"),
        ("isv.send-error:B271", "Unknown", "isv.send-error:B271"),
    ] {
        let found = find(&VV, &Reported { code: "614", message, ..Reported::default() });
        assert_eq!((name(&VV, found.entry), found.sub_code.as_deref()), (expected, Some(sub_code)), "{message}");
    }
}

#[test]
fn top_looks_at_the_sub_code_first_and_the_platform_code_last() {
    for (code, sub_code, expected) in [
        ("15", Some("isv.invalid-parameter:tid"), "BadTid"),
        ("50", Some("isv.invalid-parameter:tid"), "BadTid"),
        ("15", Some("isv.invalid-parameter:other"), "BadParameter"),
        ("15", Some("isv.never-seen"), "Remote"),
        ("15", Some(" "), "Remote"),
        ("15", Some("4711"), "Remote"),
        ("15", None, "Remote"),
        ("99", Some("isv.never-seen"), "Unknown"),
        ("99", None, "Unknown"),
    ] {
        let reported = Reported { code, message: "Remote service error", sub_code, sub_message: Some("x") };
        assert_eq!(name(&TOP, find(&TOP, &reported).entry), expected, "{code} {sub_code:?}");
    }
}

#[test]
fn failures_inside_a_body_match_their_code_or_their_message() {
    for (code, message, expected) in [
        ("noFoundOrder", "", "NoOrder"),
        ("500", "noFoundOrder", "NoOrder"),
        ("", "NOFOUNDORDER", "NoOrder"),
        ("500", "invalidParam", "Unknown"),
    ] {
        assert_eq!(name(&TOP, find_in_body(&TOP, code, message).entry), expected, "{code} {message}");
    }
}

#[test]
fn random_messages_are_unknown() {
    let alphabet: Vec<char> = "订单运号发货店铺系统异常限流topisvAPI.:-_ 0123".chars().collect();
    let mut state = 7u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for _ in 0..1000 {
        let message: String = (0..12 + next(20)).map(|_| alphabet[next(alphabet.len())]).collect();
        // 限流 is documented and is a prefix now and then.
        if normal(&message).starts_with("限流") {
            continue;
        }
        assert_eq!(
            find(&VV, &Reported { code: "614", message: &message, ..Reported::default() }).entry,
            None,
            "{message}"
        );
    }
}

#[test]
fn nothing_reported_is_no_error_of_ours() {
    assert_eq!(find(&VV, &Reported::default()), Match::default());
}

static WRITE: Meta = Meta::new("sample", "ship").path("/ship").charged("cost");
static READ: Meta = Meta::new("sample", "look").path("/ship").effect(Effect::Read).charged("cost");

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Throttled,
    Unknown,
}
impl DocumentedError for Kind {
    const SERVICE: &'static Service = &VV;
    const ALL: &'static [Self] = &[Self::Throttled];
    const UNKNOWN: Self = Self::Unknown;
    fn index(self) -> u16 {
        self as u16
    }
}

fn api(meta: &'static Meta, entry: Option<u16>, message: &str) -> Error<Kind> {
    let (class, outcome) = (super::entry_of(&VV, entry).class, super::entry_of(&VV, entry).write_outcome);
    let detail = Detail::Api(Api {
        service: &VV,
        entry,
        code: "614".into(),
        message: message.into(),
        sub_code: None,
        request_id: Some("r-1".into()),
        authorization_url: Some("https://shop.example/authorize?key=s3cr3t".into()),
        retry_after: None,
        charge: Charge::Unknown,
        remark: None,
        matched: None,
        by_status: None,
        body: Bytes::from_static(b"{\"data\":\"https://shop.example/authorize?key=s3cr3t\"}"),
    });
    Error::of(Context::new(meta, class, outcome, detail))
}

fn answered(status: u16) -> Arc<ReplyHead> {
    Arc::new(ReplyHead::new(status, None, http::HeaderMap::new(), Secrets::default()))
}

#[test]
fn an_error_is_one_line_without_links_or_control_characters() {
    let error = api(&WRITE, Some(0), "限流\r\nhttps://shop.example/authorize?key=s3cr3t");
    assert_eq!(error.to_string(), "sample/ship: code 614, 限流  <link> (request id r-1)");
    assert_eq!(error.authorization_url(), Some("https://shop.example/authorize?key=s3cr3t"));
    assert!(!format!("{error:?} {error:#?}").contains("s3cr3t"), "{error:?}");
    assert!(error.body().is_some());
}

#[test]
fn numbers_of_phones_are_not_shown() {
    for (message, line) in [
        ("收件人手机 13912345678 无效", "收件人手机 <phone> 无效"),
        ("手机13912345678,15012345678", "手机<phone>,<phone>"),
        ("139-1234-5678 或 139 1234 5678", "<phone> 或 <phone>"),
        ("+86 13912345678 / 8613912345678 / +8613912345678", "+<phone> / <phone> / +<phone>"),
        ("2026-11-28 13912345678", "2026-11-28 <phone>"),
        // Ids, waybills, times, codes.
        ("订单 1391234567890123456 不存在", "订单 1391234567890123456 不存在"),
        ("SF13912345678 1391234567x 12012345678", "SF13912345678 1391234567x 12012345678"),
        ("2026-11-28 13:00:00, 139-1234", "2026-11-28 13:00:00, 139-1234"),
        ("13912345678901 880000000001", "13912345678901 880000000001"),
    ] {
        let error = api(&WRITE, Some(0), message);
        assert_eq!(error.to_string(), format!("sample/ship: code 614, {line} (request id r-1)"));
        assert_eq!(error.message(), message);
    }
}

#[test]
fn no_points_are_the_accounts_where_nobody_says_otherwise() {
    let scope = |class, place| {
        let mut fault = api(&READ, place, "x").context().clone();
        fault.class = class;
        fault.scope()
    };
    assert_eq!(scope(Class::TopUp, Some(0)), crate::meta::Scope::Account);
    assert_eq!(scope(Class::BuyPermission, Some(0)), crate::meta::Scope::Call);
}

#[test]
fn json_inside_a_message_is_not_shown() {
    for (message, line) in [
        (r#"参数错误: {"receiver_name":"张三"}, 请检查"#, "参数错误: <json>, 请检查"),
        (r#"[ {"k":"张三"}]"#, "<json>"),
        (r#"["张三"]"#, "<json>"),
        (r#"x {\"k\":\"张三\"} y"#, "x <json> y"),
        (r#"cut {"k":"张三"#, "cut <json>"),
        ("{ 'k': '张三' }", "<json>"),
        (r#"{receiver_name: "张三", mobile: "x"}"#, "<json>"),
        ("参数错误 {receiver_name=张三, tags=[a]} 请检查", "参数错误 <json> 请检查"),
        ("{收件人：张三}", "<json>"),
        ("{ receiver_name : 张三 }", "<json>"),
        ("{:receiver_name=>\"张三\"}", "<json>"),
        ("{&quot;receiver_name&quot;:&quot;张三&quot;}!", "<json>!"),
        ("[&#34;张三&#34;]", "<json>"),
        ("data=%7B%22receiver_name%22%3A%22%E5%BC%A0%22%7D", "data=<json>"),
        ("Trade(receiverName=张三, mobile=x) 无效", "Trade<json> 无效"),
        ("map[receiver_name:张三]", "map<json>"),
        ("Array ( [receiver_name] => 张三 )", "Array ( <json>"),
        (r#"{"a":[1],"receiver_name":"张三"#, "<json>"),
        (r#"{"a":{"b":1},"receiver_name":"张三", "c": [1]"#, "<json>"),
        ("[isv.x] 失败 {0} [1]", "[isv.x] 失败 {0} [1]"),
        ("[isv.invalid-parameter:tid] 参数 {tid} 无效(tid=1)", "[isv.invalid-parameter:tid] 参数 {tid} 无效(tid=1)"),
        ("100% 失败 [重试] {}", "100% 失败 [重试] {}"),
    ] {
        let error = api(&WRITE, Some(0), message);
        assert_eq!(error.to_string(), format!("sample/ship: code 614, {line} (request id r-1)"));
        assert_eq!(error.message(), message);
    }
}

#[test]
fn an_error_tells_what_to_do() {
    let error = api(&WRITE, Some(0), "限流");
    assert_eq!(
        (error.kind(), error.code(), error.message(), error.operation()),
        (Kind::Throttled, "614", "限流", "sample/ship")
    );
    assert_eq!((error.class(), error.write_outcome()), (Class::DoNotRetry, WriteOutcome::MaybeAlreadyDone));
    assert_eq!((error.remedy(Lang::En), error.remedy(Lang::Zh)), ("look", "看"));
    assert_eq!(api(&READ, Some(0), "限流").write_outcome(), WriteOutcome::NotExecuted);
    let unknown = api(&WRITE, None, "?");
    assert_eq!(
        (unknown.kind(), unknown.class(), unknown.write_outcome()),
        (Kind::Unknown, Class::DoNotRetry, WriteOutcome::Unknown)
    );
    assert!(unknown.remedy(Lang::En).contains("do not list") && !unknown.is_retryable());
}

#[test]
fn only_what_cannot_be_done_twice_is_retryable() {
    let lost = |meta, phase, outcome| -> Error<Kind> {
        Error::of(Context::new(meta, Class::RetryWithBackoff, outcome, Detail::Transport { phase, cause: None }))
    };
    assert!(lost(&WRITE, Phase::Connect, WriteOutcome::NotExecuted).is_retryable());
    assert!(!lost(&WRITE, Phase::Timeout, WriteOutcome::Unknown).is_retryable());
    assert!(lost(&READ, Phase::Timeout, WriteOutcome::Unknown).is_retryable());
}

#[test]
fn every_local_error_has_a_remedy_in_both_languages() {
    let phases = [
        Phase::Connect,
        Phase::Timeout,
        Phase::Broken,
        Phase::TooLong { limit: 1 },
        Phase::File { sent: false },
        Phase::File { sent: true },
        Phase::Status { status: 301, body: Bytes::new() },
        Phase::Status { status: 404, body: Bytes::new() },
        Phase::Status { status: 502, body: Bytes::new() },
    ];
    let mut faults: Vec<BoxedContext> = phases
        .into_iter()
        .map(|phase| {
            Context::new(&WRITE, Class::DoNotRetry, WriteOutcome::Unknown, Detail::Transport { phase, cause: None })
        })
        .collect();
    faults.push(Context::config(&WRITE, "x"));
    faults.push(Context::decode(&WRITE, "x", None, Bytes::new()));
    faults.push(Context::decode(&READ, "x", None, Bytes::new()));
    faults.push(Context::new(&WRITE, Class::FixRequest, WriteOutcome::NotExecuted, Detail::Invalid(Vec::new())));
    for fault in faults {
        let error = Error::<Kind>::of(fault);
        assert!(error.remedy(Lang::En).is_ascii() && !error.remedy(Lang::En).is_empty(), "{error}");
        assert!(error.remedy(Lang::Zh).contains('。'), "{error}");
    }
}

/// All that can be asked of an error, each answer under the name of its method.
macro_rules! told {
    ($error:expr) => {
        told!(
            $error; operation, code, sub_code, message, class, write_outcome, request_id, body, status, is_retryable,
            retry_after, attempts, not_before, authorization_url, matched, deviations, charge
        )
    };
    ($error:expr; $($plain:ident),+) => {{
        let error = $error;
        let kind: Kind = error.kind();
        vec![
            $((stringify!($plain), format!("{:?}", error.$plain())),)+
            ("kind", format!("{kind:?}")),
            ("remedy", format!("{:?}", [Lang::En, Lang::Zh].map(|lang| error.remedy(lang)))),
            ("header", format!("{:?}", error.header("date"))),
        ]
    }};
}

#[test]
fn every_accessor_is_asked_of_every_type() {
    let declared = include_str!("accessors.rs").split("pub fn ").skip(1);
    let declared: BTreeSet<_> = declared.filter_map(|rest| rest.split(['(', '<']).next()).collect();
    let asked: BTreeSet<_> = told!(api(&READ, Some(0), "限流")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(asked, declared);
}

#[test]
fn a_match_on_the_variant_loses_nothing() {
    let read = api(&READ, Some(0), "限流");
    let lost = Phase::Status { status: 502, body: Bytes::from_static(b"<html>") };
    let lost = Detail::Transport { phase: lost, cause: None };
    let lost =
        Context::new(&WRITE, Class::RetryWithBackoff, WriteOutcome::Unknown, lost).with_reply_head(&answered(502));
    let broken = Violation { field: "tid".into(), rule: "must not be blank".into(), avoids: Some("TidMissing") };
    let broken = Detail::Invalid(vec![broken]);
    let all: Vec<Error<Kind>> = vec![
        read,
        Error::of(lost),
        Error::of(Context::decode(&WRITE, "x", None, Bytes::from_static(b"[]")).with_reply_head(&answered(200))),
        Error::of(Context::setup("no token")),
        Error::of(Context::new(&WRITE, Class::FixRequest, WriteOutcome::NotExecuted, broken)),
        Error::of(Context::withheld(&WRITE, WithheldReason::Shutdown, "the program is ending")),
    ];
    let mut variants = Vec::new();
    for error in &all {
        let (variant, of_variant) = match error {
            Error::Api(api) => {
                assert_eq!((api.kind(), api.code(), api.request_id()), (Kind::Throttled, "614", Some("r-1")));
                ("api", told!(api))
            }
            Error::Transport(lost) => {
                assert_eq!((lost.status(), lost.body().map(Bytes::len)), (Some(502), Some(6)));
                ("transport", told!(lost))
            }
            Error::Decode(decode) => {
                assert_eq!((decode.status(), decode.body().map(Bytes::len)), (Some(200), Some(2)));
                ("decode", told!(decode))
            }
            Error::Config(config) => ("config", told!(config)),
            Error::Invalid(invalid) => {
                let [one] = invalid.violations() else { panic!("{invalid:?}") };
                assert_eq!((one.field(), one.rule(), one.avoids()), ("tid", "must not be blank", Some("TidMissing")));
                assert_eq!(one.to_string(), "tid: must not be blank (avoids TidMissing)");
                ("invalid", told!(invalid))
            }
            Error::Withheld(withheld) => {
                assert_eq!((withheld.reason(), withheld.charge()), (&WithheldReason::Shutdown, Charge::None));
                assert_eq!(withheld.to_string(), "sample/ship: not sent: the program is ending");
                ("withheld", told!(withheld))
            }
        };
        variants.push(variant);
        assert_eq!(told!(error), of_variant, "{error:?}");
    }
    assert_eq!(variants, ["api", "transport", "decode", "config", "invalid", "withheld"]);
}

#[test]
fn links_are_found_in_any_shape() {
    for (json, expected) in [
        (r#""https://a.example/x?y=1""#, Some("https://a.example/x?y=1")),
        (r#"{"shop":1,"auth":{"list":["see HTTP://b.example/ please"]}}"#, Some("HTTP://b.example/")),
        (r#"{"url":"https:\/\/c.example\/d"}"#, Some("https://c.example/d")),
        ("{\"url\":\"https:\\/\\/c.example\\/d\",\"t\":\"\t\"}", Some("https://c.example/d")),
        ("https://d.example/plain", Some("https://d.example/plain")),
        (r#""请扫码:https://e.example/f,谢谢""#, Some("https://e.example/f")),
        (r#""(https://g.example/h?i=(1)).""#, Some("https://g.example/h?i=(1)")),
        (r#"{"https://key.example":"https://i.example/j"}"#, Some("https://i.example/j")),
        // Encoded twice, and a third time.
        (r#"{"data":"{\"url\":\"https:\\/\\/k.example\\/l?m=1\\u0026n=2\"}"}"#, Some("https://k.example/l?m=1&n=2")),
        (r#""授权过期 https:\\/\\/o.example\\/auth?x=1""#, Some("https://o.example/auth?x=1")),
        (r#"授权过期 https:\/\/o.example\/auth?x=1&y=2"#, Some("https://o.example/auth?x=1&y=2")),
        (r#"https:\\\/\\\/p.example\\\/q"#, Some("https://p.example/q")),
        ("[\"\\u0068ttp://r.example/s\"]", Some("http://r.example/s")),
        ("a https%3A%2F%2Ft.example%2Fu b https://v.example/w", Some("https://v.example/w")),
        (r#"<a href=&quot;https://x.example/y&quot;>"#, Some("https://x.example/y")),
        // Nothing but a link is one whatever signs are in it; in a sentence it ends where the sentence goes on.
        (r#""https://h.example/auth?state=店铺|7&k=1""#, Some("https://h.example/auth?state=店铺|7&k=1")),
        (r#"{"url":"https://h.example/授权?k=1"}"#, Some("https://h.example/授权?k=1")),
        (r#""https://h.example/授权""#, Some("https://h.example/授权")),
        (r#"" https://授权.example/a^b|c*d,e;f?k=1 ""#, Some("https://授权.example/a^b|c*d,e;f?k=1")),
        (r#""https://h.example/a？k=1""#, Some("https://h.example/a？k=1")),
        (r#""请看 https://h.example/auth?state=店铺|7&k=1，谢谢""#, Some("https://h.example/auth?state=店铺|7&k=1")),
        (r#""请看https://h.example/授权?k=1。""#, Some("https://h.example/授权?k=1")),
        (r#""请看https://h.example/x?k=1后重试""#, Some("https://h.example/x?k=1")),
        (r#""请看 https://h.example/a|b^c 后重试""#, Some("https://h.example/a|b^c")),
        (r#""https://h.example/a，请重试""#, Some("https://h.example/a")),
        (r#""tbopen://m.taobao.com/x?k=1""#, Some("tbopen://m.taobao.com/x?k=1")),
        (r#""请打开weixin://dl/x?k=1，谢谢""#, Some("weixin://dl/x?k=1")),
        (r#""taobao://a/b https://h.example/c""#, Some("https://h.example/c")),
        ("null", None),
        ("", None),
        ("\"", None),
        (r#"{"a":"ftp://x"}"#, None),
    ] {
        assert_eq!(first_link(json.as_bytes()).map(|link| link.text).as_deref(), expected, "{json}");
    }
}

/// In whatever escapes they come: a link opens a shop.
#[test]
fn no_link_is_shown() {
    for link in [
        "https://shop.example/auth?x=1",
        r"https:\/\/shop.example\/auth?x=1",
        r"https:\\/\\/shop.example\\/auth?x=1\\u0026y=2",
        r"https:\u002F\u002Fshop.example\u002Fauth",
        "HTTPS%3A%2F%2Fshop.example%2Fauth",
        "https%253A%252F%252Fshop.example%252Fauth",
        "https:&#x2F;&#x2F;shop.example&#x2F;auth",
        "http:&#47;&#47;shop.example",
        // The colon too.
        r"https\://shop.example/auth?x=1",
        r"https\:\/\/shop.example\/auth?x=1",
        r"https\\:\\/\\/shop.example\\/auth?x=1",
        r"https\%3A%2F%2Fshop.example%2Fauth",
        r"https\u003A\u002F\u002Fshop.example",
        "https://shop.example/auth?state=店铺|7&k=shop.example",
        "https://shop.example/授权?k=shop.example",
        "https://shop.example/a|b^shop.example",
        "tbopen://m.shop.example/x?k=1",
        "taobao://shop.example",
        "weixin://dl/shop.example?k=1",
        r"weixin:\/\/dl\/shop.example",
        "ftp://shop.example/x",
        "//shop.example/auth?x=1",
        "//shop.example",
        "www.shop.example/auth?x=1",
        "shop.example/auth?x=店铺|7&k=1",
        "shop.example:8080/auth?x=1",
    ] {
        for words in [format!("授权过期 {link}"), format!("授权过期 {link}，请授权 {link} !"), format!("h http {link}")]
        {
            let shown = format!("{0} {0:?}", api(&WRITE, Some(0), &words));
            assert!(!shown.contains("shop.example") && shown.contains("<link>"), "{words}: {shown}");
        }
    }
    for words in [
        "https",
        "http:/x",
        "see http: //",
        "the https port",
        "a//b",
        "// remark",
        "运费/单价",
        "erps.send/x",
        "1.5/2?",
        "a.b/c",
        "是否 y/n?",
        "Class::name",
    ] {
        assert!(!api(&WRITE, Some(0), words).to_string().contains("<link>"), "{words}");
    }
}

/// Words as long as a reply may be are looked through once.
#[test]
fn long_words_are_no_work() {
    const LONG: usize = 1 << 20;
    for part in [
        "http://a ",
        "http://a)",
        ")",
        "{ ",
        "[",
        "h",
        "1",
        "%",
        "%7",
        "A(",
        "\\",
        "http:\\",
        "a://b ",
        "a:",
        "/",
        "//",
        "a.bc/",
        "a.bc/?",
        "//a.bc ",
        "店",
        "http://a店",
        "1-",
        "1 3 8 ",
        "@",
        "a@b.",
    ] {
        let words = part.repeat(LONG / part.len());
        assert!(api(&WRITE, Some(0), &words).to_string().len() < 2_000, "{part}");
        assert_eq!(first_link(format!("[1 {words}").as_bytes()).is_some(), part.starts_with("http://"), "{part}");
    }
    let many = "\\".repeat(LONG);
    for (before, behind) in [("http://", "/"), ("http://", "u0026"), ("http:", "//x"), ("http", "://x")] {
        let words = format!("{before}{many}{behind}");
        assert_eq!(api(&WRITE, Some(0), &words).to_string().matches('\\').count(), 0, "{before} {behind}");
        assert!(first_link(words.as_bytes()).is_none_or(|link| link.text.len() < words.len()), "{before} {behind}");
        assert!(
            first_link(format!("[\"{words}\"]").as_bytes()).is_none_or(|link| link.text.len() < words.len()),
            "{before}"
        );
    }
    let closed = format!("http://a{}", ")".repeat(LONG));
    assert_eq!(first_link(closed.as_bytes()).map(|link| link.text).as_deref(), Some("http://a"));
}

#[test]
fn errors_are_small() {
    assert!(size_of::<Error<Kind>>() <= 16);
}
