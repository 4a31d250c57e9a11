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
