//! Listeners of a station that becomes private while they listen, by orders of another process.

use std::io::Read as _;
use std::net::TcpStream;

use crate::client::Client;
use crate::live::head_of;
use crate::running::{Running, shelf, wait_until};
use crate::stations::told;

/// A player of `/main.opus`, and the status that it was answered.
fn player(running: &Running, query: &str) -> (TcpStream, String) {
    let mut stream = running.connect();
    let head = head_of(&mut stream, &format!("GET /main.opus{query} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    (stream, head.split(' ').nth(1).unwrap_or_default().to_owned())
}

fn hears_the_end(mut stream: TcpStream) {
    stream.read_to_end(&mut Vec::new()).expect("a proper end");
}

#[test]
fn who_may_no_longer_listen_is_disconnected_and_others_stay() {
    let running = Running::start(&shelf());
    told(&running, &["add", "jazz", "--name", "Jazz", "--generate"]);
    wait_until("the other station", || running.metric("longwave_source", "jazz") > 0.0);
    let mut elsewhere = Client::join_at(&running, "jazz");
    let ((open, status), mut page) = (player(&running, ""), Client::join(&running, ""));
    assert_eq!(status, "200");

    told(&running, &["set", "main", "--access", "account"]);
    hears_the_end(open);
    page.closed();
    wait_until("the rule", || player(&running, "").1 == "401");
    elsewhere.sound();

    let link = told(&running, &["link", "main"]);
    let query = link.trim().split_once('?').map(|(_, token)| format!("?{token}")).expect("a link");
    let (invited, status) = player(&running, &query);
    assert_eq!(status, "200", "{query}");
    told(&running, &["link", "main", "--end-all"]);
    hears_the_end(invited);

    told(&running, &["set", "main", "--access", "open"]);
    wait_until("the rule", || player(&running, "").1 == "200");
    elsewhere.sound();
}
