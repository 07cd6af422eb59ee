//! The head of a source's request: HTTP, or what came before it.

/// The longest head, in bytes.
pub(super) const MOST: usize = 16 * 1_024;
const MOST_HEADERS: usize = 100;

/// Protocol version of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) enum Version {
    /// HTTP/1.0, and ICE/1.0 of the first Icecast.
    Http10,
    /// HTTP/1.1.
    Http11,
}

impl Version {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Http10 => "HTTP/1.0",
            Self::Http11 => "HTTP/1.1",
        }
    }
}

/// The head of a source's request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceHead {
    pub(super) method: String,
    pub(super) target: String,
    pub(super) version: Version,
    /// Names in lower case.
    headers: Vec<(String, String)>,
}

/// Fault of a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InvalidHead {
    TooLong,
    Malformed,
}

impl SourceHead {
    /// The head of a request that was read elsewhere. Names of headers are in lower case.
    pub fn new(method: &str, target: &str, is_http11: bool, headers: Vec<(String, String)>) -> Self {
        let version = if is_http11 { Version::Http11 } else { Version::Http10 };
        Self { method: method.to_owned(), target: target.to_owned(), version, headers }
    }

    /// Returns the same head with another target.
    pub(super) fn to_target(&self, target: &str) -> Self {
        Self { target: target.to_owned(), ..self.clone() }
    }

    /// Reads the head at the beginning of `bytes` and its length; `None` while it is not complete.
    pub(super) fn parse(bytes: &[u8]) -> Result<Option<(Self, usize)>, InvalidHead> {
        let Some(length) = end_of_head(&bytes[..bytes.len().min(MOST)]) else {
            return if bytes.len() >= MOST { Err(InvalidHead::TooLong) } else { Ok(None) };
        };
        let mut lines = lines(&bytes[..length]);
        let request = lines.next().ok_or(InvalidHead::Malformed)?;
        let mut words = request.split_ascii_whitespace();
        let (Some(method), Some(target), version, None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(InvalidHead::Malformed);
        };
        let version = match version {
            Some("HTTP/1.1") => Version::Http11,
            Some("HTTP/1.0" | "ICE/1.0") => Version::Http10,
            _ => return Err(InvalidHead::Malformed),
        };
        let (method, target) = (method.to_owned(), target.to_owned());
        Ok(Some((Self { method, target, version, headers: headers(lines)? }, length)))
    }

    /// The value of the first header `name`, which is given in lower case.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns the values of all headers `name`, which is given in lower case, joined by commas.
    pub(super) fn all(&self, name: &str) -> String {
        let values = self.headers.iter().filter(|(known, _)| known == name);
        values.map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// The value of `ice-NAME` or `icy-NAME`, unless it is empty.
    pub(super) fn ice(&self, name: &str) -> Option<&str> {
        let is_it = |header: &str| {
            let known = header.strip_prefix("ice-").or_else(|| header.strip_prefix("icy-"));
            known == Some(name)
        };
        let mut values = self.headers.iter().filter(|(header, _)| is_it(header));
        values.find_map(|(_, value)| Some(value.as_str()).filter(|value| !value.is_empty()))
    }

    /// Returns whether the connection may carry another request after this one.
    ///
    /// This one is answered without reading a body: it must certainly have none, and the client must not want the
    /// connection closed. A source's `PUT` without a length may have an endless body, unless it waits for `100
    /// Continue` before it sends that.
    pub(super) fn may_be_followed(&self) -> bool {
        let mut lengths = self.headers.iter().filter(|(name, _)| name == "content-length").peekable();
        let is_told = lengths.peek().is_some() || self.method == "OPTIONS" || self.expects_continue();
        let is_empty = lengths.all(|(_, length)| length == "0");
        is_told && is_empty && self.get("transfer-encoding").is_none() && self.keeps_alive()
    }

    /// Returns whether the client wants the connection to carry another request.
    fn keeps_alive(&self) -> bool {
        let connection = self.get("connection").unwrap_or_default().to_ascii_lowercase();
        match self.version {
            Version::Http10 => connection.contains("keep-alive"),
            Version::Http11 => !connection.contains("close"),
        }
    }

    /// Returns whether the sender waits for `100 Continue`.
    pub(super) fn expects_continue(&self) -> bool {
        // RFC 9110 section 10.1.1 ignores it over HTTP/1.0, but Liquidsoap means it there.
        self.get("expect").is_some_and(|value| value.eq_ignore_ascii_case("100-continue"))
    }
}

/// Reads header lines up to an empty one.
pub(super) fn headers<'a>(
    lines: impl Iterator<Item = std::borrow::Cow<'a, str>>,
) -> Result<Vec<(String, String)>, InvalidHead> {
    let mut headers = Vec::new();
    for line in lines.take_while(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').ok_or(InvalidHead::Malformed)?;
        if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(InvalidHead::Malformed);
        }
        if headers.len() >= MOST_HEADERS {
            return Err(InvalidHead::TooLong);
        }
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    Ok(headers)
}

/// The lines of `bytes` without their ends, which are `\n`, `\r\n` or even `\r\r\n`.
pub(super) fn lines(bytes: &[u8]) -> impl Iterator<Item = std::borrow::Cow<'_, str>> {
    bytes.split(|byte| *byte == b'\n').map(|line| {
        let end = line.iter().rposition(|byte| *byte != b'\r').map_or(0, |last| last + 1);
        String::from_utf8_lossy(&line[..end])
    })
}

/// The length of the head in `bytes`: up to and with its first empty line.
pub(super) fn end_of_head(bytes: &[u8]) -> Option<usize> {
    let mut begin = 0;
    for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n') {
        if bytes[begin..at].iter().all(|byte| *byte == b'\r') {
            return Some(at + 1);
        }
        begin = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &str, expected: &str) {
        let said = match SourceHead::parse(bytes.as_bytes()) {
            Ok(None) => "more".to_owned(),
            Ok(Some((head, length))) => format!(
                "{} {} {}, {} left, type {}, name {}",
                head.method,
                head.target,
                head.version.name(),
                bytes.len() - length,
                head.get("content-type").unwrap_or("-"),
                head.ice("name").unwrap_or("-"),
            ),
            Err(wrong) => format!("{wrong:?}"),
        };
        assert_eq!(said, expected, "{:?}", &bytes[..bytes.len().min(80)]);
    }

    #[test]
    fn heads_are_read_as_programs_write_them() {
        check(
            "PUT /main HTTP/1.1\r\nContent-Type: audio/ogg\r\nIce-Name: Ö\r\n\r\nOggS",
            "PUT /main HTTP/1.1, 4 left, type audio/ogg, name Ö",
        );
        check(
            "SOURCE /main ICE/1.0\ncontent-type:audio/mpeg\nicy-name:\nice-name: x\n\n",
            "SOURCE /main HTTP/1.0, 0 left, type audio/mpeg, name x",
        );
        check("OPTIONS * HTTP/1.0\r\r\n\r\r\n", "OPTIONS * HTTP/1.0, 0 left, type -, name -");
        check("PUT /main HTTP/1.1\r\nHost: x\r\n", "more");
        check("", "more");
    }

    #[test]
    fn only_a_request_that_certainly_has_no_body_may_be_followed() {
        let check = |request: &str, expected: bool| {
            let (head, _) = SourceHead::parse(format!("{request}\r\n\r\n").as_bytes()).unwrap().unwrap();
            assert_eq!(head.may_be_followed(), expected, "{request:?}");
        };
        check("OPTIONS * HTTP/1.1", true);
        check("OPTIONS * HTTP/1.1\r\nContent-Length: 0", true);
        check("OPTIONS * HTTP/1.1\r\nContent-Length: 5", false);
        check("OPTIONS * HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 5", false);
        check("OPTIONS * HTTP/1.1\r\nContent-Length: +0", false);
        check("OPTIONS * HTTP/1.1\r\nTransfer-Encoding: chunked", false);
        check("OPTIONS * HTTP/1.1\r\nTransfer-Encoding: identity", false);
        check("OPTIONS * HTTP/1.1\r\nConnection: close", false);
        check("OPTIONS * HTTP/1.0", false);
        check("PUT /main HTTP/1.1", false);
        check("PUT /main HTTP/1.1\r\nContent-Length: 0", true);
        check("PUT /main HTTP/1.1\r\nExpect: 100-continue", true);
        check("PUT /main HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 9", false);
        check("PUT /main HTTP/1.1\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked", false);
    }

    #[test]
    fn what_is_no_head_is_refused() {
        check("PUT /main\r\n\r\n", "Malformed");
        check("PUT /main HTTP/3\r\n\r\n", "Malformed");
        check("PUT / main HTTP/1.1\r\n\r\n", "Malformed");
        check("PUT /main HTTP/1.1\r\nno colon\r\n\r\n", "Malformed");
        check("PUT /main HTTP/1.1\r\na b: c\r\n\r\n", "Malformed");
        check("\r\n", "Malformed");
        check(&format!("PUT /main HTTP/1.1\r\nx: {}", "x".repeat(MOST)), "TooLong");
        check(&format!("PUT /main HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(101)), "TooLong");
    }
}
