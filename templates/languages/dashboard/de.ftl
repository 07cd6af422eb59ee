# Die Wörter des Dashboards auf Deutsch. Höflichkeitsform: Sie.

## Words of many pages

role = { $role ->
    [admin] Administrator
    [manager] Manager
   *[dj] DJ
}
role-choice = { $role ->
    [admin] Administrator
    [manager] Manager
   *[dj] DJ
}
delete = Löschen
saved = Gespeichert.
deleted = Gelöscht.
continue = Weiter
filter = Filtern
search = Suchen
station = Sender
on-air-column = Auf Sendung
listening-column = Hörer
time = Zeit
day = Tag
track = Titel
file = Datei
account = Konto
level = Stufe
message = Nachricht
source = Quelle
artist-title = { $artist } – { $title }
created = Angelegt
last-used = Zuletzt benutzt
yes = ja
no = nein
on = an
off = aus
unknown = unbekannt
upload-some-music = Laden Sie Musik hoch
no-matches-fewer-words = Keine Treffer. Versuchen Sie es mit weniger Wörtern.
next-page = Nächste Seite
first-page = Erste Seite
download-csv = Als CSV herunterladen
dj-software = DJ-Software
the-studio = Studio
station-starting = Der Sender startet gerade.
time-zone = Zeitzone
save-rules = Regeln speichern
saved-next-track = Gespeichert. Gilt ab dem nächsten Titel.
show = Sendung
name = Name

## The frame of every page

skip-to-content = Zum Inhalt springen
help = Hilfe
signed-in-as = { $name }, { role }
dashboard = Dashboard
menu = { $page ->
   *[on-air] Auf Sendung
    [listeners] Hörer
    [playlists] Playlists
    [schedule] Sendeplan
    [requests] Musikwünsche
    [log] Sendeprotokoll
    [transcript] Transkript
    [recordings] Aufzeichnungen
    [djs] DJs
    [settings] Einstellungen
    [overview] Übersicht
    [library] Bibliothek
    [stations] Sender
    [people] Personen
    [tokens] API-Tokens
    [webhooks] Webhooks
    [health] Zustand
    [logs] Log
    [audit] Aktivität
    [api] API
    [manual] Handbuch
}
menu-server = Server
bar = Hauptseiten
bar-more = Mehr

## Signing in

forgot-password = Passwort vergessen? Bitten Sie einen Administrator um ein neues. Administratoren können auf dem Server mit { $command } eines setzen.
forgotten-link = Passwort vergessen?
forgotten-heading = Passwort vergessen
forgotten-hint = Geben Sie den Namen Ihres Kontos ein. Wir senden einen Link an seine E-Mail-Adresse.
send-link = Link senden
link-is-sent = Wenn es ein Konto dieses Namens mit E-Mail-Adresse gibt, ist ein Link unterwegs. Er gilt einmal und eine Stunde lang.
back-to-sign-in = Zurück zur Anmeldung
choose-new-heading = Neues Passwort wählen
reset-ends-sessions = Damit werden Sie überall sonst abgemeldet.
link-is-over = Dieser Link ist abgelaufen oder wurde schon benutzt. Sie können { $again }.
ask-for-another-link = einen neuen anfordern
password-is-reset = Passwort geändert. Melden Sie sich mit dem neuen an.
mail-reset-subject = Ein neues Passwort für Ihr Radio-Konto
mail-reset-hint = Jemand, wahrscheinlich Sie, hat ein neues Passwort für das Konto { $account } angefordert. Öffnen Sie innerhalb einer Stunde diesen Link, um eines zu wählen:
mail-reset-ignore = Wenn Sie es nicht waren, ist nichts zu tun.
sign-in-with = Anmelden mit { $provider }
two-factor = Zwei-Faktor-Authentifizierung
code-from-phone = Code von Ihrem Telefon
lost-phone = Telefon verloren? Geben Sie einen Ihrer Wiederherstellungscodes ein. Keiner mehr übrig? Bitten Sie einen Administrator, die Zwei-Faktor-Authentifizierung für Ihr Konto auszuschalten; auf dem Server geht das mit { $command }.

## The first steps of a station

set-up-station = { $station } einrichten
step-of = Schritt { $step } von { $steps }
welcome-name = Willkommen. Wie heißt Ihr Sender?
welcome-on-air = Ihr Sender ist schon auf Sendung. Diese Schritte dauern ein paar Minuten; Sie können später alles ändern.
station-name = Name des Senders
save-and-continue = Speichern und weiter
welcome-zone = In welcher Zeitzone sind Sie?
shows-start-by-clock = Nach dieser Uhr beginnen die Sendungen.
time-zone-of-server = Zeitzone des Servers
welcome-look = Wie soll der Sender aussehen?
welcome-music = Laden Sie Musik hoch
tracks-in-library = { $tracks ->
    [0] Die Bibliothek ist leer.
    [one] Die Bibliothek enthält { $tracks } Titel.
   *[other] Die Bibliothek enthält { $tracks } Titel.
}
upload-music = Musik hochladen
drop-files = Dateien hierher ziehen oder { $choose }
choose-files = Dateien auswählen
upload-formats = MP3, FLAC, Ogg, Opus, WAV, AIFF, AAC oder M4A, je bis zu 1 GB. Jede Datei wird geprüft, bevor sie dazukommt.
upload-needs-scripts = Zum Hochladen braucht es JavaScript. Kopieren Sie Dateien sonst in den Musikordner auf dem Server.
station-is-on-air = { $station } ist auf Sendung
playing-now = Jetzt läuft: { $title }.
listen-on-player-page = Auf der Player-Seite hören
go-to-on-air = Weiter zu „Auf Sendung“
welcome-next = Als Nächstes können Sie { $playlists }, { $shows } und { $djs }.
create-playlists = Playlists anlegen
plan-shows = Sendungen planen
add-djs = DJs hinzufügen
listen-links = Links zum Hören
welcome-share = Teilen Sie die Player-Seite, oder tragen Sie diese Stream-Adressen in Radios und Apps ein.
skip-to-end = Zum Ende springen
skip-step = Schritt überspringen

## The overview

listener-count = { $listeners ->
    [one] { $listeners } Hörer
   *[other] { $listeners } Hörer
}
no-station-yet = Ihr Konto hat noch keinen Sender. Bitten Sie einen Administrator um einen.
your-account = Ihr Konto
change-password = Passwort ändern
display-name = Name für Hörer (leer: der des Kontos)
email-address = E-Mail-Adresse
email-hint = Für einen Link, wenn Sie Ihr Passwort vergessen haben.
current-for-email = Nur nötig, um die E-Mail-Adresse zu ändern.
where-signed-in = Wo Sie angemeldet sind
browser = Browser
unknown-browser = Unbekannter Browser
this-browser = { $browser } (dieser)
sign-out-everywhere = Überall abmelden

## On air

on-air-of = Auf Sendung – { $station }
banner-silenced = Der Sender ist auf Stille geblendet, die Hörer hören nichts. Drücken Sie „Zurück auf Sendung“, um das zu beenden.
banner-emergency = Notfall: Der AutoDJ spielt nur die Playlist { $playlist }. DJs können trotzdem live gehen.
banner-loop = Der AutoDJ hat nichts zu spielen, daher hören die Hörer die Notschleife. { $upload } oder prüfen Sie die { $playlists }.
the-playlists = Playlists
banner-dead-air = Sendeloch: Der AutoDJ hat nichts zu spielen. { $upload }, um auf Sendung zu gehen.
banner-no-sound = { $dj } ist verbunden, aber es kommt kein Ton an. Die Hörer hören den AutoDJ.
banner-hours-end = { $then ->
   *[keep] Die Zeit von { $dj } endet um { $time } Uhr. Die Sendung läuft weiter, bis { $dj } geht.
    [end] Die Zeit von { $dj } endet um { $time } Uhr. Dann übernimmt AutoDJ.
}
banner-hours-over = Die Zeit von { $dj } war um { $time } Uhr um, und { $dj } ist noch auf Sendung.
now-playing = Jetzt läuft
playing-source = { $source ->
   *[autodj] AutoDJ
    [live] Live
    [relay] Relay eines anderen Streams
    [emergency-loop] Notschleife
    [silence] Stille
    [silenced] Auf Stille geblendet
}
track-position = Stelle im Titel
time-left = noch { $time }
skipped = Zum nächsten Titel gesprungen.
skip-track = Titel überspringen
is-back-on-air = Der Sender ist wieder auf Sendung.
back-on-air = Zurück auf Sendung
ask-silence = Auf Stille blenden? Die Hörer hören nichts, bis Sie auf Sendung zurückgehen.
is-silenced = Auf Stille geblendet.
fade-to-silence = Auf Stille blenden
emergency-ended = Notfall beendet. Ab dem nächsten Titel läuft das normale Programm.
end-emergency = Notfall beenden
ask-emergency = Ab jetzt nur { $playlist } spielen?
emergency-starts = { $playlist } beginnt in wenigen Sekunden.
start-emergency = Notfall-Playlist starten
live-no-skip = Ein DJ ist live, daher gibt es keinen Titel zu überspringen. „Von Sendung nehmen“ weiter unten beendet die Live-Sendung.
emergency-playlist = Notfall-Playlist: { $playlist }
emergency-playlist-none = Notfall-Playlist: noch keine
emergency-saved = Notfall-Playlist gespeichert.
in-emergency-play = Im Notfall spielen
no-playlist = Keine
save-emergency = Notfall-Playlist speichern
emergency-needs-playlist = Legen Sie eine { $playlist } an, um im Notfall eine bereitzuhaben, die sofort startet.
a-playlist = Playlist
up-next = Als Nächstes
is-jingle = (Jingle)
levels = Pegel
levels-need-scripts = Für die Pegelanzeige braucht es JavaScript.
levels-description = Pegel des linken und rechten Kanals, in Dezibel unter Vollaussteuerung
loudness-short = Lautheit (3 s)
loudness-track = Lautheit (dieser Titel)
peak-track = Spitze (dieser Titel)
levels-hint = Der AutoDJ pegelt Musik auf { $loudness } LUFS ein. Oben ist der linke Kanal, unten der rechte.
live-dj = Live-DJ
no-sound = (kein Ton)
since = Beginn
hours-until = Sendezeit bis
software = Software
buffer = Puffer
delay-to-listeners = Verzögerung bis zu den Hörern
ask-kick = { $dj } von Sendung nehmen?
kicked = { $dj } ist nicht mehr auf Sendung.
may-go-live-again = Darf wieder live gehen
take-off-air = Von Sendung nehmen
barred-for = { $seconds ->
    [0] sofort
    [180] nach 3 Minuten
    [3600] nach einer Stunde
    [86400] nach einem Tag
   *[604800] nach einer Woche
}
nobody-live = Niemand ist live. DJs gehen aus dem { $studio } oder mit DJ-Software wie BUTT oder Mixxx live.
relay-connected = Relay verbunden: { $relay }.
waiting-to-go-live = In der Warteschlange
message-sent = Nachricht gesendet.
message-to-dj = Nachricht an den DJ
send-message = Nachricht senden
message-hint = Steht im Studio, bis der DJ sie als gelesen markiert. DJ-Software kann sie nicht anzeigen.
message-read = { $from }, { $ago } · gelesen von { $reader }
message-unread = { $from }, { $ago } · noch nicht gelesen
message-removed = Nachricht entfernt.
remove-message = Nachricht { $text } entfernen
sender-blocked = Absender für 24 Stunden gesperrt.
ask-block-sender = Diesen Absender für 24 Stunden sperren? Alle seine Nachrichten werden entfernt.
listeners-now = { $listeners } jetzt
hour-appears = Nach einer Minute auf Sendung erscheint hier die letzte Stunde.
queue = Warteschlange
queued-by = { $origin ->
    [jingle] Jingle
    [person] Von Hand hinzugefügt
    [listener] Gewünscht
   *[plan] AutoDJ
}
queued-talk = Moderation: { $dj }, { $length }
queued-talk-state = { $placement ->
   *[between] Im Studio aufgenommen
    [after-another] Davor steht jetzt ein anderer Titel. Sie beginnt, wenn er zu Ende ist.
    [before-another] Danach kommt jetzt ein anderer Titel. Er beginnt, wenn die Moderation zu Ende ist.
    [dropped] Keiner der beiden Titel ist noch da. Sie wird nicht gesendet.
}
queued-why = { queued-by }: { $why }
moved = Verschoben.
removed-from-queue = Aus der Warteschlange entfernt.
up = Nach oben
up-track = Nach oben: { $title }
down = Nach unten
down-track = Nach unten: { $title }
remove-track = Entfernen: { $title }
and-more = Und { $count } weitere.
queue-empty = Die Warteschlange ist leer. { $upload }, dann füllt der AutoDJ sie.
add-track = Titel in die Warteschlange stellen
title-artist-album = Titel, Interpret oder Album
added-to-queue = In die Warteschlange gestellt.
position-of = Platz von { $title }
before-autodj = vor den Titeln des AutoDJ
queue-place = { $place ->
    [1] als Nächstes
   *[other] Platz { $place }
}
add = Hinzufügen
add-track-title = Hinzufügen: { $title }
on-own-site = Auf Ihrer eigenen Website
embed-hint = Setzen Sie den Player auf Ihre Website. Er legt keine Cookies an.
embed-name = { $kind ->
   *[frame] Rahmen
    [element] Element
}
embed-suits = { $kind ->
   *[frame] Für jede Website und ihren Editor: der Player in einem eigenen Rahmen
    [element] Für Seiten, deren Code Sie selbst schreiben: der Player als Teil der Seite, in deren Breite
}
copy-embed-code = { $kind ->
   *[frame] (Code des Rahmens)
    [element] (Code des Elements)
}

## Health

health = Zustand
refresh = Aktualisieren
server-log = Log
metrics-link = Metriken für Prometheus und Grafana
stations-since-start = Sender seit dem Start
late-frames = Verspätete Frames
timing-percentile = Timing (99. Perzentil)
dead-air = Sendeloch
captions-column = Untertitel
late-of-frames = { $late } von { $frames }
over-a-second = über 1 s
seconds-number = { $seconds } s
captions-state = { $state ->
   *[off] aus
    [missing] an, aber es ist keine Spracherkennung eingerichtet
    [failing] die Spracherkennung fällt aus
    [listening] Sprache
    [waiting] wartet auf Sprache
}
captions-problem = { captions-state }: { $problem }
captions-count = { $captions ->
    [one] { $captions } Untertitel
   *[other] { $captions } Untertitel
}
captions-restarts = { $restarts ->
    [one] { $restarts } Neustart
   *[other] { $restarts } Neustarts
}
captions-skipped = { $seconds } s ausgelassen
version = Version
running-for = Laufzeit
memory = Arbeitsspeicher
disk-space = { $disk ->
    [data] Speicherplatz (Daten)
   *[music] Speicherplatz (Musik)
}
disk-free = { $free } von { $total } frei in { $path }
disk-low = { $disk ->
    [data] { disk-free }. Schaffen Sie bald Platz, sonst können Konten, Logs und Cover nicht gespeichert werden
   *[music] { disk-free }. Schaffen Sie bald Platz, sonst kann keine Musik hinzukommen
}
disk-hung = antwortet seit { $seconds } s nicht: { $path }
disk-before = davor { $free } von { $total } frei
disk-unread = nicht lesbar: { $path }
clock-sync = { $state ->
   *[synchronised] synchronisiert (NTP)
    [unknown] Zeitsynchronisation unbekannt
    [off] nicht synchronisiert: Schalten Sie NTP auf diesem Server ein, sonst beginnen Sendungen zur falschen Zeit
}
clock-steady = { clock-sync }; seit dem Start stetig
clock-changed = { clock-sync }; seit dem Start um { $seconds } s verstellt; Sendungen und Sendeprotokoll richten sich danach
clock = Uhr
database = Datenbank
certificate = Zertifikat
certificate-expires = gültig bis { $time }
certificate-none = keines: Passwörter werden unverschlüsselt gesendet, wenn kein vorgeschalteter Proxy HTTPS verwendet
certificate-coming = noch keines: HTTPS geht, sobald es ausgestellt ist
certificate-orders = Zertifikatsbestellungen
order-failed = { $failures ->
    [one] { $problem }; { $failures } Mal gescheitert, nächster Versuch: { $next }, für { $names } von { $directory }
   *[other] { $problem }; { $failures } Mal gescheitert, nächster Versuch: { $next }, für { $names } von { $directory }
}
order-valid = nächste Erneuerung: { $next }, für { $names } von { $directory }
order-ordering = wird bestellt, für { $names } von { $directory }
directory = Verzeichnis
directory-listed = { $station } ({ $format }) ist bei { $directory } eingetragen
directory-failed = { $station } ({ $format }) ist bei { $directory } nicht eingetragen: { $problem }; nächster Versuch: { $next }
directory-sending = { $station } ({ $format }) wird an { $directory } gesendet
log-lines = { $lines ->
    [one] { $lines } Zeile im Speicher
   *[other] { $lines } Zeilen im Speicher
}
database-check = Datenbankprüfung
check-database = Datenbank prüfen
cluster = Server und Edges
cluster-servers = Server, die füreinander einspringen
cluster-server = Server
cluster-stands-by = Steht bereit
cluster-lag = Rückstand
cluster-clock-off = weicht um { $seconds } s ab
cluster-clock-fits = stimmt überein
cluster-edges = Edges mit NATS
cluster-edge = Edge
cluster-from = Bezogen von
cluster-delay = Verzögerung
cluster-no-edges = Kein Edge meldet sich über NATS.
backups = Backups
backup-failed = Das letzte Backup ist gescheitert: { $problem }
backup-hours = Stunden zwischen Backups (0: keine)
backup-kept = Anzahl, die bleibt
backup-files = Mit Musik und Uploads
backup-recipient = Für diesen öffentlichen Schlüssel verschlüsseln (age oder SSH)
save-backup-plan = Backup-Plan speichern
back-up-now = Jetzt sichern
backups-in = Backups in { $folder }
backups-in-running = Backups in { $folder }; gerade entsteht eines
backup-made = Erstellt
size = Größe
no-backups = Noch keine Backups.
problems = Probleme
problems-since-start = Probleme seit dem Start
since-start-newest = Seit dem Start, neueste zuerst
last = Zuletzt
first = Zuerst
count = Anzahl
no-problems = Keine Probleme seit dem Start. Warnungen und Fehler werden hier gezählt.

## Settings of a station

settings-of = Einstellungen von { $station }
settings-hint = Änderungen gelten sofort; kein Hörer wird getrennt.
station-renamed = Sender umbenannt.
rename-station = Sender umbenennen
short-name-kept = Adressen behalten den Kurznamen { $slug }. Angelegt: { $time }.
going-live = Live gehen
crossfade-to-dj = Überblendung zu einem DJ und zurück (s)
silence-after = AutoDJ übernimmt nach Stille vom DJ (s)
playout-delay = Verzögerung vom Studio zu den Hörern im Modus Synchron (s)
broadcast-delay = Verzögerung, bevor Live-Ton auf Sendung geht, um ihn verwerfen zu können (s)
autodj-after-live = AutoDJ nach einer Live-Sendung
second-dj = Ein zweiter DJ, während einer live ist
over-time = Wenn die Zeit eines DJs um ist
song-requests = Musikwünsche
listener-calls = Anrufe von Hörern
autodj-choice = { $choice ->
   *[next-track] beginnt mit dem nächsten Titel
    [keeps-time] macht dort weiter, wo der Sendeplan ist
}
second-dj-choice = { $choice ->
   *[refused] wird abgewiesen
    [waits] wartet in der Schlange
}
over-time-choice = { $choice ->
   *[keep] bleibt er auf Sendung, bis er geht
    [end] endet seine Sendung, und AutoDJ übernimmt
}
requests-choice = { $choice ->
   *[on] an
    [off] aus
}
calls-choice = { $choice ->
   *[off] aus
    [on] an, während ein DJ die Leitung öffnet
}
messages-choice = { $choice ->
   *[off] aus
    [on] an
}
save-live-settings = Live-Einstellungen speichern
archive = Archiv
record = Aufzeichnen
archive-choice = { $choice ->
   *[off] nichts
    [live] Live-DJs
    [shows] geplante Sendungen
    [everything] alles
}
keep-days = Aufbewahren (Tage)
keep-gb = Maximale Größe (GB)
publish-automatically = Aufzeichnungen automatisch veröffentlichen
save-archive = Archiv-Einstellungen speichern
archive-hint = Eine Stunde braucht etwa 43 MB. Ist die maximale Größe erreicht oder der Datenträger fast voll, werden die ältesten Stunden gelöscht. Hörer können so weit zurückspringen, wie das Archiv reicht.
archive-rights = Musikrechte: Eine Sendelizenz deckt Aufzeichnungen mit Musik, die man später oder als Podcast hören kann, meistens nicht ab. Fragen Sie Ihre Verwertungsgesellschaft, bevor Sie Musik aufzeichnen; Sprache und eigene Musik sind kein Problem. Darum ist die Aufzeichnung anfangs aus.
directories = Verzeichnisse
directories-hint = Öffentliche Verzeichnisse nennen den Sender, seine Seite, seine Streams und den aktuellen Titel.
directories-private = Der Sender ist nicht öffentlich und wird deshalb nicht eingetragen.
directories-no-address = Der Server kennt seine öffentliche Adresse nicht: Setzen Sie zuerst { $option } in seiner Konfiguration.
icecast-directories = Icecast-Verzeichnisse
directory-choice = { $choice ->
   *[off] nicht eingetragen
    [on] eingetragen, solange auf Sendung
}
genre = Genre
save-directory = Verzeichnis-Einstellungen speichern
radio-browser-listed = Eingetragen bei { $site } als { $entry }. Bearbeiten Sie den Eintrag dort.
radio-browser-ask = { $station } bei radio-browser.info eintragen? Alle können Einträge dort bearbeiten.
radio-browser-added = Bei radio-browser.info eingetragen.
radio-browser-add = Bei radio-browser.info eintragen
captions-heading = Untertitel
captions-for-live = Untertitel für Live-Sprache
captions-choice = { $choice ->
   *[off] aus
    [on] an
}
transcript = Transkript
transcript-choice = { $choice ->
   *[private] für DJs und Manager dieses Senders
    [public] öffentlich
}
transcript-days = Transkript aufbewahren (Tage; 0: so lange wie das Sendeprotokoll)
save-captions = Untertitel-Einstellungen speichern
captions-hint = Braucht eine Spracherkennung, die beim Start des Servers mit { $option } angegeben wird; siehe { $manual }. Der AutoDJ hat keine Untertitel.
the-manual = Handbuch
zone-and-separation = Zeitzone und Abstandsregeln
time-zone-empty = Zeitzone (leer: Zeitzone des Servers)
title-separation = Titelabstand (Minuten)
artist-separation = Interpretenabstand (Minuten)
album-separation = Albumabstand (Minuten)
dj-software-heading = DJ-Software
dj-software-hint = Einstellungen für BUTT, Mixxx und andere Programme, die zu Icecast streamen:
server-type = Servertyp
address = Adresse
port = Port
mount-point = Mountpoint
user = Benutzer
source-user = { $name } mit dem Source-Passwort, oder Name und Passwort eines DJ-Kontos
tls-off = aus: Das Passwort wird unverschlüsselt gesendet
tls = TLS (SSL)
format = Format
source-formats = Opus, Vorbis, FLAC, MP3 oder AAC
studio-hint = Im Browser: { $studio }, mit einem DJ-Konto. Konten legen Sie unter { $djs } an.
source-password-changed = Source-Passwort geändert
new-source-password = Neues Source-Passwort (leer: eines erzeugen)
change-source-password = Source-Passwort ändern
source-password-hint = Ein DJ, der live ist, bleibt live; das neue Passwort ist ab der nächsten Verbindung nötig.
folder-and-qualities = Musikordner und Stream-Qualitäten
music-folder-empty = Musikordner (leer: die ganze Bibliothek)
qualities-lines = Stream-Qualitäten, eine pro Zeile (die erste ist der Standard)
qualities-possible = Möglich: { $qualities }.
save-folder = Ordner und Qualitäten speichern
qualities-hint = Ein neuer Ordner gilt ab dem nächsten geplanten Titel, neue Qualitäten in wenigen Sekunden. Hörer einer entfernten Qualität hören sie weiter, bis sie gehen. MP3 (mp3-128) gibt es immer, ebenso FLAC und unkomprimierten Ton; sie werden nur kodiert, solange jemand zuhört.
qualities-hint-aac = Ein neuer Ordner gilt ab dem nächsten geplanten Titel, neue Qualitäten in wenigen Sekunden. Hörer einer entfernten Qualität hören sie weiter, bis sie gehen. MP3 (mp3-128) und AAC (aac-128, he-aac-64, he-aac-32) gibt es immer, ebenso FLAC und unkomprimierten Ton; sie werden nur kodiert, solange jemand zuhört.
delete-station = Sender löschen
delete-station-summary = { $station } löschen …
delete-station-hint = Der Sender geht von Sendung, und seine Playlists, Sendungen, Warteschlange, Einstellungen und sein Source-Passwort werden gelöscht. Das Sendeprotokoll und alle Musikdateien bleiben.
delete-station-ask = Den Sender { $station } löschen? Das lässt sich nicht rückgängig machen.
type-to-confirm = Geben Sie zur Bestätigung { $slug } ein

## Colour, logo and access of a station

colour-and-logo = Farbe und Logo
used-on = Zu sehen auf der { $page } und im Studio.
the-player-page = Player-Seite
colour-saved = Farbe gespeichert.
station-colour = Farbe des Senders
save-colour = Farbe speichern
colour-restored = Standardfarbe wiederhergestellt.
restore-colour = Standardfarbe wiederherstellen
shades-of = Töne von { $colour }: { $light } auf hellen Seiten, { $dark } auf dunklen
light-mode = Heller Modus
dark-mode = Dunkler Modus
shades-hint = Wo Text in dieser Farbe schwer zu lesen wäre, steht ein dunklerer oder hellerer Ton.
logo-of = Logo von { $station }
logo-removed = Logo entfernt.
logo-remove-ask = Das Logo entfernen?
remove-logo = Logo entfernen
no-logo = Noch kein Logo.
upload-logo = Logo hochladen (PNG, JPEG oder WebP, bis zu { $megabytes } MB)
upload-logo-scripts = Zum Hochladen eines Logos braucht es JavaScript.
access-heading = Zugang für Hörer
access-saved = Gespeichert. Hörer ohne Zugang wurden getrennt.
open-to = Offen für
access-choice = { $choice ->
   *[open] alle
    [password] Personen mit dem Passwort zum Zuhören
    [account] Personen mit einem Konto für diesen Sender
}
new-listening-password = Neues Passwort zum Zuhören (leer: das jetzige behalten)
choose-listening-password = Passwort zum Zuhören (mindestens 10 Zeichen)
save-access = Zugang speichern
guest-link-hint = Mit einem Gastlink hört man ohne Passwort zu, bis er abläuft.
guest-links-only = Noch gibt es kein Passwort zum Zuhören, daher geben nur Gastlinks und Konten Zugang.
guest-link-created = Gastlink angelegt
valid-for-hours = Gültig für (Stunden)
create-guest-link = Gastlink anlegen
guest-links-revoked = Alle Gastlinks wurden widerrufen.
guest-links-revoke-ask = Alle Gastlinks widerrufen? Wer mit einem zuhört, wird getrennt.
revoke-guest-links = Alle Gastlinks widerrufen

## Stations

music-from = Musik aus
stream-qualities = Stream-Qualitäten
links = Links
silence-no-music = Stille: keine Musik im Ordner
starting = Startet
all-music = Alle Musik
settings = Einstellungen
add-station = Sender hinzufügen
add-station-hint = Ein neuer Sender ist in wenigen Sekunden auf Sendung. Hörer anderer Sender merken nichts davon.
station-created = Sender angelegt
short-name = Kurzname für Adressen
short-name-hint = Kleinbuchstaben, Ziffern und Bindestriche, etwa { $example }. Er lässt sich später nicht ändern.
music-folder = Musikordner
music-folder-hint = Ein Ordner in { $folder }. Leer: die ganze Bibliothek spielen.
qualities-new-hint = Eine pro Zeile; die erste ist der Standard. Möglich: { $qualities }.
source-password = Source-Passwort
source-password-new-hint = Damit meldet sich DJ-Software an. Leer: Es wird eines erzeugt, das Sie einmal sehen.
create-station = Sender anlegen

## Listeners

listeners-of = Hörer · { $station }
listeners-right-now = { $listeners ->
    [0] Zurzeit keine Hörer
    [one] Zurzeit { $listeners } Hörer
   *[other] Zurzeit { $listeners } Hörer
}
share-player-page = Teilen Sie die { $page }, oder kopieren Sie eine Stream-Adresse unter { $addresses }.
quality = Qualität
player = Player
listeners-unavailable = Die Liste der Hörer ist gerade nicht verfügbar. Versuchen Sie es gleich noch einmal.
listeners-longest-first = Hörer, längste Hördauer zuerst
listening-for = Hördauer
delay-column = Verzögerung
lost-column = Verloren
data-column = Daten
disconnect = Trennen
connection-kind = { $kind ->
   *[web-socket] WebSocket, { $quality }
    [stream] Stream, { $quality }
}
disconnected = Getrennt.
disconnect-number = Nummer { $number } trennen, { $address }
listeners-hint = Eine Adresse kann für einen ganzen Haushalt stehen. Viele Player verbinden sich nach dem Trennen von selbst wieder.
history = Verlauf
period = Zeitraum
range = { $range ->
   *[hour] Stunde
    [day] Tag
    [week] Woche
    [month] Monat
}
peak = Höchststand: { $listeners }.
no-shows-in-period = Keine Sendungen in diesem Zeitraum. { $schedule }, um die Hörer pro Sendung zu sehen.
add-shows = Tragen Sie Sendungen in den Sendeplan ein
no-data-yet = Noch keine Daten für diesen Zeitraum. Schauen Sie in ein paar Minuten wieder vorbei.
player-kind = { $player ->
    [browser] Browser
    [desktop] Player auf Computern
    [phone] Apps auf Telefonen
    [car] Autos
    [speaker] Lautsprecher und Radios
    [program] Programme
    [other] Andere
   *[unknown] { $player }
}
output-name = { $format ->
    [ws] Player-Seite (WebSocket)
    [edge] Edge (WebSocket)
    [opus] Stream (Ogg Opus)
    [opus-chained] Stream (Ogg Opus mit Titeln)
    [mp3] Stream (MP3)
    [aac] Stream (AAC)
    [flac] Stream (FLAC)
    [wav] Stream (WAV)
   *[other] { $format }
}
plot-listeners = Hörer
plot-average = Im Durchschnitt
plot-most = Höchstens
plot-by-output = Nach Ausgabe
plot-by-player = Nach Player
plot-by-programme = Nach Programm
plot-listeners-average = Hörer im Durchschnitt
plot-last-hour = Hörer in jeder Minute der letzten Stunde
plot-label = { $caption }; die Tabelle darunter enthält die Zahlen
plot-numbers = { $caption }: die Zahlen
show-numbers = Zahlen zeigen
from-time = Von

## The playback history

history-of = Sendeprotokoll, { $station }
history-source = { $source ->
   *[autodj] AutoDJ
    [live] Live
    [relay] Relay
    [emergency-loop] Notschleife
    [silence] Stille
}
playback-history = Sendeprotokoll
history-hint = Alles, was auf Sendung war, mit Zeiten und Hörern (das As-run-Log).
day-empty-all = Tag (leer: alle)
title-artist-album-dj = Titel, Interpret, Album oder DJ
all-sources = Alle
all-days = Alle Tage
days = Tage
previous-day = Voriger Tag
next-day = Nächster Tag
today = Heute
titles-total = Titel
performances = Wiedergaben
performances-are = { $performances } (Titel × Hörer)
listening-hours = Hörstunden
listening-hours-are = { $hours } h, alle Hörer zusammen
newest-entries = { $count ->
    [one] Nur { $count } Eintrag ist zu sehen, der neueste. Wählen Sie einen Tag oder mehr Wörter.
   *[other] Nur die neuesten { $count } Einträge sind zu sehen. Wählen Sie einen Tag oder mehr Wörter.
}
length = Länge
title-column = Titel
peak-listeners = Meiste Hörer
source-with-dj = { history-source }: { $dj }
no-matches-all-days = Keine Treffer. Versuchen Sie es mit weniger Wörtern oder allen Tagen.
history-empty = An diesem Tag war nichts auf Sendung. Das Protokoll beginnt mit dem ersten Start des Senders.
royalty-report = Nutzungsmeldung
royalty-hint = Im Format von SoundExchange: eine Zeile pro Aufnahme, mit ihren Wiedergaben.
from-date = Von
until-date = Bis (nicht enthalten)
service-name = Name des Dienstes
transmission-category = Übertragungskategorie (A–Z)
download-report = Meldung herunterladen
history-times = Zeitzone dieser Seite: { $zone }; für Downloads und Meldung gilt UTC.

## The log of the server

logs-hint = Die neuesten 200 passenden Zeilen der letzten 1000. Das vollständige Log steht auf der Standardfehlerausgabe des Servers.
level-choice = { $choice ->
   *[info] alle
    [warn] Warnungen und Fehler
    [error] Fehler
}
lines-of-log = Zeilen des Logs
log-level = { $level ->
   *[info] Info
    [warn] Warnung
    [error] Fehler
}
no-matches-levels = Keine Treffer. Wählen Sie alle Stufen oder weniger Wörter.

## The preview of the programme

preview-of = Vorschau, { $station }
preview = Vorschau
preview-hint = Was der AutoDJ ab jetzt spielen würde, ohne Live-DJs, Musikwünsche und von Hand eingereihte Titel. Titel, die schon in der Warteschlange sind, können abweichen.
hours = Stunden
show-preview = Vorschau zeigen
reason-column = Herkunft
fades-in = wird eingeblendet
separation-skipped = { $rule ->
   *[album] Albumabstand übergangen
    [artist] Interpretenabstand übergangen
    [title] Titelabstand übergangen
    [repeat] Wiederholungsabstand übergangen
}
library-empty = Die Bibliothek ist leer. { $upload }.
times-of-zone = Alle Zeiten in der Zeitzone des Senders ({ $zone }).
why-library = Bibliothek
why-playlist = Playlist { $playlist }
why-jingle = Jingle { $playlist }
why-show = Sendung { $show }
why-show-playlist = Sendung { $show }, Playlist { $playlist }
why-clock = Sendung { $show }, Sendeuhr { $clock }, Playlist { $playlist }

## Clocks

clocks-of = Sendeuhren, { $station }
clocks = Sendeuhren
clocks-hint = Eine Sendeuhr legt fest, aus welcher Playlist jeder Titel einer Stunde kommt. Sie wiederholt sich jede Stunde und fängt von vorn an, wenn sie zu Ende ist.
clock-used-by = Benutzt von { $shows }.
clock-unused = Noch von keiner Sendung benutzt.
no-clocks = Es gibt noch keine Sendeuhren.
create-clock-below = Legen Sie unten eine an und wählen Sie sie dann für eine Sendung.
clock-needs-playlists = Eine Sendeuhr besteht aus Playlists: { $create }.
create-those = Legen Sie zuerst welche an
create-a-clock = Sendeuhr anlegen
clock-created = Sendeuhr angelegt.
playlists-of-hour = Playlists der Stunde
clock-lines-hint = Eine Playlist pro Zeile. Vor ihrem Namen: { $after } beginnt mit dem nächsten Titel nach halb, { $late } höchstens zwei Minuten später, { $exact } blendet den laufenden Titel aus.
create-clock = Sendeuhr anlegen
clock-of = { $clock }, Sendeuhr von { $station }
all-clocks = Alle Sendeuhren
edit-clock = Sendeuhr bearbeiten
save-clock = Sendeuhr speichern
delete-clock = Sendeuhr löschen
clock-in-use = Benutzt von: { $shows }. Lassen Sie diese etwas anderes spielen, bevor Sie die Sendeuhr löschen.
delete-clock-ask = Die Sendeuhr { $clock } löschen?
clock-item-exact = Genau um :{ $minute }, { $playlist }: Was läuft, wird ausgeblendet
clock-item-late = Um :{ $minute }, { $playlist }, höchstens { $late } Min. später

## The schedule

schedule-of = Sendeplan, { $station }
add-show = Sendung hinzufügen
no-shows = Noch keine Sendungen: Der AutoDJ spielt die ganze Woche die normale Rotation.
add-show-for = { $add }: für alles mit fester Zeit wie Nachrichten, einen DJ oder einen Jazzabend.
weeks = Wochen
previous-week = Vorige Woche
this-week = Diese Woche
next-week = Nächste Woche
drag-hint = Ziehen Sie eine Sendung, um sie zu verschieben, oder ihren unteren Rand, um ihre Länge zu ändern. Mit der Tastatur: Pfeiltasten verschieben sie, Umschalt und Pfeiltasten ändern ihre Länge, Eingabe öffnet die Vorschau, Escape macht rückgängig. Nichts wird gespeichert, bis Sie auf Speichern drücken.
draw-hint = Ziehen Sie über freie Zeit, um dort eine Sendung hinzuzufügen. Auf einem Touchscreen halten Sie zuerst einen Finger auf die freie Zeit.
add-show-on = Sendung hinzufügen am { $day }
normal-rotation = Normale Rotation.
not-saved-yet = Noch nicht gespeichert
undo = Rückgängig
overlapping-shows = Überschneidungen
all-shows = Alle Sendungen
when = Wann
plays = Spielt
start = Beginn
separation-rules = Abstandsregeln
separation-hint = So lange wartet der AutoDJ, bevor er einen Titel, einen Interpreten oder ein Album wiederholt. Bleibt kein Titel übrig, übergeht er zuerst den Albumabstand, dann den Interpretenabstand, dann den Titelabstand.
title-minutes = Titel (Minuten)
artist-minutes = Interpret (Minuten)
album-minutes = Album (Minuten)
zone-hint = Gilt für Sendungen, Sendeuhren und das Sendeprotokoll. Leer: die Zeitzone des Servers.
separation-are = Der AutoDJ wartet { $title } Min., bevor er einen Titel wiederholt, { $artist } Min. bei einem Interpreten, { $album } Min. bei einem Album.
week-in-month = { $from }. bis { $day }. { month } { $year }
week-in-months = { $from } bis { $to }
day-and-month = { $day }. { month }
short-day-number = { weekday-short } { $day }.
show-days = { $days ->
    [daily] Täglich
    [weekdays] Montag bis Freitag
   *[other] { $names }
}
show-when = { $days }, { $from } bis { $to }
plays-playlist = Playlist { $playlist }
plays-clock = Sendeuhr { $clock }
plays-track = Titel { $track }, einmal
plays-dj = Live-DJ, bis dahin normale Rotation
plays-dj-playlist = Live-DJ, bis dahin Playlist { $playlist }
plays-relay = Relay von { $address }
starts-on-time = Beginnt pünktlich, der Titel davor wird ausgeblendet
starts-late = Beginnt mit dem nächsten Titel, höchstens { $late } Min. später
show-on-time = { $show }: { $when }; beginnt pünktlich, der Titel davor wird ausgeblendet. { $plays }.
show-late = { $show }: { $when }; beginnt mit dem nächsten Titel, höchstens { $late } Min. später. { $plays }.
show-with-djs = Mit { $djs }.
conflict = { $reason ->
    [dated] { $when }: { $heard } läuft, nicht { $unheard }, denn { $heard } läuft nur an diesem Datum.
    [later] { $when }: { $heard } läuft, nicht { $unheard }, denn { $heard } beginnt später.
   *[first] { $when }: { $heard } läuft, nicht { $unheard }, denn beide beginnen gleichzeitig, und { $heard } kommt dem Namen nach zuerst.
}
conflict-then = { $then ->
    [goes-on] { conflict } { $unheard } geht um { $to } weiter.
    [begins] { conflict } { $unheard } beginnt um { $to }.
    [lost] { conflict } { $unheard } läuft dann gar nicht.
   *[nothing] { conflict }
}
zone-of-machine = die des Servers

## A show

new-show = Neue Sendung
page-of-station = { $page }, { $station }
back-to-schedule = Zurück zum Sendeplan
every-week-on = Jede Woche am
once-on = Einmal am
date-field = Datum
to-time = Bis
choose = Auswählen
plays-group = { $group ->
   *[playlist] Playlist
    [clock] Sendeuhr
    [live] Live
    [other] Anderes
}
choose-dj = Live-DJ (bis dahin normale Rotation)
choose-dj-playlist = Live-DJ (bis dahin { $playlist })
choose-missing-track = Ein Titel, der jetzt fehlt
choose-track = { $track }, einmal
choose-relay = Ein anderer Stream (Adresse unten eingeben)
stream-to-relay = Stream-Adresse für das Relay
latest-start = Spätester Beginn (Minuten)
latest-start-hint = Wartet so lange, bis der laufende Titel endet. Leer: beginnt pünktlich und blendet den Titel aus.
show-djs = DJs
show-djs-hint = Sie dürfen ab zehn Minuten vor der Sendung bis zu ihrem Ende live gehen, neben den Zeiten ihrer Konten. Ein Konto ohne Zeiten darf jederzeit live gehen; mit { $word } als Zeit ist es auf seine Sendungen beschränkt.
preview-show = Vorschau der Sendung
show-replaces = Es gibt schon eine Sendung mit diesem Namen. Speichern ersetzt sie.
no-other-show = Keine andere Sendung zu dieser Zeit.
save-show = { $show } speichern
preview-caption = Was der AutoDJ spielen würde, ohne Live-DJs und Musikwünsche
show-hint = Wählen Sie eine Zeit und was die Sendung spielt. Eine Vorschau und überschneidende Sendungen erscheinen hier, bevor etwas gespeichert wird.
rename-show = Sendung umbenennen
delete-show = Sendung löschen
delete-show-ask = Die Sendung { $show } löschen?
show-colour = Farbe
show-colour-name = { $colour ->
   *[none] Keine Farbe
    [red] Rot
    [orange] Orange
    [yellow] Gelb
    [green] Grün
    [blue] Blau
    [purple] Violett
    [pink] Rosa
    [grey] Grau
}

## A single day of a show

# { $day } is a date such as "Fri 4 December 2026"
only-on = Nur am { $day }
on-as-usual = Rückgängig: an diesem Tag wie üblich
cancel-it = Ausfallen lassen
move-it = Verlegen
note-for-listeners = Hinweis für Hörer (freiwillig)
cancel-on = Am { $day } ausfallen lassen
move-only = Nur am { $day } verlegen
length-minutes = Länge (Minuten)
every-week = Jede Woche
coming-days = Kommende Tage
coming-days-hint = Hier lassen Sie einen einzelnen Tag ausfallen oder verlegen ihn. Alle anderen Wochen bleiben, wie sie sind.
change-this-day = Ausfallen lassen oder verlegen

## Results that are shown once

copy-now = Kopieren Sie es jetzt; Sie sehen es nicht noch einmal.
dj-sheet = Für den DJ: Öffnen Sie das Studio im Browser und melden Sie sich an, oder tragen Sie Server, Port und Mountpoint in Ihre DJ-Software ein (Servertyp Icecast 2).
copy-all = Alles kopieren
print = Drucken
password-chosen = das Passwort, das Sie gewählt haben
not-in-library = Nicht in der Bibliothek:
result = { $field ->
   *[name] Name
    [slug] Kurzname
    [password] Passwort
    [source_password] Source-Passwort
    [token] Token
    [secret] Geheimnis
    [page] Link
    [ends_at] Gültig bis
    [problem] Problem
    [listed] Titel in der Datei
    [found] Importierte Titel
    [studio] Studio
    [server] Server
    [port] Port
    [mount] Mountpoint
}
done = Erledigt
database-sound = Datenbankprüfung bestanden
database-unsound = Datenbankprüfung nicht bestanden

## DJs and people

djs-of = DJs von { $station }
djs-hint = Alle in dieser Liste dürfen auf diesem Sender live gehen, aus dem { $studio } oder mit { $software }. Sie können nur die DJs bearbeiten, die allein zu diesem Sender gehören; die anderen bearbeitet ein Administrator.
dj-hours = { $name }: { $hours }
dj-role-hours = { $name }, { role }: { $hours }
any-time = jederzeit
hours-on-air = Sendezeiten
save-hours = Sendezeiten speichern
password-changed = Passwort geändert
new-password-or-empty = Neues Passwort (leer: eines erzeugen)
set-password = Passwort setzen
delete-account-ask = Das Konto { $name } löschen?
delete-account = Konto löschen
dj-of-others = Dieses Konto gehört auch zu anderen Sendern oder verwaltet einen. Ein Administrator kann es ändern.
no-djs = Noch keine DJs. Fügen Sie unten einen hinzu und geben Sie das Passwort weiter.
add-a-dj = DJ hinzufügen
dj-created = DJ-Konto angelegt
name-hint = Zum Anmelden. Buchstaben, Ziffern, Punkte, Bindestriche und Unterstriche; keine Leerzeichen.
hours-hint = Ein Zeitraum pro Zeile, etwa { $example }. Leer: immer.
dj-hours-hint = Ein Zeitraum pro Zeile, etwa { $example }. Leer: immer. { $word } steht für die Sendungen, die den DJ nennen.
password-hint = Mindestens 10 Zeichen. Leer: Es wird eines erzeugt, das Sie einmal sehen.
add-dj = DJ hinzufügen
people-hint = Administratoren dürfen alles. Manager betreiben die gewählten Sender und deren DJs. DJs gehen auf den gewählten Sendern live, zu den Zeiten, die Sie festlegen.
person = { $name }: { role }, { $stations }
person-hours = { person }, { $hours }
person-you = { $name } (Sie)
all-stations = alle Sender
no-station = noch kein Sender
password-is-created = von Longwave erzeugt, bei der nächsten Anmeldung zu ändern
password-is-own = selbst gesetzt
signed-in = Angemeldet
session-used = { $browser }, zuletzt benutzt { $time }
signed-in-nowhere = nirgends
role-field = Rolle
save-account = Konto speichern
oidc-email = E-Mail-Adresse bei { $provider }
oidc-email-hint = Wer dort diese bestätigte Adresse hat, meldet sich an diesem Konto an; wer es zuerst tut, behält es. Leer: nur mit Passwort.
oidc-linked = Gehört der Person, die sich zuerst angemeldet hat. Eine andere Adresse löst die Verbindung.
signed-out-everywhere = Überall abgemeldet.
totp-off-ask-other = Die Zwei-Faktor-Authentifizierung von { $name } ausschalten? Zur Anmeldung reicht dann das Passwort.
totp-is-off = Die Zwei-Faktor-Authentifizierung ist aus.
turn-off-two-factor = Zwei-Faktor-Authentifizierung ausschalten
add-an-account = Konto hinzufügen
account-created = Konto angelegt
add-account = Konto hinzufügen

## API tokens

api-tokens = API-Tokens
tokens-hint = Programme verwenden { $api } mit einem Token: Sie senden { $header }. Ein Token gilt nicht mehr, sobald das Konto, das es angelegt hat, kein Administrator mehr ist.
the-api = die API
program = Programm
permissions = Berechtigungen
expires = Läuft ab
token-all-stations = alle
created-by = von { $name }
never = nie
time-expired = { $time } (abgelaufen)
delete-token-ask = Das Token von { $name } löschen? Das Programm kann die API dann nicht mehr verwenden.
delete-name = { $name } löschen
no-tokens = Es gibt noch keine Tokens. Legen Sie unten eines für ein Programm an, das die API verwendet.
create-a-token = Token anlegen
token-created = API-Token angelegt
program-name = Name des Programms
program-hint = Buchstaben, Ziffern, Punkte, Bindestriche und Unterstriche; keine Leerzeichen.
permissions-legend = Berechtigungen (write schließt read ein)
tokens-can-do-all = Ein Programm mit { $scope } kann Administratoren anlegen und damit alles.
stations-none-all = Sender (keiner gewählt: alle)
valid-days = Gültig für … Tage (leer: unbegrenzt)
create-token = Token anlegen
token-once = Sie sehen das Token einmal, nachdem es angelegt ist.

## Two-factor authentication and password

two-factor-hint = Schützt Ihr Konto, auch wenn jemand Ihr Passwort erfährt: Zur Anmeldung gehört dann auch ein Code von Ihrem Telefon. DJ-Software und das Studio können nicht nach Codes fragen; geben Sie ihnen statt Ihres eigenen Passworts ein App-Passwort von dieser Seite.
turn-on = Einschalten
needs-authenticator = Sie brauchen eine Authenticator-App (TOTP) auf Ihrem Telefon. Jede ist geeignet.
now-scan = Scannen Sie jetzt den Code.
current-password = Jetziges Passwort
set-up = Einrichten
scan-code = 1. Diesen Code scannen
scan-hint = Scannen Sie ihn mit der Authenticator-App, oder geben Sie den Schlüssel darunter ein. Auf dem Telefon selbst können Sie { $link }.
open-this-link = diesen Link öffnen
qr-for-authenticator = QR-Code für die Authenticator-App
save-recovery = 2. Wiederherstellungscodes sichern
recovery-hint = Wenn Sie Ihr Telefon verlieren, meldet jeder von ihnen Sie einmal an. Nach dem Bestätigen werden sie nicht mehr angezeigt.
confirm-step = 3. Bestätigen
totp-is-on = Die Zwei-Faktor-Authentifizierung ist an.
totp-on-heading = Die Zwei-Faktor-Authentifizierung ist an
recovery-left = { $codes ->
    [0] Sie haben keine Wiederherstellungscodes mehr. Schalten Sie die Zwei-Faktor-Authentifizierung aus und wieder ein, um neue zu bekommen.
    [one] Sie haben noch { $codes } Wiederherstellungscode.
   *[other] Sie haben noch { $codes } Wiederherstellungscodes.
}
totp-off-ask = Die Zwei-Faktor-Authentifizierung ausschalten?
app-passwords = App-Passwörter
delete-app-password-ask = Das App-Passwort { $name } löschen? Das Programm, das es verwendet, wird getrennt.
name-deleted = { $name } gelöscht.
app-password-created = App-Passwort angelegt
create-app-password = App-Passwort anlegen
choose-own-password = Eigenes Passwort wählen
choose-own-hint = Das Passwort, mit dem Sie sich angemeldet haben, wurde beim Start des Servers ausgegeben. Wählen Sie eines, das nur Sie kennen.
new-password = Neues Passwort (mindestens 10 Zeichen)
repeat-password = Neues Passwort wiederholen
password-changes-sessions = Hier bleiben Sie angemeldet, überall sonst werden Sie abgemeldet.

## Activity

activity = Aktivität
activity-hint = Wer was geändert hat: die letzten 10.000 Änderungen.
type-or-name = Art oder Name
changes-newest-first = Änderungen, die neuesten zuerst
change = Änderung
from-address = Von Adresse
older-changes = Ältere Änderungen
no-changes = Keine Treffer. Diese Seite zeigt jede Änderung, die hier oder über die API gemacht wurde.

## Song requests

requests-of = Musikwünsche, { $station }
request-refusal = { $reason ->
   *[off] Abgelehnt: Musikwünsche waren aus
    [not-there] Abgelehnt: Titel nicht gefunden
    [queued] Abgelehnt: Titel oder Interpret war schon in der Warteschlange
    [heard-lately] Abgelehnt: Titel oder Interpret lief gerade erst
    [too-many-of-a-person] Abgelehnt: Stundenlimit dieses Hörers erreicht
    [too-many] Abgelehnt: Stundenlimit aller Hörer erreicht
}
request-added = In die Warteschlange gestellt
requests-are-on = Hörer können sich auf der { $page } Titel wünschen: jeder { $each } pro Stunde, alle zusammen { $all } pro Stunde. Die Abstandsregeln gelten.
the-programme-page = Programmseite
requests-are-off = Musikwünsche sind aus.
requests-on-now = Hörer können sich jetzt Titel wünschen.
turn-off-requests = Musikwünsche ausschalten
turn-on-requests = Musikwünsche einschalten
in-the-queue = In der Warteschlange
removed-title = { $title } aus der Warteschlange entfernt.
remove-title = { $title } entfernen
no-requests-queued = Keine Musikwünsche in der Warteschlange.
recent-requests = Letzte Musikwünsche
requests-counted = { $requests ->
    [one] { $requests } Musikwunsch, davon { $refused } abgelehnt. Wiederholte Ablehnungen innerhalb von zehn Minuten stehen nur einmal hier.
   *[other] { $requests } Musikwünsche, davon { $refused } abgelehnt. Wiederholte Ablehnungen innerhalb von zehn Minuten stehen nur einmal hier.
}
request-result = Ergebnis
no-requests = Noch keine Musikwünsche. Hörer wünschen sich Titel auf der { $page }; teilen Sie deren Link.
limits = Limits
requests-per-listener = Musikwünsche pro Stunde und Hörer
requests-per-hour = Musikwünsche pro Stunde, alle Hörer
save-limits = Limits speichern

## Recordings

recordings-of = Aufzeichnungen, { $station }
recording-off = Die Aufzeichnung ist aus.
recording-turn-on = Schalten Sie sie unter { $settings } ein.
archive-settings = „Archiv“ in den Einstellungen
recording-ask = Bitten Sie einen Manager, sie einzuschalten.
recorded = { $archive ->
    [live] Live-Sets werden aufgezeichnet. Jedes erscheint hier Sekunden nach seinem Ende. Belegter Speicherplatz: { $size }.
    [shows] Geplante Sendungen werden aufgezeichnet. Jede erscheint hier Sekunden nach ihrem Ende. Belegter Speicherplatz: { $size }.
   *[everything] Alles wird aufgezeichnet. Jede geplante Sendung erscheint hier Sekunden nach ihrem Ende. Belegter Speicherplatz: { $size }.
}
recordings-published = Veröffentlichte Aufzeichnungen sind auf der { $page } und im { $feed }.
programme-page = Programmseite
podcast-feed = Podcast-Feed
recording-state = { $state ->
    [published] { $time }, { $length } · veröffentlicht
    [hidden] { $time }, { $length } · nicht öffentlich
   *[recording] { $time } · wird aufgezeichnet…
}
download = Herunterladen: { $files }
mp3-in-preparation = MP3 in Vorbereitung
hide = Verbergen
hide-title = { $title } verbergen
publish = Veröffentlichen
publish-title = { $title } veröffentlichen
delete-recording-ask = Diese Aufzeichnung und ihre Dateien löschen?
title-and-description = Titel und Beschreibung
description = Beschreibung
save-details = Angaben speichern
no-recordings = Es gibt noch keine Aufzeichnungen. Alles, was auf Sendung war, steht im { $history }.
the-playback-history = Sendeprotokoll
recording-show = Sendung
episode-upload = Folge hochladen
episode-file = Tondatei, höchstens 2 GB
episode-progress = Bisher gesendet
episode-send = Hochladen
episode-sent = Die Datei ist da. Opus- und MP3-Datei werden erzeugt.
episode-state = { $state ->
   *[receiving] Die Datei wird gesendet.
    [transcoding] Die Datei ist da. Opus- und MP3-Datei werden erzeugt.
    [refused] Die Datei wurde abgelehnt:
}
feeds-of-shows = Feeds der Sendungen:
recording-picture = Bild
recording-picture-saved = Das Bild ist gespeichert.
recording-picture-remove = Bild entfernen
recording-picture-removed = Das Bild ist entfernt.
trim-recording = Kürzen
trim-from = Anfang in Sekunden
trim-to = Ende in Sekunden
trim-here = Stelle im Player
recording-missing = Die Datei ist nicht mehr auf der Platte, und der Podcast lässt die Aufzeichnung aus. Legen Sie { $file } zurück in den Archivordner des Senders, oder löschen Sie die Aufzeichnung.
trim-hint = Der Ton wird nicht neu kodiert. Was abgeschnitten wird, fehlt danach in der Aufnahme.
trim-ask = Alles vor dem Anfang und nach dem Ende abschneiden?
trimmed = Gekürzt.
repeat-recording = Wiederholen
repeat-hint = Eine Kopie kommt als Wortbeitrag in die Mediathek. Dort wird sie wie jeder Titel in die Warteschlange oder als Sendung in den Sendeplan gesetzt.
repeat-send = In die Mediathek
repeat-done = Sie wird der Mediathek hinzugefügt.

## The transcript

transcript-of = Transkript, { $station }
transcript-hint = { $access ->
   *[public] Live Gesprochenes, wie die Spracherkennung es verstanden hat. Alle können es durchsuchen.
    [private] Live Gesprochenes, wie die Spracherkennung es verstanden hat. Nur DJs und Manager dieses Senders können es durchsuchen.
}
transcript-kept = { $days ->
    [0] Es wird so lange aufbewahrt wie das Sendeprotokoll.
    [one] Es wird { $days } Tag aufbewahrt.
   *[other] Es wird { $days } Tage aufbewahrt.
}
captions-are-off = Untertitel sind aus.
captions-turn-on = Schalten Sie sie unter { $settings } ein.
captions-settings = „Untertitel“ in den Einstellungen
captions-ask = Bitten Sie einen Manager, sie einzuschalten.
captions-missing = Untertitel sind an, aber es ist keine Spracherkennung eingerichtet. Starten Sie den Server mit { $option }; wie das geht, steht im { $manual }.
manual = Handbuch
captions-failing = Die Spracherkennung ist stehen geblieben und wird neu gestartet.
spoken-words = Gesprochene Wörter
newest-matches = { $count ->
    [one] Nur { $count } Treffer ist zu sehen, der neueste.
   *[other] Nur die neuesten { $count } Treffer sind zu sehen.
}
text = Text
newest-first = Neueste zuerst. Zeitzone: { $zone }.
no-speech = Noch keine Sprache erkannt.

## Types and tags of tracks

library = Bibliothek
tracks = Titel
album = Album
added = Hinzugefügt
last-played = Zuletzt gespielt
save = Speichern
new-name = Neuer Name
track-type = { $type ->
   *[music] Musik
    [jingle] Jingle
    [id] Station-ID
    [ad] Werbung
    [talk] Wortbeitrag
}
type-saved = Typ gespeichert.
type-hint = In der normalen Rotation läuft nur Musik. Jingles, Station-IDs und Werbung laufen zwischen der Musik, Wortbeiträge dort, wo eine Playlist sie vorsieht.
any = Alle
from-year = Ab Jahr
to-year = Bis Jahr
folder = Ordner
remove-from-library = Aus der Bibliothek entfernen

## The library

library-pages = Seiten der Bibliothek
folders = Ordner
removed-tab = Entfernt
library-tracks = { $tracks ->
    [1] Ein Titel
   *[other] { $tracks } Titel
}
library-state = { library-tracks }.
library-measuring = { library-tracks }; Lautheit von { $measured } gemessen, der Rest folgt.
library-scanning = { $files ->
    [one] { library-tracks }; { $files } Datei wird noch eingelesen.
   *[other] { library-tracks }; { $files } Dateien werden noch eingelesen.
}
library-measuring-scanning = { $files ->
    [one] { library-tracks }; Lautheit von { $measured } gemessen, der Rest folgt; { $files } Datei wird noch eingelesen.
   *[other] { library-tracks }; Lautheit von { $measured } gemessen, der Rest folgt; { $files } Dateien werden noch eingelesen.
}
type-as-folder-usually = Wie ihr Ordner (meistens Musik)
upload-for-all = Alle Sender, die die ganze Bibliothek spielen
upload-for-one = Nur { $station }
library-upload-scripts = Zum Hochladen braucht es JavaScript. Kopieren Sie Dateien sonst in den Musikordner auf dem Server: Sie erscheinen hier in wenigen Sekunden.
recent-uploads = Letzte Uploads
recent-uploads-count = Letzte Uploads ({ $uploads })
upload-part = { $percent } % hochgeladen: Wählen Sie dieselbe Datei noch einmal, um fortzufahren
clear = Entfernen
clear-name = { $name } aus der Liste entfernen
upload-cleared = Aus der Liste entfernt.
search-library = Bibliothek durchsuchen
added-within = { $period ->
   *[any] Irgendwann
    [day] Seit gestern
    [week] In der letzten Woche
    [month] Im letzten Monat
    [year] Im letzten Jahr
}
sort-by = Sortieren nach
sort-choice = { $sort ->
   *[best] Bester Treffer
    [artist] Interpret
    [title] Titel
    [album] Album
    [length] Länge
    [added] Hinzugefügt am
    [last-played] Zuletzt gespielt
    [plays] Wie oft gespielt
}
sort-order = Reihenfolge
sort-order-choice = { $order ->
   *[ascending] Aufsteigend
    [descending] Absteigend
}
loudness-not-measured = Lautheit noch nicht gemessen
never-played = Nie gespielt
show-all = Alle zeigen
tracks-found = { $tracks ->
    [one] { $tracks } Titel gefunden.
   *[other] { $tracks } Titel gefunden.
}
select-all-here = Alle auf dieser Seite auswählen
select-column = Auswählen
play-column = Abspielen
library-column = { $column ->
   *[title] Titel
    [artist] Interpret
    [album] Album
    [genre] Genre
    [year] Jahr
    [length] Länge
    [added] Hinzugefügt
    [last-played] Zuletzt gespielt
    [plays] Gespielt
}
select-title = { $title } auswählen
play-title = { $title } abspielen
measuring = Wird gemessen…
last-played-label = Zuletzt gespielt:
played-never = Nie
plays-label = Gespielt:
no-matches-filters = Keine Treffer. Verwenden Sie weniger Filter, oder lassen Sie sich { $all }.
show-all-tracks = alle Titel zeigen
no-music-upload = Es gibt noch keine Musik. Ziehen Sie Dateien oben hinein, oder kopieren Sie welche in den Musikordner auf dem Server.
no-music-ask = Es gibt noch keine Musik. Bitten Sie einen Manager, welche hochzuladen.
selected-tracks = Ausgewählte Titel
select-all-found = { $tracks ->
    [one] Alle { $tracks }, auf die die Suche passt
   *[other] Alle { $tracks }, auf die die Suche passt
}
select-all-tracks = { $tracks ->
    [one] Alle { $tracks } Titel
   *[other] Alle { $tracks } Titel
}
clear-selection = Auswahl aufheben
progress = Fortschritt
edit-tags = Tags bearbeiten
year = Jahr
empty-fields-stay = Leere Felder bleiben, wie sie sind.
save-edited-tags = Tags speichern
set-type = Typ festlegen
type-as-their-folder = Wie ihr Ordner
add-to-playlist = Zur Playlist hinzufügen
no-playlist-by-hand = Es gibt noch keine Playlist von Hand. Legen Sie eine auf der Seite { $page } eines Senders an.
remove-tracks-hint = Die Titel werden nicht mehr gespielt, und ihre Dateien werden beiseitegelegt. Wiederherstellen können Sie sie unter { $removed }.

## Folders

folders-hint = Der Typ eines Ordners gilt für seine Titel, auch für neue, und für die Ordner darin, wenn diese keinen eigenen haben. Ein Typ, der für einen Titel festgelegt ist, hat Vorrang.
files = Dateien
type-of-name = Typ von { $name }
save-type-of-name = Typ von { $name } speichern
type-as-above = Wie der Ordner darüber
type-as-above-is = Wie der Ordner darüber ({ track-type })
no-folders = Alle Musik liegt in einem Ordner, ohne Ordner darin.

## A track

length-unknown = Noch unbekannt
loudness = Lautheit
not-measured = Noch nicht gemessen
type-of-folder = { track-type }, wie sein Ordner
type-as-folder = Wie sein Ordner
type-as-folder-is = Wie sein Ordner ({ track-type })
in-no-playlist = In keiner
upload-cover = Cover hochladen (PNG, JPEG oder WebP, bis zu { $megabytes } MB)
replace-cover = Cover ersetzen (PNG, JPEG oder WebP, bis zu { $megabytes } MB)
upload-cover-scripts = Zum Hochladen eines Covers braucht es JavaScript. Legen Sie sonst ein Bild namens { $name } neben die Datei.
sound = Ton
waveform = Wellenform
waveform-with-points = Wellenform mit Cue-Punkten
waveform-soon = Wellenform wird gezeichnet…
waveform-none = Für diese Datei ist die Wellenform nicht verfügbar.
details = Angaben
edits-in-file = Ihre Änderungen ersetzen die Tags der Datei und werden in wenigen Sekunden in sie geschrieben. Cue-Punkte werden nur auf dem Server gespeichert.
edits-not-in-file = Ihre Änderungen ersetzen die Tags der Datei nur in Longwave; die Datei selbst bleibt, wie sie ist.
tag-settings = Tag-Einstellungen
edits-unwritten = Die Tags konnten noch nicht in die Datei geschrieben werden: { $reason }. Longwave verwendet sie trotzdem.
saved-next-play = Gespeichert. Gilt, sobald der Titel das nächste Mal läuft.
tag-name = { $tag ->
   *[title] Titel
    [artist] Interpret
    [album] Album
    [genre] Genre
    [year] Jahr
    [isrc] ISRC
    [label] Label
}
in-the-file = In der Datei: { $text }
in-the-file-empty = In der Datei: leer
cue-points-seconds = Cue-Punkte (Sekunden)
cue-point = { $point ->
   *[cue_in] Cue-In
    [intro_end] Intro-Ende
    [ending_start] Übergang
    [cue_out] Cue-Out
}
cue-point-hint = { $point ->
   *[cue_in] Hier beginnt die Wiedergabe; Stille davor wird übersprungen.
    [intro_end] Bis hier dürfen ein DJ oder ein Jingle über dem Titel sprechen.
    [ending_start] Ab hier darf der nächste Titel beginnen.
    [cue_out] Hier endet die Wiedergabe.
}
measured-at = Gemessen: { $seconds } s.
play-from-here = Ab hier abspielen
set-to-player = Stelle des Players übernehmen
cue-points-later = Cue-Punkte lassen sich setzen, sobald der Titel gemessen ist. Das geschieht von selbst.
discard-edits-ask = Ihre Änderungen an diesem Titel verwerfen?
restore-original = Ursprüngliche Tags und Cue-Punkte wiederherstellen
save-type = Typ speichern
play-on = Auf { $station } spielen
add-to-queue = In die Warteschlange stellen
added-to-playlist = Zur Playlist hinzugefügt.
add-to-name = Zu { $name } hinzufügen
remove-this-track = Titel entfernen
remove-track-ask = Diesen Titel aus der Bibliothek entfernen? Sie können ihn später wiederherstellen.
remove-track-hint = Der Titel wird nicht mehr gespielt, und seine Datei wird beiseitegelegt. Wiederherstellen können Sie ihn unter { $removed }.

## Playlists

playlists-of = Playlists, { $station }
playlists-heading = Playlists
contents = Inhalt
rotation = Rotation
jingles = Jingles
rotation-empty = Die Playlists in der Rotation haben keine Titel, daher spielt der AutoDJ die ganze Bibliothek. Fügen Sie ihnen Titel hinzu.
rotation-short = { $tracks ->
    [one] Die Rotation hat nur { $tracks } Titel ({ $length }), daher wiederholt der AutoDJ ihn ständig. Fügen Sie Titel hinzu, oder nehmen Sie mehr Playlists in die Rotation.
   *[other] Die Rotation hat nur { $tracks } Titel ({ $length }), daher wiederholt der AutoDJ sie ständig. Fügen Sie Titel hinzu, oder nehmen Sie mehr Playlists in die Rotation.
}
no-playlists-no-music = Die Bibliothek ist leer. { $upload }, und legen Sie dann Playlists an.
no-playlists = { $tracks ->
    [one] Es gibt noch keine Playlists, daher spielt der AutoDJ die ganze Bibliothek mit { $tracks } Titel gemischt.
   *[other] Es gibt noch keine Playlists, daher spielt der AutoDJ die ganze Bibliothek mit { $tracks } Titeln gemischt.
}
create-playlist-below = Legen Sie unten eine an: nach Regeln wie Genre oder Jahr, oder von Hand.
create-a-playlist = Playlist anlegen
create-playlist = Playlist anlegen
playlist-created = Playlist angelegt.
by-rules = Nach Regeln
by-rules-hint = Enthält alle passenden Titel, auch neu hochgeladene. Ein leeres Feld zählt nicht.
by-hand = Von Hand
by-hand-hint = Sie wählen die Titel und ihre Reihenfolge.
jingles-hint = Kurze Stücke zwischen den Titeln: nie zwei hintereinander und nicht überblendet. Titel bekommen ihren Typ beim Hochladen, auf ihrer Seite oder durch ihren Ordner.
jingles-choice = { $type ->
   *[jingle] Jingles
    [id] Station-IDs
    [ad] Werbung
    [folder] Alles in einem Ordner
}
empty-all-of-type = Leer: alle dieses Typs.
weight = Gewicht
weight-hint = Wie oft der AutoDJ diese Playlist im Vergleich zu den anderen wählt, solange keine Sendung läuft. Mit 0 ist sie nicht in der Rotation: Nur Sendungen und Sendeuhren spielen sie. Sobald eine Playlist in der Rotation ist, spielt der AutoDJ nur Playlists in der Rotation, nicht mehr die ganze Bibliothek.
chosen-by-hand = Von Hand gewählt
rule-type = { $type ->
   *[music] nur Musik
    [jingle] nur Jingles
    [id] nur Station-IDs
    [ad] nur Werbung
    [talk] nur Wortbeiträge
}
rule-genre = Genre { $genre }
rule-artist = Interpret { $artist }
rule-years = von { $from } bis { $to }
rule-from-year = ab { $year }
rule-to-year = bis { $year }
rule-text = mit „{ $text }“
rule-added = { $days ->
    [one] im letzten { $days } Tag hinzugefügt
   *[other] in den letzten { $days } Tagen hinzugefügt
}
rule-shortest = mindestens { $time } lang
rule-longest = höchstens { $time } lang
rule-folder = im Ordner { $folder }
rule-everything = alles
weight-is = Gewicht { $weight } ({ $percent } %)
every-tracks = { $tracks ->
    [1] Nach jedem Titel
   *[other] Alle { $tracks } Titel
}
every-minutes = { $minutes ->
    [1] Jede Minute
   *[other] Alle { $minutes } Minuten
}
over-intros = Über Intros
show-named = Sendung { $show }
not-in-rotation = Nicht in der Rotation: Geben Sie ihr ein Gewicht, oder wählen Sie sie für eine Sendung
playlist-unused = Im normalen Programm spielt nichts diese Playlist: Ihr Gewicht ist 0, und keine Sendung und keine Sendeuhr verwendet sie. Geben Sie ihr unten bei der Wiedergabe ein Gewicht, oder wählen Sie sie für eine Sendung.

## A playlist

playlist-of = { $playlist }, Playlist von { $station }
all-playlists = Alle Playlists
playlist-size = { $tracks ->
    [one] { $tracks } Titel, { $length }
   *[other] { $tracks } Titel, { $length }
}
not-recently = In letzter Zeit nicht
download-as = Herunterladen
add-tracks = Titel hinzufügen
title-artist-album-file = Titel, Interpret, Album oder Datei
search-results = Suchergebnisse
title-added = { $title } hinzugefügt.
add-title = { $title } hinzufügen
matching-tracks = Passende Titel
drag-tracks-hint = Ziehen Sie Titel, um sie umzuordnen, oder verwenden Sie die Pfeile.
track-number = Titel { $number }
track-gone = Nicht in der Bibliothek: wird übersprungen
moved-up = Nach oben verschoben.
moved-down = Nach unten verschoben.
move-title-up = { $title } nach oben
move-title-down = { $title } nach unten
title-removed = { $title } entfernt.
no-tracks-match = Kein Titel passt zu diesen Regeln. Verwenden Sie unten weniger Regeln, oder { $upload }.
upload-matching-music = laden Sie passende Musik hoch
playlist-empty = Die Playlist ist leer.
playlist-empty-add = Die Playlist ist leer. Suchen Sie oben nach Titeln und fügen Sie sie hinzu, oder importieren Sie unten eine Playlist-Datei.
page-of-pages = Seite { $page } von { $pages }.
previous-page = Vorige Seite
playback = Wiedergabe
rules = Regeln
search-words = Suchwörter
added-last-days = Hinzugefügt in den letzten … Tagen
minimum-length = Mindestlänge (s)
maximum-length = Höchstlänge (s)
playback-order = Reihenfolge
playback-order-choice = { $order ->
   *[shuffle] Gemischt
    [sequence] Wie in der Liste
    [least-recently-played] Am längsten nicht gespielt
}
jingle-every-tracks = Jingle alle … Titel spielen
jingle-every-minutes = Jingle alle … Minuten spielen
jingle-over-intro = Das Intro des nächsten Titels unter dem Jingle beginnen
weight-short-hint = Wie oft der AutoDJ diese Playlist im Vergleich zu den anderen wählt, solange keine Sendung läuft. Mit 0 wird sie nur von Sendungen und Sendeuhren gespielt.
playlist-hours = Zeiten
crossfade-seconds = Überblendung (s)
crossfade-hint = Leer: der Standard des Senders.
save-playlist = Playlist speichern
import-playlist = Playlist-Datei importieren
import-hint = Die Titel einer M3U-, PLS- oder XSPF-Datei ersetzen die obigen. Sie werden am Dateinamen erkannt oder an Interpret und Titel.
playlist-imported = Playlist importiert
playlist-file = Playlist-Datei
paste-playlist = Oder die Playlist hier einfügen
import-tracks = Titel importieren
rename-playlist = Playlist umbenennen
rename-playlist-hint = Sendungen und Sendeuhren, die sie spielen, übernehmen den neuen Namen.
delete-playlist = Playlist löschen
playlist-in-use = Benutzt von: { $users }. Lassen Sie diese etwas anderes spielen, bevor Sie die Playlist löschen.
delete-playlist-ask = Die Playlist { $playlist } löschen? Ihre Titel bleiben in der Bibliothek.
tracks-stay = Ihre Titel bleiben in der Bibliothek.

## Webhooks

webhooks = Webhooks
webhooks-hint = Ein Webhook meldet anderen innerhalb einer Sekunde, was hier geschieht: Personen in einem Chat oder per E-Mail, Ihrer Website, einer Lampe im Studio.
webhook-event = { $event ->
   *[track] Ein neuer Titel beginnt
    [live-start] Ein DJ geht live
    [live-stop] Ein DJ geht von Sendung
    [dead-air] Ein Sendeloch beginnt oder endet
    [source-trouble] Verbindungsprobleme eines DJs oder Relays
    [listener-peak] Neuer Hörerrekord
    [recording] Die Aufzeichnung einer Sendung ist fertig
    [backup-failed] Ein Backup des Servers ist gescheitert
}
webhook-service = { $service ->
   *[json] Programm
    [discord] Discord
    [slack] Slack
    [telegram] Telegram
    [mastodon] Mastodon
    [matrix] Matrix
    [email] E-Mail
}
webhook-to = { webhook-service }: { $to }
webhook-station = Sender { $station }
every-station = Alle Sender
turned-off = Ausgeschaltet.
webhook-failing = Scheitert seit { $time }. Nach einem Tag wird er ausgeschaltet.
test = Testen
test-webhook = Webhook { $webhook } testen
webhook-tested = Test gesendet. Das Ergebnis steht unter „Letzte Nachrichten“.
turn-webhook = { $turn ->
   *[off] Webhook { $webhook } ausschalten
    [on] Webhook { $webhook } einschalten
}
delete-webhook-ask = Diesen Webhook löschen?
delete-webhook = Webhook { $webhook } löschen
recent-messages-failed = Letzte Nachrichten: die jüngste ist gescheitert, { $error }
recent-messages-delivered = Letzte Nachrichten: die jüngste ist angekommen
recent-messages-to = Letzte Nachrichten an { $to }
event = Ereignis
attempt = Versuch
duration = Dauer
message-failed = Gescheitert: { $error }
message-delivered = Angekommen
message-delivered-status = Angekommen ({ $status })
no-messages-yet = Noch nichts gesendet. Drücken Sie „Testen“, um es auszuprobieren.
no-webhooks = Es gibt noch keine Webhooks. Fügen Sie unten einen hinzu.
add-a-webhook = Webhook hinzufügen
service = Dienst
no-mail = Dieser Server kann noch keine E-Mails senden: Setzen Sie { $option } in seiner Konfiguration ({ $how }).
no-mail-how = so geht es
webhook-address = Webhook-Adresse
webhook-help = { $service ->
   *[discord] In Discord: Kanal bearbeiten, Integrationen, Webhooks, Neuer Webhook, Webhook-URL kopieren.
    [slack] In Slack: Incoming Webhooks einer App, Add New Webhook. Mattermost und Rocket.Chat: Integrationen, Eingehender Webhook.
    [telegram] Legen Sie mit @BotFather einen Bot an, und machen Sie ihn zum Administrator Ihres Kanals oder zum Mitglied Ihrer Gruppe.
    [mastodon] In Mastodon: Einstellungen, Entwicklung, Neue Anwendung mit der Befugnis write:statuses.
    [matrix] Verwenden Sie ein eigenes Konto dafür. In Element: Alle Einstellungen, Hilfe und Info, Zugriffstoken.
}
bot-token = Token des Bots
channel-or-chat = Kanal oder Chat
server = Server
access-token = Zugriffstoken
home-server = Homeserver
room = Raum
room-help = In Element: Raumeinstellungen, Erweitert, Interne Raum-ID. Das Konto muss im Raum sein.
mail-addresses = E-Mail-Adressen
events = Ereignisse
own-texts = Eigene Texte schreiben
own-texts-hint = Ein leeres Feld sendet den üblichen Text. Wörter in geschweiften Klammern werden ersetzt.
add-webhook = Webhook hinzufügen
webhook-added = Webhook hinzugefügt
message-format = Format der Nachrichten (für Entwickler)
webhook-post = Die an Programme sind ein POST mit JSON: { $id }, { $event }, { $station }, { $at } und { $data }. Antworten Sie innerhalb von 10 Sekunden mit einem Status von 200 bis 299. Gescheiterte Nachrichten werden innerhalb einer Dreiviertelstunde fünfmal wieder gesendet, mit derselben { $id }; Weiterleitungen wird nicht gefolgt.
webhook-signature = Das Geheimnis sehen Sie einmal, wenn der Webhook hinzugefügt ist. Der Header { $header } beweist, dass eine Nachricht von diesem Server kommt: HEX ist der HMAC-SHA256, mit dem Geheimnis, von den Sekunden, einem Punkt und dem Inhalt. Lehnen Sie Nachrichten ab, deren Sekunden lange vergangen sind.
webhook-addresses = Adressen auf diesem Rechner oder in seinem eigenen Netz werden abgelehnt, wenn der Server nicht mit { $option } gestartet wird.

## Files of the library

removed-files = Entfernte Dateien
removed-hint = Diese Titel werden nicht gespielt. Stellen Sie einen wieder her, oder löschen Sie seine Datei, um Platz zu schaffen.
removed-column = Entfernt
actions = Aktionen
removed-by = { $day } von { $name }
restored = Wieder in der Bibliothek.
restore = Wiederherstellen
restore-title = { $title } wiederherstellen
delete-file-ask = Diese Datei löschen? Das lässt sich nicht rückgängig machen.
nothing-removed = Nichts wurde entfernt. Titel, die Sie aus der Bibliothek entfernen, warten hier und lassen sich wiederherstellen.
duplicates = Duplikate
duplicates-hint = Titel mit demselben Klang oder mit demselben Interpreten und Titel. Verschiedene Fassungen eines Stücks können gewollt sein.
same-sound = { $files ->
    [one] Derselbe Klang in { $files } Datei. Er läuft als ein Titel.
   *[other] Derselbe Klang in { $files } Dateien. Er läuft als ein Titel.
}
same-title = { $tracks ->
    [one] { $tracks } Stück mit demselben Interpreten und Titel.
   *[other] { $tracks } Stücke mit demselben Interpreten und Titel.
}
open-track = Titel öffnen
on-album = auf { $album }
no-duplicates = Keine Duplikate gefunden.
tags = Tags
tags-hint = Was jemand an einem Titel ändert, ersetzt die Tags seiner Datei.
tags-unwritten-now = Gespeichert. Die Dateien bleiben ab jetzt unverändert.
tags-being-written = Gespeichert. Die Änderungen werden in die Dateien geschrieben.
store-tags = Geänderte Tags speichern
tags-choice = { $choice ->
   *[off] nur in Longwave
    [on] auch in den Dateien
}
tags-long-hint = In den Dateien: Auch frühere Änderungen werden geschrieben, und andere Programme sehen sie. Tags, die Sie dann mit einem anderen Programm ändern, gelten hier. Eine Datei wird nur durch eine geprüfte Kopie ersetzt, die gleich klingt; ihre übrigen Tags bleiben. Cue-Punkte werden immer in Longwave gespeichert.
save-tags = Tag-Einstellungen speichern
tags-are-stored = { $choice ->
   *[off] Geänderte Tags werden nur in Longwave gespeichert; die Dateien bleiben unverändert. Ein Administrator kann das ändern.
    [on] Geänderte Tags werden auch in den Dateien gespeichert. Ein Administrator kann das ändern.
}
not-written = Nicht in Dateien geschrieben
not-written-hint = Longwave verwendet diese Tags, konnte sie aber nicht in die Dateien schreiben. Wo es helfen kann, versucht es das jede Stunde wieder.
first-200 = Das sind die ersten 200.
reason = Grund
all-written = Alle Änderungen stehen in den Dateien.
files-with-errors = Dateien mit Fehlern
broken-files = { $files ->
    [1] Eine Datei im Musikordner lässt sich nicht abspielen. Ersetzen Sie jede durch eine gute Kopie: Sie wird von selbst noch einmal versucht.
   *[other] { $files } Dateien im Musikordner lassen sich nicht abspielen. Ersetzen Sie jede durch eine gute Kopie: Sie wird von selbst noch einmal versucht.
}
broken-first = Zu sehen sind die ersten { $count }; { $command } zeigt alle.
error = Fehler
no-broken = Alle bisher geprüften Dateien lassen sich abspielen.

## Metrics

metrics = Metriken
metrics-hint = Prometheus liest sie von { $address }; alle zehn Sekunden ist in Ordnung. Um sie zu zeichnen, importieren Sie { $file } in Grafana und wählen Ihr Prometheus.
metrics-dashboard-file = die Dashboard-Datei
all-metrics = Alle Metriken
meaning = Bedeutung
type = Typ
labels = Labels
now-column = Jetzt
metrics-now = „Jetzt“ ist der Wert der ersten Kombination von Labels.

## Times, durations, sizes and numbers

decimal-mark = ,
weekday-short = { $weekday ->
    [mon] Mo
    [tue] Di
    [wed] Mi
    [thu] Do
    [fri] Fr
    [sat] Sa
   *[sun] So
}
month-short = { $month ->
    [1] Jan.
    [2] Feb.
    [3] März
    [4] Apr.
    [5] Mai
    [6] Juni
    [7] Juli
    [8] Aug.
    [9] Sept.
    [10] Okt.
    [11] Nov.
   *[12] Dez.
}
short-day = { weekday-short } { $day }. { month-short }
short-day-year = { weekday-short } { $day }. { month-short } { $year }
short-day-time = { weekday-short } { $day }. { month-short }, { $time }
weekday-clock = { weekday-short } { $time }
short-date = { $day }. { month-short }
full-day = { weekday }, { $day }. { month } { $year }
ago-minutes = { $minutes ->
    [0] gerade eben
   *[other] vor { $minutes } Min.
}
ago-hours = vor { $hours } Std.
span-seconds = { $seconds } s
span-minutes = { $minutes } min
span-hours = { $hours } h { $minutes } min
span-days = { $days ->
    [one] { $days } Tag { $hours } h
   *[other] { $days } Tage { $hours } h
}
size-in = { $unit ->
    [kB] { $size } kB
    [MB] { $size } MB
    [GB] { $size } GB
   *[TB] { $size } TB
}
size-bytes = { $bytes ->
    [one] { $bytes } Byte
   *[other] { $bytes } Byte
}
browser-on = { $browser } auf { $system }
weekday-date = { weekday-short } { $day }. { month } { $year }

## Activity: what somebody did

did-changed-their-password = hat das eigene Passwort geändert
did-signed-out = hat sich abgemeldet
did-signed-out-everywhere = hat sich überall abgemeldet
did-signed-out-another-browser = hat einen anderen Browser abgemeldet
did-started-to-set-up-two-factor-authentication = hat begonnen, die Zwei-Faktor-Authentifizierung einzurichten
did-turned-on-two-factor-authentication = hat die Zwei-Faktor-Authentifizierung eingeschaltet
did-turned-off-two-factor-authentication = hat die Zwei-Faktor-Authentifizierung ausgeschaltet
did-created-an-app-password = hat ein App-Passwort angelegt
did-deleted-the-app-password = hat das App-Passwort { $name } gelöscht
did-created-an-account = hat ein Konto angelegt
did-changed-the-account = hat das Konto { $name } geändert
did-deleted-the-account = hat das Konto { $name } gelöscht
did-changed-the-password-of = hat das Passwort von { $name } geändert
did-turned-off-two-factor-authentication-of = hat die Zwei-Faktor-Authentifizierung von { $name } ausgeschaltet
did-signed-out-person-everywhere = hat { $name } überall abgemeldet
did-created-an-api-token = hat ein API-Token angelegt
did-deleted-the-api-token = hat das API-Token { $name } gelöscht
did-added-a-webhook = hat einen Webhook hinzugefügt
did-changed-webhook = hat den Webhook { $name } geändert
did-deleted-webhook = hat den Webhook { $name } gelöscht
did-tested-webhook = hat den Webhook { $name } getestet
did-banned-an-address-or-a-program = hat eine Adresse oder ein Programm gesperrt
did-lifted-ban = hat die Sperre { $name } aufgehoben
did-changed-the-settings-of-the-server = hat die Einstellungen des Servers geändert
did-checked-the-database = hat die Datenbank geprüft
did-reported-the-listeners-of-the-edge = hat die Hörer des Edge-Servers { $name } gemeldet
did-changed-many-tracks = hat viele Titel auf einmal geändert
did-set-the-type-of-a-folder = hat den Typ eines Ordners festgelegt
did-gave-a-cover-to-track = hat dem Titel { $name } ein Cover gegeben
did-set-the-type-of-track = hat den Typ des Titels { $name } festgelegt
did-renamed-the-playlist = hat die Playlist { $name } umbenannt
did-renamed-the-show = hat die Sendung { $name } umbenannt
did-edited-the-tags-or-cue-points-of-track = hat Tags oder Cue-Punkte des Titels { $name } bearbeitet
did-removed-track-from-the-library = hat den Titel { $name } aus der Bibliothek entfernt
did-restored-a-removed-track = hat einen entfernten Titel wiederhergestellt
did-deleted-the-file-of-a-removed-track = hat die Datei eines entfernten Titels gelöscht
did-started-an-upload = hat einen Upload begonnen
did-uploaded-a-part-of-a-file = hat einen Teil einer Datei hochgeladen
did-cleared-an-upload-from-the-list = hat einen Upload aus der Liste entfernt
did-created-a-station = hat einen Sender angelegt
did-changed-name-colour-folder-or-qualities-of-the-station = hat Name, Farbe, Ordner oder Qualitäten des Senders geändert
did-deleted-the-station = hat den Sender { $name } gelöscht
did-changed-the-stations-settings = hat die Einstellungen des Senders geändert
did-changed-the-source-password = hat das Source-Passwort geändert
did-changed-the-logo = hat das Logo geändert
did-removed-the-logo = hat das Logo entfernt
did-added-the-station-to-radio-browser-info = hat den Sender bei radio-browser.info eingetragen
did-changed-who-can-listen = hat geändert, wer zuhören kann
did-created-a-guest-link = hat einen Gastlink angelegt
did-revoked-all-guest-links = hat alle Gastlinks widerrufen
did-created-a-dj-account = hat ein DJ-Konto angelegt
did-changed-the-dj = hat den DJ { $name } geändert
did-deleted-the-dj = hat den DJ { $name } gelöscht
did-changed-the-password-of-the-dj = hat das Passwort des DJs { $name } geändert
did-skipped-the-track-on-air = hat den laufenden Titel übersprungen
did-changed-the-backup-plan = hat den Backup-Plan geändert
did-made-a-backup = hat ein Backup erstellt
did-dumped-the-live-sound-that-waited-to-go-on-air = hat den Live-Ton verworfen, der auf die Ausstrahlung wartete
did-took-the-dj-off-the-air = hat den DJ von Sendung genommen
did-faded-the-station-to-silence = hat den Sender auf Stille geblendet
did-put-the-station-back-on-air = hat den Sender zurück auf Sendung gebracht
did-chose-the-emergency-playlist = hat die Notfall-Playlist gewählt
did-started-the-emergency-playlist = hat die Notfall-Playlist gestartet
did-ended-the-emergency-playlist = hat die Notfall-Playlist beendet
did-sent-a-message-to-the-dj = hat dem DJ eine Nachricht gesendet
did-removed-a-message-to-the-dj = hat eine Nachricht an den DJ entfernt
did-removed-a-message-of-a-listener = hat eine Nachricht eines Hörers entfernt
did-blocked-the-sender-of-a-message = hat den Absender einer Nachricht gesperrt
did-disconnected-a-listener = hat einen Hörer getrennt
did-added-a-track-to-the-queue = hat einen Titel in die Warteschlange gestellt
did-moved-a-track-in-the-queue = hat einen Titel in der Warteschlange verschoben
did-removed-a-track-from-the-queue = hat einen Titel aus der Warteschlange entfernt
did-requested-a-track = hat sich einen Titel gewünscht
did-changed-the-limits-of-song-requests = hat die Limits der Musikwünsche geändert
did-created-a-playlist = hat eine Playlist angelegt
did-deleted-the-playlist = hat die Playlist { $name } gelöscht
did-imported-tracks-into-the-playlist = hat Titel in die Playlist { $name } importiert
did-added-tracks-to-the-playlist = hat Titel zur Playlist { $name } hinzugefügt
did-created-a-clock = hat eine Sendeuhr angelegt
did-changed-the-clock = hat die Sendeuhr { $name } geändert
did-deleted-the-clock = hat die Sendeuhr { $name } gelöscht
did-changed-the-time-zone-or-the-separation-rules = hat die Zeitzone oder die Abstandsregeln geändert
did-changed-the-show = hat die Sendung { $name } geändert
did-deleted-the-show = hat die Sendung { $name } gelöscht
# { $name } is a date such as 2026-12-24
did-changed-a-day-of-a-show = hat eine Sendung am { $name } ausfallen lassen oder verlegt
did-restored-a-day-of-a-show = hat eine Sendung am { $name } wie üblich eingesetzt
did-changed-a-recording = hat eine Aufzeichnung geändert
did-deleted-a-recording = hat eine Aufzeichnung gelöscht
did-recorded-talk = hat Moderation zwischen zwei Titeln aufgenommen
did-deleted-talk = hat eine aufgenommene Moderation gelöscht
did-added-an-episode = hat eine Folge hinzugefügt
did-trimmed-a-recording = hat eine Aufzeichnung gekürzt
did-gave-a-recording-a-picture = hat einer Aufzeichnung ein Bild gegeben
did-removed-the-picture-of-a-recording = hat das Bild einer Aufzeichnung entfernt
did-put-a-recording-into-the-library = hat eine Aufzeichnung in die Bibliothek aufgenommen
did-changed-the-playlist = hat die Playlist { $name } geändert
did-moved-a-track-in-a-playlist = hat einen Titel in einer Playlist verschoben
did-removed-a-track-from-a-playlist = hat einen Titel aus einer Playlist entfernt
did-signed-in = hat sich angemeldet
did-changed-own-account = hat das eigene Konto geändert
did-asked-for-a-link = hat per E-Mail ein neues Passwort angefordert
did-reset-the-password = hat über einen Link aus einer E-Mail ein neues Passwort gewählt
did-kick-icecast = hat den DJ von Sendung genommen, mit einem Icecast-Programm

## Problems

problem-name-and-password = Name und Passwort sind nötig.
problem-wrong-password = Name oder Passwort ist falsch.
problem-wrong-code = Dieser Code ist falsch oder wurde schon benutzt: Warten Sie auf den nächsten.
problem-too-late = Das hat zu lange gedauert: Melden Sie sich noch einmal an.
problem-oidc-refused = Der Anbieter hat Sie nicht angemeldet.
problem-oidc-failed = Der Anbieter antwortet nicht: Versuchen Sie es gleich noch einmal.
problem-oidc-unknown = Zu dieser Identität gehört hier kein Konto: Fragen Sie einen Administrator.
problem-no-mail-address = Das ist keine E-Mail-Adresse.
problem-mail-address-taken = Diese E-Mail-Adresse gehört zu einem anderen Konto.
problem-too-many-tries = Zu viele falsche Passwörter. Versuchen Sie es in { $seconds } s noch einmal.
problem-banned = Nicht erlaubt: Diese Adresse oder dieses Programm ist gesperrt.
problem-busy = Beschäftigt: Versuchen Sie es gleich noch einmal.
problem-account-exists = Es gibt schon ein Konto { $name }.
problem-station-exists = Es gibt schon einen Sender { $name }.
problem-token-exists = Es gibt schon ein Programm { $name } mit einem Token.
problem-no-account = Es gibt kein Konto { $name }.
problem-no-dj-here = { $name } darf auf diesem Sender nicht live gehen.
problem-no-playlist = Es gibt keine Playlist { $name }.
problem-no-clock = Es gibt keine Sendeuhr { $name }.
problem-no-time-zone = { $name } ist keine Zeitzone; sie heißen wie Europe/Berlin.
problem-bad-name = { $name } kann kein Name sein: Verwenden Sie 1 bis 40 Buchstaben, Ziffern, Punkte, Bindestriche und Unterstriche; „source“ ist für das Passwort des Senders selbst reserviert.
problem-bad-slug = { $name } kann nicht die Adresse eines Senders sein: Verwenden Sie 1 bis 40 Kleinbuchstaben, Ziffern und Bindestriche.
problem-reserved-slug = /{ $name } ist eine Adresse des Programms selbst; geben Sie dem Sender eine andere.
problem-bad-station-name = Der Name eines Senders hat 1 bis 80 Zeichen in einer Zeile.
problem-bad-folder = { $name } ist kein Ordner unter dem Musikordner: Geben Sie einen Pfad wie jazz/live an, ohne .. darin.
problem-bad-quality = { $name } ist keine Qualität; es gibt { $qualities }.
problem-bad-password = Ein Passwort hat 1 bis { $most } Byte und keine Zeilenumbrüche.
problem-short-password = Ein Passwort hat mindestens { $least } Zeichen; mehrere Wörter merkt man sich leicht.
problem-same-password = Das neue Passwort ist das alte; wählen Sie ein anderes.
problem-passwords-differ = Die beiden neuen Passwörter sind nicht gleich.
problem-last-admin = { $name } ist der einzige Administrator; fügen Sie zuerst einen anderen hinzu.
problem-last-station = { $name } ist der einzige Sender; fügen Sie zuerst einen anderen hinzu.
problem-station-needed = { $station } ist der einzige Sender von { $accounts }: Weisen Sie dort zuerst einen anderen zu, oder löschen Sie diese Konten.
problem-station-to-manage = Ein Manager betreibt einen oder mehrere Sender; geben Sie an, welche.
problem-playlist-in-use = Die Playlist { $name } wird gebraucht von { $users }.
problem-clock-in-use = Die Sendeuhr { $name } wird gebraucht von { $users }.
problem-queue-full = Die Warteschlange von { $name } ist voll; nehmen Sie zuerst etwas heraus.
problem-changed = Jemand hat das inzwischen geändert: Sehen Sie es sich noch einmal an, bevor Sie es ändern.
problem-forged = Die Anfrage beweist nicht, dass sie von einer Seite dieses Servers kommt: Laden Sie die Seite neu.
problem-sign-in-first = Melden Sie sich zuerst an.
problem-too-fast = Sie fragen zu oft; warten Sie einen Moment, und fragen Sie dann langsamer.
problem-too-slow = Die Anfrage hat zu lange gedauert; versuchen Sie es noch einmal.
problem-too-large = Der Inhalt darf nicht länger als { $bytes } Byte sein.
problem-disk-full = Der Datenträger der Datenbank ist voll: Nichts kann gespeichert werden, bis Platz ist.
problem-database-busy = Die Datenbank ist von einem anderen Programm gesperrt: Versuchen Sie es noch einmal, wenn es fertig ist.
problem-database-damaged = Die Datenbank ist beschädigt: Spielen Sie mit `longwave restore` ein Backup zurück.
problem-database-read-only = Die Datenbank ist nicht beschreibbar: Nichts kann gespeichert werden, bis der Server sie schreiben darf.
problem-database-disk-fails = Der Datenträger der Datenbank fällt aus: Nichts kann gespeichert werden.
problem-went-wrong = Bei uns ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.
problem-no-show = Diese Sendung gibt es nicht.
problem-no-track = Diesen Titel gibt es nicht.
problem-day-such-as = Ein Tag sieht aus wie 2026-12-24.
problem-nobody-live = Niemand ist live.
problem-no-delayed-sound = Kein Live-Ton wartet auf die Ausstrahlung.
problem-message-gone = Diese Nachricht gibt es nicht; vielleicht wurde sie entfernt.
problem-listener-gone = Dieser Hörer ist schon gegangen.
problem-removed-meanwhile = Es wurde inzwischen entfernt.
problem-still-recorded-publish = Die Aufzeichnung läuft noch und kann nach ihrem Ende veröffentlicht werden.
problem-still-recorded-delete = Die Aufzeichnung läuft noch und kann nach ihrem Ende gelöscht werden.
problem-not-own-dj = Dieses Konto ist nicht von einem DJ dieses Senders allein: Ein Administrator ändert es.
problem-admins-folder = Wo die Musik liegt und welche Qualitäten es gibt, legt ein Administrator fest.
problem-give-name = Geben Sie der Sendung einen Namen.
problem-give-minutes = Der späteste Beginn muss eine Zahl von Minuten sein.
problem-give-content = Geben Sie an, was die Sendung spielt.
problem-give-date = Geben Sie an, an welchem Datum die Sendung läuft.
problem-give-days = Geben Sie an, an welchen Tagen die Sendung läuft.
problem-give-address = Geben Sie an, wo der Stream ist, den die Sendung als Relay überträgt.
problem-show-not-on-day = An diesem Tag läuft die Sendung nicht.
problem-show-of-one-date = Eine Sendung mit nur einem Datum hat keine Ausnahmen; ändern oder löschen Sie die Sendung selbst.
problem-show-note = Ein Hinweis hat höchstens 200 Zeichen und keine Zeilenumbrüche.
problem-show-as-usual = An diesem Tag läuft die Sendung wie üblich.
problem-show-length = Eine Sendung dauert zwischen einer Minute und einem Tag.
problem-no-such-clock = Diese Sendeuhr gibt es nicht.

## Words of scripts

no-answer = Der Server antwortet nicht. Versuchen Sie es gleich noch einmal.
done-say = Erledigt.
connection-lost = Verbindung verloren. Letzter Stand von { $time }; neuer Versuch…
picture-too-large = Dieses Bild ist größer als { $megabytes } MB. Speichern Sie eine kleinere Fassung und versuchen Sie es noch einmal.
logo-saved = Logo gespeichert.
time-on = seit { $time }
level-of = { $level } { $unit }
preview-unavailable = Die Vorschau ist gerade nicht verfügbar. Laden Sie die Seite neu.
items-of-hour = Einträge der Stunde
add-row = Zeile hinzufügen
item-in-order = der Reihe nach
item-after-minute = einmal pro Stunde, nach Minute
item-at-minute = einmal pro Stunde, genau zur Minute
playlist = Playlist
minute = Minute
latest-start-min = Spätester Beginn (Min.)
move-row-up = Zeile { $row } nach oben
move-row-down = Zeile { $row } nach unten
remove-row = Zeile { $row } entfernen
upload-waiting = Wartet
upload-failed = Hochladen gescheitert. Wählen Sie die Datei noch einmal.
upload-no-answer-continue = Der Server antwortet nicht. Wählen Sie die Datei noch einmal, um fortzufahren.
upload-checking = Wird geprüft…
upload-in-library = In der Bibliothek
upload-refused = Abgelehnt: { $reason }
upload-tried-again = Wartet, wird noch einmal versucht: { $reason }
upload-still-checked = Wird noch geprüft. Laden Sie die Seite später neu.
upload-no-answer = Der Server antwortet nicht. Wählen Sie die Datei noch einmal.
percent = { $percent } %
tags-saved = { $tracks ->
    [one] Tags von { $tracks } Titel gespeichert.
   *[other] Tags von { $tracks } Titeln gespeichert.
}
types-set = { $tracks ->
    [one] Typ von { $tracks } Titel festgelegt.
   *[other] Typ von { $tracks } Titeln festgelegt.
}
tracks-added = { $tracks ->
    [one] { $tracks } Titel zur Playlist hinzugefügt.
   *[other] { $tracks } Titel zur Playlist hinzugefügt.
}
tracks-removed = { $tracks ->
    [one] { $tracks } Titel aus der Bibliothek entfernt.
   *[other] { $tracks } Titel aus der Bibliothek entfernt.
}
selected-all = { $tracks ->
    [one] Alle { $tracks } ausgewählt
   *[other] Alle { $tracks } ausgewählt
}
selected-some = { $tracks ->
    [one] { $tracks } ausgewählt
   *[other] { $tracks } ausgewählt
}
none-selected = Keine Titel sind ausgewählt. Haken Sie zuerst welche in der Liste an.
remove-tracks-ask = { $tracks ->
    [one] { $tracks } Titel aus der Bibliothek entfernen? Sie können ihn später wiederherstellen.
   *[other] { $tracks } Titel aus der Bibliothek entfernen? Sie können sie später wiederherstellen.
}
done-of = { $done } von { $total }
file-not-playable = Ihr Browser kann diese Datei nicht abspielen.
cover-too-large = Das Bild ist größer als { $megabytes } MB.
moved-to = Auf Platz { $position } verschoben.
tracks-imported = { $listed ->
    [one] { $found } von { $listed } Titel gefunden und importiert.
   *[other] { $found } von { $listed } Titeln gefunden und importiert.
}
none-match = Kein Titel passt. Verwenden Sie weniger Regeln.
tracks-match = { $tracks ->
    [one] { $tracks } Titel, { $length }, passt: { $examples }
   *[other] { $tracks } Titel, { $length }, passen: { $examples }
}
rotation-warning = { $tracks ->
    [one] Vorsicht: Ab dem nächsten Titel würde der AutoDJ nur noch diesen { $tracks } Titel ({ $length }) spielen, immer wieder.
   *[other] Vorsicht: Ab dem nächsten Titel würde der AutoDJ nur noch diese { $tracks } Titel ({ $length }) spielen, immer wieder.
}
save-all-the-same = { rotation-warning } Trotzdem speichern?
