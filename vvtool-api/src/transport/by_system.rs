//! https by what the operating system has: OpenSSL, SChannel, Secure Transport.

use std::sync::OnceLock;

use native_tls::{Certificate, TlsConnector};

use crate::error::{BoxedContext, Context};

/// `speaks`: some connection will be https. `roots` are trusted besides what the machine trusts.
pub(super) fn config(speaks: bool, roots: &[Vec<u8>]) -> Result<TlsConnector, BoxedContext> {
    // What the machine trusts is read when the first client for https is made, and once; a client for http reads nothing.
    static MACHINE: OnceLock<TlsConnector> = OnceLock::new();
    static NOBODY: OnceLock<TlsConnector> = OnceLock::new();
    let extra = certificates(roots)?;
    if speaks && !extra.is_empty() {
        return connector(true, extra);
    }
    let kept = if speaks { &MACHINE } else { &NOBODY };
    if let Some(connector) = kept.get() {
        return Ok(connector.clone());
    }
    let made = connector(speaks, Vec::new())?;
    Ok(kept.get_or_init(|| made).clone())
}

/// TLS itself failed.
pub(super) fn is_fault(error: &(dyn core::error::Error + 'static)) -> bool {
    error.is::<native_tls::Error>()
}

fn connector(speaks: bool, extra: Vec<Certificate>) -> Result<TlsConnector, BoxedContext> {
    let mut builder = TlsConnector::builder();
    builder.disable_built_in_roots(!speaks);
    for certificate in extra {
        builder.add_root_certificate(certificate);
    }
    builder.build().map_err(|error| Context::setup(format!("https cannot be set up: {error}")))
}

fn certificates(roots: &[Vec<u8>]) -> Result<Vec<Certificate>, BoxedContext> {
    let mut all = Vec::new();
    for pem in roots {
        let found = Certificate::stack_from_pem(pem).unwrap_or_default();
        if found.is_empty() {
            return Err(Context::setup("root_certificate holds no certificate in PEM"));
        }
        all.extend(found);
    }
    Ok(all)
}
