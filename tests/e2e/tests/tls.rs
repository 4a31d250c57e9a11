//! https: a certificate that the machine trusts is enough, and any other is a call that never reached the platform.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

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
    certificate_of(&[name], until)
}

fn certificate_of(names: &[&str], until: i32) -> Certificate {
    let mut params = CertificateParams::new(names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>()).unwrap();
    params.distinguished_name.push(DnType::CommonName, names[0]);
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

const PASSWORD: &str = "TEST_SECRET_of_a_redis";

/// A folder with the files of a certificate for this machine, by name and by address.
struct OfRedis {
    folder: PathBuf,
    files: [PathBuf; 2],
    pem: String,
}

impl OfRedis {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).unwrap();
        let files = ["redis.pem", "redis.key"].map(|name| folder.join(name));
        let served = certificate_of(&["localhost", "127.0.0.1"], 4000);
        fs::write(&files[0], &served.pem).unwrap();
        fs::write(&files[1], &served.key).unwrap();
        Self { folder, files, pem: served.pem }
    }

    fn files(&self) -> [&Path; 2] {
        self.files.each_ref().map(PathBuf::as_path)
    }

    /// Two calls of a process that trusts this certificate and takes its turns from there. Without them nothing is sent.
    fn calls(&self, redis: &str, trusted: &str, mock: &Mock, answered: bool) {
        let (trust, before) = (self.folder.join("trusted.pem"), mock.arrived());
        fs::write(&trust, trusted).unwrap();
        let client = Command::new(env!("CARGO_BIN_EXE_over_tls"))
            .args(["shared", redis, &mock.url, &mock.token()])
            .env("SSL_CERT_FILE", &trust)
            .env_remove("SSL_CERT_DIR")
            .output()
            .unwrap();
        let told = [client.stdout, client.stderr].map(|told| String::from_utf8_lossy(&told).into_owned());
        let lines: Vec<&str> = told[0].lines().collect();
        assert!(lines.len() == 2 && !told.concat().contains("TEST_SECRET"), "{redis}: {told:?}");
        let silent = "the Redis that shares the limits does not answer";
        match answered {
            true => assert_eq!(lines, ["answered"; 2], "{redis}: {told:?}"),
            false => assert!(lines.iter().all(|line| line.contains(silent)), "{redis}: {told:?}"),
        }
        assert_eq!(mock.arrived() - before, if answered { 2 } else { 0 }, "{redis}");
    }
}

#[test]
fn limits_are_shared_in_a_redis_over_tls_whose_certificate_is_trusted() {
    let here = OfRedis::new("redis-tls");
    let Some(redis) = Server::redis_over_tls(&here.folder.join("server"), here.files(), PASSWORD) else { return };
    let mock = Mock::start(SPEC).unwrap();
    let [right, wrong] =
        [PASSWORD, "TEST_SECRET_other"].map(|password| redis.url("0").replace("://", &format!("://:{password}@")));
    let plain = right.replace("rediss:", "redis:");
    let other = certificate("localhost", 4000).pem;
    // Whose certificate is trusted, which URL, whether calls have their turns.
    for (trusted, url, answered) in
        [(&here.pem, &right, true), (&other, &right, false), (&here.pem, &wrong, false), (&here.pem, &plain, false)]
    {
        here.calls(url, trusted, &mock, answered);
    }
}

#[test]
fn the_master_of_a_sentinel_is_spoken_to_over_tls_and_so_is_the_sentinel() {
    let here = OfRedis::new("sentinel-tls");
    let Some(master) = Server::redis_over_tls(&here.folder.join("master"), here.files(), PASSWORD) else { return };
    let Some(sentinel) = master.sentinel_over_tls(&here.folder.join("sentinel"), here.files(), PASSWORD) else {
        return;
    };
    let mock = Mock::start(SPEC).unwrap();
    let (both, plain) = (sentinel.url(""), format!("redis://127.0.0.1:{}", sentinel.port()));
    let master = format!("rediss://:{PASSWORD}@parcels");
    let other = certificate_of(&["localhost", "127.0.0.1"], 4000).pem;
    for (trusted, sentinel, master, answered) in [
        (&here.pem, &both, master.as_str(), true),
        (&here.pem, &plain, &master, true),
        (&other, &both, &master, false),
        (&other, &plain, &master, false),
        // Named without TLS it does not answer.
        (&here.pem, &both, "parcels", false),
    ] {
        let redis = format!("sentinel {} {master}", sentinel.trim_end_matches('/'));
        here.calls(&redis, trusted, &mock, answered);
    }
}

#[test]
fn all_nodes_of_a_cluster_are_spoken_to_over_tls() {
    let here = OfRedis::new("cluster-tls");
    let Some(nodes) = Server::cluster_over_tls(&here.folder.join("nodes"), here.files()) else { return };
    let mock = Mock::start(SPEC).unwrap();
    let other = certificate_of(&["localhost", "127.0.0.1"], 4000).pem;
    // Whichever of them is named, the one that has the account's keys is found.
    for node in &nodes {
        here.calls(&format!("cluster {}", node.url("")), &here.pem, &mock, true);
    }
    here.calls(&format!("cluster {}", nodes[0].url("")), &other, &mock, false);
    let kept = nodes.iter().filter(|node| node.say("KEYS *").contains("erps/send:turns")).count();
    assert_eq!(kept, 1);
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

/// How late the connection of a number is taken, in milliseconds.
type Late = fn(u64) -> u64;

/// Takes https, each connection as late as `late` says of its number, and counts: when requests came, and the port.
async fn slow(server: ServerConfig, late: Late) -> (Arc<Mutex<Vec<Instant>>>, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (port, acceptor) = (listener.local_addr().unwrap().port(), TlsAcceptor::from(Arc::new(server)));
    let came = Arc::new(Mutex::new(Vec::new()));
    let times = Arc::clone(&came);
    tokio::spawn(async move {
        for number in 0.. {
            let Ok((stream, _)) = listener.accept().await else { return };
            let (acceptor, times) = (acceptor.clone(), Arc::clone(&times));
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(late(number))).await;
                let mut inside = acceptor.accept(stream).await?;
                let mut request = [0; 8192];
                let mut read = 0;
                while !String::from_utf8_lossy(&request[..read]).contains("880000000001") {
                    match inside.read(&mut request[read..]).await? {
                        0 => return Ok(()),
                        more => read += more,
                    }
                }
                times.lock().unwrap().push(Instant::now());
                let body = r#"{"code":0,"msg":"ok","data":[{"withholding_money":1,"success":true}]}"#;
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
                    body.len()
                );
                inside.write_all((head + body).as_bytes()).await?;
                inside.shutdown().await
            });
        }
    });
    (came, port)
}

#[tokio::test(flavor = "multi_thread")]
async fn writes_whose_connections_take_unlike_times_do_not_arrive_together() {
    let cases: [(&str, Late); 3] = [
        ("each as long as the other", |_| 300),
        ("the first ten a second, then none", |number| if number < 10 { 1_000 } else { 0 }),
        ("any of ten times", |number| number * 7 % 10 * 60),
    ];
    for (what, late) in cases {
        let served = certificate("localhost", 4000);
        let (came, port) = slow(served.server, late).await;
        let builder = vvtool::Client::builder().token("synthetic").host(format!("https://localhost:{port}"));
        let client = builder.root_certificate(served.pem).body_style(vvtool::Body::Form).build().unwrap();
        let begun = Instant::now();
        let calls: Vec<_> = (0..30)
            .map(|tid: u32| {
                let client = client.clone();
                let ship = vvtool::ErpsSend::new("123456789", tid.to_string(), "880000000001", "ZTO");
                tokio::spawn(async move { ship.send(&client).await })
            })
            .collect();
        for call in calls {
            assert_eq!(call.await.unwrap().unwrap().success, Some(true), "{what}");
        }
        let whole = begun.elapsed();
        let mut came = came.lock().unwrap().clone();
        came.sort_unstable();
        let within = |at: usize| came[at..].iter().filter(|later| **later - came[at] < Duration::from_secs(1)).count();
        let most = (0..came.len()).map(within).max().unwrap();
        println!("{what}: 30 writes in {whole:?}, in one second asked <= 10 / measured {most}");
        assert!(most <= 10, "{what}: {most}");
        // Nobody waits for more than the slowest of them.
        assert!(whole < Duration::from_millis(30 * 113 + 1_600), "{what}: {whole:?}");
    }
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
