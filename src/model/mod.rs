//! Plain data that rooms hand to each other.
//!
//! In: nothing. Out: nothing. Never: does anything, or makes anybody wait.

mod address;
mod aired;
mod attendance;
mod colour;
mod guest;
mod hook;
mod hours;
mod household;
mod isrc;
mod look;
mod now_playing;
mod player;
mod playlist;
mod programme;
mod queue;
mod settings;
mod show;
mod station;
mod track;

pub use address::{Address, WrongAddress};
pub use aired::{Aired, Audience};
pub use attendance::Attendance;
pub use colour::{Colour, NotAColour, Palette, Scheme};
pub use guest::Guest;
pub use hook::{Delivery, Hook, Occasion};
pub use hours::{Hours, WeekTime};
pub use household::household;
pub use isrc::isrc;
pub use look::{Logo, LogoForm, Look};
pub use now_playing::{NowPlaying, SourceKind, Title};
pub use player::Player;
pub use playlist::{Contents, Every, Order, Playlist, PlaylistKind, Query};
pub use programme::{Pick, Programme, Rule, Separation, Why};
pub use queue::{Origin, Queued};
pub use settings::{AutodjBreak, Knobs, Requests, SecondDj, Settings, UnknownName};
pub use show::{Days, HourPlan, Item, Minute, On, Plays, Show, Start, time_of_day};
pub use station::{Quality, RESERVED, Renditions, UnfitStation, check_slug, station_folder, station_name};
pub use track::{Analysis, Cover, CoverId, Listed, Loudness, Track, TrackId};
