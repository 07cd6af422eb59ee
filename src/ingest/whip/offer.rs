//! SDP offers as they come, and answers as they go.
//!
//! Of an offer, only the one audio section that is taken is handed on, in a form that every program can be brought into:
//! OBS writes the ICE parameters at session level, a group `LS`, and "OPUS" in capital letters. All other sections are
//! refused in the answer, in their order (RFC 3264 section 6).

use std::fmt::Write as _;

/// Sections of media in an offer; more are not looked at.
const MOST_SECTIONS: usize = 32;
/// The parameters of Opus that are asked for: both channels, error correction, and a rate that is good for music
/// (RFC 7587 section 6.1).
const OPUS_PARAMETERS: &str = "minptime=10;useinbandfec=1;stereo=1;maxaveragebitrate=128000";

/// The reason why an offer cannot be answered; its text is for the DJ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OfferError {
    /// It is no SDP, or lacks something that every offer has.
    #[error("The body has to be an SDP offer")]
    Malformed,
    /// It has no section of audio.
    #[error("The offer has no audio: turn the audio track on")]
    NoAudio,
    /// None of the sections of audio has Opus.
    #[error("The offer has no Opus: set the audio encoder of your program to Opus")]
    NoOpus,
    /// The audio is to be received only.
    #[error("The offer wants to receive only: WHIP is for sending")]
    NothingSent,
}

impl OfferError {
    /// Returns its status in HTTP.
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::NoAudio | Self::NoOpus | Self::NothingSent => 422,
        }
    }
}

/// An offer with one section of audio that can be taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct AudioOffer {
    /// The offer with that section alone.
    pub(super) sdp: String,
    /// The payload type of Opus.
    payload_type: u8,
    /// Sections in the order of the offer; `None` is the one that is taken.
    sections: Vec<Option<RefusedSection>>,
    is_bundled: bool,
}

/// A section that is refused.
#[derive(Debug, PartialEq, Eq)]
struct RefusedSection {
    /// Its first line, with port 0.
    line: String,
    mid: Option<String>,
}

/// Lines of one section, without their ends.
type SectionLines<'a> = Vec<&'a str>;

impl AudioOffer {
    /// Reads an offer.
    pub(super) fn read(sdp: &str) -> Result<Self, OfferError> {
        let mut session = SectionLines::new();
        let mut media: Vec<SectionLines<'_>> = Vec::new();
        let lines = sdp.lines().map(str::trim_end).filter(|line| !line.is_empty());
        for line in lines {
            // A type, an equals sign, and no control characters that could end a line of the answer.
            let is_line = line.as_bytes().get(1) == Some(&b'=') && !line.contains(char::is_control);
            if !is_line || media.len() > MOST_SECTIONS {
                return Err(OfferError::Malformed);
            }
            if line.starts_with("m=") {
                media.push(vec![line]);
            } else {
                media.last_mut().unwrap_or(&mut session).push(line);
            }
        }
        if session.first() != Some(&"v=0") || media.is_empty() {
            return Err(OfferError::Malformed);
        }
        let audio: Vec<usize> = (0..media.len()).filter(|at| media[*at][0].starts_with("m=audio ")).collect();
        if audio.is_empty() {
            return Err(OfferError::NoAudio);
        }
        let with_opus: Vec<_> = audio.iter().filter_map(|at| Some((*at, opus_of(&media[*at])?))).collect();
        if with_opus.is_empty() {
            return Err(OfferError::NoOpus);
        }
        let sends = |at: &usize| matches!(direction(&media[*at], &session), "sendonly" | "sendrecv");
        let (taken, payload_type) =
            with_opus.into_iter().find(|(at, _)| sends(at)).ok_or(OfferError::NothingSent)?;
        let sections = media
            .iter()
            .enumerate()
            .map(|(at, section)| if at == taken { Ok(None) } else { RefusedSection::of(section).map(Some) });
        Ok(Self {
            sdp: alone(&session, &media[taken], payload_type),
            payload_type,
            sections: sections.collect::<Result<_, _>>()?,
            is_bundled: session.iter().any(|line| line.starts_with("a=group:BUNDLE")),
        })
    }

    /// Returns the answer to the whole offer, from `answer` to the section that is taken.
    pub(super) fn answer(&self, answer: &str) -> String {
        let (session, audio) = answer.split_once("\r\nm=").unwrap_or((answer, ""));
        let mut whole = String::with_capacity(answer.len() + 1_024);
        for line in session.lines() {
            if self.is_bundled || !line.starts_with("a=group:") {
                write_line(&mut whole, line);
            }
        }
        for section in &self.sections {
            match section {
                Some(refused) => refused.write(&mut whole),
                None => self.write_audio(&mut whole, audio),
            }
        }
        whole
    }

    fn write_audio(&self, whole: &mut String, audio: &str) {
        let parameters = format!("a=fmtp:{} ", self.payload_type);
        let mapping = format!("a=rtpmap:{} ", self.payload_type);
        for (at, line) in audio.lines().enumerate() {
            match line {
                first if at == 0 => write_line(whole, &format!("m={first}")),
                line if line.starts_with(&parameters) => {}
                line if line.starts_with(&mapping) => {
                    write_line(whole, line);
                    write_line(whole, &format!("{parameters}{OPUS_PARAMETERS}"));
                }
                line => write_line(whole, line),
            }
        }
    }
}

impl RefusedSection {
    fn of(section: &SectionLines<'_>) -> Result<Self, OfferError> {
        let mut words = section[0].split(' ');
        let (Some(media), Some(_port)) = (words.next(), words.next()) else {
            return Err(OfferError::Malformed);
        };
        let rest: Vec<&str> = words.collect();
        if rest.len() < 2 {
            return Err(OfferError::Malformed);
        }
        // One format is enough for a section that is refused.
        let line = format!("{media} 0 {}", rest[..2].join(" "));
        Ok(Self { line, mid: value(section, "a=mid:").map(str::to_owned) })
    }

    fn write(&self, whole: &mut String) {
        write_line(whole, &self.line);
        write_line(whole, "c=IN IP4 0.0.0.0");
        if let Some(mid) = &self.mid {
            write_line(whole, &format!("a=mid:{mid}"));
        }
        write_line(whole, "a=inactive");
    }
}

fn write_line(whole: &mut String, line: &str) {
    // Writing into a string cannot fail.
    let _ = write!(whole, "{line}\r\n");
}

/// Returns the rest of the first line that begins with `name`.
fn value<'a>(section: &SectionLines<'a>, name: &str) -> Option<&'a str> {
    section.iter().find_map(|line| line.strip_prefix(name)).map(str::trim)
}

/// Returns the payload type of Opus in a section.
fn opus_of(section: &SectionLines<'_>) -> Option<u8> {
    section.iter().filter_map(|line| line.strip_prefix("a=rtpmap:")).find_map(|mapping| {
        let (payload_type, codec) = mapping.split_once(' ')?;
        let is_opus = codec.trim().to_ascii_lowercase().starts_with("opus/48000");
        payload_type.parse().ok().filter(|number| is_opus && *number < 128)
    })
}

/// Returns the direction of a section: its own, that of the session, or both ways (RFC 8866 section 6.7).
fn direction<'a>(section: &SectionLines<'a>, session: &SectionLines<'a>) -> &'a str {
    let own = |lines: &SectionLines<'a>| {
        let attributes = lines.iter().filter_map(|line| line.strip_prefix("a="));
        attributes.into_iter().find(|it| matches!(*it, "sendonly" | "sendrecv" | "recvonly" | "inactive"))
    };
    own(section).or_else(|| own(session)).unwrap_or("sendrecv")
}

/// Returns the offer with one section of audio alone, and Opus alone in that.
fn alone(session: &SectionLines<'_>, audio: &SectionLines<'_>, payload_type: u8) -> String {
    let mid = value(audio, "a=mid:").unwrap_or("0");
    let is_kept = |line: &&&str| {
        // Our side never asks for a connection: where the other one is, its first packet tells.
        !["a=group:", "a=msid-semantic", "a=candidate:", "a=end-of-candidates", "a=sendonly", "a=sendrecv"]
            .iter()
            .any(|unwanted| line.starts_with(unwanted))
    };
    let mut offer = String::new();
    for line in session.iter().filter(is_kept) {
        write_line(&mut offer, line);
    }
    write_line(&mut offer, &format!("a=group:BUNDLE {mid}"));
    let protocol = audio[0].split(' ').nth(2).unwrap_or("UDP/TLS/RTP/SAVPF");
    write_line(&mut offer, &format!("m=audio 9 {protocol} {payload_type}"));
    write_line(&mut offer, "c=IN IP4 0.0.0.0");
    write_line(&mut offer, &format!("a=mid:{mid}"));
    write_line(&mut offer, "a=sendonly");
    let of_opus = |line: &str| {
        let about = ["a=rtpmap:", "a=fmtp:", "a=rtcp-fb:"].iter().find_map(|name| line.strip_prefix(name));
        about.is_none_or(|rest| rest.split(' ').next() == Some(&payload_type.to_string()))
    };
    for line in audio.iter().skip(1).filter(is_kept).filter(|line| of_opus(line)) {
        let known = ["c=", "b=", "i=", "a=mid:", "a=rtcp:", "a=ptime", "a=maxptime"];
        if !known.iter().any(|name| line.starts_with(name)) {
            write_line(&mut offer, line);
        }
    }
    offer
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// An offer as OBS writes it, with its audio and video.
    pub(in crate::ingest::whip) const OBS: &str = "v=0\r\no=rtc 3767197920 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n\
        a=group:BUNDLE 0 1\r\na=group:LS 0 1\r\na=msid-semantic:WMS *\r\na=setup:actpass\r\na=ice-ufrag:ABCD\r\n\
        a=ice-pwd:ABCDEFGHIJKLMNOPQRSTUV\r\na=ice-options:ice2,trickle\r\na=fingerprint:sha-256 AA:BB:CC:DD:EE:FF:00:\
        11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99\r\nm=audio 4000 UDP/TLS/RTP/SAVPF \
        111\r\nc=IN IP4 192.0.2.9\r\na=mid:0\r\na=sendonly\r\na=ssrc:1 cname:x\r\na=ssrc:1 msid:y z\r\na=msid:y z\r\n\
        a=rtcp-mux\r\na=rtpmap:111 OPUS/48000/2\r\na=fmtp:111 minptime=10;maxaveragebitrate=96000;stereo=1;\
        sprop-stereo=1;useinbandfec=1\r\na=candidate:1 1 UDP 2122317823 192.0.2.9 4000 typ host\r\n\
        a=end-of-candidates\r\nm=video 4000 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 192.0.2.9\r\na=mid:1\r\na=sendonly\r\n\
        a=ssrc:2 cname:x\r\na=rtcp-mux\r\na=rtpmap:96 H264/90000\r\na=rtcp-fb:96 nack\r\na=fmtp:96 \
        profile-level-id=42e01f;packetization-mode=1\r\n";

    #[test]
    fn video_is_refused_in_its_place_and_audio_is_taken() {
        let offer = AudioOffer::read(OBS).unwrap();
        assert!(
            !offer.sdp.contains("video")
                && !offer.sdp.contains("a=group:LS")
                && !offer.sdp.contains("candidate")
        );
        assert!(
            offer.sdp.contains("m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n")
                && offer.sdp.contains("a=ice-ufrag:ABCD")
        );
        let answer = offer.answer(
            "v=0\r\na=group:BUNDLE 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=rtpmap:111 opus/48000/2\r\n\
             a=fmtp:111 minptime=10\r\na=recvonly\r\n",
        );
        let expected = format!(
            "v=0\r\na=group:BUNDLE 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=rtpmap:111 opus/48000/2\r\n\
             a=fmtp:111 {OPUS_PARAMETERS}\r\na=recvonly\r\nm=video 0 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\n\
             a=mid:1\r\na=inactive\r\n"
        );
        assert_eq!(answer, expected);
    }

    #[test]
    fn sections_keep_their_order() {
        let (before, rest) = OBS.split_once("m=audio").unwrap();
        let (audio, video) = rest.split_once("m=video").unwrap();
        let offer = AudioOffer::read(&format!("{before}m=video{video}m=audio{audio}")).unwrap();
        let answer = offer.answer("v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n");
        let lines: Vec<&str> = answer.lines().filter(|line| line.starts_with("m=")).collect();
        assert_eq!(lines, ["m=video 0 UDP/TLS/RTP/SAVPF 96", "m=audio 9 UDP/TLS/RTP/SAVPF 111"]);
    }

    #[test]
    fn offers_that_cannot_be_taken_are_refused_in_words() {
        let check = |offer: &str, expected: OfferError| {
            assert_eq!(AudioOffer::read(offer), Err(expected), "{offer}");
        };
        let (before, rest) = OBS.split_once("m=audio").unwrap();
        let (audio, video) = rest.split_once("m=video").unwrap();
        check("", OfferError::Malformed);
        check("GET / HTTP/1.1\r\n", OfferError::Malformed);
        check(before, OfferError::Malformed);
        check(&format!("{before}m=video{video}"), OfferError::NoAudio);
        check(&OBS.replace("OPUS/48000/2", "PCMU/8000"), OfferError::NoOpus);
        check(&format!("{before}m=audio{}", audio.replace("sendonly", "recvonly")), OfferError::NothingSent);
        check(&format!("{before}m=audio{}", audio.replace("sendonly", "inactive")), OfferError::NothingSent);
        check(&format!("{OBS}m=x\r\n"), OfferError::Malformed);
        check(&OBS.replace("a=mid:1", "a=mid:1\u{7}"), OfferError::Malformed);
        check(&format!("{OBS}{}", "m=video 9 x 1\r\n".repeat(100)), OfferError::Malformed);
    }
}
