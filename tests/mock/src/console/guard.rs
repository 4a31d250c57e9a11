//! Which requests are answered while the console is served.
//!
//! A page of another site cannot read what is here, as the server allows no other origin; but it can send, and it can give its own host
//! the address of this machine. So a request has to name this machine, and one that a browser sent has to come from the server's own page.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{HOST, ORIGIN};

use super::Shown;

/// The origin of the server as the request names it, `http://localhost:8080`.
pub(super) fn origin(request: &Request, port: u16, own: bool) -> Result<String, Shown> {
    let text = |name: &str| request.headers().get(name).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let named = text(HOST.as_str()).map(|host| host.to_ascii_lowercase());
    let target = request.uri().authority().map(|authority| authority.as_str().to_ascii_lowercase());
    let known = |host: &String| is_here(host, port);
    let Some(host) = named.filter(known).filter(|_| target.as_ref().is_none_or(known)) else {
        return Err(Shown::words(
            StatusCode::MISDIRECTED_REQUEST,
            format!(
                "the request has to name 127.0.0.1:{port} or localhost:{port} as its host: under another name it may be another site's \
                 page that asks. A server without its console (vvtool-mock --no-console) answers under every name"
            ),
        ));
    };
    let here = format!("http://{host}");
    match text(ORIGIN.as_str()) {
        Some(origin) if origin != here => return Err(refused("the header Origin names another site's page")),
        // Programs send none; what the console itself changes is for its page only.
        None if own && !request.method().is_safe() => return Err(refused("the header Origin is missing")),
        _ => {}
    }
    // A browser says of every request whose page it is from, also where it sends no origin. A link to the console's page may stand anywhere.
    let foreign = text("sec-fetch-site").is_some_and(|site| !matches!(site.as_ref(), "same-origin" | "none"));
    let link = own && request.method().is_safe() && text("sec-fetch-mode").is_some_and(|mode| mode == "navigate");
    if foreign && !link {
        return Err(refused("the header Sec-Fetch-Site says that another site's page sent it"));
    }
    Ok(here)
}

fn is_here(host: &str, port: u16) -> bool {
    let (name, given) = host.rsplit_once(':').unwrap_or((host, "80"));
    matches!(name, "127.0.0.1" | "localhost") && given.parse() == Ok(port)
}

fn refused(why: &str) -> Shown {
    Shown::words(StatusCode::FORBIDDEN, format!("{why}: only the page of this server and programs may send this"))
}

#[cfg(test)]
mod tests {
    use super::is_here;

    #[test]
    fn only_this_machine_is_here() {
        for (host, here) in [
            ("127.0.0.1:8080", true),
            ("localhost:8080", true),
            ("localhost", false),
            ("localhost:80", false),
            ("evil.example:8080", false),
            ("127.0.0.1:8080.evil.example", false),
            ("localhost.evil.example:8080", false),
            ("127.0.0.2:8080", false),
            ("", false),
        ] {
            assert_eq!(is_here(host, 8080), here, "{host}");
        }
        assert!(is_here("localhost", 80));
    }
}
