//! `/sendspin` and `/{slug}/sendspin`: speakers that play a station in sync.

use actix_web::http::header::{HeaderValue, USER_AGENT};
use actix_web::web::{Data, Payload, Query};
use actix_web::{HttpRequest, HttpResponse, rt};
use serde::Deserialize;

use super::router::{address_of, public_origin};
use super::streams::address;
use super::upgrade::to_websocket;
use super::{AppState, Error, private};
use crate::broadcast::Broadcast;
use crate::model::{ClientInfo, Player};
use crate::output::sendspin::{self, MOST_MESSAGE, Offer, PlayerConnection};

/// Query of the address.
#[derive(Deserialize)]
pub(super) struct Asked {
    /// The station's slug; the first station where it is not said.
    station: Option<String>,
    /// The name of the rendition that is liked best.
    rendition: Option<String>,
}

/// Serves a player or a display.
pub(super) async fn socket(
    request: HttpRequest,
    site: Data<AppState>,
    asked: Query<Asked>,
    said: Payload,
) -> Result<HttpResponse, actix_web::Error> {
    let Asked { station, rendition } = asked.into_inner();
    let slug = request.match_info().get("slug").or(station.as_deref());
    let station = find(&site, slug).ok_or(Error::UnknownStation)?;
    let agent = request.headers().get(USER_AGENT).map(HeaderValue::as_bytes).unwrap_or_default();
    site.auth.check_ban(address_of(&request), agent).map_err(Error::from)?;
    private::check(&request, &site, &station, None).await?;
    let address = address(&request);
    let permit = site.gate.limits.take(station.slug(), address).map_err(Error::Full)?;
    let client = client_info(ClientInfo::new(address, agent, station.clock().now_us()));
    let (response, socket, messages) = to_websocket(&request, said, &[], MOST_MESSAGE)?;
    let connection = PlayerConnection {
        offer: Offer::of(&station, public_origin(&request), rendition),
        station,
        client,
        address: address_of(&request),
        agent: agent.to_vec(),
        open: site.gate.open.clone(),
        permit,
        audience: site.sendspin.clone(),
    };
    rt::spawn(sendspin::serve(connection, (socket, messages)));
    Ok(response)
}

/// Returns the station of this slug, or the first one.
fn find(site: &AppState, slug: Option<&str>) -> Option<Broadcast> {
    match slug {
        Some(slug) => site.broadcasts.get(slug),
        None => site.broadcasts.all().next(),
    }
}

/// Returns the client as a loudspeaker, unless its `User-Agent` says what else it is.
fn client_info(client: ClientInfo) -> ClientInfo {
    let player = if client.player == Player::Other { Player::Speaker } else { client.player };
    ClientInfo { player, ..client }
}
