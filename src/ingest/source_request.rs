//! A request to go live, as far as it is admitted.

use std::net::IpAddr;

use super::title;
use crate::auth::AuthenticatedSource;
use crate::source::live::{Buffer, Dj, DjTitle, is_placeholder};

/// Someone who may go live, and what they are about to send.
#[derive(Clone, Debug)]
pub(super) struct SourceRequest {
    pub(super) admitted: AuthenticatedSource,
    pub(super) from: IpAddr,
    /// The name that the program gives to what it sends: the DJ's for someone who has no account, else the show's.
    pub(super) name: Option<String>,
    /// Description that the program gives of it.
    pub(super) description: Option<String>,
    pub(super) program: Option<String>,
    /// The type of the container; `None` for Opus packets with their losses.
    pub(super) media_type: Option<String>,
    pub(super) buffer: Buffer,
}

/// Returns the key of a DJ: an account is one person, the source password may be anybody's.
pub(super) fn key_of(admitted: &AuthenticatedSource, number: u64) -> String {
    match admitted {
        AuthenticatedSource::Account(name) => format!("account {name}"),
        AuthenticatedSource::Token(name) => format!("token {name}"),
        AuthenticatedSource::External(dj) => format!("external {}", dj.name),
        AuthenticatedSource::Source => format!("source {number}"),
    }
}

/// Returns whether the DJ with `key` was let in as `admitted`; all who know the source password count as one.
pub(super) fn is_key_of(key: &str, admitted: &AuthenticatedSource) -> bool {
    match admitted {
        AuthenticatedSource::Source => key.starts_with("source "),
        _ => key == key_of(admitted, 0),
    }
}

impl SourceRequest {
    /// Returns the key of its DJ.
    pub(super) fn key(&self, number: u64) -> String {
        key_of(&self.admitted, number)
    }

    /// The name, as it can be shown; `None` for a placeholder.
    fn name(&self) -> Option<String> {
        self.name.as_deref().map(title::clean).filter(|name| !is_placeholder(name))
    }

    /// Returns the title shown for the show of a DJ with an account until they send one.
    pub(super) fn show(&self) -> Option<DjTitle> {
        let description = self.description.as_deref().map(title::clean);
        let show = self.name().or_else(|| description.filter(|text| !is_placeholder(text)))?;
        self.admitted.is_one_person().then(|| DjTitle { title: show, ..DjTitle::default() })
    }

    /// Returns the DJ; one without an account or a name is shown by the name of the station.
    pub(super) fn dj(&self, key: &str, station: &str) -> Dj {
        let name = match &self.admitted {
            AuthenticatedSource::Account(name) | AuthenticatedSource::Token(name) => name.clone(),
            AuthenticatedSource::External(dj) => dj.display_name.clone(),
            AuthenticatedSource::Source => self.name().unwrap_or_else(|| station.to_owned()),
        };
        Dj { key: key.to_owned(), name, program: self.program.clone() }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    fn request(account: Option<&str>, name: &str, description: &str) -> SourceRequest {
        let admitted =
            account.map_or(AuthenticatedSource::Source, |name| AuthenticatedSource::Account(name.to_owned()));
        SourceRequest {
            admitted,
            from: Ipv4Addr::LOCALHOST.into(),
            name: Some(name.to_owned()),
            description: Some(description.to_owned()),
            program: None,
            media_type: Some("audio/ogg".to_owned()),
            buffer: Buffer::Program,
        }
    }

    #[test]
    fn the_name_a_program_sends_is_the_shows_for_accounts_and_the_djs_for_others() {
        let check = |account: Option<&str>, name: &str, description: &str, expected: (&str, Option<&str>)| {
            let request = request(account, name, description);
            let show = request.show().map(|show| show.title);
            assert_eq!((request.dj("key", "Radio One").name.as_str(), show.as_deref()), expected, "{name:?}");
        };
        check(Some("ada"), "Night Waves", "slow music", ("ada", Some("Night Waves")));
        check(Some("ada"), "no name", "slow music", ("ada", Some("slow music")));
        check(Some("ada"), "Unspecified name", "", ("ada", None));
        check(None, "Ada", "slow music", ("Ada", None));
        check(None, "A\u{7}d\u{1b}a", "", ("Ada", None));
        for name in ["\u{1}", "", "no name", "DJ", "Unknown", "unnamed", "(unknown)", " Unspecified Name "] {
            check(None, name, "", ("Radio One", None));
            check(Some("ada"), name, name, ("ada", None));
        }
    }

    #[test]
    fn an_account_is_the_dj_of_its_own_show_and_the_source_password_of_any_that_used_it() {
        let (ada, source) = (request(Some("ada"), "", ""), request(None, "ada", ""));
        assert!(is_key_of(&ada.key(3), &ada.admitted) && is_key_of(&source.key(4), &source.admitted));
        assert!(!is_key_of(&ada.key(3), &AuthenticatedSource::Account("ad".to_owned())));
        assert!(!is_key_of(&ada.key(3), &AuthenticatedSource::Token("ada".to_owned())));
        assert!(!is_key_of(&ada.key(3), &source.admitted) && !is_key_of(&source.key(4), &ada.admitted));
    }
}
