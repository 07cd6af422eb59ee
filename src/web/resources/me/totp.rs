//! The second step of one's own signing in.

use qrcode::{Color, EcLevel, QrCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::auth::Credentials;
use crate::store::Totp;
use crate::web::Error;
use crate::web::router::{Access, ApiRequest, Blocking, Handler, Reply, Route, Scope, Verb, aside};

const PATH: &str = "/api/v1/me/totp";

pub(crate) fn routes() -> Vec<Route> {
    let may = (Access::Person, Scope::Me);
    vec![
        Route::get(PATH, may.0, may.1, read)
            .about("Whether signing in asks for a phone's codes, and what to tell the phone while that is begun")
            .gives::<SecondStep>(),
        Route::new(Verb::Post, PATH, may, Handler::Wait(begin))
            .about("Begin to be asked for codes: makes a secret for a phone, which is to be confirmed within an hour")
            .takes::<Proof>()
            .gives::<SecondStep>(),
        Route::new(Verb::Put, PATH, may, Handler::Ask(confirm))
            .about("Confirm by a code of the phone that it knows the secret: from now on, signing in asks for codes")
            .takes::<Code>()
            .gives::<SecondStep>(),
        Route::new(Verb::Delete, PATH, may, Handler::Wait(end))
            .about("Be asked for codes no more")
            .takes::<Proof>(),
    ]
}

/// State of the account's two-factor authentication.
#[derive(Default, Serialize, ToSchema)]
#[schema(as = Totp)]
pub(crate) struct SecondStep {
    /// `off`; `begun`, while the phone is to be told; or `on`.
    pub(crate) state: &'static str,
    /// The secret to type into the authenticator app, only while the state is `begun`, like the next two fields.
    pub(crate) secret: Option<String>,
    /// The secret as a link.
    pub(crate) link: Option<String>,
    /// For whoever loses the phone; each is good once.
    pub(crate) recovery_codes: Vec<String>,
    /// Number of unused recovery codes, while the state is `on`.
    pub(crate) recovery_codes_left: Option<usize>,
}

/// Proof that the request comes from the account's owner.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TotpProof)]
pub(super) struct Proof {
    /// The account's password.
    pub(super) password: String,
}

/// The code that the authenticator app shows.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TotpCode)]
struct Code {
    code: String,
}

fn read(call: &ApiRequest) -> Result<Reply, Error> {
    Reply::json(&SecondStep::of(call)?)
}

fn begin(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let proof: Proof = call.json()?;
        check(&call, &proof).await?;
        aside(move || {
            call.site.store.begin_totp(&call.person()?.name, call.now())?;
            read(&call)
        })
        .await
    })
}

fn confirm(call: &ApiRequest) -> Result<Reply, Error> {
    let code: Code = call.json()?;
    if !call.site.store.confirm_totp(&call.person()?.name, &code.code, call.now())? {
        let words = "This is not the code that the phone shows now. Look at its clock, and begin anew if it was longer ago \
                     than an hour.";
        return Err(Error::bad_input(words));
    }
    read(call)
}

fn end(call: ApiRequest) -> Blocking {
    Box::pin(async move {
        let proof: Proof = call.json()?;
        check(&call, &proof).await?;
        aside(move || {
            call.site.store.end_totp(&call.person()?.name)?;
            Ok(Reply::done())
        })
        .await
    })
}

pub(super) async fn check(call: &ApiRequest, proof: &Proof) -> Result<(), Error> {
    let given = Credentials::new(&call.person()?.name, &proof.password);
    call.site.auth.authenticate_account(call.address(), &given).await?;
    Ok(())
}

impl SecondStep {
    /// As it is for whoever asks.
    pub(crate) fn of(call: &ApiRequest) -> Result<Self, Error> {
        let name = &call.person()?.name;
        Ok(match call.site.store.totp(name, call.now())? {
            Totp::Off => Self { state: "off", ..Self::default() },
            Totp::Begun(begun) => Self {
                state: "begun",
                // Names of accounts are letters, digits, dots, hyphens and underscores.
                link: Some(format!("otpauth://totp/Longwave:{name}?secret={}&issuer=Longwave", begun.secret)),
                secret: Some(begun.secret),
                recovery_codes: begun.recovery_codes,
                ..Self::default()
            },
            Totp::On { recovery_codes_left } => {
                Self { state: "on", recovery_codes_left: Some(recovery_codes_left), ..Self::default() }
            }
        })
    }

    /// The link as a picture: how many squares it is wide, and the path of the dark ones; none if it cannot be drawn.
    pub(crate) fn picture(&self) -> Option<(usize, String)> {
        use std::fmt::Write as _;
        let code = QrCode::with_error_correction_level(self.link.as_ref()?, EcLevel::M).ok()?;
        let (width, mut path) = (code.width(), String::new());
        for (place, color) in code.to_colors().into_iter().enumerate() {
            if color == Color::Dark {
                // Writing to a string does not fail.
                let _ = write!(path, "M{} {}h1v1h-1z", place % width, place / width);
            }
        }
        Some((width, path))
    }
}
