use crate::error::Error;
use crate::tests::server::{Act, Server};
use crate::vvtool::{ErpsSend, ErrorKind, blocking};

const SHIPPED: &str = r#"{"code":0,"msg":"成功","data":[{"withholding_money":1,"success":true}]}"#;

/// A server on a thread of its own: the blocking client must not be inside a runtime.
fn server() -> String {
    let (tell, url) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let server = Server::start(|_| Act::Json(SHIPPED.to_owned())).await;
            tell.send(server.url.clone()).unwrap();
            std::future::pending::<()>().await;
        });
    });
    url.recv().unwrap()
}

fn ship() -> ErpsSend {
    ErpsSend::new("1234567", "123", "SF123456789", "POST")
}

#[test]
fn the_same_names_without_async() {
    let client = blocking::Client::builder().retry(crate::Retry::none()).host(server()).token("t").build().unwrap();
    let reply = ship().send(&client).unwrap();
    assert_eq!(reply.success, Some(true));
    assert_eq!(format!("{client:?}").matches("token").count(), 1);
}

#[test]
fn many_threads_share_one_client() {
    let client = blocking::Client::builder().retry(crate::Retry::none()).host(server()).token("t").build().unwrap();
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            std::thread::spawn(move || ship().send(&client).is_ok())
        })
        .collect();
    assert!(calls.into_iter().all(|call| call.join().unwrap()));
}

#[test]
fn on_a_thread_that_may_wait_it_works_whatever_runtime_that_belongs_to() {
    let client = blocking::Client::builder().retry(crate::Retry::none()).host(server()).token("t").build().unwrap();
    let works = |client: &blocking::Client| ship().send(client).is_ok();
    for threads in [1, 2] {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).build().unwrap();
        {
            let _entered = runtime.enter();
            assert!(works(&client), "entered");
        }
        let one = client.clone();
        assert!(
            runtime.block_on(async { tokio::task::spawn_blocking(move || works(&one)).await }).unwrap(),
            "spawn_blocking"
        );
        let one = client.clone();
        let inside = async move { tokio::task::block_in_place(|| works(&one)) };
        assert!(runtime.block_on(runtime.spawn(inside)).unwrap(), "block_in_place");
        assert!(
            runtime.block_on(async { tokio::task::block_in_place(|| works(&client)) }),
            "block_in_place at the root"
        );
        let one = client.clone();
        let nested = async move {
            tokio::task::spawn_blocking(move || {
                tokio::runtime::Handle::current().block_on(async {});
                works(&one)
            })
            .await
        };
        assert!(runtime.block_on(nested).unwrap(), "after a future in spawn_blocking");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let one = client.clone();
    assert!(runtime.block_on(async { tokio::task::spawn_blocking(move || works(&one)).await }).unwrap());
    let _entered = runtime.enter();
    assert!(works(&client) && works(&client));
}

#[test]
fn inside_a_future_it_is_refused_and_nothing_is_sent() {
    let client =
        blocking::Client::builder().retry(crate::Retry::none()).host("http://127.0.0.1:1").token("t").build().unwrap();
    let refused = |client: &blocking::Client| matches!(ship().send(client), Err(Error::<ErrorKind>::Config(_)));
    let (one, two) = (client.clone(), client.clone());
    let many = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    assert!(many.block_on(async { refused(&client) }), "the root of many threads");
    assert!(many.block_on(many.spawn(async move { refused(&one) })).unwrap(), "a worker");
    assert!(
        many.block_on(async {
            tokio::task::yield_now().await;
            refused(&client) && refused(&client)
        }),
        "again"
    );
    let single = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert!(single.block_on(async { refused(&client) }), "the root of one thread");
    assert!(single.block_on(async { tokio::spawn(async move { refused(&two) }).await }).unwrap(), "a task");
    let _entered = many.enter();
    assert!(single.block_on(async { refused(&client) }), "entered twice");
}

#[tokio::test]
async fn inside_async_it_is_an_error_and_no_panic() {
    let client =
        blocking::Client::builder().retry(crate::Retry::none()).host("http://127.0.0.1:1").token("t").build().unwrap();
    let error = ship().send(&client).unwrap_err();
    assert!(matches!(error, Error::<ErrorKind>::Config(_)) && error.to_string().contains("async"), "{error}");
    drop(client);
}
