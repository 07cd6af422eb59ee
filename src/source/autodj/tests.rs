//! AutoDJ as a picture: one letter a block, `x` where two tracks are faded, `+` where two are heard as they are,
//! `.` for silence.

mod breaks;
mod jingles;
mod talk;

use std::f32::consts::TAU;
use std::sync::mpsc;
use std::thread;

use super::loader::TrackProvider;
use super::*;
use crate::audio::BLOCK_US;
use crate::model::Settings;

/// Long enough for any decoder.
const PATIENCE: Duration = Duration::from_secs(10);

/// Plays what a function of the sample's number says, for so many samples.
struct Wave<F>(F, usize, usize);

impl<F: FnMut(usize) -> f32 + Send> PcmReader for Wave<F> {
    fn play(&mut self, block: &mut Block) -> Result<usize, String> {
        let count = (self.2 - self.1).min(BLOCK);
        for pair in block.pairs_mut().take(count) {
            *pair = [(self.0)(self.1); CHANNELS];
            self.1 += 1;
        }
        Ok(count)
    }
}

/// A record of so many samples.
fn record(
    name: &str,
    cues: Cues,
    samples: usize,
    wave: impl FnMut(usize) -> f32 + Send + 'static,
) -> PreparedTrack {
    let title = Title {
        duration_us: Some(samples as u64 * 1_000_000 / u64::from(SAMPLE_RATE)),
        ..Title::plain(SourceKind::Autodj, name)
    };
    let tape = Box::new(Wave(wave, 0, samples));
    PreparedTrack {
        title: Arc::new(title),
        file: None,
        gain: 1.0,
        cues,
        tape,
        on_trouble: Box::new(|why| panic!("{why}")),
    }
}

/// A record that is drawn: a letter a block; `-` for silence before and after it that is not played, `|` where
/// its ending begins and `(` where its intro ends, a capital for a jingle (with a `(`, over intros), `1` and so on for the tracks of an album without gaps.
fn drawn(drawing: &str) -> PreparedTrack {
    let intro_end = drawing.find('(');
    let drawing = &drawing.replace('(', "");
    let blocks: Vec<u8> = drawing.bytes().filter(|letter| *letter != b'|').collect();
    let sounds = |letter: &u8| *letter != b'-';
    let letter = *blocks.iter().find(|letter| sounds(letter)).unwrap();
    let place = |block: usize| (block * BLOCK) as u64;
    let begin = blocks.iter().position(&sounds).unwrap();
    let end = blocks.iter().rposition(&sounds).unwrap() + 1;
    let is_measured = drawing.contains(['|', '-']);
    let ending = drawing.find('|').unwrap_or(end);
    let album = || Gapless { album: "album".into(), number: u32::from(letter - b'0') };
    let cues = Cues {
        begin: place(begin),
        intro: intro_end.map_or(0, |end| place(end) - place(begin)),
        end: is_measured.then_some(place(end)),
        ending: is_measured.then_some(place(ending)),
        kind: match (letter.is_ascii_uppercase(), intro_end) {
            (false, _) => Kind::Music,
            (true, None) => Kind::Jingle,
            (true, Some(_)) => Kind::OverIntro,
        },
        crossfade: None,
        gapless: letter.is_ascii_digit().then(album),
    };
    let (name, samples) = ((letter as char).to_string(), blocks.len() * BLOCK);
    record(&name, cues, samples, move |at| if sounds(&blocks[at / BLOCK]) { f32::from(letter) } else { 0.5 })
}

/// Has them played one after the other, and then no more.
struct Stack(std::vec::IntoIter<PreparedTrack>, NextDeck);

impl TrackProvider for Stack {
    fn next(&mut self) -> Option<PreparedTrack> {
        let next = self.0.next();
        if next.is_none() {
            self.1.close();
        }
        next
    }
}

/// An AutoDJ that plays these records.
fn autodj(
    records: Vec<PreparedTrack>,
    config: AutodjConfig,
    live_settings: LiveSettings,
) -> (Autodj, NextDeck) {
    let standby = NextDeck::default();
    let autodj = Autodj::new(config, live_settings, standby.clone());
    let (stack, place) = (Stack(records.into_iter(), standby.clone()), standby.clone());
    loader::start(stack, &place, &pools(), config.patience);
    (autodj, standby)
}

/// Returns threads for one test.
fn pools() -> DeckPools {
    DeckPools::new().unwrap()
}

/// Returns the letter that stands for a block's sound.
fn letter(block: &Block) -> char {
    let level = block.samples()[BLOCK];
    let is_letter = |level: f32| level.fract() == 0.0 && (48.0..=122.0).contains(&level);
    match level {
        0.0 => '.',
        level if is_letter(level) => level as u8 as char,
        level if level.fract() == 0.0 => '+',
        _ => 'x',
    }
}

/// Plays drawn tracks; crossfades take `crossfade` blocks where no ending is drawn.
#[track_caller]
fn check(tracks: &str, crossfade: u64, expected: &str) {
    check_skipping(tracks, crossfade, None, expected);
}

/// Checks a timeline; at block `skip` the current track is skipped.
#[track_caller]
fn check_skipping(tracks: &str, crossfade: u64, skip: Option<usize>, expected: &str) {
    let records: Vec<PreparedTrack> = tracks.split_whitespace().map(drawn).collect();
    let second = records.get(1).map(|record| record.title.title.clone());
    let crossfade = Duration::from_micros(crossfade * BLOCK_US);
    let config = AutodjConfig { crossfade, patience: PATIENCE };
    let (mut autodj, standby) = autodj(records, config, LiveSettings::default());
    let (mut heard, mut titles) = (String::new(), Vec::new());
    let mut block = Block::silent();
    loop {
        if skip == Some(heard.len()) {
            standby.skip();
        }
        autodj.tick();
        if !autodj.is_ready() {
            break;
        }
        autodj.read(&mut block);
        titles.push(autodj.title().unwrap().title.clone());
        heard.push(letter(&block));
    }
    assert_eq!(heard, expected);
    let first = expected.chars().next().unwrap();
    let change = expected.find(|letter| letter != first);
    let title = change.map(|at| titles[at].clone());
    assert!(title.is_none() || title == second, "the title is early, never late");
}

#[test]
fn what_is_not_measured_fades_into_the_next() {
    check("aaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbb", 3, "aaaaaaaaaaaaaxxxbbbbbbbbbbbbb");
}

#[test]
fn short_tracks_get_short_crossfades() {
    check("aaaaaaaa bbbbbbbbbbbb c", 5, "aaaaaaxxbbbbbbbbbbc");
    check("aaaaaaaaaaaaaaaaaaaaaaaa bbbb cccc", 5, "aaaaaaaaaaaaaaaaaaaaaaaxbbxccc");
}

#[test]
fn an_ending_dies_away_by_itself_while_the_next_one_begins() {
    check("aaaaaaaaaa|aaaa bbbbbbbbbbbbbbbb", 3, "aaaaaaaaaaa+++bbbbbbbbbbbbb");
    check("aaaaaaaaaaaaa|aaa bbbbbbbbbbbbbbbb", 3, "aaaaaaaaaaaaa+++bbbbbbbbbbbbb");
}

#[test]
fn what_ends_at_once_is_not_faded_and_silence_around_it_is_not_heard() {
    check("--aaaaaaaa- ---bbbbbbbb|--- cccccccc", 3, "aaaaaaaabbbbbbbbcccccccc");
}

#[test]
fn jingles_are_not_faded_nor_faded_over() {
    check("aaaaaaaaaaaa JJJJJJJJ bbbbbbbbbbbb", 3, "aaaaaaaaaaaaJJJJJJJJbbbbbbbbbbbb");
    // Music that dies away does so under a jingle.
    check("aaaaaaaaaa|aa JJJJJJJJ bbbbbbbb", 3, "aaaaaaaaaa++JJJJJJbbbbbbbb");
}

#[test]
fn an_album_without_gaps_plays_without_gaps_in_its_order_only() {
    check("11111111 22222222 33333333 55555555", 2, "1111111122222222333333xx555555");
}

#[test]
fn what_is_skipped_fades_out_fast() {
    let (a, b) = ("a".repeat(100), "b".repeat(100));
    let expected = format!("{}{}{}", "a".repeat(10), "x".repeat(25), "b".repeat(75));
    check_skipping(&format!("{a} {b}"), 3, Some(10), &expected);
    // In a segue, it is the track that begins which is skipped, once the other one is out of the way.
    let tracks = format!("{}|{} {} {}", "a".repeat(300), "a".repeat(80), "b".repeat(400), "c".repeat(100));
    let expected = format!(
        "{}{}{}{}{}",
        "a".repeat(300),
        "+".repeat(10),
        "x".repeat(25),
        "x".repeat(25),
        "c".repeat(75)
    );
    check_skipping(&tracks, 0, Some(310), &expected);
}

#[test]
fn tracks_of_any_length_join_to_the_sample() {
    let album = |number| Cues { gapless: Some(Gapless { album: "album".into(), number }), ..Cues::default() };
    // One wave that goes on through four tracks, the second of them shorter than a block.
    let lengths = [5_003, 101, 3_000, 961];
    let wave = |at: usize| (at as f32 * TAU * 440.0 / SAMPLE_RATE as f32).sin();
    let mut begin = 0;
    let mut records = Vec::new();
    for (number, length) in (1..).zip(lengths) {
        records.push(record("part", album(number), length, move |at| wave(begin + at)));
        begin += length;
    }
    let config = AutodjConfig { patience: PATIENCE, ..AutodjConfig::default() };
    let (mut autodj, _) = autodj(records, config, LiveSettings::default());
    let mut heard = Vec::new();
    let mut block = Block::silent();
    while autodj.is_ready() {
        autodj.read(&mut block);
        heard.extend(block.samples().iter().step_by(CHANNELS).copied());
    }
    let wrong = (0..begin).find(|at| heard[*at] != wave(*at));
    assert_eq!(wrong, None, "the first sample that is another one");
    assert!(heard[begin..].iter().all(|sample| *sample == 0.0));
}

#[test]
fn no_segue_clicks() {
    let second = SAMPLE_RATE as usize;
    let tone = |hertz: f32| move |at: usize| (at as f32 * TAU * hertz / SAMPLE_RATE as f32).sin() / 2.0;
    // The first dies away over two seconds, the second has an end that nobody measured, the third is skipped.
    let dying =
        move |at: usize| tone(220.0)(at) * (1.0 - at.saturating_sub(8 * second) as f32 / (2 * second) as f32);
    let measured = Cues { end: Some(10 * second as u64), ending: Some(8 * second as u64), ..Cues::default() };
    let records = vec![
        record("a", measured, 11 * second, dying),
        record("b", Cues::default(), 20 * second, tone(330.0)),
        record("c", Cues::default(), 20 * second, tone(220.0)),
        record("d", Cues::default(), 5 * second, tone(275.0)),
    ];
    let config = AutodjConfig { patience: PATIENCE, ..AutodjConfig::default() };
    let (mut autodj, standby) = autodj(records, config, LiveSettings::default());
    let (mut last, mut most, mut blocks) = (0.0, 0f32, 0);
    let mut block = Block::silent();
    while autodj.is_ready() && autodj.playing.as_ref().is_some_and(|deck| deck.left() != Some(0)) {
        autodj.read(&mut block);
        blocks += 1;
        if blocks == 28 * 50 {
            standby.skip();
        }
        for pair in block.pairs_mut() {
            most = most.max((pair[0] - last).abs());
            last = pair[0];
        }
    }
    // 8 s of the first, 17 s of the second, 3 s of the third, and the last.
    assert_eq!(blocks, (8 + 17 + 3 + 5) * 50);
    // A tone of 330 Hz steps by at most 0.0216, two at full level by 0.036.
    assert!(most < 0.037, "a step of {most}");
}

#[test]
fn a_deck_that_has_not_begun_is_exchanged_when_another_one_is_to_play_next() {
    /// Says what is next, and was told what has begun.
    struct Changing(Arc<std::sync::Mutex<(char, String)>>, char, char);
    impl TrackProvider for Changing {
        fn next(&mut self) -> Option<PreparedTrack> {
            self.1 = self.0.lock().unwrap().0;
            Some(drawn(&self.1.to_string().repeat(100)))
        }
        fn stands_by(&mut self) {
            self.2 = self.1;
        }
        fn begun(&mut self) {
            self.0.lock().unwrap().1.push(self.2);
        }
        fn is_still_next(&mut self) -> bool {
            self.2 == self.0.lock().unwrap().0
        }
    }
    let next = Arc::new(std::sync::Mutex::new(('a', String::new())));
    let standby = NextDeck::default();
    let config = AutodjConfig { patience: PATIENCE, crossfade: Duration::ZERO };
    let mut autodj = Autodj::new(config, LiveSettings::default(), standby.clone());
    let (shelf, place) = (Changing(Arc::clone(&next), ' ', ' '), standby.clone());
    let loader = loader::start(shelf, &place, &pools(), PATIENCE);
    let stands_by = |letter: char| {
        while standby.piece(PATIENCE).is_none()
            || standby.title().is_none_or(|title| title != letter.to_string())
        {
            thread::yield_now();
        }
    };
    stands_by('a');
    next.lock().unwrap().0 = 'b';
    // What is in doubt is not taken, however soon that would be.
    standby.doubt();
    assert!(autodj.is_ready());
    assert_eq!(autodj.title().unwrap().title, "b");
    stands_by('b');
    next.lock().unwrap().0 = 'c';
    stands_by('c');
    assert_eq!(next.lock().unwrap().1, "b", "what was given back has not begun");
    drop(autodj);
    loader.join().unwrap();
}

#[test]
fn a_deck_stands_by_until_the_one_that_replaces_it_is_loaded() {
    /// Has one that plays next, and then another one; tells that it is asked for that, and loads it when told so.
    struct Slow(mpsc::SyncSender<()>, mpsc::Receiver<()>, bool);
    impl TrackProvider for Slow {
        fn next(&mut self) -> Option<PreparedTrack> {
            if !self.2 {
                return Some(drawn(&"a".repeat(100)));
            }
            self.0.send(()).unwrap();
            self.1.recv().unwrap();
            None
        }
        fn is_still_next(&mut self) -> bool {
            self.2 = true;
            false
        }
    }
    let ((asks, asked), (tell, told)) = (mpsc::sync_channel(1), mpsc::sync_channel(1));
    let standby = NextDeck::default();
    let mut autodj = Autodj::new(AutodjConfig::default(), LiveSettings::default(), standby.clone());
    let place = standby.clone();
    let loader = loader::start(Slow(asks, told, false), &place, &pools(), PATIENCE);
    asked.recv().unwrap();
    // Somebody wants another one as the music ends: what stands by is better than silence.
    standby.doubt();
    assert!(standby.take(Duration::ZERO).is_none());
    while !autodj.is_ready() && standby.title().is_some() {
        thread::yield_now();
    }
    assert_eq!(autodj.title().unwrap().title, "a");
    drop(autodj);
    tell.send(()).unwrap();
    loader.join().unwrap();
}
