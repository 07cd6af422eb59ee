# Longwave auf Deutsch. Höflichkeitsform: Sie.

## Die Sprache

language-name = Deutsch
language-direction = ltr
language-choice = Sprache
weekday = { $weekday ->
    [mon] Montag
    [tue] Dienstag
    [wed] Mittwoch
    [thu] Donnerstag
    [fri] Freitag
    [sat] Samstag
   *[sun] Sonntag
}
month = { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
}
day-of-week = { weekday }, { $day }. { month }
date = { $day }. { month } { $year }

## Der Player

player-description = { $station } live im Web hören.
state = { $state ->
   *[idle] Zum Hören auf Wiedergabe drücken
    [connecting] Verbindung wird aufgebaut…
    [on-air] Auf Sendung
    [lost] Verbindung verloren, neuer Versuch…
    [full] Gerade hören zu viele zu, neuer Versuch…
    [off-air] Der Sender ist nicht auf Sendung
    [interrupted] Vom Gerät angehalten. Zum Weiterhören auf Wiedergabe drücken
}
captions = Untertitel
live = Live
live-with = Live: { $dj }
track-progress = Fortschritt des Titels
play-station = { $station } abspielen
volume = Lautstärke
keep-song = Diesen Titel merken
share = Teilen
sleep-timer = Einschlaf-Timer
sleep-off = Aus
sleep-after = { $minutes ->
    [60] Eine Stunde
    [120] Zwei Stunden
   *[other] { $minutes } Minuten
}
go-back = Zurückspringen
back-to-show = Vom Beginn der Sendung
back-ten = −10 Min.
back-half-minute = −30 Sek.
forward-half-minute = +30 Sek.
sound-quality = Klangqualität
quality-choice = { $quality ->
    [less] Weniger Daten
    [better] Besserer Klang
    [uncompressed] Unkomprimiert
   *[standard] Standard
}, { $megabytes } MB pro Stunde
when-heard = Wann Sie es hören
mode = Modus
mode-name = { $mode ->
   *[sync] Synchron
    [live] Live
    [steady] Stabil
}
speaker = Lautsprecher
calibration = Zwei Geräte per Mikrofon angleichen
calibration-help = Stellen Sie zwei Geräte, die diesen Sender spielen, nebeneinander. Drücken Sie auf dem einen „Testton abspielen“, dann auf dem anderen „Messen“.
calibration-measure = Messen
no-music = Noch keine Musik
no-music-help = { $station } hat im Moment nichts zu spielen. Schauen Sie später wieder vorbei.
own-player = Im eigenen Player hören
played-before = Zuvor gespielt
songs-kept = Gemerkte Titel
songs-kept-hint = Sie werden nur auf diesem Gerät gespeichert.
more-of = Mehr von { $station }
programme-of = Programm von { $station }

## Adressen für andere Player

listen-elsewhere = Anderswo hören
player-page = Player-Seite
player-page-suits = Für Menschen: Sie spielt in jedem Browser, auch auf Telefonen
copy-page-address = (Adresse der Player-Seite)
open-page = Öffnen
stream-suits = { $kind ->
    [mp3] Jeder Player: Küchen- und Autoradios, smarte Lautsprecher, alte Telefone
    [hls] Telefone, Fernseher und Content Delivery Networks
    [aac] Telefone und Autoradios; mit ?rendition=he-aac-32 auch bei langsamen Verbindungen
    [flac] Verlustfrei, für Hi-Fi-Player; etwa die zehnfache Datenmenge
    [wav] Unkomprimiert, zum Messen und Bearbeiten; 690 MB pro Stunde
   *[opus] VLC, mpv, foobar2000 und Browser: der beste Klang für die Datenmenge
}
copy = Kopieren
copy-address = (Adresse von { $name })
qr-code = QR-Code
qr-code-of = QR-Code von { $address }
playlists = Playlists, die Player öffnen:
page-for-old-devices = Seite für alte Geräte

## Das Programm

programme = Programm
programme-description = Was { $station } gerade spielt, was danach kommt und die Sendungen der Woche.
on-now = Jetzt
show-with = { $show } mit { $dj }
show-until = bis { $time }
show-next = Danach: { $show } um { $time }
listen-to = { $station } hören
ask-for-song = Einen Titel wünschen
title-or-artist = Titel oder Interpret
ask-needs-scripts = Für Musikwünsche braucht es JavaScript, das dieser Browser nicht ausführt.
week = Die Woche
times-of-station = Alle Zeiten in der Zeitzone des Senders ({ $zone }).
week-empty = Diese Woche sind keine Sendungen geplant: { $station } spielt Tag und Nacht Musik.
# A show that is not on this week, and one that is at another time
show-cancelled = Fällt aus
show-moved = Diese Woche zu anderer Zeit
# { $when } is a day and a time
show-moved-to = Verlegt auf { $when }
day-and-time = { weekday }, { $day }. { month }, { $time }
hear-again = Zum Nachhören
play-from = { $title } ab { $time } abspielen
moment-gone = Von diesem Moment ist nichts mehr gespeichert.
podcast-subscribe = Podcast abonnieren
podcast-description = Sendungen von { $station } zum Nachhören.
podcast-show-description = Folgen von { $show } bei { $station }.
played-recently = Zuletzt gespielt

## Die Liste der Sender

stations = Sender
nothing-on-air = Nichts auf Sendung

## Nicht öffentliche Sender

station-private = Dieser Sender ist nicht öffentlich.
station-needs-account = Dieser Sender ist nicht öffentlich: Zuhören können alle, die ein Konto oder einen Link des Senders haben.
listening-password = Passwort zum Zuhören
listen = Zuhören
sign-in = Anmelden
then-come-back = Kommen Sie danach auf diese Seite zurück:

## Fehler

problem-title = { $status ->
    [400] Ungültige Anfrage
    [401] Anmeldung nötig
    [403] Nicht erlaubt
    [404] Nicht gefunden
    [405] So nicht möglich
    [408] Anfrage zu langsam
    [409] Zurzeit nicht möglich
    [412] Inzwischen geändert
    [413] Inhalt zu groß
    [416] Nicht mehr vorhanden
    [422] Eingabe nicht verwendbar
    [426] Verschlüsselung nötig
    [429] Zu viele Anfragen
    [500] Interner Fehler
    [503] Zurzeit nicht verfügbar
    [507] Kein Speicherplatz mehr
   *[other] Fehler
}
problem-detail = { $kind ->
    [no-station] Unter dieser Adresse gibt es keinen Sender.
    [no-page] Unter dieser Adresse gibt es nichts.
    [unclear] Die Anfrage ist nicht verständlich.
    [too-fast] Das waren zu viele Anfragen in kurzer Zeit. Bitte warten Sie einen Moment.
    [full] Dieser Sender hat so viele Hörer, wie er aufnehmen kann. Versuchen Sie es später noch einmal.
    [full-address] Von Ihrer Adresse hören schon zu viele zu. Beenden Sie dort einen anderen Player und versuchen Sie es noch einmal.
    [password-needed] Dieser Sender ist nicht öffentlich: Es braucht das Passwort zum Zuhören oder einen Link des Senders.
    [account-needed] Dieser Sender ist nicht öffentlich: Es braucht ein Konto oder einen Link des Senders.
    [link-invalid] Dieser Link ist ungültig. Bitten Sie den Sender um einen neuen.
    [link-ended] Dieser Link ist abgelaufen. Bitten Sie den Sender um einen neuen.
    [banned] Nicht erlaubt: Diese Adresse oder dieses Programm ist gesperrt.
    [wrong-password] Name oder Passwort ist falsch.
    [too-many-tries] Zu viele falsche Passwörter. Versuchen Sie es in { $seconds } s noch einmal.
    [encryption-needed] Dieser Server nimmt nur verschlüsselte Verbindungen an: Verwenden Sie https.
   *[broken] Bei uns ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.
}
start-page = Zur Startseite

## Wörter der Skripte

mode-hint = { $mode ->
   *[sync] Alle hören denselben Moment, eine Sekunde nach der Ausstrahlung.
    [live] So früh, wie Ihr Netz es erlaubt. In einem schlechten kann es stottern.
    [steady] Fünf Sekunden später, für Züge und schwache Netze.
}
trim-none = wie das Gerät es angibt
trim-earlier = { $ms } ms früher
trim-later = { $ms } ms später
calibration-play = Testton abspielen
calibration-stop = Testton beenden
calibration-plays = Der Testton ist alle zwei Sekunden zu hören. Drücken Sie jetzt auf dem anderen Gerät „Messen“.
calibration-listens = Hört etwa zehn Sekunden lang zu …
calibration-failed = { $reason ->
    [sound] Drücken Sie zuerst auf Wiedergabe.
    [time] Der Ton wurde unterbrochen. Versuchen Sie es noch einmal.
   *[microphone] Das Mikrofon lässt sich nicht verwenden. Erlauben Sie es für diese Seite, und versuchen Sie es noch einmal.
}
calibration-found = { $found ->
    [nothing] Es war kein Testton zu hören. Stellen Sie die Geräte lauter und näher zusammen, und versuchen Sie es noch einmal.
    [alone] Nur dieses Gerät war zu hören. Es ist { $ms } ms zu spät; die Verzögerung seines Mikrofons ist darin enthalten.
    [equal] Beide Geräte sind im Gleichklang.
    [later] Dieses Gerät ist { $ms } ms später als das andere.
   *[earlier] Dieses Gerät ist { $ms } ms früher als das andere.
}
calibration-earlier = Hier { $ms } ms früher spielen
calibration-later = Hier { $ms } ms später spielen
calibration-done = Fertig. Dieses Gerät merkt es sich.
calibration-too-much = Das ist mehr als die halbe Sekunde, die sich ausgleichen lässt.
timing-behind = { $ms } ms hinter dem Sender
timing-slow-network = Ihr Netz ist langsam: { $seconds } s hinter den anderen
timing-exact = Auf { $ms } ms genau
plays-by-page = { $way ->
   *[webcodecs] Opus
    [wasm] Opus, von dieser Seite dekodiert
    [pcm] Unkomprimierter Ton
}
plays-by-browser = { $codec } im Player Ihres Browsers
data-an-hour = etwa { $megabytes } MB pro Stunde
buffered = { $seconds } s gepuffert
behind-time = { $time } zurück
behind-minutes = { $minutes ->
    [one] { $minutes } Minute zurück
   *[other] { $minutes } Minuten zurück
}
behind-hours = { $hours ->
    [one] { $hours } Stunde zurück
   *[other] { $hours } Stunden zurück
}
look-up = Suchen
look-up-song = { $title } suchen
remove = Entfernen
remove-song = { $title } entfernen
times-of-visitor = Alle Zeiten in Ihrer Zeitzone ({ $zone }).
station-unreached = Der Sender ist gerade nicht erreichbar. Versuchen Sie es noch einmal.
nothing-found = Unter diesem Namen gibt es nichts zu wünschen.
song-accepted = „{ $title }“ wird gespielt.
song-is-next = „{ $title }“ wird gespielt: als Nächstes.
song-in-minutes = { $minutes ->
    [1] „{ $title }“ wird gespielt: in etwa einer Minute.
   *[other] „{ $title }“ wird gespielt: in etwa { $minutes } Minuten.
}
request-refused = { $reason ->
   *[off] Dieser Sender nimmt keine Musikwünsche an.
    [not-there] Diesen Titel gibt es nicht mehr.
    [queued] Dieser Titel oder etwas vom selben Interpreten läuft ohnehin bald.
    [heard-lately] Dieser Titel oder etwas Ähnliches lief erst vor Kurzem.
    [too-many-of-a-person] Sie haben sich in dieser Stunde schon so viel gewünscht, wie möglich ist; versuchen Sie es später noch einmal.
    [too-many] In der letzten Stunde haben sich viele etwas gewünscht; versuchen Sie es später noch einmal.
}
request-failed = Das hat nicht geklappt. Versuchen Sie es in einer Minute noch einmal.
ask = Wünschen
ask-for-title = { $title } wünschen
ask-for-song-by = { $title } von { $artist } wünschen
write-to-studio = An das Studio schreiben
write-name = Ihr Name, wenn Sie mögen
write-text = Ihre Nachricht
write-send = Senden
write-hint = Der DJ liest sie, während er auf Sendung ist.
write-sent = An das Studio gesendet.
write-refused = { $reason ->
   *[off] Dieser Sender nimmt keine Nachrichten an.
    [blocked] Das Studio nimmt zurzeit keine Nachrichten von Ihnen an.
    [too-soon] Sie haben gerade erst geschrieben. Warten Sie eine halbe Minute.
    [too-many] Sie haben in dieser Stunde so oft geschrieben, wie möglich ist. Schreiben Sie später wieder.
    [busy] Im Moment schreiben sehr viele. Schreiben Sie in einer Minute noch einmal.
}
link-copied = Link kopiert
copied = Kopiert
press-copy-keys = Strg+C drücken

## Das Studio

studio = Studio
studio-needs-scripts = Das Studio mischt und kodiert in Ihrem Browser und braucht dafür JavaScript.
studio-sends-nothing = Die Seite sendet nichts, bis Sie auf Sendung gehen. Wird sie geschlossen, endet die Sendung.
close = Schließen
sign-out = Abmelden
account-name = Name
password = Passwort
keep-until-closed = Merken, bis dieser Tab geschlossen wird
checking-sign-in = Wird geprüft…
sign-in-first = Melden Sie sich zuerst mit Namen und Passwort Ihres DJ-Kontos an.
messages-from-station = Nachrichten vom Sender
read = Gelesen
read-message = Gelesen: { $text }

## Das Studio: auf Sendung

on-air = Auf Sendung
switch = { $state ->
   *[off] Auf Sendung gehen
    [counting] Abbrechen
    [connecting] Abbrechen
    [waiting] Abbrechen
    [on-air] Sendung beenden
    [lost] Nicht weiter versuchen
}
press-again = Zum Beenden noch einmal drücken
show-state = { $state ->
   *[off] Nicht auf Sendung
    [counting] Gleich geht es los…
    [connecting] Verbindung zum Sender…
    [waiting] In der Warteschlange…
    [on-air] Sie sind auf Sendung
    [lost] Das Netz ist weg. Die Hörer hören die Musik des Senders; neuer Versuch…
}
on-air-in = Auf Sendung in { $seconds }…
waiting-for = { $dj } ist live. Danach gehen Sie auf Sendung.
not-let-on-air = Der Sender lässt Sie jetzt nicht auf Sendung.
show-ended = Der Sender hat Ihre Sendung beendet.
# { $reason } is the reason in English
ended-because = { $code ->
    [wrong-account] Name oder Passwort ist falsch.
    [out-of-hours] Jetzt ist nicht Ihre Sendezeit. Ihre Zeiten stehen beim Sender im Sendeplan und bei Ihrem Konto.
    [not-this-station] Ihr Konto darf auf diesem Sender nicht live gehen.
    [choose-password] Wählen Sie zuerst im Dashboard ein eigenes Passwort.
    [app-password] Ihr Konto meldet sich mit Codes an. Erstellen Sie im Dashboard ein App-Passwort.
    [banned] Diese Adresse oder dieses Programm ist gesperrt.
    [too-many-tries] Zu viele falsche Passwörter. Versuchen Sie es später noch einmal.
    [busy] Beim Sender ging etwas schief. Versuchen Sie es gleich noch einmal.
    [barred] Der Sender hat Sie eben aus der Sendung genommen. Versuchen Sie es gleich noch einmal.
    [in-use] Ein anderer DJ ist auf Sendung.
    [too-many-sources] Zu viele Quellen sind verbunden. Versuchen Sie es später noch einmal.
    [signing-off] Der Sender schaltet ab.
    [replaced] Sie sind von anderer Stelle auf Sendung gegangen; diese Sendung ist beendet.
    [dead] Von Ihnen kam nichts mehr, und ein anderer DJ ging auf Sendung.
    [revoked] Ihr Konto wurde entfernt, oder sein Passwort wurde geändert.
    [kicked] Der Sender hat Sie aus der Sendung genommen.
    [time-over] Ihre Sendezeit ist vorbei.
   *[other] { $reason }
}
hours-end-in = { $then ->
   *[stays] Ihre Zeit endet in { $minutes } min. Sie bleiben auf Sendung, bis Sie sie beenden.
    [ends] Ihre Zeit endet in { $minutes } min. Dann spielt der Sender von selbst weiter.
}
hours-over = { $then ->
   *[stays] Ihre Zeit ist um. Bitte beenden Sie Ihre Sendung bald.
    [ends] Ihre Zeit ist um. Der Sender spielt von selbst weiter.
}
network-too-slow = Ihr Netz ist zeitweise zu langsam: Den Hörern fehlen bisher { $seconds } s.
no-encoder = Dieser Browser kann Opus nicht kodieren. Ein aktueller Chrome, Edge, Firefox oder Safari kann es.
desk-fails = Das Mischpult startet in diesem Browser nicht. Laden Sie die Seite neu; hilft das nicht, versuchen Sie es mit einem anderen Browser.
dump = Letzte { $seconds } s verwerfen
dumped = { $seconds } s wurden verworfen. Der Sender spielt von selbst weiter, bis die Verzögerung wieder gefüllt ist.
on-air-for = Auf Sendung seit
listeners = Hörer
delay = { $reach ->
   *[unknown] Verzögerung
    [station] Bis zur Ausstrahlung
    [listener] Bis ans Ohr der Hörer
}
milliseconds = { $ms } ms
seconds = { $seconds } s
master = Summe
master-level-left = Summenpegel, links
master-level-right = Summenpegel, rechts
silent = still
too-loud = zu laut

## Das Studio: Mikrofon

microphone = Mikrofon
microphone-state = { $state ->
   *[off] aus
    [muted] stumm
    [open] offen
}
microphone-switch = { $state ->
   *[off] Mikrofon einschalten
    [muted] Stummschaltung aufheben
    [open] Stummschalten
}
microphone-level = Mikrofonpegel
microphone-number = Mikrofon { $number }
microphone-unplugged = Das Mikrofon wurde abgezogen.
microphone-fails = { $name ->
    [NotAllowedError] Der Browser darf dieser Seite das Mikrofon nicht geben. Erlauben Sie es neben der Adresse und versuchen Sie es noch einmal.
    [NotFoundError] Es ist kein Mikrofon angeschlossen.
    [NotReadableError] Ein anderes Programm benutzt das Mikrofon. Geben Sie es dort frei und versuchen Sie es noch einmal.
    [OverconstrainedError] Dieses Mikrofon ist nicht mehr da. Wählen Sie ein anderes.
   *[other] Das Mikrofon lässt sich nicht öffnen: { $reason }
}
microphone-blocked = Browser geben das Mikrofon nur sicheren Seiten, und diese wurde über einfaches http geöffnet. Öffnen Sie sie über https oder auf dem Rechner des Senders als { $address }.
decks-can-go-on-air = Die Decks können trotzdem auf Sendung gehen.
nothing-can-go-on-air = Hier kann nichts auf Sendung gehen: Dieser Browser kodiert nur auf sicheren Seiten.
turn-off = Ausschalten
input = Eingang
usual-input = Der übliche
gain = Verstärkung
for-speech = Nur für Sprache, nicht für Musik
echo-cancellation = Echounterdrückung
noise-suppression = Rauschunterdrückung
automatic-gain = Automatische Verstärkung
talk-over = Talkover
lower-decks = Decks leiser, während ich spreche
lower-by = Um
back-in = Zurück in
strip = Klang der Stimme
strip-off = Aus
strip-speech = Sprache
strip-warm = Warm
strip-loud = Laut
strip-own = Eigener
strip-adjust = Stimme einstellen
low-cut = Trittschallfilter (unter 80 Hz)
bass = Bässe
presence = Präsenz
treble = Höhen
compression = Kompression
gain-reduction = Pegelabsenkung
compression-delays = Mit Kompression kommt Ihre Stimme 6 ms später.
noise-gate = Noise-Gate
gate-off = aus
strip-reset = Stimme zurücksetzen
strip-was-reset = Die Stimme ist, wie das Mikrofon sie gibt.

## Das Studio: Decks

decks = Decks
deck = Deck { $deck }
deck-place = Deck { $deck }, Stelle im Titel
deck-level = Deck { $deck }, Pegel
deck-load = Deck { $deck }, Datei laden
deck-gain = Deck { $deck }, Verstärkung
deck-headphones = Deck { $deck } im Kopfhörer
deck-play = { $action ->
   *[play] Abspielen
    [pause] Pause
}
deck-play-label = { $action ->
   *[play] Deck { $deck }: abspielen
    [pause] Deck { $deck }: Pause
}
cue = Cue
deck-cue-label = { $action ->
   *[set] Deck { $deck }: Cue-Punkt hier setzen
    [back] Deck { $deck }: zurück zum Cue-Punkt
}
deck-next-up = Deck { $deck }, als Nächstes
deck-skip = Nächster Titel
deck-auto = Automatisch weiterspielen
deck-queue-remove = „{ $title }“ entfernen
deck-queued = In die Warteschlange dieses Decks aufgenommen.
deck-queue-full = Ein Deck fasst 100 Titel. Einige blieben außen vor.
midi-choose = Wählen Sie einen Knopf oder Regler auf dieser Seite.
midi-move = Drücken Sie jetzt eine Taste des Controllers, oder bewegen Sie einen Regler.
midi-assigned = Zugeordnet. Dieses Gerät merkt es sich.
midi-forgotten = Es ist nichts mehr zugeordnet.
midi-connected = Verbunden: { $names }
midi-none = Es wurde kein Controller gefunden. Schließen Sie ihn an; er wird von selbst bemerkt.
midi-refused = Der Browser gibt MIDI nicht frei. Erlauben Sie es für diese Seite, und versuchen Sie es noch einmal.
file-unplayable = Diese Datei kann in diesem Browser nicht abgespielt werden. MP3, FLAC, WAV und Ogg gehen meistens.
load-file = Datei laden
drop-track = Titel hierher ziehen
place-of = { $place } von { $length }
deck-held = Deck { $deck } ist auf Sendung. Halten Sie es an, um im Titel zu springen.
intro-ends-in = Intro endet in { $time }
crossfader = Crossfader, von Deck A zu Deck B
one-deck-only = nur Deck { $deck }
both-decks = beide Decks
mostly-deck = { $percent } % Deck { $deck }

## Das Studio: Titel, Kopfhörer, Tasten

what-listeners-read = Was die Hörer lesen
artist = Interpret
title = Titel
send-title = Senden
keep-title = Für die Sendung merken
send-each-title = Den Titel jedes Stücks senden, wenn es beginnt
listeners-read = Die Hörer lesen: { $title }
listeners-will-read = Auf Sendung lesen die Hörer: { $title }
what-you-hear = Was Sie hören
decks-on-speakers = Decks, Lautsprecher
headphones = Kopfhörer
usual-output = Der übliche Ausgang
output-number = Ausgang { $number }
what-listeners-hear = Was die Hörer hören
monitor-hint = Nur für Kopfhörer: Aus Lautsprechern käme es ins Mikrofon und als Echo zurück.
midi = MIDI-Controller
midi-hint = Mit Reglern und Tasten eines Controllers bedienen Sie diese Seite.
midi-connect = Verbinden
midi-assign = Zuordnen
midi-forget = Alles vergessen
monitor-fails = Dafür ist WebCodecs nötig, das Browser nur auf sicheren Seiten bieten: Öffnen Sie das Studio über https oder auf localhost.
keys-and-settings = Tasten und Einstellungen
count-in = Vor der Sendung 3-2-1 zählen
single-keys = Einzelne Tasten, außerhalb von Textfeldern
key-on-air = Auf Sendung gehen; zweimal zum Beenden
key-microphone = Mikrofon an, stumm, offen
key-play = Deck A, Deck B: abspielen oder anhalten
key-cue = Deck A, Deck B: Cue
key-crossfade = Überblenden zu A, zu B
key-title = Einen Titel schreiben

## Anrufe

call-studio = Im Studio anrufen
calls = Anrufe
open-line = Leitung öffnen
calls-while-on-air = Anrufe erscheinen, während Sie auf Sendung sind.
callers = Anrufer
calls-hint = Anrufer sind in Ihrem Kopfhörer zu hören. Während Sie mit jemandem außerhalb der Sendung sprechen, ist Ihr Mikrofon nicht auf Sendung.
talk-off-air = Vorgespräch
put-on-air = Auf Sendung nehmen
hold = Halten
hang-up = Auflegen
bar-caller = 10 Min. sperren
microphone-to-caller = nicht auf Sendung, zu { $name }

## Nachrichten von Hörern

listener-messages = Nachrichten von Hörern
messages-unread = Ungelesen: { $count }
messages-all-read = Alle als gelesen markieren
messages-while-on-air = Nachrichten erscheinen, während Sie auf Sendung sind.
no-listener-messages = Noch keine Nachrichten.
hide-message = Ausblenden
hide-message-of = Ausblenden: { $text }
block-sender = Absender sperren
block-sender-of = Absender sperren: { $text }
unnamed-listener = Ein Hörer

## Die Seite eines Anrufs

call-description = Mit dem Studio von { $station } sprechen.
call-needs-scripts = Zum Anrufen braucht es JavaScript, das dieser Browser nicht ausführt.
call-line = { $state ->
    [open] Die Leitung ist offen.
   *[closed] Die Leitung ist zurzeit geschlossen. Der DJ öffnet sie, wenn Anrufe willkommen sind.
}
call-off = { $station } nimmt keine Anrufe an.
call-name = Ihr Name, wie der DJ ihn sieht
call-topic = Ihr Thema, in wenigen Worten
call-test = Mikrofon testen
call-test-hint = Sagen Sie etwas: Der Balken bewegt sich mit Ihrer Stimme.
call-ring = Anrufen
call-hint = Benutzen Sie Kopfhörer und schalten Sie jedes Radio aus, auf dem der Sender läuft. Während Sie warten, hört Sie niemand. Der DJ spricht mit Ihnen, bevor Sie auf Sendung sind, oder nimmt Sie direkt auf Sendung; diese Seite zeigt es an.
call-blocked = Browser geben das Mikrofon nur sicheren Seiten, und diese wurde über einfaches http geöffnet. Öffnen Sie sie über https, um anzurufen.
call-unsupported = Mit diesem Browser kann man nicht anrufen. Mit einem aktuellen Chrome, Edge, Firefox oder Safari geht es.
call-come-back = Sie waren in einem Anruf. Drücken Sie auf „Anrufen“, um zurückzukehren.
call-opening = Ihr Mikrofon wird geöffnet…
call-no-microphone = Ohne Mikrofon können Sie nicht anrufen.
call-ringing = Es klingelt…
call-lost = Die Verbindung ist verloren. Ihr Anruf wird wiederhergestellt…
call-hung-up = Sie haben aufgelegt.
call-waiting = { $place ->
    [1] Sie sind als Nächstes an der Reihe. Bis dahin hören Sie das Programm.
   *[other] Sie sind Nummer { $place } in der Warteschlange. Bis dahin hören Sie das Programm.
}
call-state = { $state ->
    [screened] Sie sprechen mit dem Studio und sind nicht auf Sendung.
    [on_air] Sie sind auf Sendung.
   *[held] Sie werden gehalten: Sie hören das Programm, und niemand hört Sie.
}

## The studio: the station's library

station-library = Musik des Senders
library-open = Bibliothek öffnen
library-hint = Titel und Jingles des Senders, für die Decks und acht Tasten. Dafür melden Sie sich im Dashboard an.
jingle-buttons = Jingle-Tasten
jingles-from = Jingles aus
all-jingles = Alle Jingles und Station-IDs
no-jingles = In der Bibliothek sind noch keine Jingles. Wählen Sie im Dashboard für einige Titel die Art Jingle oder ID.
library-playlist = Playlist
whole-library = Ganze Bibliothek
library-nothing = Nichts gefunden.
library-load = { $title } auf Deck { $deck } laden
library-fails = Die Bibliothek antwortet nicht. Versuchen Sie es gleich noch einmal.
library-sign-in = Im Dashboard anmelden
library-needs-sign-in = { $link }, dann noch einmal „Bibliothek öffnen“ drücken.
key-jingles = Jingle-Tasten

## The studio: voice tracks

voice-tracks = Moderation vorproduzieren
voice-open = Warteschlange zeigen
voice-hint = Nehmen Sie die Moderation zwischen zwei Titeln im Voraus auf: Sie läuft, als wären Sie live. Benutzen Sie Kopfhörer. Dazu müssen Sie im Dashboard angemeldet sein.
voice-queue = Warteschlange des Senders
voice-here = Hier Moderation aufnehmen
voice-talk = Moderation: { $dj }, { $length }
voice-placement = { $placement ->
   *[after-another] Davor steht jetzt ein anderer Titel. Sie beginnt, wenn er zu Ende ist.
    [before-another] Danach kommt jetzt ein anderer Titel. Er beginnt, wenn die Moderation zu Ende ist.
    [dropped] Keiner der beiden Titel ist noch da. Sie wird nicht gesendet.
}
voice-remove = Löschen
voice-remove-talk = Moderation von { $dj } löschen
voice-removed = Gelöscht.
voice-nothing = Für eine Moderation ist kein Platz: In der Warteschlange stehen keine zwei Titel nacheinander.
voice-empty = Die Warteschlange ist leer: AutoDJ hat nichts zu spielen. { $link }, dann noch einmal „Warteschlange zeigen“ drücken.
voice-fill-queue = Im Dashboard Titel hinzufügen
voice-between = Zwischen „{ $first }“ und „{ $second }“
voice-ending = Ende des ersten Titels
voice-record = Aufnehmen
voice-again = Noch einmal
voice-next = Nächsten Titel starten
voice-stop = Stopp
voice-listen = Anhören
voice-keep = Behalten
voice-cancel = Abbrechen
voice-state = { $state ->
   *[ready] Drücken Sie „Aufnehmen“: Sie hören die letzten 10 Sekunden des ersten Titels.
    [loading] Beide Titel werden geladen.
    [recording] Aufnahme läuft. Der erste Titel geht zu Ende.
    [over] Aufnahme läuft. Der erste Titel ist zu Ende.
    [next] Aufnahme läuft. Der nächste Titel hat begonnen.
    [recorded] Aufgenommen: { $length }. Anhören, behalten oder noch einmal aufnehmen.
    [listening] So wird es klingen.
    [saving] Wird gespeichert.
}
voice-saved = Gespeichert. Sie läuft zwischen den beiden Titeln.
voice-silent = Vom Mikrofon war nichts zu hören. Versuchen Sie es noch einmal.
voice-on-air = Sie sind auf Sendung. Beenden Sie die Sendung, bevor Sie aufnehmen.
voice-no-microphone = Das Mikrofon ist nicht an.
voice-not-your-hours = Zur Zeit dieser Stelle dürfen Sie nicht live sein.
voice-place-gone = Die Warteschlange hat sich geändert. Wählen Sie die Stelle neu.
voice-fails = Das hat nicht geklappt. Versuchen Sie es gleich noch einmal.
voice-needs-sign-in = { $link }, dann noch einmal „Warteschlange zeigen“ drücken.
