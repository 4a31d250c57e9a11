//! Files in requests, over a real socket: the loopback server takes their parts, holds them against the spec, and remembers how long they
//! were and their digest.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test says what went wrong by stopping

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::PathBuf;

use vvtool_api::vvtool::{Body, Client, ClientBuilder, blocking};
use vvtool_api::{Error, Lang, Upload, WriteOutcome, top};
use vvtool_own_spec::api::gallery::{FilmsCheck, PhotosAdd};
use vvtool_own_spec::api::studio::{StudioPictureMark, StudioPictureUpload};

fn mock() -> vvtool_mock::Mock {
    vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/spec")).unwrap()
}

fn builder(mock: &vvtool_mock::Mock) -> ClientBuilder {
    Client::builder().host(mock.url.as_str()).token(mock.token())
}

/// A file of this name and content, in a folder of the test's own.
fn file(test: &str, name: &str, content: &[u8]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("vvtool-files-{test}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// Field, name, media type, size of the last request's files; it was not refused.
fn files(mock: &vvtool_mock::Mock) -> Vec<(String, String, String, u64)> {
    let last = mock.last_request().unwrap();
    assert_eq!((last.refused, last.notes), (None, Vec::new()));
    last.files.into_iter().map(|file| (file.field, file.file_name, file.media_type, file.size)).collect()
}

fn told(field: &str, name: &str, media: &str, size: u64) -> (String, String, String, u64) {
    (field.to_owned(), name.to_owned(), media.to_owned(), size)
}

/// SHA-256 of "12345", by sha256sum.
const DIGEST: &str = "5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5";

#[tokio::test]
async fn bytes_and_files_are_parts_with_names_and_media_types() {
    let mock = mock();
    let path = file("parts", "小猫.png", b"12345");
    // A style for all bodies is none for a call with a file.
    for client in [builder(&mock).build().unwrap(), builder(&mock).body_style(Body::Form).build().unwrap()] {
        let call = PhotosAdd::new(Upload::from_path(&path), "a/b", "猫");
        let call = call.thumbnail(Upload::from_bytes(&b"1"[..]).media_type("image/png"));
        assert_eq!(call.clone().send(&client).await.unwrap().url.as_deref(), Some("/p/1"));
        let expected = [told("image", "小猫.png", "image/png", 5), told("thumbnail", "thumbnail.png", "image/png", 1)];
        assert_eq!(files(&mock), expected);
        let sent = mock.last_request().unwrap();
        assert_eq!((sent.body.as_str(), sent.path.as_str()), ("multipart", "/gallery/rooms/a%2Fb/photos"));
        assert_eq!((sent.field("title"), sent.files[0].digest.as_str()), (Some("猫"), DIGEST));
        assert!(sent.header("content-length").is_some() && sent.header("transfer-encoding").is_none());
        // The path and what is in it are nobody's business.
        let shown = format!("{call:?} {sent:?}");
        assert!(shown.contains("Upload(\"小猫.png\", 5 bytes)") && !shown.contains("12345"), "{shown}");
    }
    let call = FilmsCheck::new(b"12345".to_vec()).scenes(["a", "b"]);
    assert_eq!(call.send(&builder(&mock).build().unwrap()).await.unwrap().good, Some(true));
    assert_eq!(files(&mock), [told("film", "film", "application/octet-stream", 5)]);
}

#[tokio::test]
async fn a_signed_call_is_sent_in_parts_and_signed_without_its_file() {
    let mock = mock();
    let options = mock.options();
    let builder = || {
        let builder = top::Client::builder(&options.app_key, &options.app_secret).session(&options.session);
        builder.host(format!("{}/studio/router", mock.url))
    };
    let call = || StudioPictureUpload::new(Upload::from_bytes(&b"12345"[..]).file_name("a.JPG"), "猫 1&");
    assert_eq!(call().send(&builder().build().unwrap()).await.unwrap().stored, Some(true));
    assert_eq!(files(&mock), [told("image", "a.JPG", "image/jpeg", 5)]);
    let sent = mock.last_request().unwrap();
    // What Python's hashlib makes of the four texts.
    assert_eq!((sent.body.as_str(), sent.field("sign")), ("multipart", Some("FE3A6FC04827302E3A17C5380D0150A1")));
    // In parts whether a file is given or not: the document says what the operation takes.
    for stamp in [None, Some(Upload::from_bytes(&b"1"[..]))] {
        let call = StudioPictureMark::new("x");
        let call = stamp.into_iter().fold(call, |call, stamp| call.stamp(stamp));
        assert_eq!(call.send(&builder().build().unwrap()).await.unwrap().marked, Some(true));
    }
    assert_eq!(files(&mock), [told("stamp", "stamp", "application/octet-stream", 1)]);
    let other = top::Client::builder(&options.app_key, "another").session(&options.session);
    call().send(&other.host(format!("{}/studio/router", mock.url)).build().unwrap()).await.unwrap_err();
    assert!(mock.last_request().unwrap().refused.unwrap().contains("the signature does not match"));
    let blocking = top::blocking::Client::builder(&options.app_key, &options.app_secret).session(&options.session);
    let blocking = blocking.host(format!("{}/studio/router", mock.url)).build();
    let stored = std::thread::spawn(move || call_blocking(&blocking.unwrap())).join().unwrap();
    assert_eq!(stored, Some(true));
}

fn call_blocking(client: &top::blocking::Client) -> Option<bool> {
    let upload = Upload::from_bytes(&b"12345"[..]).file_name("a.jpeg");
    StudioPictureUpload::new(upload, "x").send(client).unwrap().stored
}

#[test]
fn without_async_too() {
    let mock = mock();
    let client = blocking::Client::builder().host(mock.url.as_str()).token(mock.token()).build().unwrap();
    let path = file("blocking", "a.jpg", b"12345");
    PhotosAdd::new(path, "north", "Cat").send(&client).unwrap();
    assert_eq!(files(&mock), [told("image", "a.jpg", "image/jpeg", 5)]);
}

#[tokio::test]
async fn what_the_documents_do_not_take_is_refused_before_anything_leaves() {
    let mock = mock();
    let client = builder(&mock).build().unwrap();
    let long = file("refused", "long.jpg", &[b'x'; 65]);
    let name = |name: &str| Upload::from_bytes(&b"x"[..]).file_name(name);
    for (upload, words) in [
        (Upload::from_path(&long), "is longer than 64 bytes"),
        (Upload::from_bytes(vec![b'x'; 65]).file_name("a.png"), "is longer than 64 bytes"),
        (Upload::from_path(long.with_file_name("gone.jpg")), "is a file that cannot be read"),
        (Upload::from_path(long.parent().unwrap()).file_name("a.jpg"), "it is no regular file"),
        (name("a.gif"), "has a name of another kind than jpg, jpeg, png"),
        (name("a.png").media_type("image/jpeg"), "says something else than its media type"),
        (name("a.png").media_type("image/png\r\nx: y"), "has a media type that is none"),
        (name(""), "says by no name and no media type"),
    ] {
        let error = PhotosAdd::new(upload, "north", "Cat").send(&client).await.unwrap_err();
        let Error::Invalid(refused) = &error else { panic!("{words}: {error}") };
        let told: Vec<_> = refused.violations().iter().map(|each| (each.field(), each.rule())).collect();
        assert!(matches!(told.as_slice(), [("image", rule)] if rule.contains(words)), "{error}");
    }
    let mut without = PhotosAdd::default();
    (without.room, without.title) = (Some("north".into()), Some("Cat".into()));
    let error = without.send(&client).await.unwrap_err();
    assert!(error.to_string().contains("image: is required"), "{error}");
    assert!(mock.requests().is_empty());
}

/// The request as bytes, and a success.
fn raw(listener: TcpListener, answer: &'static str) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
        while !String::from_utf8_lossy(&bytes).ends_with("--\r\n") {
            let read = stream.read(&mut piece).unwrap();
            bytes.extend_from_slice(&piece[..read]);
            if read == 0 {
                break;
            }
        }
        stream.write_all(answer.as_bytes()).unwrap();
        String::from_utf8(bytes).unwrap()
    })
}

const GOOD: &str = "HTTP/1.1 200 OK\r\ncontent-length: 49\r\ncontent-type: application/json\r\n\r\n\
                    {\"code\": 0, \"msg\": \"ok\", \"data\": {\"url\": \"/p/1\"}}";

#[tokio::test]
async fn the_bytes_on_the_wire_are_those_of_a_browser() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = Client::builder().host(format!("http://{}", listener.local_addr().unwrap())).token("t");
    let server = raw(listener, GOOD);
    let path = file("wire", "a.png", b"12345");
    let image = Upload::from_path(&path).file_name("C:\\x\\小\"猫\"\r\nx: y.png");
    PhotosAdd::new(image, "north", "Cat").send(&client.build().unwrap()).await.unwrap();
    let sent = server.join().unwrap();
    let (head, body) = sent.split_once("\r\n\r\n").unwrap();
    let boundary = head.split("boundary=").nth(1).unwrap().lines().next().unwrap();
    assert_eq!(
        body,
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nCat\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"image\"; filename=\"小%22猫%22%0D%0Ax: y.png\"\r\n\
             Content-Type: image/png\r\n\r\n12345\r\n--{boundary}--\r\n"
        )
    );
    assert!(head.contains(&format!("content-length: {}", body.len())), "{head}");
}

#[tokio::test]
async fn a_file_that_is_gone_when_its_turn_comes_is_not_sent() {
    let mock = mock();
    let client = builder(&mock).build().unwrap();
    let path = file("gone", "a.jpg", b"12345");
    let sending = PhotosAdd::new(path.clone(), "north", "Cat").send(&client);
    std::fs::remove_file(&path).unwrap();
    let error = sending.await.unwrap_err();
    let Error::Transport(lost) = &error else { panic!("{error}") };
    assert!(!lost.is_connect() && error.to_string().contains("image: the file cannot be opened"), "{error}");
    assert_eq!((error.write_outcome(), error.is_retryable()), (WriteOutcome::NotExecuted, false));
    assert!(error.remedy(Lang::En).contains("look after it") && mock.requests().is_empty(), "{error}");
    // One that has grown beyond what is accepted neither.
    std::fs::write(&path, b"12345").unwrap();
    let sending = PhotosAdd::new(path.clone(), "north", "Cat").send(&client);
    std::fs::write(&path, [b'x'; 65]).unwrap();
    let error = sending.await.unwrap_err();
    assert!(error.to_string().contains("image: the file is longer than 64 bytes by now"), "{error}");
    assert_eq!(error.write_outcome(), WriteOutcome::NotExecuted);
    assert!(mock.requests().is_empty());
}
