//! Captions as `WebVTT` (W3C, "The Web Video Text Tracks Format").

use std::fmt::Write as _;

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::model::{Caption, TranscriptAccess};
use crate::store::TranscriptQuery;
use crate::web::router::{aside, keep_strangers_pace};
use crate::web::{AppState, Error, private};

/// The longest time that may be asked for, in seconds: six hours.
const MOST_SPAN: f64 = 6.0 * 3_600.0;
/// Time for which everybody who listens may read what was said, in microseconds: ten minutes.
const OPEN_FOR_US: u64 = 600_000_000;
/// The most captions of an answer.
const MOST: usize = 10_000;
/// Seconds since 1970 that a time may be: up to the year 2255.
const LATEST: f64 = 9e9;

/// `/{slug}/captions.vtt`: what was said from `from` up to `to`, in seconds since 1970; by itself, the last minute.
/// Times of the cues count from `from`. What was said more than ten minutes ago is left out where the transcript is not
/// public.
pub(in crate::web) async fn captions(
    request: HttpRequest,
    site: Data<AppState>,
    slug: Path<String>,
) -> Result<HttpResponse, Error> {
    keep_strangers_pace(&request, &site)?;
    let station = private::enter(&request, &site, &slug, None).await?;
    let now_us = station.clock().wall_us();
    let (from_us, to_us) = span(request.query_string(), now_us)?;
    let slug = station.slug().to_owned();
    let found = aside(move || {
        let is_public = site.store.station(&slug)?.settings.transcript == TranscriptAccess::Public;
        let shown_from_us = if is_public { 0 } else { now_us.saturating_sub(OPEN_FOR_US) };
        let span = from_us.max(shown_from_us)..to_us;
        Ok(site.store.transcript(&slug, &TranscriptQuery { words: "", span: &span, limit: MOST })?)
    })
    .await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/vtt; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .body(webvtt(from_us, found.iter().rev())))
}

/// Reads `from` and `to`; without them, the minute up to `now_us`. In microseconds.
fn span(query: &str, now_us: u64) -> Result<(u64, u64), Error> {
    let wrong = |detail: String| Error::Client { status: StatusCode::BAD_REQUEST, detail: detail.into() };
    let (mut from, mut to) = (None, None);
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        let asked = match &*key {
            "from" => &mut from,
            "to" => &mut to,
            _ => continue,
        };
        let seconds = value.parse().ok().filter(|seconds| (0.0..=LATEST).contains(seconds));
        let text =
            || format!("{key} has to be a time in seconds since 1970, such as 1780000000, not {value:?}.");
        *asked = Some(seconds.ok_or_else(|| wrong(text()))?);
    }
    let to: f64 = to.unwrap_or(now_us as f64 / 1e6);
    let from: f64 = from.unwrap_or((to - 60.0).max(0.0));
    if to < from {
        return Err(wrong("to has to be after from.".to_owned()));
    }
    if to - from > MOST_SPAN {
        return Err(wrong("There are at most six hours between from and to.".to_owned()));
    }
    Ok(((from * 1e6) as u64, (to * 1e6) as u64))
}

/// Returns a file with these captions, oldest first; the times of its cues count from `from_us`.
pub(in crate::web) fn webvtt<'a>(from_us: u64, captions: impl Iterator<Item = &'a Caption>) -> String {
    let mut file = "WEBVTT\n".to_owned();
    for caption in captions {
        let [start, end] = [caption.start_us, caption.end_us].map(|us| timestamp(us.saturating_sub(from_us)));
        let text = caption.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let _ = write!(file, "\n{start} --> {end}\n{text}\n");
    }
    file
}

/// Returns the same as a `SubRip` file, whose cues are numbered.
pub(in crate::web) fn subrip<'a>(captions: impl Iterator<Item = &'a Caption>) -> String {
    let mut file = String::new();
    for (number, caption) in (1..).zip(captions) {
        let [start, end] = [caption.start_us, caption.end_us].map(|us| timestamp(us).replace('.', ","));
        let _ = write!(file, "{number}\n{start} --> {end}\n{}\n\n", caption.text.replace('\n', " "));
    }
    file
}

fn timestamp(us: u64) -> String {
    let ms = us / 1_000;
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}.{:03}", ms % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_cues_that_count_from_the_beginning() {
        let caption = |start_us, end_us, text: &str| Caption {
            id: 1,
            start_us,
            end_us,
            text: text.to_owned(),
            is_final: true,
        };
        let captions = [
            caption(5_000_000_000, 5_001_250_000, "Good <evening> & welcome"),
            caption(8_700_042_000, 8_701_000_000, "Bye"),
        ];
        let expected = "WEBVTT\n\n\
            00:00:01.000 --> 00:00:02.250\nGood &lt;evening&gt; &amp; welcome\n\n\
            01:01:41.042 --> 01:01:42.000\nBye\n";
        assert_eq!(webvtt(4_999_000_000, captions.iter()), expected);
        assert_eq!(webvtt(0, [].iter()), "WEBVTT\n");
        let expected = "1\n00:00:01,000 --> 00:00:02,000\nBye <now>\n\n";
        assert_eq!(subrip([caption(1_000_000, 2_000_000, "Bye <now>")].iter()), expected);
    }

    #[test]
    fn times_are_bounded_and_refused_with_words() {
        let now_us = 1_780_000_000_000_000;
        let read = |query: &str| span(query, now_us).map_err(|error| error.to_string());
        assert_eq!(read(""), Ok((now_us - 60_000_000, now_us)));
        assert_eq!(
            read("from=1779999000.5&to=1779999001&x=y"),
            Ok((1_779_999_000_500_000, 1_779_999_001_000_000))
        );
        for (query, words) in [
            ("from=x", "from has to be a time"),
            ("to=-1", "to has to be a time"),
            ("from=NaN", "from has to be a time"),
            ("from=inf", "from has to be a time"),
            ("from=9&to=8", "to has to be after from"),
            ("from=1&to=21602", "at most six hours"),
        ] {
            let refused = read(query).expect_err(query);
            assert!(refused.contains(words), "{query}: {refused}");
        }
        assert_eq!(read("from=1&to=21601"), Ok((1_000_000, 21_601_000_000)));
    }
}
