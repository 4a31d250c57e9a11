//! Between a new connection and the request on it: connections take unlike times, and calls that left one after another must not arrive
//! together because of that.

use core::pin::Pin;
use core::task::{Context, Poll};

use tower_layer::Layer;
use tower_service::Service;

use crate::exchange::Departure;

tokio::task_local! {
    /// Of the request whose connection is made: without a pool it is made by the task that sends it.
    static DEPARTURE: Departure;
}

/// Send with this; the time in which it waits is that of its connection.
pub(super) async fn with<T>(departure: Option<Departure>, sent: impl Future<Output = T>) -> T {
    match departure {
        Some(departure) => DEPARTURE.scope(departure, sent).await,
        None => sent.await,
    }
}

/// Around whatever connects.
#[derive(Clone)]
pub(super) struct Departing;

#[derive(Clone)]
pub(super) struct Connecting<S>(S);

impl<S> Layer<S> for Departing {
    type Service = Connecting<S>;
    fn layer(&self, inner: S) -> Connecting<S> {
        Connecting(inner)
    }
}

impl<S, R> Service<R> for Connecting<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
    S::Response: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let connecting = self.0.call(request);
        Box::pin(async move {
            let connection = connecting.await?;
            if let Ok(departure) = DEPARTURE.try_with(Departure::clone) {
                departure.comes().await;
            }
            Ok(connection)
        })
    }
}
