# Longwave en français. Vouvoiement.

## La langue

language-name = Français
language-direction = ltr
language-choice = Langue
weekday = { $weekday ->
    [mon] Lundi
    [tue] Mardi
    [wed] Mercredi
    [thu] Jeudi
    [fri] Vendredi
    [sat] Samedi
   *[sun] Dimanche
}
month = { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
}
day-of-week = { weekday } { $day ->
    [1] 1er
   *[other] { $day }
} { month }
date = { $day ->
    [1] 1er
   *[other] { $day }
} { month } { $year }

## Le lecteur

player-description = Écoutez { $station } en direct sur le web.
state = { $state ->
   *[idle] Appuyez sur lecture pour écouter
    [connecting] Connexion…
    [on-air] À l’antenne
    [lost] Connexion perdue, nouvel essai…
    [full] Trop d’auditeurs en ce moment, nouvel essai…
    [off-air] La station n’émet pas
    [interrupted] Mis en pause par votre appareil. Appuyez sur lecture pour continuer
}
captions = Sous-titres
live = En direct
live-with = En direct : { $dj }
track-progress = Avancement du titre
play-station = Écouter { $station }
volume = Volume
keep-song = Garder ce titre
share = Partager
sleep-timer = Minuterie de veille
sleep-off = Désactivée
sleep-after = { $minutes ->
    [60] Une heure
    [120] Deux heures
   *[other] { $minutes } minutes
}
go-back = Revenir en arrière
back-to-show = Depuis le début de l’émission
back-ten = −10 min
back-half-minute = −30 s
forward-half-minute = +30 s
sound-quality = Qualité du son
quality-choice = { $quality ->
    [less] Moins de données
    [better] Meilleur son
    [uncompressed] Non compressé
   *[standard] Standard
}, { $megabytes } Mo par heure
when-heard = Quand vous l’entendez
mode = Mode
mode-name = { $mode ->
   *[sync] Synchronisé
    [live] Direct
    [steady] Stable
}
speaker = Haut-parleur
calibration = Accorder deux appareils au microphone
calibration-help = Placez côte à côte deux appareils qui jouent cette station. Appuyez sur « Jouer le son de test » sur l’un, puis sur « Mesurer » sur l’autre.
calibration-measure = Mesurer
no-music = Pas encore de musique
no-music-help = { $station } n’a rien à diffuser pour le moment. Revenez plus tard.
own-player = Écouter dans votre propre lecteur
played-before = Diffusés auparavant
songs-kept = Vos titres gardés
songs-kept-hint = Ils ne sont mémorisés que sur cet appareil.
more-of = En savoir plus sur { $station }
programme-of = Programme de { $station }

## Adresses pour d’autres lecteurs

listen-elsewhere = Écouter ailleurs
player-page = Page du lecteur
player-page-suits = Pour tout le monde : elle s’ouvre dans chaque navigateur, aussi sur téléphone
copy-page-address = l’adresse de la page du lecteur
open-page = Ouvrir
stream-suits = { $kind ->
    [mp3] Tous les lecteurs : radios de cuisine et de voiture, enceintes connectées, anciens téléphones
    [hls] Téléphones, téléviseurs et réseaux de diffusion (CDN)
    [aac] Téléphones et autoradios ; avec ?rendition=he-aac-32, aussi sur les connexions lentes
    [flac] Sans perte, pour les lecteurs hi-fi ; environ dix fois plus de données
    [wav] Non compressé, pour mesurer et monter ; 690 Mo par heure
   *[opus] VLC, mpv, foobar2000 et navigateurs : le meilleur son pour sa taille
}
copy = Copier
copy-address = l’adresse de { $name }
qr-code = Code QR
qr-code-of = Code QR de { $address }
playlists = Listes de lecture pour lecteurs :
page-for-old-devices = page pour appareils anciens

## Le programme

programme = Programme
programme-description = Ce que { $station } diffuse maintenant, ce qui suit, et les émissions de la semaine.
on-now = En ce moment
show-with = { $show } avec { $dj }
show-until = jusqu’à { $time }
show-next = Ensuite : { $show } à { $time }
listen-to = Écouter { $station }
ask-for-song = Demander un titre
title-or-artist = Titre ou artiste
ask-needs-scripts = Pour demander un titre, il faut JavaScript, que ce navigateur n’exécute pas.
week = La semaine
times-of-station = Heures de la station ({ $zone }).
week-empty = Aucune émission n’est prévue cette semaine : { $station } diffuse de la musique jour et nuit.
# A show that is not on this week, and one that is at another time
show-cancelled = Annulée
show-moved = Autre horaire cette semaine
# { $when } is a day and a time
show-moved-to = Déplacée : { $when }
day-and-time = { weekday } { $day ->
    [1] 1er
   *[other] { $day }
} { month }, { $time }
hear-again = À réécouter
play-from = Lire { $title } à partir de { $time }
moment-gone = Rien n’est plus conservé de ce moment.
podcast-subscribe = S’abonner au podcast
podcast-description = Les émissions de { $station } à réécouter.
podcast-show-description = Épisodes de { $show } sur { $station }.
played-recently = Diffusés récemment

## La liste des stations

stations = Stations
nothing-on-air = Rien à l’antenne

## Stations privées

station-private = Cette station est privée.
station-needs-account = Cette station est privée : elle est réservée aux personnes qui ont un compte ou un lien de la station.
listening-password = Mot de passe d’écoute
listen = Écouter
sign-in = Se connecter
then-come-back = Revenez ensuite à cette page :

## Erreurs

problem-title = { $status ->
    [400] Requête incorrecte
    [401] Connexion requise
    [403] Accès refusé
    [404] Page introuvable
    [405] Méthode non autorisée
    [408] Requête trop lente
    [409] Conflit
    [412] Modifié entre-temps
    [413] Contenu trop volumineux
    [416] Plus disponible
    [422] Saisie inutilisable
    [426] Chiffrement requis
    [429] Trop de requêtes
    [500] Erreur interne
    [503] Indisponible pour le moment
    [507] Disque plein
   *[other] Erreur
}
problem-detail = { $kind ->
    [no-station] Il n’y a pas de station à cette adresse.
    [no-page] Il n’y a rien à cette adresse.
    [unclear] La requête n’est pas compréhensible.
    [too-fast] Trop de demandes en peu de temps : attendez un instant.
    [full] Cette station ne peut pas accueillir plus d’auditeurs. Réessayez dans un moment.
    [full-address] Trop de lecteurs écoutent déjà depuis votre adresse. Arrêtez-en un, puis réessayez.
    [password-needed] Cette station est privée : il faut son mot de passe d’écoute ou un lien de la station.
    [account-needed] Cette station est privée : il faut un compte ou un lien de la station.
    [link-invalid] Ce lien n’est pas valable : demandez-en un autre à la station.
    [link-ended] Ce lien a expiré : demandez-en un autre à la station.
    [banned] Accès refusé : cette adresse ou ce programme est banni.
    [wrong-password] Nom ou mot de passe incorrect.
    [too-many-tries] Trop de mots de passe incorrects : réessayez dans { $seconds } s.
    [encryption-needed] Ce serveur n’accepte que les connexions chiffrées : utilisez https.
   *[broken] Un problème est survenu de notre côté. Réessayez dans un instant.
}
start-page = Vers la page d’accueil

## Mots des scripts

mode-hint = { $mode ->
   *[sync] Tous les auditeurs entendent le même instant, une seconde après son passage à l’antenne.
    [live] Dès que votre réseau le permet. S’il est mauvais, le son peut être haché.
    [steady] Cinq secondes de retard, pour les trains et les réseaux faibles.
}
trim-none = selon l’appareil
trim-earlier = { $ms } ms plus tôt
trim-later = { $ms } ms plus tard
calibration-play = Jouer le son de test
calibration-stop = Arrêter le son de test
calibration-plays = Le son de test retentit toutes les deux secondes. Appuyez maintenant sur « Mesurer » sur l’autre appareil.
calibration-listens = Écoute pendant une dizaine de secondes…
calibration-failed = { $reason ->
    [sound] Lancez d’abord la lecture.
    [time] Le son s’est arrêté entre-temps. Réessayez.
   *[microphone] Le microphone ne peut pas être utilisé. Autorisez-le pour cette page, puis réessayez.
}
calibration-found = { $found ->
    [nothing] Aucun son de test n’a été entendu. Montez le volume, rapprochez les appareils, puis réessayez.
    [alone] Seul cet appareil a été entendu. Il est en retard de { $ms } ms, délai de son microphone compris.
    [equal] Les deux appareils jouent ensemble.
    [later] Cet appareil est en retard de { $ms } ms sur l’autre.
   *[earlier] Cet appareil est en avance de { $ms } ms sur l’autre.
}
calibration-earlier = Jouer ici { $ms } ms plus tôt
calibration-later = Jouer ici { $ms } ms plus tard
calibration-done = C’est fait. Cet appareil s’en souvient.
calibration-too-much = C’est plus que la demi-seconde qui peut être compensée.
timing-behind = { $ms } ms de retard sur la station
timing-slow-network = Votre réseau est lent : { $seconds } s de retard sur les autres
timing-exact = À { $ms } ms près
plays-by-page = { $way ->
   *[webcodecs] Opus
    [wasm] Opus, décodé par cette page
    [pcm] Son non compressé
}
plays-by-browser = { $codec } par le lecteur de votre navigateur
data-an-hour = environ { $megabytes } Mo par heure
buffered = { $seconds } s en mémoire
behind-time = { $time } de retard
behind-minutes = { $minutes ->
    [one] { $minutes } minute de retard
   *[other] { $minutes } minutes de retard
}
behind-hours = { $hours ->
    [one] { $hours } heure de retard
   *[other] { $hours } heures de retard
}
look-up = Rechercher
look-up-song = Rechercher { $title }
remove = Retirer
remove-song = Retirer { $title }
times-of-visitor = Heures de votre fuseau horaire ({ $zone }).
station-unreached = La station est injoignable pour le moment. Réessayez.
nothing-found = Aucun titre de ce nom ne peut être demandé.
song-accepted = « { $title } » sera diffusé.
song-is-next = « { $title } » sera diffusé : c’est le prochain titre.
song-in-minutes = { $minutes ->
    [1] « { $title } » sera diffusé dans une minute environ.
   *[other] « { $title } » sera diffusé dans { $minutes } minutes environ.
}
request-refused = { $reason ->
   *[off] Cette station ne prend pas de demandes.
    [not-there] Ce titre n’est plus disponible.
    [queued] Ce titre, ou un autre du même artiste, va de toute façon bientôt passer.
    [heard-lately] Ce titre, ou un titre proche, vient de passer.
    [too-many-of-a-person] Vous avez déjà fait toutes les demandes possibles pour cette heure ; revenez plus tard.
    [too-many] Beaucoup de titres ont été demandés dans la dernière heure ; revenez plus tard.
}
request-failed = Cela n’a pas fonctionné. Réessayez dans une minute.
ask = Demander
ask-for-title = Demander { $title }
ask-for-song-by = Demander { $title } de { $artist }
write-to-studio = Écrire au studio
write-name = Votre nom, si vous voulez
write-text = Votre message
write-send = Envoyer
write-hint = Le DJ le lit pendant qu’il est à l’antenne.
write-sent = Envoyé au studio.
write-refused = { $reason ->
   *[off] Cette station n’accepte pas de messages.
    [blocked] Le studio n’accepte pas vos messages pour le moment.
    [too-soon] Vous venez d’écrire. Attendez une demi-minute.
    [too-many] Vous avez écrit autant que possible en une heure. Réessayez plus tard.
    [busy] Beaucoup de personnes écrivent en ce moment. Réessayez dans une minute.
}
link-copied = Lien copié
copied = Copié
press-copy-keys = Appuyez sur Ctrl+C

## Le studio

studio = Studio
studio-needs-scripts = Le studio mixe et encode dans votre navigateur ; il a besoin de JavaScript.
studio-sends-nothing = La page n’envoie rien tant que vous n’êtes pas à l’antenne. La fermer met fin à l’émission.
close = Fermer
sign-out = Se déconnecter
account-name = Nom
password = Mot de passe
keep-until-closed = Garder jusqu’à la fermeture de cet onglet
checking-sign-in = Vérification…
sign-in-first = Connectez-vous d’abord avec le nom et le mot de passe de votre compte DJ.
messages-from-station = Messages de la station
read = Lu
read-message = Lu : { $text }

## Le studio : à l’antenne

on-air = À l’antenne
switch = { $state ->
   *[off] Passer à l’antenne
    [counting] Annuler
    [connecting] Annuler
    [waiting] Annuler
    [on-air] Terminer l’émission
    [lost] Ne plus essayer
}
press-again = Appuyez encore pour terminer
show-state = { $state ->
   *[off] Hors antenne
    [counting] Préparez-vous…
    [connecting] Connexion à la station…
    [waiting] Dans la file d’attente…
    [on-air] Vous êtes à l’antenne
    [lost] Le réseau est coupé. Les auditeurs entendent la musique de la station ; nouvel essai…
}
on-air-in = À l’antenne dans { $seconds }…
waiting-for = { $dj } est en direct. Vous passerez ensuite à l’antenne.
not-let-on-air = La station ne vous laisse pas passer à l’antenne pour le moment.
show-ended = La station a mis fin à votre émission.
# { $reason } is the reason in English
ended-because = { $code ->
    [wrong-account] Nom ou mot de passe incorrect.
    [out-of-hours] Ce n’est pas votre créneau. Vos horaires figurent dans le programme et sur votre compte.
    [not-this-station] Votre compte ne peut pas passer en direct sur cette station.
    [choose-password] Choisissez d’abord votre propre mot de passe dans le tableau de bord.
    [app-password] Votre compte se connecte avec des codes. Créez un mot de passe d’application dans le tableau de bord.
    [banned] Cette adresse ou ce programme est bloqué.
    [too-many-tries] Trop de mots de passe incorrects. Réessayez plus tard.
    [busy] Un problème est survenu à la station. Réessayez dans un instant.
    [barred] La station vient de vous retirer de l’antenne. Réessayez dans un instant.
    [in-use] Un autre DJ est à l’antenne.
    [too-many-sources] Trop de sources sont connectées. Réessayez plus tard.
    [signing-off] La station s’arrête.
    [replaced] Vous êtes passé à l’antenne depuis un autre endroit ; cette émission est terminée.
    [dead] Plus rien n’arrivait de vous, et un autre DJ est passé à l’antenne.
    [revoked] Votre compte a été supprimé, ou son mot de passe changé.
    [kicked] La station vous a retiré de l’antenne.
    [time-over] Votre temps d’antenne est terminé.
   *[other] { $reason }
}
hours-end-in = { $then ->
   *[stays] Votre temps se termine dans { $minutes } min. Vous restez à l’antenne jusqu’à la fin de votre émission.
    [ends] Votre temps se termine dans { $minutes } min. La station reprend alors d’elle-même.
}
hours-over = { $then ->
   *[stays] Votre temps est écoulé. Merci de terminer bientôt votre émission.
    [ends] Votre temps est écoulé. La station reprend d’elle-même.
}
network-too-slow = Votre réseau est parfois trop lent : { $seconds } s ont manqué aux auditeurs jusqu’ici.
no-encoder = Ce navigateur ne peut pas encoder l’Opus. Un Chrome, Edge, Firefox ou Safari récent le peut.
desk-fails = La table de mixage ne démarre pas dans ce navigateur. Rechargez la page ; si cela ne suffit pas, essayez un autre navigateur.
dump = Supprimer les { $seconds } dernières s
dumped = { $seconds } s ont été supprimées. La station joue d’elle-même jusqu’à ce que le différé soit de nouveau rempli.
on-air-for = À l’antenne depuis
listeners = Auditeurs
delay = { $reach ->
   *[unknown] Retard
    [station] Jusqu’à l’antenne
    [listener] Jusqu’à l’oreille de l’auditeur
}
milliseconds = { $ms } ms
seconds = { $seconds } s
master = Programme
master-level-left = Niveau du programme, gauche
master-level-right = Niveau du programme, droite
silent = silence
too-loud = trop fort

## Le studio : micro

microphone = Micro
microphone-state = { $state ->
   *[off] éteint
    [muted] muet
    [open] ouvert
}
microphone-switch = { $state ->
   *[off] Allumer le micro
    [muted] Réactiver le micro
    [open] Couper le micro
}
microphone-level = Niveau du micro
microphone-number = Micro { $number }
microphone-unplugged = Le micro a été débranché.
microphone-fails = { $name ->
    [NotAllowedError] Le navigateur n’a pas le droit de donner le micro à cette page. Autorisez-le à côté de l’adresse, puis réessayez.
    [NotFoundError] Aucun micro n’est branché.
    [NotReadableError] Un autre programme utilise le micro. Fermez-le là-bas, puis réessayez.
    [OverconstrainedError] Ce micro n’est plus là. Choisissez-en un autre.
   *[other] Le micro ne s’ouvre pas : { $reason }
}
microphone-blocked = Les navigateurs ne donnent le micro qu’aux pages sécurisées, et celle-ci a été ouverte en http simple. Ouvrez-la en https, ou sur la machine de la station à l’adresse { $address }.
decks-can-go-on-air = Les platines peuvent quand même passer à l’antenne.
nothing-can-go-on-air = Ici, rien ne peut passer à l’antenne : ce navigateur n’encode que sur des pages sécurisées.
turn-off = Éteindre
input = Entrée
usual-input = L’entrée habituelle
gain = Gain
for-speech = Pour la voix seulement, pas pour la musique
echo-cancellation = Annulation d’écho
noise-suppression = Réduction du bruit
automatic-gain = Gain automatique
talk-over = Voix sur musique
lower-decks = Baisser les platines quand je parle
lower-by = De
back-in = Retour en
strip = Son de la voix
strip-off = Sans traitement
strip-speech = Parole
strip-warm = Chaud
strip-loud = Fort
strip-own = Le mien
strip-adjust = Régler la voix
low-cut = Coupe-bas (sous 80 Hz)
bass = Graves
presence = Présence
treble = Aigus
compression = Compression
gain-reduction = Réduction de gain
compression-delays = Avec la compression, votre voix arrive 6 ms plus tard.
noise-gate = Noise gate
gate-off = inactif
strip-reset = Réinitialiser la voix
strip-was-reset = La voix est telle que le micro la donne.

## Le studio : platines

decks = Platines
deck = Platine { $deck }
deck-place = Platine { $deck }, position dans le titre
deck-level = Platine { $deck }, niveau
deck-load = Platine { $deck }, charger un fichier
deck-gain = Platine { $deck }, gain
deck-headphones = Platine { $deck } au casque
deck-play = { $action ->
   *[play] Lecture
    [pause] Pause
}
deck-play-label = { $action ->
   *[play] Platine { $deck } : lecture
    [pause] Platine { $deck } : pause
}
cue = Repère
deck-cue-label = { $action ->
   *[set] Platine { $deck } : placer le repère ici
    [back] Platine { $deck } : retour au repère
}
deck-next-up = Platine { $deck }, à suivre
deck-skip = Titre suivant
deck-auto = Enchaîner sans intervention
deck-queue-remove = Retirer « { $title } »
deck-queued = Ajouté à la suite sur cette platine.
deck-queue-full = Une platine contient 100 titres. Certains n’ont pas été ajoutés.
midi-choose = Choisissez un bouton ou un curseur de cette page.
midi-move = Appuyez maintenant sur une touche du contrôleur ou bougez un curseur.
midi-assigned = Assigné. Cet appareil s’en souvient.
midi-forgotten = Plus rien n’est assigné.
midi-connected = Connecté : { $names }
midi-none = Aucun contrôleur trouvé. Branchez-le ; il sera détecté de lui-même.
midi-refused = Le navigateur ne donne pas accès au MIDI. Autorisez-le pour cette page, puis réessayez.
file-unplayable = Ce fichier ne peut pas être lu dans ce navigateur. Le MP3, le FLAC, le WAV et l’Ogg passent en général.
load-file = Charger un fichier
drop-track = Déposez un titre ici
place-of = { $place } sur { $length }
deck-held = La platine { $deck } est à l’antenne. Mettez-la en pause pour vous déplacer dans le titre.
intro-ends-in = Fin de l’intro dans { $time }
crossfader = Crossfader, de la platine A à la platine B
one-deck-only = platine { $deck } seule
both-decks = les deux platines
mostly-deck = platine { $deck } à { $percent } %

## Le studio : titres, casque, touches

what-listeners-read = Ce que lisent les auditeurs
artist = Artiste
title = Titre
send-title = Envoyer
keep-title = Garder pour l’émission
send-each-title = Envoyer le titre de chaque morceau à son début
listeners-read = Les auditeurs lisent : { $title }
listeners-will-read = À l’antenne, les auditeurs liront : { $title }
what-you-hear = Ce que vous entendez
decks-on-speakers = Platines, haut-parleurs
headphones = Casque
usual-output = La sortie habituelle
output-number = Sortie { $number }
what-listeners-hear = Ce qu’entendent les auditeurs
monitor-hint = Au casque seulement : par des haut-parleurs, le son reviendrait dans votre micro en écho.
midi = Contrôleur MIDI
midi-hint = Les curseurs et touches d’un contrôleur commandent cette page.
midi-connect = Connecter
midi-assign = Assigner
midi-forget = Tout oublier
monitor-fails = Il faut WebCodecs, que les navigateurs n’ont que sur des pages sécurisées : ouvrez le studio en https ou sur localhost.
keys-and-settings = Touches et réglages
count-in = Décompte 3-2-1 avant l’antenne
single-keys = Touches simples, hors des champs de texte
key-on-air = Passer à l’antenne ; deux fois pour terminer
key-microphone = Micro allumé, muet, ouvert
key-play = Platine A, platine B : lecture ou pause
key-cue = Platine A, platine B : repère
key-crossfade = Crossfade vers A, vers B
key-title = Écrire un titre

## Appels

call-studio = Appeler le studio
calls = Appels
open-line = Ouvrir la ligne
calls-while-on-air = Les appels s’affichent quand vous êtes à l’antenne.
callers = Appelants
calls-hint = Les appelants s’entendent dans votre casque. Pendant que vous parlez hors antenne avec l’un d’eux, votre micro n’est pas à l’antenne.
talk-off-air = Parler hors antenne
put-on-air = Mettre à l’antenne
hold = Mettre en attente
hang-up = Raccrocher
bar-caller = Bloquer 10 min
microphone-to-caller = hors antenne, vers { $name }

## Messages des auditeurs

listener-messages = Messages des auditeurs
messages-unread = Non lus : { $count }
messages-all-read = Tout marquer comme lu
messages-while-on-air = Les messages s’affichent pendant que vous êtes à l’antenne.
no-listener-messages = Pas encore de messages.
hide-message = Masquer
hide-message-of = Masquer : { $text }
block-sender = Bloquer l’expéditeur
block-sender-of = Bloquer l’expéditeur : { $text }
unnamed-listener = Un auditeur

## La page d’un appel

call-description = Parlez au studio de { $station }.
call-needs-scripts = Pour appeler, il faut JavaScript, que ce navigateur n’exécute pas.
call-line = { $state ->
    [open] La ligne est ouverte.
   *[closed] La ligne est fermée pour le moment. L’animateur l’ouvre quand les appels sont les bienvenus.
}
call-off = { $station } ne prend pas d’appels.
call-name = Votre nom, tel que l’animateur le voit
call-topic = Votre sujet, en quelques mots
call-test = Tester le micro
call-test-hint = Dites quelque chose : la barre bouge avec votre voix.
call-ring = Appeler
call-hint = Utilisez un casque et éteignez toute radio qui diffuse la station. Pendant l’attente, personne ne vous entend. L’animateur vous parle avant votre passage à l’antenne, ou vous met directement à l’antenne ; cette page l’indique.
call-blocked = Les navigateurs ne donnent le micro qu’aux pages sécurisées, et celle-ci a été ouverte en http simple. Ouvrez-la en https pour appeler.
call-unsupported = Ce navigateur ne permet pas d’appeler. Un Chrome, Edge, Firefox ou Safari récent le permet.
call-come-back = Vous étiez en communication. Appuyez sur « Appeler » pour y revenir.
call-opening = Ouverture de votre micro…
call-no-microphone = Sans micro, vous ne pouvez pas appeler.
call-ringing = Appel en cours…
call-lost = La connexion est perdue. Reprise de votre appel…
call-hung-up = Vous avez raccroché.
call-waiting = { $place ->
    [1] Vous êtes en tête de la file d’attente. Vous entendez le programme pendant ce temps.
   *[other] Vous êtes numéro { $place } dans la file d’attente. Vous entendez le programme pendant ce temps.
}
call-state = { $state ->
    [screened] Vous parlez avec le studio, hors antenne.
    [on_air] Vous êtes à l’antenne.
   *[held] Vous êtes en attente : vous entendez le programme et personne ne vous entend.
}

## The studio: the station's library

station-library = Bibliothèque de la station
library-open = Ouvrir la bibliothèque
library-hint = Titres et jingles de la station, pour les platines et huit boutons. Il faut être connecté au tableau de bord.
jingle-buttons = Boutons de jingles
jingles-from = Jingles de
all-jingles = Tous les jingles et ID de station
no-jingles = La bibliothèque n’a pas encore de jingles. Choisissez le type Jingle ou ID de station pour quelques titres dans le tableau de bord.
library-playlist = Playlist
whole-library = Toute la bibliothèque
library-nothing = Aucun résultat.
library-load = Charger { $title } sur la platine { $deck }
library-fails = La bibliothèque ne répond pas. Réessayez dans un instant.
library-sign-in = Se connecter au tableau de bord
library-needs-sign-in = { $link }, puis appuyez de nouveau sur « Ouvrir la bibliothèque ».
key-jingles = Boutons de jingles

## The studio: voice tracks

voice-tracks = Interventions préenregistrées
voice-open = Afficher la file d’attente
voice-hint = Enregistrez à l’avance votre intervention entre deux titres : elle passe comme si vous étiez en direct. Utilisez un casque. Il faut être connecté au tableau de bord.
voice-queue = File d’attente de la station
voice-here = Enregistrer ici
voice-talk = Intervention : { $dj }, { $length }
voice-placement = { $placement ->
   *[after-another] Le titre qui précède a changé. Elle commence quand il est fini.
    [before-another] Le titre qui suit a changé. Il commence quand l’intervention est finie.
    [dropped] Aucun de ses deux titres n’est plus là. Elle ne sera pas diffusée.
}
voice-remove = Supprimer
voice-remove-talk = Supprimer l’intervention de { $dj }
voice-removed = Supprimée.
voice-nothing = Aucune place pour une intervention : la file n’a pas deux titres de suite.
voice-empty = La file est vide : AutoDJ n’a rien à diffuser. { $link }, puis appuyez encore sur « Afficher la file d’attente ».
voice-fill-queue = Ajoutez des titres dans le tableau de bord
voice-between = Entre « { $first } » et « { $second } »
voice-ending = Fin du premier titre
voice-record = Enregistrer
voice-again = Recommencer
voice-next = Lancer le titre suivant
voice-stop = Arrêter
voice-listen = Écouter
voice-keep = Garder
voice-cancel = Annuler
voice-state = { $state ->
   *[ready] Appuyez sur Enregistrer : vous entendez les 10 dernières secondes du premier titre.
    [loading] Chargement des deux titres.
    [recording] Enregistrement. Le premier titre se termine.
    [over] Enregistrement. Le premier titre est fini.
    [next] Enregistrement. Le titre suivant a commencé.
    [recorded] Enregistré : { $length }. Écoutez, gardez ou recommencez.
    [listening] Voici ce qu’on entendra.
    [saving] Sauvegarde en cours.
}
voice-saved = Sauvegardée. Elle passe entre les deux titres.
voice-silent = Rien n’est venu du microphone. Réessayez.
voice-on-air = Vous êtes à l’antenne. Terminez l’émission avant d’enregistrer.
voice-no-microphone = Le microphone n’est pas allumé.
voice-not-your-hours = À l’heure de cette place, vous ne pouvez pas être en direct.
voice-place-gone = La file d’attente a changé. Choisissez de nouveau une place.
voice-fails = Cela n’a pas marché. Réessayez dans un instant.
voice-needs-sign-in = { $link }, puis appuyez encore sur « Afficher la file d’attente ».
