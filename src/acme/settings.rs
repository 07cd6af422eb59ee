//! Settings of the orders, as the configuration gives them.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use url::Host;

use crate::model::Address;

/// The directory of Let's Encrypt, where nothing else is said.
pub const LETS_ENCRYPT: &str = instant_acme::LetsEncrypt::Production.url();
/// Most names of a certificate: what Let's Encrypt allows.
const MOST_NAMES: usize = 100;

/// Names, certificate authority and account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcmeSettings {
    /// Names that the certificate is for.
    pub names: Hostnames,
    /// The certificate authority.
    pub directory: DirectoryUrl,
    /// Mail address for messages of the authority.
    pub contact: Option<AcmeContact>,
    /// PEM file of certificates to trust, besides the system's, in connections to the authority.
    pub ca: Option<PathBuf>,
}

/// Reasons why a setting cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSetting {
    /// There is no name.
    #[error("there is no name")]
    NoName,
    /// It has more names than a certificate may have.
    #[error("a certificate has at most {MOST_NAMES} names")]
    ManyNames,
    /// It is not a host name.
    #[error("{0:?} is not a host name such as radio.example")]
    Name(String),
    /// It is a wildcard, which is validated by DNS alone.
    #[error("{0:?} has a wildcard, which needs a challenge by DNS: name each host")]
    Wildcard(String),
    /// The directory's address is not one.
    #[error("the directory must be an https address")]
    Directory,
    /// The mail address is not one.
    #[error("{0:?} is not a mail address")]
    Contact(String),
}

/// Host names of a certificate, in lower case, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hostnames(Vec<String>);

impl Hostnames {
    /// Returns all names.
    pub fn all(&self) -> &[String] {
        &self.0
    }
}

impl FromStr for Hostnames {
    type Err = InvalidSetting;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut names = Vec::new();
        for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let name = host_name(name)?;
            if !names.contains(&name) {
                names.push(name);
            }
        }
        match names.len() {
            0 => Err(InvalidSetting::NoName),
            1..=MOST_NAMES => Ok(Self(names)),
            _ => Err(InvalidSetting::ManyNames),
        }
    }
}

impl fmt::Display for Hostnames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}

/// Returns a name as certificates have it: ASCII, other scripts by IDNA.
fn host_name(name: &str) -> Result<String, InvalidSetting> {
    if name.contains('*') {
        return Err(InvalidSetting::Wildcard(name.to_owned()));
    }
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let is_label = |label: &str| {
        (1..=63).contains(&label.len()) && label.bytes().all(is_allowed) && !label.starts_with('-')
    };
    match Host::parse(name) {
        Ok(Host::Domain(host)) if host.len() <= 253 && host.split('.').all(is_label) => Ok(host),
        _ => Err(InvalidSetting::Name(name.to_owned())),
    }
}

/// The address of a certificate authority's directory (RFC 8555 section 7.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryUrl(Address);

impl DirectoryUrl {
    /// Returns the address.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns the address.
    pub(super) fn address(&self) -> &Address {
        &self.0
    }

    /// Returns a name for a folder of this authority's files, made of the address's host, port and path.
    pub(super) fn folder_name(&self) -> String {
        let rest = self.as_str().trim_start_matches("https://").trim_end_matches('/');
        let keep = |letter: char| if letter.is_ascii_alphanumeric() || letter == '.' { letter } else { '-' };
        let name: String = rest.chars().map(keep).take(200).collect();
        // No address begins with a dot, and a name that did could lead out of the folder.
        name.trim_start_matches('.').to_owned()
    }
}

impl FromStr for DirectoryUrl {
    type Err = InvalidSetting;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let address: Address = text.parse().map_err(|_| InvalidSetting::Directory)?;
        if address.is_encrypted() { Ok(Self(address)) } else { Err(InvalidSetting::Directory) }
    }
}

/// A mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcmeContact(String);

impl AcmeContact {
    /// Returns it as an address of the scheme `mailto`.
    pub(super) fn url(&self) -> String {
        format!("mailto:{}", self.0)
    }
}

impl FromStr for AcmeContact {
    type Err = InvalidSetting;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let text = text.strip_prefix("mailto:").unwrap_or(text);
        let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !b",;?<>\"".contains(&byte));
        match text.split_once('@') {
            Some((user, host)) if is_plain && !user.is_empty() && host_name(host).is_ok() => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(InvalidSetting::Contact(text.chars().take(100).collect())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found =
            text.parse::<Hostnames>().map_or_else(|error| error.to_string(), |names| names.to_string());
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn names_are_host_names_in_lower_case() {
        check("Radio.Example, www.radio.example,radio.example", "radio.example, www.radio.example");
        check("localhost", "localhost");
        check("bücher.example", "xn--bcher-kva.example");
        check("", "there is no name");
        check(
            "*.radio.example",
            "\"*.radio.example\" has a wildcard, which needs a challenge by DNS: name each host",
        );
        for wrong in
            ["https://radio.example", "192.0.2.1", "[::1]", "a..b", "-a.example", "a_b.example", "a b"]
        {
            check(wrong, &format!("{wrong:?} is not a host name such as radio.example"));
        }
        let many: Vec<_> = (0..101).map(|number| format!("n{number}.example")).collect();
        check(&many.join(","), "a certificate has at most 100 names");
    }

    #[test]
    fn a_directory_is_an_https_address_and_names_a_folder() {
        let default: DirectoryUrl = LETS_ENCRYPT.parse().unwrap();
        assert_eq!(default.folder_name(), "acme-v02.api.letsencrypt.org-directory");
        let folder = |text: &str| text.parse::<DirectoryUrl>().unwrap().folder_name();
        assert_eq!(folder("https://ca.example:9000/acme/x/directory"), "ca.example-9000-acme-x-directory");
        assert_eq!(folder("https://ca.example/../../etc"), "ca.example-etc");
        for wrong in ["http://ca.example/directory", "ca.example", "https://a:b@ca.example/"] {
            assert_eq!(wrong.parse::<DirectoryUrl>(), Err(InvalidSetting::Directory), "{wrong}");
        }
    }

    #[test]
    fn a_contact_is_a_mail_address() {
        let url = |text: &str| text.parse::<AcmeContact>().map(|contact| contact.url());
        assert_eq!(url("ada@radio.example").unwrap(), "mailto:ada@radio.example");
        assert_eq!(url("mailto:ada@radio.example").unwrap(), "mailto:ada@radio.example");
        for wrong in ["ada", "@radio.example", "ada@", "a da@radio.example", "a@b.example,c@d.example"] {
            assert!(url(wrong).is_err(), "{wrong}");
        }
    }
}
