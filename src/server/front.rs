//! The ports that listeners and browsers connect to, on an origin and on an edge alike.

use std::net::TcpListener;

use actix_http::body::MessageBody;
use actix_http::{HttpService, Request, Response};
use actix_server::{Server, ServerBuilder};
use actix_service::{IntoServiceFactory, ServiceFactory, map_config};
use actix_web::App;
use actix_web::dev::AppConfig;
use actix_web::web::Data;
use anyhow::Context;

use crate::mux::{self, Mux};
use crate::web::{self, AppState};

/// Time for the web server's requests to end, in seconds, once every stream has ended.
const REQUESTS_END_WITHIN: u64 = 2;

/// Serves everything that `door` knows and `app` answers, at these ports, by so many threads.
pub(super) fn serve<F, A, S, B>(
    ports: Vec<TcpListener>,
    workers: usize,
    door: &Mux,
    app: &F,
) -> anyhow::Result<ServerBuilder>
where
    F: Fn() -> A + Clone + Send + 'static,
    A: IntoServiceFactory<S, Request> + 'static,
    S: ServiceFactory<Request, Config = ()> + 'static,
    S::Error: Into<Response<actix_http::body::BoxBody>> + 'static,
    S::Response: Into<Response<B>> + 'static,
    S::InitError: std::fmt::Debug,
    B: MessageBody + 'static,
{
    // The web server stops accepting connections at the limit that it is given; there is another one that keeps some for
    // DJs and administrators.
    let most = usize::try_from(door.descriptors.limit()).unwrap_or(usize::MAX);
    let mut server = Server::build()
        .workers(workers)
        .max_concurrent_connections(most)
        .disable_signals()
        .shutdown_timeout(REQUESTS_END_WITHIN);
    for port in ports {
        let address = port.local_addr().context("cannot tell the port")?;
        tracing::info!(%address, "this port serves everything");
        let (door, app) = (door.clone(), app.clone());
        server = server
            .listen("main", port, move || mux::service(door.clone(), app.clone()))
            .context("cannot serve the port")?;
    }
    Ok(server)
}

/// Serves metrics on a port of their own, too.
pub(super) fn serve_metrics(
    server: ServerBuilder,
    listener: TcpListener,
    site: AppState,
) -> anyhow::Result<ServerBuilder> {
    let address = listener.local_addr().context("cannot tell the metrics' port")?;
    tracing::info!(%address, "metrics have a port of their own");
    let app = move || {
        let app = App::new().app_data(Data::new(site.clone())).configure(web::metrics_routes);
        map_config(app, |()| AppConfig::default())
    };
    server
        .listen("metrics", listener, move || HttpService::build().h1(app()).tcp())
        .context("cannot serve the metrics' port")
}

/// Serves the port of programs that speak SHOUTcast's protocol.
pub(super) fn serve_shoutcast(
    server: ServerBuilder,
    listener: TcpListener,
    door: Mux,
) -> anyhow::Result<ServerBuilder> {
    let address = listener.local_addr().context("cannot tell SHOUTcast's port")?;
    tracing::info!(%address, "SHOUTcast's programs may come");
    if door.tls_only {
        tracing::warn!(
            "SHOUTcast's protocol is never encrypted, and `tls_only` is set: only what trusted proxies send to its port \
             is taken"
        );
    }
    server
        .listen("shoutcast", listener, move || mux::shoutcast(door.clone()))
        .context("cannot serve SHOUTcast's port")
}
