# Longwave en español. Trato neutro, sin tutear.

## El idioma

language-name = Español
language-direction = ltr
language-choice = Idioma
weekday = { $weekday ->
    [mon] Lunes
    [tue] Martes
    [wed] Miércoles
    [thu] Jueves
    [fri] Viernes
    [sat] Sábado
   *[sun] Domingo
}
month = { $month ->
    [1] enero
    [2] febrero
    [3] marzo
    [4] abril
    [5] mayo
    [6] junio
    [7] julio
    [8] agosto
    [9] septiembre
    [10] octubre
    [11] noviembre
   *[12] diciembre
}
day-of-week = { weekday }, { $day } de { month }
date = { $day } de { month } de { $year }

## El reproductor

player-description = Escuchar { $station } en directo en la web.
state = { $state ->
   *[idle] Pulse reproducir para escuchar
    [connecting] Conectando…
    [on-air] Al aire
    [lost] Conexión perdida, reintentando…
    [full] Hay demasiados oyentes en este momento, reintentando…
    [off-air] La emisora está fuera del aire
    [interrupted] En pausa por el dispositivo. Pulse reproducir para seguir
}
captions = Subtítulos
live = En directo
live-with = En directo: { $dj }
track-progress = Avance de la canción
play-station = Reproducir { $station }
volume = Volumen
keep-song = Guardar esta canción
share = Compartir
sleep-timer = Temporizador
sleep-off = Desactivado
sleep-after = { $minutes ->
    [60] Una hora
    [120] Dos horas
   *[other] { $minutes } minutos
}
go-back = Ir hacia atrás
back-to-show = Desde el comienzo del programa
back-ten = −10 min
back-half-minute = −30 s
forward-half-minute = +30 s
sound-quality = Calidad de sonido
quality-choice = { $quality ->
    [less] Menos datos
    [better] Mejor sonido
    [uncompressed] Sin comprimir
   *[standard] Estándar
}, { $megabytes } MB por hora
when-heard = Cuándo se oye
mode = Modo
mode-name = { $mode ->
   *[sync] Sincronizado
    [live] Directo
    [steady] Estable
}
speaker = Altavoz
calibration = Igualar dos dispositivos con el micrófono
calibration-help = Ponga uno al lado del otro dos dispositivos que reproduzcan esta emisora. Pulse «Reproducir sonido de prueba» en uno y luego «Medir» en el otro.
calibration-measure = Medir
no-music = Todavía no hay música
no-music-help = { $station } no tiene nada que emitir por el momento. Vuelva más tarde.
own-player = Escuchar en otro reproductor
played-before = Ya emitido
songs-kept = Canciones guardadas
songs-kept-hint = Solo se guardan en este dispositivo.
more-of = Más de { $station }
programme-of = Programación de { $station }

## Direcciones para otros reproductores

listen-elsewhere = Escuchar en otro lugar
player-page = Página del reproductor
player-page-suits = Para las personas: suena en cualquier navegador, también en el teléfono
copy-page-address = la dirección de la página del reproductor
open-page = Abrir
stream-suits = { $kind ->
    [mp3] Cualquier reproductor: radios de cocina y de coche, altavoces inteligentes, teléfonos antiguos
    [hls] Teléfonos, televisores y redes de distribución (CDN)
    [aac] Teléfonos y radios de coche; con ?rendition=he-aac-32, también en conexiones lentas
    [flac] Sin pérdida, para equipos de alta fidelidad; unas diez veces más datos
    [wav] Sin comprimir, para medir y editar; 690 MB por hora
   *[opus] VLC, mpv, foobar2000 y navegadores: el mejor sonido para su tamaño
}
copy = Copiar
copy-address = la dirección de { $name }
qr-code = Código QR
qr-code-of = Código QR de { $address }
playlists = Listas que abren los reproductores:
page-for-old-devices = página para dispositivos antiguos

## La programación

programme = Programación
programme-description = Lo que emite { $station } ahora, lo que viene después y los programas de la semana.
on-now = Ahora
show-with = { $show } con { $dj }
show-until = hasta las { $time }
show-next = Después: { $show } a las { $time }
listen-to = Escuchar { $station }
ask-for-song = Pedir una canción
title-or-artist = Título o artista
ask-needs-scripts = Para pedir una canción hace falta JavaScript, que este navegador no ejecuta.
week = La semana
times-of-station = Hora de la emisora ({ $zone }).
week-empty = No hay programas previstos esta semana: { $station } emite música día y noche.
# A show that is not on this week, and one that is at another time
show-cancelled = Cancelado
show-moved = Otro horario esta semana
# { $when } is a day and a time
show-moved-to = Pasa a: { $when }
day-and-time = { weekday }, { $day } de { month }, { $time }
hear-again = Para volver a escuchar
play-from = Reproducir { $title } desde { $time }
moment-gone = Ya no se guarda nada de este momento.
podcast-subscribe = Suscribirse al pódcast
podcast-description = Programas de { $station } para volver a escuchar.
podcast-show-description = Episodios de { $show } en { $station }.
played-recently = Emitido hace poco

## La lista de emisoras

stations = Emisoras
nothing-on-air = Nada al aire

## Emisoras privadas

station-private = Esta emisora es privada.
station-needs-account = Esta emisora es privada: es para quienes tienen una cuenta o un enlace de la emisora.
listening-password = Contraseña para escuchar
listen = Escuchar
sign-in = Iniciar sesión
then-come-back = Después, vuelva a esta página:

## Problemas

problem-title = { $status ->
    [400] Solicitud incorrecta
    [401] Se necesita iniciar sesión
    [403] No permitido
    [404] No encontrado
    [405] Método no permitido
    [408] Solicitud demasiado lenta
    [409] Conflicto
    [412] Modificado mientras tanto
    [413] Contenido demasiado grande
    [416] Ya no está disponible
    [422] Datos no utilizables
    [426] Se necesita cifrado
    [429] Demasiadas solicitudes
    [500] Error interno
    [503] No disponible en este momento
    [507] Disco lleno
   *[other] Problema
}
problem-detail = { $kind ->
    [no-station] No hay ninguna emisora en esta dirección.
    [no-page] No hay nada en esta dirección.
    [unclear] La solicitud no se entiende.
    [too-fast] Demasiadas solicitudes en poco tiempo: espere un momento.
    [full] Esta emisora no admite más oyentes. Inténtelo de nuevo dentro de un rato.
    [full-address] Ya hay demasiados oyentes en su dirección. Detenga otro reproductor e inténtelo de nuevo.
    [password-needed] Esta emisora es privada: se necesita su contraseña para escuchar o un enlace de la emisora.
    [account-needed] Esta emisora es privada: se necesita una cuenta o un enlace de la emisora.
    [link-invalid] Este enlace no es válido: pida otro a la emisora.
    [link-ended] Este enlace ha caducado: pida otro a la emisora.
    [banned] No permitido: esta dirección o este programa está bloqueado.
    [wrong-password] Nombre o contraseña incorrectos.
    [too-many-tries] Demasiadas contraseñas incorrectas: inténtelo de nuevo en { $seconds } s.
    [encryption-needed] Este servidor solo acepta conexiones cifradas: use https.
   *[broken] Algo ha fallado por nuestra parte. Inténtelo de nuevo en un momento.
}
start-page = Ir a la página de inicio

## Palabras de los scripts

mode-hint = { $mode ->
   *[sync] Todos los oyentes oyen el mismo instante, un segundo después de salir al aire.
    [live] Tan pronto como la red lo permite. Si es mala, puede entrecortarse.
    [steady] Cinco segundos después, para trenes y redes débiles.
}
trim-none = según el dispositivo
trim-earlier = { $ms } ms antes
trim-later = { $ms } ms después
calibration-play = Reproducir sonido de prueba
calibration-stop = Detener sonido de prueba
calibration-plays = El sonido de prueba se oye cada dos segundos. Pulse ahora «Medir» en el otro dispositivo.
calibration-listens = Escuchando unos diez segundos…
calibration-failed = { $reason ->
    [sound] Pulse antes Reproducir.
    [time] El sonido se detuvo mientras tanto. Inténtelo de nuevo.
   *[microphone] No se puede usar el micrófono. Permítalo para esta página e inténtelo de nuevo.
}
calibration-found = { $found ->
    [nothing] No se oyó ningún sonido de prueba. Suba el volumen, acerque los dispositivos e inténtelo de nuevo.
    [alone] Solo se oyó este dispositivo. Va { $ms } ms tarde, incluido el retardo de su micrófono.
    [equal] Los dos dispositivos suenan a la vez.
    [later] Este dispositivo va { $ms } ms por detrás del otro.
   *[earlier] Este dispositivo va { $ms } ms por delante del otro.
}
calibration-earlier = Reproducir aquí { $ms } ms antes
calibration-later = Reproducir aquí { $ms } ms después
calibration-done = Hecho. Este dispositivo lo recuerda.
calibration-too-much = Es más que el medio segundo que se puede compensar.
timing-behind = { $ms } ms después de la emisora
timing-slow-network = La red es lenta: { $seconds } s después de los demás
timing-exact = Con una precisión de { $ms } ms
plays-by-page = { $way ->
   *[webcodecs] Opus
    [wasm] Opus, decodificado por esta página
    [pcm] Sonido sin comprimir
}
plays-by-browser = { $codec } en el reproductor del navegador
data-an-hour = unos { $megabytes } MB por hora
buffered = { $seconds } s en memoria
behind-time = { $time } de retraso
behind-minutes = { $minutes ->
    [one] { $minutes } minuto de retraso
   *[other] { $minutes } minutos de retraso
}
behind-hours = { $hours ->
    [one] { $hours } hora de retraso
   *[other] { $hours } horas de retraso
}
look-up = Buscar
look-up-song = Buscar { $title }
remove = Quitar
remove-song = Quitar { $title }
times-of-visitor = Hora de su zona ({ $zone }).
station-unreached = No se puede contactar con la emisora en este momento. Inténtelo de nuevo.
nothing-found = No hay nada con ese nombre que se pueda pedir.
song-accepted = «{ $title }» sonará.
song-is-next = «{ $title }» sonará: es la siguiente.
song-in-minutes = { $minutes ->
    [1] «{ $title }» sonará dentro de un minuto, más o menos.
   *[other] «{ $title }» sonará dentro de unos { $minutes } minutos.
}
request-refused = { $reason ->
   *[off] Esta emisora no acepta peticiones.
    [not-there] Esta canción ya no está.
    [queued] Esta canción, u otra del mismo artista, va a sonar pronto de todos modos.
    [heard-lately] Esta canción, u otra parecida, ha sonado hace poco.
    [too-many-of-a-person] Ya se ha pedido desde aquí todo lo posible en esta hora; inténtelo más tarde.
    [too-many] Se han pedido muchas canciones en la última hora; inténtelo más tarde.
}
request-failed = No ha funcionado. Inténtelo de nuevo dentro de un minuto.
ask = Pedir
ask-for-title = Pedir { $title }
ask-for-song-by = Pedir { $title } de { $artist }
write-to-studio = Escribir al estudio
write-name = Su nombre, si quiere
write-text = Su mensaje
write-send = Enviar
write-hint = El DJ lo lee mientras está en el aire.
write-sent = Enviado al estudio.
write-refused = { $reason ->
   *[off] Esta emisora no acepta mensajes.
    [blocked] El estudio no acepta mensajes suyos por el momento.
    [too-soon] Acaba de escribir. Espere medio minuto.
    [too-many] Ha escrito tanto como se puede en una hora. Vuelva a escribir más tarde.
    [busy] Hay mucha gente escribiendo en este momento. Vuelva a escribir dentro de un minuto.
}
link-copied = Enlace copiado
copied = Copiado
press-copy-keys = Pulse Ctrl+C

## El estudio

studio = Estudio
studio-needs-scripts = El estudio mezcla y codifica en el navegador, para lo que necesita JavaScript.
studio-sends-nothing = La página no envía nada hasta salir al aire. Al cerrarla termina el programa.
close = Cerrar
sign-out = Cerrar sesión
account-name = Nombre
password = Contraseña
keep-until-closed = Recordar hasta cerrar esta pestaña
checking-sign-in = Comprobando…
sign-in-first = Primero inicie sesión con el nombre y la contraseña de su cuenta de DJ.
messages-from-station = Mensajes de la emisora
read = Leído
read-message = Leído: { $text }

## El estudio: al aire

on-air = Al aire
switch = { $state ->
   *[off] Salir al aire
    [counting] Cancelar
    [connecting] Cancelar
    [waiting] Cancelar
    [on-air] Terminar el programa
    [lost] Dejar de intentar
}
press-again = Pulse otra vez para terminar
show-state = { $state ->
   *[off] Fuera del aire
    [counting] Prepárese…
    [connecting] Conectando con la emisora…
    [waiting] En la cola…
    [on-air] Está al aire
    [lost] Se perdió la red. Los oyentes escuchan la música de la emisora; reintentando…
}
on-air-in = Al aire en { $seconds }…
waiting-for = { $dj } está en directo. Usted saldrá al aire a continuación.
not-let-on-air = La emisora no permite salir al aire ahora.
show-ended = La emisora ha puesto fin a su programa.
# { $reason } is the reason in English
ended-because = { $code ->
    [wrong-account] Nombre o contraseña incorrectos.
    [out-of-hours] Ahora no es su horario. Sus horas están en la programación y en su cuenta.
    [not-this-station] Su cuenta no puede emitir en directo en esta emisora.
    [choose-password] Elija primero su propia contraseña en el panel.
    [app-password] Su cuenta entra con códigos. Cree una contraseña de aplicación en el panel.
    [banned] Esta dirección o este programa está bloqueado.
    [too-many-tries] Demasiadas contraseñas incorrectas. Inténtelo más tarde.
    [busy] Algo falló en la emisora. Inténtelo de nuevo en un momento.
    [barred] La emisora acaba de retirarle del aire. Inténtelo de nuevo en un momento.
    [in-use] Otro DJ está en el aire.
    [too-many-sources] Hay demasiadas fuentes conectadas. Inténtelo más tarde.
    [signing-off] La emisora se apaga.
    [replaced] Entró en el aire desde otro lugar; este programa ha terminado.
    [dead] Ya no llegaba nada de usted, y otro DJ entró en el aire.
    [revoked] Su cuenta se eliminó, o cambió su contraseña.
    [kicked] La emisora le retiró del aire.
    [time-over] Su tiempo en el aire ha terminado.
   *[other] { $reason }
}
hours-end-in = { $then ->
   *[stays] Su tiempo termina en { $minutes } min. Sigue en antena hasta que termine el programa.
    [ends] Su tiempo termina en { $minutes } min. Después la emisora sigue sola.
}
hours-over = { $then ->
   *[stays] Su tiempo se ha acabado. Termine pronto su programa, por favor.
    [ends] Su tiempo se ha acabado. La emisora sigue sola.
}
network-too-slow = La red es a veces demasiado lenta: los oyentes han perdido { $seconds } s hasta ahora.
no-encoder = Este navegador no puede codificar Opus. Un Chrome, Edge, Firefox o Safari actual sí puede.
desk-fails = La mesa de mezclas no arranca en este navegador. Recargue la página; si no ayuda, pruebe con otro navegador.
dump = Descartar los últimos { $seconds } s
dumped = Se descartaron { $seconds } s. La emisora sigue sola hasta que el retardo vuelva a llenarse.
on-air-for = Al aire desde hace
listeners = Oyentes
delay = { $reach ->
   *[unknown] Retraso
    [station] Hasta el aire
    [listener] Hasta el oído del oyente
}
milliseconds = { $ms } ms
seconds = { $seconds } s
master = Programa
master-level-left = Nivel del programa, izquierda
master-level-right = Nivel del programa, derecha
silent = silencio
too-loud = demasiado alto

## El estudio: micrófono

microphone = Micrófono
microphone-state = { $state ->
   *[off] apagado
    [muted] silenciado
    [open] abierto
}
microphone-switch = { $state ->
   *[off] Encender el micrófono
    [muted] Activar el sonido
    [open] Silenciar
}
microphone-level = Nivel del micrófono
microphone-number = Micrófono { $number }
microphone-unplugged = El micrófono se ha desconectado.
microphone-fails = { $name ->
    [NotAllowedError] El navegador no tiene permiso para dar el micrófono a esta página. Permítalo junto a la dirección e inténtelo de nuevo.
    [NotFoundError] No hay ningún micrófono conectado.
    [NotReadableError] Otro programa usa el micrófono. Ciérrelo allí e inténtelo de nuevo.
    [OverconstrainedError] Este micrófono ya no está. Elija otro.
   *[other] El micrófono no se abre: { $reason }
}
microphone-blocked = Los navegadores solo dan el micrófono a páginas seguras, y esta se abrió por http simple. Ábrala por https, o en la propia máquina de la emisora como { $address }.
decks-can-go-on-air = Los platos pueden salir al aire de todos modos.
nothing-can-go-on-air = Aquí nada puede salir al aire: este navegador solo codifica en páginas seguras.
turn-off = Apagar
input = Entrada
usual-input = La habitual
gain = Ganancia
for-speech = Solo para voz, no para música
echo-cancellation = Cancelación de eco
noise-suppression = Reducción de ruido
automatic-gain = Ganancia automática
talk-over = Voz sobre música
lower-decks = Bajar los platos mientras hablo
lower-by = En
back-in = Vuelve en
strip = Sonido de la voz
strip-off = Sin tratamiento
strip-speech = Voz
strip-warm = Cálido
strip-loud = Fuerte
strip-own = El mío
strip-adjust = Ajustar la voz
low-cut = Corte de graves (bajo 80 Hz)
bass = Graves
presence = Presencia
treble = Agudos
compression = Compresión
gain-reduction = Reducción de ganancia
compression-delays = Con la compresión, su voz llega 6 ms más tarde.
noise-gate = Puerta de ruido
gate-off = apagada
strip-reset = Restablecer la voz
strip-was-reset = La voz suena tal como la da el micrófono.

## El estudio: platos

decks = Platos
deck = Plato { $deck }
deck-place = Plato { $deck }, posición en la canción
deck-level = Plato { $deck }, nivel
deck-load = Plato { $deck }, cargar un archivo
deck-gain = Plato { $deck }, ganancia
deck-headphones = Plato { $deck } en los auriculares
deck-play = { $action ->
   *[play] Reproducir
    [pause] Pausa
}
deck-play-label = { $action ->
   *[play] Plato { $deck }: reproducir
    [pause] Plato { $deck }: pausa
}
cue = Cue
deck-cue-label = { $action ->
   *[set] Plato { $deck }: fijar aquí el punto de cue
    [back] Plato { $deck }: volver al punto de cue
}
deck-next-up = Plato { $deck }, a continuación
deck-skip = Canción siguiente
deck-auto = Continuar automáticamente
deck-queue-remove = Quitar «{ $title }»
deck-queued = Añadido a la cola de este plato.
deck-queue-full = Un plato admite 100 canciones. Algunas quedaron fuera.
midi-choose = Elija un botón o un deslizador de esta página.
midi-move = Pulse ahora una tecla del controlador o mueva un deslizador.
midi-assigned = Asignado. Este dispositivo lo recuerda.
midi-forgotten = Ya no hay nada asignado.
midi-connected = Conectado: { $names }
midi-none = No se encontró ningún controlador. Conéctelo; se detecta solo.
midi-refused = El navegador no da acceso a MIDI. Permítalo para esta página e inténtelo de nuevo.
file-unplayable = Este archivo no se puede reproducir en este navegador. MP3, FLAC, WAV y Ogg suelen funcionar.
load-file = Cargar un archivo
drop-track = Suelte aquí una canción
place-of = { $place } de { $length }
deck-held = El plato { $deck } está al aire. Páuselo para moverse por la canción.
intro-ends-in = La intro acaba en { $time }
crossfader = Crossfader, del plato A al plato B
one-deck-only = solo el plato { $deck }
both-decks = los dos platos
mostly-deck = { $percent } % plato { $deck }

## El estudio: títulos, auriculares, teclas

what-listeners-read = Lo que leen los oyentes
artist = Artista
title = Título
send-title = Enviar
keep-title = Guardar para el programa
send-each-title = Enviar el título de cada canción al empezar
listeners-read = Los oyentes leen: { $title }
listeners-will-read = Al salir al aire, los oyentes leerán: { $title }
what-you-hear = Lo que se oye aquí
decks-on-speakers = Platos, altavoces
headphones = Auriculares
usual-output = La salida habitual
output-number = Salida { $number }
what-listeners-hear = Lo que oyen los oyentes
monitor-hint = Solo para auriculares: por altavoces llegaría al micrófono y volvería como eco.
midi = Controlador MIDI
midi-hint = Los deslizadores y teclas de un controlador manejan esta página.
midi-connect = Conectar
midi-assign = Asignar
midi-forget = Olvidar todo
monitor-fails = Hace falta WebCodecs, que los navegadores solo tienen en páginas seguras: abra el estudio por https o en localhost.
keys-and-settings = Teclas y ajustes
count-in = Contar 3-2-1 antes de salir al aire
single-keys = Teclas sueltas, fuera de los campos de texto
key-on-air = Salir al aire; dos veces para terminar
key-microphone = Micrófono encendido, silenciado, abierto
key-play = Plato A, plato B: reproducir o pausar
key-cue = Plato A, plato B: cue
key-crossfade = Mezclar hacia A, hacia B
key-title = Escribir un título

## Llamadas

call-studio = Llamar al estudio
calls = Llamadas
open-line = Abrir la línea
calls-while-on-air = Las llamadas se ven mientras está al aire.
callers = Personas que llaman
calls-hint = Las llamadas se oyen en los auriculares. Mientras habla con alguien fuera del aire, su micrófono no está al aire.
talk-off-air = Hablar fuera del aire
put-on-air = Pasar al aire
hold = Poner en espera
hang-up = Colgar
bar-caller = Bloquear 10 min
microphone-to-caller = fuera del aire, con { $name }

## Mensajes de oyentes

listener-messages = Mensajes de oyentes
messages-unread = Sin leer: { $count }
messages-all-read = Marcar todo como leído
messages-while-on-air = Los mensajes se muestran mientras está en el aire.
no-listener-messages = Aún no hay mensajes.
hide-message = Ocultar
hide-message-of = Ocultar: { $text }
block-sender = Bloquear remitente
block-sender-of = Bloquear remitente: { $text }
unnamed-listener = Un oyente

## La página de una llamada

call-description = Hablar con el estudio de { $station }.
call-needs-scripts = Para llamar hace falta JavaScript, que este navegador no ejecuta.
call-line = { $state ->
    [open] La línea está abierta.
   *[closed] La línea está cerrada en este momento. El DJ la abre cuando se aceptan llamadas.
}
call-off = { $station } no acepta llamadas.
call-name = Su nombre, tal como lo verá el DJ
call-topic = Su tema, en pocas palabras
call-test = Probar el micrófono
call-test-hint = Diga algo: la barra se mueve con su voz.
call-ring = Llamar
call-hint = Use auriculares y apague cualquier radio en la que suene la emisora. Mientras espera, nadie le oye. El DJ habla con usted antes de que salga al aire, o le pasa directamente al aire; esta página lo indica.
call-blocked = Los navegadores solo dan el micrófono a páginas seguras, y esta se abrió por http simple. Ábrala por https para llamar.
call-unsupported = Este navegador no permite llamar. Un Chrome, Edge, Firefox o Safari actual sí lo permite.
call-come-back = Estaba en una llamada. Pulse «Llamar» para volver a ella.
call-opening = Abriendo el micrófono…
call-no-microphone = Sin micrófono no se puede llamar.
call-ringing = Llamando…
call-lost = Se perdió la conexión. Volviendo a la llamada…
call-hung-up = Ha colgado.
call-waiting = { $place ->
    [1] Es la primera persona en la cola. Mientras tanto oye el programa.
   *[other] Es el número { $place } en la cola. Mientras tanto oye el programa.
}
call-state = { $state ->
    [screened] Habla con el estudio, fuera del aire.
    [on_air] Está al aire.
   *[held] Está en espera: oye el programa y nadie le oye.
}

## The studio: the station's library

station-library = Biblioteca de la emisora
library-open = Abrir la biblioteca
library-hint = Pistas y jingles de la emisora, para los platos y ocho botones. Requiere iniciar sesión en el panel.
jingle-buttons = Botones de jingles
jingles-from = Jingles de
all-jingles = Todos los jingles e identificaciones
no-jingles = La biblioteca aún no tiene jingles. Elija el tipo Jingle o Identificación para algunas pistas en el panel.
library-playlist = Lista
whole-library = Toda la biblioteca
library-nothing = No se encontró nada.
library-load = Cargar { $title } en el plato { $deck }
library-fails = La biblioteca no responde. Inténtelo de nuevo en un momento.
library-sign-in = Iniciar sesión en el panel
library-needs-sign-in = { $link } y pulse otra vez «Abrir la biblioteca».
key-jingles = Botones de jingles

## The studio: voice tracks

voice-tracks = Locuciones grabadas
voice-open = Mostrar la cola
voice-hint = Graba con antelación lo que dices entre dos temas: suena como si estuvieras en directo. Usa auriculares. Necesita tu sesión en el panel.
voice-queue = Cola de la emisora
voice-here = Grabar aquí
voice-talk = Locución: { $dj }, { $length }
voice-placement = { $placement ->
   *[after-another] El tema anterior es otro ahora. Empieza cuando ese termine.
    [before-another] El tema siguiente es otro ahora. Ese empieza cuando la locución termine.
    [dropped] Ya no está ninguno de sus dos temas. No se emitirá.
}
voice-remove = Eliminar
voice-remove-talk = Eliminar la locución de { $dj }
voice-removed = Eliminada.
voice-nothing = No hay sitio para una locución: la cola no tiene dos temas seguidos.
voice-empty = La cola está vacía: AutoDJ no tiene nada que poner. { $link } y pulsa otra vez «Mostrar la cola».
voice-fill-queue = Añade temas en el panel
voice-between = Entre «{ $first }» y «{ $second }»
voice-ending = Final del primer tema
voice-record = Grabar
voice-again = Repetir
voice-next = Iniciar el tema siguiente
voice-stop = Parar
voice-listen = Escuchar
voice-keep = Guardar
voice-cancel = Cancelar
voice-state = { $state ->
   *[ready] Pulsa Grabar: oyes los últimos 10 segundos del primer tema.
    [loading] Se cargan los dos temas.
    [recording] Grabando. El primer tema termina.
    [over] Grabando. El primer tema ha terminado.
    [next] Grabando. El tema siguiente ha empezado.
    [recorded] Grabado: { $length }. Escúchalo, guárdalo o repítelo.
    [listening] Así sonará.
    [saving] Guardando.
}
voice-saved = Guardada. Suena entre los dos temas.
voice-silent = No se oyó nada del micrófono. Inténtalo de nuevo.
voice-on-air = Estás en antena. Termina el programa antes de grabar.
voice-no-microphone = El micrófono no está encendido.
voice-not-your-hours = A la hora de este sitio no puedes estar en directo.
voice-place-gone = La cola ha cambiado. Elige el sitio de nuevo.
voice-fails = No ha funcionado. Inténtalo de nuevo en un momento.
voice-needs-sign-in = { $link } y pulsa otra vez «Mostrar la cola».
