use std::net::Ipv4Addr;

use super::offer::tests::OBS;
use super::*;

/// The audio of an offer as Chromium writes it, shortened.
const CHROMIUM: &str = "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n\
    a=extmap-allow-mixed\r\na=msid-semantic: WMS 5f\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126\r\n\
    c=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\na=candidate:1 1 udp 2113937151 \
    3b6f7a4c-2f5d-4c9b-8a43-0a6e3c1c8d7e.local 54321 typ host generation 0 network-cost 999\r\na=ice-ufrag:x0Yz\r\n\
    a=ice-pwd:by5GZGG1lw+040DWA6hXM5Bz\r\na=ice-options:trickle\r\na=fingerprint:sha-256 7B:8B:F0:65:5F:78:E2:51:3B:AC:\
    6F:F3:3F:46:1B:35:DC:B8:5F:64:1A:24:C2:43:F0:A1:58:D0:A1:2C:19:08\r\na=setup:actpass\r\na=mid:0\r\na=extmap:1 \
    urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\na=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\na=sendonly\r\n\
    a=msid:5f 6a\r\na=rtcp-mux\r\na=rtcp-rsize\r\na=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\na=fmtp:111 \
    minptime=10;useinbandfec=1\r\na=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\na=rtpmap:9 G722/8000\r\na=rtpmap:0 \
    PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:13 CN/8000\r\na=rtpmap:110 telephone-event/48000\r\na=rtpmap:126 \
    telephone-event/8000\r\na=ssrc:3510681183 cname:loqPWNg7JMmrFUnr\r\na=ssrc:3510681183 msid:5f 6a\r\n";

/// Returns the answer to an offer.
fn answer(offer: &str) -> String {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let whip = Whip::start(socket, Vec::new()).unwrap();
    let offer = AudioOffer::read(offer).unwrap();
    let parsed = SdpOffer::from_sdp_string(&offer.sdp).unwrap();
    let mut rtc = whip.rtc(&[SocketAddr::from(([192, 0, 2, 1], 8000))]).unwrap();
    let answer = offer.answer(&rtc.sdp_api().accept_offer(parsed).unwrap().to_sdp_string());
    whip.close();
    answer
}

#[test]
fn offers_of_obs_and_browsers_are_answered() {
    for (program, offer) in
        [("OBS", OBS), ("Chromium", CHROMIUM), ("bare", &OBS.replace("a=group:BUNDLE 0 1\r\n", ""))]
    {
        let answer = answer(offer);
        let all = [
            "a=ice-lite\r\n",
            "192.0.2.1 8000 typ host",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n",
            "a=setup:passive\r\n",
            "a=recvonly\r\n",
            "a=rtcp-mux\r\n",
            "a=rtpmap:111 opus/48000/2\r\n",
            "a=fmtp:111 minptime=10;useinbandfec=1;stereo=1;maxaveragebitrate=128000\r\n",
            "a=fingerprint:sha-256 ",
            "a=ice-ufrag:",
        ];
        for line in all {
            assert!(answer.contains(line), "{program} misses {line:?}");
        }
        assert_eq!(answer.matches("a=fmtp:").count(), 1, "{program}");
        assert_eq!(
            answer.matches("a=group:BUNDLE 0\r\n").count(),
            usize::from(program != "bare"),
            "{program}"
        );
        assert_eq!(answer.matches("m=video 0 ").count(), usize::from(program != "Chromium"), "{program}");
    }
}

#[test]
fn the_thread_ends_when_it_is_told() {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let whip = Whip::start(socket, Vec::new()).unwrap();
    whip.close();
    let (tell, _told) = sync_channel(0);
    assert!(whip.orders.send(WhipOrder::Close(tell)).is_err(), "nobody takes orders");
}
