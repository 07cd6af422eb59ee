# Palabras del panel de Longwave y de sus páginas de inicio de sesión, en español. Trato neutro, sin tutear.
# Las palabras que el panel comparte con las páginas para oyentes están en el archivo del mismo nombre de la carpeta superior.
# Un reloj (de programación) es el plan de una hora.

## Words of many pages

# Tras un nombre: ada, administrador
role = { $role ->
    [admin] administrador
    [manager] responsable
   *[dj] DJ
}
role-choice = { $role ->
    [admin] Administrador
    [manager] Responsable
   *[dj] DJ
}
delete = Eliminar
saved = Guardado.
deleted = Eliminado.
continue = Continuar
filter = Filtrar
search = Buscar
station = Emisora
on-air-column = Al aire
listening-column = Oyentes
time = Hora
day = Día
track = Pista
file = Archivo
account = Cuenta
level = Nivel
message = Mensaje
source = Fuente
artist-title = { $artist } – { $title }
created = Creación
last-used = Último uso
yes = sí
no = no
on = activado
off = desactivado
unknown = desconocido
upload-some-music = Suba algo de música
no-matches-fewer-words = Sin resultados. Pruebe con menos palabras.
next-page = Página siguiente
first-page = Primera página
download-csv = Descargar como CSV
dj-software = software de DJ
the-studio = el estudio
station-starting = La emisora está arrancando.
time-zone = Zona horaria
save-rules = Guardar reglas
saved-next-track = Guardado. Se aplica a partir de la pista siguiente.
show = Programa
name = Nombre

## The frame of every page

skip-to-content = Ir al contenido
help = Ayuda
signed-in-as = { $name }, { role }
dashboard = Panel
menu = { $page ->
   *[on-air] Al aire
    [listeners] Oyentes
    [playlists] Playlists
    [schedule] Parrilla
    [requests] Peticiones
    [log] Historial de emisión
    [transcript] Transcripción
    [recordings] Grabaciones
    [djs] DJ
    [settings] Ajustes
    [overview] Resumen
    [library] Biblioteca
    [stations] Emisoras
    [people] Personas
    [tokens] Tokens de API
    [webhooks] Webhooks
    [health] Estado
    [logs] Registro
    [audit] Actividad
    [api] API
    [manual] Manual
}
menu-server = Servidor
bar = Páginas principales
bar-more = Más

## Signing in

forgot-password = ¿Olvidó su contraseña? Pida una nueva a un administrador. Los administradores pueden poner una en el servidor con { $command }.
forgotten-link = ¿Olvidó su contraseña?
forgotten-heading = Contraseña olvidada
forgotten-hint = Escriba el nombre de su cuenta. Enviamos un enlace a su dirección de correo.
send-link = Enviar enlace
link-is-sent = Si hay una cuenta con ese nombre y dirección de correo, un enlace está en camino. Sirve una vez, durante una hora.
back-to-sign-in = Volver al inicio de sesión
choose-new-heading = Elegir una contraseña nueva
reset-ends-sessions = Esto cierra su sesión en todos los demás sitios.
link-is-over = Este enlace ha caducado o ya se usó. Puede { $again }.
ask-for-another-link = pedir otro
password-is-reset = Contraseña cambiada. Inicie sesión con la nueva.
mail-reset-subject = Una contraseña nueva para su cuenta de radio
mail-reset-hint = Alguien, probablemente usted, ha pedido una contraseña nueva para la cuenta { $account }. Abra este enlace antes de una hora para elegirla:
mail-reset-ignore = Si no fue usted, no tiene que hacer nada.
sign-in-with = Iniciar sesión con { $provider }
two-factor = Verificación en dos pasos
code-from-phone = Código del teléfono
lost-phone = ¿Perdió el teléfono? Introduzca uno de sus códigos de recuperación. ¿No le queda ninguno? Pida a un administrador que desactive la verificación en dos pasos de su cuenta; en el servidor se hace con { $command }.

## The first steps of a station

set-up-station = Configurar { $station }
step-of = Paso { $step } de { $steps }
welcome-name = Le damos la bienvenida. ¿Cómo se llama su emisora?
welcome-on-air = Su emisora ya está al aire. Estos pasos llevan unos minutos; todo se puede cambiar más tarde.
station-name = Nombre de la emisora
save-and-continue = Guardar y continuar
welcome-zone = ¿En qué zona horaria está?
shows-start-by-clock = Los programas empiezan según esta hora.
time-zone-of-server = Zona horaria del servidor
welcome-look = ¿Qué aspecto tiene?
welcome-music = Subir algo de música
tracks-in-library = { $tracks ->
    [0] La biblioteca está vacía.
    [one] Hay { $tracks } pista en la biblioteca.
   *[other] Hay { $tracks } pistas en la biblioteca.
}
upload-music = Subir música
drop-files = Suelte aquí los archivos o { $choose }
# Está dentro de drop-files
choose-files = elija archivos
upload-formats = MP3, FLAC, Ogg, Opus, WAV, AIFF, AAC o M4A, hasta 1 GB cada uno. Cada archivo se comprueba antes de añadirlo.
upload-needs-scripts = Para subir archivos hace falta JavaScript. Sin él, cópielos en la carpeta de música del servidor.
station-is-on-air = { $station } está al aire
playing-now = Suena ahora: { $title }.
listen-on-player-page = Escuchar en la página del reproductor
go-to-on-air = Ir a Al aire
welcome-next = Ahora puede { $playlists }, { $shows } y { $djs }.
create-playlists = crear playlists
plan-shows = planificar programas
add-djs = añadir DJ
listen-links = Enlaces para escuchar
welcome-share = Comparta la página del reproductor, o dé estas direcciones de stream a radios y aplicaciones.
skip-to-end = Saltar al final
skip-step = Saltar este paso

## The overview

listener-count = { $listeners ->
    [one] { $listeners } oyente
   *[other] { $listeners } oyentes
}
no-station-yet = Su cuenta aún no tiene ninguna emisora. Pida una a un administrador.
your-account = Su cuenta
change-password = Cambiar contraseña
display-name = Nombre que ven los oyentes (vacío: el de la cuenta)
email-address = Dirección de correo
email-hint = Para recibir un enlace si olvida su contraseña.
current-for-email = Solo hace falta para cambiar la dirección de correo.
where-signed-in = Sesiones abiertas
browser = Navegador
unknown-browser = Navegador desconocido
this-browser = { $browser } (este)
sign-out-everywhere = Cerrar todas las sesiones

## On air

on-air-of = Al aire – { $station }
banner-silenced = La emisora está en silencio y los oyentes no oyen nada. Pulse «Volver al aire» para terminarlo.
banner-emergency = Emergencia: AutoDJ solo emite la playlist { $playlist }. Los DJ pueden entrar en directo de todos modos.
banner-loop = AutoDJ no tiene nada que emitir, así que los oyentes oyen el bucle de emergencia. { $upload } o revise { $playlists }.
the-playlists = las playlists
banner-dead-air = Silencio al aire: AutoDJ no tiene nada que emitir. { $upload } para salir al aire.
banner-no-sound = { $dj } se ha conectado, pero no llega sonido. Los oyentes oyen AutoDJ.
banner-hours-end = { $then ->
   *[keep] El tiempo de { $dj } termina a las { $time }. Sigue en antena hasta que se vaya.
    [end] El tiempo de { $dj } termina a las { $time }. Entonces sigue AutoDJ.
}
banner-hours-over = El tiempo de { $dj } terminó a las { $time } y sigue en antena.
now-playing = Suena ahora
playing-source = { $source ->
   *[autodj] AutoDJ
    [live] En directo
    [relay] Retransmisión de otro stream
    [emergency-loop] Bucle de emergencia
    [silence] Silencio
    [silenced] En silencio
}
track-position = Posición en la pista
time-left = quedan { $time }
skipped = Se pasó a la pista siguiente.
skip-track = Saltar pista
is-back-on-air = La emisora vuelve a estar al aire.
back-on-air = Volver al aire
ask-silence = ¿Bajar a silencio? Los oyentes no oirán nada hasta que vuelva al aire.
is-silenced = La emisora está en silencio.
fade-to-silence = Bajar a silencio
emergency-ended = Emergencia terminada. Programación normal a partir de la pista siguiente.
end-emergency = Terminar emergencia
ask-emergency = ¿Emitir solo { $playlist } a partir de ahora?
emergency-starts = { $playlist } empieza en unos segundos.
start-emergency = Iniciar playlist de emergencia
live-no-skip = Hay un DJ en directo, así que no hay pista que saltar. «Sacar del aire», más abajo, termina el programa en directo.
emergency-playlist = Playlist de emergencia: { $playlist }
emergency-playlist-none = Playlist de emergencia: ninguna todavía
emergency-saved = Playlist de emergencia guardada.
in-emergency-play = En una emergencia, emitir
no-playlist = Ninguna
save-emergency = Guardar playlist de emergencia
emergency-needs-playlist = Cree una { $playlist } para tener lista una de emergencia, que empieza al instante.
a-playlist = playlist
up-next = A continuación
is-jingle = (jingle)
levels = Niveles
levels-need-scripts = Los medidores de nivel necesitan JavaScript.
levels-description = Medidores de nivel de los canales izquierdo y derecho, en decibelios por debajo del máximo digital
loudness-short = Sonoridad (3 s)
loudness-track = Sonoridad (esta pista)
peak-track = Pico (esta pista)
levels-hint = AutoDJ nivela la música a { $loudness } LUFS. El canal izquierdo está arriba y el derecho, abajo.
live-dj = DJ en directo
no-sound = (sin sonido)
since = Desde
hours-until = En antena hasta
software = Software
buffer = Búfer
delay-to-listeners = Retraso hasta los oyentes
ask-kick = ¿Sacar a { $dj } del aire?
kicked = { $dj } está fuera del aire.
may-go-live-again = Puede volver al aire
take-off-air = Sacar del aire
barred-for = { $seconds ->
    [0] enseguida
    [180] después de 3 minutos
    [3600] después de una hora
    [86400] después de un día
   *[604800] después de una semana
}
nobody-live = No hay nadie en directo. Los DJ salen al aire desde { $studio } o con software de DJ como BUTT o Mixxx.
relay-connected = Retransmisión conectada: { $relay }.
waiting-to-go-live = Esperando salir al aire
message-sent = Mensaje enviado.
message-to-dj = Mensaje al DJ
send-message = Enviar mensaje
message-hint = Se muestra en el estudio hasta que el DJ lo marca como leído. El software de DJ no puede mostrarlo.
message-read = { $from }, { $ago } · leído por { $reader }
message-unread = { $from }, { $ago } · sin leer
message-removed = Mensaje quitado.
remove-message = Quitar el mensaje { $text }
sender-blocked = Remitente bloqueado durante 24 horas.
ask-block-sender = ¿Bloquear a este remitente durante 24 horas? Se quitan todos sus mensajes.
listeners-now = { $listeners } ahora
hour-appears = La última hora aparece aquí después de un minuto al aire.
queue = Cola
# Quién puso una pista en la cola
queued-by = { $origin ->
    [jingle] Jingle
    [person] Añadida a mano
    [listener] Pedida
   *[plan] AutoDJ
}
queued-talk = Locución: { $dj }, { $length }
queued-talk-state = { $placement ->
   *[between] Grabada en el estudio
    [after-another] El tema anterior es otro ahora. Empieza cuando ese termine.
    [before-another] El tema siguiente es otro ahora. Ese empieza cuando la locución termine.
    [dropped] Ya no está ninguno de sus dos temas. No se emitirá.
}
queued-why = { queued-by }: { $why }
moved = Movida.
removed-from-queue = Quitada de la cola.
up = Subir
up-track = Subir: { $title }
down = Bajar
down-track = Bajar: { $title }
remove-track = Quitar: { $title }
and-more = Y { $count } más.
queue-empty = La cola está vacía. { $upload } y AutoDJ la llenará.
add-track = Añadir una pista a la cola
title-artist-album = Título, artista o álbum
added-to-queue = Añadida a la cola.
position-of = Posición de { $title }
before-autodj = antes de las pistas de AutoDJ
queue-place = { $place ->
    [1] la siguiente
   *[other] posición { $place }
}
add = Añadir
add-track-title = Añadir: { $title }
on-own-site = En su propia web
embed-hint = Ponga el reproductor en su sitio web. No usa cookies.
embed-name = { $kind ->
   *[frame] Marco
    [element] Elemento
}
embed-suits = { $kind ->
   *[frame] Cualquier sitio web y su editor: el reproductor en un marco propio
    [element] Páginas cuyo código se escribe a mano: el reproductor como parte de la página, con su mismo ancho
}
copy-embed-code = { $kind ->
   *[frame] el código del marco
    [element] el código del elemento
}

## Health

health = Estado
refresh = Actualizar
server-log = Registro
metrics-link = Métricas para Prometheus y Grafana
stations-since-start = Emisoras desde el arranque
late-frames = Tramas tardías
timing-percentile = Puntualidad (percentil 99)
dead-air = Silencio al aire
captions-column = Subtítulos
late-of-frames = { $late } de { $frames }
over-a-second = más de 1 s
seconds-number = { $seconds } s
captions-state = { $state ->
   *[off] desactivados
    [missing] activados, pero no hay reconocedor de voz configurado
    [failing] el reconocedor falla
    [listening] voz
    [waiting] a la espera de voz
}
captions-problem = { captions-state }: { $problem }
captions-count = { $captions ->
    [one] { $captions } subtítulo
   *[other] { $captions } subtítulos
}
captions-restarts = { $restarts ->
    [one] { $restarts } reinicio
   *[other] { $restarts } reinicios
}
captions-skipped = { $seconds } s omitidos
version = Versión
running-for = En marcha desde hace
memory = Memoria
disk-space = { $disk ->
    [data] Espacio en disco (datos)
   *[music] Espacio en disco (música)
}
disk-free = { $free } libres de { $total } en { $path }
disk-low = { $disk ->
    [data] { disk-free }. Libere espacio pronto, o no se podrán guardar cuentas, registros ni carátulas
   *[music] { disk-free }. Libere espacio pronto, o no se podrá añadir música
}
disk-hung = no responde desde hace { $seconds } s: { $path }
disk-before = antes, { $free } libres de { $total }
disk-unread = no se puede leer: { $path }
clock-sync = { $state ->
   *[synchronised] sincronizado (NTP)
    [unknown] sincronización de la hora desconocida
    [off] sin sincronizar: active NTP en este servidor, o los programas empezarán a una hora equivocada
}
clock-steady = { clock-sync }; estable desde el arranque
clock-changed = { clock-sync }; ha cambiado { $seconds } s desde el arranque; los programas y el historial de emisión lo siguen
clock = Reloj
database = Base de datos
certificate = Certificado
certificate-expires = caduca el { $time }
certificate-none = ninguno: las contraseñas se envían sin cifrar, salvo que un proxy delante use HTTPS
certificate-coming = ninguno todavía: HTTPS funcionará en cuanto se emita
certificate-orders = Pedidos de certificado
order-failed = { $failures ->
    [one] { $problem }; ha fallado { $failures } vez, próximo intento el { $next }, para { $names } de { $directory }
   *[other] { $problem }; ha fallado { $failures } veces, próximo intento el { $next }, para { $names } de { $directory }
}
order-valid = se renueva el { $next }, para { $names } de { $directory }
order-ordering = pedido en curso, para { $names } de { $directory }
directory = Directorio
directory-listed = { $station } ({ $format }) figura en { $directory }
directory-failed = { $station } ({ $format }) no figura en { $directory }: { $problem }; próximo intento el { $next }
directory-sending = { $station } ({ $format }) se está enviando a { $directory }
log-lines = { $lines ->
    [one] { $lines } línea en memoria
   *[other] { $lines } líneas en memoria
}
database-check = Comprobación de la base de datos
check-database = Comprobar base de datos
cluster = Servidores y edges
cluster-servers = Servidores que se sustituyen
cluster-server = Servidor
cluster-stands-by = En espera
cluster-lag = Retraso
cluster-clock-off = desviado { $seconds } s
cluster-clock-fits = coincide
cluster-edges = Edges con NATS
cluster-edge = Edge
cluster-from = Procedencia
cluster-delay = Demora
cluster-no-edges = Ningún edge se anuncia por NATS.
backups = Copias de seguridad
backup-failed = La última copia de seguridad falló: { $problem }
backup-hours = Horas entre copias (0: ninguna)
backup-kept = Copias conservadas
backup-files = Incluir música y archivos subidos
backup-recipient = Cifrar para esta clave pública (age o SSH)
save-backup-plan = Guardar plan de copias
back-up-now = Hacer copia ahora
backups-in = Copias de seguridad en { $folder }
backups-in-running = Copias de seguridad en { $folder }; hay una en curso
backup-made = Hecha
size = Tamaño
no-backups = Todavía no hay copias de seguridad.
problems = Problemas
problems-since-start = Problemas desde el arranque
since-start-newest = Desde el arranque, primero los más recientes
last = Última vez
first = Primera vez
count = Veces
no-problems = Ningún problema desde el arranque. Aquí se cuentan los avisos y los errores.

## Settings of a station

settings-of = Ajustes de { $station }
settings-hint = Los cambios se aplican al momento; ningún oyente se desconecta.
station-renamed = Nombre cambiado.
rename-station = Cambiar nombre
short-name-kept = Las direcciones conservan el nombre corto { $slug }. Creada el { $time }.
going-live = Salir en directo
crossfade-to-dj = Crossfade hacia un DJ y de vuelta (s)
silence-after = AutoDJ entra tras un silencio del DJ (s)
playout-delay = Retardo del estudio a los oyentes en modo sincronizado (s)
broadcast-delay = Retardo del directo antes de salir al aire, para poder descartarlo (s)
autodj-after-live = AutoDJ tras un programa en directo
second-dj = Otro DJ mientras hay uno en directo
over-time = Cuando se acaba el tiempo de un DJ
song-requests = Peticiones de canciones
listener-calls = Llamadas de oyentes
autodj-choice = { $choice ->
   *[next-track] empieza con la pista siguiente
    [keeps-time] sigue por donde va la parrilla
}
second-dj-choice = { $choice ->
   *[refused] se rechaza
    [waits] espera su turno
}
over-time-choice = { $choice ->
   *[keep] sigue en antena hasta que se vaya
    [end] termina su directo y sigue AutoDJ
}
requests-choice = { $choice ->
   *[on] activadas
    [off] desactivadas
}
calls-choice = { $choice ->
   *[off] desactivadas
    [on] activadas, mientras un DJ abra la línea
}
messages-choice = { $choice ->
   *[off] desactivados
    [on] activados
}
save-live-settings = Guardar ajustes del directo
archive = Archivo sonoro
record = Grabar
archive-choice = { $choice ->
   *[off] nada
    [live] DJ en directo
    [shows] programas de la parrilla
    [everything] todo
}
keep-days = Conservar (días)
keep-gb = Tamaño máximo (GB)
publish-automatically = Publicar las grabaciones automáticamente
save-archive = Guardar ajustes de grabación
archive-hint = Una hora ocupa unos 43 MB. Al llegar al tamaño máximo, o con el disco casi lleno, se eliminan las horas más antiguas. Los oyentes pueden ir hacia atrás hasta donde llegue el archivo sonoro.
archive-rights = Derechos de la música: una licencia de emisión no suele cubrir grabaciones con música que se puedan oír después o como pódcast. Consulte a su entidad de gestión de derechos antes de grabar música; la voz y la música propia no plantean problemas. Por eso la grabación está desactivada al principio.
directories = Directorios
directories-hint = Los directorios públicos muestran la emisora, su página, sus streams y el título actual.
directories-private = La emisora es privada, así que no figura en ellos.
directories-no-address = El servidor no conoce su dirección pública: indique primero { $option } en su configuración.
icecast-directories = Directorios de Icecast
directory-choice = { $choice ->
   *[off] no figura
    [on] figura mientras está al aire
}
genre = Género
save-directory = Guardar ajustes de directorios
radio-browser-listed = Figura en { $site } como { $entry }. La entrada se edita allí.
radio-browser-ask = ¿Añadir { $station } a radio-browser.info? Allí cualquiera puede editar las entradas.
radio-browser-added = Añadida a radio-browser.info.
radio-browser-add = Añadir a radio-browser.info
captions-heading = Subtítulos
captions-for-live = Subtítulos para la voz en directo
captions-choice = { $choice ->
   *[off] desactivados
    [on] activados
}
transcript = Transcripción
transcript-choice = { $choice ->
   *[private] para DJ y responsables de esta emisora
    [public] pública
}
transcript-days = Conservar la transcripción (días; 0: tanto como el historial de emisión)
save-captions = Guardar ajustes de subtítulos
captions-hint = Hace falta un reconocedor de voz, que se indica con { $option } al arrancar el servidor; véase { $manual }. AutoDJ no tiene subtítulos.
the-manual = el manual
zone-and-separation = Zona horaria y reglas de separación
time-zone-empty = Zona horaria (vacío: la del servidor)
title-separation = Separación de títulos (minutos)
artist-separation = Separación de artistas (minutos)
album-separation = Separación de álbumes (minutos)
dj-software-heading = Software de DJ
dj-software-hint = Ajustes para BUTT, Mixxx y otros programas que emiten hacia Icecast:
server-type = Tipo de servidor
address = Dirección
port = Puerto
mount-point = Punto de montaje
user = Usuario
source-user = { $name } con la contraseña de fuente, o el nombre y la contraseña de una cuenta de DJ
tls-off = desactivado: la contraseña se envía sin cifrar
tls = TLS (SSL)
format = Formato
source-formats = Opus, Vorbis, FLAC, MP3 o AAC
studio-hint = En el navegador: { $studio }, con una cuenta de DJ. Las cuentas se crean en { $djs }.
source-password-changed = Contraseña de fuente cambiada
new-source-password = Nueva contraseña de fuente (vacío: crear una)
change-source-password = Cambiar contraseña de fuente
source-password-hint = El DJ que está en directo sigue en directo; la contraseña nueva hace falta a partir de la próxima conexión.
folder-and-qualities = Carpeta de música y calidades del stream
music-folder-empty = Carpeta de música (vacío: toda la biblioteca)
qualities-lines = Calidades del stream, una por línea (la primera es la predeterminada)
qualities-possible = Posibles: { $qualities }.
save-folder = Guardar carpeta y calidades
qualities-hint = Una carpeta nueva se usa desde la próxima pista planificada; las calidades nuevas, en unos segundos. Los oyentes de una calidad quitada la siguen oyendo hasta que se van. MP3 (mp3-128) está siempre disponible, igual que FLAC y el sonido sin comprimir; solo se codifican mientras alguien escucha.
qualities-hint-aac = Una carpeta nueva se usa desde la próxima pista planificada; las calidades nuevas, en unos segundos. Los oyentes de una calidad quitada la siguen oyendo hasta que se van. MP3 (mp3-128) y AAC (aac-128, he-aac-64, he-aac-32) están siempre disponibles, igual que FLAC y el sonido sin comprimir; solo se codifican mientras alguien escucha.
delete-station = Eliminar emisora
delete-station-summary = Eliminar { $station } …
delete-station-hint = La emisora deja de estar al aire y se eliminan sus playlists, programas, cola, ajustes y contraseña de fuente. El historial de emisión y todos los archivos de música se conservan.
delete-station-ask = ¿Eliminar la emisora { $station }? No se puede deshacer.
type-to-confirm = Escriba { $slug } para confirmar

## Colour, logo and access of a station

colour-and-logo = Color y logotipo
used-on = Se usan en { $page } y en el estudio.
the-player-page = la página del reproductor
colour-saved = Color guardado.
station-colour = Color de la emisora
save-colour = Guardar color
colour-restored = Color predeterminado restaurado.
restore-colour = Restaurar color predeterminado
shades-of = Tonos de { $colour }: { $light } en páginas claras, { $dark } en oscuras
light-mode = Modo claro
dark-mode = Modo oscuro
shades-hint = Donde el texto se leería mal en este color, se usa un tono más oscuro o más claro.
logo-of = Logotipo de { $station }
logo-removed = Logotipo quitado.
logo-remove-ask = ¿Quitar el logotipo?
remove-logo = Quitar logotipo
no-logo = Todavía no hay logotipo.
upload-logo = Subir un logotipo (PNG, JPEG o WebP, hasta { $megabytes } MB)
upload-logo-scripts = Para subir un logotipo hace falta JavaScript.
access-heading = Acceso para oyentes
access-saved = Guardado. Se desconectó a los oyentes sin acceso.
open-to = Abierta a
access-choice = { $choice ->
   *[open] todo el mundo
    [password] quienes tienen la contraseña para escuchar
    [account] quienes tienen una cuenta de esta emisora
}
new-listening-password = Nueva contraseña para escuchar (vacío: seguir con la actual)
choose-listening-password = Contraseña para escuchar (al menos 10 caracteres)
save-access = Guardar acceso
guest-link-hint = Con un enlace de invitado se escucha sin contraseña hasta que caduca.
guest-links-only = Todavía no hay contraseña para escuchar, así que solo dan acceso los enlaces de invitado y las cuentas.
guest-link-created = Enlace de invitado creado
valid-for-hours = Validez (horas)
create-guest-link = Crear enlace de invitado
guest-links-revoked = Se han anulado todos los enlaces de invitado.
guest-links-revoke-ask = ¿Anular todos los enlaces de invitado? Se desconectará a quienes escuchan con uno.
revoke-guest-links = Anular enlaces de invitado

## Stations

music-from = Música de
stream-qualities = Calidades del stream
links = Enlaces
silence-no-music = Silencio: no hay música en su carpeta
starting = Arrancando
all-music = Toda la música
settings = Ajustes
add-station = Añadir una emisora
add-station-hint = Una emisora nueva está al aire en unos segundos. Los oyentes de las demás emisoras no notan nada.
station-created = Emisora creada
short-name = Nombre corto para las direcciones
short-name-hint = Minúsculas, cifras y guiones, como { $example }. No se puede cambiar después.
music-folder = Carpeta de música
music-folder-hint = Una carpeta dentro de { $folder }. Déjelo vacío para emitir toda la biblioteca.
qualities-new-hint = Una por línea; la primera es la predeterminada. Posibles: { $qualities }.
source-password = Contraseña de fuente
source-password-new-hint = El software de DJ se identifica con ella. Déjelo vacío para crear una, que se muestra una sola vez.
create-station = Crear emisora

## Listeners

listeners-of = Oyentes · { $station }
listeners-right-now = { $listeners ->
    [0] Ningún oyente en este momento
    [one] { $listeners } oyente en este momento
   *[other] { $listeners } oyentes en este momento
}
share-player-page = Comparta { $page }, o copie una dirección de stream de { $addresses }.
quality = Calidad
player = Reproductor
listeners-unavailable = La lista de oyentes no está disponible en este momento. Inténtelo de nuevo dentro de un rato.
listeners-longest-first = Oyentes, primero los que más tiempo llevan
listening-for = Escucha desde hace
delay-column = Retraso
lost-column = Perdido
data-column = Datos
disconnect = Desconectar
connection-kind = { $kind ->
   *[web-socket] WebSocket, { $quality }
    [stream] Stream, { $quality }
}
disconnected = Desconectado.
disconnect-number = Desconectar el número { $number }, { $address }
listeners-hint = Una dirección puede corresponder a toda una casa. Muchos reproductores se vuelven a conectar solos después de una desconexión.
history = Historial
period = Período
range = { $range ->
   *[hour] hora
    [day] día
    [week] semana
    [month] mes
}
peak = Máximo: { $listeners }.
no-shows-in-period = No hay programas en este período. { $schedule } para ver los oyentes de cada programa.
add-shows = Añada programas a la parrilla
no-data-yet = Todavía no hay datos de este período. Vuelva dentro de unos minutos.
player-kind = { $player ->
    [browser] Navegadores
    [desktop] Reproductores de escritorio
    [phone] Aplicaciones de teléfono
    [car] Coches
    [speaker] Altavoces y radios
    [program] Programas
    [other] Otros
   *[unknown] { $player }
}
output-name = { $format ->
    [ws] Página del reproductor (WebSocket)
    [edge] Edge (WebSocket)
    [opus] Stream (Ogg Opus)
    [opus-chained] Stream (Ogg Opus con títulos)
    [mp3] Stream (MP3)
    [aac] Stream (AAC)
    [flac] Stream (FLAC)
    [wav] Stream (WAV)
   *[other] { $format }
}
plot-listeners = Oyentes
plot-average = Promedio
plot-most = Máximo
plot-by-output = Por salida
plot-by-player = Por reproductor
plot-by-programme = Por programa
plot-listeners-average = Promedio de oyentes
plot-last-hour = Oyentes en cada minuto de la última hora
plot-label = { $caption }; la tabla de abajo tiene las cifras
plot-numbers = { $caption }: las cifras
show-numbers = Mostrar cifras
from-time = Desde

## The playback history

history-of = Historial de emisión, { $station }
history-source = { $source ->
   *[autodj] AutoDJ
    [live] En directo
    [relay] Retransmisión
    [emergency-loop] Bucle de emergencia
    [silence] Silencio
}
playback-history = Historial de emisión
history-hint = Todo lo que estuvo al aire, con horas y oyentes (el registro de lo emitido).
day-empty-all = Día (vacío: todos)
title-artist-album-dj = Título, artista, álbum o DJ
all-sources = Todas
all-days = Todos los días
days = Días
previous-day = Día anterior
next-day = Día siguiente
today = Hoy
titles-total = Títulos
performances = Ejecuciones
performances-are = { $performances } (títulos × oyentes)
listening-hours = Horas de escucha
listening-hours-are = { $hours } h, todos los oyentes juntos
newest-entries = { $count ->
    [one] Solo se muestra la entrada más reciente ({ $count }). Elija un día o escriba más palabras.
   *[other] Solo se muestran las { $count } entradas más recientes. Elija un día o escriba más palabras.
}
length = Duración
title-column = Título
peak-listeners = Máximo de oyentes
source-with-dj = { history-source }: { $dj }
no-matches-all-days = Sin resultados. Pruebe con menos palabras o con todos los días.
history-empty = No hubo nada al aire este día. El historial comienza con el primer arranque de la emisora.
royalty-report = Informe de derechos
royalty-hint = En el formato de SoundExchange: una línea por grabación, con sus ejecuciones.
from-date = Desde
until-date = Hasta (no incluido)
service-name = Nombre del servicio
transmission-category = Categoría de transmisión (A–Z)
download-report = Descargar informe
history-times = Las horas de esta página son de { $zone }; las descargas y el informe usan UTC.

## The log of the server

logs-hint = Las 200 líneas coincidentes más recientes de las últimas 1000. El registro completo está en la salida de errores estándar del servidor.
level-choice = { $choice ->
   *[info] todos
    [warn] avisos y errores
    [error] errores
}
lines-of-log = Líneas del registro
log-level = { $level ->
   *[info] info
    [warn] aviso
    [error] error
}
no-matches-levels = Sin resultados. Elija todos los niveles o menos palabras.

## The preview of the programme

preview-of = Vista previa, { $station }
preview = Vista previa
preview-hint = Lo que AutoDJ emitiría a partir de ahora, sin DJ en directo, peticiones ni pistas añadidas a mano. Las pistas que ya están en la cola pueden ser otras.
hours = Horas
show-preview = Mostrar vista previa
reason-column = De
fades-in = entra con fundido
separation-skipped = { $rule ->
   *[album] sin separación de álbumes
    [artist] sin separación de artistas
    [title] sin separación de títulos
    [repeat] sin separación de repeticiones
}
library-empty = La biblioteca está vacía. { $upload } primero.
times-of-zone = Las horas son de la zona horaria de la emisora, { $zone }.
# Por qué suena una pista: es de …
why-library = la biblioteca
why-playlist = playlist { $playlist }
why-jingle = jingle { $playlist }
why-show = programa { $show }
why-show-playlist = programa { $show }, playlist { $playlist }
why-clock = programa { $show }, reloj { $clock }, playlist { $playlist }

## Clocks

clocks-of = Relojes, { $station }
clocks = Relojes
clocks-hint = Un reloj dice de qué playlist sale cada pista de una hora. Se repite cada hora, y vuelve a empezar cuando llega a su final.
clock-used-by = Lo usan: { $shows }.
clock-unused = Ningún programa lo usa todavía.
no-clocks = Todavía no hay relojes.
create-clock-below = Cree uno abajo y elíjalo después para un programa.
clock-needs-playlists = Un reloj se arma con playlists: primero { $create }.
create-those = créelas
create-a-clock = Crear un reloj
clock-created = Reloj creado.
playlists-of-hour = Playlists de la hora
clock-lines-hint = Una playlist por línea. Delante de su nombre: { $after } empieza con la primera pista después de la media hora, { $late } con dos minutos de retraso como mucho, { $exact } corta con un fundido la pista que suena.
create-clock = Crear reloj
clock-of = { $clock }, reloj de { $station }
all-clocks = Todos los relojes
edit-clock = Editar reloj
save-clock = Guardar reloj
delete-clock = Eliminar reloj
clock-in-use = Lo usan: { $shows }. Haga que emitan otra cosa antes de eliminar el reloj.
delete-clock-ask = ¿Eliminar el reloj { $clock }?
# { $minute } son dos cifras: a las :05
clock-item-exact = A las :{ $minute } en punto, { $playlist }: lo que suena se corta con un fundido
clock-item-late = A las :{ $minute }, { $playlist }, con { $late } minutos de retraso como mucho

## The schedule

schedule-of = Parrilla, { $station }
add-show = Añadir un programa
no-shows = Todavía no hay programas: AutoDJ emite la rotación normal toda la semana.
add-show-for = { $add } para todo lo que tiene hora fija: las noticias, un DJ, una noche de jazz.
weeks = Semanas
previous-week = Semana anterior
this-week = Esta semana
next-week = Semana siguiente
drag-hint = Arrastre un programa para moverlo, o su borde inferior para cambiar su duración. Con el teclado: las flechas lo mueven, Mayús y flechas cambian su duración, Intro abre la vista previa, Escape deshace. No se guarda nada hasta pulsar Guardar.
draw-hint = Arrastre sobre un hueco libre para añadir allí un programa. En una pantalla táctil, mantenga primero un dedo sobre el hueco.
add-show-on = Añadir un programa: { $day }
normal-rotation = Rotación normal.
not-saved-yet = Sin guardar todavía
undo = Deshacer
overlapping-shows = Programas que coinciden
all-shows = Todos los programas
when = Cuándo
plays = Emite
start = Inicio
separation-rules = Reglas de separación
separation-hint = AutoDJ espera este tiempo antes de repetir un título, un artista o un álbum. Si no queda ninguna pista, prescinde primero de la separación de álbumes, luego de la de artistas y luego de la de títulos.
title-minutes = Título (minutos)
artist-minutes = Artista (minutos)
album-minutes = Álbum (minutos)
zone-hint = La usan los programas, los relojes y el historial de emisión. Vacío: la zona horaria del servidor.
separation-are = AutoDJ espera { $title } minutos antes de repetir un título, { $artist } antes de un artista y { $album } antes de un álbum.
# Del 7 al 13 de diciembre de 2026
week-in-month = Del { $from } al { $day } de { month } de { $year }
week-in-months = Del { $from } al { $to }
day-and-month = { $day } de { month }
short-day-number = { weekday-short } { $day }
# { $names } son nombres cortos de días
show-days = { $days ->
    [daily] Todos los días
    [weekdays] De lunes a viernes
   *[other] { $names }
}
show-when = { $days }, de { $from } a { $to }
plays-playlist = Playlist { $playlist }
plays-clock = Reloj { $clock }
plays-track = Pista { $track }, una vez
plays-dj = DJ en directo, rotación normal hasta que se conecte
plays-dj-playlist = DJ en directo, playlist { $playlist } hasta que se conecte
plays-relay = Retransmisión de { $address }
starts-on-time = Empieza a su hora, la pista anterior se corta con un fundido
starts-late = Empieza con la pista siguiente, con { $late } minutos de retraso como mucho
show-on-time = { $show }: { $when }; empieza a su hora, la pista anterior se corta con un fundido. { $plays }.
show-late = { $show }: { $when }; empieza con la pista siguiente, con { $late } minutos de retraso como mucho. { $plays }.
show-with-djs = Con { $djs }.
conflict = { $reason ->
    [dated] { $when }: se oye { $heard }, no { $unheard }, porque es solo para esa fecha.
    [later] { $when }: se oye { $heard }, no { $unheard }, porque empieza más tarde.
   *[first] { $when }: se oye { $heard }, no { $unheard }, porque los dos empiezan a la vez y su nombre va primero.
}
# { $to } es una hora
conflict-then = { $then ->
    [goes-on] { conflict } { $unheard } sigue a las { $to }.
    [begins] { conflict } { $unheard } empieza a las { $to }.
    [lost] { conflict } { $unheard } no se oye entonces.
   *[nothing] { conflict }
}
zone-of-machine = la de la máquina

## A show

new-show = Programa nuevo
page-of-station = { $page }, { $station }
back-to-schedule = Volver a la parrilla
every-week-on = Cada semana el
once-on = Una vez el
date-field = Fecha
to-time = Hasta
choose = Elija
plays-group = { $group ->
   *[playlist] Playlist
    [clock] Reloj
    [live] En directo
    [other] Otro
}
choose-dj = DJ en directo (rotación normal hasta que se conecte)
choose-dj-playlist = DJ en directo ({ $playlist } hasta que se conecte)
choose-missing-track = Una pista que ahora falta
choose-track = { $track }, una vez
choose-relay = Otro stream (escriba su dirección abajo)
stream-to-relay = Dirección de la retransmisión
latest-start = Inicio más tardío (minutos)
latest-start-hint = Espera este tiempo a que termine la pista que suena. Vacío: empieza a su hora y corta la pista con un fundido.
show-djs = DJ
show-djs-hint = Pueden emitir desde diez minutos antes del programa hasta su final, además del horario de su cuenta. Una cuenta sin horario puede siempre; escriba { $word } en su horario para limitarla a sus programas.
preview-show = Ver vista previa
show-replaces = Ya existe un programa con este nombre. Al guardar se reemplaza.
no-other-show = Ningún otro programa a esa hora.
save-show = Guardar { $show }
preview-caption = Lo que AutoDJ emitiría, sin DJ en directo ni peticiones
show-hint = Elija una hora y lo que emite el programa. Aquí aparecen una vista previa y los programas que coinciden, antes de guardar nada.
rename-show = Cambiar nombre
delete-show = Eliminar programa
delete-show-ask = ¿Eliminar el programa { $show }?
show-colour = Color
show-colour-name = { $colour ->
   *[none] Sin color
    [red] Rojo
    [orange] Naranja
    [yellow] Amarillo
    [green] Verde
    [blue] Azul
    [purple] Morado
    [pink] Rosa
    [grey] Gris
}

## A single day of a show

# { $day } is a date such as "Fri 4 December 2026"
only-on = Solo: { $day }
on-as-usual = Deshacer: ese día como siempre
cancel-it = Cancelarlo
move-it = Moverlo
note-for-listeners = Nota para los oyentes (opcional)
cancel-on = Cancelar: { $day }
move-only = Mover solo: { $day }
length-minutes = Duración (minutos)
every-week = Cada semana
coming-days = Próximos días
coming-days-hint = Cancele o mueva aquí un solo día. Las demás semanas quedan como están.
change-this-day = Cancelar o mover

## Results that are shown once

copy-now = Cópielo ahora; no volverá a verlo.
dj-sheet = Para el DJ: abra el estudio en un navegador e inicie sesión, o introduzca servidor, puerto y punto de montaje en un software de DJ (tipo de servidor Icecast 2).
copy-all = Copiar todo
print = Imprimir
password-chosen = la que usted eligió
not-in-library = No están en la biblioteca:
result = { $field ->
   *[name] Nombre
    [slug] Nombre corto
    [password] Contraseña
    [source_password] Contraseña de fuente
    [token] Token
    [secret] Secreto
    [page] Enlace
    [ends_at] Válido hasta
    [problem] Problema
    [listed] Pistas en el archivo
    [found] Pistas importadas
    [studio] Estudio
    [server] Servidor
    [port] Puerto
    [mount] Punto de montaje
}
done = Listo
database-sound = Base de datos en orden
database-unsound = Base de datos con errores

## DJs and people

djs-of = DJ de { $station }
djs-hint = Todas las personas de esta lista pueden salir al aire en esta emisora, desde { $studio } o con { $software }. Aquí se editan los DJ que son solo de esta emisora; a los demás los edita un administrador.
dj-hours = { $name }: { $hours }
dj-role-hours = { $name }, { role }: { $hours }
any-time = siempre
hours-on-air = Horas al aire
save-hours = Guardar horas
password-changed = Contraseña cambiada
new-password-or-empty = Nueva contraseña (vacío: crear una)
set-password = Poner contraseña
delete-account-ask = ¿Eliminar la cuenta { $name }?
delete-account = Eliminar cuenta
dj-of-others = Esta cuenta también es de otras emisoras o lleva alguna. Un administrador puede cambiarla.
no-djs = Todavía no hay DJ. Añada uno abajo y dele la contraseña.
add-a-dj = Añadir un DJ
dj-created = Cuenta de DJ creada
name-hint = Para iniciar sesión. Letras, cifras, puntos, guiones y guiones bajos; sin espacios.
hours-hint = Un intervalo por línea, como { $example }. Vacío: siempre.
dj-hours-hint = Un intervalo por línea, como { $example }. Vacío: siempre. Escriba { $word } para los programas que nombran al DJ.
password-hint = Al menos 10 caracteres. Déjelo vacío para crear una, que se muestra una sola vez.
add-dj = Añadir DJ
people-hint = Los administradores pueden hacer todo. Los responsables llevan las emisoras elegidas y sus DJ. Los DJ salen al aire en las emisoras elegidas, a las horas que se indiquen.
person = { $name }: { role }, { $stations }
# { $hours } son horas como fri 20:00-23:00
person-hours = { person }, { $hours }
person-you = { $name } (usted)
all-stations = todas las emisoras
no-station = ninguna emisora todavía
password-is-created = creada por Longwave, se debe cambiar en el próximo inicio de sesión
password-is-own = puesta por su titular
signed-in = Sesiones
session-used = { $browser }, último uso { $time }
signed-in-nowhere = ninguna
role-field = Rol
save-account = Guardar cuenta
oidc-email = Dirección de correo en { $provider }
oidc-email-hint = Quien tenga allí esta dirección verificada inicia sesión en esta cuenta; el primero que lo haga la conserva. Vacío: solo con contraseña.
oidc-linked = Vinculada a la persona que inició sesión primero. Otra dirección la desvincula.
signed-out-everywhere = Se cerraron todas las sesiones.
totp-off-ask-other = ¿Desactivar la verificación en dos pasos de { $name }? Después iniciará sesión solo con la contraseña.
totp-is-off = La verificación en dos pasos está desactivada.
turn-off-two-factor = Desactivar verificación en dos pasos
add-an-account = Añadir una cuenta
account-created = Cuenta creada
add-account = Añadir cuenta

## API tokens

api-tokens = Tokens de API
tokens-hint = Los programas usan { $api } con un token: envían { $header }. Un token deja de funcionar cuando la cuenta que lo creó ya no es de administrador.
the-api = la API
program = Programa
permissions = Permisos
expires = Caduca
token-all-stations = todas
created-by = por { $name }
never = nunca
time-expired = { $time } (caducado)
delete-token-ask = ¿Eliminar el token de { $name }? El programa ya no podrá usar la API.
delete-name = Eliminar { $name }
no-tokens = Todavía no hay tokens. Cree uno abajo para un programa que use la API.
create-a-token = Crear un token
token-created = Token de API creado
program-name = Nombre del programa
program-hint = Letras, cifras, puntos, guiones y guiones bajos; sin espacios.
permissions-legend = Permisos (escribir incluye leer)
tokens-can-do-all = Un programa con { $scope } puede crear administradores, así que puede hacer cualquier cosa.
stations-none-all = Emisoras (sin elegir: todas)
valid-days = Válido durante … días (vacío: no caduca)
create-token = Crear token
token-once = El token se muestra una sola vez, después de crearlo.

## Two-factor authentication and password

two-factor-hint = Protege su cuenta aunque alguien averigüe su contraseña: al iniciar sesión se pide además un código de su teléfono. El software de DJ y el estudio no pueden pedir códigos; use en ellos una contraseña de aplicación de esta página en lugar de la suya.
turn-on = Activar
needs-authenticator = Hace falta una aplicación de autenticación (TOTP) en su teléfono. Sirve cualquiera.
now-scan = Ahora escanee el código.
current-password = Contraseña actual
set-up = Configurar
scan-code = 1. Escanee este código
scan-hint = Escanéelo con la aplicación de autenticación o escriba la clave de abajo. En el propio teléfono, { $link }.
open-this-link = abra este enlace
qr-for-authenticator = Código QR para la aplicación de autenticación
save-recovery = 2. Guarde sus códigos de recuperación
recovery-hint = Si pierde el teléfono, cada uno sirve para iniciar sesión una vez. No se vuelven a mostrar después de confirmar.
confirm-step = 3. Confirme
totp-is-on = La verificación en dos pasos está activada.
totp-on-heading = La verificación en dos pasos está activada
recovery-left = { $codes ->
    [0] No le quedan códigos de recuperación. Desactive la verificación en dos pasos y vuelva a activarla para obtener otros.
    [one] Le queda { $codes } código de recuperación.
   *[other] Le quedan { $codes } códigos de recuperación.
}
totp-off-ask = ¿Desactivar la verificación en dos pasos?
app-passwords = Contraseñas de aplicación
delete-app-password-ask = ¿Eliminar la contraseña de aplicación { $name }? Se desconectará el programa que la usa.
name-deleted = { $name }: eliminada.
app-password-created = Contraseña de aplicación creada
create-app-password = Crear contraseña de aplicación
choose-own-password = Elija su propia contraseña
choose-own-hint = La contraseña con la que inició sesión se mostró al arrancar el servidor. Elija una que solo usted conozca.
new-password = Nueva contraseña (al menos 10 caracteres)
repeat-password = Repetir la nueva contraseña
password-changes-sessions = Esta sesión sigue abierta; todas las demás se cierran.

## Activity

activity = Actividad
activity-hint = Quién cambió qué: los últimos 10 000 cambios.
type-or-name = Tipo o nombre
changes-newest-first = Cambios, primero los más recientes
change = Cambio
from-address = Desde la dirección
older-changes = Cambios anteriores
no-changes = Sin resultados. Esta página muestra cada cambio hecho aquí o a través de la API.

## Song requests

requests-of = Peticiones, { $station }
request-refusal = { $reason ->
   *[off] Rechazada: las peticiones estaban desactivadas
    [not-there] Rechazada: no se encontró la pista
    [queued] Rechazada: la pista o su artista ya estaba en la cola
    [heard-lately] Rechazada: la pista o su artista acababa de sonar
    [too-many-of-a-person] Rechazada: este oyente llegó al límite por hora
    [too-many] Rechazada: se llegó al límite por hora de todos los oyentes
}
request-added = Añadida a la cola
requests-are-on = Los oyentes pueden pedir canciones en { $page }: { $each } por hora cada uno y { $all } por hora entre todos. Se aplican las reglas de separación.
the-programme-page = la página de la programación
requests-are-off = Las peticiones de canciones están desactivadas.
requests-on-now = Los oyentes ya pueden pedir canciones.
turn-off-requests = Desactivar peticiones
turn-on-requests = Activar peticiones
in-the-queue = En la cola
removed-title = { $title } se quitó de la cola.
remove-title = Quitar { $title }
no-requests-queued = No hay peticiones en la cola.
recent-requests = Peticiones recientes
requests-counted = { $requests ->
    [one] { $requests } petición, { $refused } rechazadas. Los rechazos repetidos en diez minutos figuran una sola vez.
   *[other] { $requests } peticiones, { $refused } rechazadas. Los rechazos repetidos en diez minutos figuran una sola vez.
}
request-result = Resultado
no-requests = Todavía no hay peticiones. Los oyentes piden canciones en { $page }; comparta su enlace.
limits = Límites
requests-per-listener = Peticiones por hora y oyente
requests-per-hour = Peticiones por hora, todos los oyentes
save-limits = Guardar límites

## Recordings

recordings-of = Grabaciones, { $station }
recording-off = La grabación está desactivada.
recording-turn-on = Actívela en { $settings }.
archive-settings = Archivo sonoro, en los ajustes
recording-ask = Pida a un responsable que la active.
recorded = { $archive ->
    [live] Se graban las sesiones en directo. Cada una aparece aquí unos segundos después de terminar. Espacio usado en disco: { $size }.
    [shows] Se graban los programas de la parrilla. Cada uno aparece aquí unos segundos después de terminar. Espacio usado en disco: { $size }.
   *[everything] Se graba todo. Cada programa de la parrilla aparece aquí unos segundos después de terminar. Espacio usado en disco: { $size }.
}
recordings-published = Las grabaciones publicadas están en la { $page } y en el { $feed }.
programme-page = página de la programación
podcast-feed = feed del pódcast
recording-state = { $state ->
    [published] { $time }, { $length } · publicada
    [hidden] { $time }, { $length } · no pública
   *[recording] { $time } · grabando…
}
download = Descargar: { $files }
mp3-in-preparation = MP3 en preparación
hide = Ocultar
hide-title = Ocultar { $title }
publish = Publicar
publish-title = Publicar { $title }
delete-recording-ask = ¿Eliminar esta grabación y sus archivos?
title-and-description = Título y descripción
description = Descripción
save-details = Guardar detalles
no-recordings = Todavía no hay grabaciones. Todo lo que estuvo al aire está en el { $history }.
the-playback-history = historial de emisión
recording-show = Programa
episode-upload = Subir un episodio
episode-file = Archivo de sonido, 2 GB como máximo
episode-progress = Enviado hasta ahora
episode-send = Subir
episode-sent = El archivo ha llegado. Se preparan los archivos Opus y MP3.
episode-state = { $state ->
   *[receiving] El archivo se está enviando.
    [transcoding] El archivo ha llegado. Se preparan los archivos Opus y MP3.
    [refused] El archivo fue rechazado:
}
feeds-of-shows = Canales de los programas:
recording-picture = Imagen
recording-picture-saved = La imagen está guardada.
recording-picture-remove = Quitar la imagen
recording-picture-removed = La imagen se ha quitado.
trim-recording = Recortar
trim-from = Inicio, en segundos
trim-to = Final, en segundos
trim-here = Posición del reproductor
recording-missing = Su archivo ya no está en el disco y el pódcast la omite. Devuelva { $file } a la carpeta del archivo de la emisora o elimine la grabación.
trim-hint = El sonido no se vuelve a codificar. Lo que se corta desaparece de la grabación.
trim-ask = ¿Cortar todo lo anterior al inicio y lo posterior al final?
trimmed = Recortado.
repeat-recording = Repetir
repeat-hint = Una copia entra en la biblioteca, como palabra. Desde allí se pone en la cola o en la programación, como cualquier tema.
repeat-send = Poner en la biblioteca
repeat-done = Se está añadiendo a la biblioteca.

## The transcript

transcript-of = Transcripción, { $station }
transcript-hint = { $access ->
   *[public] La voz en directo tal como la entendió el reconocedor. Cualquiera puede buscar en ella.
    [private] La voz en directo tal como la entendió el reconocedor. Solo los DJ y responsables de esta emisora pueden buscar en ella.
}
transcript-kept = { $days ->
    [0] Se conserva tanto como el historial de emisión.
    [one] Se conserva { $days } día.
   *[other] Se conserva { $days } días.
}
captions-are-off = Los subtítulos están desactivados.
captions-turn-on = Actívelos en { $settings }.
captions-settings = Subtítulos, en los ajustes
captions-ask = Pida a un responsable que los active.
captions-missing = Los subtítulos están activados, pero no hay reconocedor de voz configurado. Arranque el servidor con { $option }; el { $manual } lo explica.
manual = manual
captions-failing = El reconocedor de voz se ha detenido y se está reiniciando.
spoken-words = Palabras dichas
newest-matches = { $count ->
    [one] Solo se muestra el resultado más reciente ({ $count }).
   *[other] Solo se muestran los { $count } resultados más recientes.
}
text = Texto
newest-first = Primero lo más reciente. Las horas son de { $zone }.
no-speech = Todavía no se ha reconocido voz.

## Types and tags of tracks

library = Biblioteca
tracks = Pistas
album = Álbum
added = Añadida
last-played = Última emisión
save = Guardar
new-name = Nombre nuevo
track-type = { $type ->
   *[music] Música
    [jingle] Jingle
    [id] Identificación
    [ad] Anuncio
    [talk] Voz
}
type-saved = Tipo guardado.
type-hint = En la rotación general solo suena música. Los jingles, las identificaciones y los anuncios suenan entre la música; la voz, donde una playlist la pide.
any = Cualquiera
from-year = Desde el año
to-year = Hasta el año
folder = Carpeta
remove-from-library = Quitar de la biblioteca

## The library

library-pages = Páginas de la biblioteca
folders = Carpetas
# La pestaña de las pistas que se quitaron
removed-tab = Quitadas
library-tracks = { $tracks ->
    [1] Una pista
   *[other] { $tracks } pistas
}
library-state = { library-tracks }.
library-measuring = { library-tracks }; sonoridad medida en { $measured }, el resto viene después.
library-scanning = { $files ->
    [one] { library-tracks }; todavía se está analizando { $files } archivo.
   *[other] { library-tracks }; todavía se están analizando { $files } archivos.
}
library-measuring-scanning = { $files ->
    [one] { library-tracks }; sonoridad medida en { $measured }, el resto viene después; todavía se está analizando { $files } archivo.
   *[other] { library-tracks }; sonoridad medida en { $measured }, el resto viene después; todavía se están analizando { $files } archivos.
}
type-as-folder-usually = Como su carpeta (normalmente, música)
upload-for-all = Todas las emisoras que emiten la biblioteca entera
upload-for-one = Solo { $station }
library-upload-scripts = Para subir archivos hace falta JavaScript. Sin él, cópielos en la carpeta de música del servidor: aparecen aquí en unos segundos.
recent-uploads = Subidas recientes
recent-uploads-count = Subidas recientes ({ $uploads })
upload-part = { $percent } % subido: elija otra vez el mismo archivo para continuar
clear = Quitar
clear-name = Quitar { $name } de la lista
upload-cleared = Quitado de la lista.
search-library = Buscar en la biblioteca
added-within = { $period ->
   *[any] Cualquier fecha
    [day] Desde ayer
    [week] En la última semana
    [month] En el último mes
    [year] En el último año
}
sort-by = Ordenar por
sort-choice = { $sort ->
   *[best] Mejor resultado
    [artist] Artista
    [title] Título
    [album] Álbum
    [length] Duración
    [added] Fecha de alta
    [last-played] Última emisión
    [plays] Emisiones
}
sort-order = Orden
sort-order-choice = { $order ->
   *[ascending] Ascendente
    [descending] Descendente
}
loudness-not-measured = Sonoridad aún sin medir
never-played = Nunca emitidas
show-all = Mostrar todas
tracks-found = { $tracks ->
    [one] { $tracks } pista encontrada.
   *[other] { $tracks } pistas encontradas.
}
select-all-here = Seleccionar todas las de esta página
select-column = Seleccionar
play-column = Escuchar
library-column = { $column ->
   *[title] Título
    [artist] Artista
    [album] Álbum
    [genre] Género
    [year] Año
    [length] Duración
    [added] Añadida
    [last-played] Última emisión
    [plays] Emisiones
}
select-title = Seleccionar { $title }
play-title = Escuchar { $title }
measuring = Midiendo…
# Va delante de una fecha o de played-never
last-played-label = Última emisión:
played-never = Nunca
# Cuántas veces ha sonado una pista; va delante de un número
plays-label = Emisiones:
no-matches-filters = Sin resultados. Use menos filtros o { $all }.
# Está dentro de no-matches-filters
show-all-tracks = muestre todas las pistas
no-music-upload = Todavía no hay música. Suelte archivos arriba o cópielos en la carpeta de música del servidor.
no-music-ask = Todavía no hay música. Pida a un responsable que suba algo.
selected-tracks = Pistas seleccionadas
select-all-found = { $tracks ->
    [one] La única ({ $tracks }) que coincide con la búsqueda
   *[other] Las { $tracks } que coinciden con la búsqueda
}
select-all-tracks = { $tracks ->
    [one] La única pista ({ $tracks })
   *[other] Las { $tracks } pistas
}
clear-selection = Borrar selección
progress = Progreso
edit-tags = Editar etiquetas
year = Año
empty-fields-stay = Los campos vacíos se quedan como están.
save-edited-tags = Guardar etiquetas
set-type = Poner tipo
type-as-their-folder = Como su carpeta
add-to-playlist = Añadir a una playlist
# { $page } es el nombre de la página de playlists
no-playlist-by-hand = Todavía no hay ninguna playlist hecha a mano. Cree una en la página { $page } de una emisora.
# { $removed } es un enlace a la página removed-tab
remove-tracks-hint = Las pistas dejan de sonar y sus archivos se apartan. Se pueden restaurar en { $removed }.

## Folders

folders-hint = El tipo de una carpeta vale para sus pistas, también las nuevas, y para las carpetas que contiene, salvo que tengan un tipo propio. El tipo que se pone a una pista tiene prioridad.
files = Archivos
type-of-name = Tipo de { $name }
save-type-of-name = Guardar el tipo de { $name }
type-as-above = Como la carpeta superior
type-as-above-is = Como la carpeta superior ({ track-type })
no-folders = Toda la música está en una sola carpeta, sin carpetas dentro.

## A track

length-unknown = Aún desconocida
loudness = Sonoridad
not-measured = Aún sin medir
type-of-folder = { track-type }, como su carpeta
type-as-folder = Como su carpeta
type-as-folder-is = Como su carpeta ({ track-type })
in-no-playlist = En ninguna
upload-cover = Subir una carátula (PNG, JPEG o WebP, hasta { $megabytes } MB)
replace-cover = Reemplazar la carátula (PNG, JPEG o WebP, hasta { $megabytes } MB)
# { $name } es el nombre de un archivo
upload-cover-scripts = Para subir una carátula hace falta JavaScript. Sin él, ponga una imagen llamada { $name } junto al archivo.
sound = Sonido
waveform = Forma de onda
waveform-with-points = Forma de onda con puntos de cue
waveform-soon = Dibujando la forma de onda…
waveform-none = La forma de onda no está disponible para este archivo.
details = Detalles
edits-in-file = Sus cambios sustituyen las etiquetas del archivo y se escriben en él en unos segundos. Los puntos de cue se guardan solo en el servidor.
edits-not-in-file = Sus cambios sustituyen las etiquetas del archivo solo en Longwave; el archivo no se modifica.
tag-settings = Ajustes de etiquetas
edits-unwritten = Las etiquetas aún no se han podido escribir en el archivo: { $reason }. Longwave las usa de todos modos.
saved-next-play = Guardado. Se aplica la próxima vez que suene la pista.
tag-name = { $tag ->
   *[title] Título
    [artist] Artista
    [album] Álbum
    [genre] Género
    [year] Año
    [isrc] ISRC
    [label] Sello
}
in-the-file = En el archivo: { $text }
in-the-file-empty = En el archivo: vacío
cue-points-seconds = Puntos de cue (segundos)
cue-point = { $point ->
   *[cue_in] Cue de entrada
    [intro_end] Fin de la intro
    [ending_start] Punto de mezcla
    [cue_out] Cue de salida
}
cue-point-hint = { $point ->
   *[cue_in] La pista empieza a sonar aquí; el silencio anterior se omite.
    [intro_end] Hasta aquí, un DJ o un jingle puede hablar sobre la pista.
    [ending_start] La pista siguiente puede empezar a partir de aquí.
    [cue_out] La pista deja de sonar aquí.
}
measured-at = Medido: { $seconds } s.
play-from-here = Escuchar desde aquí
set-to-player = Usar la posición del reproductor
cue-points-later = Los puntos de cue se pueden poner en cuanto la pista se haya medido, lo que ocurre automáticamente.
discard-edits-ask = ¿Descartar sus cambios en esta pista?
restore-original = Restaurar etiquetas y puntos de cue originales
save-type = Guardar tipo
play-on = Emitir en { $station }
add-to-queue = Añadir a la cola
added-to-playlist = Añadida a la playlist.
add-to-name = Añadir a { $name }
remove-this-track = Quitar pista
remove-track-ask = ¿Quitar esta pista de la biblioteca? Se puede restaurar más tarde.
# { $removed } es un enlace a la página removed-tab
remove-track-hint = La pista deja de sonar y su archivo se aparta. Se puede restaurar en { $removed }.

## Playlists

playlists-of = Playlists, { $station }
playlists-heading = Playlists
contents = Contenido
rotation = Rotación
jingles = Jingles
rotation-empty = Las playlists en rotación no tienen pistas, así que AutoDJ emite toda la biblioteca. Añádales pistas.
rotation-short = { $tracks ->
    [one] La rotación solo tiene { $tracks } pista ({ $length }), así que AutoDJ la repite todo el tiempo. Añada pistas o ponga más playlists en la rotación.
   *[other] La rotación solo tiene { $tracks } pistas ({ $length }), así que AutoDJ las repite todo el tiempo. Añada pistas o ponga más playlists en la rotación.
}
no-playlists-no-music = La biblioteca está vacía. { $upload } primero y cree playlists después.
no-playlists = { $tracks ->
    [one] Todavía no hay playlists, así que AutoDJ emite al azar toda la biblioteca, de { $tracks } pista.
   *[other] Todavía no hay playlists, así que AutoDJ emite al azar toda la biblioteca, de { $tracks } pistas.
}
create-playlist-below = Cree una abajo: por reglas, como género o año, o a mano.
create-a-playlist = Crear una playlist
create-playlist = Crear playlist
playlist-created = Playlist creada.
by-rules = Por reglas
by-rules-hint = Contiene todas las pistas que coinciden, también las que se suban después. Los campos vacíos no cuentan.
by-hand = A mano
by-hand-hint = Se eligen las pistas y su orden.
jingles-hint = Piezas cortas entre canciones: nunca dos seguidas, y sin crossfade. Las pistas reciben un tipo al subirlas, en su página o por su carpeta.
jingles-choice = { $type ->
   *[jingle] Jingles
    [id] Identificaciones
    [ad] Anuncios
    [folder] Todo lo de una carpeta
}
empty-all-of-type = Vacío: todo lo de ese tipo.
weight = Peso
weight-hint = Con qué frecuencia elige AutoDJ esta playlist, en comparación con las demás, mientras no hay ningún programa. Con 0 no está en rotación: solo la emiten programas y relojes. En cuanto hay una playlist en rotación, AutoDJ emite solo las playlists en rotación y ya no toda la biblioteca.
chosen-by-hand = Elegidas a mano
# Reglas de una playlist, que van en una lista, la primera con mayúscula: Género jazz, de 1990 a 1999
rule-type = { $type ->
   *[music] solo música
    [jingle] solo jingles
    [id] solo identificaciones
    [ad] solo anuncios
    [talk] solo voz
}
rule-genre = género { $genre }
rule-artist = artista { $artist }
rule-years = de { $from } a { $to }
rule-from-year = desde { $year }
rule-to-year = hasta { $year }
rule-text = que coinciden con «{ $text }»
rule-added = { $days ->
    [one] añadidas hace { $days } día como máximo
   *[other] añadidas hace { $days } días como máximo
}
# { $time } es como 2:30
rule-shortest = de { $time } como mínimo
rule-longest = de { $time } como máximo
rule-folder = en la carpeta { $folder }
rule-everything = todo
# Cómo está una playlist en rotación
weight-is = Peso { $weight } ({ $percent } %)
every-tracks = { $tracks ->
    [one] Cada { $tracks } pista
   *[other] Cada { $tracks } pistas
}
every-minutes = { $minutes ->
    [one] Cada { $minutes } minuto
   *[other] Cada { $minutes } minutos
}
over-intros = Sobre las intros
show-named = Programa { $show }
not-in-rotation = Fuera de rotación: dele un peso o elíjala para un programa
playlist-unused = Nada emite esta playlist en la programación normal: su peso es 0 y ningún programa ni reloj la usa. Dele un peso más abajo, en Reproducción, o elíjala para un programa.

## A playlist

playlist-of = { $playlist }, playlist de { $station }
all-playlists = Todas las playlists
playlist-size = { $tracks ->
    [one] { $tracks } pista, { $length }
   *[other] { $tracks } pistas, { $length }
}
not-recently = No recientemente
# Delante de enlaces a archivos
download-as = Descargar
add-tracks = Añadir pistas
title-artist-album-file = Título, artista, álbum o archivo
search-results = Resultados de la búsqueda
title-added = { $title } se añadió.
add-title = Añadir { $title }
matching-tracks = Pistas que coinciden
drag-tracks-hint = Arrastre las pistas para cambiar su orden, o use las flechas.
track-number = Pista { $number }
track-gone = No está en la biblioteca: se omite
moved-up = Movida hacia arriba.
moved-down = Movida hacia abajo.
move-title-up = Subir { $title }
move-title-down = Bajar { $title }
title-removed = { $title } se quitó.
no-tracks-match = Ninguna pista coincide con estas reglas. Use menos reglas abajo o { $upload }.
# Está dentro de no-tracks-match
upload-matching-music = suba música que coincida
playlist-empty = La playlist está vacía.
playlist-empty-add = La playlist está vacía. Busque pistas arriba y añádalas, o importe abajo un archivo de playlist.
page-of-pages = Página { $page } de { $pages }.
previous-page = Página anterior
playback = Reproducción
rules = Reglas
search-words = Palabras de búsqueda
added-last-days = Añadidas en los últimos … días
minimum-length = Duración mínima (s)
maximum-length = Duración máxima (s)
playback-order = Orden
playback-order-choice = { $order ->
   *[shuffle] Al azar
    [sequence] Como en la lista
    [least-recently-played] Primero la que hace más que no suena
}
jingle-every-tracks = Emitir un jingle cada … pistas
jingle-every-minutes = Emitir un jingle cada … minutos
jingle-over-intro = Empezar la intro de la canción siguiente bajo el jingle
weight-short-hint = Con qué frecuencia elige AutoDJ esta playlist, en comparación con las demás, mientras no hay ningún programa. Con 0, solo la emiten programas y relojes.
# Momentos de la semana en que suena una playlist
playlist-hours = Horas
crossfade-seconds = Crossfade (s)
crossfade-hint = Vacío: el predeterminado de la emisora.
save-playlist = Guardar playlist
import-playlist = Importar un archivo de playlist
import-hint = Las pistas de un archivo M3U, PLS o XSPF reemplazan a las de arriba. Se buscan por nombre de archivo, o por artista y título.
playlist-imported = Playlist importada
playlist-file = Archivo de playlist
paste-playlist = O pegue la playlist aquí
import-tracks = Importar pistas
rename-playlist = Cambiar nombre
rename-playlist-hint = Los programas y relojes que la emiten usan el nombre nuevo.
delete-playlist = Eliminar playlist
playlist-in-use = La usan: { $users }. Haga que emitan otra cosa antes de eliminar la playlist.
delete-playlist-ask = ¿Eliminar la playlist { $playlist }? Sus pistas se quedan en la biblioteca.
tracks-stay = Sus pistas se quedan en la biblioteca.

## Webhooks

webhooks = Webhooks
webhooks-hint = Un webhook avisa a otros en un segundo de lo que pasa aquí: a personas en un chat o por correo, a su sitio web, a una luz en el estudio.
webhook-event = { $event ->
   *[track] Empieza una pista nueva
    [live-start] Un DJ entra en directo
    [live-stop] Un DJ sale del aire
    [dead-air] Empieza o termina un silencio al aire
    [source-trouble] Problemas de conexión de un DJ o una retransmisión
    [listener-peak] Nuevo récord de oyentes
    [recording] La grabación de un programa está lista
    [backup-failed] Falló una copia de seguridad del servidor
}
webhook-service = { $service ->
   *[json] Programa
    [discord] Discord
    [slack] Slack
    [telegram] Telegram
    [mastodon] Mastodon
    [matrix] Matrix
    [email] Correo
}
webhook-to = { webhook-service }: { $to }
webhook-station = Emisora { $station }
every-station = Todas las emisoras
turned-off = Desactivado.
webhook-failing = Falla desde { $time }. Se desactiva después de un día.
test = Probar
# { $webhook } es un número
test-webhook = Probar webhook { $webhook }
webhook-tested = Prueba enviada. El resultado está en Mensajes recientes.
turn-webhook = { $turn ->
   *[off] Desactivar webhook { $webhook }
    [on] Activar webhook { $webhook }
}
delete-webhook-ask = ¿Eliminar este webhook?
delete-webhook = Eliminar webhook { $webhook }
# Las dos tienen las mismas palabras antes de los dos puntos
recent-messages-failed = Mensajes recientes: el último falló, { $error }
recent-messages-delivered = Mensajes recientes: el último se entregó
recent-messages-to = Mensajes recientes a { $to }
event = Evento
attempt = Intento
duration = Duración
message-failed = Falló: { $error }
message-delivered = Entregado
message-delivered-status = Entregado ({ $status })
no-messages-yet = Todavía no se ha enviado nada. Pulse Probar para comprobarlo.
no-webhooks = Todavía no hay webhooks. Añada uno abajo.
add-a-webhook = Añadir un webhook
service = Servicio
no-mail = Este servidor aún no puede enviar correo: indique { $option } en su configuración ({ $how }).
# Está dentro de no-mail: un enlace al manual
no-mail-how = cómo
webhook-address = Dirección del webhook
webhook-help = { $service ->
   *[discord] En Discord: Editar canal, Integraciones, Webhooks, Nuevo webhook, Copiar URL de webhook.
    [slack] En Slack: Incoming Webhooks de una aplicación, Add New Webhook. Mattermost y Rocket.Chat: Integraciones, webhook entrante.
    [telegram] Cree un bot con @BotFather y hágalo administrador de su canal o miembro de su grupo.
    [mastodon] En Mastodon: Preferencias, Desarrollo, Nueva aplicación con el permiso write:statuses.
    [matrix] Use una cuenta propia para esto. En Element: Todos los ajustes, Ayuda y acerca de, Token de acceso.
}
bot-token = Token del bot
channel-or-chat = Canal o chat
server = Servidor
access-token = Token de acceso
home-server = Servidor de la cuenta
room = Sala
room-help = En Element: Ajustes de la sala, Avanzado, ID interno de la sala. La cuenta tiene que estar en la sala.
mail-addresses = Direcciones de correo
events = Eventos
own-texts = Escribir textos propios
own-texts-hint = Un campo vacío envía el texto habitual. Las palabras entre llaves se sustituyen.
add-webhook = Añadir webhook
webhook-added = Webhook añadido
message-format = Formato de los mensajes (para desarrolladores)
webhook-post = Los que van a programas son un POST con JSON: { $id }, { $event }, { $station }, { $at } y { $data }. Responda con un estado de 200 a 299 en menos de 10 segundos. Los mensajes fallidos se vuelven a enviar cinco veces en tres cuartos de hora, con el mismo { $id }; no se siguen redirecciones.
# { $header } es Longwave-Signature: t=SECONDS,v1=HEX
webhook-signature = El secreto se muestra una sola vez, al añadir el webhook. La cabecera { $header } prueba que un mensaje viene de este servidor: HEX es el HMAC-SHA256, con el secreto, de los segundos, un punto y el cuerpo. Rechace mensajes cuyos segundos hayan pasado hace mucho.
webhook-addresses = Las direcciones de esta máquina o de su propia red se rechazan, salvo que el servidor se arranque con { $option }.

## Files of the library

removed-files = Archivos quitados
removed-hint = Estas pistas no suenan. Restaure una, o elimine su archivo para liberar espacio en disco.
removed-column = Quitada
actions = Acciones
removed-by = { $day } por { $name }
restored = Restaurada en la biblioteca.
restore = Restaurar
restore-title = Restaurar { $title }
delete-file-ask = ¿Eliminar este archivo? No se puede deshacer.
nothing-removed = No se ha quitado nada. Las pistas que se quitan de la biblioteca esperan aquí y se pueden restaurar.
duplicates = Duplicados
duplicates-hint = Pistas con el mismo sonido, o con el mismo artista y título. Puede haber varias versiones de una canción a propósito.
same-sound = { $files ->
    [one] El mismo sonido en { $files } archivo. Suena como una sola pista.
   *[other] El mismo sonido en { $files } archivos. Suena como una sola pista.
}
same-title = { $tracks ->
    [one] { $tracks } pista con el mismo artista y título.
   *[other] { $tracks } pistas con el mismo artista y título.
}
open-track = Abrir pista
on-album = en { $album }
no-duplicates = No se encontraron duplicados.
tags = Etiquetas
tags-hint = Los cambios que se hacen en una pista sustituyen las etiquetas de su archivo.
tags-unwritten-now = Guardado. A partir de ahora los archivos no se modifican.
tags-being-written = Guardado. Los cambios se están escribiendo en los archivos.
store-tags = Guardar etiquetas cambiadas
tags-choice = { $choice ->
   *[off] solo en Longwave
    [on] también en los archivos
}
tags-long-hint = Si se guardan en los archivos, también se escriben los cambios anteriores, y otros programas los ven. Las etiquetas que después se cambien con otro programa cuentan aquí. Un archivo solo se reemplaza por una copia comprobada y que suena igual; sus demás etiquetas se conservan. Los puntos de cue se guardan siempre en Longwave.
save-tags = Guardar ajustes de etiquetas
tags-are-stored = { $choice ->
   *[off] Las etiquetas cambiadas se guardan solo en Longwave; los archivos no se modifican. Un administrador puede cambiarlo.
    [on] Las etiquetas cambiadas se guardan también en los archivos. Un administrador puede cambiarlo.
}
not-written = Sin escribir en los archivos
not-written-hint = Longwave usa estas etiquetas, pero no pudo escribirlas en los archivos. Lo vuelve a intentar cada hora cuando puede servir.
first-200 = Estas son las primeras 200.
reason = Motivo
all-written = Todos los cambios están en los archivos.
files-with-errors = Archivos con errores
broken-files = { $files ->
    [1] Un archivo de la carpeta de música no se puede reproducir. Reemplácelo por una copia buena: se vuelve a probar automáticamente.
   *[other] { $files } archivos de la carpeta de música no se pueden reproducir. Reemplace cada uno por una copia buena: se vuelve a probar automáticamente.
}
broken-first = Se muestran los primeros { $count }; { $command } los muestra todos.
error = Error
no-broken = Todos los archivos comprobados hasta ahora se pueden reproducir.

## Metrics

metrics = Métricas
metrics-hint = Prometheus las lee de { $address }; cada diez segundos está bien. Para dibujarlas, importe { $file } en Grafana y elija su Prometheus.
metrics-dashboard-file = el archivo del panel
all-metrics = Todas las métricas
meaning = Significado
type = Tipo
labels = Etiquetas
now-column = Ahora
metrics-now = «Ahora» es el valor de la primera combinación de etiquetas.

## Times, durations, sizes and numbers

# Está entre las cifras de un número: 2,5
decimal-mark = ,
weekday-short = { $weekday ->
    [mon] lun
    [tue] mar
    [wed] mié
    [thu] jue
    [fri] vie
    [sat] sáb
   *[sun] dom
}
month-short = { $month ->
    [1] ene
    [2] feb
    [3] mar
    [4] abr
    [5] may
    [6] jun
    [7] jul
    [8] ago
    [9] sept
    [10] oct
    [11] nov
   *[12] dic
}
short-day = { weekday-short } { $day } { month-short }
short-day-year = { weekday-short } { $day } { month-short } { $year }
short-day-time = { weekday-short } { $day } { month-short }, { $time }
weekday-clock = { weekday-short } { $time }
short-date = { $day } { month-short }
full-day = { weekday }, { $day } de { month } de { $year }
ago-minutes = { $minutes ->
    [0] ahora mismo
   *[other] hace { $minutes } min
}
ago-hours = hace { $hours } h
span-seconds = { $seconds } s
span-minutes = { $minutes } min
span-hours = { $hours } h { $minutes } min
span-days = { $days ->
    [one] { $days } día { $hours } h
   *[other] { $days } días { $hours } h
}
size-in = { $unit ->
    [kB] { $size } kB
    [MB] { $size } MB
    [GB] { $size } GB
   *[TB] { $size } TB
}
size-bytes = { $bytes ->
    [one] { $bytes } byte
   *[other] { $bytes } bytes
}
browser-on = { $browser } en { $system }
weekday-date = { weekday-short } { $day } de { month } de { $year }

## Activity: what somebody did

# Cada una sigue al nombre de una cuenta, en una columna propia: ada | cambió su contraseña
did-changed-their-password = cambió su contraseña
did-signed-out = cerró la sesión
did-signed-out-everywhere = cerró todas sus sesiones
did-signed-out-another-browser = cerró la sesión de otro navegador
did-started-to-set-up-two-factor-authentication = empezó a configurar la verificación en dos pasos
did-turned-on-two-factor-authentication = activó la verificación en dos pasos
did-turned-off-two-factor-authentication = desactivó la verificación en dos pasos
did-created-an-app-password = creó una contraseña de aplicación
did-deleted-the-app-password = eliminó la contraseña de aplicación { $name }
did-created-an-account = creó una cuenta
did-changed-the-account = modificó la cuenta { $name }
did-deleted-the-account = eliminó la cuenta { $name }
did-changed-the-password-of = cambió la contraseña de { $name }
did-turned-off-two-factor-authentication-of = desactivó la verificación en dos pasos de { $name }
did-signed-out-person-everywhere = cerró todas las sesiones de { $name }
did-created-an-api-token = creó un token de API
did-deleted-the-api-token = eliminó el token de API { $name }
did-added-a-webhook = añadió un webhook
did-changed-webhook = modificó el webhook { $name }
did-deleted-webhook = eliminó el webhook { $name }
did-tested-webhook = probó el webhook { $name }
did-banned-an-address-or-a-program = bloqueó una dirección o un programa
did-lifted-ban = levantó el bloqueo { $name }
did-changed-the-settings-of-the-server = cambió los ajustes del servidor
did-checked-the-database = comprobó la base de datos
did-reported-the-listeners-of-the-edge = comunicó los oyentes del edge { $name }
did-changed-many-tracks = cambió muchas pistas a la vez
did-set-the-type-of-a-folder = definió el tipo de una carpeta
did-gave-a-cover-to-track = dio una portada a la pista { $name }
did-set-the-type-of-track = definió el tipo de la pista { $name }
did-renamed-the-playlist = cambió el nombre de la lista { $name }
did-renamed-the-show = cambió el nombre del programa { $name }
did-edited-the-tags-or-cue-points-of-track = editó las etiquetas o los puntos de cue de la pista { $name }
did-removed-track-from-the-library = quitó la pista { $name } de la biblioteca
did-restored-a-removed-track = restauró una pista quitada
did-deleted-the-file-of-a-removed-track = eliminó el archivo de una pista quitada
did-started-an-upload = empezó a subir un archivo
did-uploaded-a-part-of-a-file = subió una parte de un archivo
did-cleared-an-upload-from-the-list = quitó un archivo subido de la lista
did-created-a-station = creó una emisora
did-changed-name-colour-folder-or-qualities-of-the-station = cambió el nombre, el color, la carpeta o las calidades de la emisora
did-deleted-the-station = eliminó la emisora { $name }
did-changed-the-stations-settings = cambió los ajustes de la emisora
did-changed-the-source-password = cambió la contraseña de fuente
did-changed-the-logo = cambió el logotipo
did-removed-the-logo = quitó el logotipo
did-added-the-station-to-radio-browser-info = añadió la emisora a radio-browser.info
did-changed-who-can-listen = cambió quién puede escuchar
did-created-a-guest-link = creó un enlace de invitado
did-revoked-all-guest-links = anuló todos los enlaces de invitado
did-created-a-dj-account = creó una cuenta de DJ
did-changed-the-dj = modificó el DJ { $name }
did-deleted-the-dj = eliminó el DJ { $name }
did-changed-the-password-of-the-dj = cambió la contraseña del DJ { $name }
did-skipped-the-track-on-air = saltó la pista que estaba al aire
did-changed-the-backup-plan = cambió el plan de copias de seguridad
did-made-a-backup = hizo una copia de seguridad
did-dumped-the-live-sound-that-waited-to-go-on-air = descartó el sonido en directo que esperaba salir al aire
did-took-the-dj-off-the-air = sacó al DJ del aire
did-faded-the-station-to-silence = bajó la emisora a silencio
did-put-the-station-back-on-air = volvió a poner la emisora al aire
did-chose-the-emergency-playlist = eligió la playlist de emergencia
did-started-the-emergency-playlist = inició la playlist de emergencia
did-ended-the-emergency-playlist = terminó la playlist de emergencia
did-sent-a-message-to-the-dj = envió un mensaje al DJ
did-removed-a-message-to-the-dj = quitó un mensaje al DJ
did-removed-a-message-of-a-listener = quitó un mensaje de un oyente
did-blocked-the-sender-of-a-message = bloqueó al remitente de un mensaje
did-disconnected-a-listener = desconectó a un oyente
did-added-a-track-to-the-queue = añadió una pista a la cola
did-moved-a-track-in-the-queue = movió una pista en la cola
did-removed-a-track-from-the-queue = quitó una pista de la cola
did-requested-a-track = pidió una pista
did-changed-the-limits-of-song-requests = cambió los límites de las peticiones de canciones
did-created-a-playlist = creó una playlist
did-deleted-the-playlist = eliminó la playlist { $name }
did-imported-tracks-into-the-playlist = importó pistas en la playlist { $name }
did-added-tracks-to-the-playlist = añadió pistas a la playlist { $name }
did-created-a-clock = creó un reloj
did-changed-the-clock = modificó el reloj { $name }
did-deleted-the-clock = eliminó el reloj { $name }
did-changed-the-time-zone-or-the-separation-rules = cambió la zona horaria o las reglas de separación
did-changed-the-show = modificó el programa { $name }
did-deleted-the-show = eliminó el programa { $name }
# { $name } is a date such as 2026-12-24
did-changed-a-day-of-a-show = canceló o movió un programa: { $name }
did-restored-a-day-of-a-show = devolvió un programa a su horario: { $name }
did-changed-a-recording = modificó una grabación
did-deleted-a-recording = eliminó una grabación
did-recorded-talk = grabó una locución entre dos pistas
did-deleted-talk = eliminó una locución grabada
did-added-an-episode = añadió un episodio
did-trimmed-a-recording = recortó una grabación
did-gave-a-recording-a-picture = puso una imagen a una grabación
did-removed-the-picture-of-a-recording = quitó la imagen de una grabación
did-put-a-recording-into-the-library = puso una grabación en la biblioteca
did-changed-the-playlist = modificó la playlist { $name }
did-moved-a-track-in-a-playlist = movió una pista en una playlist
did-removed-a-track-from-a-playlist = quitó una pista de una playlist
did-signed-in = inició sesión
did-changed-own-account = cambió su propia cuenta
did-asked-for-a-link = pidió una contraseña nueva por correo
did-reset-the-password = eligió una contraseña nueva con un enlace del correo
did-kick-icecast = sacó al DJ del aire, con un programa de Icecast

## Problems

# Frases del servidor sobre lo que ha fallado
problem-name-and-password = Hacen falta un nombre y una contraseña.
problem-wrong-password = Nombre o contraseña incorrectos.
problem-wrong-code = Este código es incorrecto o ya se usó: espere al siguiente.
problem-too-late = Ha tardado demasiado: inicie sesión de nuevo.
problem-oidc-refused = El proveedor no le ha dado acceso.
problem-oidc-failed = El proveedor no responde: inténtelo de nuevo en un momento.
problem-oidc-unknown = Ninguna cuenta de aquí pertenece a esta identidad: pregunte a un administrador.
problem-no-mail-address = Esto no es una dirección de correo.
problem-mail-address-taken = Esta dirección de correo pertenece a otra cuenta.
problem-too-many-tries = Demasiadas contraseñas incorrectas: inténtelo de nuevo en { $seconds } s.
problem-banned = No permitido: esta dirección o este programa está bloqueado.
problem-busy = Ocupado: inténtelo de nuevo en un momento.
problem-account-exists = Ya existe una cuenta { $name }.
problem-station-exists = Ya existe una emisora { $name }.
problem-token-exists = Ya existe un programa { $name } con un token.
problem-no-account = No existe la cuenta { $name }.
problem-no-dj-here = { $name } no puede emitir en esta emisora.
problem-no-playlist = No existe la playlist { $name }.
problem-no-clock = No existe el reloj { $name }.
problem-no-time-zone = { $name } no es una zona horaria; se llaman como Europe/Berlin.
problem-bad-name = { $name } no puede ser un nombre: use de 1 a 40 letras, cifras, puntos, guiones y guiones bajos; «source» se reserva para la contraseña propia de la emisora.
problem-bad-slug = { $name } no puede ser la dirección de una emisora: use de 1 a 40 minúsculas, cifras y guiones.
problem-reserved-slug = /{ $name } es una dirección del propio programa; dé otra a la emisora.
problem-bad-station-name = El nombre de una emisora tiene de 1 a 80 caracteres, en una línea.
problem-bad-folder = { $name } no es una carpeta dentro de la carpeta de música: indique una ruta como jazz/live, sin .. en ella.
problem-bad-quality = { $name } no es una calidad; existen { $qualities }.
problem-bad-password = Una contraseña tiene de 1 a { $most } bytes y ningún salto de línea.
problem-short-password = Una contraseña tiene al menos { $least } caracteres; varias palabras son fáciles de recordar.
problem-same-password = La contraseña nueva es la misma que la anterior; elija otra.
problem-passwords-differ = Las dos contraseñas nuevas no son iguales.
problem-last-admin = { $name } es el único administrador; añada antes otro.
problem-last-station = { $name } es la única emisora; añada antes otra.
problem-station-needed = { $station } es la única emisora de { $accounts }: antes asigne otra a esas cuentas, o elimínelas.
problem-station-to-manage = Un responsable lleva una o varias emisoras; indique cuáles.
problem-playlist-in-use = La playlist { $name } hace falta para { $users }.
problem-clock-in-use = El reloj { $name } hace falta para { $users }.
problem-queue-full = La cola de { $name } está llena; quite antes algo de ella.
problem-changed = Alguien lo ha cambiado mientras tanto: vuelva a mirarlo antes de cambiarlo.
problem-forged = La solicitud no demuestra que viene de una página de este servidor: vuelva a cargar la página.
problem-sign-in-first = Primero inicie sesión.
problem-too-fast = Demasiadas solicitudes: espere un momento y después vaya más despacio.
problem-too-slow = La solicitud ha tardado demasiado; inténtelo de nuevo.
problem-too-large = El contenido no puede superar los { $bytes } bytes.
problem-disk-full = El disco de la base de datos está lleno: no se puede guardar nada hasta que haya espacio.
problem-database-busy = Otro programa bloquea la base de datos: inténtelo de nuevo cuando termine.
problem-database-damaged = La base de datos está dañada: recupere una copia de seguridad con `longwave restore`.
problem-database-read-only = No se puede escribir en la base de datos: no se guarda nada hasta que el servidor tenga permiso para escribir en ella.
problem-database-disk-fails = El disco de la base de datos falla: no se puede guardar nada.
problem-went-wrong = Algo ha fallado por nuestra parte. Inténtelo de nuevo en un momento.
problem-no-show = No existe ese programa.
problem-no-track = No existe esa pista.
problem-day-such-as = Un día se escribe así: 2026-12-24.
problem-nobody-live = No hay nadie en directo.
problem-no-delayed-sound = No hay sonido en directo a la espera de salir al aire.
problem-message-gone = No existe ese mensaje; puede que se haya quitado.
problem-listener-gone = Este oyente ya se ha ido.
problem-removed-meanwhile = Se ha quitado mientras tanto.
problem-still-recorded-publish = Todavía se está grabando; se podrá publicar cuando termine.
problem-still-recorded-delete = Todavía se está grabando; se podrá eliminar cuando termine.
problem-not-own-dj = Esta cuenta no es de un DJ solo de esta emisora: la cambia un administrador.
problem-admins-folder = Un administrador decide dónde está la música y qué calidades hay.
problem-give-name = Dé un nombre al programa.
problem-give-minutes = Los minutos de retraso tienen que ser un número.
problem-give-content = Indique qué emite el programa.
problem-give-date = Indique en qué fecha es el programa.
problem-give-days = Indique qué días es el programa.
problem-give-address = Indique dónde está el stream que el programa retransmite.
problem-show-not-on-day = El programa no se emite ese día.
problem-show-of-one-date = Un programa de una sola fecha no tiene excepciones; cambie o elimine el propio programa.
problem-show-note = Una nota tiene como máximo 200 caracteres y ningún salto de línea.
problem-show-as-usual = Ese día el programa se emite como siempre.
problem-show-length = Un programa dura entre un minuto y un día.
problem-no-such-clock = No existe ese reloj.

## Words of scripts

no-answer = El servidor no responde. Inténtelo de nuevo en un momento.
done-say = Listo.
connection-lost = Conexión perdida. Últimos datos de las { $time }; reintentando…
picture-too-large = Esta imagen ocupa más de { $megabytes } MB. Guarde una versión más pequeña e inténtelo de nuevo.
logo-saved = Logotipo guardado.
time-on = desde hace { $time }
level-of = { $level } { $unit }
preview-unavailable = La vista previa no está disponible en este momento. Recargue la página.
items-of-hour = Elementos de la hora
add-row = Añadir fila
item-in-order = por orden
item-after-minute = una vez por hora, después del minuto
item-at-minute = una vez por hora, justo en el minuto
playlist = Playlist
minute = Minuto
latest-start-min = Inicio más tardío (min)
move-row-up = Subir la fila { $row }
move-row-down = Bajar la fila { $row }
remove-row = Quitar la fila { $row }
upload-waiting = En espera
upload-failed = No se pudo subir. Elija el archivo de nuevo.
upload-no-answer-continue = El servidor no responde. Elija el archivo de nuevo para continuar.
upload-checking = Comprobando…
upload-in-library = En la biblioteca
upload-refused = Rechazado: { $reason }
upload-tried-again = En espera, se volverá a intentar: { $reason }
upload-still-checked = Todavía se está comprobando. Recargue la página más tarde.
upload-no-answer = El servidor no responde. Elija el archivo de nuevo.
percent = { $percent } %
tags-saved = { $tracks ->
    [one] Etiquetas de { $tracks } pista guardadas.
   *[other] Etiquetas de { $tracks } pistas guardadas.
}
types-set = { $tracks ->
    [one] Tipo de { $tracks } pista guardado.
   *[other] Tipo de { $tracks } pistas guardado.
}
tracks-added = { $tracks ->
    [one] { $tracks } pista añadida a la playlist.
   *[other] { $tracks } pistas añadidas a la playlist.
}
tracks-removed = { $tracks ->
    [one] { $tracks } pista quitada de la biblioteca.
   *[other] { $tracks } pistas quitadas de la biblioteca.
}
selected-all = { $tracks ->
    [one] La única seleccionada ({ $tracks })
   *[other] Las { $tracks } seleccionadas
}
selected-some = { $tracks ->
    [one] { $tracks } seleccionada
   *[other] { $tracks } seleccionadas
}
none-selected = No hay pistas seleccionadas. Marque primero algunas en la lista.
remove-tracks-ask = { $tracks ->
    [one] ¿Quitar { $tracks } pista de la biblioteca? Se puede restaurar más tarde.
   *[other] ¿Quitar { $tracks } pistas de la biblioteca? Se pueden restaurar más tarde.
}
done-of = { $done } de { $total }
file-not-playable = Su navegador no puede reproducir este archivo.
cover-too-large = La imagen ocupa más de { $megabytes } MB.
moved-to = Movida a la posición { $position }.
tracks-imported = { $listed ->
    [one] { $found } de { $listed } pista encontrada e importada.
   *[other] { $found } de { $listed } pistas encontradas e importadas.
}
none-match = Ninguna pista coincide. Use menos reglas.
# { $examples } son títulos
tracks-match = { $tracks ->
    [one] Coincide { $tracks } pista, { $length }: { $examples }
   *[other] Coinciden { $tracks } pistas, { $length }: { $examples }
}
rotation-warning = { $tracks ->
    [one] Cuidado: a partir de la pista siguiente, AutoDJ emitiría solo esta { $tracks } pista ({ $length }), una y otra vez.
   *[other] Cuidado: a partir de la pista siguiente, AutoDJ emitiría solo estas { $tracks } pistas ({ $length }), una y otra vez.
}
save-all-the-same = { rotation-warning } ¿Guardar de todos modos?
