//! Entries of the audit log as sentences.
//!
//! In: the request that an entry keeps, such as `PUT /api/v1/stations/main/shows/Drive`. Out: `changed the show Drive`.
//! Never: fails; other entries are shown as they are.

use super::address;
use super::languages::Words;

/// Messages about requests. `*` stands for any part of a path, and their variable `name` for the last of those.
const SENTENCES: [(&str, &str); 98] = [
    ("POST /admin/password", "did-changed-their-password"),
    ("PUT /me/password", "did-changed-their-password"),
    ("POST /logout", "did-signed-out"),
    ("POST /logout/everywhere", "did-signed-out-everywhere"),
    ("DELETE /me/sessions", "did-signed-out-everywhere"),
    ("DELETE /me/sessions/*", "did-signed-out-another-browser"),
    ("POST /me/totp", "did-started-to-set-up-two-factor-authentication"),
    ("PUT /me/totp", "did-turned-on-two-factor-authentication"),
    ("DELETE /me/totp", "did-turned-off-two-factor-authentication"),
    ("POST /me/app-passwords", "did-created-an-app-password"),
    ("DELETE /me/app-passwords/*", "did-deleted-the-app-password"),
    ("PATCH /me", "did-changed-own-account"),
    ("POST /accounts", "did-created-an-account"),
    ("PATCH /accounts/*", "did-changed-the-account"),
    ("DELETE /accounts/*", "did-deleted-the-account"),
    ("PUT /accounts/*/password", "did-changed-the-password-of"),
    ("DELETE /accounts/*/totp", "did-turned-off-two-factor-authentication-of"),
    ("DELETE /accounts/*/sessions", "did-signed-out-person-everywhere"),
    ("POST /tokens", "did-created-an-api-token"),
    ("DELETE /tokens/*", "did-deleted-the-api-token"),
    ("POST /webhooks", "did-added-a-webhook"),
    ("PATCH /webhooks/*", "did-changed-webhook"),
    ("DELETE /webhooks/*", "did-deleted-webhook"),
    ("POST /webhooks/*/test", "did-tested-webhook"),
    ("POST /bans", "did-banned-an-address-or-a-program"),
    ("DELETE /bans/*", "did-lifted-ban"),
    ("PATCH /settings", "did-changed-the-settings-of-the-server"),
    ("POST /health/database", "did-checked-the-database"),
    ("PUT /edges/*", "did-reported-the-listeners-of-the-edge"),
    ("POST /library/batch", "did-changed-many-tracks"),
    ("PUT /library/folders", "did-set-the-type-of-a-folder"),
    ("PUT /library/*/cover", "did-gave-a-cover-to-track"),
    ("PUT /library/*/type", "did-set-the-type-of-track"),
    ("PUT /library/*/edit", "did-edited-the-tags-or-cue-points-of-track"),
    ("DELETE /library/*", "did-removed-track-from-the-library"),
    ("POST /removed/*/return", "did-restored-a-removed-track"),
    ("DELETE /removed/*", "did-deleted-the-file-of-a-removed-track"),
    ("POST /uploads", "did-started-an-upload"),
    ("PATCH /uploads/*", "did-uploaded-a-part-of-a-file"),
    ("DELETE /uploads/*", "did-cleared-an-upload-from-the-list"),
    ("POST /stations", "did-created-a-station"),
    ("PATCH /stations/*", "did-changed-name-colour-folder-or-qualities-of-the-station"),
    ("DELETE /stations/*", "did-deleted-the-station"),
    ("PATCH /stations/*/settings", "did-changed-the-stations-settings"),
    ("PUT /stations/*/source-password", "did-changed-the-source-password"),
    ("PUT /stations/*/logo", "did-changed-the-logo"),
    ("DELETE /stations/*/logo", "did-removed-the-logo"),
    ("POST /stations/*/radio-browser", "did-added-the-station-to-radio-browser-info"),
    ("PATCH /stations/*/access", "did-changed-who-can-listen"),
    ("POST /stations/*/links", "did-created-a-guest-link"),
    ("DELETE /stations/*/links", "did-revoked-all-guest-links"),
    ("POST /stations/*/djs", "did-created-a-dj-account"),
    ("PATCH /stations/*/djs/*", "did-changed-the-dj"),
    ("DELETE /stations/*/djs/*", "did-deleted-the-dj"),
    ("PUT /stations/*/djs/*/password", "did-changed-the-password-of-the-dj"),
    ("POST /stations/*/skip", "did-skipped-the-track-on-air"),
    ("PATCH /backups", "did-changed-the-backup-plan"),
    ("POST /backups", "did-made-a-backup"),
    ("POST /stations/*/dump", "did-dumped-the-live-sound-that-waited-to-go-on-air"),
    ("POST /stations/*/kick", "did-took-the-dj-off-the-air"),
    ("POST /stations/*/silence", "did-faded-the-station-to-silence"),
    ("DELETE /stations/*/silence", "did-put-the-station-back-on-air"),
    ("PUT /stations/*/emergency", "did-chose-the-emergency-playlist"),
    ("POST /stations/*/emergency", "did-started-the-emergency-playlist"),
    ("DELETE /stations/*/emergency", "did-ended-the-emergency-playlist"),
    ("POST /stations/*/messages", "did-sent-a-message-to-the-dj"),
    ("DELETE /stations/*/messages/*", "did-removed-a-message-to-the-dj"),
    ("DELETE /stations/*/listener-messages/*", "did-removed-a-message-of-a-listener"),
    ("POST /stations/*/listener-messages/*/block", "did-blocked-the-sender-of-a-message"),
    ("DELETE /stations/*/listeners/*", "did-disconnected-a-listener"),
    ("POST /stations/*/queue", "did-added-a-track-to-the-queue"),
    ("PATCH /stations/*/queue/*", "did-moved-a-track-in-the-queue"),
    ("DELETE /stations/*/queue/*", "did-removed-a-track-from-the-queue"),
    ("POST /stations/*/requests", "did-requested-a-track"),
    ("PUT /stations/*/requests/limits", "did-changed-the-limits-of-song-requests"),
    ("POST /stations/*/playlists", "did-created-a-playlist"),
    ("DELETE /stations/*/playlists/*", "did-deleted-the-playlist"),
    ("POST /stations/*/playlists/*/import", "did-imported-tracks-into-the-playlist"),
    ("POST /stations/*/playlists/*/tracks", "did-added-tracks-to-the-playlist"),
    ("POST /stations/*/playlists/*/rename", "did-renamed-the-playlist"),
    ("POST /stations/*/shows/*/rename", "did-renamed-the-show"),
    ("POST /stations/*/hour-plans", "did-created-a-clock"),
    ("PUT /stations/*/hour-plans/*", "did-changed-the-clock"),
    ("DELETE /stations/*/hour-plans/*", "did-deleted-the-clock"),
    ("PUT /stations/*/rules", "did-changed-the-time-zone-or-the-separation-rules"),
    ("PUT /stations/*/shows/*", "did-changed-the-show"),
    ("DELETE /stations/*/shows/*", "did-deleted-the-show"),
    ("PUT /stations/*/shows/*/exceptions/*", "did-changed-a-day-of-a-show"),
    ("DELETE /stations/*/shows/*/exceptions/*", "did-restored-a-day-of-a-show"),
    ("PATCH /stations/*/recordings/*", "did-changed-a-recording"),
    ("DELETE /stations/*/recordings/*", "did-deleted-a-recording"),
    ("POST /stations/*/recordings", "did-added-an-episode"),
    ("POST /stations/*/recordings/*/trim", "did-trimmed-a-recording"),
    ("PUT /stations/*/recordings/*/picture", "did-gave-a-recording-a-picture"),
    ("DELETE /stations/*/recordings/*/picture", "did-removed-the-picture-of-a-recording"),
    ("POST /stations/*/recordings/*/repeat", "did-put-a-recording-into-the-library"),
    ("POST /stations/*/voice-tracks", "did-recorded-talk"),
    ("DELETE /stations/*/voice-tracks/*", "did-deleted-talk"),
];
/// Messages about requests that are about a part of a playlist, or about all of it.
const OF_PLAYLISTS: [(&str, &str); 4] = [
    ("PUT /stations/*/playlists/*", "did-changed-the-playlist"),
    ("PATCH /stations/*/playlists/*", "did-changed-the-playlist"),
    ("PATCH /stations/*/playlists/*/tracks/*", "did-moved-a-track-in-a-playlist"),
    ("DELETE /stations/*/playlists/*/tracks/*", "did-removed-a-track-from-a-playlist"),
];

/// Describes what an entry of the audit log says was done.
pub(super) fn describe(entry: &str, words: &Words) -> String {
    let Some((verb, path)) = entry.split_once(' ').filter(|(_, path)| path.starts_with('/')) else {
        return match entry {
            "sign in" => words.word("did-signed-in"),
            "ask for a link by e-mail" => words.word("did-asked-for-a-link"),
            "choose a password by e-mail" => words.word("did-reset-the-password"),
            "kick, by /admin/killsource" => words.word("did-kick-icecast"),
            other => other.to_owned(),
        };
    };
    let path = path.split_once("/api/v1/").map_or(path, |(_, path)| path);
    let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
    let mut all = SENTENCES.iter().chain(&OF_PLAYLISTS);
    let message = all.find_map(|(pattern, key)| Some((matched(pattern, verb, &parts)?, key)));
    message.map_or_else(|| entry.to_owned(), |(name, key)| words.say(key, &[("name", name.into())]))
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
    use crate::web::Templates;
    use crate::web::router::Verb;

    fn english() -> Words {
        Templates::of(&[]).unwrap().english().unwrap()
    }

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
            assert_eq!(describe(entry, &english()), expected);
        }
    }

    #[test]
    fn every_change_that_is_noted_has_a_sentence() {
        let (table, words) = (crate::web::table(), english());
        let noted = table.iter().filter(|route| route.is_noted && route.verb != Verb::Get);
        let bare: Vec<_> = noted
            .map(|route| format!("{} {}", route.verb.name(), route.path))
            .filter(|entry| !entry.contains("/login") && describe(entry, &words) == *entry)
            .collect();
        assert!(bare.is_empty(), "{bare:#?}");
    }
}
