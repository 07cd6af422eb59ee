//! Connections that are handed over.

use super::encrypted::EncryptedClient;
use super::*;

/// Receives whole messages up to the one with this number, which follow on each other from `first` on.
fn receive_messages(client: &mut impl Read, first: u64, last: u64) {
    let mut message = [0; MESSAGE];
    for number in first..=last {
        client.read_exact(&mut message).unwrap();
        assert_eq!(message, number.to_be_bytes().repeat(MESSAGE / 8)[..]);
    }
}

#[test]
fn suspended_connections_go_on_here_or_elsewhere_without_a_byte_missing() {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::start());
    let (here, here_runs) = start(2, &clock).unwrap();
    let (there, there_runs) = start(1, &clock).unwrap();
    let mut air = Air::ringing(here.bells().into_iter().chain(there.bells()).collect());
    let (arrival, mut client) = air.join(Start::LIVE);
    client.set_nonblocking(false).unwrap();
    assert!(here.take_over(arrival).is_ok());
    let (arrival, mut encrypted) = EncryptedClient::join(&air, 0);
    encrypted.socket.set_nonblocking(false).unwrap();
    assert!(here.take_over(arrival).is_ok());
    air.publish(3);
    receive_messages(&mut client, 0, 2);
    receive_messages(&mut encrypted, 0, 2);
    let suspended = here.suspend(Duration::from_secs(10)).unwrap();
    assert_eq!(suspended.all().count(), 2);
    air.publish(2);
    suspended.resume();
    receive_messages(&mut client, 3, 4);
    receive_messages(&mut encrypted, 3, 4);
    let suspended = here.suspend(Duration::from_secs(10)).unwrap();
    let resumed: Vec<_> = suspended
        .all()
        .map(|(saved, socket)| {
            let text = serde_json::to_vec(&saved).unwrap();
            let saved: SavedConnection = serde_json::from_slice(&text).unwrap();
            let listener = air.mount.resume(&saved.listener).unwrap();
            ResumedConnection { stream: socket.try_clone_to_owned().unwrap().into(), listener, saved }
        })
        .collect();
    drop(suspended);
    for connection in resumed {
        there.resume(connection);
    }
    air.publish(1);
    receive_messages(&mut client, 5, 5);
    receive_messages(&mut encrypted, 5, 5);
    assert_eq!((air.figures.joined(), air.figures.total()), (2, 2), "each is counted once");
    drop(air.producer);
    here_runs.finish();
    there_runs.finish();
}
