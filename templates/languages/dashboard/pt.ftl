# Palavras do painel do Longwave e das suas páginas de entrada, em português do Brasil. Tratamento neutro.
# As palavras que o painel compartilha com as páginas para ouvintes estão no arquivo de mesmo nome da pasta acima.
# Um relógio (de programação) é o plano de uma hora.

## Words of many pages

# Depois de um nome: ada, administrador
role = { $role ->
    [admin] administrador
    [manager] responsável
   *[dj] DJ
}
role-choice = { $role ->
    [admin] Administrador
    [manager] Responsável
   *[dj] DJ
}
delete = Excluir
saved = Salvo.
deleted = Excluído.
continue = Continuar
filter = Filtrar
search = Procurar
station = Estação
on-air-column = No ar
listening-column = Ouvintes
time = Hora
day = Dia
track = Faixa
file = Arquivo
account = Conta
level = Nível
message = Mensagem
source = Fonte
artist-title = { $artist } – { $title }
created = Criação
last-used = Último uso
yes = sim
no = não
on = ligado
off = desligado
unknown = desconhecido
upload-some-music = Envie algumas músicas
no-matches-fewer-words = Nenhum resultado. Tente com menos palavras.
next-page = Próxima página
first-page = Primeira página
download-csv = Baixar como CSV
dj-software = software de DJ
the-studio = o estúdio
station-starting = A estação está iniciando.
time-zone = Fuso horário
save-rules = Salvar regras
saved-next-track = Salvo. Vale a partir da próxima faixa.
show = Programa
name = Nome

## The frame of every page

skip-to-content = Ir para o conteúdo
help = Ajuda
signed-in-as = { $name }, { role }
dashboard = Painel
menu = { $page ->
   *[on-air] No ar
    [listeners] Ouvintes
    [playlists] Playlists
    [schedule] Grade
    [requests] Pedidos
    [log] Histórico de execução
    [transcript] Transcrição
    [recordings] Gravações
    [djs] DJs
    [settings] Ajustes
    [overview] Visão geral
    [library] Biblioteca
    [stations] Estações
    [people] Pessoas
    [tokens] Tokens de API
    [webhooks] Webhooks
    [health] Estado
    [logs] Registro
    [audit] Atividade
    [api] API
    [manual] Manual
}
menu-server = Servidor
bar = Páginas principais
bar-more = Mais

## Signing in

forgot-password = Esqueceu a senha? Peça uma nova a um administrador. Os administradores podem definir uma no servidor com { $command }.
forgotten-link = Esqueceu a senha?
forgotten-heading = Senha esquecida
forgotten-hint = Digite o nome da sua conta. Enviamos um link ao e-mail dela.
send-link = Enviar link
link-is-sent = Se houver uma conta com esse nome e e-mail, um link está a caminho. Ele funciona uma vez, por uma hora.
back-to-sign-in = Voltar à entrada
choose-new-heading = Escolher uma nova senha
reset-ends-sessions = Isso encerra suas sessões em todos os outros lugares.
link-is-over = Este link expirou ou já foi usado. Você pode { $again }.
ask-for-another-link = pedir outro
password-is-reset = Senha alterada. Entre com a nova.
mail-reset-subject = Uma nova senha para sua conta de rádio
mail-reset-hint = Alguém, provavelmente você, pediu uma nova senha para a conta { $account }. Abra este link em até uma hora para escolhê-la:
mail-reset-ignore = Se não foi você, não é preciso fazer nada.
sign-in-with = Entrar com { $provider }
two-factor = Verificação em duas etapas
code-from-phone = Código do telefone
lost-phone = Perdeu o telefone? Digite um dos seus códigos de recuperação. Não tem mais nenhum? Peça a um administrador que desative a verificação em duas etapas da sua conta; no servidor, isso se faz com { $command }.

## The first steps of a station

set-up-station = Configurar { $station }
step-of = Etapa { $step } de { $steps }
welcome-name = Boas-vindas. Como se chama a sua estação?
welcome-on-air = A sua estação já está no ar. Estas etapas levam alguns minutos; tudo pode ser alterado depois.
station-name = Nome da estação
save-and-continue = Salvar e continuar
welcome-zone = Em que fuso horário você está?
shows-start-by-clock = Os programas começam por este horário.
time-zone-of-server = Fuso horário do servidor
welcome-look = Como ela se apresenta?
welcome-music = Enviar algumas músicas
tracks-in-library = { $tracks ->
    [0] A biblioteca está vazia.
    [one] Há { $tracks } faixa na biblioteca.
   *[other] Há { $tracks } faixas na biblioteca.
}
upload-music = Enviar músicas
drop-files = Solte os arquivos aqui ou { $choose }
# Fica dentro de drop-files
choose-files = escolha arquivos
upload-formats = MP3, FLAC, Ogg, Opus, WAV, AIFF, AAC ou M4A, até 1 GB cada. Cada arquivo é verificado antes de entrar na biblioteca.
upload-needs-scripts = Para enviar arquivos é preciso JavaScript. Sem ele, copie os arquivos para a pasta de músicas do servidor.
station-is-on-air = { $station } está no ar
playing-now = Tocando agora: { $title }.
listen-on-player-page = Ouvir na página do player
go-to-on-air = Ir para No ar
welcome-next = Agora você pode { $playlists }, { $shows } e { $djs }.
create-playlists = criar playlists
plan-shows = planejar programas
add-djs = adicionar DJs
listen-links = Links para ouvir
welcome-share = Compartilhe a página do player ou passe estes endereços de stream para rádios e apps.
skip-to-end = Pular para o fim
skip-step = Pular esta etapa

## The overview

listener-count = { $listeners ->
    [one] { $listeners } ouvinte
   *[other] { $listeners } ouvintes
}
no-station-yet = A sua conta ainda não tem estação. Peça uma a um administrador.
your-account = A sua conta
change-password = Alterar senha
display-name = Nome que os ouvintes veem (vazio: o da conta)
email-address = Endereço de e-mail
email-hint = Para receber um link se você esquecer a senha.
current-for-email = Necessária apenas para mudar o e-mail.
where-signed-in = Sessões abertas
browser = Navegador
unknown-browser = Navegador desconhecido
this-browser = { $browser } (este)
sign-out-everywhere = Sair de todas as sessões

## On air

on-air-of = No ar – { $station }
banner-silenced = A estação está em silêncio, e os ouvintes não ouvem nada. Toque em “Voltar ao ar” para encerrar isso.
banner-emergency = Emergência: o AutoDJ toca só a playlist { $playlist }. Os DJs ainda podem entrar ao vivo.
banner-loop = O AutoDJ não tem nada para tocar, então os ouvintes ouvem o loop de emergência. { $upload } ou confira { $playlists }.
the-playlists = as playlists
banner-dead-air = Silêncio no ar: o AutoDJ não tem nada para tocar. { $upload } para entrar no ar.
banner-no-sound = { $dj } se conectou, mas o som não chega. Os ouvintes ouvem o AutoDJ.
banner-hours-end = { $then ->
   *[keep] O tempo de { $dj } termina às { $time }. A transmissão continua até { $dj } sair.
    [end] O tempo de { $dj } termina às { $time }. Então o AutoDJ assume.
}
banner-hours-over = O tempo de { $dj } terminou às { $time }, e { $dj } continua no ar.
now-playing = Tocando agora
playing-source = { $source ->
   *[autodj] AutoDJ
    [live] Ao vivo
    [relay] Retransmissão de outro stream
    [emergency-loop] Loop de emergência
    [silence] Silêncio
    [silenced] Em silêncio
}
track-position = Posição na faixa
time-left = faltam { $time }
skipped = Pulou para a próxima faixa.
skip-track = Pular faixa
is-back-on-air = A estação voltou ao ar.
back-on-air = Voltar ao ar
ask-silence = Baixar até o silêncio? Os ouvintes não ouvem nada até a estação voltar ao ar.
is-silenced = A estação está em silêncio.
fade-to-silence = Baixar até o silêncio
emergency-ended = Emergência encerrada. Programação normal a partir da próxima faixa.
end-emergency = Encerrar emergência
ask-emergency = Tocar só { $playlist } a partir de agora?
emergency-starts = { $playlist } começa em segundos.
start-emergency = Iniciar playlist de emergência
live-no-skip = Um DJ está ao vivo, então não há faixa para pular. “Tirar do ar”, abaixo, encerra o programa ao vivo.
emergency-playlist = Playlist de emergência: { $playlist }
emergency-playlist-none = Playlist de emergência: nenhuma
emergency-saved = Playlist de emergência salva.
in-emergency-play = Em emergência, tocar
no-playlist = Nenhuma
save-emergency = Salvar playlist de emergência
emergency-needs-playlist = Crie uma { $playlist } para ter uma pronta para emergências, que começa na hora.
a-playlist = playlist
up-next = A seguir
is-jingle = (jingle)
levels = Níveis
levels-need-scripts = Os medidores de nível precisam de JavaScript.
levels-description = Medidores de nível dos canais esquerdo e direito, em decibéis abaixo do máximo digital
loudness-short = Loudness (3 s)
loudness-track = Loudness (esta faixa)
peak-track = Pico (esta faixa)
levels-hint = O AutoDJ nivela a música em { $loudness } LUFS. O canal esquerdo está em cima, o direito embaixo.
live-dj = DJ ao vivo
no-sound = (sem som)
since = Desde
hours-until = No ar até
software = Software
buffer = Buffer
delay-to-listeners = Atraso até os ouvintes
ask-kick = Tirar { $dj } do ar?
kicked = { $dj } está fora do ar.
may-go-live-again = Pode voltar ao ar
take-off-air = Tirar do ar
barred-for = { $seconds ->
    [0] na hora
    [180] depois de 3 minutos
    [3600] depois de uma hora
    [86400] depois de um dia
   *[604800] depois de uma semana
}
nobody-live = Ninguém está ao vivo. Os DJs entram no ar com { $studio } ou com software de DJ como BUTT ou Mixxx.
relay-connected = Retransmissão conectada: { $relay }.
waiting-to-go-live = Esperando entrar no ar
message-sent = Mensagem enviada.
message-to-dj = Mensagem ao DJ
send-message = Enviar mensagem
message-hint = Aparece no estúdio até o DJ marcar como lida. O software de DJ não consegue mostrá-la.
message-read = { $from }, { $ago } · lida por { $reader }
message-unread = { $from }, { $ago } · ainda não lida
message-removed = Mensagem removida.
remove-message = Remover a mensagem { $text }
sender-blocked = Remetente bloqueado por 24 horas.
ask-block-sender = Bloquear este remetente por 24 horas? Todas as mensagens dele são removidas.
listeners-now = { $listeners } agora
hour-appears = A última hora aparece aqui depois de um minuto no ar.
queue = Fila
# Quem pôs uma faixa na fila
queued-by = { $origin ->
    [jingle] Jingle
    [person] Adicionada à mão
    [listener] Pedida
   *[plan] AutoDJ
}
queued-talk = Locução: { $dj }, { $length }
queued-talk-state = { $placement ->
   *[between] Gravada no estúdio
    [after-another] A faixa anterior agora é outra. Começa quando essa terminar.
    [before-another] A faixa seguinte agora é outra. Essa começa quando a locução terminar.
    [dropped] Nenhuma das suas duas faixas está lá. Não será ouvida.
}
queued-why = { queued-by }: { $why }
moved = Movida.
removed-from-queue = Removida da fila.
up = Subir
up-track = Subir: { $title }
down = Descer
down-track = Descer: { $title }
remove-track = Remover: { $title }
and-more = E mais { $count }.
queue-empty = A fila está vazia. { $upload }, e o AutoDJ preenche a fila.
add-track = Adicionar uma faixa à fila
title-artist-album = Título, artista ou álbum
added-to-queue = Adicionada à fila.
position-of = Posição de { $title }
before-autodj = antes das faixas do AutoDJ
queue-place = { $place ->
    [1] a próxima
   *[other] posição { $place }
}
add = Adicionar
add-track-title = Adicionar: { $title }
on-own-site = No seu próprio site
embed-hint = Coloque o player no seu site. Ele não usa cookies.
embed-name = { $kind ->
   *[frame] Quadro
    [element] Elemento
}
embed-suits = { $kind ->
   *[frame] Qualquer site e seu editor: o player em um quadro próprio
    [element] Páginas cujo código você escreve: o player como parte da página, na largura dela
}
copy-embed-code = { $kind ->
   *[frame] o código do quadro
    [element] o código do elemento
}

## Health

health = Estado
refresh = Atualizar
server-log = Registro
metrics-link = Métricas para Prometheus e Grafana
stations-since-start = Estações desde o início
late-frames = Quadros atrasados
timing-percentile = Pontualidade (percentil 99)
dead-air = Silêncio no ar
captions-column = Legendas
late-of-frames = { $late } de { $frames }
over-a-second = mais de 1 s
seconds-number = { $seconds } s
captions-state = { $state ->
   *[off] desligadas
    [missing] ligadas, mas não há reconhecedor de fala configurado
    [failing] o reconhecedor falha
    [listening] fala
    [waiting] esperando fala
}
captions-problem = { captions-state }: { $problem }
captions-count = { $captions ->
    [one] { $captions } legenda
   *[other] { $captions } legendas
}
captions-restarts = { $restarts ->
    [one] { $restarts } reinício
   *[other] { $restarts } reinícios
}
captions-skipped = { $seconds } s pulados
version = Versão
running-for = Em execução há
memory = Memória
disk-space = { $disk ->
    [data] Espaço em disco (dados)
   *[music] Espaço em disco (músicas)
}
disk-free = { $free } livres de { $total } em { $path }
disk-low = { $disk ->
    [data] { disk-free }. Libere espaço logo, ou não será possível salvar contas, registros e capas
   *[music] { disk-free }. Libere espaço logo, ou não será possível adicionar músicas
}
disk-hung = não responde há { $seconds } s: { $path }
disk-before = antes disso, { $free } livres de { $total }
disk-unread = não pode ser lido: { $path }
clock-sync = { $state ->
   *[synchronised] sincronizado (NTP)
    [unknown] sincronização de horário desconhecida
    [off] não sincronizado: ative o NTP neste servidor, ou os programas começarão na hora errada
}
clock-steady = { clock-sync }; estável desde o início
clock-changed = { clock-sync }; mudou { $seconds } s desde o início; os programas e o histórico de execução acompanham
clock = Relógio
database = Banco de dados
certificate = Certificado
certificate-expires = expira em { $time }
certificate-none = nenhum: as senhas são enviadas sem criptografia, a não ser que um proxy na frente use HTTPS
certificate-coming = ainda nenhum: o HTTPS funciona assim que for emitido
certificate-orders = Pedidos de certificado
order-failed = { $failures ->
    [one] { $problem }; falhou { $failures } vez, próxima tentativa em { $next }, para { $names } de { $directory }
   *[other] { $problem }; falhou { $failures } vezes, próxima tentativa em { $next }, para { $names } de { $directory }
}
order-valid = renovação em { $next }, para { $names } de { $directory }
order-ordering = pedido em andamento, para { $names } de { $directory }
directory = Diretório
directory-listed = { $station } ({ $format }) está na lista de { $directory }
directory-failed = { $station } ({ $format }) não está na lista de { $directory }: { $problem }; próxima tentativa em { $next }
directory-sending = { $station } ({ $format }) está sendo enviada para { $directory }
log-lines = { $lines ->
    [one] { $lines } linha em memória
   *[other] { $lines } linhas em memória
}
database-check = Verificação do banco de dados
check-database = Verificar banco de dados
cluster = Servidores e edges
cluster-servers = Servidores que se substituem
cluster-server = Servidor
cluster-stands-by = Em espera
cluster-lag = Atraso
cluster-clock-off = desviado { $seconds } s
cluster-clock-fits = coincide
cluster-edges = Edges com NATS
cluster-edge = Edge
cluster-from = Origem
cluster-delay = Demora
cluster-no-edges = Nenhum edge se anuncia por NATS.
backups = Backups
backup-failed = O último backup falhou: { $problem }
backup-hours = Horas entre backups (0: nenhum)
backup-kept = Backups guardados
backup-files = Incluir músicas e arquivos enviados
backup-recipient = Criptografar para esta chave pública (age ou SSH)
save-backup-plan = Salvar plano de backup
back-up-now = Fazer backup agora
backups-in = Backups em { $folder }
backups-in-running = Backups em { $folder }; um está em andamento
backup-made = Feito
size = Tamanho
no-backups = Ainda não há backups.
problems = Problemas
problems-since-start = Problemas desde o início
since-start-newest = Desde o início, os mais novos primeiro
last = Última vez
first = Primeira vez
count = Vezes
no-problems = Nenhum problema desde o início. Avisos e erros são contados aqui.

## Settings of a station

settings-of = Ajustes de { $station }
settings-hint = As alterações valem na hora; nenhum ouvinte é desconectado.
station-renamed = Nome alterado.
rename-station = Alterar nome
short-name-kept = Os endereços mantêm o nome curto { $slug }. Criada em { $time }.
going-live = Entrar ao vivo
crossfade-to-dj = Crossfade para um DJ e de volta (s)
silence-after = O AutoDJ assume após silêncio de um DJ (s)
playout-delay = Atraso do estúdio aos ouvintes no modo sincronizado (s)
broadcast-delay = Atraso do som ao vivo antes de ir ao ar, para poder descartá-lo (s)
autodj-after-live = AutoDJ após um programa ao vivo
second-dj = Outro DJ enquanto um está ao vivo
over-time = Quando acaba o tempo de um DJ
song-requests = Pedidos de músicas
listener-calls = Chamadas de ouvintes
autodj-choice = { $choice ->
   *[next-track] começa com a próxima faixa
    [keeps-time] continua de onde a grade está
}
second-dj-choice = { $choice ->
   *[refused] é recusado
    [waits] espera na fila
}
over-time-choice = { $choice ->
   *[keep] continua no ar até sair
    [end] a transmissão termina e o AutoDJ assume
}
requests-choice = { $choice ->
   *[on] ligados
    [off] desligados
}
calls-choice = { $choice ->
   *[off] desligadas
    [on] ligadas, enquanto um DJ abre a linha
}
messages-choice = { $choice ->
   *[off] desligadas
    [on] ligadas
}
save-live-settings = Salvar ajustes ao vivo
archive = Arquivo sonoro
record = Gravar
archive-choice = { $choice ->
   *[off] nada
    [live] DJs ao vivo
    [shows] programas da grade
    [everything] tudo
}
keep-days = Guardar por (dias)
keep-gb = Tamanho máximo (GB)
publish-automatically = Publicar gravações automaticamente
save-archive = Salvar ajustes de gravação
archive-hint = Uma hora ocupa cerca de 43 MB. Quando o tamanho máximo é atingido ou o disco está quase cheio, as horas mais antigas são excluídas. Os ouvintes podem voltar no tempo até onde o arquivo sonoro alcança.
archive-rights = Direitos autorais: uma licença de radiodifusão em geral não cobre gravações com música que se possam ouvir depois ou como podcast. Consulte a entidade de gestão de direitos antes de gravar música; fala e músicas próprias podem ser gravadas. Por isso a gravação vem desligada.
directories = Diretórios
directories-hint = Diretórios públicos mostram a estação, a sua página, os seus streams e o título atual.
directories-private = A estação é privada, por isso não está nas listas.
directories-no-address = O servidor não conhece o seu endereço público: defina antes { $option } na configuração dele.
icecast-directories = Diretórios do Icecast
directory-choice = { $choice ->
   *[off] fora das listas
    [on] nas listas enquanto está no ar
}
genre = Gênero
save-directory = Salvar ajustes de diretórios
radio-browser-listed = Está em { $site } como { $entry }. O registro é editado lá.
radio-browser-ask = Adicionar { $station } ao radio-browser.info? Lá, qualquer pessoa pode editar os registros.
radio-browser-added = Adicionada ao radio-browser.info.
radio-browser-add = Adicionar ao radio-browser.info
captions-heading = Legendas
captions-for-live = Legendas para a fala ao vivo
captions-choice = { $choice ->
   *[off] desligadas
    [on] ligadas
}
transcript = Transcrição
transcript-choice = { $choice ->
   *[private] para DJs e responsáveis desta estação
    [public] pública
}
transcript-days = Guardar a transcrição por (dias; 0: tanto quanto o histórico de execução)
save-captions = Salvar ajustes de legendas
captions-hint = É preciso um reconhecedor de fala, definido com { $option } ao iniciar o servidor; veja { $manual }. O AutoDJ não tem legendas.
the-manual = o manual
zone-and-separation = Fuso horário e regras de separação
time-zone-empty = Fuso horário (vazio: o do servidor)
title-separation = Separação de títulos (minutos)
artist-separation = Separação de artistas (minutos)
album-separation = Separação de álbuns (minutos)
dj-software-heading = Software de DJ
dj-software-hint = Ajustes para BUTT, Mixxx e outros programas que transmitem para Icecast:
server-type = Tipo de servidor
address = Endereço
port = Porta
mount-point = Ponto de montagem
user = Usuário
source-user = { $name } com a senha de fonte, ou o nome e a senha de uma conta de DJ
tls-off = desligado: a senha é enviada sem criptografia
tls = TLS (SSL)
format = Formato
source-formats = Opus, Vorbis, FLAC, MP3 ou AAC
studio-hint = No navegador: { $studio }, com uma conta de DJ. As contas são criadas em { $djs }.
source-password-changed = Senha de fonte alterada
new-source-password = Nova senha de fonte (vazio: criar uma)
change-source-password = Alterar senha de fonte
source-password-hint = Um DJ que está ao vivo continua ao vivo; a nova senha é necessária a partir da próxima conexão.
folder-and-qualities = Pasta de músicas e qualidades do stream
music-folder-empty = Pasta de músicas (vazio: toda a biblioteca)
qualities-lines = Qualidades do stream, uma por linha (a primeira é a padrão)
qualities-possible = Possíveis: { $qualities }.
save-folder = Salvar pasta e qualidades
qualities-hint = Uma nova pasta é usada a partir da próxima faixa planejada; novas qualidades, em segundos. Quem ouve uma qualidade removida continua a ouvi-la até sair. MP3 (mp3-128) está sempre disponível, assim como FLAC e o som sem compressão; só são codificados enquanto alguém ouve.
qualities-hint-aac = Uma nova pasta é usada a partir da próxima faixa planejada; novas qualidades, em segundos. Quem ouve uma qualidade removida continua a ouvi-la até sair. MP3 (mp3-128) e AAC (aac-128, he-aac-64, he-aac-32) estão sempre disponíveis, assim como FLAC e o som sem compressão; só são codificados enquanto alguém ouve.
delete-station = Excluir estação
delete-station-summary = Excluir { $station } …
delete-station-hint = A estação sai do ar, e as suas playlists, programas, fila, ajustes e senha de fonte são excluídos. O histórico de execução e todos os arquivos de música ficam.
delete-station-ask = Excluir a estação { $station }? Isso não pode ser desfeito.
type-to-confirm = Digite { $slug } para confirmar

## Colour, logo and access of a station

colour-and-logo = Cor e logotipo
used-on = Aparecem em { $page } e no estúdio.
the-player-page = a página do player
colour-saved = Cor salva.
station-colour = Cor da estação
save-colour = Salvar cor
colour-restored = Cor padrão restaurada.
restore-colour = Restaurar cor padrão
shades-of = Tons de { $colour }: { $light } em páginas claras, { $dark } em escuras
light-mode = Modo claro
dark-mode = Modo escuro
shades-hint = Onde o texto seria difícil de ler nesta cor, é usado um tom mais escuro ou mais claro.
logo-of = Logotipo de { $station }
logo-removed = Logotipo removido.
logo-remove-ask = Remover o logotipo?
remove-logo = Remover logotipo
no-logo = Ainda não há logotipo.
upload-logo = Enviar um logotipo (PNG, JPEG ou WebP, até { $megabytes } MB)
upload-logo-scripts = Para enviar um logotipo é preciso JavaScript.
access-heading = Acesso para ouvintes
access-saved = Salvo. Ouvintes sem acesso foram desconectados.
open-to = Aberta a
access-choice = { $choice ->
   *[open] todas as pessoas
    [password] quem tem a senha para ouvir
    [account] quem tem uma conta desta estação
}
new-listening-password = Nova senha para ouvir (vazio: manter a atual)
choose-listening-password = Senha para ouvir (pelo menos 10 caracteres)
save-access = Salvar acesso
guest-link-hint = Com um link de convidado, ouve-se sem senha até ele expirar.
guest-links-only = Ainda não há senha para ouvir, então só links de convidado e contas dão acesso.
guest-link-created = Link de convidado criado
valid-for-hours = Válido por (horas)
create-guest-link = Criar link de convidado
guest-links-revoked = Todos os links de convidado foram revogados.
guest-links-revoke-ask = Revogar todos os links de convidado? Quem ouve com um deles é desconectado.
revoke-guest-links = Revogar links de convidado

## Stations

music-from = Música de
stream-qualities = Qualidades do stream
links = Links
silence-no-music = Silêncio: não há músicas na pasta
starting = Iniciando
all-music = Todas as músicas
settings = Ajustes
add-station = Adicionar uma estação
add-station-hint = Uma nova estação está no ar em segundos. Os ouvintes das outras estações não percebem nada.
station-created = Estação criada
short-name = Nome curto para os endereços
short-name-hint = Letras minúsculas, algarismos e hifens, como { $example }. Não pode ser alterado depois.
music-folder = Pasta de músicas
music-folder-hint = Uma pasta dentro de { $folder }. Deixe vazio para tocar toda a biblioteca.
qualities-new-hint = Uma por linha; a primeira é a padrão. Possíveis: { $qualities }.
source-password = Senha de fonte
source-password-new-hint = O software de DJ entra com ela. Deixe vazio para criar uma, mostrada uma única vez.
create-station = Criar estação

## Listeners

listeners-of = Ouvintes · { $station }
listeners-right-now = { $listeners ->
    [0] Nenhum ouvinte neste momento
    [one] { $listeners } ouvinte neste momento
   *[other] { $listeners } ouvintes neste momento
}
share-player-page = Compartilhe { $page } ou copie um endereço de stream de { $addresses }.
quality = Qualidade
player = Player
listeners-unavailable = A lista de ouvintes não está disponível neste momento. Tente de novo daqui a pouco.
listeners-longest-first = Ouvintes, os mais antigos primeiro
listening-for = Ouve há
delay-column = Atraso
lost-column = Perdido
data-column = Dados
disconnect = Desconectar
connection-kind = { $kind ->
   *[web-socket] WebSocket, { $quality }
    [stream] Stream, { $quality }
}
disconnected = Desconectado.
disconnect-number = Desconectar o número { $number }, { $address }
listeners-hint = Um endereço pode ser de uma casa inteira. Muitos players se reconectam sozinhos depois de desconectados.
history = Histórico
period = Período
range = { $range ->
   *[hour] hora
    [day] dia
    [week] semana
    [month] mês
}
peak = Pico: { $listeners }.
no-shows-in-period = Não há programas neste período. { $schedule } para ver os ouvintes de cada programa.
add-shows = Adicione programas à grade
no-data-yet = Ainda não há dados deste período. Volte daqui a alguns minutos.
player-kind = { $player ->
    [browser] Navegadores
    [desktop] Players de computador
    [phone] Apps de telefone
    [car] Carros
    [speaker] Caixas de som e rádios
    [program] Programas
    [other] Outros
   *[unknown] { $player }
}
output-name = { $format ->
    [ws] Página do player (WebSocket)
    [edge] Edge (WebSocket)
    [opus] Stream (Ogg Opus)
    [opus-chained] Stream (Ogg Opus com títulos)
    [mp3] Stream (MP3)
    [aac] Stream (AAC)
    [flac] Stream (FLAC)
    [wav] Stream (WAV)
   *[other] { $format }
}
plot-listeners = Ouvintes
plot-average = Em média
plot-most = No máximo
plot-by-output = Por saída
plot-by-player = Por player
plot-by-programme = Por programa
plot-listeners-average = Ouvintes em média
plot-last-hour = Ouvintes em cada minuto da última hora
plot-label = { $caption }; a tabela abaixo tem os números
plot-numbers = { $caption }: os números
show-numbers = Mostrar números
from-time = De

## The playback history

history-of = Histórico de execução, { $station }
history-source = { $source ->
   *[autodj] AutoDJ
    [live] Ao vivo
    [relay] Retransmissão
    [emergency-loop] Loop de emergência
    [silence] Silêncio
}
playback-history = Histórico de execução
history-hint = Tudo o que esteve no ar, com horários e ouvintes (o registro do que foi transmitido).
day-empty-all = Dia (vazio: todos)
title-artist-album-dj = Título, artista, álbum ou DJ
all-sources = Todas
all-days = Todos os dias
days = Dias
previous-day = Dia anterior
next-day = Próximo dia
today = Hoje
titles-total = Títulos
performances = Execuções
performances-are = { $performances } (títulos × ouvintes)
listening-hours = Horas de escuta
listening-hours-are = { $hours } h, todos os ouvintes juntos
newest-entries = { $count ->
    [one] Só o registro mais novo é mostrado ({ $count }). Escolha um dia ou mais palavras.
   *[other] Só os { $count } registros mais novos são mostrados. Escolha um dia ou mais palavras.
}
length = Duração
title-column = Título
peak-listeners = Pico de ouvintes
source-with-dj = { history-source }: { $dj }
no-matches-all-days = Nenhum resultado. Tente com menos palavras ou com todos os dias.
history-empty = Nada esteve no ar neste dia. O histórico começa quando a estação foi iniciada pela primeira vez.
royalty-report = Relatório de direitos
royalty-hint = No formato da SoundExchange: uma linha por gravação, com as suas execuções.
from-date = De
until-date = Até (não incluído)
service-name = Nome do serviço
transmission-category = Categoria de transmissão (A–Z)
download-report = Baixar relatório
history-times = Os horários desta página são de { $zone }; os downloads e o relatório usam UTC.

## The log of the server

logs-hint = As 200 linhas correspondentes mais novas das últimas 1000. O registro completo está na saída de erro padrão do servidor.
level-choice = { $choice ->
   *[info] todos
    [warn] avisos e erros
    [error] erros
}
lines-of-log = Linhas do registro
log-level = { $level ->
   *[info] info
    [warn] aviso
    [error] erro
}
no-matches-levels = Nenhum resultado. Escolha todos os níveis ou menos palavras.

## The preview of the programme

preview-of = Prévia, { $station }
preview = Prévia
preview-hint = O que o AutoDJ tocaria a partir de agora, sem DJs ao vivo, pedidos e faixas postas na fila à mão. As faixas que já estão na fila podem ser outras.
hours = Horas
show-preview = Mostrar prévia
reason-column = De
fades-in = entra em fade
separation-skipped = { $rule ->
   *[album] sem separação de álbuns
    [artist] sem separação de artistas
    [title] sem separação de títulos
    [repeat] sem separação de repetições
}
library-empty = A biblioteca está vazia. { $upload } primeiro.
times-of-zone = Os horários são do fuso da estação, { $zone }.
# Por que uma faixa toca: é de …
why-library = a biblioteca
why-playlist = playlist { $playlist }
why-jingle = jingle { $playlist }
why-show = programa { $show }
why-show-playlist = programa { $show }, playlist { $playlist }
why-clock = programa { $show }, relógio { $clock }, playlist { $playlist }

## Clocks

clocks-of = Relógios, { $station }
clocks = Relógios
clocks-hint = Um relógio diz de qual playlist vem cada faixa de uma hora. Ele se repete a cada hora e recomeça quando chega ao fim.
clock-used-by = Usado por { $shows }.
clock-unused = Ainda não é usado por nenhum programa.
no-clocks = Ainda não há relógios.
create-clock-below = Crie um abaixo e depois escolha-o para um programa.
clock-needs-playlists = Um relógio é montado com playlists: primeiro { $create }.
create-those = crie as playlists
create-a-clock = Criar um relógio
clock-created = Relógio criado.
playlists-of-hour = Playlists da hora
clock-lines-hint = Uma playlist por linha. Antes do nome dela: { $after } começa com a próxima faixa depois da meia hora, { $late } com no máximo dois minutos de atraso, { $exact } encerra em fade a faixa que toca.
create-clock = Criar relógio
clock-of = { $clock }, relógio de { $station }
all-clocks = Todos os relógios
edit-clock = Editar relógio
save-clock = Salvar relógio
delete-clock = Excluir relógio
clock-in-use = Usado por: { $shows }. Faça com que toquem outra coisa antes de excluir o relógio.
delete-clock-ask = Excluir o relógio { $clock }?
# { $minute } são dois algarismos: às :05
clock-item-exact = Às :{ $minute } em ponto, { $playlist }: o que toca é encerrado em fade
clock-item-late = Às :{ $minute }, { $playlist }, com no máximo { $late } minutos de atraso

## The schedule

schedule-of = Grade, { $station }
add-show = Adicionar um programa
no-shows = Ainda não há programas: o AutoDJ toca a rotação normal a semana toda.
add-show-for = { $add } para tudo o que tem hora fixa: as notícias, um DJ, uma noite de jazz.
weeks = Semanas
previous-week = Semana anterior
this-week = Esta semana
next-week = Próxima semana
drag-hint = Arraste um programa para movê-lo, ou a sua borda inferior para mudar a duração. Com o teclado: as setas o movem, Shift e setas mudam a duração, Enter abre a prévia, Esc desfaz. Nada é salvo até você tocar em Salvar.
draw-hint = Arraste sobre um horário livre para adicionar um programa ali. Em telas sensíveis ao toque, primeiro segure o dedo no horário livre.
add-show-on = Adicionar um programa: { $day }
normal-rotation = Rotação normal.
not-saved-yet = Ainda não salvo
undo = Desfazer
overlapping-shows = Programas sobrepostos
all-shows = Todos os programas
when = Quando
plays = Toca
start = Início
separation-rules = Regras de separação
separation-hint = O AutoDJ espera este tempo antes de repetir um título, um artista ou um álbum. Se não sobrar nenhuma faixa, ele ignora primeiro a separação de álbuns, depois a de artistas, depois a de títulos.
title-minutes = Título (minutos)
artist-minutes = Artista (minutos)
album-minutes = Álbum (minutos)
zone-hint = Programas, relógios e o histórico de execução usam este fuso. Vazio: o fuso horário do servidor.
separation-are = O AutoDJ espera { $title } minutos antes de repetir um título, { $artist } antes de um artista, { $album } antes de um álbum.
# De 7 a 13 de dezembro de 2026
week-in-month = De { $from } a { $day } de { month } de { $year }
week-in-months = De { $from } a { $to }
day-and-month = { $day } de { month }
short-day-number = { weekday-short } { $day }
# { $names } são nomes curtos de dias
show-days = { $days ->
    [daily] Todos os dias
    [weekdays] De segunda a sexta
   *[other] { $names }
}
show-when = { $days }, das { $from } às { $to }
plays-playlist = Playlist { $playlist }
plays-clock = Relógio { $clock }
plays-track = Faixa { $track }, uma vez
plays-dj = DJ ao vivo, rotação normal até ele se conectar
plays-dj-playlist = DJ ao vivo, playlist { $playlist } até ele se conectar
plays-relay = Retransmissão de { $address }
starts-on-time = Começa na hora, a faixa anterior é encerrada em fade
starts-late = Começa com a próxima faixa, com no máximo { $late } minutos de atraso
show-on-time = { $show }: { $when }; começa na hora, a faixa anterior é encerrada em fade. { $plays }.
show-late = { $show }: { $when }; começa com a próxima faixa, com no máximo { $late } minutos de atraso. { $plays }.
show-with-djs = Com { $djs }.
conflict = { $reason ->
    [dated] { $when }: ouve-se { $heard }, não { $unheard }, porque é só para essa data.
    [later] { $when }: ouve-se { $heard }, não { $unheard }, porque começa mais tarde.
   *[first] { $when }: ouve-se { $heard }, não { $unheard }, porque os dois começam ao mesmo tempo, e o nome dele vem primeiro.
}
# { $to } é uma hora
conflict-then = { $then ->
    [goes-on] { conflict } { $unheard } continua às { $to }.
    [begins] { conflict } { $unheard } começa às { $to }.
    [lost] { conflict } { $unheard } não é ouvido nessa hora.
   *[nothing] { conflict }
}
zone-of-machine = o da máquina

## A show

new-show = Novo programa
page-of-station = { $page }, { $station }
back-to-schedule = Voltar à grade
every-week-on = Toda semana em
once-on = Uma vez em
date-field = Data
to-time = Até
choose = Escolha
plays-group = { $group ->
   *[playlist] Playlist
    [clock] Relógio
    [live] Ao vivo
    [other] Outro
}
choose-dj = DJ ao vivo (rotação normal até ele se conectar)
choose-dj-playlist = DJ ao vivo ({ $playlist } até ele se conectar)
choose-missing-track = Uma faixa que agora falta
choose-track = { $track }, uma vez
choose-relay = Outro stream (digite o endereço abaixo)
stream-to-relay = Endereço do stream a retransmitir
latest-start = Início mais tardio (minutos)
latest-start-hint = Espera este tempo até a faixa atual terminar. Vazio: começa na hora e encerra a faixa em fade.
show-djs = DJs
show-djs-hint = Podem entrar ao vivo de dez minutos antes do programa até o fim dele, além dos horários de suas contas. Uma conta sem horários pode sempre; escreva { $word } nos horários dela para limitá-la a seus programas.
preview-show = Ver prévia
show-replaces = Já existe um programa com este nome. Ao salvar, ele é substituído.
no-other-show = Nenhum outro programa nesse horário.
save-show = Salvar { $show }
preview-caption = O que o AutoDJ tocaria, sem DJs ao vivo e pedidos
show-hint = Escolha um horário e o que o programa toca. Uma prévia e os programas sobrepostos aparecem aqui antes de salvar.
rename-show = Alterar nome
delete-show = Excluir programa
delete-show-ask = Excluir o programa { $show }?
show-colour = Cor
show-colour-name = { $colour ->
   *[none] Sem cor
    [red] Vermelho
    [orange] Laranja
    [yellow] Amarelo
    [green] Verde
    [blue] Azul
    [purple] Roxo
    [pink] Rosa
    [grey] Cinza
}

## A single day of a show

# { $day } is a date such as "Fri 4 December 2026"
only-on = Somente: { $day }
on-as-usual = Desfazer: nesse dia como sempre
cancel-it = Cancelar nesse dia
move-it = Mudar o horário
note-for-listeners = Nota para os ouvintes (opcional)
cancel-on = Cancelar: { $day }
move-only = Mover somente: { $day }
length-minutes = Duração (minutos)
every-week = Toda semana
coming-days = Próximos dias
coming-days-hint = Cancele ou mova aqui um único dia. As outras semanas ficam como estão.
change-this-day = Cancelar ou mover

## Results that are shown once

copy-now = Copie agora; isto não será mostrado de novo.
dj-sheet = Para o DJ: abra o estúdio em um navegador e entre, ou informe servidor, porta e ponto de montagem em um software de DJ (tipo de servidor Icecast 2).
copy-all = Copiar tudo
print = Imprimir
password-chosen = a que você escolheu
not-in-library = Não estão na biblioteca:
result = { $field ->
   *[name] Nome
    [slug] Nome curto
    [password] Senha
    [source_password] Senha de fonte
    [token] Token
    [secret] Segredo
    [page] Link
    [ends_at] Válido até
    [problem] Problema
    [listed] Faixas no arquivo
    [found] Faixas importadas
    [studio] Estúdio
    [server] Servidor
    [port] Porta
    [mount] Ponto de montagem
}
done = Pronto
database-sound = Banco de dados em ordem
database-unsound = Banco de dados com erros

## DJs and people

djs-of = DJs de { $station }
djs-hint = Todas as pessoas desta lista podem entrar no ar nesta estação, com { $studio } ou com { $software }. Você pode editar os DJs que são só desta estação; um administrador edita os outros.
dj-hours = { $name }: { $hours }
dj-role-hours = { $name }, { role }: { $hours }
any-time = sempre
hours-on-air = Horários no ar
save-hours = Salvar horários
password-changed = Senha alterada
new-password-or-empty = Nova senha (vazio: criar uma)
set-password = Definir senha
delete-account-ask = Excluir a conta { $name }?
delete-account = Excluir conta
dj-of-others = Esta conta também é de outras estações ou cuida de alguma. Um administrador pode alterá-la.
no-djs = Ainda não há DJs. Adicione uma pessoa abaixo e passe a senha a ela.
add-a-dj = Adicionar um DJ
dj-created = Conta de DJ criada
name-hint = Para entrar. Letras, algarismos, pontos, hifens e sublinhados; sem espaços.
hours-hint = Um intervalo por linha, como { $example }. Vazio: sempre.
dj-hours-hint = Um intervalo por linha, como { $example }. Vazio: sempre. Escreva { $word } para os programas que citam o DJ.
password-hint = Pelo menos 10 caracteres. Deixe vazio para criar uma, mostrada uma única vez.
add-dj = Adicionar DJ
people-hint = Administradores podem fazer tudo. Responsáveis cuidam das estações escolhidas e dos seus DJs. DJs entram no ar nas estações escolhidas, nos horários que você definir.
person = { $name }: { role }, { $stations }
# { $hours } são horários como fri 20:00-23:00
person-hours = { person }, { $hours }
person-you = { $name } (você)
all-stations = todas as estações
no-station = ainda nenhuma estação
password-is-created = criada pelo Longwave, deve ser alterada na próxima entrada
password-is-own = definida pelo titular
signed-in = Sessões
session-used = { $browser }, último uso { $time }
signed-in-nowhere = nenhuma
role-field = Função
save-account = Salvar conta
oidc-email = Endereço de e-mail em { $provider }
oidc-email-hint = Quem tiver lá este endereço verificado entra nesta conta; o primeiro a fazê-lo fica com ela. Vazio: só com senha.
oidc-linked = Vinculada à pessoa que entrou primeiro. Outro endereço desfaz o vínculo.
signed-out-everywhere = Todas as sessões foram encerradas.
totp-off-ask-other = Desativar a verificação em duas etapas de { $name }? Depois disso, basta a senha para entrar.
totp-is-off = A verificação em duas etapas está desativada.
turn-off-two-factor = Desativar verificação em duas etapas
add-an-account = Adicionar uma conta
account-created = Conta criada
add-account = Adicionar conta

## API tokens

api-tokens = Tokens de API
tokens-hint = Programas usam { $api } com um token: eles enviam { $header }. Um token deixa de funcionar quando a conta que o criou não é mais de administrador.
the-api = a API
program = Programa
permissions = Permissões
expires = Expira
token-all-stations = todas
created-by = por { $name }
never = nunca
time-expired = { $time } (expirado)
delete-token-ask = Excluir o token de { $name }? O programa não poderá mais usar a API.
delete-name = Excluir { $name }
no-tokens = Ainda não há tokens. Crie um abaixo para um programa que usa a API.
create-a-token = Criar um token
token-created = Token de API criado
program-name = Nome do programa
program-hint = Letras, algarismos, pontos, hifens e sublinhados; sem espaços.
permissions-legend = Permissões (escrever inclui ler)
tokens-can-do-all = Um programa com { $scope } pode criar administradores, então pode fazer qualquer coisa.
stations-none-all = Estações (nenhuma escolhida: todas)
valid-days = Válido por … dias (vazio: não expira)
create-token = Criar token
token-once = O token é mostrado uma única vez, depois de criado.

## Two-factor authentication and password

two-factor-hint = Protege a sua conta mesmo que alguém descubra a sua senha: ao entrar, também é pedido um código do seu telefone. O software de DJ e o estúdio não conseguem pedir códigos; use neles uma senha de app desta página em vez da sua.
turn-on = Ativar
needs-authenticator = É preciso um app autenticador (TOTP) no seu telefone. Qualquer um serve.
now-scan = Agora escaneie o código.
current-password = Senha atual
set-up = Configurar
scan-code = 1. Escaneie este código
scan-hint = Escaneie com o app autenticador ou digite a chave abaixo. No próprio telefone, { $link }.
open-this-link = abra este link
qr-for-authenticator = Código QR para o app autenticador
save-recovery = 2. Guarde os códigos de recuperação
recovery-hint = Se você perder o telefone, cada um deles permite entrar uma vez. Eles não são mostrados de novo depois da confirmação.
confirm-step = 3. Confirme
totp-is-on = A verificação em duas etapas está ativada.
totp-on-heading = A verificação em duas etapas está ativada
recovery-left = { $codes ->
    [0] Você não tem mais códigos de recuperação. Desative e ative de novo a verificação em duas etapas para obter outros.
    [one] Você ainda tem { $codes } código de recuperação.
   *[other] Você ainda tem { $codes } códigos de recuperação.
}
totp-off-ask = Desativar a verificação em duas etapas?
app-passwords = Senhas de app
delete-app-password-ask = Excluir a senha de app { $name }? O programa que a usa é desconectado.
name-deleted = { $name }: excluída.
app-password-created = Senha de app criada
create-app-password = Criar senha de app
choose-own-password = Escolha a sua própria senha
choose-own-hint = A senha com que você entrou foi mostrada quando o servidor iniciou. Escolha uma que só você conheça.
new-password = Nova senha (pelo menos 10 caracteres)
repeat-password = Repetir nova senha
password-changes-sessions = Esta sessão continua aberta; todas as outras são encerradas.

## Activity

activity = Atividade
activity-hint = Quem alterou o quê: as últimas 10.000 alterações.
type-or-name = Tipo ou nome
changes-newest-first = Alterações, as mais novas primeiro
change = Alteração
from-address = Do endereço
older-changes = Alterações anteriores
no-changes = Nenhum resultado. Esta página mostra cada alteração feita aqui ou pela API.

## Song requests

requests-of = Pedidos, { $station }
request-refusal = { $reason ->
   *[off] Recusado: os pedidos estavam desligados
    [not-there] Recusado: faixa não encontrada
    [queued] Recusado: a faixa ou o artista já estava na fila
    [heard-lately] Recusado: a faixa ou o artista tinha acabado de tocar
    [too-many-of-a-person] Recusado: limite por hora deste ouvinte atingido
    [too-many] Recusado: limite por hora de todos os ouvintes atingido
}
request-added = Adicionado à fila
requests-are-on = Os ouvintes podem pedir músicas em { $page }: { $each } por hora cada um, { $all } por hora no total. As regras de separação valem.
the-programme-page = a página da programação
requests-are-off = Os pedidos de músicas estão desligados.
requests-on-now = Os ouvintes já podem pedir músicas.
turn-off-requests = Desligar pedidos
turn-on-requests = Ligar pedidos
in-the-queue = Na fila
removed-title = { $title }: fora da fila.
remove-title = Remover { $title }
no-requests-queued = Não há pedidos na fila.
recent-requests = Pedidos recentes
requests-counted = { $requests ->
    [one] { $requests } pedido, { $refused } recusados. Recusas repetidas em dez minutos aparecem uma só vez.
   *[other] { $requests } pedidos, { $refused } recusados. Recusas repetidas em dez minutos aparecem uma só vez.
}
request-result = Resultado
no-requests = Ainda não há pedidos. Os ouvintes pedem músicas em { $page }; compartilhe o link dela.
limits = Limites
requests-per-listener = Pedidos por hora e ouvinte
requests-per-hour = Pedidos por hora, todos os ouvintes
save-limits = Salvar limites

## Recordings

recordings-of = Gravações, { $station }
recording-off = A gravação está desligada.
recording-turn-on = Ligue em { $settings }.
archive-settings = Arquivo sonoro, nos ajustes
recording-ask = Peça a um responsável que a ligue.
recorded = { $archive ->
    [live] Os sets ao vivo são gravados. Cada um aparece aqui segundos depois de terminar. Espaço usado em disco: { $size }.
    [shows] Os programas da grade são gravados. Cada um aparece aqui segundos depois de terminar. Espaço usado em disco: { $size }.
   *[everything] Tudo é gravado. Cada programa da grade aparece aqui segundos depois de terminar. Espaço usado em disco: { $size }.
}
recordings-published = As gravações publicadas estão na { $page } e no { $feed }.
programme-page = página da programação
podcast-feed = feed do podcast
recording-state = { $state ->
    [published] { $time }, { $length } · publicada
    [hidden] { $time }, { $length } · não pública
   *[recording] { $time } · gravando…
}
download = Baixar: { $files }
mp3-in-preparation = MP3 em preparação
hide = Ocultar
hide-title = Ocultar { $title }
publish = Publicar
publish-title = Publicar { $title }
delete-recording-ask = Excluir esta gravação e os seus arquivos?
title-and-description = Título e descrição
description = Descrição
save-details = Salvar detalhes
no-recordings = Ainda não há gravações. Tudo o que esteve no ar está no { $history }.
the-playback-history = histórico de execução
recording-show = Programa
episode-upload = Enviar um episódio
episode-file = Ficheiro de som, 2 GB no máximo
episode-progress = Enviado até agora
episode-send = Enviar
episode-sent = O ficheiro chegou. Os ficheiros Opus e MP3 estão a ser feitos.
episode-state = { $state ->
   *[receiving] O ficheiro está a ser enviado.
    [transcoding] O ficheiro chegou. Os ficheiros Opus e MP3 estão a ser feitos.
    [refused] O ficheiro foi recusado:
}
feeds-of-shows = Feeds dos programas:
recording-picture = Imagem
recording-picture-saved = A imagem está guardada.
recording-picture-remove = Remover a imagem
recording-picture-removed = A imagem foi removida.
trim-recording = Cortar
trim-from = Início, em segundos
trim-to = Fim, em segundos
trim-here = Posição do leitor
recording-missing = O seu ficheiro já não está no disco e o podcast omite-a. Reponha { $file } na pasta do arquivo da estação ou elimine a gravação.
trim-hint = O som não é codificado de novo. O que é cortado desaparece da gravação.
trim-ask = Cortar tudo antes do início e depois do fim?
trimmed = Cortado.
repeat-recording = Repetir
repeat-hint = Uma cópia entra na biblioteca, como fala. De lá põe-se na fila ou na programação, como qualquer faixa.
repeat-send = Pôr na biblioteca
repeat-done = Está a ser adicionada à biblioteca.

## The transcript

transcript-of = Transcrição, { $station }
transcript-hint = { $access ->
   *[public] A fala ao vivo como o reconhecedor a entendeu. Qualquer pessoa pode pesquisar nela.
    [private] A fala ao vivo como o reconhecedor a entendeu. Só DJs e responsáveis desta estação podem pesquisar nela.
}
transcript-kept = { $days ->
    [0] É guardada tanto quanto o histórico de execução.
    [one] É guardada por { $days } dia.
   *[other] É guardada por { $days } dias.
}
captions-are-off = As legendas estão desligadas.
captions-turn-on = Ligue em { $settings }.
captions-settings = Legendas, nos ajustes
captions-ask = Peça a um responsável que as ligue.
captions-missing = As legendas estão ligadas, mas não há reconhecedor de fala configurado. Inicie o servidor com { $option }; o { $manual } explica como.
manual = manual
captions-failing = O reconhecedor de fala parou e está sendo reiniciado.
spoken-words = Palavras faladas
newest-matches = { $count ->
    [one] Só o resultado mais novo é mostrado ({ $count }).
   *[other] Só os { $count } resultados mais novos são mostrados.
}
text = Texto
newest-first = Mais novos primeiro. Horários de { $zone }.
no-speech = Ainda nenhuma fala reconhecida.

## Types and tags of tracks

library = Biblioteca
tracks = Faixas
album = Álbum
added = Adicionada
last-played = Última execução
save = Salvar
new-name = Novo nome
track-type = { $type ->
   *[music] Música
    [jingle] Jingle
    [id] Identificação
    [ad] Anúncio
    [talk] Fala
}
type-saved = Tipo salvo.
type-hint = Na rotação geral só toca música. Jingles, identificações e anúncios tocam entre as músicas; a fala, onde uma playlist a pede.
any = Qualquer
from-year = A partir do ano
to-year = Até o ano
folder = Pasta
remove-from-library = Remover da biblioteca

## The library

library-pages = Páginas da biblioteca
folders = Pastas
# A aba das faixas que foram removidas
removed-tab = Removidas
library-tracks = { $tracks ->
    [1] Uma faixa
   *[other] { $tracks } faixas
}
library-state = { library-tracks }.
library-measuring = { library-tracks }; loudness medido em { $measured }, o resto vem depois.
library-scanning = { $files ->
    [one] { library-tracks }; { $files } arquivo ainda está sendo analisado.
   *[other] { library-tracks }; { $files } arquivos ainda estão sendo analisados.
}
library-measuring-scanning = { $files ->
    [one] { library-tracks }; loudness medido em { $measured }, o resto vem depois; { $files } arquivo ainda está sendo analisado.
   *[other] { library-tracks }; loudness medido em { $measured }, o resto vem depois; { $files } arquivos ainda estão sendo analisados.
}
type-as-folder-usually = Como a pasta (em geral, música)
upload-for-all = Todas as estações que tocam a biblioteca inteira
upload-for-one = Só { $station }
library-upload-scripts = Para enviar arquivos é preciso JavaScript. Sem ele, copie os arquivos para a pasta de músicas no servidor: eles aparecem aqui em segundos.
recent-uploads = Envios recentes
recent-uploads-count = Envios recentes ({ $uploads })
upload-part = { $percent } % enviados: escolha o mesmo arquivo de novo para continuar
clear = Tirar
clear-name = Tirar { $name } da lista
upload-cleared = Tirado da lista.
search-library = Procurar na biblioteca
added-within = { $period ->
   *[any] Qualquer data
    [day] Desde ontem
    [week] Na última semana
    [month] No último mês
    [year] No último ano
}
sort-by = Ordenar por
sort-choice = { $sort ->
   *[best] Melhor resultado
    [artist] Artista
    [title] Título
    [album] Álbum
    [length] Duração
    [added] Data de inclusão
    [last-played] Última execução
    [plays] Execuções
}
sort-order = Ordem
sort-order-choice = { $order ->
   *[ascending] Crescente
    [descending] Decrescente
}
loudness-not-measured = Loudness ainda não medido
never-played = Nunca tocadas
show-all = Mostrar todas
tracks-found = { $tracks ->
    [one] { $tracks } faixa encontrada.
   *[other] { $tracks } faixas encontradas.
}
select-all-here = Selecionar todas desta página
select-column = Selecionar
play-column = Ouvir
library-column = { $column ->
   *[title] Título
    [artist] Artista
    [album] Álbum
    [genre] Gênero
    [year] Ano
    [length] Duração
    [added] Adicionada
    [last-played] Última execução
    [plays] Execuções
}
select-title = Selecionar { $title }
play-title = Ouvir { $title }
measuring = Medindo…
# Fica antes de uma data ou de played-never
last-played-label = Última execução:
played-never = Nunca
# Quantas vezes uma faixa tocou; fica antes de um número
plays-label = Execuções:
no-matches-filters = Nenhum resultado. Use menos filtros ou { $all }.
# Fica dentro de no-matches-filters
show-all-tracks = mostre todas as faixas
no-music-upload = Ainda não há músicas. Solte arquivos acima ou copie-os para a pasta de músicas no servidor.
no-music-ask = Ainda não há músicas. Peça a um responsável que envie algumas.
selected-tracks = Faixas selecionadas
select-all-found = { $tracks ->
    [one] Toda a busca: { $tracks } faixa
   *[other] Todas as { $tracks } que correspondem à busca
}
select-all-tracks = { $tracks ->
    [one] Tudo: { $tracks } faixa
   *[other] Todas as { $tracks } faixas
}
clear-selection = Limpar seleção
progress = Progresso
edit-tags = Editar tags
year = Ano
empty-fields-stay = Os campos vazios ficam como estão.
save-edited-tags = Salvar tags
set-type = Definir tipo
type-as-their-folder = Como a pasta delas
add-to-playlist = Adicionar à playlist
# { $page } é o nome da página de playlists
no-playlist-by-hand = Ainda não há playlists montadas à mão. Crie uma na página { $page } de uma estação.
# { $removed } é um link para a página removed-tab
remove-tracks-hint = As faixas deixam de tocar, e os arquivos delas são postos de lado. Você pode restaurá-las em { $removed }.

## Folders

folders-hint = O tipo de uma pasta vale para as faixas dela, também as novas, e para as pastas dentro dela, a não ser que tenham um tipo próprio. Um tipo definido em uma faixa tem prioridade.
files = Arquivos
type-of-name = Tipo de { $name }
save-type-of-name = Salvar o tipo de { $name }
type-as-above = Como a pasta acima
type-as-above-is = Como a pasta acima ({ track-type })
no-folders = Todas as músicas estão em uma só pasta, sem pastas dentro dela.

## A track

length-unknown = Ainda desconhecida
loudness = Loudness
not-measured = Ainda não medido
type-of-folder = { track-type }, como a pasta
type-as-folder = Como a pasta
type-as-folder-is = Como a pasta ({ track-type })
in-no-playlist = Em nenhuma
upload-cover = Enviar uma capa (PNG, JPEG ou WebP, até { $megabytes } MB)
replace-cover = Substituir a capa (PNG, JPEG ou WebP, até { $megabytes } MB)
# { $name } é o nome de um arquivo
upload-cover-scripts = Para enviar uma capa é preciso JavaScript. Sem ele, ponha uma imagem de nome { $name } ao lado do arquivo.
sound = Som
waveform = Forma de onda
waveform-with-points = Forma de onda com pontos de cue
waveform-soon = Desenhando a forma de onda…
waveform-none = A forma de onda não está disponível para este arquivo.
details = Detalhes
edits-in-file = As suas alterações substituem as tags do arquivo e são gravadas nele em segundos. Os pontos de cue ficam guardados só no servidor.
edits-not-in-file = As suas alterações substituem as tags do arquivo só no Longwave; o arquivo em si não é alterado.
tag-settings = Ajustes de tags
edits-unwritten = Ainda não foi possível gravar as tags no arquivo: { $reason }. O Longwave as usa mesmo assim.
saved-next-play = Salvo. Vale a partir da próxima vez que a faixa tocar.
tag-name = { $tag ->
   *[title] Título
    [artist] Artista
    [album] Álbum
    [genre] Gênero
    [year] Ano
    [isrc] ISRC
    [label] Gravadora
}
in-the-file = No arquivo: { $text }
in-the-file-empty = No arquivo: vazio
cue-points-seconds = Pontos de cue (segundos)
cue-point = { $point ->
   *[cue_in] Cue de entrada
    [intro_end] Fim da intro
    [ending_start] Ponto de mixagem
    [cue_out] Cue de saída
}
cue-point-hint = { $point ->
   *[cue_in] A faixa começa a tocar aqui; o silêncio antes é pulado.
    [intro_end] Até aqui, um DJ ou um jingle pode falar sobre a faixa.
    [ending_start] A próxima faixa pode começar a partir daqui.
    [cue_out] A faixa para de tocar aqui.
}
measured-at = Medido: { $seconds } s.
play-from-here = Ouvir a partir daqui
set-to-player = Usar a posição do player
cue-points-later = Os pontos de cue podem ser definidos quando a faixa tiver sido medida, o que acontece automaticamente.
discard-edits-ask = Descartar as suas alterações nesta faixa?
restore-original = Restaurar tags e pontos de cue originais
save-type = Salvar tipo
play-on = Tocar em { $station }
add-to-queue = Adicionar à fila
added-to-playlist = Adicionada à playlist.
add-to-name = Adicionar a { $name }
remove-this-track = Remover faixa
remove-track-ask = Remover esta faixa da biblioteca? Você pode restaurá-la depois.
# { $removed } é um link para a página removed-tab
remove-track-hint = A faixa deixa de tocar, e o arquivo dela é posto de lado. Você pode restaurá-la em { $removed }.

## Playlists

playlists-of = Playlists, { $station }
playlists-heading = Playlists
contents = Conteúdo
rotation = Rotação
jingles = Jingles
rotation-empty = As playlists em rotação não têm faixas, então o AutoDJ toca toda a biblioteca. Adicione faixas a elas.
rotation-short = { $tracks ->
    [one] A rotação tem só { $tracks } faixa ({ $length }), então o AutoDJ a repete o tempo todo. Adicione faixas ou ponha mais playlists na rotação.
   *[other] A rotação tem só { $tracks } faixas ({ $length }), então o AutoDJ as repete o tempo todo. Adicione faixas ou ponha mais playlists na rotação.
}
no-playlists-no-music = A biblioteca está vazia. { $upload } primeiro e depois crie playlists.
no-playlists = { $tracks ->
    [one] Ainda não há playlists, então o AutoDJ toca toda a biblioteca, de { $tracks } faixa, em ordem aleatória.
   *[other] Ainda não há playlists, então o AutoDJ toca toda a biblioteca, de { $tracks } faixas, em ordem aleatória.
}
create-playlist-below = Crie uma abaixo: por regras, como gênero ou ano, ou à mão.
create-a-playlist = Criar uma playlist
create-playlist = Criar playlist
playlist-created = Playlist criada.
by-rules = Por regras
by-rules-hint = Contém todas as faixas que correspondem, também as enviadas depois. Um campo vazio não conta.
by-hand = À mão
by-hand-hint = Você escolhe as faixas e a ordem delas.
jingles-hint = Peças curtas entre as músicas: nunca duas seguidas, e sem crossfade. As faixas recebem um tipo ao serem enviadas, na página delas ou pela pasta.
jingles-choice = { $type ->
   *[jingle] Jingles
    [id] Identificações
    [ad] Anúncios
    [folder] Tudo o que está em uma pasta
}
empty-all-of-type = Vazio: todas desse tipo.
weight = Peso
weight-hint = Com que frequência o AutoDJ escolhe esta playlist, em comparação com as outras, enquanto não há nenhum programa. Com 0 ela não está em rotação: só programas e relógios a tocam. Quando há uma playlist em rotação, o AutoDJ toca só as playlists em rotação e não mais toda a biblioteca.
chosen-by-hand = Escolhidas à mão
# Regras de uma playlist, que ficam em uma lista, a primeira com maiúscula: Gênero jazz, de 1990 a 1999
rule-type = { $type ->
   *[music] só música
    [jingle] só jingles
    [id] só identificações
    [ad] só anúncios
    [talk] só fala
}
rule-genre = gênero { $genre }
rule-artist = artista { $artist }
rule-years = de { $from } a { $to }
rule-from-year = a partir de { $year }
rule-to-year = até { $year }
rule-text = que correspondem a “{ $text }”
rule-added = { $days ->
    [one] adicionadas há no máximo { $days } dia
   *[other] adicionadas há no máximo { $days } dias
}
# { $time } é como 2:30
rule-shortest = com pelo menos { $time }
rule-longest = com no máximo { $time }
rule-folder = na pasta { $folder }
rule-everything = tudo
# Como uma playlist está em rotação
weight-is = Peso { $weight } ({ $percent } %)
every-tracks = { $tracks ->
    [one] A cada { $tracks } faixa
   *[other] A cada { $tracks } faixas
}
every-minutes = { $minutes ->
    [one] A cada { $minutes } minuto
   *[other] A cada { $minutes } minutos
}
over-intros = Sobre as intros
show-named = Programa { $show }
not-in-rotation = Fora da rotação: dê um peso a ela ou escolha-a para um programa
playlist-unused = Nada toca esta playlist na programação normal: o peso dela é 0 e nenhum programa nem relógio a usa. Dê um peso a ela abaixo, em Reprodução, ou escolha-a para um programa.

## A playlist

playlist-of = { $playlist }, playlist de { $station }
all-playlists = Todas as playlists
playlist-size = { $tracks ->
    [one] { $tracks } faixa, { $length }
   *[other] { $tracks } faixas, { $length }
}
not-recently = Não recentemente
# Antes de links para arquivos
download-as = Baixar
add-tracks = Adicionar faixas
title-artist-album-file = Título, artista, álbum ou arquivo
search-results = Resultados da busca
title-added = { $title }: adicionada.
add-title = Adicionar { $title }
matching-tracks = Faixas que correspondem
drag-tracks-hint = Arraste as faixas para mudar a ordem, ou use as setas.
track-number = Faixa { $number }
track-gone = Não está na biblioteca: é pulada
moved-up = Movida para cima.
moved-down = Movida para baixo.
move-title-up = Subir { $title }
move-title-down = Descer { $title }
title-removed = { $title }: removida.
no-tracks-match = Nenhuma faixa corresponde a estas regras. Use menos regras abaixo ou { $upload }.
# Fica dentro de no-tracks-match
upload-matching-music = envie músicas que correspondam
playlist-empty = A playlist está vazia.
playlist-empty-add = A playlist está vazia. Procure faixas acima e adicione-as, ou importe um arquivo de playlist abaixo.
page-of-pages = Página { $page } de { $pages }.
previous-page = Página anterior
playback = Reprodução
rules = Regras
search-words = Palavras da busca
added-last-days = Adicionadas nos últimos … dias
minimum-length = Duração mínima (s)
maximum-length = Duração máxima (s)
playback-order = Ordem
playback-order-choice = { $order ->
   *[shuffle] Aleatória
    [sequence] Como na lista
    [least-recently-played] Primeiro a que não toca há mais tempo
}
jingle-every-tracks = Tocar um jingle a cada … faixas
jingle-every-minutes = Tocar um jingle a cada … minutos
jingle-over-intro = Começar a intro da próxima música sob o jingle
weight-short-hint = Com que frequência o AutoDJ escolhe esta playlist, em comparação com as outras, enquanto não há nenhum programa. Com 0, só programas e relógios a tocam.
# Horários da semana em que uma playlist toca
playlist-hours = Horários
crossfade-seconds = Crossfade (s)
crossfade-hint = Vazio: o padrão da estação.
save-playlist = Salvar playlist
import-playlist = Importar um arquivo de playlist
import-hint = As faixas de um arquivo M3U, PLS ou XSPF substituem as de cima. Elas são encontradas pelo nome do arquivo, ou pelo artista e título.
playlist-imported = Playlist importada
playlist-file = Arquivo de playlist
paste-playlist = Ou cole a playlist aqui
import-tracks = Importar faixas
rename-playlist = Alterar nome
rename-playlist-hint = Os programas e relógios que a tocam usam o novo nome.
delete-playlist = Excluir playlist
playlist-in-use = Usada por: { $users }. Faça com que toquem outra coisa antes de excluir a playlist.
delete-playlist-ask = Excluir a playlist { $playlist }? As faixas dela ficam na biblioteca.
tracks-stay = As faixas dela ficam na biblioteca.

## Webhooks

webhooks = Webhooks
webhooks-hint = Um webhook avisa outros, em um segundo, do que acontece aqui: pessoas em um chat ou por e-mail, o seu site, uma luz no estúdio.
webhook-event = { $event ->
   *[track] Uma nova faixa começa
    [live-start] Um DJ entra ao vivo
    [live-stop] Um DJ sai do ar
    [dead-air] Um silêncio no ar começa ou termina
    [source-trouble] Problemas de conexão de um DJ ou de uma retransmissão
    [listener-peak] Novo recorde de ouvintes
    [recording] A gravação de um programa está pronta
    [backup-failed] Um backup do servidor falhou
}
webhook-service = { $service ->
   *[json] Programa
    [discord] Discord
    [slack] Slack
    [telegram] Telegram
    [mastodon] Mastodon
    [matrix] Matrix
    [email] E-mail
}
webhook-to = { webhook-service }: { $to }
webhook-station = Estação { $station }
every-station = Todas as estações
turned-off = Desativado.
webhook-failing = Falha desde { $time }. É desativado depois de um dia.
test = Testar
# { $webhook } é um número
test-webhook = Testar webhook { $webhook }
webhook-tested = Teste enviado. Veja o resultado em Mensagens recentes.
turn-webhook = { $turn ->
   *[off] Desativar webhook { $webhook }
    [on] Ativar webhook { $webhook }
}
delete-webhook-ask = Excluir este webhook?
delete-webhook = Excluir webhook { $webhook }
# As duas têm as mesmas palavras antes dos dois-pontos
recent-messages-failed = Mensagens recentes: a última falhou, { $error }
recent-messages-delivered = Mensagens recentes: a última foi entregue
recent-messages-to = Mensagens recentes para { $to }
event = Evento
attempt = Tentativa
duration = Duração
message-failed = Falhou: { $error }
message-delivered = Entregue
message-delivered-status = Entregue ({ $status })
no-messages-yet = Nada foi enviado ainda. Toque em Testar para experimentar.
no-webhooks = Ainda não há webhooks. Adicione um abaixo.
add-a-webhook = Adicionar um webhook
service = Serviço
no-mail = Este servidor ainda não pode enviar e-mail: defina { $option } na configuração dele ({ $how }).
# Fica dentro de no-mail: um link para o manual
no-mail-how = como
webhook-address = Endereço do webhook
webhook-help = { $service ->
   *[discord] No Discord: Editar canal, Integrações, Webhooks, Novo webhook, Copiar URL do webhook.
    [slack] No Slack: Incoming Webhooks de um app, Add New Webhook. Mattermost e Rocket.Chat: Integrações, webhook de entrada.
    [telegram] Crie um bot com o @BotFather e torne-o administrador do seu canal ou membro do seu grupo.
    [mastodon] No Mastodon: Preferências, Desenvolvimento, Novo aplicativo com a permissão write:statuses.
    [matrix] Use uma conta só para isso. No Element: Todas as configurações, Ajuda e sobre, Token de acesso.
}
bot-token = Token do bot
channel-or-chat = Canal ou chat
server = Servidor
access-token = Token de acesso
home-server = Servidor da conta
room = Sala
room-help = No Element: Configurações da sala, Avançado, ID interno da sala. A conta precisa estar na sala.
mail-addresses = Endereços de e-mail
events = Eventos
own-texts = Escrever textos próprios
own-texts-hint = Um campo vazio envia o texto de sempre. As palavras entre chaves são preenchidas.
add-webhook = Adicionar webhook
webhook-added = Webhook adicionado
message-format = Formato das mensagens (para desenvolvedores)
webhook-post = As que vão a programas são um POST com JSON: { $id }, { $event }, { $station }, { $at } e { $data }. Responda com um status de 200 a 299 em até 10 segundos. Mensagens que falharam são reenviadas cinco vezes em três quartos de hora, com o mesmo { $id }; redirecionamentos não são seguidos.
# { $header } é Longwave-Signature: t=SECONDS,v1=HEX
webhook-signature = O segredo é mostrado uma única vez, quando o webhook é adicionado. O cabeçalho { $header } prova que uma mensagem vem deste servidor: HEX é o HMAC-SHA256, com o segredo, dos segundos, de um ponto e do corpo. Recuse mensagens cujos segundos passaram há muito tempo.
webhook-addresses = Endereços desta máquina ou da rede dela são recusados, a não ser que o servidor seja iniciado com { $option }.

## Files of the library

removed-files = Arquivos removidos
removed-hint = Estas faixas não tocam. Restaure uma, ou exclua o arquivo dela para liberar espaço em disco.
removed-column = Removida
actions = Ações
removed-by = { $day } por { $name }
restored = De volta à biblioteca.
restore = Restaurar
restore-title = Restaurar { $title }
delete-file-ask = Excluir este arquivo? Isso não pode ser desfeito.
nothing-removed = Nada foi removido. As faixas que você remove da biblioteca esperam aqui e podem ser restauradas.
duplicates = Duplicadas
duplicates-hint = Faixas com o mesmo som, ou com o mesmo artista e título. Versões diferentes de uma música podem ser intencionais.
same-sound = { $files ->
    [one] O mesmo som em { $files } arquivo. Toca como uma só faixa.
   *[other] O mesmo som em { $files } arquivos. Toca como uma só faixa.
}
same-title = { $tracks ->
    [one] { $tracks } faixa com o mesmo artista e título.
   *[other] { $tracks } faixas com o mesmo artista e título.
}
open-track = Abrir faixa
on-album = em { $album }
no-duplicates = Nenhuma duplicada encontrada.
tags = Tags
tags-hint = As alterações feitas em uma faixa substituem as tags do arquivo dela.
tags-unwritten-now = Salvo. De agora em diante, os arquivos não são alterados.
tags-being-written = Salvo. As alterações estão sendo gravadas nos arquivos.
store-tags = Guardar tags alteradas
tags-choice = { $choice ->
   *[off] só no Longwave
    [on] também nos arquivos
}
tags-long-hint = Se guardadas nos arquivos, as alterações anteriores também são gravadas, e outros programas as veem. As tags que você depois altera com outro programa valem aqui. Um arquivo só é substituído por uma cópia verificada e de som igual; as outras tags dele são mantidas. Os pontos de cue ficam sempre guardados no Longwave.
save-tags = Salvar ajustes de tags
tags-are-stored = { $choice ->
   *[off] As tags alteradas são guardadas só no Longwave; os arquivos não são alterados. Um administrador pode mudar isso.
    [on] As tags alteradas são guardadas também nos arquivos. Um administrador pode mudar isso.
}
not-written = Não gravadas nos arquivos
not-written-hint = O Longwave usa estas tags, mas não conseguiu gravá-las nos arquivos. Ele tenta de novo a cada hora, quando isso pode ajudar.
first-200 = Estas são as primeiras 200.
reason = Motivo
all-written = Todas as alterações estão nos arquivos.
files-with-errors = Arquivos com erros
broken-files = { $files ->
    [1] Um arquivo da pasta de músicas não pode ser tocado. Substitua-o por uma cópia boa: ele é testado de novo automaticamente.
   *[other] { $files } arquivos da pasta de músicas não podem ser tocados. Substitua cada um por uma cópia boa: ele é testado de novo automaticamente.
}
broken-first = São mostrados os primeiros { $count }; { $command } mostra todos.
error = Erro
no-broken = Todos os arquivos verificados até agora podem ser tocados.

## Metrics

metrics = Métricas
metrics-hint = O Prometheus as lê de { $address }; a cada dez segundos está bom. Para desenhá-las, importe { $file } no Grafana e escolha o seu Prometheus.
metrics-dashboard-file = o arquivo do painel
all-metrics = Todas as métricas
meaning = Significado
type = Tipo
labels = Rótulos
now-column = Agora
metrics-now = “Agora” é o valor da primeira combinação de rótulos.

## Times, durations, sizes and numbers

# Fica entre os algarismos de um número: 2,5
decimal-mark = ,
weekday-short = { $weekday ->
    [mon] seg
    [tue] ter
    [wed] qua
    [thu] qui
    [fri] sex
    [sat] sáb
   *[sun] dom
}
month-short = { $month ->
    [1] jan
    [2] fev
    [3] mar
    [4] abr
    [5] mai
    [6] jun
    [7] jul
    [8] ago
    [9] set
    [10] out
    [11] nov
   *[12] dez
}
short-day = { weekday-short } { $day } { month-short }
short-day-year = { weekday-short } { $day } { month-short } { $year }
short-day-time = { weekday-short } { $day } { month-short }, { $time }
weekday-clock = { weekday-short } { $time }
short-date = { $day } { month-short }
full-day = { weekday }, { $day } de { month } de { $year }
ago-minutes = { $minutes ->
    [0] agora mesmo
   *[other] há { $minutes } min
}
ago-hours = há { $hours } h
span-seconds = { $seconds } s
span-minutes = { $minutes } min
span-hours = { $hours } h { $minutes } min
span-days = { $days ->
    [one] { $days } dia { $hours } h
   *[other] { $days } dias { $hours } h
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
browser-on = { $browser } no { $system }
weekday-date = { weekday-short } { $day } de { month } de { $year }

## Activity: what somebody did

# Cada uma segue o nome de uma conta, em uma coluna própria: ada | alterou a própria senha
did-changed-their-password = alterou a própria senha
did-signed-out = saiu
did-signed-out-everywhere = encerrou todas as suas sessões
did-signed-out-another-browser = encerrou a sessão de outro navegador
did-started-to-set-up-two-factor-authentication = começou a configurar a verificação em duas etapas
did-turned-on-two-factor-authentication = ativou a verificação em duas etapas
did-turned-off-two-factor-authentication = desativou a verificação em duas etapas
did-created-an-app-password = criou uma senha de app
did-deleted-the-app-password = excluiu a senha de app { $name }
did-created-an-account = criou uma conta
did-changed-the-account = alterou a conta { $name }
did-deleted-the-account = excluiu a conta { $name }
did-changed-the-password-of = alterou a senha de { $name }
did-turned-off-two-factor-authentication-of = desativou a verificação em duas etapas de { $name }
did-signed-out-person-everywhere = encerrou todas as sessões de { $name }
did-created-an-api-token = criou um token de API
did-deleted-the-api-token = excluiu o token de API { $name }
did-added-a-webhook = adicionou um webhook
did-changed-webhook = alterou o webhook { $name }
did-deleted-webhook = excluiu o webhook { $name }
did-tested-webhook = testou o webhook { $name }
did-banned-an-address-or-a-program = bloqueou um endereço ou um programa
did-lifted-ban = retirou o bloqueio { $name }
did-changed-the-settings-of-the-server = alterou os ajustes do servidor
did-checked-the-database = verificou o banco de dados
did-reported-the-listeners-of-the-edge = informou os ouvintes do edge { $name }
did-changed-many-tracks = alterou muitas faixas de uma vez
did-set-the-type-of-a-folder = definiu o tipo de uma pasta
did-gave-a-cover-to-track = deu uma capa à faixa { $name }
did-set-the-type-of-track = definiu o tipo da faixa { $name }
did-renamed-the-playlist = mudou o nome da lista { $name }
did-renamed-the-show = mudou o nome do programa { $name }
did-edited-the-tags-or-cue-points-of-track = editou as tags ou os pontos de cue da faixa { $name }
did-removed-track-from-the-library = removeu a faixa { $name } da biblioteca
did-restored-a-removed-track = restaurou uma faixa removida
did-deleted-the-file-of-a-removed-track = excluiu o arquivo de uma faixa removida
did-started-an-upload = começou a enviar um arquivo
did-uploaded-a-part-of-a-file = enviou uma parte de um arquivo
did-cleared-an-upload-from-the-list = tirou um envio da lista
did-created-a-station = criou uma estação
did-changed-name-colour-folder-or-qualities-of-the-station = alterou nome, cor, pasta ou qualidades da estação
did-deleted-the-station = excluiu a estação { $name }
did-changed-the-stations-settings = alterou os ajustes da estação
did-changed-the-source-password = alterou a senha de fonte
did-changed-the-logo = alterou o logotipo
did-removed-the-logo = removeu o logotipo
did-added-the-station-to-radio-browser-info = adicionou a estação ao radio-browser.info
did-changed-who-can-listen = alterou quem pode ouvir
did-created-a-guest-link = criou um link de convidado
did-revoked-all-guest-links = revogou todos os links de convidado
did-created-a-dj-account = criou uma conta de DJ
did-changed-the-dj = alterou o DJ { $name }
did-deleted-the-dj = excluiu o DJ { $name }
did-changed-the-password-of-the-dj = alterou a senha do DJ { $name }
did-skipped-the-track-on-air = pulou a faixa no ar
did-changed-the-backup-plan = alterou o plano de backup
did-made-a-backup = fez um backup
did-dumped-the-live-sound-that-waited-to-go-on-air = descartou o som ao vivo que esperava ir ao ar
did-took-the-dj-off-the-air = tirou o DJ do ar
did-faded-the-station-to-silence = baixou a estação até o silêncio
did-put-the-station-back-on-air = pôs a estação de volta no ar
did-chose-the-emergency-playlist = escolheu a playlist de emergência
did-started-the-emergency-playlist = iniciou a playlist de emergência
did-ended-the-emergency-playlist = encerrou a playlist de emergência
did-sent-a-message-to-the-dj = enviou uma mensagem ao DJ
did-removed-a-message-to-the-dj = removeu uma mensagem ao DJ
did-removed-a-message-of-a-listener = removeu uma mensagem de um ouvinte
did-blocked-the-sender-of-a-message = bloqueou o remetente de uma mensagem
did-disconnected-a-listener = desconectou um ouvinte
did-added-a-track-to-the-queue = adicionou uma faixa à fila
did-moved-a-track-in-the-queue = moveu uma faixa na fila
did-removed-a-track-from-the-queue = removeu uma faixa da fila
did-requested-a-track = pediu uma faixa
did-changed-the-limits-of-song-requests = alterou os limites dos pedidos de músicas
did-created-a-playlist = criou uma playlist
did-deleted-the-playlist = excluiu a playlist { $name }
did-imported-tracks-into-the-playlist = importou faixas para a playlist { $name }
did-added-tracks-to-the-playlist = adicionou faixas à playlist { $name }
did-created-a-clock = criou um relógio
did-changed-the-clock = alterou o relógio { $name }
did-deleted-the-clock = excluiu o relógio { $name }
did-changed-the-time-zone-or-the-separation-rules = alterou o fuso horário ou as regras de separação
did-changed-the-show = alterou o programa { $name }
did-deleted-the-show = excluiu o programa { $name }
# { $name } is a date such as 2026-12-24
did-changed-a-day-of-a-show = cancelou ou moveu um programa: { $name }
did-restored-a-day-of-a-show = devolveu um programa ao horário normal: { $name }
did-changed-a-recording = alterou uma gravação
did-deleted-a-recording = excluiu uma gravação
did-recorded-talk = gravou fala entre duas faixas
did-deleted-talk = excluiu uma fala gravada
did-added-an-episode = adicionou um episódio
did-trimmed-a-recording = aparou uma gravação
did-gave-a-recording-a-picture = deu uma imagem a uma gravação
did-removed-the-picture-of-a-recording = removeu a imagem de uma gravação
did-put-a-recording-into-the-library = colocou uma gravação na biblioteca
did-changed-the-playlist = alterou a playlist { $name }
did-moved-a-track-in-a-playlist = moveu uma faixa em uma playlist
did-removed-a-track-from-a-playlist = removeu uma faixa de uma playlist
did-signed-in = entrou
did-changed-own-account = alterou a própria conta
did-asked-for-a-link = pediu uma nova senha por e-mail
did-reset-the-password = escolheu uma nova senha por um link de e-mail
did-kick-icecast = tirou o DJ do ar, com um programa do Icecast

## Problems

# Frases do servidor sobre o que deu errado
problem-name-and-password = É preciso um nome e uma senha.
problem-wrong-password = Nome ou senha incorretos.
problem-wrong-code = Este código está errado ou já foi usado: espere o próximo.
problem-too-late = Demorou demais: entre de novo.
problem-oidc-refused = O provedor não autorizou a sua entrada.
problem-oidc-failed = O provedor não responde: tente de novo daqui a pouco.
problem-oidc-unknown = Nenhuma conta daqui pertence a esta identidade: fale com um administrador.
problem-no-mail-address = Isto não é um endereço de e-mail.
problem-mail-address-taken = Este endereço de e-mail pertence a outra conta.
problem-too-many-tries = Muitas senhas incorretas: tente de novo em { $seconds } s.
problem-banned = Não permitido: este endereço ou este programa está bloqueado.
problem-busy = Ocupado: tente de novo daqui a pouco.
problem-account-exists = Já existe uma conta { $name }.
problem-station-exists = Já existe uma estação { $name }.
problem-token-exists = Já existe um programa { $name } com um token.
problem-no-account = Não existe a conta { $name }.
problem-no-dj-here = { $name } não pode entrar ao vivo nesta estação.
problem-no-playlist = Não existe a playlist { $name }.
problem-no-clock = Não existe o relógio { $name }.
problem-no-time-zone = { $name } não é um fuso horário; os nomes são como Europe/Berlin.
problem-bad-name = { $name } não pode ser um nome: use de 1 a 40 letras, algarismos, pontos, hifens e sublinhados; “source” é reservado para a senha da própria estação.
problem-bad-slug = { $name } não pode ser o endereço de uma estação: use de 1 a 40 letras minúsculas, algarismos e hifens.
problem-reserved-slug = /{ $name } é um endereço do próprio programa; dê outro à estação.
problem-bad-station-name = O nome de uma estação tem de 1 a 80 caracteres, em uma linha.
problem-bad-folder = { $name } não é uma pasta dentro da pasta de músicas: indique um caminho como jazz/live, sem .. nele.
problem-bad-quality = { $name } não é uma qualidade; existem { $qualities }.
problem-bad-password = Uma senha tem de 1 a { $most } bytes e nenhuma quebra de linha.
problem-short-password = Uma senha tem pelo menos { $least } caracteres; várias palavras são fáceis de lembrar.
problem-same-password = A nova senha é igual à antiga; escolha outra.
problem-passwords-differ = As duas novas senhas não são iguais.
problem-last-admin = { $name } é o único administrador; adicione outro antes.
problem-last-station = { $name } é a única estação; adicione outra antes.
problem-station-needed = { $station } é a única estação de { $accounts }: antes, dê outra a essas contas ou remova-as.
problem-station-to-manage = Um responsável cuida de uma ou mais estações; indique quais.
problem-playlist-in-use = A playlist { $name } é necessária para { $users }.
problem-clock-in-use = O relógio { $name } é necessário para { $users }.
problem-queue-full = A fila de { $name } está cheia; tire algo dela antes.
problem-changed = Alguém alterou isto nesse meio-tempo: veja de novo antes de alterar.
problem-forged = O pedido não prova que vem de uma página deste servidor: recarregue a página.
problem-sign-in-first = Entre primeiro.
problem-too-fast = Pedidos demais; espere um momento e depois vá mais devagar.
problem-too-slow = O pedido demorou demais; tente de novo.
problem-too-large = O conteúdo não pode ter mais de { $bytes } bytes.
problem-disk-full = O disco do banco de dados está cheio: nada pode ser salvo até haver espaço.
problem-database-busy = O banco de dados está bloqueado por outro programa: tente de novo quando ele terminar.
problem-database-damaged = O banco de dados está danificado: recupere um backup com `longwave restore`.
problem-database-read-only = Não é possível gravar no banco de dados: nada pode ser salvo até o servidor ter permissão para gravar nele.
problem-database-disk-fails = O disco do banco de dados está falhando: nada pode ser salvo.
problem-went-wrong = Algo deu errado do nosso lado. Tente de novo daqui a pouco.
problem-no-show = Esse programa não existe.
problem-no-track = Essa faixa não existe.
problem-day-such-as = Um dia se escreve assim: 2026-12-24.
problem-nobody-live = Ninguém está ao vivo.
problem-no-delayed-sound = Nenhum som ao vivo espera para ir ao ar.
problem-message-gone = Essa mensagem não existe; talvez tenha sido retirada.
problem-listener-gone = Este ouvinte já saiu.
problem-removed-meanwhile = Foi removido nesse meio-tempo.
problem-still-recorded-publish = Ainda está sendo gravado e poderá ser publicado quando terminar.
problem-still-recorded-delete = Ainda está sendo gravado e poderá ser excluído quando terminar.
problem-not-own-dj = Esta conta não é de um DJ só desta estação: quem a altera é um administrador.
problem-admins-folder = Um administrador define onde estão as músicas e quais qualidades existem.
problem-give-name = Dê um nome ao programa.
problem-give-minutes = Os minutos de atraso precisam ser um número.
problem-give-content = Indique o que o programa toca.
problem-give-date = Indique em que data é o programa.
problem-give-days = Indique em que dias é o programa.
problem-give-address = Indique onde está o stream que o programa retransmite.
problem-show-not-on-day = O programa não vai ao ar nesse dia.
problem-show-of-one-date = Um programa de uma só data não tem exceções; altere ou exclua o próprio programa.
problem-show-note = Uma nota tem no máximo 200 caracteres e nenhuma quebra de linha.
problem-show-as-usual = Nesse dia o programa vai ao ar como sempre.
problem-show-length = Um programa dura de um minuto a um dia.
problem-no-such-clock = Esse relógio não existe.

## Words of scripts

no-answer = O servidor não responde. Tente de novo daqui a pouco.
done-say = Pronto.
connection-lost = Conexão perdida. Última atualização às { $time }; nova tentativa…
picture-too-large = Esta imagem tem mais de { $megabytes } MB. Salve uma versão menor e tente de novo.
logo-saved = Logotipo salvo.
time-on = há { $time }
level-of = { $level } { $unit }
preview-unavailable = A prévia não está disponível neste momento. Recarregue a página.
items-of-hour = Itens da hora
add-row = Adicionar linha
item-in-order = na ordem
item-after-minute = uma vez por hora, depois do minuto
item-at-minute = uma vez por hora, exatamente no minuto
playlist = Playlist
minute = Minuto
latest-start-min = Início mais tardio (min)
move-row-up = Subir a linha { $row }
move-row-down = Descer a linha { $row }
remove-row = Remover a linha { $row }
upload-waiting = Esperando
upload-failed = O envio falhou. Escolha o arquivo de novo.
upload-no-answer-continue = O servidor não responde. Escolha o arquivo de novo para continuar.
upload-checking = Verificando…
upload-in-library = Na biblioteca
upload-refused = Recusado: { $reason }
upload-tried-again = Esperando, nova tentativa depois: { $reason }
upload-still-checked = Ainda em verificação. Recarregue a página mais tarde.
upload-no-answer = O servidor não responde. Escolha o arquivo de novo.
percent = { $percent } %
tags-saved = { $tracks ->
    [one] Tags de { $tracks } faixa salvas.
   *[other] Tags de { $tracks } faixas salvas.
}
types-set = { $tracks ->
    [one] Tipo de { $tracks } faixa definido.
   *[other] Tipo de { $tracks } faixas definido.
}
tracks-added = { $tracks ->
    [one] { $tracks } faixa adicionada à playlist.
   *[other] { $tracks } faixas adicionadas à playlist.
}
tracks-removed = { $tracks ->
    [one] { $tracks } faixa removida da biblioteca.
   *[other] { $tracks } faixas removidas da biblioteca.
}
selected-all = { $tracks ->
    [one] Tudo selecionado: { $tracks }
   *[other] Todas as { $tracks } selecionadas
}
selected-some = { $tracks ->
    [one] { $tracks } selecionada
   *[other] { $tracks } selecionadas
}
none-selected = Nenhuma faixa está selecionada. Marque antes algumas na lista.
remove-tracks-ask = { $tracks ->
    [one] Remover { $tracks } faixa da biblioteca? Você pode restaurá-la depois.
   *[other] Remover { $tracks } faixas da biblioteca? Você pode restaurá-las depois.
}
done-of = { $done } de { $total }
file-not-playable = O seu navegador não consegue tocar este arquivo.
cover-too-large = A imagem tem mais de { $megabytes } MB.
moved-to = Movida para a posição { $position }.
tracks-imported = { $listed ->
    [one] { $found } de { $listed } faixa encontrada e importada.
   *[other] { $found } de { $listed } faixas encontradas e importadas.
}
none-match = Nenhuma faixa corresponde. Use menos regras.
# { $examples } são títulos
tracks-match = { $tracks ->
    [one] { $tracks } faixa, { $length }, corresponde: { $examples }
   *[other] { $tracks } faixas, { $length }, correspondem: { $examples }
}
rotation-warning = { $tracks ->
    [one] Cuidado: a partir da próxima faixa, o AutoDJ tocaria só esta { $tracks } faixa ({ $length }), sem parar.
   *[other] Cuidado: a partir da próxima faixa, o AutoDJ tocaria só estas { $tracks } faixas ({ $length }), sem parar.
}
save-all-the-same = { rotation-warning } Salvar mesmo assim?
