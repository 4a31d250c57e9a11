use super::*;

fn transport(host: &str, change: impl FnOnce(&mut Network)) -> Result<Transport, String> {
    let mut settings = Settings::default();
    change(&mut settings.network);
    let address = Address::new(host, "").map_err(|fault| fault.to_string())?;
    Transport::new(&settings, &address).map_err(|fault| fault.to_string())
}

#[test]
fn plain_http_needs_no_tls() {
    assert!(transport("http://localhost", |_| ()).is_ok());
    assert!(transport("http://localhost", |network| network.proxy = Some("http://proxy:1".to_owned())).is_ok());
}

#[test]
fn a_proxy_that_would_not_be_used_is_refused() {
    for scheme in ["ftp", "ws", "wss", "socks4", "socks4a", "socks5", "socks5h", "file", "htp", "data", "HTTPX"] {
        let url = format!("{scheme}://user:s3cr3t@127.0.0.1:1");
        let refused = transport("http://localhost", |network| network.proxy = Some(url));
        assert!(refused.is_err_and(|words| words.contains("proxy") && !words.contains("s3cr3t")), "{scheme}");
    }
    for url in ["127.0.0.1:1", "http://", "proxy", "", "//x:1", "mailto:x@y"] {
        assert!(transport("http://localhost", |network| network.proxy = Some(url.to_owned())).is_err(), "{url}");
    }
    assert!(transport("http://localhost", |network| network.proxy = Some("HTTP://user:x@proxy:1".to_owned())).is_ok());
}

#[cfg(any(feature = "rustls", feature = "rustls-aws-lc", feature = "native-tls"))]
#[test]
fn a_root_certificate_that_is_none_is_refused_whatever_the_host() {
    for (host, pem) in [("https://localhost", "no PEM"), ("http://localhost", "-----BEGIN CERTIFICATE-----")] {
        let refused = transport(host, |network| network.roots.push(pem.into()));
        assert!(refused.is_err_and(|words| words.contains("root_certificate")), "{host}");
    }
}

/// Run with no TLS feature, which `cargo test` of the workspace is not.
#[cfg(not(any(feature = "rustls", feature = "rustls-aws-lc", feature = "native-tls")))]
#[test]
fn without_tls_https_is_refused_with_the_features_to_turn_on() {
    type Change = fn(&mut Network);
    let cases: [(&str, Change); 3] = [
        ("https://localhost", |_| ()),
        ("http://localhost", |network| network.proxy = Some("https://proxy:1".to_owned())),
        ("http://localhost", |network| network.roots.push("PEM".into())),
    ];
    for (host, change) in cases {
        let refused = transport(host, change);
        let named = |words: &String| ["rustls", "rustls-aws-lc", "native-tls"].iter().all(|it| words.contains(it));
        assert!(refused.as_ref().is_err_and(named), "{host}: {:?}", refused.err());
    }
}
