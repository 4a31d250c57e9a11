//! The listening socket, which can be closed and opened again on the same port.

use core::time::Duration;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::time::sleep;

/// How long a caller waits for the server's thread to follow.
const FOLLOWS: Duration = Duration::from_secs(5);

/// Closes and opens a door from another thread.
#[derive(Debug, Clone, Default)]
pub(crate) struct Handle(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    is: Mutex<Is>,
    followed: Condvar,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Is {
    /// Wanted closed, until then where it opens by itself.
    closed: bool,
    until: Option<Instant>,
    /// What the server's thread has made of it.
    followed: bool,
}

impl Handle {
    fn is(&self) -> MutexGuard<'_, Is> {
        self.0.is.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes or opens the door, and comes back when connections meet that.
    pub(crate) fn set(&self, closed: bool) {
        let mut is = self.is();
        if is.closed == closed && is.until.is_none() {
            return;
        }
        *is = Is { closed, until: None, followed: false };
        self.0.changed.notify_one();
        // A server that has ended follows no more; what is asked of it then does not matter.
        drop(self.0.followed.wait_timeout_while(is, FOLLOWS, |is| !is.followed));
    }

    /// Closes the door for a while. For the server's own thread, which cannot wait for itself.
    pub(crate) fn close_for(&self, time: Duration) {
        *self.is() = Is { closed: true, until: Some(Instant::now() + time), followed: false };
        self.0.changed.notify_one();
    }

    fn follow(&self) {
        self.is().followed = true;
        self.0.followed.notify_all();
    }
}

/// The listening socket.
pub(crate) struct Door {
    pub(crate) address: SocketAddr,
    handle: Handle,
    listener: Option<TcpListener>,
    /// Bound and not listening: while the door is closed, nobody else gets the port.
    _reserved: Option<Socket>,
}

impl Door {
    /// A socket of the caller's, so that an address in use is his error; it becomes a door within a runtime.
    pub(crate) fn bind(address: SocketAddr) -> io::Result<Bound> {
        let reserved = bound(address)?;
        let address = reserved.local_addr()?.as_socket().unwrap_or(address);
        match listening(address) {
            Ok(listener) => Ok(Bound { address, listener, reserved: Some(reserved) }),
            // Not every system lets two sockets have one address, even when only one of them listens.
            Err(_) => {
                drop(reserved);
                Ok(Bound { address, listener: listening(address)?, reserved: None })
            }
        }
    }

    /// The next connection, waiting while the door is closed.
    pub(crate) async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        loop {
            let (closed, until) = {
                let is = self.handle.is();
                (is.closed, is.until)
            };
            if closed {
                self.listener = None;
                self.handle.follow();
                let left = until.map(|until| until.saturating_duration_since(Instant::now()));
                tokio::select! {
                    () = self.handle.0.changed.notified() => {}
                    () = sleep(left.unwrap_or_default()), if left.is_some() => {
                        let mut is = self.handle.is();
                        if is.until == until {
                            *is = Is::default();
                        }
                    }
                }
                continue;
            }
            let Some(listener) = &self.listener else {
                match listening(self.address).and_then(TcpListener::from_std) {
                    Ok(listener) => self.listener = Some(listener),
                    Err(_) => sleep(Duration::from_millis(10)).await,
                }
                continue;
            };
            self.handle.follow();
            tokio::select! {
                () = self.handle.0.changed.notified() => {}
                accepted = listener.accept() => match accepted {
                    Ok(accepted) => return accepted,
                    // A connection that was gone before it was taken, or no more files: the next one may do better.
                    Err(_) => sleep(Duration::from_millis(10)).await,
                },
            }
        }
    }
}

/// A bound address on its way to becoming a [`Door`].
pub(crate) struct Bound {
    pub(crate) address: SocketAddr,
    listener: std::net::TcpListener,
    reserved: Option<Socket>,
}

impl Bound {
    /// Within a runtime.
    pub(crate) fn open(self, handle: Handle) -> io::Result<Door> {
        let listener = Some(TcpListener::from_std(self.listener)?);
        Ok(Door { address: self.address, handle, listener, _reserved: self.reserved })
    }
}

fn bound(address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // On Windows it would let any program take the port away.
    #[cfg(not(windows))]
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    Ok(socket)
}

fn listening(address: SocketAddr) -> io::Result<std::net::TcpListener> {
    let socket = bound(address)?;
    socket.listen(1024)?;
    socket.set_nonblocking(true)?;
    Ok(socket.into())
}
