//! Entries of the audit log as sentences.
//!
//! In: the request that an entry keeps, such as `PUT /api/v1/stations/main/shows/Drive`. Out: `changed the show Drive`.
//! Never: fails; other entries are shown as they are.

use super::address;

/// Sentences of requests. `*` stands for any part of a path, and `{}` for the last of those.
const SENTENCES: [(&str, &str); 80] = [
    ("POST /admin/password", "changed their password"),
    ("PUT /me/password", "changed their password"),
    ("POST /logout", "signed out"),
    ("POST /logout/everywhere", "signed out everywhere"),
    ("DELETE /me/sessions", "signed out everywhere"),
    ("DELETE /me/sessions/*", "signed out another browser"),
    ("POST /me/totp", "started to set up two-factor authentication"),
    ("PUT /me/totp", "turned on two-factor authentication"),
    ("DELETE /me/totp", "turned off two-factor authentication"),
    ("POST /me/app-passwords", "created an app password"),
    ("DELETE /me/app-passwords/*", "deleted the app password {}"),
    ("POST /accounts", "created an account"),
    ("PATCH /accounts/*", "changed the account {}"),
    ("DELETE /accounts/*", "deleted the account {}"),
    ("PUT /accounts/*/password", "changed the password of {}"),
    ("DELETE /accounts/*/totp", "turned off two-factor authentication of {}"),
    ("DELETE /accounts/*/sessions", "signed out {} everywhere"),
    ("POST /tokens", "created an API token"),
    ("DELETE /tokens/*", "deleted the API token {}"),
    ("POST /webhooks", "added a webhook"),
    ("PATCH /webhooks/*", "changed webhook {}"),
    ("DELETE /webhooks/*", "deleted webhook {}"),
    ("POST /webhooks/*/test", "tested webhook {}"),
    ("POST /bans", "banned an address or a program"),
    ("DELETE /bans/*", "lifted ban {}"),
    ("PATCH /settings", "changed the settings of the server"),
    ("POST /health/database", "checked the database"),
    ("PUT /edges/*", "reported the listeners of the edge {}"),
    ("PUT /library/*/edit", "edited the tags or cue points of track {}"),
    ("DELETE /library/*", "removed track {} from the library"),
    ("POST /removed/*/return", "restored a removed track"),
    ("DELETE /removed/*", "deleted the file of a removed track"),
    ("POST /uploads", "started an upload"),
    ("PATCH /uploads/*", "uploaded a part of a file"),
    ("DELETE /uploads/*", "cleared an upload from the list"),
    ("POST /stations", "created a station"),
    ("PATCH /stations/*", "changed name, colour, folder or qualities of the station"),
    ("DELETE /stations/*", "deleted the station {}"),
    ("PATCH /stations/*/settings", "changed the station’s settings"),
    ("PUT /stations/*/source-password", "changed the source password"),
    ("PUT /stations/*/logo", "changed the logo"),
    ("DELETE /stations/*/logo", "removed the logo"),
    ("POST /stations/*/radio-browser", "added the station to radio-browser.info"),
    ("PATCH /stations/*/access", "changed who can listen"),
    ("POST /stations/*/links", "created a guest link"),
    ("DELETE /stations/*/links", "revoked all guest links"),
    ("POST /stations/*/djs", "created a DJ account"),
    ("PATCH /stations/*/djs/*", "changed the DJ {}"),
    ("DELETE /stations/*/djs/*", "deleted the DJ {}"),
    ("PUT /stations/*/djs/*/password", "changed the password of the DJ {}"),
    ("POST /stations/*/skip", "skipped the track on air"),
    ("PATCH /backups", "changed the backup plan"),
    ("POST /backups", "made a backup"),
    ("POST /stations/*/dump", "dumped the live sound that waited to go on air"),
    ("POST /stations/*/kick", "took the DJ off the air"),
    ("POST /stations/*/silence", "faded the station to silence"),
    ("DELETE /stations/*/silence", "put the station back on air"),
    ("PUT /stations/*/emergency", "chose the emergency playlist"),
    ("POST /stations/*/emergency", "started the emergency playlist"),
    ("DELETE /stations/*/emergency", "ended the emergency playlist"),
    ("POST /stations/*/messages", "sent a message to the DJ"),
    ("DELETE /stations/*/messages/*", "removed a message to the DJ"),
    ("DELETE /stations/*/listeners/*", "disconnected a listener"),
    ("POST /stations/*/queue", "added a track to the queue"),
    ("PATCH /stations/*/queue/*", "moved a track in the queue"),
    ("DELETE /stations/*/queue/*", "removed a track from the queue"),
    ("POST /stations/*/requests", "requested a track"),
    ("PUT /stations/*/requests/limits", "changed the limits of song requests"),
    ("POST /stations/*/playlists", "created a playlist"),
    ("DELETE /stations/*/playlists/*", "deleted the playlist {}"),
    ("POST /stations/*/playlists/*/import", "imported tracks into the playlist {}"),
    ("POST /stations/*/playlists/*/tracks", "added tracks to the playlist {}"),
    ("POST /stations/*/hour-plans", "created a clock"),
    ("PUT /stations/*/hour-plans/*", "changed the clock {}"),
    ("DELETE /stations/*/hour-plans/*", "deleted the clock {}"),
    ("PUT /stations/*/rules", "changed the time zone or the separation rules"),
    ("PUT /stations/*/shows/*", "changed the show {}"),
    ("DELETE /stations/*/shows/*", "deleted the show {}"),
    ("PATCH /stations/*/recordings/*", "changed a recording"),
    ("DELETE /stations/*/recordings/*", "deleted a recording"),
];
/// Sentences of requests that are about a part of a playlist, or about all of it.
const OF_PLAYLISTS: [(&str, &str); 4] = [
    ("PUT /stations/*/playlists/*", "changed the playlist {}"),
    ("PATCH /stations/*/playlists/*", "changed the playlist {}"),
    ("PATCH /stations/*/playlists/*/tracks/*", "moved a track in a playlist"),
    ("DELETE /stations/*/playlists/*/tracks/*", "removed a track from a playlist"),
];

/// Describes what an entry of the audit log says was done.
pub(super) fn describe(entry: &str) -> String {
    let Some((verb, path)) = entry.split_once(' ').filter(|(_, path)| path.starts_with('/')) else {
        return match entry {
            "sign in" => "signed in".to_owned(),
            "kick, by /admin/killsource" => "took the DJ off the air, with an Icecast program".to_owned(),
            other => other.to_owned(),
        };
    };
    let path = path.split_once("/api/v1/").map_or(path, |(_, path)| path);
    let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
    let mut all = SENTENCES.iter().chain(&OF_PLAYLISTS);
    let sentence = all.find_map(|(pattern, sentence)| Some((matched(pattern, verb, &parts)?, sentence)));
    sentence.map_or_else(|| entry.to_owned(), |(name, sentence)| sentence.replace("{}", &name))
}

/// Returns the name that stands in the place of the last `*` of `pattern`, if the request fits it.
fn matched(pattern: &str, verb: &str, parts: &[&str]) -> Option<String> {
    let (its_verb, path) = pattern.split_once(' ')?;
    let mut name = "";
    let mut given = parts.iter();
    for part in path.split('/').skip(1) {
        let given = *given.next()?;
        match part {
            "*" => name = given,
            _ if part != given => return None,
            _ => {}
        }
    }
    let is_it = its_verb == verb && given.next().is_none();
    is_it.then(|| address::name(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::router::Verb;

    #[test]
    fn changes_are_told_as_sentences() {
        for (entry, expected) in [
            ("PUT /api/v1/stations/main/shows/Late%20Night", "changed the show Late Night"),
            ("PUT /radio/api/v1/stations/main/shows/Drive", "changed the show Drive"),
            ("PATCH /api/v1/stations/main/playlists/Gold", "changed the playlist Gold"),
            ("DELETE /api/v1/stations/main/playlists/Gold/tracks/3", "removed a track from a playlist"),
            ("PUT /api/v1/accounts/zoe/password", "changed the password of zoe"),
            ("sign in", "signed in"),
            ("hang up: Ada, about: birds", "hang up: Ada, about: birds"),
            ("POST /elsewhere", "POST /elsewhere"),
        ] {
            assert_eq!(describe(entry), expected);
        }
    }

    #[test]
    fn every_change_that_is_noted_has_a_sentence() {
        let table = crate::web::table();
        let noted = table.iter().filter(|route| route.is_noted && route.verb != Verb::Get);
        let bare: Vec<_> = noted
            .map(|route| format!("{} {}", route.verb.name(), route.path))
            .filter(|entry| !entry.contains("/login") && describe(entry) == *entry)
            .collect();
        assert!(bare.is_empty(), "{bare:#?}");
    }
}
