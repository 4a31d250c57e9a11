//! The blocking clients on every kind of thread: they work where a thread may wait, and refuse where that would stop a runtime.

use std::time::Duration;

use tokio::runtime::Builder;
use vvtool_api::{WriteOutcome, top, vvtool};
use vvtool_e2e::{Said, Socket};

use crate::table::{look, store, write};
use crate::transport::{Fault, fault, right};

/// Both blocking clients, one of them with a token to fetch.
fn blocking(socket: &Socket) -> impl Fn() -> [Option<Fault>; 3] + Clone + Send + 'static {
    let top = vvtool_e2e::one_request!(top::blocking::Client::builder("12345678", "synthetic-secret"))
        .session("synthetic-session")
        .host(&socket.url);
    let fetching = vvtool_e2e::one_request!(vvtool::blocking::Client::builder())
        .account("account", "access key")
        .host(&socket.url);
    let (top, fetching) = (top.build().unwrap(), fetching.build().unwrap());
    move || {
        [fault("read", look().send(&top)), fault("write", store().send(&top)), fault("write", write().send(&fetching))]
    }
}

fn serving() -> Socket {
    Socket::answering(|heard| match heard.path.as_str() {
        "/api/proxy/oauth/token" => Said::json(r#"{"access_token":"fresh-token"}"#),
        path => Said::json(right(path, &heard.body)),
    })
}

#[test]
fn a_blocking_client_works_wherever_a_thread_may_wait() {
    let socket = serving();
    let works = |ends: [Option<Fault>; 3]| assert!(ends.iter().all(Option::is_none), "{ends:?}");
    let many = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let single = Builder::new_current_thread().enable_all().build().unwrap();
    works(blocking(&socket)());
    for runtime in [&many, &single] {
        let call = blocking(&socket);
        works(runtime.block_on(async { tokio::task::spawn_blocking(call).await }).unwrap());
        let _entered = runtime.enter();
        works(blocking(&socket)());
    }
    let call = blocking(&socket);
    works(many.block_on(async { tokio::spawn(async move { tokio::task::block_in_place(call) }).await }).unwrap());
    let call = blocking(&socket);
    works(many.block_on(async { tokio::task::block_in_place(call) }));
    let call = blocking(&socket);
    let threads: Vec<_> = (0..6).map(|_| std::thread::spawn(call.clone())).collect();
    threads.into_iter().for_each(|thread| works(thread.join().unwrap()));
    // Where a runtime gives a future no budget, nobody can tell a worker from a thread that may wait: no panic, and an answer.
    for runtime in [&many, &single] {
        let call = blocking(&socket);
        works(runtime.block_on(tokio::task::unconstrained(async { call() })));
    }
    // A client that is dropped inside async takes nothing with it.
    let call = blocking(&socket);
    single.block_on(async { drop(call) });
}

#[test]
fn a_blocking_client_refuses_to_stop_a_runtime() {
    let socket = serving();
    let refuses = |ends: [Option<Fault>; 3]| {
        for end in ends {
            let fault = end.expect("it is refused");
            assert_eq!((fault.outcome, fault.retryable), (WriteOutcome::NotExecuted, false), "{fault:?}");
            assert!(fault.shown.contains("async"), "{fault:?}");
        }
    };
    let many = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let single = Builder::new_current_thread().enable_all().build().unwrap();
    let call = blocking(&socket);
    refuses(many.block_on(async { tokio::spawn(async move { call() }).await }).unwrap());
    let call = blocking(&socket);
    refuses(many.block_on(async { call() }));
    let call = blocking(&socket);
    refuses(single.block_on(async { call() }));
    let call = blocking(&socket);
    refuses(single.block_on(async {
        tokio::time::sleep(Duration::from_millis(1)).await;
        call()
    }));
    let call = blocking(&socket);
    let local = tokio::task::LocalSet::new();
    refuses(local.block_on(&single, async { tokio::task::spawn_local(async move { call() }).await.unwrap() }));
    assert!(socket.heard().is_empty(), "nothing was sent, no token either");
}
