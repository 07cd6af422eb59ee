# Longwave 简体中文。

## 语言

language-name = 简体中文
language-direction = ltr
language-choice = 语言
weekday = { $weekday ->
    [mon] 星期一
    [tue] 星期二
    [wed] 星期三
    [thu] 星期四
    [fri] 星期五
    [sat] 星期六
   *[sun] 星期日
}
month = { $month ->
    [1] 1月
    [2] 2月
    [3] 3月
    [4] 4月
    [5] 5月
    [6] 6月
    [7] 7月
    [8] 8月
    [9] 9月
    [10] 10月
    [11] 11月
   *[12] 12月
}
day-of-week = { month }{ $day }日{ weekday }
date = { $year }年{ month }{ $day }日

## 播放器

player-description = 在线收听 { $station } 直播。
state = { $state ->
   *[idle] 按播放键收听
    [connecting] 正在连接…
    [on-air] 正在播出
    [lost] 连接已断开，正在重试…
    [full] 当前听众过多，正在重试…
    [off-air] 电台当前未播出
    [interrupted] 已被设备暂停，按播放键继续
}
captions = 字幕
live = 直播
live-with = 直播：{ $dj }
track-progress = 曲目进度
play-station = 播放 { $station }
volume = 音量
keep-song = 收藏这首歌
share = 分享
sleep-timer = 睡眠定时
sleep-off = 关闭
sleep-after = { $minutes ->
    [60] 一小时
    [120] 两小时
   *[other] { $minutes } 分钟
}
go-back = 回听
back-to-show = 从节目开头播放
back-ten = −10 分钟
back-half-minute = −30 秒
forward-half-minute = +30 秒
sound-quality = 音质
quality-choice = { $quality ->
    [less] 省流量
    [better] 更好音质
    [uncompressed] 无压缩
   *[standard] 标准
}，每小时 { $megabytes } MB
when-heard = 收听延迟
mode = 模式
mode-name = { $mode ->
   *[sync] 同步
    [live] 实时
    [steady] 稳定
}
speaker = 扬声器
calibration = 用麦克风校准两台设备
calibration-help = 把两台正在播放本台的设备放在一起。先在一台上按“播放测试音”，再在另一台上按“测量”。
calibration-measure = 测量
no-music = 还没有音乐
no-music-help = { $station } 目前没有可播放的内容。请稍后再来。
own-player = 用自己的播放器收听
played-before = 播放记录
songs-kept = 收藏的歌曲
songs-kept-hint = 仅保存在此设备上。
more-of = { $station } 的更多内容
programme-of = { $station } 节目表

## 其他播放器的地址

listen-elsewhere = 在其他设备上收听
player-page = 播放器页面
player-page-suits = 供听众使用：在任何浏览器和手机上都能播放
copy-page-address = 播放器页面的地址
open-page = 打开
stream-suits = { $kind ->
    [mp3] 所有播放器：厨房收音机、车载收音机、智能音箱、旧手机
    [hls] 手机、电视和内容分发网络
    [aac] 手机和车载收音机；加上 ?rendition=he-aac-32 也适合慢速网络
    [flac] 无损，适合高保真播放器；流量约为十倍
    [wav] 无压缩，用于测量和编辑；每小时 690 MB
   *[opus] VLC、mpv、foobar2000 和浏览器：同等大小下音质最佳
}
copy = 复制
copy-address = { $name } 的地址
qr-code = 二维码
qr-code-of = { $address } 的二维码
playlists = 播放器可打开的播放列表：
page-for-old-devices = 适合旧设备的页面

## 节目表

programme = 节目表
programme-description = { $station } 正在播放的内容、接下来的内容和本周节目。
on-now = 正在播出
show-with = { $show }，主持人 { $dj }
show-until = 至 { $time }
show-next = 接下来：{ $time } { $show }
listen-to = 收听 { $station }
ask-for-song = 点歌
title-or-artist = 歌名或艺人
ask-needs-scripts = 点歌需要 JavaScript，而此浏览器未运行脚本。
week = 本周
times-of-station = 时间为电台所在时区（{ $zone }）。
week-empty = 本周没有安排节目：{ $station } 全天播放音乐。
# A show that is not on this week, and one that is at another time
show-cancelled = 本次取消
show-moved = 本周改时间
# { $when } is a day and a time
show-moved-to = 改到{ $when }
day-and-time = { month }{ $day }日{ weekday } { $time }
hear-again = 节目回听
play-from = 从 { $time } 播放 { $title }
moment-gone = 这一刻的内容已不再保存。
podcast-subscribe = 订阅播客
podcast-description = { $station } 节目回听。
podcast-show-description = { $station } 的节目“{ $show }”的各期。
played-recently = 最近播放

## 电台列表

stations = 电台
nothing-on-air = 暂无播出

## 非公开电台

station-private = 这个电台不公开。
station-needs-account = 这个电台不公开：仅限有账号或持有电台链接的人收听。
listening-password = 收听密码
listen = 收听
sign-in = 登录
then-come-back = 然后回到此页面：

## 问题

problem-title = { $status ->
    [400] 请求有误
    [401] 需要登录
    [403] 不允许访问
    [404] 找不到页面
    [405] 不支持此操作
    [408] 请求过慢
    [409] 操作冲突
    [412] 内容已被更改
    [413] 内容过大
    [416] 内容已不可用
    [422] 输入无法使用
    [426] 需要加密连接
    [429] 请求过多
    [500] 内部错误
    [503] 暂时不可用
    [507] 磁盘已满
   *[other] 出现问题
}
problem-detail = { $kind ->
    [no-station] 此地址没有电台。
    [no-page] 此地址没有内容。
    [unclear] 无法理解该请求。
    [too-fast] 请求过于频繁，请稍等片刻。
    [full] 电台的听众已满，请稍后再试。
    [full-address] 来自您所在地址的收听过多。请先停止一个播放器，然后再试。
    [password-needed] 这个电台不公开：需要收听密码或电台提供的链接。
    [account-needed] 这个电台不公开：需要账号或电台提供的链接。
    [link-invalid] 此链接无效，请向电台索取新的链接。
    [link-ended] 此链接已过期，请向电台索取新的链接。
    [banned] 不允许访问：此地址或程序已被封禁。
    [wrong-password] 用户名或密码错误。
    [too-many-tries] 密码错误次数过多，请在 { $seconds } 秒后再试。
    [encryption-needed] 此服务器只接受加密连接，请使用 https。
   *[broken] 我们这边出了问题，请稍后再试。
}
start-page = 返回首页

## 脚本用语

mode-hint = { $mode ->
   *[sync] 所有听众听到同一时刻，比播出晚一秒。
    [live] 网络允许时尽快播放。网络不佳时可能卡顿。
    [steady] 延迟五秒，适合列车上和信号弱的网络。
}
trim-none = 按设备设定
trim-earlier = 提前 { $ms } 毫秒
trim-later = 推迟 { $ms } 毫秒
calibration-play = 播放测试音
calibration-stop = 停止测试音
calibration-plays = 测试音每两秒响一次。现在请在另一台设备上按“测量”。
calibration-listens = 正在聆听，约十秒……
calibration-failed = { $reason ->
    [sound] 请先按播放。
    [time] 声音中途停止了，请重试。
   *[microphone] 无法使用麦克风。请允许本页面使用麦克风，然后重试。
}
calibration-found = { $found ->
    [nothing] 没有听到测试音。请调高音量，把设备靠近一些，然后重试。
    [alone] 只听到了本设备。它晚了 { $ms } 毫秒，其中包括麦克风本身的延迟。
    [equal] 两台设备已同步。
    [later] 本设备比另一台晚 { $ms } 毫秒。
   *[earlier] 本设备比另一台早 { $ms } 毫秒。
}
calibration-earlier = 本设备提前 { $ms } 毫秒播放
calibration-later = 本设备推迟 { $ms } 毫秒播放
calibration-done = 完成。本设备会记住。
calibration-too-much = 这超过了可以调整的半秒。
timing-behind = 比电台晚 { $ms } 毫秒
timing-slow-network = 网络较慢：比其他听众晚 { $seconds } 秒
timing-exact = 误差 { $ms } 毫秒
plays-by-page = { $way ->
   *[webcodecs] Opus
    [wasm] Opus，由此页面解码
    [pcm] 无压缩声音
}
plays-by-browser = { $codec }，由浏览器的播放器播放
data-an-hour = 每小时约 { $megabytes } MB
buffered = 已缓冲 { $seconds } 秒
behind-time = 比直播晚 { $time }
behind-minutes = 比直播晚 { $minutes } 分钟
behind-hours = 比直播晚 { $hours } 小时
look-up = 搜索
look-up-song = 搜索 { $title }
remove = 移除
remove-song = 移除 { $title }
times-of-visitor = 时间为您所在时区（{ $zone }）。
station-unreached = 暂时无法连接电台，请重试。
nothing-found = 没有可点播的相关歌曲。
song-accepted = “{ $title }”即将播放。
song-is-next = 下一首就播放“{ $title }”。
song-in-minutes = { $minutes ->
    [1] “{ $title }”大约一分钟后播放。
   *[other] “{ $title }”大约 { $minutes } 分钟后播放。
}
request-refused = { $reason ->
   *[off] 这个电台不接受点歌。
    [not-there] 这首歌已不存在。
    [queued] 这首歌或同一艺人的歌很快就会播放。
    [heard-lately] 这首歌或类似的歌刚刚播放过。
    [too-many-of-a-person] 您这一小时的点歌次数已用完，请稍后再来。
    [too-many] 过去一小时点歌的人很多，请稍后再来。
}
request-failed = 操作未成功，请一分钟后再试。
ask = 点播
ask-for-title = 点播 { $title }
ask-for-song-by = 点播 { $artist } 的 { $title }
write-to-studio = 给直播间留言
write-name = 您的名字（可不填）
write-text = 您的留言
write-send = 发送
write-hint = DJ 直播时会看到。
write-sent = 已发送到直播间。
write-refused = { $reason ->
   *[off] 本电台不接受留言。
    [blocked] 直播间目前不接受您的留言。
    [too-soon] 您刚刚留过言，请等半分钟。
    [too-many] 您在一小时内的留言次数已达上限，请稍后再写。
    [busy] 现在留言的人很多，请过一分钟再写。
}
link-copied = 链接已复制
copied = 已复制
press-copy-keys = 请按 Ctrl+C

## 直播间

studio = 直播间
studio-needs-scripts = 直播间在浏览器中混音和编码，需要 JavaScript。
studio-sends-nothing = 开播之前，此页面不发送任何内容。关闭页面即结束节目。
close = 关闭
sign-out = 退出登录
account-name = 用户名
password = 密码
keep-until-closed = 保留到关闭此标签页
checking-sign-in = 正在检查…
sign-in-first = 请先用 DJ 账号的用户名和密码登录。
messages-from-station = 电台消息
read = 已读
read-message = 已读：{ $text }

## 直播间：播出

on-air = 播出中
switch = { $state ->
   *[off] 开播
    [counting] 取消
    [connecting] 取消
    [waiting] 取消
    [on-air] 结束节目
    [lost] 停止重试
}
press-again = 再按一次结束
show-state = { $state ->
   *[off] 未播出
    [counting] 请准备…
    [connecting] 正在连接电台…
    [waiting] 正在排队…
    [on-air] 您正在播出
    [lost] 网络已断开，听众正在收听电台自己的音乐，正在重试…
}
on-air-in = { $seconds } 秒后播出…
waiting-for = { $dj } 正在直播，结束后轮到您。
not-let-on-air = 电台目前不允许您开播。
show-ended = 电台已结束您的节目。
# { $reason } is the reason in English
ended-because = { $code ->
    [wrong-account] 名称或密码错误。
    [out-of-hours] 现在不是您的播出时间。您的时间在节目表和您的账号中。
    [not-this-station] 您的账号不能在此电台直播。
    [choose-password] 请先在控制台设置您自己的密码。
    [app-password] 您的账号登录需要验证码。请在控制台创建应用密码。
    [banned] 此地址或此程序已被封禁。
    [too-many-tries] 密码错误次数过多。请稍后再试。
    [busy] 电台出了问题。请稍后再试。
    [barred] 电台刚刚让您下线。请稍后再试。
    [in-use] 另一位 DJ 正在直播。
    [too-many-sources] 已连接的音源过多。请稍后再试。
    [signing-off] 电台即将停播。
    [replaced] 您已从别处开始直播，本次节目结束。
    [dead] 没有再收到您的声音，另一位 DJ 已开始直播。
    [revoked] 您的账号已被删除，或密码已更改。
    [kicked] 电台让您下线了。
    [time-over] 您的播出时间已结束。
   *[other] { $reason }
}
hours-end-in = { $then ->
   *[stays] 您的时间还剩 { $minutes } 分钟。在您结束节目之前会继续直播。
    [ends] 您的时间还剩 { $minutes } 分钟。之后由电台自动播放。
}
hours-over = { $then ->
   *[stays] 您的时间已到，请尽快结束节目。
    [ends] 您的时间已到，由电台自动播放。
}
network-too-slow = 您的网络有时过慢：听众至今漏听了 { $seconds } 秒。
no-encoder = 此浏览器无法编码 Opus。新版 Chrome、Edge、Firefox 或 Safari 可以。
desk-fails = 调音台无法在此浏览器中启动。请重新载入页面；如仍无效，请换一个浏览器。
dump = 丢弃最后 { $seconds } 秒
dumped = 已丢弃 { $seconds } 秒。在延时重新填满之前，电台会自动播放。
on-air-for = 已播出
listeners = 听众
delay = { $reach ->
   *[unknown] 延迟
    [station] 到播出
    [listener] 到听众耳边
}
milliseconds = { $ms } 毫秒
seconds = { $seconds } 秒
master = 总输出
master-level-left = 总输出电平，左
master-level-right = 总输出电平，右
silent = 无声
too-loud = 过响

## 直播间：麦克风

microphone = 麦克风
microphone-state = { $state ->
   *[off] 关
    [muted] 已静音
    [open] 开
}
microphone-switch = { $state ->
   *[off] 打开麦克风
    [muted] 取消静音
    [open] 静音
}
microphone-level = 麦克风电平
microphone-number = 麦克风 { $number }
microphone-unplugged = 麦克风已拔出。
microphone-fails = { $name ->
    [NotAllowedError] 浏览器不允许此页面使用麦克风。请在地址旁允许，然后再试。
    [NotFoundError] 未连接麦克风。
    [NotReadableError] 另一个程序正在使用麦克风。请在那里关闭，然后再试。
    [OverconstrainedError] 此麦克风已不存在，请选择另一个。
   *[other] 无法打开麦克风：{ $reason }
}
microphone-blocked = 浏览器只允许安全页面使用麦克风，而此页面通过普通 http 打开。请用 https 打开，或在电台的机器上打开 { $address }。
decks-can-go-on-air = 唱机仍然可以播出。
nothing-can-go-on-air = 这里无法播出：此浏览器只在安全页面上编码。
turn-off = 关闭
input = 输入
usual-input = 默认输入
gain = 增益
for-speech = 仅用于说话，不用于音乐
echo-cancellation = 回声消除
noise-suppression = 降噪
automatic-gain = 自动增益
talk-over = 压低音乐
lower-decks = 我说话时压低唱机
lower-by = 压低
back-in = 恢复用时
strip = 人声音色
strip-off = 关闭
strip-speech = 说话
strip-warm = 温暖
strip-loud = 响亮
strip-own = 自定义
strip-adjust = 调整人声
low-cut = 低切（80 Hz 以下）
bass = 低音
presence = 临场感
treble = 高音
compression = 压缩
gain-reduction = 增益衰减
compression-delays = 启用压缩时，您的声音会晚 6 毫秒。
noise-gate = 噪声门
gate-off = 关
strip-reset = 重置人声
strip-was-reset = 人声与麦克风的原声一致。

## 直播间：唱机

decks = 唱机
deck = 唱机 { $deck }
deck-place = 唱机 { $deck }，曲目位置
deck-level = 唱机 { $deck }，电平
deck-load = 唱机 { $deck }，载入文件
deck-gain = 唱机 { $deck }，增益
deck-headphones = 耳机监听唱机 { $deck }
deck-play = { $action ->
   *[play] 播放
    [pause] 暂停
}
deck-play-label = { $action ->
   *[play] 唱机 { $deck }：播放
    [pause] 唱机 { $deck }：暂停
}
cue = 提示点
deck-cue-label = { $action ->
   *[set] 唱机 { $deck }：在此设置提示点
    [back] 唱机 { $deck }：回到提示点
}
deck-next-up = 唱机 { $deck }，接下来
deck-skip = 下一首
deck-auto = 自动连续播放
deck-queue-remove = 移除“{ $title }”
deck-queued = 已加入本唱机的待播列表。
deck-queue-full = 一台唱机最多放 100 首，有些未加入。
midi-choose = 请选择本页面上的一个按钮或滑块。
midi-move = 现在按下控制器的一个键，或移动一个推子。
midi-assigned = 已分配。本设备会记住。
midi-forgotten = 已没有任何分配。
midi-connected = 已连接：{ $names }
midi-none = 没有找到控制器。请插上，会自动发现。
midi-refused = 浏览器不允许使用 MIDI。请允许本页面使用，然后重试。
file-unplayable = 此文件无法在此浏览器中播放。MP3、FLAC、WAV 和 Ogg 通常可以。
load-file = 载入文件
drop-track = 将曲目拖放到此处
place-of = { $place } / { $length }
deck-held = 唱机 { $deck } 正在播出。请先暂停，再移动播放位置。
intro-ends-in = 前奏还剩 { $time }
crossfader = 交叉推子，从唱机 A 到唱机 B
one-deck-only = 仅唱机 { $deck }
both-decks = 两台唱机
mostly-deck = 唱机 { $deck } { $percent } %

## 直播间：标题、耳机、按键

what-listeners-read = 听众看到的内容
artist = 艺人
title = 标题
send-title = 发送
keep-title = 留待节目使用
send-each-title = 每首曲目开始时发送标题
listeners-read = 听众看到：{ $title }
listeners-will-read = 开播后听众会看到：{ $title }
what-you-hear = 您听到的内容
decks-on-speakers = 唱机，扬声器
headphones = 耳机
usual-output = 默认输出
output-number = 输出 { $number }
what-listeners-hear = 听众听到的内容
monitor-hint = 仅限耳机：用扬声器会进入麦克风并形成回声。
midi = MIDI 控制器
midi-hint = 用控制器的推子和按键操作本页面。
midi-connect = 连接
midi-assign = 分配
midi-forget = 全部忘记
monitor-fails = 这需要 WebCodecs，浏览器只在安全页面提供：请用 https 或在 localhost 打开直播间。
keys-and-settings = 按键与设置
count-in = 开播前倒数 3-2-1
single-keys = 单键操作（文本框之外）
key-on-air = 开播；按两次结束
key-microphone = 麦克风：打开、静音、取消静音
key-play = 唱机 A、唱机 B：播放或暂停
key-cue = 唱机 A、唱机 B：提示点
key-crossfade = 向 A、向 B 淡变
key-title = 输入标题

## 来电

call-studio = 致电直播间
calls = 来电
open-line = 开放热线
calls-while-on-air = 开播后显示来电。
callers = 来电者
calls-hint = 来电声音在耳机中播放。您与来电者私下通话时，麦克风不播出。
talk-off-air = 私下通话
put-on-air = 接入直播
hold = 保持
hang-up = 挂断
bar-caller = 屏蔽 10 分钟
microphone-to-caller = 未播出，与 { $name } 通话

## 听众留言

listener-messages = 听众留言
messages-unread = 未读：{ $count }
messages-all-read = 全部标为已读
messages-while-on-air = 您直播时会显示留言。
no-listener-messages = 还没有留言。
hide-message = 隐藏
hide-message-of = 隐藏：{ $text }
block-sender = 屏蔽发送者
block-sender-of = 屏蔽发送者：{ $text }
unnamed-listener = 一位听众

## 通话页面

call-description = 与 { $station } 的直播间通话。
call-needs-scripts = 拨打电话需要 JavaScript，而此浏览器未运行脚本。
call-line = { $state ->
    [open] 热线已开放。
   *[closed] 热线目前关闭。DJ 接听来电时会开放热线。
}
call-off = { $station } 不接听来电。
call-name = 您的名字（DJ 会看到）
call-topic = 您想谈的话题，简短几个字
call-test = 测试麦克风
call-test-hint = 请说句话：指示条会随您的声音变化。
call-ring = 拨打
call-hint = 请使用耳机，并关闭正在播放本台的收音机。等待期间没有人能听到您。DJ 会在播出前先与您交谈，或直接将您接入直播；此页面会显示当前状态。
call-blocked = 浏览器只允许安全页面使用麦克风，而此页面通过普通 http 打开。请用 https 打开后拨打。
call-unsupported = 此浏览器无法通话。新版 Chrome、Edge、Firefox 或 Safari 可以。
call-come-back = 您之前正在通话。按“拨打”即可返回通话。
call-opening = 正在打开麦克风…
call-no-microphone = 没有麦克风无法拨打。
call-ringing = 正在呼叫…
call-lost = 连接已断开，正在恢复通话…
call-hung-up = 您已挂断。
call-waiting = 您排在第 { $place } 位。等待时可以收听节目。
call-state = { $state ->
    [screened] 您正在与直播间私下通话，未播出。
    [on_air] 您正在播出。
   *[held] 通话保持中：您能听到节目，没有人能听到您。
}

## The studio: the station's library

station-library = 电台曲库
library-open = 打开曲库
library-hint = 电台的曲目和片花，可装入唱机和八个按钮。需要先登录控制台。
jingle-buttons = 片花按钮
jingles-from = 片花来自
all-jingles = 所有片花和台呼
no-jingles = 曲库中还没有片花。请在控制台为一些曲目选择类型“片花”或“台呼”。
library-playlist = 播放列表
whole-library = 整个曲库
library-nothing = 没有找到。
library-load = 将 { $title } 装入唱机 { $deck }
library-fails = 曲库没有响应。请稍后再试。
library-sign-in = 登录控制台
library-needs-sign-in = { $link }，然后再次按“打开曲库”。
key-jingles = 片花按钮

## The studio: voice tracks

voice-tracks = 预录串词
voice-open = 显示队列
voice-hint = 提前录制两首曲目之间的串词：播出时就像您在直播。请使用耳机。需要在控制台登录。
voice-queue = 电台队列
voice-here = 在此录制串词
voice-talk = 串词：{ $dj }，{ $length }
voice-placement = { $placement ->
   *[after-another] 前一首曲目已更换。串词在它结束后开始。
    [before-another] 后一首曲目已更换。它在串词结束后开始。
    [dropped] 两首曲目都已不在。这段串词不会播出。
}
voice-remove = 删除
voice-remove-talk = 删除 { $dj } 的串词
voice-removed = 已删除。
voice-nothing = 没有可放串词的位置：队列中没有相连的两首曲目。
voice-empty = 队列是空的：AutoDJ 没有可播放的曲目。{ $link }，然后再按“显示队列”。
voice-fill-queue = 在控制台添加曲目
voice-between = 在“{ $first }”和“{ $second }”之间
voice-ending = 第一首曲目的结尾
voice-record = 录制
voice-again = 重录
voice-next = 开始下一首
voice-stop = 停止
voice-listen = 试听
voice-keep = 保留
voice-cancel = 取消
voice-state = { $state ->
   *[ready] 按“录制”：您会听到第一首曲目的最后 10 秒。
    [loading] 正在载入两首曲目。
    [recording] 正在录制。第一首曲目即将结束。
    [over] 正在录制。第一首曲目已结束。
    [next] 正在录制。下一首曲目已开始。
    [recorded] 已录制：{ $length }。可以试听、保留或重录。
    [listening] 播出时就是这样。
    [saving] 正在保存。
}
voice-saved = 已保存。它会在两首曲目之间播出。
voice-silent = 麦克风没有声音。请再试一次。
voice-on-air = 您正在直播。请先结束节目再录制。
voice-no-microphone = 麦克风没有打开。
voice-not-your-hours = 在这个位置的时间您不能直播。
voice-place-gone = 队列已变化。请重新选择位置。
voice-fails = 没有成功。请稍后再试。
voice-needs-sign-in = { $link }，然后再按“显示队列”。
