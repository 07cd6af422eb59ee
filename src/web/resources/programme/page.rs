//! `/main/programme`: the programme for listeners, by the station's clock; a script shows it by the visitor's.

use actix_web::http::header::{CacheControl, CacheDirective, ContentType};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::api::{CancelledShowTime, ProgrammeData, PublicProgramme, ShowTime};
use crate::broadcast::Broadcast;
use crate::web::resources::schedule::forecast::clock;
use crate::web::resources::stations::branding::BrandingView;
use crate::web::router::{aside, keep_strangers_pace};
use crate::web::{AppState, Error, private};

/// Variables of `programme.html`.
#[derive(Serialize)]
struct ProgrammePage {
    slug: String,
    name: String,
    look: BrandingView,
    on: ShowLine,
    days: Vec<ProgrammeDay>,
    programme: PublicProgramme,
    /// Recordings that are published, the newest first.
    recordings: Vec<PublicRecording>,
    /// The station's time zone.
    zone: String,
    version: &'static str,
}

/// A recording that everybody can hear.
#[derive(Serialize)]
struct PublicRecording {
    title: String,
    description: String,
    day: RecordingDay,
    /// The address of its file, without a slash before it.
    file: String,
}

/// The day of a recording by the station's clock.
#[derive(Serialize)]
struct RecordingDay {
    /// As in the attribute of an element `time`.
    iso: String,
    year: i16,
    month: i8,
    day: i8,
}

/// The most recordings that are shown.
const MOST_RECORDINGS: usize = 30;

/// The show that is on and the next one, by the station's clock.
#[derive(Default, Serialize)]
pub(crate) struct ShowLine {
    show: Option<String>,
    /// The DJ, unless the show's name says it.
    with: Option<String>,
    until: Option<ShownTime>,
    next: Option<String>,
    next_at: Option<ShownTime>,
    /// When the show that is on began, in microseconds since 1970.
    #[serde(skip)]
    from_us: Option<u64>,
}

/// A time by the station's clock.
#[derive(Clone, Serialize)]
struct ShownTime {
    us: u64,
    /// As in the attribute of an element `time`.
    iso: String,
    text: String,
}

/// The shows of a day.
#[derive(Serialize)]
struct ProgrammeDay {
    #[serde(skip)]
    date: Date,
    /// The first three letters of its English name.
    weekday: String,
    month: i8,
    day: i8,
    shows: Vec<DayShow>,
}

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a condition of its own in the template")]
struct DayShow {
    #[serde(skip)]
    from_us: u64,
    name: String,
    /// The DJs, unless the show's name says them.
    with: Option<String>,
    from: ShownTime,
    to: ShownTime,
    is_live: bool,
    is_on: bool,
    colour: Option<String>,
    /// Set if it is at another time than in other weeks.
    is_moved: bool,
    /// Set if it is not on at this time in this week.
    is_cancelled: bool,
    /// The time to which it was moved.
    moved_to: Option<MovedToTime>,
    note: Option<String>,
}

/// The day and time to which a show was moved.
#[derive(Serialize)]
struct MovedToTime {
    /// The first three letters of the day's English name.
    weekday: String,
    month: i8,
    day: i8,
    time: ShownTime,
}

/// `/main/programme`.
pub(in crate::web) async fn programme(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
) -> Result<HttpResponse, Error> {
    keep_strangers_pace(&request, &site)?;
    let station = site.broadcasts.get(&slug).ok_or(Error::UnknownStation)?;
    if let Err(refused) = private::check(&request, &site, &station, None).await {
        return private::ask(&request, &site, &station, &refused);
    }
    let (programme, zone) = of(&site, &station).await?;
    let recordings = recordings(&site, &station, &zone).await?;
    let page = ProgrammePage {
        recordings,
        slug: station.slug().to_owned(),
        name: station.name(),
        look: BrandingView::of(&station, &request),
        on: ShowLine::of(&programme, &zone),
        days: days(&programme, &zone, site.clock.wall_us()),
        programme,
        zone: zone.iana_name().unwrap_or("UTC").to_owned(),
        version: env!("CARGO_PKG_VERSION"),
    };
    Ok(HttpResponse::Ok()
        .insert_header(ContentType::html())
        .insert_header(CacheControl(vec![CacheDirective::NoStore]))
        .body(site.templates.render_for(&request, "programme.html", &page)?))
}

/// Returns the published recordings of `station`.
async fn recordings(
    site: &AppState,
    station: &Broadcast,
    zone: &TimeZone,
) -> Result<Vec<PublicRecording>, Error> {
    let (store, slug) = (site.store.clone(), station.slug().to_owned());
    let mut public = aside(move || Ok(store.published_recordings(&slug, None, MOST_RECORDINGS)?)).await?;
    site.archives.leave_out_missing(station.slug(), &mut public);
    let shown = public.into_iter().map(|one| PublicRecording {
        day: RecordingDay::of(one.what.from_us, zone),
        file: format!("archive/{}.{}", one.id, if one.mp3_bytes > 0 { "mp3" } else { "opus" }),
        title: one.what.title,
        description: one.description,
    });
    Ok(shown.collect())
}

/// Returns the line about the show that is on at `station`.
pub(crate) async fn show_line(site: &AppState, station: &Broadcast) -> Result<ShowLine, Error> {
    let (programme, zone) = of(site, station).await?;
    Ok(ShowLine::of(&programme, &zone))
}

/// Returns the programme of `station` now, and its time zone.
async fn of(site: &AppState, station: &Broadcast) -> Result<(PublicProgramme, TimeZone), Error> {
    let (store, slug) = (site.store.clone(), station.slug().to_owned());
    let known = aside(move || ProgrammeData::read(&store, &slug)).await?;
    let programme = PublicProgramme::of(station, &known, site.clock.wall_us());
    Ok((programme, known.zone))
}

impl ShowLine {
    /// When the show that is on began, in microseconds since 1970.
    pub(crate) fn began_us(&self) -> Option<u64> {
        self.from_us
    }

    fn of(programme: &PublicProgramme, zone: &TimeZone) -> Self {
        let (now, next) = (&programme.now, &programme.next);
        Self {
            show: now.show.clone(),
            with: now.with(),
            until: now.until_us.map(|us| ShownTime::of(us, zone)),
            next: next.as_ref().map(|next| next.show.clone()),
            next_at: next.as_ref().map(|next| ShownTime::of(next.from_us, zone)),
            from_us: programme.on_since_us(),
        }
    }
}

impl RecordingDay {
    fn of(us: u64, zone: &TimeZone) -> Self {
        let time = clock(us, zone);
        Self { iso: time.timestamp().to_string(), year: time.year(), month: time.month(), day: time.day() }
    }
}

impl ShownTime {
    fn of(us: u64, zone: &TimeZone) -> Self {
        let time = clock(us, zone);
        Self { us, iso: time.timestamp().to_string(), text: time.strftime("%H:%M").to_string() }
    }
}

/// Returns the shows by days, and those that are cancelled; what began earlier and is still on is of today.
fn days(programme: &PublicProgramme, zone: &TimeZone, now_us: u64) -> Vec<ProgrammeDay> {
    let shows = programme.shows.iter().map(|time| DayShow::of(time, zone, now_us));
    let cancelled = programme.cancelled.iter().map(|time| DayShow::cancelled(time, zone));
    let mut rows: Vec<_> = shows.chain(cancelled).collect();
    rows.sort_by_key(|row| row.from_us);
    let mut days: Vec<ProgrammeDay> = Vec::new();
    for row in rows {
        let day = clock(row.from_us.max(now_us), zone);
        match days.last_mut().filter(|last| last.date == day.date()) {
            Some(last) => last.shows.push(row),
            None => days.push(ProgrammeDay {
                date: day.date(),
                weekday: weekday(&day),
                month: day.month(),
                day: day.day(),
                shows: vec![row],
            }),
        }
    }
    days
}

impl DayShow {
    fn of(time: &ShowTime, zone: &TimeZone, now_us: u64) -> Self {
        Self {
            from_us: time.from_us,
            name: time.show.clone(),
            with: time.with(),
            from: ShownTime::of(time.from_us, zone),
            to: ShownTime::of(time.to_us, zone),
            is_live: time.is_live,
            is_on: (time.from_us..time.to_us).contains(&now_us),
            colour: time.colour.clone(),
            is_moved: time.is_moved,
            is_cancelled: false,
            moved_to: None,
            note: time.note.clone(),
        }
    }

    fn cancelled(time: &CancelledShowTime, zone: &TimeZone) -> Self {
        let moved_to = time.moved_to_us.map(|us| {
            let day = clock(us, zone);
            let (weekday, time) = (weekday(&day), ShownTime::of(us, zone));
            MovedToTime { weekday, month: day.month(), day: day.day(), time }
        });
        Self {
            from_us: time.from_us,
            name: time.show.clone(),
            with: None,
            from: ShownTime::of(time.from_us, zone),
            to: ShownTime::of(time.to_us, zone),
            is_live: false,
            is_on: false,
            colour: None,
            is_moved: false,
            is_cancelled: true,
            moved_to,
            note: time.note.clone(),
        }
    }
}

/// The first three letters of a day's English name.
fn weekday(day: &Zoned) -> String {
    day.strftime("%a").to_string().to_ascii_lowercase()
}
