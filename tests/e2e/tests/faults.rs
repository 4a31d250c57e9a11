//! What becomes of a call when the connection, the server or the reply is broken.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use core::time::Duration;

use vvtool_api::rt::v1::{Effect, Operation};
use vvtool_api::{Class, Error, WriteOutcome};
use vvtool_e2e::{Clients, Gateway, Typed, Visitor, sample, visit};
use vvtool_mock::{Ending, Raw};

/// Which variant of the error.
#[derive(Debug, PartialEq, Clone, Copy)]
enum Variant {
    Api,
    Transport,
    Decode,
    Config,
    Invalid,
}

fn variant<K>(error: &Error<K>) -> Variant {
    match error {
        Error::Api(_) => Variant::Api,
        Error::Transport(_) => Variant::Transport,
        Error::Decode(_) => Variant::Decode,
        Error::Config(_) => Variant::Config,
        _ => Variant::Invalid,
    }
}

struct Fault {
    name: &'static str,
    answer: Raw,
    variant: Variant,
    class: Class,
    status: Option<u16>,
}

const LIMIT: usize = 8 * 1024 * 1024;

fn faults() -> Vec<Fault> {
    let fault = |name, answer, variant, class, status| Fault { name, answer, variant, class, status };
    let json = r#"{"code":0,"msg":"ok","data":{}}"#;
    let html = "<html><body>502 Bad Gateway</body></html>";
    vec![
        fault(
            "redirect",
            Raw::redirect("http://127.0.0.1:1/elsewhere"),
            Variant::Transport,
            Class::FixRequest,
            Some(302),
        ),
        fault("closed before the reply", Raw::silence(), Variant::Transport, Class::RetryWithBackoff, None),
        fault(
            "closed within the reply",
            Raw::ok(json).ending(Ending::Cut(10)),
            Variant::Transport,
            Class::RetryWithBackoff,
            None,
        ),
        fault("garbage", Raw::ok("\u{0}\u{1}garbage"), Variant::Decode, Class::ContactSupport, Some(200)),
        fault("truncated JSON", Raw::ok(r#"{"code":0,"da"#), Variant::Decode, Class::ContactSupport, Some(200)),
        fault("no body", Raw::ok(""), Variant::Decode, Class::ContactSupport, Some(200)),
        fault("another document", Raw::ok("[1,2,3]"), Variant::Decode, Class::ContactSupport, Some(200)),
        fault("a body above the limit", Raw::ok(vec![b' '; LIMIT + 1]), Variant::Transport, Class::DoNotRetry, None),
        fault(
            "502 with HTML",
            Raw::ok(html).status(502).header("content-type", "text/html"),
            Variant::Transport,
            Class::RetryWithBackoff,
            Some(502),
        ),
        fault("500 without a body", Raw::ok("").status(500), Variant::Transport, Class::RetryWithBackoff, Some(500)),
        fault(
            "404 with HTML",
            Raw::ok(html).status(404).header("content-type", "text/html"),
            Variant::Transport,
            Class::FixRequest,
            Some(404),
        ),
        // No decompression is compiled in: compressed bytes are no JSON, and no bomb either.
        fault(
            "gzip nobody asked for",
            Raw::ok(&b"\x1f\x8b\x08\0\0\0\0\0"[..]).header("content-encoding", "gzip"),
            Variant::Decode,
            Class::ContactSupport,
            Some(200),
        ),
    ]
}

struct EveryFault {
    clients: Clients,
    calls: usize,
}

impl Visitor for EveryFault {
    fn operation<O>(&mut self, name: &str)
    where
        O: Operation + Typed,
        O::Reply: Typed,
        O::Kind: Gateway,
    {
        for fault in faults() {
            self.clients.mock.reset();
            self.clients.mock.answer(name, fault.answer).unwrap();
            let case = format!("{name}, {}", fault.name);
            let request = sample::<O>(&self.clients.mock, name);
            for error in [self.clients.call(request.clone()), self.clients.call_blocking(request)]
                .map(|result| result.expect_err(&case))
            {
                assert_eq!(variant(&error), fault.variant, "{case}: {error:?}");
                assert_eq!(error.class(), fault.class, "{case}: {error:?}");
                assert_eq!(error.status(), fault.status, "{case}: {error:?}");
                let read = O::META.effect == Effect::Read;
                let outcome = if read { WriteOutcome::NotExecuted } else { WriteOutcome::Unknown };
                assert_eq!(error.write_outcome(), outcome, "{case}: {error:?}");
                assert!(!error.is_retryable() || read, "{case}: a write that may have been done must not be repeated");
                self.calls += 1;
            }
            // One call, one request: nothing is repeated or followed behind the caller's back.
            assert_eq!(self.clients.mock.requests().len(), 2, "{case}");
        }
    }
}

#[test]
fn every_fault_of_every_operation() {
    let mut every = EveryFault { clients: Clients::new(), calls: 0 };
    visit(&mut every);
    assert_eq!(every.calls, every.clients.mock.operations().len() * faults().len() * 2);
}

struct NoAnswer(Clients);

impl Visitor for NoAnswer {
    fn operation<O>(&mut self, name: &str)
    where
        O: Operation + Typed,
        O::Reply: Typed,
        O::Kind: Gateway,
    {
        let request = sample::<O>(&self.0.mock, name);
        let never = Duration::from_secs(3600);
        for answer in [Raw::ok("{}").after(never), Raw::ok("{\"code\":0}").ending(Ending::Stall(3))] {
            self.0.mock.answer(name, answer).unwrap();
            let error = self.0.call(request.clone()).expect_err(name);
            let Error::Transport(ref transport) = error else { panic!("{name}: {error:?}") };
            assert!(transport.is_timeout(), "{name}: {error:?}");
            let outcome =
                if O::META.effect == Effect::Read { WriteOutcome::NotExecuted } else { WriteOutcome::Unknown };
            assert_eq!((error.class(), error.write_outcome()), (Class::RetryWithBackoff, outcome), "{name}");
        }
    }
}

#[test]
fn no_answer_in_time() {
    visit(&mut NoAnswer(Clients::with_timeout(Duration::from_millis(400))));
}

struct NobodyThere(Clients);

impl Visitor for NobodyThere {
    fn operation<O>(&mut self, name: &str)
    where
        O: Operation + Typed,
        O::Reply: Typed,
        O::Kind: Gateway,
    {
        let error = self.0.call(sample::<O>(&self.0.mock, name)).expect_err(name);
        let Error::Transport(ref transport) = error else { panic!("{name}: {error:?}") };
        assert!(transport.is_connect(), "{name}: {error:?}");
        // Nothing left this machine, so even a write may be repeated.
        assert_eq!((error.write_outcome(), error.is_retryable()), (WriteOutcome::NotExecuted, true), "{name}");
    }
}

#[test]
fn no_connection() {
    visit(&mut NobodyThere(Clients::unreachable()));
}

#[test]
fn a_body_at_the_limit_is_read() {
    let clients = Clients::new();
    let mut body = br#"{"code":614,"msg":"no such thing"}"#.to_vec();
    body.resize(LIMIT, b' ');
    clients.mock.answer("vvtool/erps/send", Raw::ok(body)).unwrap();
    let error = clients.call(vvtool_api::vvtool::ErpsSend::new("1", "2", "3", "POST")).unwrap_err();
    assert_eq!((variant(&error), error.code()), (Variant::Api, "614"));
}
