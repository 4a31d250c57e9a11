//! https by rustls. No process-wide default is read or installed: what else a program does with rustls stays its own. But for a Redis over
//! TLS, whose client knows no other way.

use std::sync::{Arc, OnceLock};

use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, Error, RootCertStore};
use rustls_platform_verifier::Verifier;

use crate::error::{BoxedContext, Context};

/// `speaks`: some connection will be https. `roots` are trusted besides what the machine trusts.
pub(super) fn config(speaks: bool, roots: &[Vec<u8>]) -> Result<ClientConfig, BoxedContext> {
    // What the machine trusts is read when the first client for https is made, and once; a client for http reads nothing.
    static MACHINE: OnceLock<ClientConfig> = OnceLock::new();
    static NOBODY: OnceLock<ClientConfig> = OnceLock::new();
    let extra = certificates(roots)?;
    let made = if !speaks {
        once(&NOBODY, || Ok(prepared()?.with_root_certificates(RootCertStore::empty()).with_no_client_auth()))
    } else if extra.is_empty() {
        once(&MACHINE, || trusting(Verifier::new(provider())?))
    } else {
        Verifier::new_with_extra_roots(extra, provider()).and_then(trusting)
    };
    made.map_err(|error| Context::setup(format!("https cannot be set up: {error}")))
}

fn provider() -> Arc<CryptoProvider> {
    #[cfg(feature = "rustls-aws-lc")]
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    #[cfg(not(feature = "rustls-aws-lc"))]
    let provider = rustls::crypto::ring::default_provider();
    Arc::new(provider)
}

/// A Redis over TLS takes the default of the process, and where there is none makes one of what is built in: if that is two, it panics.
#[cfg(feature = "redis-tls")]
pub(crate) fn settle_default() {
    if CryptoProvider::get_default().is_none() {
        // Where somebody else was faster, that one is it.
        let _ = Arc::unwrap_or_clone(provider()).install_default();
    }
}

type Prepared = rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>;

fn prepared() -> Result<Prepared, Error> {
    ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()
}

/// rustls calls every verifier but its own dangerous; this is the one that asks the operating system.
fn trusting(verifier: Verifier) -> Result<ClientConfig, Error> {
    let verifier: Arc<dyn ServerCertVerifier> = Arc::new(verifier);
    Ok(prepared()?.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
}

/// TLS itself failed.
pub(super) fn is_fault(error: &(dyn core::error::Error + 'static)) -> bool {
    error.is::<Error>()
}

/// Two threads may both make it; one is kept.
fn once(
    kept: &OnceLock<ClientConfig>,
    make: impl FnOnce() -> Result<ClientConfig, Error>,
) -> Result<ClientConfig, Error> {
    if let Some(config) = kept.get() {
        return Ok(config.clone());
    }
    let config = make()?;
    Ok(kept.get_or_init(|| config).clone())
}

fn certificates(roots: &[Vec<u8>]) -> Result<Vec<CertificateDer<'static>>, BoxedContext> {
    let mut all = Vec::new();
    for pem in roots {
        let found: Vec<_> = CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().unwrap_or_default();
        if found.is_empty() {
            return Err(Context::setup("root_certificate holds no certificate in PEM"));
        }
        all.extend(found);
    }
    Ok(all)
}
