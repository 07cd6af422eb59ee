//! The path that the server is reached below, where a reverse proxy serves it in a folder of another site.

use std::fmt;
use std::sync::Arc;

/// The path of the public address without a slash at its end: empty at the top of a host, `/radio` below that.
///
/// Inside the program, a path is that of the site itself, such as `/main.mp3`. [`strip`](Self::strip) makes it of
/// what a request asks for, whether or not the proxy has removed the base path, and [`join`](Self::join) makes the
/// address that clients outside use. Clones share the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasePath(Arc<str>);

impl BasePath {
    /// The base path that the path of a URL means.
    pub fn new(path: &str) -> Self {
        Self(path.trim_end_matches('/').into())
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether the site is at the top of its host.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the path that all addresses of the site are at or below.
    pub fn scope(&self) -> &str {
        if self.is_empty() { "/" } else { self.as_str() }
    }

    /// Returns a request's target as the site has it, without the base path; as it is if it is not below that.
    /// `/radio` and `/radio?x` are the site's `/`, whose slash is then missing: it is returned as an empty path.
    pub fn strip<'a>(&self, target: &'a str) -> &'a str {
        match target.strip_prefix(self.as_str()) {
            Some(rest) if rest.is_empty() || rest.starts_with(['/', '?']) => rest,
            _ => target,
        }
    }

    /// Returns the address, for clients, of a path of the site, which begins with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.as_str())
    }
}

impl Default for BasePath {
    fn default() -> Self {
        Self::new("")
    }
}

impl fmt::Display for BasePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_path_is_taken_off_requests_that_have_it() {
        let base = BasePath::new("/radio/");
        assert_eq!((base.as_str(), base.scope()), ("/radio", "/radio"));
        for (asked, inside) in [
            ("/radio/main.mp3?x", "/main.mp3?x"),
            ("/main.mp3", "/main.mp3"),
            ("/radio/", "/"),
            ("/radio", ""),
            ("/radio?x", "?x"),
            ("/radios", "/radios"),
            ("/radio.mp3", "/radio.mp3"),
            ("*", "*"),
        ] {
            assert_eq!(base.strip(asked), inside, "{asked}");
        }
        assert_eq!(base.join("/main.mp3"), "/radio/main.mp3");
    }

    #[test]
    fn a_site_at_the_top_changes_no_path() {
        let base = BasePath::default();
        assert!(base.is_empty());
        for path in ["/", "/main", "", "*", "?x"] {
            assert_eq!((base.strip(path), base.join(path).as_str()), (path, path));
        }
        assert_eq!(base.scope(), "/");
        assert_eq!(BasePath::new("/"), base);
    }
}
