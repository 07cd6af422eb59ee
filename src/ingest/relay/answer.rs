//! Response of a server before it sends audio: HTTP, or SHOUTcast's equivalent.

use tokio::io::AsyncReadExt;

use bytes::BytesMut;

use super::super::chunked::{Body, Chunk};
use super::super::head;
use super::super::wire::SourceSocket;
use super::fetch::FetchError;

/// The head of an answer. Names of headers are in lower case.
pub(super) struct Answer {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
}

impl Answer {
    /// Reads one from `stream`; what comes after it stays in `read`.
    pub(super) async fn read(
        stream: &mut impl SourceSocket,
        read: &mut BytesMut,
    ) -> Result<Self, FetchError> {
        loop {
            if let Some(length) = head::end_of_head(&read[..read.len().min(head::MOST)]) {
                return Self::parse(&read.split_to(length));
            }
            if read.len() >= head::MOST {
                return Err(FetchError::Malformed);
            }
            match stream.read_buf(read).await {
                Ok(1..) => {}
                Ok(0) => return Err(FetchError::HungUp),
                Err(error) => return Err(FetchError::Lost(error)),
            }
        }
    }

    fn parse(bytes: &[u8]) -> Result<Self, FetchError> {
        let mut lines = head::lines(bytes);
        let first = lines.next().unwrap_or_default();
        let (version, rest) = first.split_once(' ').ok_or(FetchError::Malformed)?;
        if !version.starts_with("HTTP/1.") && version != "ICY" {
            return Err(FetchError::Malformed);
        }
        let status = rest.split_whitespace().next().and_then(|status| status.parse().ok());
        let headers = head::headers(lines).map_err(|_| FetchError::Malformed)?;
        Ok(Self { status: status.ok_or(FetchError::Malformed)?, headers })
    }

    /// The value of the first header of this name, unless it is empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, value)| known == name && !value.is_empty());
        found.next().map(|(_, value)| value.as_str())
    }

    /// Returns how its body ends.
    pub(super) fn body(&self) -> Body {
        let is_chunked = self.get("transfer-encoding").is_some_and(|how| how.eq_ignore_ascii_case("chunked"));
        let length = self.get("content-length").and_then(|length| length.parse().ok());
        match (is_chunked, length) {
            (true, _) => Body::Chunked(Chunk::Size),
            (false, Some(length)) => Body::Length(length),
            (false, None) => Body::Endless,
        }
    }

    /// The media type without parameters, in lower case; empty if none is said.
    pub(super) fn media_type(&self) -> String {
        let said = self.get("content-type").unwrap_or_default();
        said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &str, expected: &str) {
        let said = match Answer::parse(head.as_bytes()) {
            Ok(answer) => format!("{} {:?} {:?}", answer.status, answer.media_type(), answer.body()),
            Err(trouble) => trouble.to_string(),
        };
        assert_eq!(said, expected, "{head:?}");
    }

    #[test]
    fn answers_are_read_as_servers_write_them() {
        check("HTTP/1.0 200 OK\r\nContent-Type: audio/ogg; x\r\n\r\n", "200 \"audio/ogg\" Endless");
        check(
            "ICY 200 OK\r\nicy-notice1:<BR>hi\r\ncontent-type:audio/mpeg\r\n\r\n",
            "200 \"audio/mpeg\" Endless",
        );
        check("HTTP/1.1 302 Found\nLocation: /x\nContent-Length: 4\n\n", "302 \"\" Length(4)");
        check("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n", "200 \"\" Chunked(Size)");
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        let refused = "the answer makes no sense";
        for head in
            ["\r\n", "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 x\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"]
        {
            check(head, refused);
        }
    }
}
