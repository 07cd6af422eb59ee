# The words of Longwave's dashboard and its sign-in pages, in English, which has every message.
# The manual's page "Languages" says how to add a language. Words that the dashboard shares with the pages for listeners
# are in the file of the same name in the folder above. A clock (a programme clock) is the plan of an hour.

## Words of many pages

# After a name: ada, administrator
role = { $role ->
    [admin] administrator
    [manager] manager
   *[dj] DJ
}
role-choice = { $role ->
    [admin] Administrator
    [manager] Manager
   *[dj] DJ
}
delete = Delete
saved = Saved.
deleted = Deleted.
continue = Continue
filter = Filter
search = Search
station = Station
on-air-column = On air
listening-column = Listening
time = Time
day = Day
track = Track
file = File
account = Account
level = Level
message = Message
source = Source
artist-title = { $artist } – { $title }
created = Created
last-used = Last used
yes = yes
no = no
on = on
off = off
unknown = unknown
upload-some-music = Upload some music
no-matches-fewer-words = No matches. Try fewer words.
next-page = Next page
first-page = First page
download-csv = Download as CSV
dj-software = DJ software
the-studio = the studio
station-starting = The station is starting.
time-zone = Time zone
save-rules = Save rules
saved-next-track = Saved. Used from the next track on.
show = Show
name = Name

## The frame of every page

skip-to-content = Skip to content
help = Help
signed-in-as = { $name }, { role }
dashboard = Dashboard
menu = { $page ->
   *[on-air] On air
    [listeners] Listeners
    [playlists] Playlists
    [schedule] Schedule
    [requests] Requests
    [log] Playback history
    [transcript] Transcript
    [recordings] Recordings
    [djs] DJs
    [settings] Settings
    [overview] Overview
    [library] Library
    [stations] Stations
    [people] People
    [tokens] API tokens
    [webhooks] Webhooks
    [health] Health
    [logs] Log
    [audit] Activity
    [api] API
    [manual] Manual
}
menu-server = Server
bar = Main pages
bar-more = More

## Signing in

forgot-password = Forgot your password? Ask an administrator for a new one. Administrators can set one on the server with { $command }.
forgotten-link = Forgotten your password?
forgotten-heading = Forgotten your password
forgotten-hint = Enter the name of your account. We send a link to its e-mail address.
send-link = Send link
link-is-sent = If there is an account of this name with an e-mail address, a link is on its way. It works once, within an hour.
back-to-sign-in = Back to sign-in
choose-new-heading = Choose a new password
reset-ends-sessions = This signs you out everywhere else.
link-is-over = This link is over or was used already. You can { $again }.
ask-for-another-link = ask for another one
password-is-reset = Password changed. Sign in with the new one.
mail-reset-subject = A new password for your radio account
mail-reset-hint = Somebody, probably you, has asked for a new password for the account { $account }. Open this link within an hour to choose one:
mail-reset-ignore = If it was not you, nothing needs to be done.
sign-in-with = Sign in with { $provider }
two-factor = Two-factor authentication
code-from-phone = Code from your phone
lost-phone = Lost your phone? Enter one of your recovery codes. None left? Ask an administrator to turn off two-factor authentication for your account; on the server, { $command } does it.

## The first steps of a station

set-up-station = Set up { $station }
step-of = Step { $step } of { $steps }
welcome-name = Welcome. What is your station called?
welcome-on-air = Your station is on air already. These steps take a few minutes; you can change everything later.
station-name = Station name
save-and-continue = Save and continue
welcome-zone = Which time zone are you in?
shows-start-by-clock = Shows start by this clock.
time-zone-of-server = Time zone of the server
welcome-look = How does it look?
welcome-music = Upload some music
tracks-in-library = { $tracks ->
    [0] The library is empty.
    [one] There is { $tracks } track in the library.
   *[other] There are { $tracks } tracks in the library.
}
upload-music = Upload music
drop-files = Drop files here, or { $choose }
# Stands in drop-files
choose-files = choose files
upload-formats = MP3, FLAC, Ogg, Opus, WAV, AIFF, AAC or M4A, up to 1 GB each. We check each file before adding it.
upload-needs-scripts = Uploading needs JavaScript. Without it, copy files into the music folder on the server.
station-is-on-air = { $station } is on air
playing-now = Now playing: { $title }.
listen-on-player-page = Listen on the player page
go-to-on-air = Go to On air
welcome-next = Next you can { $playlists }, { $shows } and { $djs }.
create-playlists = create playlists
plan-shows = plan shows
add-djs = add DJs
listen-links = Listen links
welcome-share = Share the player page, or give these stream addresses to radios and apps.
skip-to-end = Skip to the end
skip-step = Skip this step

## The overview

listener-count = { $listeners ->
    [one] { $listeners } listener
   *[other] { $listeners } listeners
}
no-station-yet = Your account has no station yet. Ask an administrator to give you one.
your-account = Your account
change-password = Change password
display-name = Name that listeners see (empty: the account’s)
email-address = E-mail address
email-hint = For a link when you have forgotten your password.
current-for-email = Only needed to change the e-mail address.
where-signed-in = Where you are signed in
browser = Browser
unknown-browser = Unknown browser
this-browser = { $browser } (this one)
sign-out-everywhere = Sign out everywhere

## On air

on-air-of = On air – { $station }
banner-silenced = The station is faded to silence, and listeners hear nothing. Press “Back on air” to end that.
banner-emergency = Emergency: AutoDJ plays only the playlist { $playlist }. DJs can still go live.
banner-loop = AutoDJ has nothing to play, so listeners hear the emergency loop. { $upload } or check { $playlists }.
the-playlists = the playlists
banner-dead-air = Dead air: AutoDJ has nothing to play. { $upload } to go on air.
banner-no-sound = { $dj } is connected, but no sound arrives. Listeners hear AutoDJ.
banner-hours-end = { $then ->
   *[keep] The time of { $dj } ends at { $time }. They stay on air until they leave.
    [end] The time of { $dj } ends at { $time }. AutoDJ takes over then.
}
banner-hours-over = { $dj }’s time ended at { $time }, and they are still on air.
now-playing = Now playing
playing-source = { $source ->
   *[autodj] AutoDJ
    [live] Live
    [relay] Relay of another stream
    [emergency-loop] Emergency loop
    [silence] Silence
    [silenced] Faded to silence
}
track-position = Position in the track
time-left = { $time } left
skipped = Skipped to the next track.
skip-track = Skip track
is-back-on-air = The station is back on air.
back-on-air = Back on air
ask-silence = Fade to silence? Listeners hear nothing until you go back on air.
is-silenced = Faded to silence.
fade-to-silence = Fade to silence
emergency-ended = Emergency ended. Normal programme from the next track on.
end-emergency = End emergency
ask-emergency = Play only { $playlist } from now on?
emergency-starts = { $playlist } starts within seconds.
start-emergency = Start emergency playlist
live-no-skip = A DJ is live, so there is no track to skip. “Take off air” below ends the live show.
emergency-playlist = Emergency playlist: { $playlist }
emergency-playlist-none = Emergency playlist: none yet
emergency-saved = Emergency playlist saved.
in-emergency-play = In an emergency, play
no-playlist = None
save-emergency = Save emergency playlist
emergency-needs-playlist = Create a { $playlist } to have one ready for emergencies, which starts at once.
a-playlist = playlist
up-next = Up next
is-jingle = (jingle)
levels = Levels
levels-need-scripts = Level meters need JavaScript.
levels-description = Level meters of the left and right channel, in decibels below full scale
loudness-short = Loudness (3 s)
loudness-track = Loudness (this track)
peak-track = Peak (this track)
levels-hint = AutoDJ levels music to { $loudness } LUFS. The left channel is above, the right below.
live-dj = Live DJ
no-sound = (no sound)
since = Since
hours-until = On air until
software = Software
buffer = Buffer
delay-to-listeners = Delay to listeners
ask-kick = Take { $dj } off air?
kicked = { $dj } is off air.
may-go-live-again = May go live again
take-off-air = Take off air
barred-for = { $seconds ->
    [0] right away
    [180] after 3 minutes
    [3600] after an hour
    [86400] after a day
   *[604800] after a week
}
nobody-live = Nobody is live. DJs go live from { $studio } or with DJ software such as BUTT or Mixxx.
relay-connected = Relay connected: { $relay }.
waiting-to-go-live = Waiting to go live
message-sent = Message sent.
message-to-dj = Message to the DJ
send-message = Send message
message-hint = Shown in the studio until the DJ marks it as read. DJ software cannot show it.
message-read = { $from }, { $ago } · read by { $reader }
message-unread = { $from }, { $ago } · not read yet
message-removed = Message removed.
remove-message = Remove the message { $text }
sender-blocked = Sender blocked for 24 hours.
ask-block-sender = Block this sender for 24 hours? All their messages are removed.
listeners-now = { $listeners } now
hour-appears = The last hour appears here after one minute on air.
queue = Queue
# Who put a track into the queue
queued-by = { $origin ->
    [jingle] Jingle
    [person] Added by hand
    [listener] Requested
   *[plan] AutoDJ
}
queued-talk = Talk: { $dj }, { $length }
queued-talk-state = { $placement ->
   *[between] Recorded in the studio
    [after-another] The track before it is another one now. It begins when that is over.
    [before-another] The track after it is another one now. That begins when the talk is over.
    [dropped] Both of its tracks are gone. It will not be heard.
}
queued-why = { queued-by }: { $why }
moved = Moved.
removed-from-queue = Removed from the queue.
up = Up
up-track = Up: { $title }
down = Down
down-track = Down: { $title }
remove-track = Remove: { $title }
and-more = And { $count } more.
queue-empty = The queue is empty. { $upload }, and AutoDJ fills it.
add-track = Add a track to the queue
title-artist-album = Title, artist or album
added-to-queue = Added to the queue.
position-of = Position of { $title }
before-autodj = before AutoDJ’s tracks
queue-place = { $place ->
    [1] next
   *[other] position { $place }
}
add = Add
add-track-title = Add: { $title }
on-own-site = On your own site
embed-hint = Put the player on your website. It sets no cookies.
embed-name = { $kind ->
   *[frame] Frame
    [element] Element
}
embed-suits = { $kind ->
   *[frame] Every site and its editor: the player in a frame of its own
    [element] Pages whose code you write: the player as a part of the page, which takes its width
}
copy-embed-code = { $kind ->
   *[frame] the code of the Frame
    [element] the code of the Element
}

## Health

health = Health
refresh = Refresh
server-log = Log
metrics-link = Metrics for Prometheus and Grafana
stations-since-start = Stations since the start
late-frames = Late frames
timing-percentile = Timing (99th percentile)
dead-air = Dead air
captions-column = Captions
late-of-frames = { $late } of { $frames }
over-a-second = over 1 s
seconds-number = { $seconds } s
captions-state = { $state ->
   *[off] off
    [missing] on, but no speech recogniser is set up
    [failing] the recogniser fails
    [listening] speech
    [waiting] waiting for speech
}
captions-problem = { captions-state }: { $problem }
captions-count = { $captions ->
    [one] { $captions } captions
   *[other] { $captions } captions
}
captions-restarts = { $restarts ->
    [one] { $restarts } restarts
   *[other] { $restarts } restarts
}
captions-skipped = { $seconds } s skipped
version = Version
running-for = Running for
memory = Memory
disk-space = { $disk ->
    [data] Disk space (data)
   *[music] Disk space (music)
}
disk-free = { $free } free of { $total } at { $path }
disk-low = { $disk ->
    [data] { disk-free }. Free some space soon, or accounts, logs and covers cannot be saved
   *[music] { disk-free }. Free some space soon, or no music can be added
}
disk-hung = has not answered for { $seconds } s: { $path }
disk-before = before that, { $free } free of { $total }
disk-unread = cannot be read: { $path }
clock-sync = { $state ->
   *[synchronised] synchronised (NTP)
    [unknown] time synchronisation unknown
    [off] not synchronised: turn on NTP on this server, or shows start at the wrong time
}
clock-steady = { clock-sync }; steady since the start
clock-changed = { clock-sync }; changed by { $seconds } s since the start; shows and the playback history follow
clock = Clock
database = Database
certificate = Certificate
certificate-expires = expires on { $time }
certificate-none = none: passwords are sent unencrypted unless a proxy in front uses HTTPS
certificate-coming = none yet: HTTPS works once it has been issued
certificate-orders = Certificate orders
order-failed = { $failures ->
    [one] { $problem }; failed { $failures } time, next attempt on { $next }, for { $names } from { $directory }
   *[other] { $problem }; failed { $failures } times, next attempt on { $next }, for { $names } from { $directory }
}
order-valid = renewed on { $next }, for { $names } from { $directory }
order-ordering = being ordered, for { $names } from { $directory }
directory = Directory
directory-listed = { $station } ({ $format }) is listed by { $directory }
directory-failed = { $station } ({ $format }) is not listed by { $directory }: { $problem }; next attempt on { $next }
directory-sending = { $station } ({ $format }) is being sent to { $directory }
log-lines = { $lines ->
    [one] { $lines } lines in memory
   *[other] { $lines } lines in memory
}
database-check = Database check
check-database = Check database
cluster = Servers and edges
cluster-servers = Servers that stand in for each other
cluster-server = Server
cluster-stands-by = Stands by
cluster-lag = Behind by
cluster-clock-off = off by { $seconds } s
cluster-clock-fits = fits
cluster-edges = Edges with NATS
cluster-edge = Edge
cluster-from = Taken from
cluster-delay = Delay
cluster-no-edges = No edge announces itself on NATS.
backups = Backups
backup-failed = The last backup failed: { $problem }
backup-hours = Hours between backups (0: none)
backup-kept = Number kept
backup-files = Include music and uploads
backup-recipient = Encrypt for this public key (age or SSH)
save-backup-plan = Save backup plan
back-up-now = Back up now
backups-in = Backups in { $folder }
backups-in-running = Backups in { $folder }; one is being made
backup-made = Made
size = Size
no-backups = No backups yet.
problems = Problems
problems-since-start = Problems since the start
since-start-newest = Since the start, newest first
last = Last
first = First
count = Count
no-problems = No problems since the start. Warnings and errors are counted here.

## Settings of a station

settings-of = Settings of { $station }
settings-hint = Changes apply at once; no listener is disconnected.
station-renamed = Station renamed.
rename-station = Rename station
short-name-kept = Addresses keep the short name { $slug }. Created on { $time }.
going-live = Going live
crossfade-to-dj = Crossfade to a DJ and back (s)
silence-after = AutoDJ takes over after silence from a DJ (s)
playout-delay = Delay from studio to listeners in sync mode (s)
broadcast-delay = Delay before live sound goes on air, so that it can be dumped (s)
autodj-after-live = AutoDJ after a live show
second-dj = A second DJ while one is live
over-time = When a DJ’s time is over
song-requests = Song requests
listener-calls = Listener calls
autodj-choice = { $choice ->
   *[next-track] starts with the next track
    [keeps-time] continues where the schedule is
}
second-dj-choice = { $choice ->
   *[refused] is refused
    [waits] waits in line
}
over-time-choice = { $choice ->
   *[keep] they stay on air until they leave
    [end] their broadcast ends, and AutoDJ takes over
}
requests-choice = { $choice ->
   *[on] on
    [off] off
}
calls-choice = { $choice ->
   *[off] off
    [on] on, while a DJ opens the line
}
messages-choice = { $choice ->
   *[off] off
    [on] on
}
save-live-settings = Save live settings
archive = Archive
record = Record
archive-choice = { $choice ->
   *[off] nothing
    [live] live DJs
    [shows] scheduled shows
    [everything] everything
}
keep-days = Keep for (days)
keep-gb = Maximum size (GB)
publish-automatically = Publish recordings automatically
save-archive = Save archive settings
archive-hint = One hour takes about 43 MB. When the maximum size is reached or the disk is nearly full, the oldest hours are deleted. Listeners can go back in time as far as the archive reaches.
archive-rights = Music rights: a broadcasting licence usually does not cover recordings with music that people can hear later or as a podcast. Ask your collecting society before you record music; speech and your own music are fine. That is why recording is off at first.
directories = Directories
directories-hint = Public directories list the station, its page, its streams and the current title.
directories-private = The station is private, so it is not listed.
directories-no-address = The server does not know its public address: set { $option } in its configuration first.
icecast-directories = Icecast directories
directory-choice = { $choice ->
   *[off] not listed
    [on] listed while on air
}
genre = Genre
save-directory = Save directory settings
radio-browser-listed = Listed at { $site } as { $entry }. Edit the entry there.
radio-browser-ask = Add { $station } to radio-browser.info? Everyone can edit entries there.
radio-browser-added = Added to radio-browser.info.
radio-browser-add = Add to radio-browser.info
captions-heading = Captions
captions-for-live = Captions for live speech
captions-choice = { $choice ->
   *[off] off
    [on] on
}
transcript = Transcript
transcript-choice = { $choice ->
   *[private] for DJs and managers of this station
    [public] public
}
transcript-days = Keep transcript for (days; 0: as long as the playback history)
save-captions = Save caption settings
captions-hint = Needs a speech recogniser, set with { $option } when the server is started; see { $manual }. AutoDJ has no captions.
the-manual = the manual
zone-and-separation = Time zone and separation rules
time-zone-empty = Time zone (empty: time zone of the server)
title-separation = Title separation (minutes)
artist-separation = Artist separation (minutes)
album-separation = Album separation (minutes)
dj-software-heading = DJ software
dj-software-hint = Settings for BUTT, Mixxx and other programs that stream to Icecast:
server-type = Server type
address = Address
port = Port
mount-point = Mount point
user = User
source-user = { $name } with the source password, or the name and password of a DJ account
tls-off = off: the password is sent unencrypted
tls = TLS (SSL)
format = Format
source-formats = Opus, Vorbis, FLAC, MP3 or AAC
studio-hint = In the browser: { $studio }, with a DJ account. Create accounts under { $djs }.
source-password-changed = Source password changed
new-source-password = New source password (empty: create one)
change-source-password = Change source password
source-password-hint = A DJ who is live stays live; the new password is needed from the next connection on.
folder-and-qualities = Music folder and stream qualities
music-folder-empty = Music folder (empty: the whole library)
qualities-lines = Stream qualities, one per line (the first is the default)
qualities-possible = Possible: { $qualities }.
save-folder = Save folder and qualities
qualities-hint = A new folder is used from the next planned track on, new qualities within seconds. Listeners of a removed quality keep hearing it until they leave. MP3 (mp3-128) is always available, like FLAC and uncompressed sound; they are encoded only while somebody listens.
qualities-hint-aac = A new folder is used from the next planned track on, new qualities within seconds. Listeners of a removed quality keep hearing it until they leave. MP3 (mp3-128) and AAC (aac-128, he-aac-64, he-aac-32) are always available, like FLAC and uncompressed sound; they are encoded only while somebody listens.
delete-station = Delete station
delete-station-summary = Delete { $station } …
delete-station-hint = The station goes off air, and its playlists, shows, queue, settings and source password are deleted. The playback history and all music files stay.
delete-station-ask = Delete the station { $station }? This cannot be undone.
type-to-confirm = Type { $slug } to confirm

## Colour, logo and access of a station

colour-and-logo = Colour and logo
used-on = Used on { $page } and in the studio.
the-player-page = the player page
colour-saved = Colour saved.
station-colour = Station colour
save-colour = Save colour
colour-restored = Default colour restored.
restore-colour = Restore default colour
shades-of = Shades of { $colour }: { $light } on light pages, { $dark } on dark ones
light-mode = Light mode
dark-mode = Dark mode
shades-hint = Where text would be hard to read in this colour, a darker or lighter shade is used.
logo-of = Logo of { $station }
logo-removed = Logo removed.
logo-remove-ask = Remove the logo?
remove-logo = Remove logo
no-logo = No logo yet.
upload-logo = Upload a logo (PNG, JPEG or WebP, up to { $megabytes } MB)
upload-logo-scripts = Uploading a logo needs JavaScript.
access-heading = Access for listeners
access-saved = Saved. Listeners without access were disconnected.
open-to = Open to
access-choice = { $choice ->
   *[open] everyone
    [password] people with the listening password
    [account] people with an account for this station
}
new-listening-password = New listening password (empty: keep the current one)
choose-listening-password = Listening password (at least 10 characters)
save-access = Save access
guest-link-hint = With a guest link, people listen without a password until it expires.
guest-links-only = No listening password is set yet, so only guest links and accounts give access.
guest-link-created = Guest link created
valid-for-hours = Valid for (hours)
create-guest-link = Create guest link
guest-links-revoked = All guest links have been revoked.
guest-links-revoke-ask = Revoke all guest links? People who listen with one are disconnected.
revoke-guest-links = Revoke all guest links

## Stations

music-from = Music from
stream-qualities = Stream qualities
links = Links
silence-no-music = Silence: no music in its folder
starting = Starting
all-music = All music
settings = Settings
add-station = Add a station
add-station-hint = A new station is on air within seconds. Listeners of other stations notice nothing.
station-created = Station created
short-name = Short name for addresses
short-name-hint = Lower-case letters, digits and hyphens, such as { $example }. It cannot be changed later.
music-folder = Music folder
music-folder-hint = A folder inside { $folder }. Leave it empty to play the whole library.
qualities-new-hint = One per line; the first is the default. Possible: { $qualities }.
source-password = Source password
source-password-new-hint = DJ software signs in with it. Leave it empty to create one, which you see once.
create-station = Create station

## Listeners

listeners-of = Listeners · { $station }
listeners-right-now = { $listeners ->
    [0] No listeners right now
    [one] { $listeners } listener right now
   *[other] { $listeners } listeners right now
}
share-player-page = Share { $page }, or copy a stream address from { $addresses }.
quality = Quality
player = Player
listeners-unavailable = The list of listeners is not available right now. Try again in a moment.
listeners-longest-first = Listeners, longest listening first
listening-for = Listening for
delay-column = Delay
lost-column = Lost
data-column = Data
disconnect = Disconnect
connection-kind = { $kind ->
   *[web-socket] WebSocket, { $quality }
    [stream] Stream, { $quality }
}
disconnected = Disconnected.
disconnect-number = Disconnect number { $number }, { $address }
listeners-hint = One address may stand for a whole household. Many players reconnect by themselves after they were disconnected.
history = History
period = Period
range = { $range ->
   *[hour] hour
    [day] day
    [week] week
    [month] month
}
peak = Peak: { $listeners }.
no-shows-in-period = No shows in this period. { $schedule } to see listeners per show.
add-shows = Add shows to the schedule
no-data-yet = No data for this period yet. Come back in a few minutes.
player-kind = { $player ->
    [browser] Browsers
    [desktop] Players on computers
    [phone] Phone apps
    [car] Cars
    [speaker] Loudspeakers and radios
    [program] Programs
    [other] Others
   *[unknown] { $player }
}
output-name = { $format ->
    [ws] Player page (WebSocket)
    [edge] Edge (WebSocket)
    [opus] Stream (Ogg Opus)
    [opus-chained] Stream (Ogg Opus with titles)
    [mp3] Stream (MP3)
    [aac] Stream (AAC)
    [flac] Stream (FLAC)
    [wav] Stream (WAV)
   *[other] { $format }
}
plot-listeners = Listeners
plot-average = On average
plot-most = At most
plot-by-output = By output
plot-by-player = By player
plot-by-programme = By programme
plot-listeners-average = Listeners on average
plot-last-hour = Listeners in each minute of the last hour
plot-label = { $caption }; the table below has the numbers
plot-numbers = { $caption }: the numbers
show-numbers = Show numbers
from-time = From

## The playback history

history-of = Playback history, { $station }
history-source = { $source ->
   *[autodj] AutoDJ
    [live] Live
    [relay] Relay
    [emergency-loop] Emergency loop
    [silence] Silence
}
playback-history = Playback history
history-hint = Everything that was on air, with times and listeners (the as-run log).
day-empty-all = Day (empty: all)
title-artist-album-dj = Title, artist, album or DJ
all-sources = All
all-days = All days
days = Days
previous-day = Previous day
next-day = Next day
today = Today
titles-total = Titles
performances = Performances
performances-are = { $performances } (titles × listeners)
listening-hours = Listening hours
listening-hours-are = { $hours } h, all listeners together
newest-entries = { $count ->
    [one] Only the newest { $count } entries are shown. Choose a day, or more words.
   *[other] Only the newest { $count } entries are shown. Choose a day, or more words.
}
length = Length
title-column = Title
peak-listeners = Peak listeners
source-with-dj = { history-source }: { $dj }
no-matches-all-days = No matches. Try fewer words, or all days.
history-empty = Nothing was on air on this day. The history begins when the station first started.
royalty-report = Royalty report
royalty-hint = In SoundExchange’s format: one line per recording, with its performances.
from-date = From
until-date = Until (not included)
service-name = Service name
transmission-category = Transmission category (A–Z)
download-report = Download report
history-times = Times on this page are in { $zone }; downloads and the report use UTC.

## The log of the server

logs-hint = The newest 200 matching lines of the last 1000. The complete log is on the server’s standard error.
level-choice = { $choice ->
   *[info] all
    [warn] warnings and errors
    [error] errors
}
lines-of-log = Lines of the log
log-level = { $level ->
   *[info] info
    [warn] warn
    [error] error
}
no-matches-levels = No matches. Choose all levels, or fewer words.

## The preview of the programme

preview-of = Preview, { $station }
preview = Preview
preview-hint = What AutoDJ would play from now on, without live DJs, requests and tracks queued by hand. Tracks already in the queue may differ.
hours = Hours
show-preview = Show preview
reason-column = From
fades-in = fades in
separation-skipped = { $rule ->
   *[album] album separation skipped
    [artist] artist separation skipped
    [title] title separation skipped
    [repeat] repeat separation skipped
}
library-empty = The library is empty. { $upload } first.
times-of-zone = Times are in the station’s time zone, { $zone }.
# Why a track plays: it is from …
why-library = the library
why-playlist = playlist { $playlist }
why-jingle = jingle { $playlist }
why-show = show { $show }
why-show-playlist = show { $show }, playlist { $playlist }
why-clock = show { $show }, clock { $clock }, playlist { $playlist }

## Clocks

clocks-of = Clocks, { $station }
clocks = Clocks
clocks-hint = A clock says which playlist each track of an hour comes from. It repeats every hour, and starts again when it reaches its end.
clock-used-by = Used by { $shows }.
clock-unused = Not used by any show yet.
no-clocks = There are no clocks yet.
create-clock-below = Create one below, then choose it for a show.
clock-needs-playlists = A clock is built from playlists: { $create } first.
create-those = create those
create-a-clock = Create a clock
clock-created = Clock created.
playlists-of-hour = Playlists of the hour
clock-lines-hint = One playlist per line. Before its name: { $after } starts with the next track after half past, { $late } at most two minutes late, { $exact } fades out the current track.
create-clock = Create clock
clock-of = { $clock }, clock of { $station }
all-clocks = All clocks
edit-clock = Edit clock
save-clock = Save clock
delete-clock = Delete clock
clock-in-use = Used by: { $shows }. Let these play something else before you delete the clock.
delete-clock-ask = Delete the clock { $clock }?
# { $minute } are two digits: at :05
clock-item-exact = At :{ $minute } exactly, { $playlist }: what plays is faded out
clock-item-late = At :{ $minute }, { $playlist }, at most { $late } minutes late

## The schedule

schedule-of = Schedule, { $station }
add-show = Add a show
no-shows = No shows yet: AutoDJ plays the normal rotation all week.
add-show-for = { $add } for everything with a fixed time: the news, a DJ, an evening of jazz.
weeks = Weeks
previous-week = Previous week
this-week = This week
next-week = Next week
drag-hint = Drag a show to move it, or its lower edge to change its length. With the keyboard: arrows move it, Shift and arrows change its length, Enter opens the preview, Escape undoes. Nothing is saved until you press Save.
draw-hint = Drag over free time to add a show there. On a touch screen, hold a finger on the free time first.
add-show-on = Add a show on { $day }
normal-rotation = Normal rotation.
not-saved-yet = Not saved yet
undo = Undo
overlapping-shows = Overlapping shows
all-shows = All shows
when = When
plays = Plays
start = Start
separation-rules = Separation rules
separation-hint = AutoDJ waits this long before it repeats a title, an artist or an album. If no track is left, it skips album separation first, then artist, then title.
title-minutes = Title (minutes)
artist-minutes = Artist (minutes)
album-minutes = Album (minutes)
zone-hint = Shows, clocks and the playback history use it. Empty: the time zone of the server.
separation-are = AutoDJ waits { $title } minutes before it repeats a title, { $artist } before an artist, { $album } before an album.
# 30 to 6 December 2026
week-in-month = { $from } to { $day } { month } { $year }
week-in-months = { $from } to { $to }
day-and-month = { $day } { month }
short-day-number = { weekday-short } { $day }
# { $names } are short names of days
show-days = { $days ->
    [daily] Every day
    [weekdays] Monday to Friday
   *[other] { $names }
}
show-when = { $days }, { $from } to { $to }
plays-playlist = Playlist { $playlist }
plays-clock = Clock { $clock }
plays-track = Track { $track }, once
plays-dj = Live DJ, normal rotation until they connect
plays-dj-playlist = Live DJ, playlist { $playlist } until they connect
plays-relay = Relay of { $address }
starts-on-time = Starts on time, the track before it is faded out
starts-late = Starts with the next track, at most { $late } minutes late
show-on-time = { $show }: { $when }; starts on time, the track before it is faded out. { $plays }.
show-late = { $show }: { $when }; starts with the next track, at most { $late } minutes late. { $plays }.
show-with-djs = With { $djs }.
conflict = { $reason ->
    [dated] { $when }: { $heard } is heard, not { $unheard }, because it is on that date only.
    [later] { $when }: { $heard } is heard, not { $unheard }, because it begins later.
   *[first] { $when }: { $heard } is heard, not { $unheard }, because both begin at the same time, and its name comes first.
}
# { $to } is a time
conflict-then = { $then ->
    [goes-on] { conflict } { $unheard } goes on at { $to }.
    [begins] { conflict } { $unheard } begins at { $to }.
    [lost] { conflict } { $unheard } is not heard at all then.
   *[nothing] { conflict }
}
zone-of-machine = the machine's

## A show

new-show = New show
page-of-station = { $page }, { $station }
back-to-schedule = Back to the schedule
every-week-on = Every week on
once-on = Once on
date-field = Date
to-time = To
choose = Choose
plays-group = { $group ->
   *[playlist] Playlist
    [clock] Clock
    [live] Live
    [other] Other
}
choose-dj = Live DJ (normal rotation until they connect)
choose-dj-playlist = Live DJ ({ $playlist } until they connect)
choose-missing-track = A track that is missing now
choose-track = { $track }, once
choose-relay = Another stream (enter its address below)
stream-to-relay = Stream address to relay
latest-start = Latest start (minutes)
latest-start-hint = Waits this long for the current track to end. Empty: starts on time and fades the track out.
show-djs = DJs
show-djs-hint = They may go live from ten minutes before the show until its end, beside the hours of their accounts. An account without hours may go live at any time; write { $word } in its hours to limit it to its shows.
preview-show = Preview show
show-replaces = A show with this name exists. Saving replaces it.
no-other-show = No other show at that time.
save-show = Save { $show }
preview-caption = What AutoDJ would play, without live DJs and requests
show-hint = Choose a time and what the show plays. A preview and any overlapping shows appear here before anything is saved.
rename-show = Rename show
delete-show = Delete show
delete-show-ask = Delete the show { $show }?
show-colour = Colour
show-colour-name = { $colour ->
   *[none] No colour
    [red] Red
    [orange] Orange
    [yellow] Yellow
    [green] Green
    [blue] Blue
    [purple] Purple
    [pink] Pink
    [grey] Grey
}

## A single day of a show

# { $day } is a date such as "Fri 4 December 2026"
only-on = Only on { $day }
on-as-usual = Undo: on as usual that day
cancel-it = Cancel it
move-it = Move it
note-for-listeners = Note for listeners (optional)
cancel-on = Cancel on { $day }
move-only = Move only on { $day }
length-minutes = Length (minutes)
every-week = Every week
coming-days = Coming days
coming-days-hint = Cancel or move a single day here. All other weeks stay as they are.
change-this-day = Cancel or move

## Results that are shown once

copy-now = Copy it now; you will not see it again.
dj-sheet = For the DJ: open the studio in a browser and sign in, or enter server, port and mount point in DJ software (server type Icecast 2).
copy-all = Copy all
print = Print
password-chosen = the one that you chose
not-in-library = Not in the library:
result = { $field ->
   *[name] Name
    [slug] Short name
    [password] Password
    [source_password] Source password
    [token] Token
    [secret] Secret
    [page] Link
    [ends_at] Valid until
    [problem] Problem
    [listed] Tracks in the file
    [found] Tracks imported
    [studio] Studio
    [server] Server
    [port] Port
    [mount] Mount point
}
done = Done
database-sound = Database check passed
database-unsound = Database check failed

## DJs and people

djs-of = DJs of { $station }
djs-hint = Everyone listed here may go live on this station, from { $studio } or with { $software }. You can edit the DJs who belong to this station only; an administrator edits the others.
dj-hours = { $name }: { $hours }
dj-role-hours = { $name }, { role }: { $hours }
any-time = any time
hours-on-air = Hours on air
save-hours = Save hours
password-changed = Password changed
new-password-or-empty = New password (empty: create one)
set-password = Set password
delete-account-ask = Delete the account { $name }?
delete-account = Delete account
dj-of-others = This account also belongs to other stations or manages one. An administrator can change it.
no-djs = No DJs yet. Add one below and give them the password.
add-a-dj = Add a DJ
dj-created = DJ account created
name-hint = For signing in. Letters, digits, dots, hyphens and underscores; no spaces.
hours-hint = One time span per line, such as { $example }. Empty: always.
dj-hours-hint = One time span per line, such as { $example }. Empty: always. Write { $word } for the shows that name the DJ.
password-hint = At least 10 characters. Leave it empty to create one, which you see once.
add-dj = Add DJ
people-hint = Administrators may do everything. Managers run the chosen stations and their DJs. DJs go live on the chosen stations, at the hours you set.
person = { $name }: { role }, { $stations }
# { $hours } are times such as fri 20:00-23:00
person-hours = { person }, { $hours }
person-you = { $name } (you)
all-stations = all stations
no-station = no station yet
password-is-created = created by Longwave, must be changed at the next sign-in
password-is-own = set by the owner
signed-in = Signed in
session-used = { $browser }, last used { $time }
signed-in-nowhere = nowhere
role-field = Role
save-account = Save account
oidc-email = Mail address at { $provider }
oidc-email-hint = Whoever has this address there, verified, signs in to this account; the first to do so keeps it. Empty: password only.
oidc-linked = Tied to the person who signed in first. Another address unties it.
signed-out-everywhere = Signed out everywhere.
totp-off-ask-other = Turn off two-factor authentication for { $name }? They then sign in with the password only.
totp-is-off = Two-factor authentication is off.
turn-off-two-factor = Turn off two-factor authentication
add-an-account = Add an account
account-created = Account created
add-account = Add account

## API tokens

api-tokens = API tokens
tokens-hint = Programs use { $api } with a token: they send { $header }. A token stops working when the account that created it is no longer an administrator.
the-api = the API
program = Program
permissions = Permissions
expires = Expires
token-all-stations = all
created-by = by { $name }
never = never
time-expired = { $time } (expired)
delete-token-ask = Delete the token of { $name }? The program can no longer use the API.
delete-name = Delete { $name }
no-tokens = There are no tokens yet. Create one below for a program that uses the API.
create-a-token = Create a token
token-created = API token created
program-name = Program name
program-hint = Letters, digits, dots, hyphens and underscores; no spaces.
permissions-legend = Permissions (write includes read)
tokens-can-do-all = A program with { $scope } can create administrators, so it can do anything.
stations-none-all = Stations (none chosen: all)
valid-days = Valid for … days (empty: no expiry)
create-token = Create token
token-once = You see the token once, after it is created.

## Two-factor authentication and password

two-factor-hint = Protects your account even if somebody learns your password: signing in then also asks for a code from your phone. DJ software and the studio cannot ask for codes; give them an app password from this page instead of your own.
turn-on = Turn on
needs-authenticator = You need an authenticator app (TOTP) on your phone. Any of them will do.
now-scan = Now scan the code.
current-password = Current password
set-up = Set up
scan-code = 1. Scan this code
scan-hint = Scan it with the authenticator app, or type the key below. On the phone itself, { $link }.
open-this-link = open this link
qr-for-authenticator = QR code for the authenticator app
save-recovery = 2. Save your recovery codes
recovery-hint = If you lose your phone, each of these signs you in once. They are not shown again after you confirm.
confirm-step = 3. Confirm
totp-is-on = Two-factor authentication is on.
totp-on-heading = Two-factor authentication is on
recovery-left = { $codes ->
    [0] You have no recovery codes left. Turn two-factor authentication off and on again to get new ones.
    [one] You have { $codes } recovery code left.
   *[other] You have { $codes } recovery codes left.
}
totp-off-ask = Turn off two-factor authentication?
app-passwords = App passwords
delete-app-password-ask = Delete the app password { $name }? The program that uses it is disconnected.
name-deleted = { $name } deleted.
app-password-created = App password created
create-app-password = Create app password
choose-own-password = Choose your own password
choose-own-hint = The password you signed in with was printed when the server started. Choose one that only you know.
new-password = New password (at least 10 characters)
repeat-password = Repeat new password
password-changes-sessions = You stay signed in here and are signed out everywhere else.

## Activity

activity = Activity
activity-hint = Who changed what: the last 10,000 changes.
type-or-name = Type or name
changes-newest-first = Changes, the newest first
change = Change
from-address = From address
older-changes = Older changes
no-changes = No matches. Every change made here or over the API is listed on this page.

## Song requests

requests-of = Requests, { $station }
request-refusal = { $reason ->
   *[off] Refused: requests were off
    [not-there] Refused: track not found
    [queued] Refused: the track or its artist was already in the queue
    [heard-lately] Refused: the track or its artist had just played
    [too-many-of-a-person] Refused: hourly limit of this listener reached
    [too-many] Refused: hourly limit of all listeners reached
}
request-added = Added to the queue
requests-are-on = Listeners can request songs on { $page }: { $each } per hour each, { $all } per hour for all together. Separation rules apply.
the-programme-page = the programme page
requests-are-off = Song requests are off.
requests-on-now = Listeners can request songs now.
turn-off-requests = Turn off requests
turn-on-requests = Turn on requests
in-the-queue = In the queue
removed-title = { $title } removed from the queue.
remove-title = Remove { $title }
no-requests-queued = No requests in the queue.
recent-requests = Recent requests
requests-counted = { $requests ->
    [one] { $requests } requests, { $refused } of them refused. Repeated refusals within ten minutes are listed once.
   *[other] { $requests } requests, { $refused } of them refused. Repeated refusals within ten minutes are listed once.
}
request-result = Result
no-requests = No requests yet. Listeners request songs on { $page }; share its link.
limits = Limits
requests-per-listener = Requests per hour and listener
requests-per-hour = Requests per hour, all listeners
save-limits = Save limits

## Recordings

recordings-of = Recordings, { $station }
recording-off = Recording is off.
recording-turn-on = Turn it on under { $settings }.
archive-settings = Archive in the settings
recording-ask = Ask a manager to turn it on.
recorded = { $archive ->
    [live] Live sets are recorded. Each appears here seconds after it ends. Disk space used: { $size }.
    [shows] Scheduled shows are recorded. Each appears here seconds after it ends. Disk space used: { $size }.
   *[everything] Everything is recorded. Each scheduled show appears here seconds after it ends. Disk space used: { $size }.
}
recordings-published = Published recordings are on the { $page } and in the { $feed }.
programme-page = programme page
podcast-feed = podcast feed
recording-state = { $state ->
    [published] { $time }, { $length } · published
    [hidden] { $time }, { $length } · not public
   *[recording] { $time } · recording…
}
download = Download: { $files }
mp3-in-preparation = MP3 in preparation
hide = Hide
hide-title = Hide { $title }
publish = Publish
publish-title = Publish { $title }
delete-recording-ask = Delete this recording and its files?
title-and-description = Title and description
description = Description
save-details = Save details
no-recordings = There are no recordings yet. See the { $history } for everything that was on air.
the-playback-history = playback history
recording-show = Show
episode-upload = Upload an episode
episode-file = Sound file, at most 2 GB
episode-progress = Sent so far
episode-send = Upload
episode-sent = The file is here. Its Opus and MP3 files are being made.
episode-state = { $state ->
   *[receiving] The file is being sent.
    [transcoding] The file is here. Its Opus and MP3 files are being made.
    [refused] The file was refused:
}
feeds-of-shows = Feeds of shows:
recording-picture = Picture
recording-picture-saved = The picture is saved.
recording-picture-remove = Remove the picture
recording-picture-removed = The picture is removed.
trim-recording = Trim
trim-from = Start, in seconds
trim-to = End, in seconds
trim-here = Position of the player
recording-missing = Its file is not on the disk any more, and the podcast leaves it out. Put { $file } back into the folder of the station’s archive, or delete the recording.
trim-hint = The sound is not encoded again. What is cut off is gone from the recording.
trim-ask = Cut off everything before the start and after the end?
trimmed = Trimmed.
repeat-recording = Repeat
repeat-hint = A copy goes into the library, as talk. From there it is queued, or scheduled as a show, like any track.
repeat-send = Put into the library
repeat-done = It is being added to the library.

## The transcript

transcript-of = Transcript, { $station }
transcript-hint = { $access ->
   *[public] Live speech as the recogniser understood it. Everyone can search it.
    [private] Live speech as the recogniser understood it. Only DJs and managers of this station can search it.
}
transcript-kept = { $days ->
    [0] It is kept as long as the playback history.
    [one] It is kept for { $days } days.
   *[other] It is kept for { $days } days.
}
captions-are-off = Captions are off.
captions-turn-on = Turn them on under { $settings }.
captions-settings = Captions in the settings
captions-ask = Ask a manager to turn them on.
captions-missing = Captions are on, but no speech recogniser is set up. Start the server with { $option }; the { $manual } tells how.
manual = manual
captions-failing = The speech recogniser has stopped and is being restarted.
spoken-words = Spoken words
newest-matches = { $count ->
    [one] Only the newest { $count } matches are shown.
   *[other] Only the newest { $count } matches are shown.
}
text = Text
newest-first = Newest first. Times are in { $zone }.
no-speech = No speech recognised yet.

## Types and tags of tracks

library = Library
tracks = Tracks
album = Album
added = Added
last-played = Last played
save = Save
new-name = New name
track-type = { $type ->
   *[music] Music
    [jingle] Jingle
    [id] Station ID
    [ad] Ad
    [talk] Talk
}
type-saved = Type saved.
type-hint = Only music plays in general rotation. Jingles, station IDs and ads play between the music, talk where a playlist asks for it.
any = Any
from-year = From year
to-year = To year
folder = Folder
remove-from-library = Remove from library

## The library

library-pages = Library pages
folders = Folders
# The tab of tracks that were removed
removed-tab = Removed
library-tracks = { $tracks ->
    [1] One track
   *[other] { $tracks } tracks
}
library-state = { library-tracks }.
library-measuring = { library-tracks }; loudness measured for { $measured }, the rest follows.
library-scanning = { $files ->
    [one] { library-tracks }; { $files } files are still being scanned.
   *[other] { library-tracks }; { $files } files are still being scanned.
}
library-measuring-scanning = { $files ->
    [one] { library-tracks }; loudness measured for { $measured }, the rest follows; { $files } files are still being scanned.
   *[other] { library-tracks }; loudness measured for { $measured }, the rest follows; { $files } files are still being scanned.
}
type-as-folder-usually = As its folder (usually music)
upload-for-all = All stations that play the whole library
upload-for-one = { $station } only
library-upload-scripts = Uploading needs JavaScript. Without it, copy files into the music folder on the server: they appear here within seconds.
recent-uploads = Recent uploads
recent-uploads-count = Recent uploads ({ $uploads })
upload-part = { $percent } % uploaded: choose the same file again to continue
clear = Clear
clear-name = Clear { $name } from the list
upload-cleared = Cleared from the list.
search-library = Search the library
added-within = { $period ->
   *[any] Any time
    [day] Since yesterday
    [week] In the last week
    [month] In the last month
    [year] In the last year
}
sort-by = Sort by
sort-choice = { $sort ->
   *[best] Best match
    [artist] Artist
    [title] Title
    [album] Album
    [length] Length
    [added] Date added
    [last-played] Last played
    [plays] Plays
}
sort-order = Order
sort-order-choice = { $order ->
   *[ascending] Ascending
    [descending] Descending
}
loudness-not-measured = Loudness not measured yet
never-played = Never played
show-all = Show all
tracks-found = { $tracks ->
    [one] { $tracks } track found.
   *[other] { $tracks } tracks found.
}
select-all-here = Select all on this page
select-column = Select
play-column = Play
library-column = { $column ->
   *[title] Title
    [artist] Artist
    [album] Album
    [genre] Genre
    [year] Year
    [length] Length
    [added] Added
    [last-played] Last played
    [plays] Plays
}
select-title = Select { $title }
play-title = Play { $title }
measuring = Measuring…
# Stands before a date or played-never
last-played-label = Last played:
played-never = Never
# How often a track was played; stands before a number
plays-label = Plays:
no-matches-filters = No matches. Use fewer filters, or { $all }.
# Stands in no-matches-filters
show-all-tracks = show all tracks
no-music-upload = There is no music yet. Drop some files above, or copy them into the music folder on the server.
no-music-ask = There is no music yet. Ask a manager to upload some.
selected-tracks = Selected tracks
select-all-found = { $tracks ->
    [one] All { $tracks } that match the search
   *[other] All { $tracks } that match the search
}
select-all-tracks = { $tracks ->
    [one] All { $tracks } tracks
   *[other] All { $tracks } tracks
}
clear-selection = Clear selection
progress = Progress
edit-tags = Edit tags
year = Year
empty-fields-stay = Empty fields stay as they are.
save-edited-tags = Save tags
set-type = Set type
type-as-their-folder = As their folder
add-to-playlist = Add to playlist
# { $page } is the name of the page of playlists
no-playlist-by-hand = There is no playlist by hand yet. Create one on a station’s page { $page }.
# { $removed } is a link to the page removed-tab
remove-tracks-hint = The tracks stop playing and their files are set aside. You can restore them from { $removed }.

## Folders

folders-hint = A folder’s type holds for its tracks, new ones too, and for the folders in it, unless these have a type of their own. A type that is set on a track takes precedence.
files = Files
type-of-name = Type of { $name }
save-type-of-name = Save the type of { $name }
type-as-above = As the folder above
type-as-above-is = As the folder above ({ track-type })
no-folders = All music is in one folder, without folders in it.

## A track

length-unknown = Unknown so far
loudness = Loudness
not-measured = Not measured yet
type-of-folder = { track-type }, as its folder
type-as-folder = As its folder
type-as-folder-is = As its folder ({ track-type })
in-no-playlist = In none
upload-cover = Upload a cover (PNG, JPEG or WebP, up to { $megabytes } MB)
replace-cover = Replace the cover (PNG, JPEG or WebP, up to { $megabytes } MB)
# { $name } is the name of a file
upload-cover-scripts = Uploading a cover needs JavaScript. Without it, put a picture named { $name } beside the file.
sound = Sound
waveform = Waveform
waveform-with-points = Waveform with cue points
waveform-soon = Drawing the waveform…
waveform-none = The waveform is not available for this file.
details = Details
edits-in-file = Your changes replace the file’s own tags and are written into the file within seconds. Cue points are stored on the server only.
edits-not-in-file = Your changes replace the file’s own tags in Longwave only; the file itself stays as it is.
tag-settings = Tag settings
edits-unwritten = The tags could not be written into the file yet: { $reason }. Longwave uses them all the same.
saved-next-play = Saved. Used from the next time the track plays.
tag-name = { $tag ->
   *[title] Title
    [artist] Artist
    [album] Album
    [genre] Genre
    [year] Year
    [isrc] ISRC
    [label] Label
}
in-the-file = In the file: { $text }
in-the-file-empty = In the file: empty
cue-points-seconds = Cue points (seconds)
cue-point = { $point ->
   *[cue_in] Cue in
    [intro_end] Intro end
    [ending_start] Segue
    [cue_out] Cue out
}
cue-point-hint = { $point ->
   *[cue_in] Playback starts here; silence before it is skipped.
    [intro_end] A DJ or a jingle may talk over the track until here.
    [ending_start] The next track may start from here.
    [cue_out] Playback ends here.
}
measured-at = Measured: { $seconds } s.
play-from-here = Play from here
set-to-player = Set to player position
cue-points-later = Cue points can be set once the track has been measured, which happens automatically.
discard-edits-ask = Discard your changes to this track?
restore-original = Restore original tags and cue points
save-type = Save type
play-on = Play on { $station }
add-to-queue = Add to queue
added-to-playlist = Added to the playlist.
add-to-name = Add to { $name }
remove-this-track = Remove track
remove-track-ask = Remove this track from the library? You can restore it later.
# { $removed } is a link to the page removed-tab
remove-track-hint = The track stops playing and its file is set aside. You can restore it from { $removed }.

## Playlists

playlists-of = Playlists, { $station }
playlists-heading = Playlists
contents = Contents
rotation = Rotation
jingles = Jingles
rotation-empty = The playlists in rotation have no tracks, so AutoDJ plays the whole library. Add tracks to them.
rotation-short = { $tracks ->
    [one] The rotation has only { $tracks } track ({ $length }), so AutoDJ repeats it all the time. Add tracks, or put more playlists into the rotation.
   *[other] The rotation has only { $tracks } tracks ({ $length }), so AutoDJ repeats them all the time. Add tracks, or put more playlists into the rotation.
}
no-playlists-no-music = The library is empty. { $upload } first, then create playlists.
no-playlists = { $tracks ->
    [one] There are no playlists yet, so AutoDJ shuffles the whole library of { $tracks } tracks.
   *[other] There are no playlists yet, so AutoDJ shuffles the whole library of { $tracks } tracks.
}
create-playlist-below = Create one below: by rules, such as genre or year, or by hand.
create-a-playlist = Create a playlist
create-playlist = Create playlist
playlist-created = Playlist created.
by-rules = By rules
by-rules-hint = Contains all matching tracks, new uploads too. Leave a field empty to ignore it.
by-hand = By hand
by-hand-hint = You choose the tracks and their order.
jingles-hint = Short pieces between songs: never two in a row, and not crossfaded. Tracks get a type when they are uploaded, on their pages, or by their folder.
jingles-choice = { $type ->
   *[jingle] Jingles
    [id] Station IDs
    [ad] Ads
    [folder] Everything in a folder
}
empty-all-of-type = Empty: all of that type.
weight = Weight
weight-hint = How often AutoDJ picks this playlist compared with the others while no show is on. With 0 it is not in rotation: only shows and clocks play it. Once a playlist is in rotation, AutoDJ plays only playlists in rotation, no longer the whole library.
chosen-by-hand = Chosen by hand
# Rules of a playlist, which stand in a list, the first with a large letter: Genre jazz, from 1990 to 1999
rule-type = { $type ->
   *[music] music only
    [jingle] jingles only
    [id] station IDs only
    [ad] ads only
    [talk] talk only
}
rule-genre = genre { $genre }
rule-artist = artist { $artist }
rule-years = from { $from } to { $to }
rule-from-year = from { $year } on
rule-to-year = up to { $year }
rule-text = matching “{ $text }”
rule-added = { $days ->
    [one] added in the last { $days } days
   *[other] added in the last { $days } days
}
# { $time } is such as 2:30
rule-shortest = at least { $time } long
rule-longest = at most { $time } long
rule-folder = in the folder { $folder }
rule-everything = everything
# How a playlist is in rotation
weight-is = Weight { $weight } ({ $percent } %)
every-tracks = { $tracks ->
    [one] Every { $tracks } tracks
   *[other] Every { $tracks } tracks
}
every-minutes = { $minutes ->
    [one] Every { $minutes } minutes
   *[other] Every { $minutes } minutes
}
over-intros = Over intros
show-named = Show { $show }
not-in-rotation = Not in rotation: give it a weight, or choose it for a show
playlist-unused = Nothing in the normal programme plays this playlist: its weight is 0, and no show and no clock uses it. Give it a weight under Playback below, or choose it for a show.

## A playlist

playlist-of = { $playlist }, playlist of { $station }
all-playlists = All playlists
playlist-size = { $tracks ->
    [one] { $tracks } tracks, { $length }
   *[other] { $tracks } tracks, { $length }
}
not-recently = Not recently
# Before links to files
download-as = Download
add-tracks = Add tracks
title-artist-album-file = Title, artist, album or file
search-results = Search results
title-added = { $title } added.
add-title = Add { $title }
matching-tracks = Matching tracks
drag-tracks-hint = Drag tracks to reorder them, or use the arrows.
track-number = Track { $number }
track-gone = Not in the library: skipped
moved-up = Moved up.
moved-down = Moved down.
move-title-up = Move { $title } up
move-title-down = Move { $title } down
title-removed = { $title } removed.
no-tracks-match = No tracks match these rules. Use fewer rules below, or { $upload }.
# Stands in no-tracks-match
upload-matching-music = upload matching music
playlist-empty = The playlist is empty.
playlist-empty-add = The playlist is empty. Search for tracks above and add them, or import a playlist file below.
page-of-pages = Page { $page } of { $pages }.
previous-page = Previous page
playback = Playback
rules = Rules
search-words = Search words
added-last-days = Added in the last … days
minimum-length = Minimum length (s)
maximum-length = Maximum length (s)
playback-order = Order
playback-order-choice = { $order ->
   *[shuffle] Shuffled
    [sequence] As listed
    [least-recently-played] Least recently played
}
jingle-every-tracks = Play a jingle every … tracks
jingle-every-minutes = Play a jingle every … minutes
jingle-over-intro = Start the next song’s intro under the jingle
weight-short-hint = How often AutoDJ picks this playlist compared with the others while no show is on. With 0, only shows and clocks play it.
# Times of the week at which a playlist plays
playlist-hours = Hours
crossfade-seconds = Crossfade (s)
crossfade-hint = Empty: the station’s default.
save-playlist = Save playlist
import-playlist = Import a playlist file
import-hint = The tracks of an M3U, PLS or XSPF file replace those above. They are matched by file name, or by artist and title.
playlist-imported = Playlist imported
playlist-file = Playlist file
paste-playlist = Or paste the playlist here
import-tracks = Import tracks
rename-playlist = Rename playlist
rename-playlist-hint = Shows and clocks that play it follow.
delete-playlist = Delete playlist
playlist-in-use = Used by: { $users }. Let these play something else before you delete the playlist.
delete-playlist-ask = Delete the playlist { $playlist }? Its tracks stay in the library.
tracks-stay = Its tracks stay in the library.

## Webhooks

webhooks = Webhooks
webhooks-hint = A webhook tells others within a second what happens here: people in a chat or by e-mail, your website, a light in the studio.
webhook-event = { $event ->
   *[track] A new track starts
    [live-start] A DJ goes live
    [live-stop] A DJ goes off air
    [dead-air] Dead air starts or ends
    [source-trouble] Connection problems of a DJ or relay
    [listener-peak] New listener record
    [recording] A show’s recording is ready
    [backup-failed] A backup of the server failed
}
webhook-service = { $service ->
   *[json] Program
    [discord] Discord
    [slack] Slack
    [telegram] Telegram
    [mastodon] Mastodon
    [matrix] Matrix
    [email] E-mail
}
webhook-to = { webhook-service }: { $to }
webhook-station = Station { $station }
every-station = All stations
turned-off = Turned off.
webhook-failing = Failing since { $time }. It is turned off after a day.
test = Test
# { $webhook } is a number
test-webhook = Test webhook { $webhook }
webhook-tested = Test sent. See the result under Recent messages.
turn-webhook = { $turn ->
   *[off] Turn off webhook { $webhook }
    [on] Turn on webhook { $webhook }
}
delete-webhook-ask = Delete this webhook?
delete-webhook = Delete webhook { $webhook }
# Both have the same words before the colon
recent-messages-failed = Recent messages: the last one failed, { $error }
recent-messages-delivered = Recent messages: the last one was delivered
recent-messages-to = Recent messages to { $to }
event = Event
attempt = Attempt
duration = Duration
message-failed = Failed: { $error }
message-delivered = Delivered
message-delivered-status = Delivered ({ $status })
no-messages-yet = Nothing sent yet. Press Test to try it.
no-webhooks = There are no webhooks yet. Add one below.
add-a-webhook = Add a webhook
service = Service
no-mail = This server cannot send e-mail yet: set { $option } in its configuration ({ $how }).
# Stands in no-mail: a link to the manual
no-mail-how = how
webhook-address = Webhook address
webhook-help = { $service ->
   *[discord] In Discord: Edit channel, Integrations, Webhooks, New webhook, Copy webhook URL.
    [slack] In Slack: an app’s Incoming Webhooks, Add New Webhook. Mattermost and Rocket.Chat: Integrations, Incoming webhook.
    [telegram] Create a bot with @BotFather, then make it an administrator of your channel or a member of your group.
    [mastodon] In Mastodon: Preferences, Development, New application with the scope write:statuses.
    [matrix] Use an account of its own. In Element: All settings, Help & About, Access token.
}
bot-token = Bot’s token
channel-or-chat = Channel or chat
server = Server
access-token = Access token
home-server = Home server
room = Room
room-help = In Element: Room settings, Advanced, Internal room ID. The account has to be in the room.
mail-addresses = Mail addresses
events = Events
own-texts = Write your own texts
own-texts-hint = An empty field sends the usual text. Words in braces are filled in.
add-webhook = Add webhook
webhook-added = Webhook added
message-format = Message format (for developers)
webhook-post = Those to programs are a POST with JSON: { $id }, { $event }, { $station }, { $at } and { $data }. Answer with a status of 200 to 299 within 10 seconds. Failed messages are sent again five times within three quarters of an hour, with the same { $id }; redirects are not followed.
# { $header } is Longwave-Signature: t=SECONDS,v1=HEX
webhook-signature = The secret is shown once, when the webhook is added. The header { $header } proves that a message comes from this server: HEX is the HMAC-SHA256, by the secret, of the seconds, a full stop and the body. Refuse messages whose seconds are long past.
webhook-addresses = Addresses on this machine or in its own network are refused unless the server is started with { $option }.

## Files of the library

removed-files = Removed files
removed-hint = These tracks do not play. Restore one, or delete its file to free disk space.
removed-column = Removed
actions = Actions
removed-by = { $day } by { $name }
restored = Restored to the library.
restore = Restore
restore-title = Restore { $title }
delete-file-ask = Delete this file? This cannot be undone.
nothing-removed = Nothing has been removed. Tracks that you remove from the library wait here and can be restored.
duplicates = Duplicates
duplicates-hint = Tracks with the same sound, or the same artist and title. Different versions of a song may be intended.
same-sound = { $files ->
    [one] The same sound in { $files } files. It plays as one track.
   *[other] The same sound in { $files } files. It plays as one track.
}
same-title = { $tracks ->
    [one] { $tracks } tracks with the same artist and title.
   *[other] { $tracks } tracks with the same artist and title.
}
open-track = Open track
on-album = on { $album }
no-duplicates = No duplicates found.
tags = Tags
tags-hint = Changes that people make to a track replace the tags of its file.
tags-unwritten-now = Saved. Files stay unchanged from now on.
tags-being-written = Saved. The changes are being written into the files.
store-tags = Store changed tags
tags-choice = { $choice ->
   *[off] in Longwave only
    [on] in the files as well
}
tags-long-hint = Stored in the files, earlier changes are written too, and other programs see them. Tags that you then change with another program count here. A file is only replaced by a copy that was checked and sounds the same; its other tags are kept. Cue points are always stored in Longwave.
save-tags = Save tag settings
tags-are-stored = { $choice ->
   *[off] Changed tags are stored in Longwave only; the files stay unchanged. An administrator can change this.
    [on] Changed tags are stored in the files as well. An administrator can change this.
}
not-written = Not written into files
not-written-hint = Longwave uses these tags, but could not write them into the files. It tries again every hour where that may help.
first-200 = These are the first 200.
reason = Reason
all-written = All changes are in the files.
files-with-errors = Files with errors
broken-files = { $files ->
    [1] One file in the music folder cannot be played. Replace each with a good copy: it is tried again automatically.
   *[other] { $files } files in the music folder cannot be played. Replace each with a good copy: it is tried again automatically.
}
broken-first = The first { $count } are shown; { $command } lists all.
error = Error
no-broken = All files checked so far can be played.

## Metrics

metrics = Metrics
metrics-hint = Prometheus reads them from { $address }; every ten seconds is fine. To draw them, import { $file } in Grafana and choose your Prometheus.
metrics-dashboard-file = the dashboard file
all-metrics = All metrics
meaning = Meaning
type = Type
labels = Labels
now-column = Now
metrics-now = “Now” is the value of the first combination of labels.

## Times, durations, sizes and numbers

# Stands between the digits of a number: 2.5
decimal-mark = .
weekday-short = { $weekday ->
    [mon] Mon
    [tue] Tue
    [wed] Wed
    [thu] Thu
    [fri] Fri
    [sat] Sat
   *[sun] Sun
}
month-short = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
short-day = { weekday-short } { $day } { month-short }
short-day-year = { weekday-short } { $day } { month-short } { $year }
short-day-time = { weekday-short } { $day } { month-short }, { $time }
weekday-clock = { weekday-short } { $time }
short-date = { $day } { month-short }
full-day = { weekday }, { $day } { month } { $year }
ago-minutes = { $minutes ->
    [0] just now
   *[other] { $minutes } min ago
}
ago-hours = { $hours } h ago
span-seconds = { $seconds } s
span-minutes = { $minutes } min
span-hours = { $hours } h { $minutes } min
span-days = { $days ->
    [one] { $days } day { $hours } h
   *[other] { $days } days { $hours } h
}
size-in = { $unit ->
    [kB] { $size } kB
    [MB] { $size } MB
    [GB] { $size } GB
   *[TB] { $size } TB
}
size-bytes = { $bytes ->
    [one] { $bytes } bytes
   *[other] { $bytes } bytes
}
browser-on = { $browser } on { $system }
weekday-date = { weekday-short } { $day } { month } { $year }

## Activity: what somebody did

# Each follows the name of an account in a column of its own: ada | changed their password
did-changed-their-password = changed their password
did-signed-out = signed out
did-signed-out-everywhere = signed out everywhere
did-signed-out-another-browser = signed out another browser
did-started-to-set-up-two-factor-authentication = started to set up two-factor authentication
did-turned-on-two-factor-authentication = turned on two-factor authentication
did-turned-off-two-factor-authentication = turned off two-factor authentication
did-created-an-app-password = created an app password
did-deleted-the-app-password = deleted the app password { $name }
did-created-an-account = created an account
did-changed-the-account = changed the account { $name }
did-deleted-the-account = deleted the account { $name }
did-changed-the-password-of = changed the password of { $name }
did-turned-off-two-factor-authentication-of = turned off two-factor authentication of { $name }
did-signed-out-person-everywhere = signed out { $name } everywhere
did-created-an-api-token = created an API token
did-deleted-the-api-token = deleted the API token { $name }
did-added-a-webhook = added a webhook
did-changed-webhook = changed webhook { $name }
did-deleted-webhook = deleted webhook { $name }
did-tested-webhook = tested webhook { $name }
did-banned-an-address-or-a-program = banned an address or a program
did-lifted-ban = lifted ban { $name }
did-changed-the-settings-of-the-server = changed the settings of the server
did-checked-the-database = checked the database
did-reported-the-listeners-of-the-edge = reported the listeners of the edge { $name }
did-changed-many-tracks = changed many tracks at once
did-set-the-type-of-a-folder = set the type of a folder
did-gave-a-cover-to-track = gave a cover to track { $name }
did-set-the-type-of-track = set the type of track { $name }
did-renamed-the-playlist = renamed the playlist { $name }
did-renamed-the-show = renamed the show { $name }
did-edited-the-tags-or-cue-points-of-track = edited the tags or cue points of track { $name }
did-removed-track-from-the-library = removed track { $name } from the library
did-restored-a-removed-track = restored a removed track
did-deleted-the-file-of-a-removed-track = deleted the file of a removed track
did-started-an-upload = started an upload
did-uploaded-a-part-of-a-file = uploaded a part of a file
did-cleared-an-upload-from-the-list = cleared an upload from the list
did-created-a-station = created a station
did-changed-name-colour-folder-or-qualities-of-the-station = changed name, colour, folder or qualities of the station
did-deleted-the-station = deleted the station { $name }
did-changed-the-stations-settings = changed the station’s settings
did-changed-the-source-password = changed the source password
did-changed-the-logo = changed the logo
did-removed-the-logo = removed the logo
did-added-the-station-to-radio-browser-info = added the station to radio-browser.info
did-changed-who-can-listen = changed who can listen
did-created-a-guest-link = created a guest link
did-revoked-all-guest-links = revoked all guest links
did-created-a-dj-account = created a DJ account
did-changed-the-dj = changed the DJ { $name }
did-deleted-the-dj = deleted the DJ { $name }
did-changed-the-password-of-the-dj = changed the password of the DJ { $name }
did-skipped-the-track-on-air = skipped the track on air
did-changed-the-backup-plan = changed the backup plan
did-made-a-backup = made a backup
did-dumped-the-live-sound-that-waited-to-go-on-air = dumped the live sound that waited to go on air
did-took-the-dj-off-the-air = took the DJ off the air
did-faded-the-station-to-silence = faded the station to silence
did-put-the-station-back-on-air = put the station back on air
did-chose-the-emergency-playlist = chose the emergency playlist
did-started-the-emergency-playlist = started the emergency playlist
did-ended-the-emergency-playlist = ended the emergency playlist
did-sent-a-message-to-the-dj = sent a message to the DJ
did-removed-a-message-to-the-dj = removed a message to the DJ
did-removed-a-message-of-a-listener = removed a message of a listener
did-blocked-the-sender-of-a-message = blocked the sender of a message
did-disconnected-a-listener = disconnected a listener
did-added-a-track-to-the-queue = added a track to the queue
did-moved-a-track-in-the-queue = moved a track in the queue
did-removed-a-track-from-the-queue = removed a track from the queue
did-requested-a-track = requested a track
did-changed-the-limits-of-song-requests = changed the limits of song requests
did-created-a-playlist = created a playlist
did-deleted-the-playlist = deleted the playlist { $name }
did-imported-tracks-into-the-playlist = imported tracks into the playlist { $name }
did-added-tracks-to-the-playlist = added tracks to the playlist { $name }
did-created-a-clock = created a clock
did-changed-the-clock = changed the clock { $name }
did-deleted-the-clock = deleted the clock { $name }
did-changed-the-time-zone-or-the-separation-rules = changed the time zone or the separation rules
did-changed-the-show = changed the show { $name }
did-deleted-the-show = deleted the show { $name }
# { $name } is a date such as 2026-12-24
did-changed-a-day-of-a-show = cancelled or moved a show on { $name }
did-restored-a-day-of-a-show = put a show back as usual on { $name }
did-changed-a-recording = changed a recording
did-deleted-a-recording = deleted a recording
did-recorded-talk = recorded talk between two tracks
did-deleted-talk = deleted recorded talk
did-added-an-episode = added an episode
did-trimmed-a-recording = trimmed a recording
did-gave-a-recording-a-picture = gave a recording a picture
did-removed-the-picture-of-a-recording = removed the picture of a recording
did-put-a-recording-into-the-library = put a recording into the library
did-changed-the-playlist = changed the playlist { $name }
did-moved-a-track-in-a-playlist = moved a track in a playlist
did-removed-a-track-from-a-playlist = removed a track from a playlist
did-signed-in = signed in
did-changed-own-account = changed their own account
did-asked-for-a-link = asked for a new password by e-mail
did-reset-the-password = chose a new password by a link from an e-mail
did-kick-icecast = took the DJ off the air, with an Icecast program

## Problems

# Sentences of the server about what went wrong
problem-name-and-password = A name and a password are needed.
problem-wrong-password = Wrong name or password.
problem-wrong-code = This code is wrong, or was used before: wait for the next one.
problem-too-late = That took too long: sign in again.
problem-oidc-refused = The provider did not sign you in.
problem-oidc-failed = The provider does not answer: try again in a moment.
problem-oidc-unknown = No account here belongs to this identity: ask an administrator.
problem-no-mail-address = This is no mail address.
problem-mail-address-taken = This mail address belongs to another account.
problem-too-many-tries = Too many wrong passwords: try again in { $seconds } s.
problem-banned = Not allowed: this address or this program is banned.
problem-busy = Busy: try again in a moment.
problem-account-exists = There is an account { $name } already.
problem-station-exists = There is a station { $name } already.
problem-token-exists = There is a program { $name } with a token already.
problem-no-account = There is no account { $name }.
problem-no-dj-here = { $name } may not go live on this station.
problem-no-playlist = There is no playlist { $name }.
problem-no-clock = There is no clock { $name }.
problem-no-time-zone = { $name } is no time zone; they are named as Europe/Berlin.
problem-bad-name = { $name } cannot be a name: use 1 to 40 letters, digits, dots, hyphens and underscores; “source” is kept for the station’s own password.
problem-bad-slug = { $name } cannot be a station’s address: use 1 to 40 small letters, digits and hyphens.
problem-reserved-slug = /{ $name } is an address of the program itself; give the station another one.
problem-bad-station-name = A station’s name has 1 to 80 characters, in one line.
problem-bad-folder = { $name } is no folder below the music folder: give a path such as jazz/live, without .. in it.
problem-bad-quality = { $name } is no rendition; there are { $qualities }.
problem-bad-password = A password has 1 to { $most } bytes and no line breaks.
problem-short-password = A password has at least { $least } characters; several words are easy to remember.
problem-same-password = The new password is the old one; choose another.
problem-passwords-differ = The two new passwords are not the same.
problem-last-admin = { $name } is the only administrator; add another one first.
problem-last-station = { $name } is the only station; add another one first.
problem-station-needed = { $station } is the only station of { $accounts }: give them another one, or remove them, first.
problem-station-to-manage = A manager runs one or more stations; say which.
problem-playlist-in-use = The playlist { $name } is needed by { $users }.
problem-clock-in-use = The clock { $name } is needed by { $users }.
problem-queue-full = The queue of { $name } is full; take something out of it first.
problem-changed = Somebody changed this in the meantime: look at it again before you change it.
problem-forged = The request does not prove that it comes from a page of this server: load the page again.
problem-sign-in-first = Sign in first.
problem-too-fast = You ask too often; wait for a moment, and then more slowly.
problem-too-slow = The request took too long; try again.
problem-too-large = The body has to be no longer than { $bytes } bytes.
problem-disk-full = The disk of the database is full: nothing can be saved until there is room.
problem-database-busy = The database is locked by another program: try again when that is done.
problem-database-damaged = The database is damaged: bring back a backup with `longwave restore`.
problem-database-read-only = The database cannot be written: nothing can be saved until the server may write it.
problem-database-disk-fails = The disk of the database fails: nothing can be saved.
problem-went-wrong = Something went wrong on our side. Try again in a moment.
problem-no-show = There is no such show.
problem-no-track = There is no such track.
problem-day-such-as = A day is such as 2026-12-24.
problem-nobody-live = Nobody is live.
problem-no-delayed-sound = No live sound waits to go on air.
problem-message-gone = There is no such message; it may have been taken away.
problem-listener-gone = This listener has left already.
problem-removed-meanwhile = It was removed in the meantime.
problem-still-recorded-publish = It is still being recorded, and can be published after its end.
problem-still-recorded-delete = It is still being recorded, and can be deleted after its end.
problem-not-own-dj = This account is not of a DJ of this station alone: an administrator changes it.
problem-admins-folder = An administrator says where the music is and which renditions there are.
problem-give-name = Give the show a name.
problem-give-minutes = Minutes late have to be a number.
problem-give-content = Say what the show plays.
problem-give-date = Say on which date the show is on.
problem-give-days = Say on which days the show is on.
problem-give-address = Say where the stream is that the show relays.
problem-show-not-on-day = The show is not on that day.
problem-show-of-one-date = A show of one date has no exceptions; change or delete the show itself.
problem-show-note = A note has at most 200 characters and no line breaks.
problem-show-as-usual = The show is on as usual on that day.
problem-show-length = A show lasts from a minute to a day.
problem-no-such-clock = There is no such clock.

## Words of scripts

no-answer = The server does not answer. Try again in a moment.
done-say = Done.
connection-lost = Connection lost. Last update at { $time }; trying again…
picture-too-large = This picture is larger than { $megabytes } MB. Save a smaller version and try again.
logo-saved = Logo saved.
time-on = for { $time }
level-of = { $level } { $unit }
preview-unavailable = The preview is not available right now. Reload the page.
items-of-hour = Items of the hour
add-row = Add row
item-in-order = in order
item-after-minute = once an hour, after minute
item-at-minute = once an hour, exactly at minute
playlist = Playlist
minute = Minute
latest-start-min = Latest start (min)
move-row-up = Move row { $row } up
move-row-down = Move row { $row } down
remove-row = Remove row { $row }
upload-waiting = Waiting
upload-failed = Upload failed. Choose the file again.
upload-no-answer-continue = The server does not answer. Choose the file again to continue.
upload-checking = Checking…
upload-in-library = In the library
upload-refused = Refused: { $reason }
upload-tried-again = Waiting, will be tried again: { $reason }
upload-still-checked = Still being checked. Reload the page later.
upload-no-answer = The server does not answer. Choose the file again.
percent = { $percent } %
tags-saved = { $tracks ->
    [one] Tags of { $tracks } track saved.
   *[other] Tags of { $tracks } tracks saved.
}
types-set = { $tracks ->
    [one] Type of { $tracks } track set.
   *[other] Type of { $tracks } tracks set.
}
tracks-added = { $tracks ->
    [one] { $tracks } track added to the playlist.
   *[other] { $tracks } tracks added to the playlist.
}
tracks-removed = { $tracks ->
    [one] { $tracks } track removed from the library.
   *[other] { $tracks } tracks removed from the library.
}
selected-all = { $tracks ->
    [one] All { $tracks } selected
   *[other] All { $tracks } selected
}
selected-some = { $tracks ->
    [one] { $tracks } selected
   *[other] { $tracks } selected
}
none-selected = No tracks are selected. Tick some in the list first.
remove-tracks-ask = { $tracks ->
    [one] Remove { $tracks } track from the library? You can restore them later.
   *[other] Remove { $tracks } tracks from the library? You can restore them later.
}
done-of = { $done } of { $total }
file-not-playable = Your browser cannot play this file.
cover-too-large = The picture is larger than { $megabytes } MB.
moved-to = Moved to position { $position }.
tracks-imported = { $listed ->
    [one] { $found } of { $listed } tracks found and imported.
   *[other] { $found } of { $listed } tracks found and imported.
}
none-match = No tracks match. Use fewer rules.
# { $examples } are titles
tracks-match = { $tracks ->
    [one] { $tracks } track, { $length } match: { $examples }
   *[other] { $tracks } tracks, { $length } match: { $examples }
}
rotation-warning = { $tracks ->
    [one] Careful: from the next track on, AutoDJ would play only this { $tracks } track ({ $length }), again and again.
   *[other] Careful: from the next track on, AutoDJ would play only these { $tracks } tracks ({ $length }), again and again.
}
save-all-the-same = { rotation-warning } Save it all the same?
