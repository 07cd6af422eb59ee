# The words of Longwave's pages for listeners and of its studio, in English, which has every message.
# The manual's page "Languages" says how to add a language.

## The language

# Its name in itself, as pages offer it.
language-name = English
# ltr or rtl
language-direction = ltr
language-choice = Language
weekday = { $weekday ->
    [mon] Monday
    [tue] Tuesday
    [wed] Wednesday
    [thu] Thursday
    [fri] Friday
    [sat] Saturday
   *[sun] Sunday
}
month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
day-of-week = { weekday }, { $day } { month }
date = { $day } { month } { $year }

## The player

player-description = Listen to { $station }, live on the web.
state = { $state ->
   *[idle] Press play to listen
    [connecting] Connecting…
    [on-air] On air
    [lost] Connection lost, trying again…
    [full] Too many are listening just now, trying again…
    [off-air] The station is off the air
    [interrupted] Paused by your device. Press play to go on
}
captions = Captions
live = Live
live-with = Live: { $dj }
track-progress = How far the track is
play-station = Play { $station }
volume = Volume
keep-song = Keep this song
share = Share
sleep-timer = Sleep timer
sleep-off = Off
sleep-after = { $minutes ->
    [60] An hour
    [120] Two hours
   *[other] { $minutes } minutes
}
go-back = Go back
back-to-show = From the start of the show
back-ten = −10 min
back-half-minute = −30 s
forward-half-minute = +30 s
sound-quality = Sound quality
quality-choice = { $quality ->
    [less] Less data
    [better] Better sound
    [uncompressed] Uncompressed
   *[standard] Standard
}, { $megabytes } MB an hour
when-heard = When you hear it
mode = Mode
mode-name = { $mode ->
   *[sync] In sync
    [live] Live
    [steady] Steady
}
speaker = Speaker
calibration = Match two devices by microphone
calibration-help = Put two devices that play this station side by side. Press “Play test sound” on one, then “Measure” on the other.
calibration-measure = Measure
no-music = No music yet
no-music-help = { $station } has nothing to play at the moment. Come back later.
own-player = Listen in your own player
played-before = Played before
songs-kept = Songs you keep
songs-kept-hint = They are remembered on this device alone.
more-of = More of { $station }
programme-of = Programme of { $station }

## Addresses for other players

listen-elsewhere = Listen elsewhere
player-page = Player page
player-page-suits = For people: it plays in every browser, on phones too
copy-page-address = the address of the player page
open-page = Open
stream-suits = { $kind ->
    [mp3] Every player: kitchen and car radios, smart speakers, old phones
    [hls] Phones, televisions and content delivery networks
    [aac] Phones and car radios; with ?rendition=he-aac-32 also on slow connections
    [flac] Lossless, for hi-fi players; about ten times the data
    [wav] Uncompressed, for measuring and editing; 690 MB an hour
   *[opus] VLC, mpv, foobar2000 and browsers: the best sound for its size
}
copy = Copy
copy-address = the address of { $name }
qr-code = QR code
qr-code-of = QR code of { $address }
playlists = Playlists that players open:
page-for-old-devices = page for old devices

## The programme

programme = Programme
programme-description = What { $station } plays now, what comes next, and the shows of the week.
on-now = On now
show-with = { $show } with { $dj }
show-until = until { $time }
show-next = Next: { $show } at { $time }
listen-to = Listen to { $station }
ask-for-song = Ask for a song
title-or-artist = Title or artist
ask-needs-scripts = Asking for a song needs scripts, which this browser does not run.
week = The week
times-of-station = Times are the station’s ({ $zone }).
week-empty = No shows are planned this week: { $station } plays music all day and night.
# A show that is not on this week, and one that is at another time
show-cancelled = Cancelled
show-moved = Other time this week
# { $when } is a day and a time
show-moved-to = Moved to { $when }
day-and-time = { weekday }, { $day } { month }, { $time }
hear-again = To hear again
play-from = Play { $title } from { $time }
moment-gone = Nothing is kept of this moment any more.
podcast-subscribe = Subscribe to the podcast
podcast-description = Shows of { $station } to hear again.
podcast-show-description = Episodes of { $show } on { $station }.
played-recently = Played recently

## The list of stations

stations = Stations
nothing-on-air = Nothing on air

## Private stations

station-private = This station is private.
station-needs-account = This station is private: it is for people who have an account, and for those who have a link from its people.
listening-password = Listening password
listen = Listen
sign-in = Sign in
then-come-back = Then come back to this page:

## Problems

problem-title = { $status ->
    [400] Bad Request
    [401] Unauthorized
    [403] Forbidden
    [404] Not Found
    [405] Method Not Allowed
    [408] Request too slow
    [409] Conflict
    [412] Changed in the meantime
    [413] Content too large
    [416] Range Not Satisfiable
    [422] Input cannot be used
    [426] Upgrade Required
    [429] Too Many Requests
    [500] Internal Server Error
    [503] Service Unavailable
    [507] Disk full
   *[other] Problem
}
problem-detail = { $kind ->
    [no-station] There is no station at this address.
    [no-page] There is nothing at this address.
    [unclear] The request cannot be understood.
    [too-fast] You ask too often; wait for a moment, and then more slowly.
    [full] This station has as many listeners as it can take. Try again in a while.
    [full-address] Too many listen from your address already. Stop another player there, and try again.
    [password-needed] This station is private: it needs its listening password, or a link from its people.
    [account-needed] This station is private: it needs an account, or a link from its people.
    [link-invalid] This link is not valid: ask the people of the station for another one.
    [link-ended] This link has ended: ask the people of the station for another one.
    [banned] Not allowed: this address or this program is banned.
    [wrong-password] Wrong name or password.
    [too-many-tries] Too many wrong passwords: try again in { $seconds } s.
    [encryption-needed] This server takes encrypted connections only: use https.
   *[broken] Something went wrong on our side. Try again in a moment.
}
start-page = To the start page

## Words of scripts

mode-hint = { $mode ->
   *[sync] Every listener hears the same moment, a second after it is on air.
    [live] As soon as your network allows. A bad one may stutter.
    [steady] Five seconds behind, for trains and weak networks.
}
trim-none = as the device says
trim-earlier = { $ms } ms earlier
trim-later = { $ms } ms later
calibration-play = Play test sound
calibration-stop = Stop test sound
calibration-plays = The test sound plays every two seconds. Now press “Measure” on the other device.
calibration-listens = Listening for about ten seconds…
calibration-failed = { $reason ->
    [sound] Press Play first.
    [time] The sound stopped meanwhile. Try again.
   *[microphone] The microphone cannot be used. Allow it for this page, then try again.
}
calibration-found = { $found ->
    [nothing] No test sound was heard. Turn the devices up, bring them closer together, then try again.
    [alone] Only this device was heard. It is { $ms } ms late, which includes the delay of its microphone.
    [equal] Both devices are in step.
    [later] This device is { $ms } ms later than the other one.
   *[earlier] This device is { $ms } ms earlier than the other one.
}
calibration-earlier = Play { $ms } ms earlier here
calibration-later = Play { $ms } ms later here
calibration-done = Done. This device remembers it.
calibration-too-much = That is more than the half second that can be evened out.
timing-behind = { $ms } ms behind the station
timing-slow-network = Your network is slow: { $seconds } s behind the others
timing-exact = On time to { $ms } ms
plays-by-page = { $way ->
   *[webcodecs] Opus
    [wasm] Opus, decoded by this page
    [pcm] Uncompressed sound
}
plays-by-browser = { $codec } by your browser’s own player
data-an-hour = about { $megabytes } MB an hour
buffered = { $seconds } s buffered
behind-time = { $time } behind
behind-minutes = { $minutes ->
    [one] { $minutes } minute behind
   *[other] { $minutes } minutes behind
}
behind-hours = { $hours ->
    [one] { $hours } hour behind
   *[other] { $hours } hours behind
}
look-up = Look up
look-up-song = Look up { $title }
remove = Remove
remove-song = Remove { $title }
times-of-visitor = Times are yours ({ $zone }).
station-unreached = The station cannot be reached at the moment. Try again.
nothing-found = Nothing of that name may be asked for.
song-accepted = “{ $title }” will be played.
song-is-next = “{ $title }” will be played: it is next.
song-in-minutes = { $minutes ->
    [1] “{ $title }” will be played: in about a minute.
   *[other] “{ $title }” will be played: in about { $minutes } minutes.
}
request-refused = { $reason ->
   *[off] This station takes no requests.
    [not-there] This track is not there.
    [queued] This, or something of the same artist, is to be played soon anyway.
    [heard-lately] This, or something like it, was heard a short while ago.
    [too-many-of-a-person] You have asked for as much as one may within an hour; ask again later.
    [too-many] Many have asked for something within the last hour; ask again later.
}
request-failed = That did not work. Try again in a minute.
ask = Ask
ask-for-title = Ask for { $title }
ask-for-song-by = Ask for { $title } by { $artist }
write-to-studio = Write to the studio
write-name = Your name, if you like
write-text = Your message
write-send = Send
write-hint = The DJ reads it while on air.
write-sent = Sent to the studio.
write-refused = { $reason ->
   *[off] This station takes no messages.
    [blocked] The studio takes no messages from you at the moment.
    [too-soon] You wrote a moment ago. Wait half a minute.
    [too-many] You have written as often as one may within an hour. Write again later.
    [busy] Many people are writing at the moment. Write again in a minute.
}
link-copied = Link copied
copied = Copied
press-copy-keys = Press Ctrl+C

## The studio

studio = Studio
studio-needs-scripts = The studio mixes and encodes in your browser, for which it needs JavaScript.
studio-sends-nothing = The page sends nothing until you go on air. Closing it ends the show.
close = Close
sign-out = Sign out
account-name = Name
password = Password
keep-until-closed = Keep until this tab is closed
checking-sign-in = Checking…
sign-in-first = Sign in first, with the name and password of your DJ account.
messages-from-station = Messages from the station
read = Read
read-message = Read: { $text }

## The studio: on air

on-air = On air
switch = { $state ->
   *[off] Go on air
    [counting] Cancel
    [connecting] Cancel
    [waiting] Cancel
    [on-air] End show
    [lost] Stop trying
}
press-again = Press again to end
show-state = { $state ->
   *[off] Not on air
    [counting] Get ready…
    [connecting] Reaching the station…
    [waiting] Waiting in line…
    [on-air] You are on air
    [lost] The network is gone. Listeners hear the station’s own music; trying again…
}
on-air-in = On air in { $seconds }…
waiting-for = { $dj } is live. You go on air when they leave.
not-let-on-air = The station does not let you on air now.
show-ended = The station ended your show.
# { $reason } is the reason in English
ended-because = { $code ->
    [wrong-account] Wrong name or password.
    [banned] This address or this program is banned.
    [busy] Something went wrong at the station. Try again in a moment.
    [too-many-sources] Too many sources are connected. Try again later.
    [signing-off] The station signs off.
    [replaced] You went on air from another place, so this show ended.
    [dead] Nothing came from you any more, and another DJ went on air.
    [revoked] Your account was removed, or its password changed.
    [kicked] The station took you off the air.
    [time-over] Your time on air is over.
   *[other] { $reason }
}
hours-end-in = { $then ->
   *[stays] Your time ends in { $minutes } min. You stay on air until you end the show.
    [ends] Your time ends in { $minutes } min. The station then goes on by itself.
}
hours-over = { $then ->
   *[stays] Your time is over. Please end your show soon.
    [ends] Your time is over. The station goes on by itself.
}
network-too-slow = Your network is too slow at times: listeners missed { $seconds } s so far.
no-encoder = This browser cannot encode Opus. A current Chrome, Edge, Firefox or Safari can.
desk-fails = The mixing desk does not start in this browser. Load the page again; if that does not help, try another browser.
dump = Dump the last { $seconds } s
dumped = { $seconds } s were dumped. The station plays on by itself until the delay is full again.
on-air-for = On air for
listeners = Listeners
delay = { $reach ->
   *[unknown] Delay
    [station] To the air
    [listener] To a listener’s ear
}
milliseconds = { $ms } ms
seconds = { $seconds } s
master = Programme
master-level-left = Programme level, left
master-level-right = Programme level, right
silent = silent
too-loud = too loud

## The studio: microphone

microphone = Microphone
microphone-state = { $state ->
   *[off] off
    [muted] muted
    [open] open
}
microphone-switch = { $state ->
   *[off] Turn on microphone
    [muted] Unmute
    [open] Mute
}
microphone-level = Microphone level
microphone-number = Microphone { $number }
microphone-unplugged = The microphone was unplugged.
microphone-fails = { $name ->
    [NotAllowedError] The browser was told not to give the microphone to this page. Allow it beside the address, then try again.
    [NotFoundError] No microphone is connected.
    [NotReadableError] Another program holds the microphone. Close it there, then try again.
    [OverconstrainedError] This microphone is gone. Choose another one.
   *[other] The microphone does not open: { $reason }
}
microphone-blocked = Browsers give the microphone to secure pages only, and this one was opened by plain http. Open it by https, or on the station’s own machine as { $address }.
decks-can-go-on-air = The decks can go on air all the same.
nothing-can-go-on-air = Here nothing can go on air: this browser encodes on secure pages only.
turn-off = Turn off
input = Input
usual-input = The usual one
gain = Gain
for-speech = For speech only, not for music
echo-cancellation = Echo cancellation
noise-suppression = Noise suppression
automatic-gain = Automatic gain
talk-over = Talk-over
lower-decks = Lower the decks while I speak
lower-by = By
back-in = Back in
strip = Voice sound
strip-off = Off
strip-speech = Speech
strip-warm = Warm
strip-loud = Loud
strip-own = My own
strip-adjust = Adjust the voice
low-cut = Low cut (rumble, below 80 Hz)
bass = Bass
presence = Presence
treble = Treble
compression = Compression
gain-reduction = Gain reduction
compression-delays = While compression is on, your voice is 6 ms later.
noise-gate = Noise gate
gate-off = off
strip-reset = Reset the voice
strip-was-reset = The voice is as the microphone gives it.

## The studio: decks

decks = Decks
deck = Deck { $deck }
deck-place = Deck { $deck }, place in the track
deck-level = Deck { $deck }, level
deck-load = Deck { $deck }, load a file
deck-gain = Deck { $deck }, gain
deck-headphones = Deck { $deck } in the headphones
deck-play = { $action ->
   *[play] Play
    [pause] Pause
}
deck-play-label = { $action ->
   *[play] Deck { $deck }: play
    [pause] Deck { $deck }: pause
}
cue = Cue
deck-cue-label = { $action ->
   *[set] Deck { $deck }: set the cue point here
    [back] Deck { $deck }: back to the cue point
}
deck-next-up = Deck { $deck }, next up
deck-skip = Next track
deck-auto = Continue automatically
deck-queue-remove = Remove “{ $title }”
deck-queued = Added to this deck’s queue.
deck-queue-full = A deck holds 100 tracks. Some were left out.
midi-choose = Choose a button or a slider on this page.
midi-move = Now press a key or move a fader of the controller.
midi-assigned = Assigned. This device remembers it.
midi-forgotten = Nothing is assigned any more.
midi-connected = Connected: { $names }
midi-none = No controller was found. Plug one in; it is detected automatically.
midi-refused = The browser does not give access to MIDI. Allow it for this page, then try again.
file-unplayable = This file cannot be played in this browser. MP3, FLAC, WAV and Ogg usually can.
load-file = Load a file
drop-track = Drop a track here
place-of = { $place } of { $length }
deck-held = Deck { $deck } is on air. Pause it to move in the track.
intro-ends-in = Intro ends in { $time }
crossfader = Crossfader, from deck A to deck B
one-deck-only = deck { $deck } only
both-decks = both decks
mostly-deck = { $percent } % deck { $deck }

## The studio: titles, headphones, keys

what-listeners-read = What listeners read
artist = Artist
title = Title
send-title = Send
keep-title = Keep for the show
send-each-title = Send the title of each track as it starts
listeners-read = Listeners read: { $title }
listeners-will-read = When you go on air, listeners read: { $title }
what-you-hear = What you hear
decks-on-speakers = Decks, speakers
headphones = Headphones
usual-output = The usual output
output-number = Output { $number }
what-listeners-hear = What listeners hear
monitor-hint = For headphones only: from speakers it would reach your microphone and come round again as an echo.
midi = MIDI controller
midi-hint = Use a controller’s faders and keys to operate this page.
midi-connect = Connect
midi-assign = Assign
midi-forget = Forget all
monitor-fails = This needs WebCodecs, which browsers have on secure pages only: open the studio by https or on localhost.
keys-and-settings = Keys and settings
count-in = Count in 3-2-1 before going on air
single-keys = Single keys, outside text fields
key-on-air = Go on air; twice to end
key-microphone = Microphone on, muted, open
key-play = Deck A, deck B: play or pause
key-cue = Deck A, deck B: cue
key-crossfade = Crossfade towards A, towards B
key-title = Write a title

## Calls

call-studio = Call the studio
calls = Calls
open-line = Open the line
calls-while-on-air = Calls are shown while you are on air.
callers = Callers
calls-hint = Callers are heard in your headphones. While you talk with one off air, your microphone is not on air.
talk-off-air = Talk off air
put-on-air = Put on air
hold = Hold
hang-up = Hang up
bar-caller = Bar for 10 min
microphone-to-caller = off air, to { $name }

## Messages of listeners

listener-messages = Messages from listeners
messages-unread = Unread: { $count }
messages-all-read = Mark all as read
messages-while-on-air = Messages are shown while you are on air.
no-listener-messages = No messages yet.
hide-message = Hide
hide-message-of = Hide: { $text }
block-sender = Block sender
block-sender-of = Block sender: { $text }
unnamed-listener = A listener

## The page of a call

call-description = Talk to the studio of { $station }.
call-needs-scripts = Calling needs JavaScript, which this browser does not run.
call-line = { $state ->
    [open] The line is open.
   *[closed] The line is closed at the moment. The DJ opens it when calls are welcome.
}
call-off = { $station } takes no calls.
call-name = Your name, as the DJ sees it
call-topic = Your topic, in a few words
call-test = Test the microphone
call-test-hint = Say something: the bar moves with your voice.
call-ring = Ring
call-hint = Use headphones, and turn off any radio that plays the station. While you wait, nobody hears you. The DJ talks with you before you are on air, or puts you on air directly; this page says which it is.
call-blocked = Browsers give the microphone to secure pages only, and this one was opened by plain http. Open it by https to call.
call-unsupported = This browser cannot make calls. A current Chrome, Edge, Firefox or Safari can.
call-come-back = You were in a call. Press Ring to come back into it.
call-opening = Opening your microphone…
call-no-microphone = Without a microphone you cannot call.
call-ringing = Ringing…
call-lost = The connection is lost. Coming back into your call…
call-hung-up = You have hung up.
call-waiting = { $place ->
    [1] You are first in line. You hear the programme meanwhile.
    [2] You are second in line. You hear the programme meanwhile.
    [3] You are third in line. You hear the programme meanwhile.
   *[other] You are number { $place } in line. You hear the programme meanwhile.
}
call-state = { $state ->
    [screened] You talk with the studio, off air.
    [on_air] You are on air.
   *[held] You are on hold: you hear the programme, and nobody hears you.
}

## The studio: the station's library

station-library = Station library
library-open = Open the library
library-hint = Tracks and jingles of the station, for the decks and eight buttons. Needs your sign-in on the dashboard.
jingle-buttons = Jingle buttons
jingles-from = Jingles from
all-jingles = All jingles and station IDs
no-jingles = The library has no jingles yet. Choose the type Jingle or ID for some tracks on the dashboard.
library-playlist = Playlist
whole-library = Whole library
library-nothing = Nothing found.
library-load = Load { $title } on deck { $deck }
library-fails = The library does not answer. Try again in a moment.
library-sign-in = Sign in on the dashboard
library-needs-sign-in = { $link }, then press “Open the library” again.
key-jingles = Jingle buttons

## The studio: voice tracks

voice-tracks = Voice tracks
voice-open = Show the queue
voice-hint = Record your talk between two tracks ahead of time: it plays as if you were live. Use headphones. Needs your sign-in on the dashboard.
voice-queue = The station’s queue
voice-here = Record talk here
voice-talk = Talk: { $dj }, { $length }
voice-placement = { $placement ->
   *[after-another] The track before it is another one now. It begins when that is over.
    [before-another] The track after it is another one now. That begins when the talk is over.
    [dropped] Both of its tracks are gone. It will not be heard.
}
voice-remove = Delete
voice-remove-talk = Delete the talk by { $dj }
voice-removed = Deleted.
voice-nothing = There is no place for talk: the queue has no two tracks in a row.
voice-empty = The queue is empty: AutoDJ has nothing to play. { $link }, then press “Show the queue” again.
voice-fill-queue = Add tracks on the dashboard
voice-between = Between “{ $first }” and “{ $second }”
voice-ending = End of the first track
voice-record = Record
voice-again = Take again
voice-next = Start the next track
voice-stop = Stop
voice-listen = Listen
voice-keep = Keep
voice-cancel = Cancel
voice-state = { $state ->
   *[ready] Press Record: you hear the last 10 seconds of the first track.
    [loading] Both tracks are being loaded.
    [recording] Recording. The first track is ending.
    [over] Recording. The first track is over.
    [next] Recording. The next track has begun.
    [recorded] Recorded: { $length }. Listen to it, keep it or take it again.
    [listening] This is how it will sound.
    [saving] Saving.
}
voice-saved = Saved. It plays between the two tracks.
voice-silent = Nothing was heard from the microphone. Try again.
voice-on-air = You are on air. End the show before you record.
voice-no-microphone = The microphone is not on.
voice-not-your-hours = At the time of this place you may not be live.
voice-place-gone = The queue has changed. Choose a place again.
voice-fails = That did not work. Try again in a moment.
voice-needs-sign-in = { $link }, then press “Show the queue” again.
