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
    let client = blocking::Client::builder().host(server()).token("t").build().unwrap();
    let reply = ship().send(&client).unwrap();
    assert_eq!(reply.success, Some(true));
    assert_eq!(format!("{client:?}").matches("token").count(), 1);
}

#[test]
fn many_threads_share_one_client() {
    let client = blocking::Client::builder().host(server()).token("t").build().unwrap();
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            std::thread::spawn(move || ship().send(&client).is_ok())
        })
        .collect();
    assert!(calls.into_iter().all(|call| call.join().unwrap()));
}

#[tokio::test]
async fn inside_async_it_is_an_error_and_no_panic() {
    let client = blocking::Client::builder().host("http://127.0.0.1:1").token("t").build().unwrap();
    let error = ship().send(&client).unwrap_err();
    assert!(matches!(error, Error::<ErrorKind>::Config(_)) && error.to_string().contains("async"), "{error}");
    drop(client);
}
