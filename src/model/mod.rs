//! Plain data that rooms hand to each other.
//!
//! In: nothing. Out: nothing. Never: does anything, or makes anybody wait.

mod address;
mod archive;
mod archive_copy;
mod as_run;
mod attendance;
pub mod base64_bytes;
mod base_path;
mod branding;
mod caption;
mod client_info;
mod client_prefix;
mod colour;
mod hours;
mod isrc;
mod levels;
mod listen_access;
mod listing;
mod now_playing;
mod on_air_dj;
mod player;
mod playlist;
mod programme;
mod queue;
mod recording;
mod settings;
mod show;
mod show_exception;
mod station;
mod track;
mod track_kind;
mod track_order;
mod voice_track;
mod webhook;

pub use address::{Address, WrongAddress};
pub use archive::{ArchiveMode, ArchiveRules};
pub use archive_copy::{CopiedFile, CopiedHour};
pub use as_run::{Aired, Audience};
pub use attendance::Attendance;
pub use base_path::BasePath;
pub use branding::{Branding, Logo, LogoForm};
pub use caption::{Caption, CaptionSetting, RecogniserState, TranscriptAccess};
pub use client_info::ClientInfo;
pub use client_prefix::client_prefix;
pub use colour::{Colour, NotAColour, Palette, Scheme};
pub use hours::{Hours, LiveHours, WeekTime};
pub use isrc::isrc;
pub use levels::Levels;
pub use listen_access::{AccessRule, ListenAccess, UnknownAccess};
pub use listing::{DirectoryChoice, ListingRule, UnfitGenre, checked_genre};
pub use now_playing::{NowPlaying, SavedTitle, SourceKind, Title};
pub use on_air_dj::{HoursLeft, OnAirDj};
pub use player::Player;
pub use playlist::{Contents, Every, Order, Playlist, PlaylistKind, Query, check_name};
pub use programme::{Pick, Programme, Rule, Separation, Why};
pub use queue::{Origin, Queued};
pub use recording::{NewRecording, ReadyRecording, Recording, RecordingKind, RecordingState};
pub use settings::{
    AutodjBreak, Calls, LiveSettings, MessageSetting, OverTime, Requests, SecondDj, Settings, UnknownName,
};
pub use show::{Days, HourPlan, Item, Minute, On, Plays, Show, Start, clock_time, time_of_day};
pub use show_exception::{MovedShowTime, ShowColour, ShowException};
pub use station::{Quality, RESERVED, Renditions, UnfitStation, check_slug, station_folder, station_name};
pub use track::{Analysis, Cover, CoverId, CoverLookup, Listed, Loudness, Track, TrackId};
pub use track_kind::TrackKind;
pub use track_order::TrackOrder;
pub use voice_track::{VoicePlacement, VoiceTrack};
pub use webhook::{Delivery, WebhookConfig, WebhookService, WebhookTopic};
