//! A loopback server on a thread of its own that answers every request with the same bytes.

use std::net::SocketAddr;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use bytes::Bytes;

use crate::Result;

/// Start it; it lives as long as the process.
pub fn start(reply: Bytes) -> Result<SocketAddr> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::spawn(move || {
        if let Err(error) = runtime.block_on(serve(listener, reply)) {
            eprintln!("loopback server: {error}");
        }
    });
    Ok(address)
}

async fn serve(listener: std::net::TcpListener, reply: Bytes) -> Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    // The request is read to its end, as a real server would: a connection with a half-read body could not be used again.
    let answer = move |_body: Bytes| core::future::ready(([(CONTENT_TYPE, "application/json")], reply.clone()));
    axum::serve(listener, Router::new().fallback(answer)).await?;
    Ok(())
}
