# Longwave em português do Brasil. Tratamento neutro.

## O idioma

language-name = Português
language-direction = ltr
language-choice = Idioma
weekday = { $weekday ->
    [mon] Segunda-feira
    [tue] Terça-feira
    [wed] Quarta-feira
    [thu] Quinta-feira
    [fri] Sexta-feira
    [sat] Sábado
   *[sun] Domingo
}
month = { $month ->
    [1] janeiro
    [2] fevereiro
    [3] março
    [4] abril
    [5] maio
    [6] junho
    [7] julho
    [8] agosto
    [9] setembro
    [10] outubro
    [11] novembro
   *[12] dezembro
}
day-of-week = { weekday }, { $day } de { month }
date = { $day } de { month } de { $year }

## O player

player-description = Ouvir { $station } ao vivo na web.
state = { $state ->
   *[idle] Toque em reproduzir para ouvir
    [connecting] Conectando…
    [on-air] No ar
    [lost] Conexão perdida, nova tentativa…
    [full] Há ouvintes demais neste momento, nova tentativa…
    [off-air] A estação está fora do ar
    [interrupted] Em pausa pelo dispositivo. Toque em reproduzir para continuar
}
captions = Legendas
live = Ao vivo
live-with = Ao vivo: { $dj }
track-progress = Andamento da música
play-station = Reproduzir { $station }
volume = Volume
keep-song = Guardar esta música
share = Compartilhar
sleep-timer = Temporizador
sleep-off = Desligado
sleep-after = { $minutes ->
    [60] Uma hora
    [120] Duas horas
   *[other] { $minutes } minutos
}
go-back = Voltar no tempo
back-to-show = Desde o início do programa
back-ten = −10 min
back-half-minute = −30 s
forward-half-minute = +30 s
sound-quality = Qualidade do som
quality-choice = { $quality ->
    [less] Menos dados
    [better] Melhor som
    [uncompressed] Sem compressão
   *[standard] Padrão
}, { $megabytes } MB por hora
when-heard = Quando se ouve
mode = Modo
mode-name = { $mode ->
   *[sync] Sincronizado
    [live] Ao vivo
    [steady] Estável
}
speaker = Alto-falante
calibration = Acertar dois dispositivos pelo microfone
calibration-help = Coloque lado a lado dois dispositivos que estejam tocando esta estação. Pressione “Tocar som de teste” em um deles e depois “Medir” no outro.
calibration-measure = Medir
no-music = Ainda sem música
no-music-help = { $station } não tem nada para tocar no momento. Volte mais tarde.
own-player = Ouvir em outro player
played-before = Já tocadas
songs-kept = Músicas guardadas
songs-kept-hint = Ficam guardadas apenas neste dispositivo.
more-of = Mais de { $station }
programme-of = Programação de { $station }

## Endereços para outros players

listen-elsewhere = Ouvir em outro lugar
player-page = Página do player
player-page-suits = Para as pessoas: toca em qualquer navegador, também no celular
copy-page-address = o endereço da página do player
open-page = Abrir
stream-suits = { $kind ->
    [mp3] Qualquer player: rádios de cozinha e de carro, caixas de som inteligentes, telefones antigos
    [hls] Telefones, televisores e redes de distribuição (CDN)
    [aac] Telefones e rádios de carro; com ?rendition=he-aac-32, também em conexões lentas
    [flac] Sem perdas, para equipamentos hi-fi; cerca de dez vezes mais dados
    [wav] Sem compressão, para medir e editar; 690 MB por hora
   *[opus] VLC, mpv, foobar2000 e navegadores: o melhor som para o tamanho
}
copy = Copiar
copy-address = o endereço de { $name }
qr-code = Código QR
qr-code-of = Código QR de { $address }
playlists = Listas que os players abrem:
page-for-old-devices = página para dispositivos antigos

## A programação

programme = Programação
programme-description = O que { $station } toca agora, o que vem a seguir e os programas da semana.
on-now = Agora
show-with = { $show } com { $dj }
show-until = até { $time }
show-next = A seguir: { $show } às { $time }
listen-to = Ouvir { $station }
ask-for-song = Pedir uma música
title-or-artist = Título ou artista
ask-needs-scripts = Para pedir uma música é preciso JavaScript, que este navegador não executa.
week = A semana
times-of-station = Horário da estação ({ $zone }).
week-empty = Não há programas previstos esta semana: { $station } toca música dia e noite.
# A show that is not on this week, and one that is at another time
show-cancelled = Cancelado
show-moved = Outro horário nesta semana
# { $when } is a day and a time
show-moved-to = Mudou para: { $when }
day-and-time = { weekday }, { $day } de { month }, { $time }
hear-again = Para ouvir de novo
play-from = Tocar { $title } a partir de { $time }
moment-gone = Já nada é guardado deste momento.
podcast-subscribe = Assinar o podcast
podcast-description = Programas de { $station } para ouvir de novo.
podcast-show-description = Episódios de { $show } em { $station }.
played-recently = Tocadas recentemente

## A lista de estações

stations = Estações
nothing-on-air = Nada no ar

## Estações privadas

station-private = Esta estação é privada.
station-needs-account = Esta estação é privada: é para quem tem uma conta ou um link da estação.
listening-password = Senha para ouvir
listen = Ouvir
sign-in = Entrar
then-come-back = Depois, volte a esta página:

## Problemas

problem-title = { $status ->
    [400] Pedido inválido
    [401] É preciso entrar
    [403] Não permitido
    [404] Não encontrado
    [405] Método não permitido
    [408] Pedido lento demais
    [409] Conflito
    [412] Alterado nesse meio-tempo
    [413] Conteúdo grande demais
    [416] Não está mais disponível
    [422] Dados não utilizáveis
    [426] É preciso criptografia
    [429] Pedidos demais
    [500] Erro interno
    [503] Indisponível neste momento
    [507] Disco cheio
   *[other] Problema
}
problem-detail = { $kind ->
    [no-station] Não há nenhuma estação neste endereço.
    [no-page] Não há nada neste endereço.
    [unclear] Não foi possível entender o pedido.
    [too-fast] Pedidos demais em pouco tempo: espere um momento.
    [full] Esta estação não comporta mais ouvintes. Tente de novo daqui a pouco.
    [full-address] Já há ouvintes demais no seu endereço. Pare outro player e tente de novo.
    [password-needed] Esta estação é privada: é preciso a senha para ouvir ou um link da estação.
    [account-needed] Esta estação é privada: é preciso uma conta ou um link da estação.
    [link-invalid] Este link não é válido: peça outro à estação.
    [link-ended] Este link expirou: peça outro à estação.
    [banned] Não permitido: este endereço ou este programa está bloqueado.
    [wrong-password] Nome ou senha incorretos.
    [too-many-tries] Muitas senhas incorretas: tente de novo em { $seconds } s.
    [encryption-needed] Este servidor só aceita conexões criptografadas: use https.
   *[broken] Algo deu errado do nosso lado. Tente de novo daqui a pouco.
}
start-page = Ir para a página inicial

## Palavras dos scripts

mode-hint = { $mode ->
   *[sync] Todos ouvem o mesmo instante, um segundo depois de ir ao ar.
    [live] Assim que a rede permitir. Se for ruim, o som pode falhar.
    [steady] Cinco segundos depois, para trens e redes fracas.
}
trim-none = conforme o dispositivo
trim-earlier = { $ms } ms antes
trim-later = { $ms } ms depois
calibration-play = Tocar som de teste
calibration-stop = Parar som de teste
calibration-plays = O som de teste toca a cada dois segundos. Agora pressione “Medir” no outro dispositivo.
calibration-listens = Ouvindo por cerca de dez segundos…
calibration-failed = { $reason ->
    [sound] Pressione Tocar primeiro.
    [time] O som parou no meio. Tente de novo.
   *[microphone] O microfone não pode ser usado. Permita-o para esta página e tente de novo.
}
calibration-found = { $found ->
    [nothing] Nenhum som de teste foi ouvido. Aumente o volume, aproxime os dispositivos e tente de novo.
    [alone] Só este dispositivo foi ouvido. Ele está { $ms } ms atrasado, incluindo o atraso do microfone dele.
    [equal] Os dois dispositivos tocam ao mesmo tempo.
    [later] Este dispositivo está { $ms } ms atrasado em relação ao outro.
   *[earlier] Este dispositivo está { $ms } ms adiantado em relação ao outro.
}
calibration-earlier = Tocar aqui { $ms } ms antes
calibration-later = Tocar aqui { $ms } ms depois
calibration-done = Pronto. Este dispositivo vai se lembrar.
calibration-too-much = É mais do que o meio segundo que pode ser compensado.
timing-behind = { $ms } ms depois da estação
timing-slow-network = A rede está lenta: { $seconds } s depois dos outros
timing-exact = Com precisão de { $ms } ms
plays-by-page = { $way ->
   *[webcodecs] Opus
    [wasm] Opus, decodificado por esta página
    [pcm] Som sem compressão
}
plays-by-browser = { $codec } no player do navegador
data-an-hour = cerca de { $megabytes } MB por hora
buffered = { $seconds } s em memória
behind-time = { $time } de atraso
behind-minutes = { $minutes ->
    [one] { $minutes } minuto de atraso
   *[other] { $minutes } minutos de atraso
}
behind-hours = { $hours ->
    [one] { $hours } hora de atraso
   *[other] { $hours } horas de atraso
}
look-up = Procurar
look-up-song = Procurar { $title }
remove = Remover
remove-song = Remover { $title }
times-of-visitor = Horário do seu fuso ({ $zone }).
station-unreached = Não é possível acessar a estação neste momento. Tente de novo.
nothing-found = Não há nada com esse nome para pedir.
song-accepted = “{ $title }” vai tocar.
song-is-next = “{ $title }” vai tocar: é a próxima.
song-in-minutes = { $minutes ->
    [1] “{ $title }” vai tocar daqui a cerca de um minuto.
   *[other] “{ $title }” vai tocar daqui a cerca de { $minutes } minutos.
}
request-refused = { $reason ->
   *[off] Esta estação não aceita pedidos.
    [not-there] Esta música não está mais disponível.
    [queued] Esta música, ou outra do mesmo artista, vai tocar em breve de qualquer forma.
    [heard-lately] Esta música, ou outra parecida, tocou há pouco.
    [too-many-of-a-person] Já foram feitos daqui todos os pedidos possíveis nesta hora; tente mais tarde.
    [too-many] Muitas músicas foram pedidas na última hora; tente mais tarde.
}
request-failed = Não funcionou. Tente de novo daqui a um minuto.
ask = Pedir
ask-for-title = Pedir { $title }
ask-for-song-by = Pedir { $title } de { $artist }
write-to-studio = Escrever para o estúdio
write-name = Seu nome, se quiser
write-text = Sua mensagem
write-send = Enviar
write-hint = O DJ lê enquanto está no ar.
write-sent = Enviada ao estúdio.
write-refused = { $reason ->
   *[off] Esta estação não aceita mensagens.
    [blocked] O estúdio não aceita mensagens suas no momento.
    [too-soon] Você acabou de escrever. Espere meio minuto.
    [too-many] Você escreveu o máximo possível em uma hora. Escreva de novo mais tarde.
    [busy] Muitas pessoas estão escrevendo agora. Escreva de novo daqui a um minuto.
}
link-copied = Link copiado
copied = Copiado
press-copy-keys = Pressione Ctrl+C

## O estúdio

studio = Estúdio
studio-needs-scripts = O estúdio mixa e codifica no navegador e, para isso, precisa de JavaScript.
studio-sends-nothing = A página não envia nada até entrar no ar. Fechá-la encerra o programa.
close = Fechar
sign-out = Sair
account-name = Nome
password = Senha
keep-until-closed = Lembrar até fechar esta aba
checking-sign-in = Verificando…
sign-in-first = Primeiro entre com o nome e a senha da sua conta de DJ.
messages-from-station = Mensagens da estação
read = Lida
read-message = Lida: { $text }

## O estúdio: no ar

on-air = No ar
switch = { $state ->
   *[off] Entrar no ar
    [counting] Cancelar
    [connecting] Cancelar
    [waiting] Cancelar
    [on-air] Terminar o programa
    [lost] Parar de tentar
}
press-again = Toque de novo para terminar
show-state = { $state ->
   *[off] Fora do ar
    [counting] Prepare-se…
    [connecting] Conectando à estação…
    [waiting] Na fila…
    [on-air] Você está no ar
    [lost] A rede caiu. Os ouvintes ouvem a música da estação; nova tentativa…
}
on-air-in = No ar em { $seconds }…
waiting-for = { $dj } está ao vivo. Você entra no ar a seguir.
not-let-on-air = A estação não permite entrar no ar agora.
show-ended = A estação encerrou o seu programa.
# { $reason } is the reason in English
ended-because = { $code ->
    [wrong-account] Nome ou senha incorretos.
    [out-of-hours] Agora não é o seu horário. Os seus horários estão na programação e na sua conta.
    [not-this-station] Sua conta não pode entrar ao vivo nesta emissora.
    [choose-password] Primeiro escolha uma senha própria no painel.
    [app-password] Sua conta entra com códigos. Crie uma senha de aplicativo no painel.
    [banned] Este endereço ou este programa está bloqueado.
    [too-many-tries] Muitas senhas incorretas. Tente mais tarde.
    [busy] Algo deu errado na emissora. Tente de novo em instantes.
    [barred] A emissora acabou de tirar você do ar. Tente de novo em instantes.
    [in-use] Outro DJ está no ar.
    [too-many-sources] Há fontes demais conectadas. Tente mais tarde.
    [signing-off] A emissora está encerrando.
    [replaced] Você entrou no ar de outro lugar; este programa terminou.
    [dead] Nada mais chegava de você, e outro DJ entrou no ar.
    [revoked] Sua conta foi removida, ou a senha dela mudou.
    [kicked] A emissora tirou você do ar.
    [time-over] Seu tempo no ar acabou.
   *[other] { $reason }
}
hours-end-in = { $then ->
   *[stays] Seu tempo termina em { $minutes } min. Você continua no ar até encerrar o programa.
    [ends] Seu tempo termina em { $minutes } min. Depois a estação segue sozinha.
}
hours-over = { $then ->
   *[stays] Seu tempo acabou. Encerre logo o programa, por favor.
    [ends] Seu tempo acabou. A estação segue sozinha.
}
network-too-slow = A rede às vezes está lenta demais: os ouvintes perderam { $seconds } s até agora.
no-encoder = Este navegador não consegue codificar Opus. Um Chrome, Edge, Firefox ou Safari atual consegue.
desk-fails = A mesa de mixagem não inicia neste navegador. Recarregue a página; se não ajudar, tente outro navegador.
dump = Descartar os últimos { $seconds } s
dumped = { $seconds } s foram descartados. A estação toca sozinha até o atraso ficar cheio de novo.
on-air-for = No ar há
listeners = Ouvintes
delay = { $reach ->
   *[unknown] Atraso
    [station] Até o ar
    [listener] Até o ouvido do ouvinte
}
milliseconds = { $ms } ms
seconds = { $seconds } s
master = Programa
master-level-left = Nível do programa, esquerda
master-level-right = Nível do programa, direita
silent = silêncio
too-loud = alto demais

## O estúdio: microfone

microphone = Microfone
microphone-state = { $state ->
   *[off] desligado
    [muted] mudo
    [open] aberto
}
microphone-switch = { $state ->
   *[off] Ligar o microfone
    [muted] Reativar o som
    [open] Silenciar
}
microphone-level = Nível do microfone
microphone-number = Microfone { $number }
microphone-unplugged = O microfone foi desconectado.
microphone-fails = { $name ->
    [NotAllowedError] O navegador não tem permissão para dar o microfone a esta página. Permita ao lado do endereço e tente de novo.
    [NotFoundError] Nenhum microfone está conectado.
    [NotReadableError] Outro programa está usando o microfone. Feche-o lá e tente de novo.
    [OverconstrainedError] Este microfone não está mais presente. Escolha outro.
   *[other] O microfone não abre: { $reason }
}
microphone-blocked = Os navegadores só dão o microfone a páginas seguras, e esta foi aberta por http simples. Abra por https, ou na própria máquina da estação como { $address }.
decks-can-go-on-air = Os decks podem entrar no ar mesmo assim.
nothing-can-go-on-air = Aqui nada pode entrar no ar: este navegador só codifica em páginas seguras.
turn-off = Desligar
input = Entrada
usual-input = A habitual
gain = Ganho
for-speech = Só para voz, não para música
echo-cancellation = Cancelamento de eco
noise-suppression = Redução de ruído
automatic-gain = Ganho automático
talk-over = Voz sobre música
lower-decks = Baixar os decks enquanto falo
lower-by = Em
back-in = Volta em
strip = Som da voz
strip-off = Sem tratamento
strip-speech = Fala
strip-warm = Quente
strip-loud = Forte
strip-own = O meu
strip-adjust = Ajustar a voz
low-cut = Corte de graves (abaixo de 80 Hz)
bass = Graves
presence = Presença
treble = Agudos
compression = Compressão
gain-reduction = Redução de ganho
compression-delays = Com a compressão, sua voz chega 6 ms mais tarde.
noise-gate = Noise gate
gate-off = desligado
strip-reset = Redefinir a voz
strip-was-reset = A voz está como o microfone a entrega.

## O estúdio: decks

decks = Decks
deck = Deck { $deck }
deck-place = Deck { $deck }, posição na música
deck-level = Deck { $deck }, nível
deck-load = Deck { $deck }, carregar um arquivo
deck-gain = Deck { $deck }, ganho
deck-headphones = Deck { $deck } nos fones
deck-play = { $action ->
   *[play] Reproduzir
    [pause] Pausar
}
deck-play-label = { $action ->
   *[play] Deck { $deck }: reproduzir
    [pause] Deck { $deck }: pausar
}
cue = Cue
deck-cue-label = { $action ->
   *[set] Deck { $deck }: marcar aqui o ponto de cue
    [back] Deck { $deck }: voltar ao ponto de cue
}
deck-next-up = Deck { $deck }, a seguir
deck-skip = Faixa seguinte
deck-auto = Continuar automaticamente
deck-queue-remove = Remover “{ $title }”
deck-queued = Adicionado à fila deste deck.
deck-queue-full = Um deck leva 100 faixas. Algumas ficaram de fora.
midi-choose = Escolha um botão ou controle deslizante desta página.
midi-move = Agora pressione uma tecla do controlador ou mova um controle.
midi-assigned = Atribuído. Este dispositivo vai se lembrar.
midi-forgotten = Nada está atribuído agora.
midi-connected = Conectado: { $names }
midi-none = Nenhum controlador encontrado. Conecte um; ele é detectado automaticamente.
midi-refused = O navegador não dá acesso ao MIDI. Permita-o para esta página e tente de novo.
file-unplayable = Este arquivo não pode ser reproduzido neste navegador. MP3, FLAC, WAV e Ogg costumam funcionar.
load-file = Carregar um arquivo
drop-track = Solte uma música aqui
place-of = { $place } de { $length }
deck-held = O deck { $deck } está no ar. Pause-o para mover-se na música.
intro-ends-in = A introdução acaba em { $time }
crossfader = Crossfader, do deck A ao deck B
one-deck-only = só o deck { $deck }
both-decks = os dois decks
mostly-deck = { $percent } % deck { $deck }

## O estúdio: títulos, fones, teclas

what-listeners-read = O que os ouvintes leem
artist = Artista
title = Título
send-title = Enviar
keep-title = Guardar para o programa
send-each-title = Enviar o título de cada música quando começa
listeners-read = Os ouvintes leem: { $title }
listeners-will-read = Ao entrar no ar, os ouvintes vão ler: { $title }
what-you-hear = O que se ouve aqui
decks-on-speakers = Decks, alto-falantes
headphones = Fones de ouvido
usual-output = A saída habitual
output-number = Saída { $number }
what-listeners-hear = O que os ouvintes ouvem
monitor-hint = Só para fones: por alto-falantes chegaria ao microfone e voltaria como eco.
midi = Controlador MIDI
midi-hint = Os controles deslizantes e teclas de um controlador comandam esta página.
midi-connect = Conectar
midi-assign = Atribuir
midi-forget = Esquecer tudo
monitor-fails = É preciso WebCodecs, que os navegadores só têm em páginas seguras: abra o estúdio por https ou em localhost.
keys-and-settings = Teclas e ajustes
count-in = Contar 3-2-1 antes de entrar no ar
single-keys = Teclas simples, fora dos campos de texto
key-on-air = Entrar no ar; duas vezes para terminar
key-microphone = Microfone ligado, mudo, aberto
key-play = Decks A e B: reproduzir ou pausar
key-cue = Decks A e B: cue
key-crossfade = Crossfade para A, para B
key-title = Escrever um título

## Chamadas

call-studio = Ligar para o estúdio
calls = Chamadas
open-line = Abrir a linha
calls-while-on-air = As chamadas aparecem durante a transmissão.
callers = Quem liga
calls-hint = Quem liga é ouvido nos fones. Durante uma conversa fora do ar, o microfone não está no ar.
talk-off-air = Falar fora do ar
put-on-air = Colocar no ar
hold = Colocar em espera
hang-up = Desligar a chamada
bar-caller = Bloquear 10 min
microphone-to-caller = fora do ar, com { $name }

## Mensagens de ouvintes

listener-messages = Mensagens de ouvintes
messages-unread = Não lidas: { $count }
messages-all-read = Marcar todas como lidas
messages-while-on-air = As mensagens aparecem enquanto você está no ar.
no-listener-messages = Ainda não há mensagens.
hide-message = Ocultar
hide-message-of = Ocultar: { $text }
block-sender = Bloquear remetente
block-sender-of = Bloquear remetente: { $text }
unnamed-listener = Um ouvinte

## A página de uma chamada

call-description = Falar com o estúdio de { $station }.
call-needs-scripts = Para ligar é preciso JavaScript, que este navegador não executa.
call-line = { $state ->
    [open] A linha está aberta.
   *[closed] A linha está fechada neste momento. O DJ a abre quando as chamadas são bem-vindas.
}
call-off = { $station } não aceita chamadas.
call-name = Seu nome, como o DJ o vê
call-topic = Seu assunto, em poucas palavras
call-test = Testar o microfone
call-test-hint = Diga algo: a barra se move com a sua voz.
call-ring = Ligar
call-hint = Use fones de ouvido e desligue qualquer rádio em que a estação esteja tocando. Durante a espera, ninguém ouve você. O DJ fala com você antes de você entrar no ar ou coloca você direto no ar; esta página mostra isso.
call-blocked = Os navegadores só dão o microfone a páginas seguras, e esta foi aberta por http simples. Abra por https para ligar.
call-unsupported = Este navegador não consegue fazer chamadas. Um Chrome, Edge, Firefox ou Safari atual consegue.
call-come-back = Você estava em uma chamada. Toque em “Ligar” para voltar a ela.
call-opening = Abrindo o microfone…
call-no-microphone = Sem microfone não é possível ligar.
call-ringing = Chamando…
call-lost = A conexão foi perdida. Voltando à chamada…
call-hung-up = Você desligou.
call-waiting = { $place ->
    [1] Você é a próxima pessoa da fila. Enquanto isso, ouve o programa.
   *[other] Você é o número { $place } da fila. Enquanto isso, ouve o programa.
}
call-state = { $state ->
    [screened] Você fala com o estúdio, fora do ar.
    [on_air] Você está no ar.
   *[held] Você está em espera: ouve o programa, e ninguém ouve você.
}

## The studio: the station's library

station-library = Biblioteca da emissora
library-open = Abrir a biblioteca
library-hint = Faixas e jingles da emissora, para os decks e oito botões. É preciso entrar no painel.
jingle-buttons = Botões de jingles
jingles-from = Jingles de
all-jingles = Todos os jingles e identificações
no-jingles = A biblioteca ainda não tem jingles. Escolha o tipo Jingle ou Identificação para algumas faixas no painel.
library-playlist = Playlist
whole-library = Biblioteca inteira
library-nothing = Nada encontrado.
library-load = Carregar { $title } no deck { $deck }
library-fails = A biblioteca não responde. Tente de novo em instantes.
library-sign-in = Entrar no painel
library-needs-sign-in = { $link } e toque de novo em “Abrir a biblioteca”.
key-jingles = Botões de jingles

## The studio: voice tracks

voice-tracks = Locuções gravadas
voice-open = Mostrar a fila
voice-hint = Grave com antecedência o que diz entre duas faixas: toca como se estivesse ao vivo. Use fones de ouvido. É preciso ter sessão iniciada no painel.
voice-queue = Fila da estação
voice-here = Gravar aqui
voice-talk = Locução: { $dj }, { $length }
voice-placement = { $placement ->
   *[after-another] A faixa anterior agora é outra. Começa quando essa terminar.
    [before-another] A faixa seguinte agora é outra. Essa começa quando a locução terminar.
    [dropped] Nenhuma das suas duas faixas está lá. Não será ouvida.
}
voice-remove = Eliminar
voice-remove-talk = Eliminar a locução de { $dj }
voice-removed = Eliminada.
voice-nothing = Não há lugar para uma locução: a fila não tem duas faixas seguidas.
voice-empty = A fila está vazia: o AutoDJ não tem nada para tocar. { $link } e prima “Mostrar a fila” outra vez.
voice-fill-queue = Adicione faixas no painel
voice-between = Entre “{ $first }” e “{ $second }”
voice-ending = Fim da primeira faixa
voice-record = Gravar
voice-again = Repetir
voice-next = Iniciar a faixa seguinte
voice-stop = Parar
voice-listen = Ouvir
voice-keep = Guardar
voice-cancel = Cancelar
voice-state = { $state ->
   *[ready] Prima Gravar: ouve os últimos 10 segundos da primeira faixa.
    [loading] As duas faixas estão a ser carregadas.
    [recording] A gravar. A primeira faixa está a terminar.
    [over] A gravar. A primeira faixa terminou.
    [next] A gravar. A faixa seguinte começou.
    [recorded] Gravado: { $length }. Ouça, guarde ou repita.
    [listening] É assim que vai soar.
    [saving] A guardar.
}
voice-saved = Guardada. Toca entre as duas faixas.
voice-silent = Não se ouviu nada do microfone. Tente de novo.
voice-on-air = Está no ar. Termine o programa antes de gravar.
voice-no-microphone = O microfone não está ligado.
voice-not-your-hours = À hora deste lugar não pode estar ao vivo.
voice-place-gone = A fila mudou. Escolha o lugar de novo.
voice-fails = Não funcionou. Tente de novo daqui a pouco.
voice-needs-sign-in = { $link } e prima “Mostrar a fila” outra vez.
