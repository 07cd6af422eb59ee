//! The account of whoever is signed in: sign-in, password, codes, sessions.

pub(crate) mod api;
pub(crate) mod app_passwords;
pub(crate) mod home_page;
pub(crate) mod oidc;
pub(crate) mod password_page;
pub(crate) mod reset;
pub(crate) mod sign_in;
pub(crate) mod totp;
pub(crate) mod totp_page;
