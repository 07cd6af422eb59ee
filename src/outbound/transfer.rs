//! Files, sent and received piece by piece: only a piece of them is in memory.
//!
//! Reads and writes files on the thread that calls: only for threads that nobody waits for.

use std::fs::File;
use std::io::{self, Write as _};
use std::os::unix::fs::FileExt as _;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::time::timeout;

use super::{
    Exchange, MOST_ANSWER, OutboundStream, PostError, PostReply, PostRequest, ask, of_success, open,
    read_head, read_more, read_reply, request_head,
};
use crate::model::Address;
use crate::net::WebhookReach;

/// Bytes of a piece.
const PIECE: usize = 64 * 1_024;
/// A connection on which no piece gets on for so long is given up.
const STALLS_AFTER: Duration = Duration::from_secs(30);
/// A file that comes with fewer bytes a second is given up: a connection that trickles would be held for ever.
const LEAST_PER_SECOND: u64 = 32 * 1_024;
/// The longest wait for the reply to a whole file.
const ANSWERED_WITHIN: Duration = Duration::from_mins(2);
/// The longest wait until the parts of a file are put together.
const PUT_TOGETHER_WITHIN: Duration = Duration::from_mins(10);

/// A part of a file.
#[derive(Clone, Copy, Debug)]
pub struct FilePart<'a> {
    /// The file.
    pub file: &'a File,
    /// Its first byte.
    pub offset: u64,
    /// Its length in bytes.
    pub length: u64,
}

/// Sends a part of a file with the method PUT, and returns the reply.
pub async fn put_file(
    url: &Address,
    part: FilePart<'_>,
    reach: WebhookReach,
) -> Result<PostReply, PostError> {
    let mut stream = open(url, reach).await?;
    let head = request_head("PUT", url, Some(("application/octet-stream", part.length)), &[]);
    let sent = send(&mut stream, &head, part).await;
    if let Err(error @ (PostError::Unanswered | PostError::File(_))) = sent {
        return Err(error);
    }
    // A server that refuses a file may reply, and close, before it has read all of it.
    let reply = timeout(ANSWERED_WITHIN, read_reply(&mut stream, Some(MOST_ANSWER))).await;
    match (reply.map_err(|_| PostError::Unanswered)?, sent) {
        (Ok(reply), Ok(())) => of_success(reply),
        (Ok(reply), Err(lost)) => of_success(reply).and(Err(lost)),
        (Err(_), Err(lost)) => Err(lost),
        (Err(error), Ok(())) => Err(error),
    }
}

async fn send(stream: &mut Box<dyn OutboundStream>, head: &str, part: FilePart<'_>) -> Result<(), PostError> {
    put(stream, head.as_bytes()).await?;
    let mut piece = vec![0; PIECE];
    let mut sent = 0;
    while sent < part.length {
        let length = (part.length - sent).min(PIECE as u64) as usize;
        let piece = &mut piece[..length];
        part.file.read_exact_at(piece, part.offset + sent).map_err(PostError::File)?;
        put(stream, piece).await?;
        sent += length as u64;
    }
    let flushed = timeout(STALLS_AFTER, stream.flush()).await;
    flushed.map_err(|_| PostError::Unanswered)?.map_err(PostError::Lost)
}

async fn put(stream: &mut Box<dyn OutboundStream>, bytes: &[u8]) -> Result<(), PostError> {
    let written = timeout(STALLS_AFTER, stream.write_all(bytes)).await;
    written.map_err(|_| PostError::Unanswered)?.map_err(PostError::Lost)
}

/// Makes a POST request, and reads the reply with its body: to what takes the other server a while, such as putting the parts of a
/// file together.
pub async fn post_for_late_body(
    request: &PostRequest<'_>,
    reach: WebhookReach,
) -> Result<PostReply, PostError> {
    post_within(request, reach, PUT_TOGETHER_WITHIN).await
}

async fn post_within(
    request: &PostRequest<'_>,
    reach: WebhookReach,
    within: Duration,
) -> Result<PostReply, PostError> {
    let mut stream = open(request.url, reach).await?;
    let reply = timeout(within, ask(&mut stream, &Exchange::post(request, true))).await;
    of_success(reply.map_err(|_| PostError::TooSlow)??)
}

/// Receives `length` bytes into a file. Fails if there are fewer or more, or they come too slowly.
pub async fn get_file(
    url: &Address,
    into: &mut File,
    length: u64,
    reach: WebhookReach,
) -> Result<(), PostError> {
    let within = STALLS_AFTER + Duration::from_secs(length / LEAST_PER_SECOND);
    get_file_within(url, into, length, reach, within).await
}

async fn get_file_within(
    url: &Address,
    into: &mut File,
    length: u64,
    reach: WebhookReach,
    within: Duration,
) -> Result<(), PostError> {
    timeout(within, receive(url, into, length, reach)).await.map_err(|_| PostError::TooSlow)?
}

async fn receive(url: &Address, into: &mut File, length: u64, reach: WebhookReach) -> Result<(), PostError> {
    let mut stream = open(url, reach).await?;
    put(&mut stream, request_head("GET", url, None, &[]).as_bytes()).await?;
    let head = timeout(STALLS_AFTER, read_head(&mut stream)).await;
    let (mut reply, mut piece) = head.map_err(|_| PostError::Unanswered)??;
    if reply.status >= 300 {
        while piece.len() < MOST_ANSWER && more(&mut stream, &mut piece).await.unwrap_or(false) {}
        reply.body = piece;
        return Err(of_success(reply).err().unwrap_or(PostError::Malformed));
    }
    if reply.header("content-length").and_then(|stated| stated.parse().ok()) != Some(length) {
        return Err(PostError::Incomplete);
    }
    let mut left = length;
    loop {
        left = left.checked_sub(piece.len() as u64).ok_or(PostError::Incomplete)?;
        into.write_all(&piece).map_err(PostError::File)?;
        if left == 0 {
            return Ok(());
        }
        piece.clear();
        piece.reserve(PIECE);
        if !more(&mut stream, &mut piece).await? {
            return Err(PostError::Lost(io::ErrorKind::UnexpectedEof.into()));
        }
    }
}

async fn more(stream: &mut Box<dyn OutboundStream>, piece: &mut Vec<u8>) -> Result<bool, PostError> {
    let read = timeout(STALLS_AFTER, read_more(stream, piece)).await;
    read.map_err(|_| PostError::Unanswered)?.map_err(PostError::Lost)
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Seek as _};
    use std::net::TcpListener;
    use std::thread::{self, JoinHandle};

    use super::*;

    /// A server that reads `expects` bytes of a request, answers, and closes; gives what it read.
    fn server(expects: usize, answer: Vec<u8>) -> (Address, JoinHandle<Vec<u8>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/b/k?X-Amz-Signature=1", listener.local_addr().unwrap());
        let reading = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let (mut read, mut some) = (Vec::new(), [0; 4_096]);
            while read.len() < expects {
                let count = stream.read(&mut some).unwrap();
                assert!(count > 0, "it ended after {} bytes", read.len());
                read.extend_from_slice(&some[..count]);
            }
            stream.write_all(&answer).unwrap();
            read
        });
        (url.parse().unwrap(), reading)
    }

    fn file_of(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    #[actix_web::test]
    async fn the_reply_to_parts_that_are_put_together_is_waited_for() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n  <ETag></ETag>".to_vec();
        let (url, reading) = server(10, answer);
        let request = PostRequest { url: &url, content_type: "application/xml", headers: &[], body: b"<x/>" };
        let reply = post_for_late_body(&request, WebhookReach::Anywhere).await.unwrap();
        assert_eq!(reply.body, b"  <ETag></ETag>");
        drop(reading.join());
        // A server that never answers.
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url: Address = format!("http://{}/b/k", listener.local_addr().unwrap()).parse().unwrap();
        let request = PostRequest { url: &url, ..request };
        let never = post_within(&request, WebhookReach::Anywhere, Duration::from_millis(50)).await;
        assert!(matches!(never, Err(PostError::TooSlow)), "{never:?}");
    }

    #[actix_web::test]
    async fn a_file_that_trickles_is_given_up() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url: Address = format!("http://{}/b/k", listener.local_addr().unwrap()).parse().unwrap();
        let trickling = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n").unwrap();
            // A byte with each look whether the other end is gone.
            for _ in 0..500 {
                let is_gone = matches!(stream.read(&mut [0; 512]), Ok(0));
                if is_gone || stream.write_all(b"x").is_err() {
                    return;
                }
            }
        });
        let mut file = tempfile::tempfile().unwrap();
        let within = Duration::from_millis(300);
        let slow = get_file_within(&url, &mut file, 1_000, WebhookReach::Anywhere, within).await;
        assert!(matches!(slow, Err(PostError::TooSlow)), "{slow:?}");
        trickling.join().unwrap();
    }

    #[actix_web::test]
    async fn a_part_of_a_file_is_sent_whole_and_refusals_are_told() {
        let bytes: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
        let file = file_of(&bytes);
        let part = FilePart { file: &file, offset: 1_000, length: 150_000 };
        let answer = b"HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: 0\r\n\r\n".to_vec();
        let (url, reading) = server(150_100, answer);
        let reply = put_file(&url, part, WebhookReach::Anywhere).await.unwrap();
        assert_eq!(reply.header("etag"), Some("\"x\""));
        let read = reading.join().unwrap();
        let text = String::from_utf8_lossy(&read[..200]);
        assert!(text.starts_with("PUT /b/k?X-Amz-Signature=1 HTTP/1.1\r\n"), "{text}");
        assert!(text.contains("\r\nContent-Length: 150000\r\n"), "{text}");
        let head = read.windows(4).position(|end| end == b"\r\n\r\n").unwrap() + 4;
        assert!(read[head..] == bytes[1_000..151_000][..read.len() - head]);

        let answer = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno".to_vec();
        let (url, reading) = server(10, answer);
        let refused = put_file(&url, FilePart { length: 100, ..part }, WebhookReach::Anywhere).await;
        assert!(matches!(refused, Err(PostError::Status(403, _))), "{refused:?}");
        drop(reading.join());
        let beyond = FilePart { offset: 199_000, ..part };
        let (url, reading) = server(10, Vec::new());
        let short = put_file(&url, beyond, WebhookReach::Anywhere).await;
        assert!(matches!(short, Err(PostError::File(_))), "{short:?}");
        drop(reading.join());
    }

    #[actix_web::test]
    async fn a_file_is_received_whole_or_not_at_all() {
        let bytes: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
        let answer = |stated: usize, sent: &[u8]| {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {stated}\r\n\r\n");
            [head.as_bytes(), sent].concat()
        };
        let mut file = tempfile::tempfile().unwrap();
        let (url, _reading) = server(10, answer(200_000, &bytes));
        get_file(&url, &mut file, 200_000, WebhookReach::Anywhere).await.unwrap();
        file.rewind().unwrap();
        let mut read = Vec::new();
        file.read_to_end(&mut read).unwrap();
        assert!(read == bytes);
        for (stated, sent) in [(200_000, 100_000), (199_999, 199_999)] {
            let (url, _reading) = server(10, answer(stated, &bytes[..sent]));
            let mut file = tempfile::tempfile().unwrap();
            let failed = get_file(&url, &mut file, 200_000, WebhookReach::Anywhere).await;
            assert!(matches!(failed, Err(PostError::Lost(_) | PostError::Incomplete)), "{failed:?}");
        }
        let (url, _reading) = server(10, b"HTTP/1.1 404 Not Found\r\n\r\ngone".to_vec());
        let gone = get_file(&url, &mut tempfile::tempfile().unwrap(), 4, WebhookReach::Anywhere).await;
        assert!(matches!(gone, Err(PostError::Status(404, body)) if body == b"gone"));
    }
}
