//! The description of its stations that an origin gives to edges.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::broadcast::Broadcast;
use crate::frame::{Codec, Rendition};
use crate::model::{
    Branding, CoverId, ListenAccess, Logo, LogoForm, NowPlaying, Settings, SourceKind, Title, TrackKind,
};

/// Samples per frame at most: more than any codec here has.
const MOST_SAMPLES: u32 = 8_192;
/// Bytes of a station's slug or a rendition's name at most.
const LONGEST_NAME: usize = 40;

/// The stations of an origin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StationCatalogue {
    /// The origin's time, in microseconds since 1970.
    pub server_us: u64,
    /// Its stations.
    pub stations: Vec<CatalogueStation>,
}

/// A station of an origin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CatalogueStation {
    /// Its name in addresses.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// True if not everybody may listen. Edges do not serve such a station.
    pub is_private: bool,
    /// Identifies this time on air.
    pub timeline: String,
    /// The number of changes of the server that makes the sound; 0 where only one can.
    #[serde(default)]
    pub epoch: u64,
    /// Time that all players add to a frame's time, in microseconds.
    pub playout_delay_us: u64,
    /// Its renditions, those that are offered first.
    pub renditions: Vec<CatalogueRendition>,
    /// The colour of its pages, such as `#0c5a66`; none is the usual one.
    pub colour: Option<String>,
    /// Its logo, if it has one.
    pub logo: Option<CatalogueLogo>,
    /// The title on air.
    pub now_playing: Option<CatalogueTitle>,
}

/// A rendition of a station.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CatalogueRendition {
    /// Its name, such as `opus-96`.
    pub name: String,
    /// Its encoding: `opus`, `pcm-s16le`, `mp3`, `flac`, `aac` or `he-aac`.
    pub codec: String,
    /// Samples per second.
    pub sample_rate: u32,
    /// Length of a frame in samples at 48 kHz. The start of a frame is its number times this.
    pub samples_per_frame: u32,
    /// Samples at 48 kHz at the beginning of a stream that belong to the encoder.
    pub pre_skip: u16,
    /// Bits per second.
    pub bitrate: u32,
    /// False if it is encoded only while a format needs it.
    pub is_offered: bool,
}

/// A logo of a station.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CatalogueLogo {
    /// Its name in addresses.
    pub id: String,
    /// Its media type.
    pub media_type: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// A title, as `now_playing` messages of `longwave.v1` have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CatalogueTitle {
    /// Start of the title, in microseconds of the origin's clock.
    pub time_us: u64,
    /// Its title.
    pub title: String,
    /// Performing artist.
    pub artist: Option<String>,
    /// The album it is from.
    pub album: Option<String>,
    /// Duration in microseconds, if known.
    pub duration_us: Option<u64>,
    /// Address of its cover.
    pub cover: Option<String>,
    /// Kind of source that plays it.
    pub source: String,
    /// The DJ who is live.
    pub dj: Option<String>,
    /// True for a jingle.
    #[serde(default)]
    pub is_jingle: bool,
}

impl CatalogueStation {
    /// Describes `station`; of a private one, only that it is there.
    pub fn of(station: &Broadcast) -> Self {
        let is_private = station.access().access != ListenAccess::Open;
        let offered = station.renditions();
        let describe = |rendition: &Rendition| {
            let is_offered = offered.contains(&rendition.name);
            CatalogueRendition::of(rendition, is_offered)
        };
        let mounts = if is_private { Vec::new() } else { station.mounts_of(&Codec::ALL) };
        let branding = station.branding();
        Self {
            slug: station.slug().to_owned(),
            name: station.name(),
            is_private,
            timeline: station.timeline().to_owned(),
            epoch: station.epoch(),
            playout_delay_us: station.playout_delay_us(),
            renditions: mounts.iter().map(|mount| describe(mount.rendition())).collect(),
            colour: branding.colour.map(|colour| colour.to_string()),
            logo: branding.logo.as_ref().map(CatalogueLogo::of),
            now_playing: station.now_playing().filter(|_| !is_private).as_ref().map(CatalogueTitle::of),
        }
    }

    /// Returns whether its slug is one that addresses can have.
    pub(super) fn is_sound(&self) -> bool {
        is_name(&self.slug)
    }

    /// Returns the time that all players add to a frame's time.
    pub(super) fn playout_delay(&self) -> Duration {
        let (least, most) = Settings::PLAYOUT_DELAY;
        Duration::from_micros(self.playout_delay_us)
            .clamp(Duration::from_secs_f64(least), Duration::from_secs_f64(most))
    }

    /// Returns the look of its pages.
    pub(super) fn branding(&self) -> Branding {
        Branding {
            colour: self.colour.as_ref().and_then(|colour| colour.parse().ok()),
            logo: self.logo.as_ref().and_then(CatalogueLogo::logo),
        }
    }
}

#[cfg(test)]
impl CatalogueStation {
    /// Returns the description of a station without renditions.
    pub(super) fn example(slug: &str) -> Self {
        Self {
            slug: slug.to_owned(),
            name: slug.to_owned(),
            is_private: false,
            timeline: "a".to_owned(),
            epoch: 0,
            playout_delay_us: 1_000_000,
            renditions: Vec::new(),
            colour: None,
            logo: None,
            now_playing: None,
        }
    }
}

impl CatalogueRendition {
    fn of(rendition: &Rendition, is_offered: bool) -> Self {
        Self {
            name: rendition.name.clone(),
            codec: rendition.codec.name().to_owned(),
            sample_rate: rendition.codec.sample_rate(),
            samples_per_frame: rendition.samples_per_frame,
            pre_skip: rendition.pre_skip,
            bitrate: rendition.bitrate,
            is_offered,
        }
    }

    /// Returns what it describes; `None` if this program does not know it.
    pub(super) fn rendition(&self) -> Option<Rendition> {
        let is_it = |codec: &Codec| codec.name() == self.codec && codec.sample_rate() == self.sample_rate;
        let codec = Codec::ALL.into_iter().find(is_it)?;
        let is_sound = is_name(&self.name) && (1..=MOST_SAMPLES).contains(&self.samples_per_frame);
        is_sound.then(|| Rendition {
            name: self.name.clone(),
            codec,
            samples_per_frame: self.samples_per_frame,
            pre_skip: self.pre_skip,
            bitrate: self.bitrate,
        })
    }
}

impl CatalogueLogo {
    fn of(logo: &Logo) -> Self {
        let (id, media_type) = (logo.id.to_string(), logo.form.media_type().to_owned());
        Self { id, media_type, width: logo.width, height: logo.height }
    }

    fn logo(&self) -> Option<Logo> {
        let form = LogoForm::ALL.into_iter().find(|form| form.media_type() == self.media_type)?;
        Some(Logo { id: CoverId(self.id.clone()), form, width: self.width, height: self.height })
    }
}

impl CatalogueTitle {
    fn of(now: &NowPlaying) -> Self {
        Self {
            time_us: now.time_us,
            title: now.title.clone(),
            artist: now.artist.clone(),
            album: now.album.clone(),
            duration_us: now.duration_us,
            cover: now.cover.as_ref().map(ToString::to_string),
            source: now.source.name().to_owned(),
            dj: now.dj.clone(),
            is_jingle: now.is_break(),
        }
    }

    /// Returns the title as mounts announce it.
    pub(super) fn now_playing(&self) -> NowPlaying {
        let source = SourceKind::ALL.into_iter().find(|kind| kind.name() == self.source);
        // A cover is named by the last part of its address.
        let cover = self.cover.as_deref().and_then(|address| address.rsplit('/').next());
        let what = Title {
            artist: self.artist.clone(),
            album: self.album.clone(),
            duration_us: self.duration_us,
            cover: cover.map(|id| CoverId(id.to_owned())),
            dj: self.dj.clone(),
            kind: if self.is_jingle { TrackKind::Jingle } else { TrackKind::Music },
            ..Title::plain(source.unwrap_or(SourceKind::Autodj), &self.title)
        };
        NowPlaying { time_us: self.time_us, what: Arc::new(what) }
    }
}

/// Returns whether `name` has only what names in addresses have.
fn is_name(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rendition_is_the_same_after_it_was_described() {
        for codec in Codec::ALL {
            let rendition = Rendition { pre_skip: 312, ..Rendition::new("some-96", codec, 96_000) };
            assert_eq!(CatalogueRendition::of(&rendition, true).rendition(), Some(rendition));
        }
    }

    #[test]
    fn a_rendition_that_makes_no_sense_is_left_out() {
        let sound = CatalogueRendition::of(&Rendition::new("opus-96", Codec::Opus, 96_000), true);
        let check = |wrong: CatalogueRendition| assert_eq!(wrong.rendition(), None, "{wrong:?}");
        check(CatalogueRendition { codec: "opus2".to_owned(), ..sound.clone() });
        check(CatalogueRendition { sample_rate: 44_100, ..sound.clone() });
        check(CatalogueRendition { samples_per_frame: 0, ..sound.clone() });
        check(CatalogueRendition { samples_per_frame: u32::MAX, ..sound.clone() });
        check(CatalogueRendition { name: "../x".to_owned(), ..sound });
    }

    #[test]
    fn a_title_keeps_its_time_and_its_cover() {
        let title = Title {
            cover: Some(CoverId("abc".to_owned())),
            dj: Some("Ada".to_owned()),
            ..Title::plain(SourceKind::Live, "Tides")
        };
        let now = NowPlaying { time_us: 7, what: Arc::new(title) };
        let told = CatalogueTitle::of(&now);
        assert_eq!(told.now_playing(), now);
        let address = Some("/radio/main/cover/abc".to_owned());
        assert_eq!(CatalogueTitle { cover: address, ..told }.now_playing(), now);
    }
}
