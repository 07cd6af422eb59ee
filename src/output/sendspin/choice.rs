//! Selection of the rendition that a player gets.

use super::message::{AudioFormat, FormatWish, PlayerSupport, offered};
use super::mounts;
use crate::broadcast::Broadcast;
use crate::frame::{Codec, Rendition};

/// A player must hold so much of a rendition, in parts of a second.
const HOLDS_AT_LEAST: u64 = 4;
/// Sample rates and channels that any Opus packet can be decoded to (RFC 6716 section 2).
const OPUS_RATES: [u32; 5] = [8_000, 12_000, 16_000, 24_000, 48_000];
const OPUS_CHANNELS: [u32; 2] = [1, 2];

/// The station as a client is offered it.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Identifies the server.
    pub server_id: String,
    /// The station's slug.
    pub station: String,
    /// The station's name.
    pub name: String,
    /// Scheme and host of this server's addresses; empty if they are not known.
    pub origin: String,
    /// All players add this to a frame's time to sound together, in microseconds.
    pub playout_delay_us: u64,
    /// Renditions that the station is heard in, the default first.
    pub renditions: Vec<Rendition>,
    /// The name of the rendition that the address asks for.
    pub asked: Option<String>,
}

/// A rendition, and the player's name for its format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) format: AudioFormat,
    pub(super) rendition: Rendition,
}

impl Offer {
    /// Returns what `station` offers to a client that knows this server's addresses by `origin`, and asks for the
    /// rendition `asked`.
    pub fn of(station: &Broadcast, origin: Option<String>, asked: Option<String>) -> Self {
        let renditions = mounts(station).iter().map(|mount| mount.rendition().clone()).collect();
        Self {
            server_id: format!("longwave-{}", station.slug()),
            station: station.slug().to_owned(),
            name: station.name(),
            origin: origin.unwrap_or_default(),
            playout_delay_us: station.playout_delay_us(),
            renditions,
            asked,
        }
    }

    /// Chooses what a player gets, if there is anything that it can play: what it wishes for now, or else what the
    /// address asks for, or else Opus, or else the first of its formats. Uncompressed sound is sent to those who wish for
    /// it, and to those who take nothing else.
    pub(super) fn choose(&self, player: &PlayerSupport, wish: Option<&FormatWish>) -> Option<Choice> {
        let all: Vec<Choice> =
            player.supported_formats.iter().flat_map(|format| self.renditions_as(player, format)).collect();
        let first = |fits: &dyn Fn(&Choice) -> bool| all.iter().find(|choice| fits(choice)).cloned();
        let wished = wish.and_then(|wish| first(&|choice| wish.is_met_by(&choice.format)));
        let asked = || first(&|choice| self.asked.as_ref() == Some(&choice.rendition.name));
        let opus = || first(&|choice| choice.rendition.codec == Codec::Opus);
        let compressed = || first(&|choice| choice.rendition.codec != Codec::PcmS16le);
        wished.or_else(asked).or_else(opus).or_else(compressed).or_else(|| first(&|_| true))
    }

    /// Returns the renditions that can be sent as `format`.
    fn renditions_as<'a>(
        &'a self,
        player: &'a PlayerSupport,
        format: &'a AudioFormat,
    ) -> impl Iterator<Item = Choice> + 'a {
        let fits = |rendition: &&Rendition| {
            let is_held = rendition.bytes_per_second() as u64 / HOLDS_AT_LEAST <= player.buffer_capacity;
            is_held && offered(rendition.codec).is_some_and(|offered| can_be_sent(&offered, format))
        };
        let choice = |rendition: &Rendition| Choice { format: format.clone(), rendition: rendition.clone() };
        self.renditions.iter().filter(fits).map(choice)
    }
}

impl FormatWish {
    /// Returns whether `format` has every part that is wished for.
    fn is_met_by(&self, format: &AudioFormat) -> bool {
        let is_met = |wish: Option<u32>, is: u32| wish.is_none_or(|wish| wish == is);
        self.codec.as_ref().is_none_or(|codec| *codec == format.codec)
            && is_met(self.channels, format.channels)
            && is_met(self.sample_rate, format.sample_rate)
            // It means nothing for Opus.
            && (format.codec == "opus" || is_met(self.bit_depth, format.bit_depth))
    }
}

/// Returns whether sound that is `offered` can be sent to a player as `format`.
fn can_be_sent(offered: &AudioFormat, format: &AudioFormat) -> bool {
    if offered.codec == "opus" && format.codec == "opus" {
        return OPUS_RATES.contains(&format.sample_rate) && OPUS_CHANNELS.contains(&format.channels);
    }
    offered == format
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) fn offer() -> Offer {
        Offer {
            server_id: "server".to_owned(),
            station: "main".to_owned(),
            name: "Harbour FM".to_owned(),
            origin: "http://radio.example".to_owned(),
            playout_delay_us: 1_000_000,
            renditions: vec![
                Rendition { pre_skip: 312, ..Rendition::new("opus-96", Codec::Opus, 96_000) },
                Rendition::new("opus-32", Codec::Opus, 32_000),
                Rendition::new("mp3-128", Codec::Mp3, 128_000),
                Rendition::new("flac", Codec::Flac, 1_024_000),
                Rendition::new("pcm-s16", Codec::PcmS16le, 1_536_000),
            ],
            asked: None,
        }
    }

    pub(in super::super) fn format(codec: &str, sample_rate: u32, bit_depth: u32) -> AudioFormat {
        AudioFormat { codec: codec.to_owned(), channels: 2, sample_rate, bit_depth }
    }

    /// `formats` are such as `flac/44100/24`.
    #[track_caller]
    fn check(formats: &str, capacity: u64, wish: Option<&str>, asked: Option<&str>, expected: Option<&str>) {
        let read = |text: &str| {
            let parts: Vec<&str> = text.split('/').collect();
            format(parts[0], parts[1].parse().unwrap(), parts[2].parse().unwrap())
        };
        let player = PlayerSupport {
            supported_formats: formats.split_whitespace().map(read).collect(),
            buffer_capacity: capacity,
            supported_commands: Vec::new(),
        };
        let wish = wish.map(|codec| FormatWish { codec: Some(codec.to_owned()), ..FormatWish::default() });
        let offer = Offer { asked: asked.map(str::to_owned), ..offer() };
        let chosen = offer.choose(&player, wish.as_ref());
        assert_eq!(chosen.as_ref().map(|choice| &*choice.rendition.name), expected, "{formats}");
    }

    const ALL: &str = "pcm/48000/16 flac/48000/16 opus/48000/16";

    #[test]
    fn opus_is_sent_to_whoever_can_play_it() {
        check(ALL, 1 << 20, None, None, Some("opus-96"));
        check("flac/48000/16 opus/24000/0", 1 << 20, None, None, Some("opus-96"));
    }

    #[test]
    fn others_get_the_first_of_their_formats_that_is_not_resampled() {
        check("flac/96000/24 pcm/48000/24 pcm/48000/16 flac/48000/16", 1 << 20, None, None, Some("flac"));
        check("pcm/44100/16 pcm/48000/16", 1 << 20, None, None, Some("pcm-s16"));
        check("pcm/44100/16 flac/44100/16 mp3/48000/16", 1 << 20, None, None, None);
        check("", 1 << 20, None, None, None);
    }

    #[test]
    fn a_wish_counts_more_than_the_address_and_that_more_than_opus() {
        check(ALL, 1 << 20, Some("pcm"), Some("flac"), Some("pcm-s16"));
        check(ALL, 1 << 20, None, Some("opus-32"), Some("opus-32"));
        check(ALL, 1 << 20, Some("vorbis"), Some("flac"), Some("flac"));
        check("opus/48000/16", 1 << 20, Some("flac"), Some("flac"), Some("opus-96"));
    }

    #[test]
    fn a_small_player_gets_what_it_can_hold() {
        check("pcm/48000/16 flac/48000/16", 47_999, None, None, Some("flac"));
        check("pcm/48000/16", 47_999, None, None, None);
        check(ALL, 2_000, None, None, Some("opus-32"));
        check(ALL, 0, None, None, None);
    }
}
