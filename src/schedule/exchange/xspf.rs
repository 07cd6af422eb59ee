//! XSPF, the XML Shareable Playlist Format, version 1.

use std::time::Duration;

use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};

use super::{Entry, MOST, PlaylistFileError};

const NAMESPACE: &str = "http://xspf.org/ns/0/";

pub(super) fn read(file: &str) -> Result<Vec<Entry>, PlaylistFileError> {
    let wrong = |error: &dyn std::fmt::Display| PlaylistFileError::Xml(error.to_string());
    let mut reader = Reader::from_str(file);
    let mut entries = Vec::new();
    let mut track: Option<Entry> = None;
    let mut text = String::new();
    let mut any = false;
    loop {
        let event = reader.read_event().map_err(|error| wrong(&error))?;
        match event {
            Event::Start(start) => {
                any = true;
                text.clear();
                if start.local_name().as_ref() == "track" {
                    track = Some(Entry::default());
                }
            }
            Event::Text(part) => text += &part,
            Event::CData(part) => text += &part,
            Event::GeneralRef(part) => {
                let known =
                    quick_xml::escape::unescape(&format!("&{};", &*part)).map(std::borrow::Cow::into_owned);
                text += &known.map_err(|error| wrong(&error))?;
            }
            Event::End(end) => {
                let value = text.trim().to_owned();
                match (end.local_name().as_ref(), &mut track) {
                    ("track", _) => entries.extend(track.take().filter(|track| !track.location.is_empty())),
                    // The first of several is the best one.
                    ("location", Some(track)) if track.location.is_empty() => track.location = value,
                    ("title", Some(track)) => track.title = Some(value).filter(|value| !value.is_empty()),
                    ("creator", Some(track)) => track.artist = Some(value).filter(|value| !value.is_empty()),
                    ("duration", Some(track)) => track.length = value.parse().ok().map(Duration::from_millis),
                    _ => {}
                }
                text.clear();
            }
            Event::Eof if any => return Ok(entries),
            Event::Eof => return Err(PlaylistFileError::Xml("there is nothing in it".to_owned())),
            _ => {}
        }
        if entries.len() > MOST {
            return Err(PlaylistFileError::Long);
        }
    }
}

pub(super) fn write(name: &str, entries: &[Entry]) -> Result<String, PlaylistFileError> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    write_all(&mut writer, name, entries).map_err(|error| PlaylistFileError::Xml(error.to_string()))?;
    let text =
        String::from_utf8(writer.into_inner()).map_err(|error| PlaylistFileError::Xml(error.to_string()))?;
    Ok(text + "\n")
}

fn write_all(writer: &mut Writer<Vec<u8>>, name: &str, entries: &[Entry]) -> std::io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut playlist = BytesStart::new("playlist");
    playlist.push_attribute(("version", "1"));
    playlist.push_attribute(("xmlns", NAMESPACE));
    writer.write_event(Event::Start(playlist))?;
    element(writer, "title", name)?;
    writer.write_event(Event::Start(BytesStart::new("trackList")))?;
    for entry in entries {
        writer.write_event(Event::Start(BytesStart::new("track")))?;
        element(writer, "location", &entry.location)?;
        if let Some(title) = &entry.title {
            element(writer, "title", title)?;
        }
        if let Some(artist) = &entry.artist {
            element(writer, "creator", artist)?;
        }
        if let Some(length) = entry.length {
            element(writer, "duration", &length.as_millis().to_string())?;
        }
        writer.write_event(Event::End(BytesEnd::new("track")))?;
    }
    writer.write_event(Event::End(BytesEnd::new("trackList")))?;
    writer.write_event(Event::End(BytesEnd::new("playlist")))
}

fn element(writer: &mut Writer<Vec<u8>>, name: &str, text: &str) -> std::io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(text)).map(drop)
}
