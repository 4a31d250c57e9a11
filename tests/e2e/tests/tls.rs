//! https: a certificate that the machine trusts is enough, and any other is a call that never reached the platform.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use rcgen::{CertificateParams, DnType, KeyPair, date_time_ymd};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use vvtool_api::{Class, Lang, WriteOutcome, vvtool};
use vvtool_e2e::SPEC;
use vvtool_e2e::servers::Server;
use vvtool_mock::Mock;

struct Certificate {
    pem: String,
    key: String,
    server: ServerConfig,
}

fn certificate(name: &str, until: i32) -> Certificate {
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(2000, 1, 1);
    params.not_after = date_time_ymd(until, 1, 1);
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let server = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::try_from(key.serialize_der()).unwrap());
    Certificate { pem: certificate.pem(), key: key.serialize_pem(), server: server.unwrap() }
}

/// Takes https and passes it on as plain text; the port.
async fn in_front_of(mock: &Mock, server: ServerConfig) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let behind = mock.url.trim_start_matches("http://").to_owned();
    let acceptor = TlsAcceptor::from(Arc::new(server));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, behind) = (acceptor.clone(), behind.clone());
            tokio::spawn(async move {
                let mut inside = acceptor.accept(stream).await?;
                tokio::io::copy_bidirectional(&mut inside, &mut TcpStream::connect(behind).await?).await
            });
        }
    });
    port
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_certificate_that_is_trusted_is_spoken_to() {
    let other = certificate("other.example", 4000);
    // served, trusted (none: the same), what is said of the one served (none: the calls are answered)
    for (served, trusted, words) in [
        (certificate("localhost", 4000), None, None),
        (certificate("localhost", 4000), Some(&other), Some("UnknownIssuer")),
        (certificate("gateway.example", 4000), None, Some("not valid for name")),
        (certificate("localhost", 2001), None, Some("expired")),
    ] {
        let mock = Mock::start(SPEC).unwrap();
        let trust = Path::new(env!("CARGO_TARGET_TMPDIR")).join("trusted.pem");
        fs::write(&trust, &trusted.unwrap_or(&served).pem).unwrap();
        let host = format!("https://localhost:{}", in_front_of(&mock, served.server).await);
        let [gateway, platform] = [&mock.url, &mock.top_url()].map(|url| url.replace(&mock.url, &host));
        let options = mock.options();
        let client = Command::new(env!("CARGO_BIN_EXE_over_tls"))
            .args([&gateway, &mock.token(), &platform, &options.app_key, &options.app_secret, &options.session])
            .env("SSL_CERT_FILE", &trust)
            .env_remove("SSL_CERT_DIR")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&client.stdout).into_owned();
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(lines.len(), 4, "{said}{}", String::from_utf8_lossy(&client.stderr));
        match words {
            None => {
                assert_eq!(lines, ["answered"; 4]);
                assert_eq!(mock.requests().len(), 4);
            }
            Some(words) => {
                for line in lines {
                    assert!(
                        line.starts_with("tls: true, again: false, connected: false, the write: NotExecuted: ")
                            && line.contains(words),
                        "{line}"
                    );
                }
                assert!(mock.requests().is_empty(), "nothing was sent to a stranger");
            }
        }
    }
}

#[test]
fn limits_are_shared_in_a_redis_over_tls_whose_certificate_is_trusted() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("redis-tls");
    fs::create_dir_all(&folder).unwrap();
    let [certificate_file, key_file, trust] =
        ["redis.pem", "redis.key", "trusted-redis.pem"].map(|name| folder.join(name));
    let served = certificate("localhost", 4000);
    fs::write(&certificate_file, &served.pem).unwrap();
    fs::write(&key_file, &served.key).unwrap();
    let password = "TEST_SECRET_of_a_redis";
    let Some(redis) = Server::redis_over_tls(&folder.join("server"), [&certificate_file, &key_file], password) else {
        return;
    };
    let mock = Mock::start(SPEC).unwrap();
    let [right, wrong] =
        [password, "TEST_SECRET_other"].map(|password| redis.url("0").replace("://", &format!("://:{password}@")));
    let plain = right.replace("rediss:", "redis:");
    let other = certificate("localhost", 4000).pem;
    // Whose certificate is trusted, which URL, whether calls have their turns.
    for (trusted, url, answered) in [
        (&served.pem, &right, true),
        (&other, &right, false),
        (&served.pem, &wrong, false),
        (&served.pem, &plain, false),
    ] {
        fs::write(&trust, trusted).unwrap();
        let client = Command::new(env!("CARGO_BIN_EXE_over_tls"))
            .args(["shared", url, &mock.url, &mock.token()])
            .env("SSL_CERT_FILE", &trust)
            .env_remove("SSL_CERT_DIR")
            .output()
            .unwrap();
        let told = [client.stdout, client.stderr].map(|told| String::from_utf8_lossy(&told).into_owned());
        let lines: Vec<&str> = told[0].lines().collect();
        assert!(lines.len() == 2 && !told.concat().contains("TEST_SECRET"), "{told:?}");
        match answered {
            true => assert_eq!(lines, ["answered"; 2], "{told:?}"),
            false => assert!(
                lines.iter().all(|line| line.contains("the Redis that shares the limits does not answer")),
                "{told:?}"
            ),
        }
    }
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_root_certificate_of_the_program_is_trusted_besides_the_machines() {
    let served = certificate("localhost", 4000);
    let mock = Mock::start(SPEC).unwrap();
    let host = format!("https://localhost:{}", in_front_of(&mock, served.server).await);
    let builder = || vvtool::Client::builder().token(mock.token()).host(&host);
    let ship = || vvtool::ErpsSend::new("123456789", "1000000000000000001", "880000000001", "ZTO");
    let client = builder().root_certificate(served.pem).build().unwrap();
    assert_eq!(ship().send(&client).await.unwrap().success, Some(true));
    let stranger = builder().root_certificate(certificate("localhost", 4000).pem).build().unwrap();
    let error = ship().send(&stranger).await.unwrap_err();
    assert_eq!(error.write_outcome(), WriteOutcome::NotExecuted, "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn http_1_is_the_only_protocol() {
    let mut served = certificate("localhost", 4000);
    served.server.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let acceptor = TlsAcceptor::from(Arc::new(served.server));
    let chosen = tokio::spawn(async move {
        let inside = acceptor.accept(listener.accept().await.unwrap().0).await.unwrap();
        inside.get_ref().1.alpn_protocol().map(<[u8]>::to_vec)
    });
    let client = vvtool::Client::builder().token("synthetic").host(&host).root_certificate(served.pem).build().unwrap();
    let ship = vvtool::ErpsSend::new("123456789", "1000000000000000001", "880000000001", "ZTO");
    // It hangs up once that is settled.
    ship.send(&client).await.unwrap_err();
    assert_ne!(chosen.await.unwrap().as_deref(), Some(b"h2".as_slice()));
    // No library here speaks another one.
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock")).unwrap();
    assert!(lock.contains("name = \"hyper\"\n") && !lock.contains("name = \"h2\"\n"));
}

/// What stands behind a port that speaks no TLS: a server of plain http, one that says something else, one that hangs up.
#[tokio::test(flavor = "multi_thread")]
async fn a_port_that_speaks_no_tls_is_told_as_such_and_never_tried_again() {
    let mock = Mock::start(SPEC).unwrap();
    let mut hosts = vec![mock.url.replace("http:", "https:")];
    for says in
        ["HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "SSH-2.0-OpenSSH_9.6\r\n", "\0\0\0\0\0\0\0\0", ""]
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        hosts.push(format!("https://localhost:{}", listener.local_addr().unwrap().port()));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut hello = [0; 4096];
                let _ = stream.read(&mut hello).await;
                let _ = stream.write_all(says.as_bytes()).await;
            }
        });
    }
    for host in hosts {
        let client = vvtool::Client::builder().token("synthetic").host(&host).build().unwrap();
        let ship = vvtool::ErpsSend::new("123456789", "1000000000000000001", "880000000001", "ZTO");
        let error = ship.send(&client).await.unwrap_err();
        let vvtool::Error::Transport(transport) = &error else { panic!("{host}: {error:?}") };
        assert!(transport.is_tls() && transport.is_connect() && !error.is_retryable(), "{host}: {error:?}");
        assert!(error.to_string().contains("TLS") && error.remedy(Lang::En).contains("TLS"), "{error}");
        assert_eq!((error.write_outcome(), error.class()), (WriteOutcome::NotExecuted, Class::DoNotRetry), "{host}");
    }
    // No server at all: that may pass.
    let client = vvtool::Client::builder().token("synthetic").host("https://127.0.0.1:1").build().unwrap();
    let ship = vvtool::ErpsSend::new("123456789", "1000000000000000001", "880000000001", "ZTO");
    let error = ship.send(&client).await.unwrap_err();
    assert!(error.is_retryable() && error.class() == Class::RetryWithBackoff, "{error:?}");
    assert!(mock.requests().is_empty());
}

#[test]
fn a_client_for_http_reads_no_certificates() {
    let mock = Mock::start(SPEC).unwrap();
    let options = mock.options();
    let run = |gateway: &str, platform: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_over_tls"))
            .args([gateway, &mock.token(), platform, &options.app_key, &options.app_secret, &options.session])
            .env("SSL_CERT_FILE", "/no/such/file")
            .env_remove("SSL_CERT_DIR")
            .output()
            .unwrap();
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    };
    let [said, complaint] = run(&mock.url, &mock.top_url());
    assert_eq!(said, "answered\n".repeat(4), "{complaint}");
    let [said, complaint] = run("https://localhost:1", "https://localhost:1");
    assert!(said.is_empty() && complaint.contains("https cannot be set up"), "{said}{complaint}");
}
