# Les mots du tableau de bord de Longwave et de ses pages de connexion, en français. Vouvoiement.
# Les mots communs avec les pages des auditeurs sont dans le fichier du même nom, dans le dossier au-dessus.

## Words of many pages

# After a name: ada, administrator
role = { $role ->
    [admin] administrateur
    [manager] responsable
   *[dj] DJ
}
role-choice = { $role ->
    [admin] Administrateur
    [manager] Responsable
   *[dj] DJ
}
delete = Supprimer
saved = Enregistré.
deleted = Supprimé.
continue = Continuer
filter = Filtrer
search = Rechercher
station = Station
on-air-column = À l’antenne
listening-column = À l’écoute
time = Heure
day = Jour
track = Titre
file = Fichier
account = Compte
level = Niveau
message = Message
source = Source
artist-title = { $artist } – { $title }
created = Création
last-used = Dernier usage
yes = oui
no = non
on = oui
off = non
unknown = valeur inconnue
upload-some-music = Ajoutez de la musique
no-matches-fewer-words = Aucun résultat. Essayez avec moins de mots.
next-page = Page suivante
first-page = Première page
download-csv = Télécharger en CSV
dj-software = un logiciel de DJ
the-studio = le studio
station-starting = La station démarre.
time-zone = Fuseau horaire
save-rules = Enregistrer les règles
saved-next-track = Enregistré. S’applique dès le prochain titre.
show = Émission
name = Nom

## The frame of every page

skip-to-content = Aller au contenu
help = Aide
signed-in-as = { $name }, { role }
dashboard = Tableau de bord
menu = { $page ->
   *[on-air] À l’antenne
    [listeners] Auditeurs
    [playlists] Playlists
    [schedule] Grille
    [requests] Demandes
    [log] Historique d’antenne
    [transcript] Transcription
    [recordings] Enregistrements
    [djs] DJ
    [settings] Réglages
    [overview] Vue d’ensemble
    [library] Bibliothèque
    [stations] Stations
    [people] Équipe
    [tokens] Jetons API
    [webhooks] Webhooks
    [health] État
    [logs] Journal
    [audit] Activité
    [api] API
    [manual] Manuel
}
menu-server = Serveur
bar = Pages principales
bar-more = Plus

## Signing in

forgot-password = Mot de passe oublié ? Demandez-en un autre à un administrateur. Les administrateurs peuvent en définir un sur le serveur avec { $command }.
forgotten-link = Mot de passe oublié ?
forgotten-heading = Mot de passe oublié
forgotten-hint = Saisissez le nom de votre compte. Nous envoyons un lien à son adresse e-mail.
send-link = Envoyer le lien
link-is-sent = S’il existe un compte de ce nom avec une adresse e-mail, un lien est en route. Il fonctionne une seule fois, pendant une heure.
back-to-sign-in = Retour à la connexion
choose-new-heading = Choisir un nouveau mot de passe
reset-ends-sessions = Cela vous déconnecte partout ailleurs.
link-is-over = Ce lien a expiré ou a déjà servi. Vous pouvez { $again }.
ask-for-another-link = en demander un autre
password-is-reset = Mot de passe modifié. Connectez-vous avec le nouveau.
mail-reset-subject = Un nouveau mot de passe pour votre compte radio
mail-reset-hint = Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour le compte { $account }. Ouvrez ce lien dans l’heure pour en choisir un :
mail-reset-ignore = Si ce n’était pas vous, il n’y a rien à faire.
sign-in-with = Se connecter avec { $provider }
two-factor = Double authentification
code-from-phone = Code de votre téléphone
lost-phone = Téléphone perdu ? Saisissez un de vos codes de récupération. Il n’en reste plus ? Demandez à un administrateur de désactiver la double authentification de votre compte ; sur le serveur, { $command } le fait.

## The first steps of a station

set-up-station = Configurer { $station }
step-of = Étape { $step } sur { $steps }
welcome-name = Bienvenue. Comment s’appelle votre station ?
welcome-on-air = Votre station est déjà à l’antenne. Ces étapes prennent quelques minutes ; vous pourrez tout changer plus tard.
station-name = Nom de la station
save-and-continue = Enregistrer et continuer
welcome-zone = Dans quel fuseau horaire êtes-vous ?
shows-start-by-clock = Les émissions suivent cette heure.
time-zone-of-server = Fuseau horaire du serveur
welcome-look = À quoi ressemble votre station ?
welcome-music = Ajoutez de la musique
tracks-in-library = { $tracks ->
    [0] La bibliothèque est vide.
    [one] Il y a { $tracks } titre dans la bibliothèque.
   *[other] Il y a { $tracks } titres dans la bibliothèque.
}
upload-music = Ajouter de la musique
drop-files = Déposez des fichiers ici, ou { $choose }
# Stands in drop-files
choose-files = choisissez des fichiers
upload-formats = MP3, FLAC, Ogg, Opus, WAV, AIFF, AAC ou M4A, jusqu’à 1 Go chacun. Chaque fichier est vérifié avant d’être ajouté.
upload-needs-scripts = Pour envoyer des fichiers, il faut JavaScript. Sinon, copiez-les dans le dossier de musique du serveur.
station-is-on-air = { $station } est à l’antenne
playing-now = En ce moment : { $title }.
listen-on-player-page = Écouter sur la page du lecteur
go-to-on-air = Aller à « À l’antenne »
welcome-next = Vous pouvez maintenant { $playlists }, { $shows } et { $djs }.
create-playlists = créer des playlists
plan-shows = planifier des émissions
add-djs = ajouter des DJ
listen-links = Liens d’écoute
welcome-share = Partagez la page du lecteur, ou donnez ces adresses de flux aux postes de radio et aux applications.
skip-to-end = Aller à la fin
skip-step = Sauter cette étape

## The overview

listener-count = { $listeners ->
    [one] { $listeners } auditeur
   *[other] { $listeners } auditeurs
}
no-station-yet = Votre compte n’a pas encore de station. Demandez à un administrateur de vous en donner une.
your-account = Votre compte
change-password = Changer le mot de passe
display-name = Nom visible par les auditeurs (vide : celui du compte)
email-address = Adresse e-mail
email-hint = Pour recevoir un lien si vous oubliez votre mot de passe.
current-for-email = Nécessaire seulement pour changer l’adresse e-mail.
where-signed-in = Vos connexions
browser = Navigateur
unknown-browser = Navigateur inconnu
this-browser = { $browser } (celui-ci)
sign-out-everywhere = Se déconnecter partout

## On air

on-air-of = À l’antenne – { $station }
banner-silenced = La station est mise en silence : les auditeurs n’entendent rien. Appuyez sur « Remettre à l’antenne » pour y mettre fin.
banner-emergency = Urgence : l’AutoDJ ne diffuse que la playlist { $playlist }. Les DJ peuvent toujours passer à l’antenne.
banner-loop = L’AutoDJ n’a rien à diffuser : les auditeurs entendent la boucle de secours. { $upload } ou vérifiez { $playlists }.
the-playlists = les playlists
banner-dead-air = Blanc à l’antenne : l’AutoDJ n’a rien à diffuser. { $upload } pour passer à l’antenne.
banner-no-sound = La connexion de { $dj } est établie, mais aucun son n’arrive. Les auditeurs entendent l’AutoDJ.
banner-hours-end = { $then ->
   *[keep] Le temps de { $dj } se termine à { $time }. Le direct continue jusqu’à son départ.
    [end] Le temps de { $dj } se termine à { $time }. AutoDJ reprend alors.
}
banner-hours-over = Le temps de { $dj } s’est terminé à { $time }, et le direct continue.
now-playing = En ce moment
playing-source = { $source ->
   *[autodj] AutoDJ
    [live] Direct
    [relay] Relais d’un autre flux
    [emergency-loop] Boucle de secours
    [silence] Silence
    [silenced] Mise en silence
}
track-position = Position dans le titre
time-left = reste { $time }
skipped = Passage au titre suivant.
skip-track = Passer au suivant
is-back-on-air = La station est de nouveau à l’antenne.
back-on-air = Remettre à l’antenne
ask-silence = Mettre la station en silence ? Les auditeurs n’entendent plus rien jusqu’à ce que vous la remettiez à l’antenne.
is-silenced = Mise en silence.
fade-to-silence = Mettre en silence
emergency-ended = Urgence terminée. Programme normal dès le prochain titre.
end-emergency = Terminer l’urgence
ask-emergency = Ne diffuser que { $playlist } à partir de maintenant ?
emergency-starts = { $playlist } démarre dans quelques secondes.
start-emergency = Lancer la playlist de secours
live-no-skip = Un DJ est en direct : il n’y a pas de titre à passer. Plus bas, « Retirer de l’antenne » met fin au direct.
emergency-playlist = Playlist de secours : { $playlist }
emergency-playlist-none = Playlist de secours : aucune
emergency-saved = Playlist de secours enregistrée.
in-emergency-play = En cas d’urgence, diffuser
no-playlist = Aucune
save-emergency = Enregistrer la playlist de secours
emergency-needs-playlist = Créez une { $playlist } pour en avoir une prête en cas d’urgence, qui démarre aussitôt.
a-playlist = playlist
up-next = Ensuite
is-jingle = (jingle)
levels = Niveaux
levels-need-scripts = Les vumètres ont besoin de JavaScript.
levels-description = Vumètres des canaux gauche et droit, en décibels sous le maximum
loudness-short = Loudness (3 s)
loudness-track = Loudness (ce titre)
peak-track = Crête (ce titre)
levels-hint = L’AutoDJ ramène la musique à { $loudness } LUFS. Le canal gauche est en haut, le droit en bas.
live-dj = DJ en direct
no-sound = (aucun son)
since = Depuis
hours-until = À l’antenne jusqu’à
software = Logiciel
buffer = Tampon
delay-to-listeners = Retard à l’écoute
ask-kick = Retirer { $dj } de l’antenne ?
kicked = { $dj } n’est plus à l’antenne.
may-go-live-again = Peut repasser à l’antenne
take-off-air = Retirer de l’antenne
barred-for = { $seconds ->
    [0] tout de suite
    [180] après 3 minutes
    [3600] après une heure
    [86400] après un jour
   *[604800] après une semaine
}
nobody-live = Personne n’est en direct. Les DJ passent à l’antenne depuis { $studio } ou avec un logiciel de DJ comme BUTT ou Mixxx.
relay-connected = Relais connecté : { $relay }.
waiting-to-go-live = En attente de l’antenne
message-sent = Message envoyé.
message-to-dj = Message au DJ
send-message = Envoyer le message
message-hint = S’affiche dans le studio jusqu’à ce que le DJ le marque comme lu. Les logiciels de DJ ne peuvent pas l’afficher.
message-read = { $from }, { $ago } · lu par { $reader }
message-unread = { $from }, { $ago } · pas encore lu
message-removed = Message retiré.
remove-message = Retirer le message { $text }
sender-blocked = Expéditeur bloqué pour 24 heures.
ask-block-sender = Bloquer cet expéditeur pour 24 heures ? Tous ses messages seront retirés.
listeners-now = { $listeners } en ce moment
hour-appears = La dernière heure s’affiche ici après une minute à l’antenne.
queue = File d’attente
# Who put a track into the queue
queued-by = { $origin ->
    [jingle] Jingle
    [person] Ajouté à la main
    [listener] Demandé
   *[plan] AutoDJ
}
queued-talk = Intervention : { $dj }, { $length }
queued-talk-state = { $placement ->
   *[between] Enregistrée au studio
    [after-another] Le titre qui précède a changé. Elle commence quand il est fini.
    [before-another] Le titre qui suit a changé. Il commence quand l’intervention est finie.
    [dropped] Aucun de ses deux titres n’est plus là. Elle ne sera pas diffusée.
}
queued-why = { queued-by } : { $why }
moved = Déplacé.
removed-from-queue = Retiré de la file d’attente.
up = Monter
up-track = Monter : { $title }
down = Descendre
down-track = Descendre : { $title }
remove-track = Retirer : { $title }
and-more = Et { $count } de plus.
queue-empty = La file d’attente est vide. { $upload }, et l’AutoDJ la remplira.
add-track = Ajouter un titre à la file d’attente
title-artist-album = Titre, artiste ou album
added-to-queue = Ajouté à la file d’attente.
position-of = Position de { $title }
before-autodj = avant les titres de l’AutoDJ
queue-place = { $place ->
    [1] en premier
   *[other] position { $place }
}
add = Ajouter
add-track-title = Ajouter : { $title }
on-own-site = Sur votre propre site
embed-hint = Mettez le lecteur sur votre site web. Il ne dépose aucun cookie.
embed-name = { $kind ->
   *[frame] Cadre
    [element] Élément
}
embed-suits = { $kind ->
   *[frame] Tous les sites et leurs éditeurs : le lecteur dans son propre cadre
    [element] Les pages dont vous écrivez le code : le lecteur fait partie de la page et en prend la largeur
}
copy-embed-code = { $kind ->
   *[frame] le code du cadre
    [element] le code de l’élément
}

## Health

health = État
refresh = Actualiser
server-log = Journal
metrics-link = Métriques pour Prometheus et Grafana
stations-since-start = Les stations depuis le démarrage
late-frames = Trames en retard
timing-percentile = Ponctualité (99e centile)
dead-air = Blancs
captions-column = Sous-titres
late-of-frames = { $late } sur { $frames }
over-a-second = plus de 1 s
seconds-number = { $seconds } s
captions-state = { $state ->
   *[off] désactivés
    [missing] activés, mais aucune reconnaissance vocale n’est installée
    [failing] la reconnaissance vocale échoue
    [listening] parole
    [waiting] en attente de parole
}
captions-problem = { captions-state } : { $problem }
captions-count = { $captions ->
    [one] { $captions } sous-titre
   *[other] { $captions } sous-titres
}
captions-restarts = { $restarts ->
    [one] { $restarts } redémarrage
   *[other] { $restarts } redémarrages
}
captions-skipped = { $seconds } s sautées
version = Version
running-for = En marche depuis
memory = Mémoire
disk-space = { $disk ->
    [data] Espace disque (données)
   *[music] Espace disque (musique)
}
disk-free = { $free } libres sur { $total } dans { $path }
disk-low = { $disk ->
    [data] { disk-free }. Libérez bientôt de la place, sinon les comptes, les journaux et les pochettes ne pourront plus être enregistrés
   *[music] { disk-free }. Libérez bientôt de la place, sinon on ne pourra plus ajouter de musique
}
disk-hung = ne répond plus depuis { $seconds } s : { $path }
disk-before = avant cela, { $free } libres sur { $total }
disk-unread = illisible : { $path }
clock-sync = { $state ->
   *[synchronised] synchronisée (NTP)
    [unknown] synchronisation de l’heure inconnue
    [off] pas synchronisée : activez NTP sur ce serveur, sinon les émissions commenceront à la mauvaise heure
}
clock-steady = { clock-sync } ; stable depuis le démarrage
clock-changed = { clock-sync } ; décalée de { $seconds } s depuis le démarrage ; les émissions et l’historique d’antenne suivent
clock = Horloge
database = Base de données
certificate = Certificat
certificate-expires = expire le { $time }
certificate-none = aucun : les mots de passe circulent sans chiffrement, sauf si un proxy placé devant utilise HTTPS
certificate-coming = pas encore : HTTPS fonctionnera dès qu’il aura été émis
certificate-orders = Demandes de certificat
order-failed = { $failures ->
    [one] { $problem } ; { $failures } échec, prochain essai : { $next }, pour { $names } auprès de { $directory }
   *[other] { $problem } ; { $failures } échecs, prochain essai : { $next }, pour { $names } auprès de { $directory }
}
order-valid = renouvellement : { $next }, pour { $names } auprès de { $directory }
order-ordering = demande en cours, pour { $names } auprès de { $directory }
directory = Annuaire
directory-listed = { $station } ({ $format }) figure dans { $directory }
directory-failed = { $station } ({ $format }) ne figure pas dans { $directory } : { $problem } ; prochain essai : { $next }
directory-sending = { $station } ({ $format }) est en cours d’envoi à { $directory }
log-lines = { $lines ->
    [one] { $lines } ligne en mémoire
   *[other] { $lines } lignes en mémoire
}
database-check = Contrôle de la base de données
check-database = Contrôler la base de données
cluster = Serveurs et edges
cluster-servers = Serveurs qui se remplacent
cluster-server = Serveur
cluster-stands-by = En attente
cluster-lag = Retard
cluster-clock-off = décalée de { $seconds } s
cluster-clock-fits = concorde
cluster-edges = Edges avec NATS
cluster-edge = Edge
cluster-from = Provenance
cluster-delay = Délai
cluster-no-edges = Aucun edge ne s’annonce par NATS.
backups = Sauvegardes
backup-failed = La dernière sauvegarde a échoué : { $problem }
backup-hours = Heures entre deux sauvegardes (0 : aucune)
backup-kept = Nombre à conserver
backup-files = Inclure la musique et les envois
backup-recipient = Chiffrer pour cette clé publique (age ou SSH)
save-backup-plan = Enregistrer le plan de sauvegarde
back-up-now = Sauvegarder maintenant
backups-in = Sauvegardes dans { $folder }
backups-in-running = Sauvegardes dans { $folder } ; une est en cours
backup-made = Date
size = Taille
no-backups = Pas encore de sauvegarde.
problems = Problèmes
problems-since-start = Problèmes depuis le démarrage
since-start-newest = Depuis le démarrage, les plus récents d’abord
last = Dernier
first = Premier
count = Nombre
no-problems = Aucun problème depuis le démarrage. Les avertissements et les erreurs sont comptés ici.

## Settings of a station

settings-of = Réglages de { $station }
settings-hint = Les changements s’appliquent aussitôt ; aucun auditeur n’est déconnecté.
station-renamed = Station renommée.
rename-station = Renommer la station
short-name-kept = Les adresses gardent le nom court { $slug }. Création : { $time }.
going-live = Passage en direct
crossfade-to-dj = Fondu vers un DJ et retour (s)
silence-after = L’AutoDJ reprend après un silence du DJ (s)
playout-delay = Retard du studio aux auditeurs en mode synchronisé (s)
broadcast-delay = Différé du direct, pour pouvoir supprimer avant l’antenne (s)
autodj-after-live = AutoDJ après un direct
second-dj = Un second DJ pendant un direct
over-time = Quand le temps d’un DJ est écoulé
song-requests = Demandes de titres
listener-calls = Appels d’auditeurs
autodj-choice = { $choice ->
   *[next-track] commence par le titre suivant
    [keeps-time] reprend là où en est la grille
}
second-dj-choice = { $choice ->
   *[refused] est refusé
    [waits] attend son tour
}
over-time-choice = { $choice ->
   *[keep] il reste à l’antenne jusqu’à son départ
    [end] son direct prend fin et AutoDJ reprend
}
requests-choice = { $choice ->
   *[on] activées
    [off] désactivées
}
calls-choice = { $choice ->
   *[off] désactivés
    [on] activés, quand un DJ ouvre la ligne
}
messages-choice = { $choice ->
   *[off] désactivés
    [on] activés
}
save-live-settings = Enregistrer les réglages du direct
archive = Archives
record = Enregistrer
archive-choice = { $choice ->
   *[off] rien
    [live] les DJ en direct
    [shows] les émissions de la grille
    [everything] tout
}
keep-days = Conserver pendant (jours)
keep-gb = Taille maximale (Go)
publish-automatically = Publier automatiquement les enregistrements
save-archive = Enregistrer les réglages d’archives
archive-hint = Une heure occupe environ 43 Mo. Quand la taille maximale est atteinte ou que le disque est presque plein, les heures les plus anciennes sont supprimées. Les auditeurs peuvent revenir en arrière aussi loin que vont les archives.
archive-rights = Droits musicaux : une licence de diffusion ne couvre en général pas les enregistrements avec musique que l’on peut écouter plus tard ou en podcast. Renseignez-vous auprès de votre société de gestion des droits avant d’enregistrer de la musique ; la parole et votre propre musique ne posent pas de problème. C’est pourquoi l’enregistrement est désactivé au départ.
directories = Annuaires
directories-hint = Les annuaires publics affichent la station, sa page, ses flux et le titre en cours.
directories-private = La station est privée, elle ne figure donc dans aucun annuaire.
directories-no-address = Le serveur ne connaît pas son adresse publique : définissez d’abord { $option } dans sa configuration.
icecast-directories = Annuaires Icecast
directory-choice = { $choice ->
   *[off] ne pas y figurer
    [on] y figurer quand la station est à l’antenne
}
genre = Genre
save-directory = Enregistrer les réglages d’annuaire
radio-browser-listed = Figure sur { $site } sous { $entry }. Modifiez la fiche là-bas.
radio-browser-ask = Ajouter { $station } à radio-browser.info ? Tout le monde peut y modifier les fiches.
radio-browser-added = Ajoutée à radio-browser.info.
radio-browser-add = Ajouter à radio-browser.info
captions-heading = Sous-titres
captions-for-live = Sous-titres pour la parole en direct
captions-choice = { $choice ->
   *[off] désactivés
    [on] activés
}
transcript = Transcription
transcript-choice = { $choice ->
   *[private] pour les DJ et responsables de cette station
    [public] publique
}
transcript-days = Conserver la transcription pendant (jours ; 0 : aussi longtemps que l’historique d’antenne)
save-captions = Enregistrer les réglages des sous-titres
captions-hint = Il faut une reconnaissance vocale, définie avec { $option } au démarrage du serveur ; voir { $manual }. L’AutoDJ n’a pas de sous-titres.
the-manual = le manuel
zone-and-separation = Fuseau horaire et règles de séparation
time-zone-empty = Fuseau horaire (vide : celui du serveur)
title-separation = Séparation des titres (minutes)
artist-separation = Séparation des artistes (minutes)
album-separation = Séparation des albums (minutes)
dj-software-heading = Logiciel de DJ
dj-software-hint = Réglages pour BUTT, Mixxx et les autres programmes qui émettent vers Icecast :
server-type = Type de serveur
address = Adresse
port = Port
mount-point = Point de montage
user = Utilisateur
source-user = { $name } avec le mot de passe source, ou le nom et le mot de passe d’un compte DJ
tls-off = non : le mot de passe circule sans chiffrement
tls = TLS (SSL)
format = Format
source-formats = Opus, Vorbis, FLAC, MP3 ou AAC
studio-hint = Dans le navigateur : { $studio }, avec un compte DJ. Créez des comptes sous { $djs }.
source-password-changed = Mot de passe source changé
new-source-password = Nouveau mot de passe source (vide : en créer un)
change-source-password = Changer le mot de passe source
source-password-hint = Un DJ en direct le reste ; le nouveau mot de passe est demandé dès la prochaine connexion.
folder-and-qualities = Dossier de musique et qualités de flux
music-folder-empty = Dossier de musique (vide : toute la bibliothèque)
qualities-lines = Qualités de flux, une par ligne (la première est celle par défaut)
qualities-possible = Possibles : { $qualities }.
save-folder = Enregistrer dossier et qualités
qualities-hint = Un nouveau dossier sert dès le prochain titre planifié, de nouvelles qualités en quelques secondes. Les auditeurs d’une qualité retirée continuent de l’entendre jusqu’à leur départ. Le MP3 (mp3-128) est toujours disponible, comme le FLAC et le son non compressé ; ils ne sont encodés que si quelqu’un écoute.
qualities-hint-aac = Un nouveau dossier sert dès le prochain titre planifié, de nouvelles qualités en quelques secondes. Les auditeurs d’une qualité retirée continuent de l’entendre jusqu’à leur départ. Le MP3 (mp3-128) et l’AAC (aac-128, he-aac-64, he-aac-32) sont toujours disponibles, comme le FLAC et le son non compressé ; ils ne sont encodés que si quelqu’un écoute.
delete-station = Supprimer la station
delete-station-summary = Supprimer { $station } …
delete-station-hint = La station quitte l’antenne ; ses playlists, émissions, file d’attente, réglages et mot de passe source sont supprimés. L’historique d’antenne et tous les fichiers de musique restent.
delete-station-ask = Supprimer la station { $station } ? C’est irréversible.
type-to-confirm = Saisissez { $slug } pour confirmer

## Colour, logo and access of a station

colour-and-logo = Couleur et logo
used-on = Visibles sur { $page } et dans le studio.
the-player-page = la page du lecteur
colour-saved = Couleur enregistrée.
station-colour = Couleur de la station
save-colour = Enregistrer la couleur
colour-restored = Couleur par défaut rétablie.
restore-colour = Rétablir la couleur par défaut
shades-of = Nuances de { $colour } : { $light } sur les pages claires, { $dark } sur les sombres
light-mode = Mode clair
dark-mode = Mode sombre
shades-hint = Là où un texte serait peu lisible dans cette couleur, une nuance plus foncée ou plus claire est utilisée.
logo-of = Logo de { $station }
logo-removed = Logo retiré.
logo-remove-ask = Retirer le logo ?
remove-logo = Retirer le logo
no-logo = Pas encore de logo.
upload-logo = Envoyer un logo (PNG, JPEG ou WebP, jusqu’à { $megabytes } Mo)
upload-logo-scripts = Pour envoyer un logo, il faut JavaScript.
access-heading = Accès des auditeurs
access-saved = Enregistré. Les auditeurs sans accès ont été déconnectés.
open-to = Ouverte à
access-choice = { $choice ->
   *[open] tout le monde
    [password] qui a le mot de passe d’écoute
    [account] qui a un compte pour cette station
}
new-listening-password = Nouveau mot de passe d’écoute (vide : garder l’actuel)
choose-listening-password = Mot de passe d’écoute (au moins 10 caractères)
save-access = Enregistrer l’accès
guest-link-hint = Avec un lien d’invité, on écoute sans mot de passe jusqu’à son expiration.
guest-links-only = Aucun mot de passe d’écoute n’est encore défini : seuls les liens d’invité et les comptes donnent accès.
guest-link-created = Lien d’invité créé
valid-for-hours = Valable pendant (heures)
create-guest-link = Créer un lien d’invité
guest-links-revoked = Tous les liens d’invité ont été révoqués.
guest-links-revoke-ask = Révoquer tous les liens d’invité ? Les personnes qui écoutent ainsi seront déconnectées.
revoke-guest-links = Révoquer tous les liens d’invité

## Stations

music-from = Musique de
stream-qualities = Qualités de flux
links = Liens
silence-no-music = Silence : pas de musique dans son dossier
starting = Démarrage
all-music = Toute la musique
settings = Réglages
add-station = Ajouter une station
add-station-hint = Une nouvelle station est à l’antenne en quelques secondes. Les auditeurs des autres stations ne remarquent rien.
station-created = Station créée
short-name = Nom court pour les adresses
short-name-hint = Lettres minuscules, chiffres et tirets, par exemple { $example }. Ne peut plus être changé ensuite.
music-folder = Dossier de musique
music-folder-hint = Un dossier dans { $folder }. Laissez vide pour diffuser toute la bibliothèque.
qualities-new-hint = Une par ligne ; la première est celle par défaut. Possibles : { $qualities }.
source-password = Mot de passe source
source-password-new-hint = Les logiciels de DJ se connectent avec lui. Laissez vide pour en créer un, affiché une seule fois.
create-station = Créer la station

## Listeners

listeners-of = Auditeurs · { $station }
listeners-right-now = { $listeners ->
    [0] Aucun auditeur en ce moment
    [one] { $listeners } auditeur en ce moment
   *[other] { $listeners } auditeurs en ce moment
}
share-player-page = Partagez { $page }, ou copiez une adresse de flux sous « { $addresses } ».
quality = Qualité
player = Lecteur
listeners-unavailable = La liste des auditeurs n’est pas disponible pour le moment. Réessayez dans un instant.
listeners-longest-first = Auditeurs, les plus longues écoutes d’abord
listening-for = Écoute depuis
delay-column = Retard
lost-column = Perdu
data-column = Données
disconnect = Déconnecter
connection-kind = { $kind ->
   *[web-socket] WebSocket, { $quality }
    [stream] Flux, { $quality }
}
disconnected = Déconnecté.
disconnect-number = Déconnecter le numéro { $number }, { $address }
listeners-hint = Une adresse peut représenter tout un foyer. Beaucoup de lecteurs se reconnectent d’eux-mêmes après une déconnexion.
history = Évolution
period = Période
range = { $range ->
   *[hour] heure
    [day] jour
    [week] semaine
    [month] mois
}
peak = Pic : { $listeners }.
no-shows-in-period = Aucune émission dans cette période. { $schedule } pour voir les auditeurs par émission.
add-shows = Ajoutez des émissions à la grille
no-data-yet = Pas encore de données pour cette période. Revenez dans quelques minutes.
player-kind = { $player ->
    [browser] Navigateurs
    [desktop] Lecteurs sur ordinateur
    [phone] Applis de téléphone
    [car] Voitures
    [speaker] Enceintes et postes de radio
    [program] Programmes
    [other] Autres
   *[unknown] { $player }
}
output-name = { $format ->
    [ws] Page du lecteur (WebSocket)
    [edge] Edge (WebSocket)
    [opus] Flux (Ogg Opus)
    [opus-chained] Flux (Ogg Opus avec titres)
    [mp3] Flux (MP3)
    [aac] Flux (AAC)
    [flac] Flux (FLAC)
    [wav] Flux (WAV)
   *[other] { $format }
}
plot-listeners = Auditeurs
plot-average = En moyenne
plot-most = Au plus
plot-by-output = Par sortie
plot-by-player = Par lecteur
plot-by-programme = Par programme
plot-listeners-average = Auditeurs en moyenne
plot-last-hour = Auditeurs à chaque minute de la dernière heure
plot-label = { $caption } ; les chiffres sont dans le tableau ci-dessous
plot-numbers = { $caption } : les chiffres
show-numbers = Afficher les chiffres
from-time = De

## The playback history

history-of = Historique d’antenne, { $station }
history-source = { $source ->
   *[autodj] AutoDJ
    [live] Direct
    [relay] Relais
    [emergency-loop] Boucle de secours
    [silence] Silence
}
playback-history = Historique d’antenne
history-hint = Tout ce qui est passé à l’antenne, avec les heures et les auditeurs (la conduite réelle).
day-empty-all = Jour (vide : tous)
title-artist-album-dj = Titre, artiste, album ou DJ
all-sources = Toutes
all-days = Tous les jours
days = Jours
previous-day = Jour précédent
next-day = Jour suivant
today = Aujourd’hui
titles-total = Titres
performances = Écoutes
performances-are = { $performances } (titres × auditeurs)
listening-hours = Heures d’écoute
listening-hours-are = { $hours } h, tous auditeurs confondus
newest-entries = { $count ->
    [one] Seule l’entrée la plus récente est affichée ({ $count }). Choisissez un jour, ou plus de mots.
   *[other] Seules les { $count } entrées les plus récentes sont affichées. Choisissez un jour, ou plus de mots.
}
length = Durée
title-column = Titre
peak-listeners = Pic d’auditeurs
source-with-dj = { history-source } : { $dj }
no-matches-all-days = Aucun résultat. Essayez avec moins de mots, ou tous les jours.
history-empty = Rien n’est passé à l’antenne ce jour-là. L’historique commence au premier démarrage de la station.
royalty-report = Relevé de droits
royalty-hint = Au format de SoundExchange : une ligne par enregistrement, avec ses écoutes.
from-date = Du
until-date = Au (non compris)
service-name = Nom du service
transmission-category = Catégorie de transmission (A–Z)
download-report = Télécharger le relevé
history-times = Fuseau horaire de cette page : { $zone } ; les téléchargements et le relevé sont en UTC.

## The log of the server

logs-hint = Les 200 lignes correspondantes les plus récentes, parmi les 1000 dernières. Le journal complet est sur la sortie d’erreur standard du serveur.
level-choice = { $choice ->
   *[info] tous
    [warn] avertissements et erreurs
    [error] erreurs
}
lines-of-log = Lignes du journal
log-level = { $level ->
   *[info] info
    [warn] avert.
    [error] erreur
}
no-matches-levels = Aucun résultat. Choisissez tous les niveaux, ou moins de mots.

## The preview of the programme

preview-of = Aperçu, { $station }
preview = Aperçu
preview-hint = Ce que l’AutoDJ diffuserait à partir de maintenant, sans DJ en direct, demandes ni titres mis en file à la main. Les titres déjà dans la file d’attente peuvent différer.
hours = Heures
show-preview = Afficher l’aperçu
reason-column = Provenance
fades-in = entre en fondu
separation-skipped = { $rule ->
   *[album] séparation des albums ignorée
    [artist] séparation des artistes ignorée
    [title] séparation des titres ignorée
    [repeat] séparation des répétitions ignorée
}
library-empty = La bibliothèque est vide. { $upload } d’abord.
times-of-zone = Les heures sont dans le fuseau horaire de la station, { $zone }.
# Why a track plays: it is from …
why-library = la bibliothèque
why-playlist = playlist { $playlist }
why-jingle = jingle { $playlist }
why-show = émission { $show }
why-show-playlist = émission { $show }, playlist { $playlist }
why-clock = émission { $show }, horloge { $clock }, playlist { $playlist }

## Clocks

clocks-of = Horloges, { $station }
clocks = Horloges
clocks-hint = Une horloge dit de quelle playlist vient chaque titre d’une heure. Elle se répète toutes les heures, et recommence quand elle arrive à sa fin.
clock-used-by = Sert à { $shows }.
clock-unused = Ne sert encore à aucune émission.
no-clocks = Il n’y a pas encore d’horloge.
create-clock-below = Créez-en une ci-dessous, puis choisissez-la pour une émission.
clock-needs-playlists = Une horloge se compose de playlists : { $create } d’abord.
create-those = créez-les
create-a-clock = Créer une horloge
clock-created = Horloge créée.
playlists-of-hour = Playlists de l’heure
clock-lines-hint = Une playlist par ligne. Avant son nom : { $after } commence avec le premier titre après la demie, { $late } avec deux minutes de retard au plus, { $exact } termine en fondu le titre en cours.
create-clock = Créer l’horloge
clock-of = { $clock }, horloge de { $station }
all-clocks = Toutes les horloges
edit-clock = Modifier l’horloge
save-clock = Enregistrer l’horloge
delete-clock = Supprimer l’horloge
clock-in-use = Sert à : { $shows }. Faites-leur diffuser autre chose avant de supprimer l’horloge.
delete-clock-ask = Supprimer l’horloge { $clock } ?
# { $minute } are two digits: at :05
clock-item-exact = À :{ $minute } précises, { $playlist } : ce qui passe est coupé en fondu
clock-item-late = À :{ $minute }, { $playlist }, avec { $late } minutes de retard au plus

## The schedule

schedule-of = Grille, { $station }
add-show = Ajouter une émission
no-shows = Pas encore d’émission : l’AutoDJ diffuse la rotation normale toute la semaine.
add-show-for = { $add }, pour tout ce qui a une heure fixe : les infos, un DJ, une soirée jazz.
weeks = Semaines
previous-week = Semaine précédente
this-week = Cette semaine
next-week = Semaine suivante
drag-hint = Faites glisser une émission pour la déplacer, ou son bord inférieur pour changer sa durée. Au clavier : les flèches la déplacent, Maj et les flèches changent sa durée, Entrée ouvre l’aperçu, Échap annule. Rien n’est enregistré tant que vous n’appuyez pas sur Enregistrer.
draw-hint = Faites glisser sur une plage libre pour y ajouter une émission. Sur un écran tactile, maintenez d’abord un doigt sur la plage libre.
add-show-on = Ajouter une émission : { $day }
normal-rotation = Rotation normale.
not-saved-yet = Pas encore enregistré
undo = Annuler
overlapping-shows = Chevauchements
all-shows = Toutes les émissions
when = Quand
plays = Diffuse
start = Début
separation-rules = Règles de séparation
separation-hint = L’AutoDJ attend ce temps avant de repasser un titre, un artiste ou un album. S’il ne reste aucun titre, il ignore d’abord la séparation des albums, puis celle des artistes, puis celle des titres.
title-minutes = Titre (minutes)
artist-minutes = Artiste (minutes)
album-minutes = Album (minutes)
zone-hint = Pour les émissions, les horloges et l’historique d’antenne. Vide : le fuseau horaire du serveur.
separation-are = L’AutoDJ attend { $title } minutes avant de repasser un titre, { $artist } pour un artiste, { $album } pour un album.
# 30 to 6 December 2026
week-in-month = { $from ->
    [1] Du 1er au { $day } { month } { $year }
   *[other] Du { $from } au { $day } { month } { $year }
}
week-in-months = Du { $from } au { $to }
day-and-month = { $day ->
    [1] 1er
   *[other] { $day }
} { month }
short-day-number = { weekday-short } { $day }
# { $names } are short names of days
show-days = { $days ->
    [daily] Tous les jours
    [weekdays] Du lundi au vendredi
   *[other] { $names }
}
show-when = { $days }, de { $from } à { $to }
plays-playlist = Playlist { $playlist }
plays-clock = Horloge { $clock }
plays-track = Titre { $track }, une fois
plays-dj = DJ en direct, rotation normale jusqu’à sa connexion
plays-dj-playlist = DJ en direct, playlist { $playlist } jusqu’à sa connexion
plays-relay = Relais de { $address }
starts-on-time = Commence à l’heure, le titre d’avant est coupé en fondu
starts-late = Commence avec le titre suivant, avec { $late } minutes de retard au plus
show-on-time = { $show } : { $when } ; commence à l’heure, le titre d’avant est coupé en fondu. { $plays }.
show-late = { $show } : { $when } ; commence avec le titre suivant, avec { $late } minutes de retard au plus. { $plays }.
show-with-djs = Avec { $djs }.
conflict = { $reason ->
    [dated] { $when } : on entend { $heard }, et non { $unheard }, car la première n’a lieu qu’à cette date.
    [later] { $when } : on entend { $heard }, et non { $unheard }, car la première commence plus tard.
   *[first] { $when } : on entend { $heard }, et non { $unheard }, car les deux commencent en même temps et le nom de la première vient avant.
}
# { $to } is a time
conflict-then = { $then ->
    [goes-on] { conflict } { $unheard } continue à { $to }.
    [begins] { conflict } { $unheard } commence à { $to }.
    [lost] { conflict } Cette fois, on n’entend pas du tout { $unheard }.
   *[nothing] { conflict }
}
zone-of-machine = celui de la machine

## A show

new-show = Nouvelle émission
page-of-station = { $page }, { $station }
back-to-schedule = Retour à la grille
every-week-on = Chaque semaine, le
once-on = Une fois, le
date-field = Date
to-time = À
choose = Choisir
plays-group = { $group ->
   *[playlist] Playlist
    [clock] Horloge
    [live] Direct
    [other] Autre
}
choose-dj = DJ en direct (rotation normale jusqu’à sa connexion)
choose-dj-playlist = DJ en direct ({ $playlist } jusqu’à sa connexion)
choose-missing-track = Un titre qui manque actuellement
choose-track = { $track }, une fois
choose-relay = Un autre flux (saisissez son adresse ci-dessous)
stream-to-relay = Adresse du flux à relayer
latest-start = Retard maximal (minutes)
latest-start-hint = Attend au plus ce temps la fin du titre en cours. Vide : commence à l’heure et coupe le titre en fondu.
show-djs = DJ
show-djs-hint = Ils peuvent passer en direct de dix minutes avant l’émission jusqu’à sa fin, en plus des horaires de leur compte. Un compte sans horaires le peut toujours ; écrivez { $word } dans ses horaires pour le limiter à ses émissions.
preview-show = Voir l’aperçu
show-replaces = Il existe une émission de ce nom. L’enregistrement la remplace.
no-other-show = Pas d’autre émission à ce moment.
save-show = Enregistrer { $show }
preview-caption = Ce que l’AutoDJ diffuserait, sans DJ en direct ni demandes
show-hint = Choisissez un horaire et ce que l’émission diffuse. Un aperçu et les émissions qui se chevauchent s’affichent ici avant tout enregistrement.
rename-show = Renommer l’émission
delete-show = Supprimer l’émission
delete-show-ask = Supprimer l’émission { $show } ?
show-colour = Couleur
show-colour-name = { $colour ->
   *[none] Aucune couleur
    [red] Rouge
    [orange] Orange
    [yellow] Jaune
    [green] Vert
    [blue] Bleu
    [purple] Violet
    [pink] Rose
    [grey] Gris
}

## A single day of a show

# { $day } is a date such as "Fri 4 December 2026"
only-on = Seulement : { $day }
on-as-usual = Annuler : comme d’habitude ce jour-là
cancel-it = La supprimer ce jour-là
move-it = La déplacer
note-for-listeners = Note pour les auditeurs (facultatif)
cancel-on = Pas d’émission : { $day }
move-only = Déplacer seulement : { $day }
length-minutes = Durée (minutes)
every-week = Chaque semaine
coming-days = Prochains jours
coming-days-hint = Annulez ou déplacez ici un seul jour. Toutes les autres semaines restent inchangées.
change-this-day = Annuler ou déplacer

## Results that are shown once

copy-now = Copiez-le maintenant ; vous ne le reverrez plus.
dj-sheet = Pour le DJ : ouvrez le studio dans un navigateur et connectez-vous, ou saisissez le serveur, le port et le point de montage dans un logiciel de DJ (type de serveur Icecast 2).
copy-all = Tout copier
print = Imprimer
password-chosen = celui que vous avez choisi
not-in-library = Absents de la bibliothèque :
result = { $field ->
   *[name] Nom
    [slug] Nom court
    [password] Mot de passe
    [source_password] Mot de passe source
    [token] Jeton
    [secret] Secret
    [page] Lien
    [ends_at] Valable jusqu’au
    [problem] Problème
    [listed] Titres dans le fichier
    [found] Titres importés
    [studio] Studio
    [server] Serveur
    [port] Port
    [mount] Point de montage
}
done = Terminé
database-sound = Contrôle de la base réussi
database-unsound = Contrôle de la base échoué

## DJs and people

djs-of = DJ de { $station }
djs-hint = Toutes les personnes de cette liste peuvent passer en direct sur cette station, depuis { $studio } ou avec { $software }. Vous pouvez modifier les DJ qui n’appartiennent qu’à cette station ; un administrateur modifie les autres.
dj-hours = { $name } : { $hours }
dj-role-hours = { $name }, { role } : { $hours }
any-time = à toute heure
hours-on-air = Heures d’antenne
save-hours = Enregistrer les heures
password-changed = Mot de passe changé
new-password-or-empty = Nouveau mot de passe (vide : en créer un)
set-password = Définir le mot de passe
delete-account-ask = Supprimer le compte { $name } ?
delete-account = Supprimer le compte
dj-of-others = Ce compte appartient aussi à d’autres stations ou en gère une. Un administrateur peut le modifier.
no-djs = Pas encore de DJ. Ajoutez-en un ci-dessous et donnez-lui le mot de passe.
add-a-dj = Ajouter un DJ
dj-created = Compte DJ créé
name-hint = Pour se connecter. Lettres, chiffres, points, tirets et tirets bas ; pas d’espaces.
hours-hint = Une plage horaire par ligne, par exemple { $example }. Vide : toujours.
dj-hours-hint = Une plage horaire par ligne, par exemple { $example }. Vide : toujours. Écrivez { $word } pour les émissions qui nomment le DJ.
password-hint = Au moins 10 caractères. Laissez vide pour en créer un, affiché une seule fois.
add-dj = Ajouter le DJ
people-hint = Les administrateurs peuvent tout faire. Les responsables gèrent les stations choisies et leurs DJ. Les DJ passent en direct sur les stations choisies, aux heures que vous définissez.
person = { $name } : { role }, { $stations }
# { $hours } are times such as fri 20:00-23:00
person-hours = { person }, { $hours }
person-you = { $name } (vous)
all-stations = toutes les stations
no-station = pas encore de station
password-is-created = créé par Longwave, à changer à la prochaine connexion
password-is-own = choisi par son titulaire
signed-in = Connexions
session-used = { $browser }, dernier usage : { $time }
signed-in-nowhere = aucune
role-field = Rôle
save-account = Enregistrer le compte
oidc-email = Adresse e-mail chez { $provider }
oidc-email-hint = La personne qui y possède cette adresse vérifiée se connecte à ce compte ; la première à le faire le garde. Vide : mot de passe seulement.
oidc-linked = Lié à la personne qui s’est connectée la première. Une autre adresse supprime ce lien.
signed-out-everywhere = Déconnexion faite partout.
totp-off-ask-other = Désactiver la double authentification de { $name } ? La connexion se fera alors avec le mot de passe seul.
totp-is-off = La double authentification est désactivée.
turn-off-two-factor = Désactiver la double authentification
add-an-account = Ajouter un compte
account-created = Compte créé
add-account = Ajouter le compte

## API tokens

api-tokens = Jetons API
tokens-hint = Les programmes utilisent { $api } avec un jeton : ils envoient { $header }. Un jeton ne fonctionne plus quand le compte qui l’a créé n’est plus administrateur.
the-api = l’API
program = Programme
permissions = Droits
expires = Expiration
token-all-stations = toutes
created-by = par { $name }
never = jamais
time-expired = { $time } (expiré)
delete-token-ask = Supprimer le jeton de { $name } ? Le programme ne pourra plus utiliser l’API.
delete-name = Supprimer { $name }
no-tokens = Il n’y a pas encore de jeton. Créez-en un ci-dessous pour un programme qui utilise l’API.
create-a-token = Créer un jeton
token-created = Jeton API créé
program-name = Nom du programme
program-hint = Lettres, chiffres, points, tirets et tirets bas ; pas d’espaces.
permissions-legend = Droits (écrire comprend lire)
tokens-can-do-all = Un programme avec { $scope } peut créer des administrateurs, il peut donc tout faire.
stations-none-all = Stations (aucune choisie : toutes)
valid-days = Valable … jours (vide : sans expiration)
create-token = Créer le jeton
token-once = Le jeton ne s’affiche qu’une fois, après sa création.

## Two-factor authentication and password

two-factor-hint = Protège votre compte même si quelqu’un apprend votre mot de passe : la connexion demande alors aussi un code de votre téléphone. Les logiciels de DJ et le studio ne peuvent pas demander de code ; donnez-leur un mot de passe d’application de cette page au lieu du vôtre.
turn-on = Activer
needs-authenticator = Il vous faut une application d’authentification (TOTP) sur votre téléphone. N’importe laquelle convient.
now-scan = Scannez maintenant le code.
current-password = Mot de passe actuel
set-up = Configurer
scan-code = 1. Scannez ce code
scan-hint = Scannez-le avec l’application d’authentification, ou saisissez la clé ci-dessous. Sur le téléphone lui-même, { $link }.
open-this-link = ouvrez ce lien
qr-for-authenticator = Code QR pour l’application d’authentification
save-recovery = 2. Conservez vos codes de récupération
recovery-hint = Si vous perdez votre téléphone, chacun d’eux vous connecte une fois. Ils ne s’affichent plus après la confirmation.
confirm-step = 3. Confirmez
totp-is-on = La double authentification est activée.
totp-on-heading = La double authentification est activée
recovery-left = { $codes ->
    [0] Il ne vous reste aucun code de récupération. Désactivez puis réactivez la double authentification pour en obtenir d’autres.
    [one] Il vous reste { $codes } code de récupération.
   *[other] Il vous reste { $codes } codes de récupération.
}
totp-off-ask = Désactiver la double authentification ?
app-passwords = Mots de passe d’application
delete-app-password-ask = Supprimer le mot de passe d’application { $name } ? Le programme qui l’utilise sera déconnecté.
name-deleted = { $name } supprimé.
app-password-created = Mot de passe d’application créé
create-app-password = Créer un mot de passe d’application
choose-own-password = Choisissez votre propre mot de passe
choose-own-hint = Le mot de passe de votre connexion a été affiché au démarrage du serveur. Choisissez-en un que vous seul connaissez.
new-password = Nouveau mot de passe (au moins 10 caractères)
repeat-password = Répéter le nouveau mot de passe
password-changes-sessions = Votre connexion reste ouverte ici ; toutes les autres sont fermées.

## Activity

activity = Activité
activity-hint = Qui a changé quoi : les 10 000 derniers changements.
type-or-name = Type ou nom
changes-newest-first = Changements, les plus récents d’abord
change = Changement
from-address = Depuis l’adresse
older-changes = Changements plus anciens
no-changes = Aucun résultat. Tout changement fait ici ou par l’API figure sur cette page.

## Song requests

requests-of = Demandes, { $station }
request-refusal = { $reason ->
   *[off] Refusée : les demandes étaient désactivées
    [not-there] Refusée : titre introuvable
    [queued] Refusée : le titre ou son artiste était déjà dans la file d’attente
    [heard-lately] Refusée : le titre ou son artiste venait de passer
    [too-many-of-a-person] Refusée : limite horaire de cet auditeur atteinte
    [too-many] Refusée : limite horaire de tous les auditeurs atteinte
}
request-added = Ajoutée à la file d’attente
requests-are-on = Les auditeurs peuvent demander des titres sur { $page } : { $each } par heure chacun, { $all } par heure pour tous ensemble. Les règles de séparation s’appliquent.
the-programme-page = la page du programme
requests-are-off = Les demandes de titres sont désactivées.
requests-on-now = Les auditeurs peuvent maintenant demander des titres.
turn-off-requests = Désactiver les demandes
turn-on-requests = Activer les demandes
in-the-queue = Dans la file d’attente
removed-title = { $title } : retiré de la file d’attente.
remove-title = Retirer { $title }
no-requests-queued = Aucune demande dans la file d’attente.
recent-requests = Demandes récentes
requests-counted = { $requests ->
    [one] { $requests } demande, dont refusées : { $refused }. Des refus répétés en dix minutes ne figurent qu’une fois.
   *[other] { $requests } demandes, dont refusées : { $refused }. Des refus répétés en dix minutes ne figurent qu’une fois.
}
request-result = Résultat
no-requests = Pas encore de demande. Les auditeurs demandent des titres sur { $page } ; partagez son lien.
limits = Limites
requests-per-listener = Demandes par heure et par auditeur
requests-per-hour = Demandes par heure, tous auditeurs
save-limits = Enregistrer les limites

## Recordings

recordings-of = Enregistrements, { $station }
recording-off = L’enregistrement est désactivé.
recording-turn-on = Activez-le ici : { $settings }.
archive-settings = Archives dans les réglages
recording-ask = Demandez à un responsable de l’activer.
recorded = { $archive ->
    [live] Les directs sont enregistrés. Chacun s’affiche ici quelques secondes après sa fin. Espace disque utilisé : { $size }.
    [shows] Les émissions de la grille sont enregistrées. Chacune s’affiche ici quelques secondes après sa fin. Espace disque utilisé : { $size }.
   *[everything] Tout est enregistré. Chaque émission de la grille s’affiche ici quelques secondes après sa fin. Espace disque utilisé : { $size }.
}
recordings-published = Les enregistrements publiés sont sur la { $page } et dans le { $feed }.
programme-page = page du programme
podcast-feed = flux du podcast
recording-state = { $state ->
    [published] { $time }, { $length } · publié
    [hidden] { $time }, { $length } · non public
   *[recording] { $time } · en cours…
}
download = Télécharger : { $files }
mp3-in-preparation = MP3 en préparation
hide = Masquer
hide-title = Masquer { $title }
publish = Publier
publish-title = Publier { $title }
delete-recording-ask = Supprimer cet enregistrement et ses fichiers ?
title-and-description = Titre et description
description = Description
save-details = Enregistrer les détails
no-recordings = Il n’y a pas encore d’enregistrement. Voyez { $history } pour tout ce qui est passé à l’antenne.
the-playback-history = l’historique d’antenne
recording-show = Émission
episode-upload = Envoyer un épisode
episode-file = Fichier audio, 2 Go au plus
episode-progress = Envoyé jusqu’ici
episode-send = Envoyer
episode-sent = Le fichier est arrivé. Les fichiers Opus et MP3 sont en préparation.
episode-state = { $state ->
   *[receiving] Le fichier est en cours d’envoi.
    [transcoding] Le fichier est arrivé. Les fichiers Opus et MP3 sont en préparation.
    [refused] Le fichier a été refusé :
}
feeds-of-shows = Flux des émissions :
recording-picture = Image
recording-picture-saved = L’image est enregistrée.
recording-picture-remove = Retirer l’image
recording-picture-removed = L’image est retirée.
trim-recording = Raccourcir
trim-from = Début, en secondes
trim-to = Fin, en secondes
trim-here = Position du lecteur
recording-missing = Son fichier n’est plus sur le disque, et le podcast l’omet. Remettez { $file } dans le dossier d’archive de la station, ou supprimez l’enregistrement.
trim-hint = Le son n’est pas réencodé. Ce qui est coupé disparaît de l’enregistrement.
trim-ask = Couper tout ce qui précède le début et suit la fin ?
trimmed = Raccourci.
repeat-recording = Rediffuser
repeat-hint = Une copie entre dans la bibliothèque, comme parole. De là, elle se met dans la file ou dans la grille, comme tout titre.
repeat-send = Mettre dans la bibliothèque
repeat-done = Elle est ajoutée à la bibliothèque.

## The transcript

transcript-of = Transcription, { $station }
transcript-hint = { $access ->
   *[public] La parole en direct telle que la reconnaissance vocale l’a comprise. Tout le monde peut y chercher.
    [private] La parole en direct telle que la reconnaissance vocale l’a comprise. Seuls les DJ et les responsables de cette station peuvent y chercher.
}
transcript-kept = { $days ->
    [0] Elle est conservée aussi longtemps que l’historique d’antenne.
    [one] Elle est conservée { $days } jour.
   *[other] Elle est conservée { $days } jours.
}
captions-are-off = Les sous-titres sont désactivés.
captions-turn-on = Activez-les ici : { $settings }.
captions-settings = Sous-titres dans les réglages
captions-ask = Demandez à un responsable de les activer.
captions-missing = Les sous-titres sont activés, mais aucune reconnaissance vocale n’est installée. Démarrez le serveur avec { $option } ; le { $manual } l’explique.
manual = manuel
captions-failing = La reconnaissance vocale s’est arrêtée et redémarre.
spoken-words = Mots prononcés
newest-matches = { $count ->
    [one] Seul le résultat le plus récent est affiché ({ $count }).
   *[other] Seuls les { $count } résultats les plus récents sont affichés.
}
text = Texte
newest-first = Les plus récents d’abord. Fuseau horaire : { $zone }.
no-speech = Pas encore de parole reconnue.

## Types and tags of tracks

library = Bibliothèque
tracks = Titres
album = Album
added = Ajout
last-played = Dernier passage
save = Enregistrer
new-name = Nouveau nom
track-type = { $type ->
   *[music] Musique
    [jingle] Jingle
    [id] ID de station
    [ad] Pub
    [talk] Parole
}
type-saved = Type enregistré.
type-hint = Seule la musique passe dans la rotation normale. Les jingles, les ID de station et les pubs passent entre les musiques, la parole là où une playlist le demande.
any = Tous
from-year = À partir de l’année
to-year = Jusqu’à l’année
folder = Dossier
remove-from-library = Retirer de la bibliothèque

## The library

library-pages = Pages de la bibliothèque
folders = Dossiers
# The tab of tracks that were removed
removed-tab = Retirés
library-tracks = { $tracks ->
    [0] Aucun titre
    [1] Un titre
   *[other] { $tracks } titres
}
library-state = { library-tracks }.
library-measuring = { library-tracks } ; loudness mesurée : { $measured }, le reste suit.
library-scanning = { $files ->
    [one] { library-tracks } ; { $files } fichier est encore en cours d’analyse.
   *[other] { library-tracks } ; { $files } fichiers sont encore en cours d’analyse.
}
library-measuring-scanning = { $files ->
    [one] { library-tracks } ; loudness mesurée : { $measured }, le reste suit ; { $files } fichier est encore en cours d’analyse.
   *[other] { library-tracks } ; loudness mesurée : { $measured }, le reste suit ; { $files } fichiers sont encore en cours d’analyse.
}
type-as-folder-usually = Comme leur dossier (en général musique)
upload-for-all = Toutes les stations qui diffusent toute la bibliothèque
upload-for-one = { $station } seulement
library-upload-scripts = Pour envoyer des fichiers, il faut JavaScript. Sinon, copiez-les dans le dossier de musique du serveur : ils apparaissent ici en quelques secondes.
recent-uploads = Envois récents
recent-uploads-count = Envois récents ({ $uploads })
upload-part = { $percent } % envoyés : choisissez de nouveau le même fichier pour continuer
clear = Ôter
clear-name = Ôter { $name } de la liste
upload-cleared = Ôté de la liste.
search-library = Rechercher dans la bibliothèque
added-within = { $period ->
   *[any] N’importe quand
    [day] Depuis hier
    [week] Depuis une semaine
    [month] Depuis un mois
    [year] Depuis un an
}
sort-by = Trier par
sort-choice = { $sort ->
   *[best] Pertinence
    [artist] Artiste
    [title] Titre
    [album] Album
    [length] Durée
    [added] Date d’ajout
    [last-played] Dernier passage
    [plays] Passages
}
sort-order = Ordre
sort-order-choice = { $order ->
   *[ascending] Croissant
    [descending] Décroissant
}
loudness-not-measured = Loudness pas encore mesurée
never-played = Jamais passés
show-all = Tout afficher
tracks-found = { $tracks ->
    [one] { $tracks } titre trouvé.
   *[other] { $tracks } titres trouvés.
}
select-all-here = Sélectionner toute la page
select-column = Sélectionner
play-column = Écouter
library-column = { $column ->
   *[title] Titre
    [artist] Artiste
    [album] Album
    [genre] Genre
    [year] Année
    [length] Durée
    [added] Ajout
    [last-played] Dernier passage
    [plays] Passages
}
select-title = Sélectionner { $title }
play-title = Écouter { $title }
measuring = Mesure en cours…
# Stands before a date or played-never
last-played-label = Dernier passage :
played-never = Jamais
# How often a track was played; stands before a number
plays-label = Passages :
no-matches-filters = Aucun résultat. Utilisez moins de filtres, ou { $all }.
# Stands in no-matches-filters
show-all-tracks = affichez tous les titres
no-music-upload = Il n’y a pas encore de musique. Déposez des fichiers ci-dessus, ou copiez-en dans le dossier de musique du serveur.
no-music-ask = Il n’y a pas encore de musique. Demandez à un responsable d’en ajouter.
selected-tracks = Titres sélectionnés
select-all-found = { $tracks ->
    [one] { $tracks } résultat de la recherche
   *[other] Les { $tracks } résultats de la recherche
}
select-all-tracks = { $tracks ->
    [one] { $tracks } titre, soit tout
   *[other] Tous les { $tracks } titres
}
clear-selection = Annuler la sélection
progress = Avancement
edit-tags = Modifier les tags
year = Année
empty-fields-stay = Les champs vides restent inchangés.
save-edited-tags = Enregistrer les tags
set-type = Définir le type
type-as-their-folder = Comme leur dossier
add-to-playlist = Ajouter à la playlist
# { $page } is the name of the page of playlists
no-playlist-by-hand = Il n’y a pas encore de playlist à la main. Créez-en une sur la page « { $page } » d’une station.
# { $removed } is a link to the page removed-tab
remove-tracks-hint = Les titres ne passent plus et leurs fichiers sont mis de côté. Vous pouvez les restaurer sous « { $removed } ».

## Folders

folders-hint = Le type d’un dossier vaut pour ses titres, y compris les nouveaux, et pour les dossiers qu’il contient, sauf s’ils ont leur propre type. Un type défini pour un titre a priorité.
files = Fichiers
type-of-name = Type de { $name }
save-type-of-name = Enregistrer le type de { $name }
type-as-above = Comme le dossier au-dessus
type-as-above-is = Comme le dossier au-dessus ({ track-type })
no-folders = Toute la musique est dans un seul dossier, sans dossiers à l’intérieur.

## A track

length-unknown = Encore inconnue
loudness = Loudness
not-measured = Pas encore mesurée
type-of-folder = { track-type }, comme son dossier
type-as-folder = Comme son dossier
type-as-folder-is = Comme son dossier ({ track-type })
in-no-playlist = Dans aucune
upload-cover = Envoyer une pochette (PNG, JPEG ou WebP, jusqu’à { $megabytes } Mo)
replace-cover = Remplacer la pochette (PNG, JPEG ou WebP, jusqu’à { $megabytes } Mo)
# { $name } is the name of a file
upload-cover-scripts = Pour envoyer une pochette, il faut JavaScript. Sinon, placez une image nommée { $name } à côté du fichier.
sound = Son
waveform = Forme d’onde
waveform-with-points = Forme d’onde avec repères
waveform-soon = Tracé de la forme d’onde…
waveform-none = La forme d’onde n’est pas disponible pour ce fichier.
details = Détails
edits-in-file = Vos changements remplacent les tags du fichier et y sont écrits en quelques secondes. Les repères ne sont gardés que sur le serveur.
edits-not-in-file = Vos changements ne remplacent les tags du fichier que dans Longwave ; le fichier lui-même reste inchangé.
tag-settings = Réglages des tags
edits-unwritten = Les tags n’ont pas encore pu être écrits dans le fichier : { $reason }. Longwave les utilise quand même.
saved-next-play = Enregistré. S’applique dès le prochain passage du titre.
tag-name = { $tag ->
   *[title] Titre
    [artist] Artiste
    [album] Album
    [genre] Genre
    [year] Année
    [isrc] ISRC
    [label] Label
}
in-the-file = Dans le fichier : { $text }
in-the-file-empty = Dans le fichier : vide
cue-points-seconds = Repères (secondes)
cue-point = { $point ->
   *[cue_in] Cue in
    [intro_end] Fin d’intro
    [ending_start] Enchaînement
    [cue_out] Cue out
}
cue-point-hint = { $point ->
   *[cue_in] La lecture commence ici ; le silence qui précède est sauté.
    [intro_end] Un DJ ou un jingle peut parler sur le titre jusqu’ici.
    [ending_start] Le titre suivant peut commencer à partir d’ici.
    [cue_out] La lecture s’arrête ici.
}
measured-at = Mesuré : { $seconds } s.
play-from-here = Écouter à partir d’ici
set-to-player = Prendre la position du lecteur
cue-points-later = Les repères peuvent être définis une fois le titre mesuré, ce qui se fait automatiquement.
discard-edits-ask = Abandonner vos changements à ce titre ?
restore-original = Rétablir les tags et repères d’origine
save-type = Enregistrer le type
play-on = Diffuser sur { $station }
add-to-queue = Ajouter à la file d’attente
added-to-playlist = Ajouté à la playlist.
add-to-name = Ajouter à { $name }
remove-this-track = Retirer le titre
remove-track-ask = Retirer ce titre de la bibliothèque ? Vous pourrez le restaurer plus tard.
# { $removed } is a link to the page removed-tab
remove-track-hint = Le titre ne passe plus et son fichier est mis de côté. Vous pouvez le restaurer sous « { $removed } ».

## Playlists

playlists-of = Playlists, { $station }
playlists-heading = Playlists
contents = Contenu
rotation = Rotation
jingles = Jingles
rotation-empty = Les playlists en rotation n’ont aucun titre : l’AutoDJ diffuse donc toute la bibliothèque. Ajoutez-leur des titres.
rotation-short = { $tracks ->
    [one] La rotation n’a que { $tracks } titre ({ $length }) : l’AutoDJ le répète sans cesse. Ajoutez des titres, ou mettez plus de playlists en rotation.
   *[other] La rotation n’a que { $tracks } titres ({ $length }) : l’AutoDJ les répète sans cesse. Ajoutez des titres, ou mettez plus de playlists en rotation.
}
no-playlists-no-music = La bibliothèque est vide. { $upload } d’abord, puis créez des playlists.
no-playlists = { $tracks ->
    [one] Il n’y a pas encore de playlist : l’AutoDJ diffuse dans le désordre toute la bibliothèque, soit { $tracks } titre.
   *[other] Il n’y a pas encore de playlist : l’AutoDJ diffuse dans le désordre toute la bibliothèque, soit { $tracks } titres.
}
create-playlist-below = Créez-en une ci-dessous : par règles, comme le genre ou l’année, ou à la main.
create-a-playlist = Créer une playlist
create-playlist = Créer la playlist
playlist-created = Playlist créée.
by-rules = Par règles
by-rules-hint = Contient tous les titres correspondants, y compris les nouveaux envois. Un champ laissé vide est ignoré.
by-hand = À la main
by-hand-hint = Vous choisissez les titres et leur ordre.
jingles-hint = De courts sons entre les morceaux : jamais deux de suite, et sans fondu enchaîné. Les titres reçoivent un type à leur envoi, sur leur page ou par leur dossier.
jingles-choice = { $type ->
   *[jingle] Jingles
    [id] ID de station
    [ad] Pubs
    [folder] Tout un dossier
}
empty-all-of-type = Vide : tous ceux de ce type.
weight = Poids
weight-hint = À quelle fréquence l’AutoDJ choisit cette playlist par rapport aux autres, hors émission. Avec 0, elle n’est pas en rotation : seules les émissions et les horloges la diffusent. Dès qu’une playlist est en rotation, l’AutoDJ ne diffuse plus que les playlists en rotation, et non toute la bibliothèque.
chosen-by-hand = Choisis à la main
# Rules of a playlist, which stand in a list, the first with a large letter: Genre jazz, from 1990 to 1999
rule-type = { $type ->
   *[music] musique seulement
    [jingle] jingles seulement
    [id] ID de station seulement
    [ad] pubs seulement
    [talk] parole seulement
}
rule-genre = genre { $genre }
rule-artist = artiste { $artist }
rule-years = de { $from } à { $to }
rule-from-year = à partir de { $year }
rule-to-year = jusqu’à { $year }
rule-text = contenant « { $text } »
rule-added = { $days ->
    [one] ajoutés depuis { $days } jour
   *[other] ajoutés depuis { $days } jours
}
# { $time } is such as 2:30
rule-shortest = { $time } au moins
rule-longest = { $time } au plus
rule-folder = dans le dossier { $folder }
rule-everything = tout
# How a playlist is in rotation
weight-is = Poids { $weight } ({ $percent } %)
every-tracks = { $tracks ->
    [1] Après chaque titre
   *[other] Tous les { $tracks } titres
}
every-minutes = { $minutes ->
    [1] Chaque minute
   *[other] Toutes les { $minutes } minutes
}
over-intros = Sur les intros
show-named = Émission { $show }
not-in-rotation = Hors rotation : donnez-lui un poids, ou choisissez-la pour une émission
playlist-unused = Rien ne diffuse cette playlist dans le programme normal : son poids est 0, et aucune émission ni aucune horloge ne l’utilise. Donnez-lui un poids plus bas, sous Diffusion, ou choisissez-la pour une émission.

## A playlist

playlist-of = { $playlist }, playlist de { $station }
all-playlists = Toutes les playlists
playlist-size = { $tracks ->
    [one] { $tracks } titre, { $length }
   *[other] { $tracks } titres, { $length }
}
not-recently = Pas récemment
# Before links to files
download-as = Télécharger
add-tracks = Ajouter des titres
title-artist-album-file = Titre, artiste, album ou fichier
search-results = Résultats de la recherche
title-added = { $title } : ajouté.
add-title = Ajouter { $title }
matching-tracks = Titres correspondants
drag-tracks-hint = Faites glisser les titres pour changer leur ordre, ou utilisez les flèches.
track-number = Titre { $number }
track-gone = Absent de la bibliothèque : sauté
moved-up = Monté.
moved-down = Descendu.
move-title-up = Monter { $title }
move-title-down = Descendre { $title }
title-removed = { $title } : retiré.
no-tracks-match = Aucun titre ne correspond à ces règles. Utilisez moins de règles ci-dessous, ou { $upload }.
# Stands in no-tracks-match
upload-matching-music = ajoutez de la musique qui correspond
playlist-empty = La playlist est vide.
playlist-empty-add = La playlist est vide. Cherchez des titres ci-dessus et ajoutez-les, ou importez un fichier de playlist ci-dessous.
page-of-pages = Page { $page } sur { $pages }.
previous-page = Page précédente
playback = Diffusion
rules = Règles
search-words = Mots recherchés
added-last-days = Ajoutés depuis … jours
minimum-length = Durée minimale (s)
maximum-length = Durée maximale (s)
playback-order = Ordre
playback-order-choice = { $order ->
   *[shuffle] Aléatoire
    [sequence] Celui de la liste
    [least-recently-played] Les moins récemment passés d’abord
}
jingle-every-tracks = Diffuser un jingle tous les … titres
jingle-every-minutes = Diffuser un jingle toutes les … minutes
jingle-over-intro = Lancer l’intro du titre suivant sous le jingle
weight-short-hint = À quelle fréquence l’AutoDJ choisit cette playlist par rapport aux autres, hors émission. Avec 0, seules les émissions et les horloges la diffusent.
# Times of the week at which a playlist plays
playlist-hours = Horaires
crossfade-seconds = Fondu enchaîné (s)
crossfade-hint = Vide : la valeur par défaut de la station.
save-playlist = Enregistrer la playlist
import-playlist = Importer un fichier de playlist
import-hint = Les titres d’un fichier M3U, PLS ou XSPF remplacent ceux ci-dessus. Ils sont reconnus au nom de fichier, ou à l’artiste et au titre.
playlist-imported = Playlist importée
playlist-file = Fichier de playlist
paste-playlist = Ou collez la playlist ici
import-tracks = Importer les titres
rename-playlist = Renommer la playlist
rename-playlist-hint = Les émissions et les horloges qui la diffusent suivent.
delete-playlist = Supprimer la playlist
playlist-in-use = Sert à : { $users }. Faites-leur diffuser autre chose avant de supprimer la playlist.
delete-playlist-ask = Supprimer la playlist { $playlist } ? Ses titres restent dans la bibliothèque.
tracks-stay = Ses titres restent dans la bibliothèque.

## Webhooks

webhooks = Webhooks
webhooks-hint = Un webhook annonce à d’autres, en une seconde, ce qui se passe ici : aux membres d’un chat ou par e-mail, à votre site web, à une lampe du studio.
webhook-event = { $event ->
   *[track] Un nouveau titre commence
    [live-start] Un DJ passe en direct
    [live-stop] Un DJ quitte l’antenne
    [dead-air] Un blanc à l’antenne commence ou se termine
    [source-trouble] Problèmes de connexion d’un DJ ou d’un relais
    [listener-peak] Nouveau record d’auditeurs
    [recording] L’enregistrement d’une émission est prêt
    [backup-failed] Une sauvegarde du serveur a échoué
}
webhook-service = { $service ->
   *[json] Programme
    [discord] Discord
    [slack] Slack
    [telegram] Telegram
    [mastodon] Mastodon
    [matrix] Matrix
    [email] E-mail
}
webhook-to = { webhook-service } : { $to }
webhook-station = Station { $station }
every-station = Toutes les stations
turned-off = Désactivé.
webhook-failing = En échec depuis { $time }. Il est désactivé après un jour.
test = Tester
# { $webhook } is a number
test-webhook = Tester le webhook { $webhook }
webhook-tested = Test envoyé. Voyez le résultat sous « Messages récents ».
turn-webhook = { $turn ->
   *[off] Désactiver le webhook { $webhook }
    [on] Activer le webhook { $webhook }
}
delete-webhook-ask = Supprimer ce webhook ?
delete-webhook = Supprimer le webhook { $webhook }
# Both have the same words before the colon
recent-messages-failed = Messages récents : le dernier a échoué, { $error }
recent-messages-delivered = Messages récents : le dernier est arrivé
recent-messages-to = Messages récents à { $to }
event = Événement
attempt = Essai
duration = Durée
message-failed = Échec : { $error }
message-delivered = Arrivé
message-delivered-status = Arrivé ({ $status })
no-messages-yet = Rien n’a encore été envoyé. Appuyez sur « Tester » pour essayer.
no-webhooks = Il n’y a pas encore de webhook. Ajoutez-en un ci-dessous.
add-a-webhook = Ajouter un webhook
service = Service
no-mail = Ce serveur ne peut pas encore envoyer d’e-mails : définissez { $option } dans sa configuration ({ $how }).
# Stands in no-mail: a link to the manual
no-mail-how = comment faire
webhook-address = Adresse du webhook
webhook-help = { $service ->
   *[discord] Dans Discord : Modifier le salon, Intégrations, Webhooks, Nouveau webhook, Copier l’URL du webhook.
    [slack] Dans Slack : Incoming Webhooks d’une application, Add New Webhook. Mattermost et Rocket.Chat : Intégrations, Webhook entrant.
    [telegram] Créez un bot avec @BotFather, puis faites-en un administrateur de votre canal ou un membre de votre groupe.
    [mastodon] Dans Mastodon : Préférences, Développement, Nouvelle application avec la permission write:statuses.
    [matrix] Utilisez un compte réservé à cet usage. Dans Element : Tous les paramètres, Aide et à propos, Jeton d’accès.
}
bot-token = Jeton du bot
channel-or-chat = Canal ou chat
server = Serveur
access-token = Jeton d’accès
home-server = Serveur d’accueil
room = Salon
room-help = Dans Element : Paramètres du salon, Avancé, Identifiant interne du salon. Le compte doit être dans le salon.
mail-addresses = Adresses e-mail
events = Événements
own-texts = Écrire vos propres textes
own-texts-hint = Un champ vide envoie le texte habituel. Les mots entre accolades sont remplacés.
add-webhook = Ajouter le webhook
webhook-added = Webhook ajouté
message-format = Format des messages (pour développeurs)
webhook-post = Ceux destinés aux programmes sont un POST avec du JSON : { $id }, { $event }, { $station }, { $at } et { $data }. Répondez avec un statut de 200 à 299 en 10 secondes au plus. Les messages en échec sont renvoyés cinq fois en trois quarts d’heure, avec le même { $id } ; les redirections ne sont pas suivies.
# { $header } is Longwave-Signature: t=SECONDS,v1=HEX
webhook-signature = Le secret ne s’affiche qu’une fois, à l’ajout du webhook. L’en-tête { $header } prouve qu’un message vient de ce serveur : HEX est le HMAC-SHA256, avec le secret, des secondes, d’un point et du contenu. Refusez les messages dont les secondes sont passées depuis longtemps.
webhook-addresses = Les adresses de cette machine ou de son propre réseau sont refusées, sauf si le serveur est démarré avec { $option }.

## Files of the library

removed-files = Fichiers retirés
removed-hint = Ces titres ne passent pas. Restaurez-en un, ou supprimez son fichier pour libérer de la place.
removed-column = Retiré
actions = Actions
removed-by = { $day } par { $name }
restored = Restauré dans la bibliothèque.
restore = Restaurer
restore-title = Restaurer { $title }
delete-file-ask = Supprimer ce fichier ? C’est irréversible.
nothing-removed = Rien n’a été retiré. Les titres que vous retirez de la bibliothèque attendent ici et peuvent être restaurés.
duplicates = Doublons
duplicates-hint = Titres qui ont le même son, ou les mêmes artiste et titre. Plusieurs versions d’un titre peuvent être voulues.
same-sound = { $files ->
    [one] Le même son dans { $files } fichier. Il passe comme un seul titre.
   *[other] Le même son dans { $files } fichiers. Il passe comme un seul titre.
}
same-title = { $tracks ->
    [one] { $tracks } titre avec les mêmes artiste et titre.
   *[other] { $tracks } titres avec les mêmes artiste et titre.
}
open-track = Ouvrir le titre
on-album = sur { $album }
no-duplicates = Aucun doublon trouvé.
tags = Tags
tags-hint = Les changements faits à un titre remplacent les tags de son fichier.
tags-unwritten-now = Enregistré. Désormais, les fichiers restent inchangés.
tags-being-written = Enregistré. Les changements s’écrivent dans les fichiers.
store-tags = Garder les tags changés
tags-choice = { $choice ->
   *[off] dans Longwave seulement
    [on] dans les fichiers aussi
}
tags-long-hint = S’ils sont gardés dans les fichiers, les changements antérieurs y sont écrits aussi, et les autres programmes les voient. Les tags que vous changez ensuite avec un autre programme comptent ici. Un fichier n’est remplacé que par une copie vérifiée qui a le même son ; ses autres tags sont conservés. Les repères sont toujours gardés dans Longwave.
save-tags = Enregistrer les réglages des tags
tags-are-stored = { $choice ->
   *[off] Les tags changés ne sont gardés que dans Longwave ; les fichiers restent inchangés. Un administrateur peut changer cela.
    [on] Les tags changés sont aussi gardés dans les fichiers. Un administrateur peut changer cela.
}
not-written = Non écrits dans les fichiers
not-written-hint = Longwave utilise ces tags, mais n’a pas pu les écrire dans les fichiers. Il réessaie toutes les heures là où cela peut servir.
first-200 = Voici les 200 premiers.
reason = Raison
all-written = Tous les changements sont dans les fichiers.
files-with-errors = Fichiers avec erreurs
broken-files = { $files ->
    [1] Un fichier du dossier de musique ne peut pas être lu. Remplacez-le par une bonne copie : il sera réessayé automatiquement.
   *[other] { $files } fichiers du dossier de musique ne peuvent pas être lus. Remplacez chacun par une bonne copie : il sera réessayé automatiquement.
}
broken-first = Les { $count } premiers sont affichés ; { $command } les donne tous.
error = Erreur
no-broken = Tous les fichiers vérifiés jusqu’ici peuvent être lus.

## Metrics

metrics = Métriques
metrics-hint = Prometheus les lit à { $address } ; toutes les dix secondes convient. Pour les tracer, importez { $file } dans Grafana et choisissez votre Prometheus.
metrics-dashboard-file = le fichier du tableau de bord
all-metrics = Toutes les métriques
meaning = Signification
type = Type
labels = Étiquettes
now-column = Actuel
metrics-now = « Actuel » est la valeur de la première combinaison d’étiquettes.

## Times, durations, sizes and numbers

# Stands between the digits of a number: 2.5
decimal-mark = ,
weekday-short = { $weekday ->
    [mon] lun
    [tue] mar
    [wed] mer
    [thu] jeu
    [fri] ven
    [sat] sam
   *[sun] dim
}
month-short = { $month ->
    [1] janv.
    [2] févr.
    [3] mars
    [4] avr.
    [5] mai
    [6] juin
    [7] juil.
    [8] août
    [9] sept.
    [10] oct.
    [11] nov.
   *[12] déc.
}
short-day = { weekday-short } { $day } { month-short }
short-day-year = { weekday-short } { $day } { month-short } { $year }
short-day-time = { weekday-short } { $day } { month-short } à { $time }
weekday-clock = { weekday-short } { $time }
short-date = { $day } { month-short }
full-day = { weekday } { $day ->
    [1] 1er
   *[other] { $day }
} { month } { $year }
ago-minutes = { $minutes ->
    [0] à l’instant
   *[other] il y a { $minutes } min
}
ago-hours = il y a { $hours } h
span-seconds = { $seconds } s
span-minutes = { $minutes } min
span-hours = { $hours } h { $minutes } min
span-days = { $days ->
    [one] { $days } jour { $hours } h
   *[other] { $days } jours { $hours } h
}
size-in = { $unit ->
    [kB] { $size } ko
    [MB] { $size } Mo
    [GB] { $size } Go
   *[TB] { $size } To
}
size-bytes = { $bytes ->
    [one] { $bytes } octet
   *[other] { $bytes } octets
}
browser-on = { $browser } sur { $system }
weekday-date = { weekday-short } { $day ->
    [1] 1er
   *[other] { $day }
} { month } { $year }

## Activity: what somebody did

# Each follows the name of an account in a column of its own: ada | changed their password
did-changed-their-password = a changé son mot de passe
did-signed-out = s’est déconnecté
did-signed-out-everywhere = s’est déconnecté partout
did-signed-out-another-browser = a déconnecté un autre navigateur
did-started-to-set-up-two-factor-authentication = a commencé à configurer la double authentification
did-turned-on-two-factor-authentication = a activé la double authentification
did-turned-off-two-factor-authentication = a désactivé la double authentification
did-created-an-app-password = a créé un mot de passe d’application
did-deleted-the-app-password = a supprimé le mot de passe d’application { $name }
did-created-an-account = a créé un compte
did-changed-the-account = a modifié le compte { $name }
did-deleted-the-account = a supprimé le compte { $name }
did-changed-the-password-of = a changé le mot de passe de { $name }
did-turned-off-two-factor-authentication-of = a désactivé la double authentification de { $name }
did-signed-out-person-everywhere = a déconnecté { $name } partout
did-created-an-api-token = a créé un jeton API
did-deleted-the-api-token = a supprimé le jeton API { $name }
did-added-a-webhook = a ajouté un webhook
did-changed-webhook = a modifié le webhook { $name }
did-deleted-webhook = a supprimé le webhook { $name }
did-tested-webhook = a testé le webhook { $name }
did-banned-an-address-or-a-program = a banni une adresse ou un programme
did-lifted-ban = a levé le bannissement { $name }
did-changed-the-settings-of-the-server = a modifié les réglages du serveur
did-checked-the-database = a contrôlé la base de données
did-reported-the-listeners-of-the-edge = a transmis les auditeurs de l’edge { $name }
did-changed-many-tracks = a modifié plusieurs titres à la fois
did-set-the-type-of-a-folder = a défini le type d’un dossier
did-gave-a-cover-to-track = a donné une pochette au titre { $name }
did-set-the-type-of-track = a défini le type du titre { $name }
did-renamed-the-playlist = a renommé la playlist { $name }
did-renamed-the-show = a renommé l’émission { $name }
did-edited-the-tags-or-cue-points-of-track = a modifié les tags ou les repères du titre { $name }
did-removed-track-from-the-library = a retiré le titre { $name } de la bibliothèque
did-restored-a-removed-track = a restauré un titre retiré
did-deleted-the-file-of-a-removed-track = a supprimé le fichier d’un titre retiré
did-started-an-upload = a commencé un envoi
did-uploaded-a-part-of-a-file = a envoyé une partie d’un fichier
did-cleared-an-upload-from-the-list = a ôté un envoi de la liste
did-created-a-station = a créé une station
did-changed-name-colour-folder-or-qualities-of-the-station = a modifié le nom, la couleur, le dossier ou les qualités de la station
did-deleted-the-station = a supprimé la station { $name }
did-changed-the-stations-settings = a modifié les réglages de la station
did-changed-the-source-password = a changé le mot de passe source
did-changed-the-logo = a changé le logo
did-removed-the-logo = a retiré le logo
did-added-the-station-to-radio-browser-info = a ajouté la station à radio-browser.info
did-changed-who-can-listen = a changé qui peut écouter
did-created-a-guest-link = a créé un lien d’invité
did-revoked-all-guest-links = a révoqué tous les liens d’invité
did-created-a-dj-account = a créé un compte DJ
did-changed-the-dj = a modifié le DJ { $name }
did-deleted-the-dj = a supprimé le DJ { $name }
did-changed-the-password-of-the-dj = a changé le mot de passe du DJ { $name }
did-skipped-the-track-on-air = est passé au titre suivant à l’antenne
did-changed-the-backup-plan = a modifié le plan de sauvegarde
did-made-a-backup = a fait une sauvegarde
did-dumped-the-live-sound-that-waited-to-go-on-air = a supprimé le direct en attente d’antenne
did-took-the-dj-off-the-air = a retiré le DJ de l’antenne
did-faded-the-station-to-silence = a mis la station en silence
did-put-the-station-back-on-air = a remis la station à l’antenne
did-chose-the-emergency-playlist = a choisi la playlist de secours
did-started-the-emergency-playlist = a lancé la playlist de secours
did-ended-the-emergency-playlist = a arrêté la playlist de secours
did-sent-a-message-to-the-dj = a envoyé un message au DJ
did-removed-a-message-to-the-dj = a retiré un message au DJ
did-removed-a-message-of-a-listener = a retiré un message d’un auditeur
did-blocked-the-sender-of-a-message = a bloqué l’expéditeur d’un message
did-disconnected-a-listener = a déconnecté un auditeur
did-added-a-track-to-the-queue = a ajouté un titre à la file d’attente
did-moved-a-track-in-the-queue = a déplacé un titre dans la file d’attente
did-removed-a-track-from-the-queue = a retiré un titre de la file d’attente
did-requested-a-track = a demandé un titre
did-changed-the-limits-of-song-requests = a modifié les limites des demandes de titres
did-created-a-playlist = a créé une playlist
did-deleted-the-playlist = a supprimé la playlist { $name }
did-imported-tracks-into-the-playlist = a importé des titres dans la playlist { $name }
did-added-tracks-to-the-playlist = a ajouté des titres à la playlist { $name }
did-created-a-clock = a créé une horloge
did-changed-the-clock = a modifié l’horloge { $name }
did-deleted-the-clock = a supprimé l’horloge { $name }
did-changed-the-time-zone-or-the-separation-rules = a modifié le fuseau horaire ou les règles de séparation
did-changed-the-show = a modifié l’émission { $name }
did-deleted-the-show = a supprimé l’émission { $name }
# { $name } is a date such as 2026-12-24
did-changed-a-day-of-a-show = a annulé ou déplacé une émission : { $name }
did-restored-a-day-of-a-show = a remis une émission comme d’habitude : { $name }
did-changed-a-recording = a modifié un enregistrement
did-deleted-a-recording = a supprimé un enregistrement
did-recorded-talk = a enregistré une intervention entre deux titres
did-deleted-talk = a supprimé une intervention enregistrée
did-added-an-episode = a ajouté un épisode
did-trimmed-a-recording = a rogné un enregistrement
did-gave-a-recording-a-picture = a donné une image à un enregistrement
did-removed-the-picture-of-a-recording = a retiré l’image d’un enregistrement
did-put-a-recording-into-the-library = a ajouté un enregistrement à la bibliothèque
did-changed-the-playlist = a modifié la playlist { $name }
did-moved-a-track-in-a-playlist = a déplacé un titre dans une playlist
did-removed-a-track-from-a-playlist = a retiré un titre d’une playlist
did-signed-in = s’est connecté
did-changed-own-account = a modifié son propre compte
did-asked-for-a-link = a demandé un nouveau mot de passe par e-mail
did-reset-the-password = a choisi un nouveau mot de passe par un lien reçu par e-mail
did-kick-icecast = a retiré le DJ de l’antenne, avec un programme Icecast

## Problems

# Sentences of the server about what went wrong
problem-name-and-password = Il faut un nom et un mot de passe.
problem-wrong-password = Nom ou mot de passe incorrect.
problem-wrong-code = Ce code est faux, ou a déjà servi : attendez le prochain.
problem-too-late = Cela a pris trop de temps : reconnectez-vous.
problem-oidc-refused = Le fournisseur ne vous a pas connecté.
problem-oidc-failed = Le fournisseur ne répond pas : réessayez dans un instant.
problem-oidc-unknown = Aucun compte ici n’appartient à cette identité : demandez à un administrateur.
problem-no-mail-address = Ce n’est pas une adresse e-mail.
problem-mail-address-taken = Cette adresse e-mail appartient à un autre compte.
problem-too-many-tries = Trop de mots de passe incorrects : réessayez dans { $seconds } s.
problem-banned = Accès refusé : cette adresse ou ce programme est banni.
problem-busy = Occupé : réessayez dans un instant.
problem-account-exists = Il existe déjà un compte { $name }.
problem-station-exists = Il existe déjà une station { $name }.
problem-token-exists = Il existe déjà un programme { $name } avec un jeton.
problem-no-account = Il n’y a pas de compte { $name }.
problem-no-dj-here = { $name } ne peut pas passer en direct sur cette station.
problem-no-playlist = Il n’y a pas de playlist { $name }.
problem-no-clock = Il n’y a pas d’horloge { $name }.
problem-no-time-zone = { $name } n’est pas un fuseau horaire ; leurs noms sont de la forme Europe/Berlin.
problem-bad-name = { $name } ne peut pas être un nom : utilisez 1 à 40 lettres, chiffres, points, tirets et tirets bas ; « source » est réservé au mot de passe propre à la station.
problem-bad-slug = { $name } ne peut pas être l’adresse d’une station : utilisez 1 à 40 lettres minuscules, chiffres et tirets.
problem-reserved-slug = /{ $name } est une adresse du programme lui-même ; donnez-en une autre à la station.
problem-bad-station-name = Le nom d’une station a 1 à 80 caractères, sur une ligne.
problem-bad-folder = { $name } n’est pas un dossier sous le dossier de musique : donnez un chemin comme jazz/live, sans .. dedans.
problem-bad-quality = { $name } n’est pas une qualité ; il y a { $qualities }.
problem-bad-password = Un mot de passe a 1 à { $most } octets et aucun saut de ligne.
problem-short-password = Un mot de passe a au moins { $least } caractères ; plusieurs mots se retiennent facilement.
problem-same-password = Le nouveau mot de passe est l’ancien ; choisissez-en un autre.
problem-passwords-differ = Les deux nouveaux mots de passe ne sont pas les mêmes.
problem-last-admin = { $name } est le seul administrateur ; ajoutez-en d’abord un autre.
problem-last-station = { $name } est la seule station ; ajoutez-en d’abord une autre.
problem-station-needed = { $station } est la seule station de { $accounts } : donnez-leur d’abord une autre station, ou supprimez ces comptes.
problem-station-to-manage = Un responsable gère une ou plusieurs stations ; dites lesquelles.
problem-playlist-in-use = La playlist { $name } est nécessaire à { $users }.
problem-clock-in-use = L’horloge { $name } est nécessaire à { $users }.
problem-queue-full = La file d’attente de { $name } est pleine ; retirez-en d’abord quelque chose.
problem-changed = Quelqu’un a modifié ceci entre-temps : regardez-le de nouveau avant de le modifier.
problem-forged = Rien ne prouve que la requête vient d’une page de ce serveur : rechargez la page.
problem-sign-in-first = Connectez-vous d’abord.
problem-too-fast = Vous demandez trop souvent ; attendez un instant, puis allez plus lentement.
problem-too-slow = La requête a pris trop de temps ; réessayez.
problem-too-large = Le contenu ne doit pas dépasser { $bytes } octets.
problem-disk-full = Le disque de la base de données est plein : rien ne peut être enregistré tant qu’il n’y a pas de place.
problem-database-busy = La base de données est verrouillée par un autre programme : réessayez quand il aura fini.
problem-database-damaged = La base de données est endommagée : récupérez une sauvegarde avec `longwave restore`.
problem-database-read-only = La base de données n’est pas modifiable : rien ne peut être enregistré tant que le serveur ne peut pas y écrire.
problem-database-disk-fails = Le disque de la base de données est défaillant : rien ne peut être enregistré.
problem-went-wrong = Un problème est survenu de notre côté. Réessayez dans un instant.
problem-no-show = Cette émission n’existe pas.
problem-no-track = Ce titre n’existe pas.
problem-day-such-as = Un jour s’écrit comme 2026-12-24.
problem-nobody-live = Personne n’est en direct.
problem-no-delayed-sound = Aucun son en direct n’attend de passer à l’antenne.
problem-message-gone = Ce message n’existe pas ; il a peut-être été retiré.
problem-listener-gone = Cet auditeur est déjà parti.
problem-removed-meanwhile = Retiré entre-temps.
problem-still-recorded-publish = L’enregistrement est encore en cours ; il pourra être publié après sa fin.
problem-still-recorded-delete = L’enregistrement est encore en cours ; il pourra être supprimé après sa fin.
problem-not-own-dj = Ce compte n’est pas celui d’un DJ de cette seule station : un administrateur le modifie.
problem-admins-folder = C’est un administrateur qui dit où est la musique et quelles qualités existent.
problem-give-name = Donnez un nom à l’émission.
problem-give-minutes = Les minutes de retard doivent être un nombre.
problem-give-content = Dites ce que l’émission diffuse.
problem-give-date = Dites à quelle date l’émission a lieu.
problem-give-days = Dites quels jours l’émission a lieu.
problem-give-address = Dites où est le flux que l’émission relaie.
problem-show-not-on-day = L’émission n’a pas lieu ce jour-là.
problem-show-of-one-date = Une émission à date unique n’a pas d’exceptions ; modifiez ou supprimez l’émission elle-même.
problem-show-note = Une note a 200 caractères au plus et pas de saut de ligne.
problem-show-as-usual = L’émission a lieu comme d’habitude ce jour-là.
problem-show-length = Une émission dure d’une minute à un jour.
problem-no-such-clock = Cette horloge n’existe pas.

## Words of scripts

no-answer = Le serveur ne répond pas. Réessayez dans un instant.
done-say = Terminé.
connection-lost = Connexion perdue. Dernière mise à jour à { $time } ; nouvel essai…
picture-too-large = Cette image dépasse { $megabytes } Mo. Enregistrez-en une version plus petite et réessayez.
logo-saved = Logo enregistré.
time-on = depuis { $time }
level-of = { $level } { $unit }
preview-unavailable = L’aperçu n’est pas disponible pour le moment. Rechargez la page.
items-of-hour = Éléments de l’heure
add-row = Ajouter une ligne
item-in-order = dans l’ordre
item-after-minute = une fois par heure, après la minute
item-at-minute = une fois par heure, pile à la minute
playlist = Playlist
minute = Minute
latest-start-min = Retard maximal (min)
move-row-up = Monter la ligne { $row }
move-row-down = Descendre la ligne { $row }
remove-row = Retirer la ligne { $row }
upload-waiting = En attente
upload-failed = Échec de l’envoi. Choisissez de nouveau le fichier.
upload-no-answer-continue = Le serveur ne répond pas. Choisissez de nouveau le fichier pour continuer.
upload-checking = Vérification…
upload-in-library = Dans la bibliothèque
upload-refused = Refusé : { $reason }
upload-tried-again = En attente, sera réessayé : { $reason }
upload-still-checked = Vérification toujours en cours. Rechargez la page plus tard.
upload-no-answer = Le serveur ne répond pas. Choisissez de nouveau le fichier.
percent = { $percent } %
tags-saved = { $tracks ->
    [one] Tags de { $tracks } titre enregistrés.
   *[other] Tags de { $tracks } titres enregistrés.
}
types-set = { $tracks ->
    [one] Type de { $tracks } titre défini.
   *[other] Type de { $tracks } titres défini.
}
tracks-added = { $tracks ->
    [one] { $tracks } titre ajouté à la playlist.
   *[other] { $tracks } titres ajoutés à la playlist.
}
tracks-removed = { $tracks ->
    [one] { $tracks } titre retiré de la bibliothèque.
   *[other] { $tracks } titres retirés de la bibliothèque.
}
selected-all = { $tracks ->
    [one] { $tracks } sélectionné, soit tout
   *[other] Tous sélectionnés ({ $tracks })
}
selected-some = { $tracks ->
    [one] { $tracks } sélectionné
   *[other] { $tracks } sélectionnés
}
none-selected = Aucun titre n’est sélectionné. Cochez-en d’abord dans la liste.
remove-tracks-ask = { $tracks ->
    [one] Retirer { $tracks } titre de la bibliothèque ? Vous pourrez le restaurer plus tard.
   *[other] Retirer { $tracks } titres de la bibliothèque ? Vous pourrez les restaurer plus tard.
}
done-of = { $done } sur { $total }
file-not-playable = Votre navigateur ne peut pas lire ce fichier.
cover-too-large = L’image dépasse { $megabytes } Mo.
moved-to = Déplacé à la position { $position }.
tracks-imported = { $listed ->
    [one] { $found } titre sur { $listed } trouvé et importé.
   *[other] Titres trouvés et importés : { $found } sur { $listed }.
}
none-match = Aucun titre ne correspond. Utilisez moins de règles.
# { $examples } are titles
tracks-match = { $tracks ->
    [one] { $tracks } titre correspond, { $length } : { $examples }
   *[other] { $tracks } titres correspondent, { $length } : { $examples }
}
rotation-warning = { $tracks ->
    [one] Attention : dès le prochain titre, l’AutoDJ ne diffuserait plus que { $tracks } titre ({ $length }), encore et encore.
   *[other] Attention : dès le prochain titre, l’AutoDJ ne diffuserait plus que ces { $tracks } titres ({ $length }), encore et encore.
}
save-all-the-same = { rotation-warning } Enregistrer quand même ?
