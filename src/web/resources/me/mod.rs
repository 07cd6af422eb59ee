//! The account of whoever is signed in: sign-in, password, codes, sessions.

pub(in crate::web) mod api;
pub(in crate::web) mod home_page;
pub(in crate::web) mod password_page;
pub(in crate::web) mod sign_in;
pub(in crate::web) mod totp;
pub(in crate::web) mod totp_page;
