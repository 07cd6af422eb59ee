# Longwave 控制台简体中文。

## Words of many pages

role = { $role ->
    [admin] 管理员
    [manager] 经理
   *[dj] DJ
}
role-choice = { $role ->
    [admin] 管理员
    [manager] 经理
   *[dj] DJ
}
delete = 删除
saved = 已保存。
deleted = 已删除。
continue = 继续
filter = 筛选
search = 搜索
station = 电台
on-air-column = 播出中
listening-column = 收听
time = 时间
day = 日期
track = 曲目
file = 文件
account = 账号
level = 级别
message = 消息
source = 来源
artist-title = { $artist } – { $title }
created = 创建时间
last-used = 上次使用
yes = 是
no = 否
on = 开启
off = 关闭
unknown = 未知
upload-some-music = 上传一些音乐
no-matches-fewer-words = 没有匹配结果，请减少搜索词。
next-page = 下一页
first-page = 第一页
download-csv = 下载 CSV
dj-software = DJ 软件
the-studio = 直播间
station-starting = 电台正在启动。
time-zone = 时区
save-rules = 保存规则
saved-next-track = 已保存，从下一首曲目起生效。
show = 节目
name = 名称

## The frame of every page

skip-to-content = 跳到内容
help = 帮助
signed-in-as = { $name }，{ role }
dashboard = 控制台
menu = { $page ->
   *[on-air] 播出
    [listeners] 听众
    [playlists] 播放列表
    [schedule] 节目安排
    [requests] 点歌
    [log] 播放记录
    [transcript] 文字稿
    [recordings] 录音
    [djs] DJ
    [settings] 设置
    [overview] 总览
    [library] 曲库
    [stations] 电台
    [people] 人员
    [tokens] API 令牌
    [webhooks] Webhook
    [health] 运行状况
    [logs] 日志
    [audit] 操作记录
    [api] API
    [manual] 手册
}
menu-server = 服务器
bar = 主要页面
bar-more = 更多

## Signing in

forgot-password = 忘记密码？请向管理员索取新密码。管理员可以在服务器上用 { $command } 设置密码。
forgotten-link = 忘记密码？
forgotten-heading = 忘记密码
forgotten-hint = 请输入账号名称。我们会向其电子邮箱发送链接。
send-link = 发送链接
link-is-sent = 如果存在该名称且有电子邮箱的账号，链接已在发送途中。链接一小时内有效，只能使用一次。
back-to-sign-in = 返回登录
choose-new-heading = 设置新密码
reset-ends-sessions = 这会使您在其他所有地方退出登录。
link-is-over = 此链接已过期或已被使用。您可以{ $again }。
ask-for-another-link = 重新申请
password-is-reset = 密码已更改。请用新密码登录。
mail-reset-subject = 您的电台账号的新密码
mail-reset-hint = 有人（很可能是您）为账号 { $account } 申请了新密码。请在一小时内打开此链接进行设置：
mail-reset-ignore = 如果不是您本人，则无需理会。
sign-in-with = 使用 { $provider } 登录
two-factor = 两步验证
code-from-phone = 手机上的验证码
lost-phone = 手机丢失？请输入一个恢复码。恢复码已用完？请让管理员关闭您账号的两步验证；在服务器上可用 { $command } 关闭。

## The first steps of a station

set-up-station = 设置 { $station }
step-of = 第 { $step } 步，共 { $steps } 步
welcome-name = 欢迎！您的电台叫什么名字？
welcome-on-air = 您的电台已经在播出。以下步骤只需几分钟，所有内容以后都可以更改。
station-name = 电台名称
save-and-continue = 保存并继续
welcome-zone = 您在哪个时区？
shows-start-by-clock = 节目按此时钟开始。
time-zone-of-server = 服务器的时区
welcome-look = 电台的外观如何？
welcome-music = 上传一些音乐
tracks-in-library = { $tracks ->
    [0] 曲库为空。
   *[other] 曲库中有 { $tracks } 首曲目。
}
upload-music = 上传音乐
drop-files = 将文件拖放到此处，或{ $choose }
choose-files = 选择文件
upload-formats = MP3、FLAC、Ogg、Opus、WAV、AIFF、AAC 或 M4A，每个文件最大 1 GB。添加之前，我们会检查每个文件。
upload-needs-scripts = 上传需要 JavaScript。如果没有，请将文件复制到服务器的音乐文件夹。
station-is-on-air = { $station } 正在播出
playing-now = 正在播放：{ $title }。
listen-on-player-page = 在播放器页面收听
go-to-on-air = 前往“播出”
welcome-next = 接下来您可以{ $playlists }、{ $shows }和{ $djs }。
create-playlists = 创建播放列表
plan-shows = 安排节目
add-djs = 添加 DJ
listen-links = 收听链接
welcome-share = 分享播放器页面，或将这些播出流地址提供给收音机和应用。
skip-to-end = 跳到最后
skip-step = 跳过此步骤

## The overview

listener-count = { $listeners } 位听众
no-station-yet = 您的账号还没有电台，请向管理员申请。
your-account = 您的账号
change-password = 更改密码
display-name = 听众看到的名字（留空则为账号名）
email-address = 电子邮箱
email-hint = 忘记密码时用于接收链接。
current-for-email = 仅在更改电子邮箱时需要。
where-signed-in = 您的登录位置
browser = 浏览器
unknown-browser = 未知浏览器
this-browser = { $browser }（当前）
sign-out-everywhere = 在所有位置退出登录

## On air

on-air-of = 播出 – { $station }
banner-silenced = 电台已淡出至静音，听众听不到任何声音。按“恢复播出”即可结束静音。
banner-emergency = 应急：AutoDJ 只播放 { $playlist }。DJ 仍可开播。
banner-loop = AutoDJ 没有可播放的内容，听众正在收听应急循环。请{ $upload }或检查{ $playlists }。
the-playlists = 播放列表
banner-dead-air = 空播：AutoDJ 没有可播放的内容。请{ $upload }以开始播出。
banner-no-sound = { $dj } 已连接，但没有声音传来。听众正在收听 AutoDJ。
banner-hours-end = { $then ->
   *[keep] { $dj } 的时间在 { $time } 结束，之后仍可继续直播，直到自己离开。
    [end] { $dj } 的时间在 { $time } 结束，届时由 AutoDJ 接替。
}
banner-hours-over = { $dj } 的时间已在 { $time } 结束，但仍在直播。
now-playing = 正在播放
playing-source = { $source ->
   *[autodj] AutoDJ
    [live] 直播
    [relay] 转播其他播出流
    [emergency-loop] 应急循环
    [silence] 无声
    [silenced] 已淡出至静音
}
track-position = 曲目位置
time-left = 剩余 { $time }
skipped = 已跳到下一首曲目。
skip-track = 跳过曲目
is-back-on-air = 电台已恢复播出。
back-on-air = 恢复播出
ask-silence = 要淡出至静音吗？在恢复播出之前，听众听不到任何声音。
is-silenced = 已淡出至静音。
fade-to-silence = 淡出至静音
emergency-ended = 应急已结束，从下一首曲目起恢复正常节目。
end-emergency = 结束应急
ask-emergency = 从现在起只播放 { $playlist } 吗？
emergency-starts = { $playlist } 几秒内开始播放。
start-emergency = 启动应急播放列表
live-no-skip = DJ 正在直播，没有可跳过的曲目。使用下方的“停止直播”可结束直播节目。
emergency-playlist = 应急播放列表：{ $playlist }
emergency-playlist-none = 应急播放列表：尚未设置
emergency-saved = 应急播放列表已保存。
in-emergency-play = 应急时播放
no-playlist = 无
save-emergency = 保存应急播放列表
emergency-needs-playlist = 请创建一个{ $playlist }以备应急，应急时会立即开始播放。
a-playlist = 播放列表
up-next = 接下来
is-jingle = （片花）
levels = 电平
levels-need-scripts = 电平表需要 JavaScript。
levels-description = 左右声道的电平表，单位为满刻度以下分贝
loudness-short = 响度（3 秒）
loudness-track = 响度（本曲目）
peak-track = 峰值（本曲目）
levels-hint = AutoDJ 将音乐调整到 { $loudness } LUFS。上方为左声道，下方为右声道。
live-dj = 直播 DJ
no-sound = （没有声音）
since = 开始时间
hours-until = 直播至
software = 软件
buffer = 缓冲
delay-to-listeners = 到听众的延迟
ask-kick = 要停止 { $dj } 的直播吗？
kicked = { $dj } 的直播已停止。
may-go-live-again = 允许再次开播
take-off-air = 停止直播
barred-for = { $seconds ->
    [0] 立即
    [180] 3 分钟后
    [3600] 一小时后
    [86400] 一天后
   *[604800] 一周后
}
nobody-live = 目前没有直播。DJ 可以从{ $studio }开播，或使用 BUTT、Mixxx 等 DJ 软件。
relay-connected = 转播已连接：{ $relay }。
waiting-to-go-live = 等待开播
message-sent = 消息已发送。
message-to-dj = 给 DJ 的消息
send-message = 发送消息
message-hint = 显示在直播间，直到 DJ 标记为已读。DJ 软件无法显示消息。
message-read = { $from }，{ $ago } · { $reader } 已读
message-unread = { $from }，{ $ago } · 未读
message-removed = 消息已移除。
remove-message = 移除消息 { $text }
sender-blocked = 发送者已被屏蔽 24 小时。
ask-block-sender = 要屏蔽此发送者 24 小时吗？其所有留言都会被移除。
listeners-now = 当前 { $listeners }
hour-appears = 播出一分钟后，此处会显示最近一小时。
queue = 播放队列
queued-by = { $origin ->
    [jingle] 片花
    [person] 手动添加
    [listener] 听众点播
   *[plan] AutoDJ
}
queued-talk = 串词：{ $dj }，{ $length }
queued-talk-state = { $placement ->
   *[between] 在直播间录制
    [after-another] 前一首曲目已更换。串词在它结束后开始。
    [before-another] 后一首曲目已更换。它在串词结束后开始。
    [dropped] 两首曲目都已不在。这段串词不会播出。
}
queued-why = { queued-by }：{ $why }
moved = 已移动。
removed-from-queue = 已从队列移除。
up = 上移
up-track = 上移：{ $title }
down = 下移
down-track = 下移：{ $title }
remove-track = 移除：{ $title }
and-more = 还有 { $count } 首。
queue-empty = 队列为空。请{ $upload }，AutoDJ 会填充队列。
add-track = 将曲目添加到队列
title-artist-album = 标题、艺人或专辑
added-to-queue = 已添加到队列。
position-of = { $title } 的位置
before-autodj = 在 AutoDJ 的曲目之前
queue-place = { $place ->
    [1] 下一首
   *[other] 第 { $place } 位
}
add = 添加
add-track-title = 添加：{ $title }
on-own-site = 在您的网站上
embed-hint = 将播放器放到您的网站上，它不设置 Cookie。
embed-name = { $kind ->
   *[frame] 框架
    [element] 元素
}
embed-suits = { $kind ->
   *[frame] 适合所有网站及其编辑器：播放器位于独立的框架中
    [element] 适合您自己编写代码的页面：播放器是页面的一部分，宽度随页面而定
}
copy-embed-code = { $kind ->
   *[frame] 框架的代码
    [element] 元素的代码
}

## Health

health = 运行状况
refresh = 刷新
server-log = 日志
metrics-link = Prometheus 和 Grafana 指标
stations-since-start = 启动以来的电台
late-frames = 迟到帧
timing-percentile = 时间精度（第 99 百分位）
dead-air = 空播
captions-column = 字幕
late-of-frames = { $late } / { $frames }
over-a-second = 超过 1 秒
seconds-number = { $seconds } 秒
captions-state = { $state ->
   *[off] 关闭
    [missing] 已开启，但未设置语音识别
    [failing] 语音识别出错
    [listening] 有语音
    [waiting] 等待语音
}
captions-problem = { captions-state }：{ $problem }
captions-count = { $captions } 条字幕
captions-restarts = 重启 { $restarts } 次
captions-skipped = 跳过 { $seconds } 秒
version = 版本
running-for = 已运行
memory = 内存
disk-space = { $disk ->
    [data] 磁盘空间（数据）
   *[music] 磁盘空间（音乐）
}
disk-free = { $path } 共 { $total }，可用 { $free }
disk-low = { $disk ->
    [data] { disk-free }。请尽快腾出空间，否则无法保存账号、日志和封面
   *[music] { disk-free }。请尽快腾出空间，否则无法添加音乐
}
disk-hung = 已有 { $seconds } 秒没有响应：{ $path }
disk-before = 此前共 { $total }，可用 { $free }
disk-unread = 无法读取：{ $path }
clock-sync = { $state ->
   *[synchronised] 已同步（NTP）
    [unknown] 时间同步状态未知
    [off] 未同步：请在此服务器上启用 NTP，否则节目会在错误的时间开始
}
clock-steady = { clock-sync }；启动以来保持稳定
clock-changed = { clock-sync }；启动以来变动了 { $seconds } 秒，节目和播放记录会随之调整
clock = 时钟
database = 数据库
certificate = 证书
certificate-expires = { $time } 到期
certificate-none = 无：除非前面的代理使用 HTTPS，否则密码以明文发送
certificate-coming = 暂无：证书签发后即可使用 HTTPS
certificate-orders = 证书申请
order-failed = { $problem }；已失败 { $failures } 次，下次尝试时间 { $next }，域名 { $names }，来自 { $directory }
order-valid = { $next } 续期，域名 { $names }，来自 { $directory }
order-ordering = 正在申请，域名 { $names }，来自 { $directory }
directory = 电台目录
directory-listed = { $station }（{ $format }）已列入 { $directory }
directory-failed = { $station }（{ $format }）未列入 { $directory }：{ $problem }；下次尝试时间 { $next }
directory-sending = 正在将 { $station }（{ $format }）提交到 { $directory }
log-lines = 内存中有 { $lines } 行
database-check = 数据库检查
check-database = 检查数据库
cluster = 服务器与边缘节点
cluster-servers = 互为备用的服务器
cluster-server = 服务器
cluster-stands-by = 待命
cluster-lag = 落后
cluster-clock-off = 偏差 { $seconds } 秒
cluster-clock-fits = 一致
cluster-edges = 使用 NATS 的边缘节点
cluster-edge = 边缘节点
cluster-from = 来源
cluster-delay = 延迟
cluster-no-edges = 没有边缘节点在 NATS 上通告。
backups = 备份
backup-failed = 上次备份失败：{ $problem }
backup-hours = 备份间隔小时数（0：不备份）
backup-kept = 保留份数
backup-files = 包含音乐和上传文件
backup-recipient = 用此公钥加密（age 或 SSH）
save-backup-plan = 保存备份计划
back-up-now = 立即备份
backups-in = { $folder } 中的备份
backups-in-running = { $folder } 中的备份；正在进行备份
backup-made = 备份时间
size = 大小
no-backups = 还没有备份。
problems = 问题
problems-since-start = 启动以来的问题
since-start-newest = 启动以来，最新的在前
last = 最近
first = 首次
count = 次数
no-problems = 启动以来没有问题。警告和错误会在此处统计。

## Settings of a station

settings-of = { $station } 的设置
settings-hint = 更改立即生效，不会断开任何听众。
station-renamed = 电台已改名。
rename-station = 更改电台名称
short-name-kept = 地址仍使用短名称 { $slug }。创建于 { $time }。
going-live = 直播
crossfade-to-dj = 与 DJ 之间切换的淡变（秒）
silence-after = DJ 无声多久后由 AutoDJ 接管（秒）
playout-delay = 同步模式下直播间到听众的延迟（秒）
broadcast-delay = 直播声音播出前的延时，以便丢弃（秒）
autodj-after-live = 直播节目之后的 AutoDJ
second-dj = 有人直播时的第二位 DJ
over-time = DJ 的时间到了以后
song-requests = 点歌
listener-calls = 听众来电
autodj-choice = { $choice ->
   *[next-track] 从下一首曲目开始
    [keeps-time] 接着节目安排的当前位置
}
second-dj-choice = { $choice ->
   *[refused] 被拒绝
    [waits] 排队等候
}
over-time-choice = { $choice ->
   *[keep] 继续直播，直到自己离开
    [end] 结束直播，由 AutoDJ 接替
}
requests-choice = { $choice ->
   *[on] 开启
    [off] 关闭
}
calls-choice = { $choice ->
   *[off] 关闭
    [on] DJ 开放热线时开启
}
messages-choice = { $choice ->
   *[off] 关闭
    [on] 开启
}
save-live-settings = 保存直播设置
archive = 存档
record = 录制
archive-choice = { $choice ->
   *[off] 不录制
    [live] DJ 直播
    [shows] 已安排的节目
    [everything] 全部
}
keep-days = 保留时间（天）
keep-gb = 最大容量（GB）
publish-automatically = 自动发布录音
save-archive = 保存存档设置
archive-hint = 每小时约占 43 MB。达到最大容量或磁盘将满时，会删除最早的内容。存档能回溯多久，听众就能回听多久。
archive-rights = 音乐版权：广播许可通常不涵盖可供日后收听或作为播客的含音乐录音。录制音乐之前，请咨询当地的音乐著作权集体管理组织；讲话和您自己的音乐没有问题。因此录制默认关闭。
directories = 电台目录
directories-hint = 公共目录会列出电台及其页面、播出流和当前标题。
directories-private = 这个电台不公开，因此不会列入目录。
directories-no-address = 服务器不知道自己的公网地址：请先在其配置中设置 { $option }。
icecast-directories = Icecast 目录
directory-choice = { $choice ->
   *[off] 不列入
    [on] 播出时列入
}
genre = 流派
save-directory = 保存目录设置
radio-browser-listed = 已在 { $site } 列为 { $entry }，请在那里编辑条目。
radio-browser-ask = 要将 { $station } 添加到 radio-browser.info 吗？那里的条目任何人都可以编辑。
radio-browser-added = 已添加到 radio-browser.info。
radio-browser-add = 添加到 radio-browser.info
captions-heading = 字幕
captions-for-live = 直播语音字幕
captions-choice = { $choice ->
   *[off] 关闭
    [on] 开启
}
transcript = 文字稿
transcript-choice = { $choice ->
   *[private] 仅限本电台的 DJ 和经理
    [public] 公开
}
transcript-days = 文字稿保留时间（天；0：与播放记录相同）
save-captions = 保存字幕设置
captions-hint = 需要语音识别程序，在启动服务器时用 { $option } 设置；请参阅{ $manual }。AutoDJ 没有字幕。
the-manual = 手册
zone-and-separation = 时区与间隔规则
time-zone-empty = 时区（留空：服务器的时区）
title-separation = 同名歌曲间隔（分钟）
artist-separation = 同一艺人间隔（分钟）
album-separation = 同一专辑间隔（分钟）
dj-software-heading = DJ 软件
dj-software-hint = 适用于 BUTT、Mixxx 及其他向 Icecast 推流的程序的设置：
server-type = 服务器类型
address = 地址
port = 端口
mount-point = 挂载点
user = 用户
source-user = { $name } 加音源密码，或 DJ 账号的用户名和密码
tls-off = 关闭：密码以明文发送
tls = TLS (SSL)
format = 格式
source-formats = Opus、Vorbis、FLAC、MP3 或 AAC
studio-hint = 在浏览器中：使用 DJ 账号打开{ $studio }。请在 { $djs } 下创建账号。
source-password-changed = 音源密码已更改
new-source-password = 新音源密码（留空：自动生成）
change-source-password = 更改音源密码
source-password-hint = 正在直播的 DJ 不受影响，下次连接起需要新密码。
folder-and-qualities = 音乐文件夹与音质
music-folder-empty = 音乐文件夹（留空：整个曲库）
qualities-lines = 播出流音质，每行一个（第一个为默认）
qualities-possible = 可选：{ $qualities }。
save-folder = 保存文件夹与音质
qualities-hint = 新文件夹从下一首计划曲目起生效，新音质几秒内生效。正在收听已移除音质的听众可以听到离开为止。MP3（mp3-128）与 FLAC 和无压缩声音一样始终可用，仅在有人收听时编码。
qualities-hint-aac = 新文件夹从下一首计划曲目起生效，新音质几秒内生效。正在收听已移除音质的听众可以听到离开为止。MP3（mp3-128）和 AAC（aac-128、he-aac-64、he-aac-32）与 FLAC 和无压缩声音一样始终可用，仅在有人收听时编码。
delete-station = 删除电台
delete-station-summary = 删除 { $station } …
delete-station-hint = 电台将停止播出，其播放列表、节目、队列、设置和音源密码都会删除。播放记录和所有音乐文件会保留。
delete-station-ask = 要删除电台 { $station } 吗？此操作无法撤销。
type-to-confirm = 输入 { $slug } 以确认

## Colour, logo and access of a station

colour-and-logo = 颜色与标志
used-on = 用于{ $page }和直播间。
the-player-page = 播放器页面
colour-saved = 颜色已保存。
station-colour = 电台颜色
save-colour = 保存颜色
colour-restored = 已恢复默认颜色。
restore-colour = 恢复默认颜色
shades-of = { $colour } 的色调：浅色页面 { $light }，深色页面 { $dark }
light-mode = 浅色模式
dark-mode = 深色模式
shades-hint = 如果此颜色的文字难以辨认，会使用更深或更浅的色调。
logo-of = { $station } 的标志
logo-removed = 标志已移除。
logo-remove-ask = 要移除标志吗？
remove-logo = 移除标志
no-logo = 还没有标志。
upload-logo = 上传标志（PNG、JPEG 或 WebP，最大 { $megabytes } MB）
upload-logo-scripts = 上传标志需要 JavaScript。
access-heading = 听众权限
access-saved = 已保存。没有权限的听众已断开。
open-to = 开放给
access-choice = { $choice ->
   *[open] 所有人
    [password] 知道收听密码的人
    [account] 拥有本电台账号的人
}
new-listening-password = 新收听密码（留空：保留当前密码）
choose-listening-password = 收听密码（至少 10 个字符）
save-access = 保存权限
guest-link-hint = 使用访客链接，无需密码即可收听，直到链接过期。
guest-links-only = 尚未设置收听密码，因此只能通过访客链接和账号收听。
guest-link-created = 访客链接已创建
valid-for-hours = 有效期（小时）
create-guest-link = 创建访客链接
guest-links-revoked = 所有访客链接已撤销。
guest-links-revoke-ask = 要撤销所有访客链接吗？正在通过链接收听的人会被断开。
revoke-guest-links = 撤销所有访客链接

## Stations

music-from = 音乐来源
stream-qualities = 播出流音质
links = 链接
silence-no-music = 无声：文件夹中没有音乐
starting = 正在启动
all-music = 全部音乐
settings = 设置
add-station = 添加电台
add-station-hint = 新电台几秒内即可播出，其他电台的听众不受影响。
station-created = 电台已创建
short-name = 用于地址的短名称
short-name-hint = 小写字母、数字和连字符，例如 { $example }。以后无法更改。
music-folder = 音乐文件夹
music-folder-hint = { $folder } 中的文件夹。留空则播放整个曲库。
qualities-new-hint = 每行一个，第一个为默认。可选：{ $qualities }。
source-password = 音源密码
source-password-new-hint = DJ 软件用它登录。留空则自动生成，只显示一次。
create-station = 创建电台

## Listeners

listeners-of = 听众 · { $station }
listeners-right-now = { $listeners ->
    [0] 当前没有听众
   *[other] 当前 { $listeners } 位听众
}
share-player-page = 分享{ $page }，或从{ $addresses }复制播出流地址。
quality = 音质
player = 播放器
listeners-unavailable = 听众列表暂时不可用，请稍后再试。
listeners-longest-first = 听众，收听时间最长的在前
listening-for = 收听时长
delay-column = 延迟
lost-column = 丢失
data-column = 流量
disconnect = 断开
connection-kind = { $kind ->
   *[web-socket] WebSocket，{ $quality }
    [stream] 播出流，{ $quality }
}
disconnected = 已断开。
disconnect-number = 断开编号 { $number }，{ $address }
listeners-hint = 一个地址可能对应一整户人家。许多播放器断开后会自动重新连接。
history = 历史
period = 时段
range = { $range ->
   *[hour] 小时
    [day] 天
    [week] 周
    [month] 月
}
peak = 峰值：{ $listeners }。
no-shows-in-period = 此时段没有节目。{ $schedule }，即可查看各节目的听众。
add-shows = 在节目安排中添加节目
no-data-yet = 此时段还没有数据，请几分钟后再来。
player-kind = { $player ->
    [browser] 浏览器
    [desktop] 电脑播放器
    [phone] 手机应用
    [car] 车载
    [speaker] 音箱和收音机
    [program] 程序
    [other] 其他
   *[unknown] { $player }
}
output-name = { $format ->
    [ws] 播放器页面（WebSocket）
    [edge] 边缘节点（WebSocket）
    [opus] 播出流（Ogg Opus）
    [opus-chained] 播出流（Ogg Opus，含标题）
    [mp3] 播出流（MP3）
    [aac] 播出流（AAC）
    [flac] 播出流（FLAC）
    [wav] 播出流（WAV）
   *[other] { $format }
}
plot-listeners = 听众
plot-average = 平均
plot-most = 最多
plot-by-output = 按输出
plot-by-player = 按播放器
plot-by-programme = 按节目
plot-listeners-average = 平均听众
plot-last-hour = 最近一小时每分钟的听众
plot-label = { $caption }；数值见下表
plot-numbers = { $caption }：数值
show-numbers = 显示数值
from-time = 从

## The playback history

history-of = 播放记录，{ $station }
history-source = { $source ->
   *[autodj] AutoDJ
    [live] 直播
    [relay] 转播
    [emergency-loop] 应急循环
    [silence] 无声
}
playback-history = 播放记录
history-hint = 所有播出内容及其时间和听众（实际播出日志）。
day-empty-all = 日期（留空：全部）
title-artist-album-dj = 标题、艺人、专辑或 DJ
all-sources = 全部
all-days = 所有日期
days = 日期
previous-day = 前一天
next-day = 后一天
today = 今天
titles-total = 标题
performances = 播放人次
performances-are = { $performances }（标题 × 听众）
listening-hours = 收听小时数
listening-hours-are = { $hours } 小时，所有听众合计
newest-entries = 仅显示最新的 { $count } 条。请选择日期，或增加搜索词。
length = 时长
title-column = 标题
peak-listeners = 听众峰值
source-with-dj = { history-source }：{ $dj }
no-matches-all-days = 没有匹配结果，请减少搜索词或选择所有日期。
history-empty = 这一天没有播出内容。记录从电台首次启动时开始。
royalty-report = 版税报告
royalty-hint = SoundExchange 格式：每个录音一行，附播放人次。
from-date = 从
until-date = 至（不含）
service-name = 服务名称
transmission-category = 传输类别（A–Z）
download-report = 下载报告
history-times = 此页面的时间为 { $zone } 时区；下载内容和报告使用 UTC。

## The log of the server

logs-hint = 最近 1000 行中最新的 200 条匹配行。完整日志在服务器的标准错误输出中。
level-choice = { $choice ->
   *[info] 全部
    [warn] 警告和错误
    [error] 错误
}
lines-of-log = 日志行
log-level = { $level ->
   *[info] 信息
    [warn] 警告
    [error] 错误
}
no-matches-levels = 没有匹配结果，请选择所有级别或减少搜索词。

## The preview of the programme

preview-of = 预览，{ $station }
preview = 预览
preview-hint = AutoDJ 从现在起将播放的内容，不含直播 DJ、点歌和手动加入队列的曲目。已在队列中的曲目可能有所不同。
hours = 小时数
show-preview = 显示预览
reason-column = 来源
fades-in = 淡入
separation-skipped = { $rule ->
   *[album] 已忽略专辑间隔
    [artist] 已忽略艺人间隔
    [title] 已忽略同名歌曲间隔
    [repeat] 已忽略重复间隔
}
library-empty = 曲库为空，请先{ $upload }。
times-of-zone = 时间为电台所在时区，{ $zone }。
why-library = 曲库
why-playlist = 播放列表 { $playlist }
why-jingle = 片花 { $playlist }
why-show = 节目 { $show }
why-show-playlist = 节目 { $show }，播放列表 { $playlist }
why-clock = 节目 { $show }，节目时钟 { $clock }，播放列表 { $playlist }

## Clocks

clocks-of = 节目时钟，{ $station }
clocks = 节目时钟
clocks-hint = 节目时钟规定一小时中每首曲目来自哪个播放列表。它每小时重复，播完后从头开始。
clock-used-by = 使用者：{ $shows }。
clock-unused = 还没有节目使用。
no-clocks = 还没有节目时钟。
create-clock-below = 请在下方创建一个，然后为节目选择它。
clock-needs-playlists = 节目时钟由播放列表组成：请先{ $create }。
create-those = 创建播放列表
create-a-clock = 创建节目时钟
clock-created = 节目时钟已创建。
playlists-of-hour = 一小时的播放列表
clock-lines-hint = 每行一个播放列表。名称前可加：{ $after } 在半点后随下一首曲目开始，{ $late } 最多晚两分钟，{ $exact } 淡出当前曲目。
create-clock = 创建节目时钟
clock-of = { $clock }，{ $station } 的节目时钟
all-clocks = 所有节目时钟
edit-clock = 编辑节目时钟
save-clock = 保存节目时钟
delete-clock = 删除节目时钟
clock-in-use = 使用者：{ $shows }。删除节目时钟之前，请让它们播放其他内容。
delete-clock-ask = 要删除节目时钟 { $clock } 吗？
clock-item-exact = 准点 { $minute } 分，{ $playlist }：淡出正在播放的内容
clock-item-late = { $minute } 分，{ $playlist }，最多晚 { $late } 分钟

## The schedule

schedule-of = 节目安排，{ $station }
add-show = 添加节目
no-shows = 还没有节目：AutoDJ 整周播放正常轮播。
add-show-for = 凡有固定时间的内容都可以{ $add }：新闻、DJ、爵士之夜。
weeks = 周
previous-week = 上一周
this-week = 本周
next-week = 下一周
drag-hint = 拖动节目可移动，拖动下边缘可更改时长。使用键盘：方向键移动，Shift 加方向键更改时长，Enter 打开预览，Escape 撤销。按“保存”之前不会保存任何内容。
draw-hint = 在空闲时段上拖动可添加节目。触摸屏请先用手指按住空闲时段。
add-show-on = 在{ $day }添加节目
normal-rotation = 正常轮播。
not-saved-yet = 尚未保存
undo = 撤销
overlapping-shows = 重叠的节目
all-shows = 所有节目
when = 时间
plays = 播放内容
start = 开始
separation-rules = 间隔规则
separation-hint = AutoDJ 重复歌名、艺人或专辑之前会等待这么久。如果没有可用曲目，先忽略专辑间隔，再忽略艺人，最后忽略歌名。
title-minutes = 歌名（分钟）
artist-minutes = 艺人（分钟）
album-minutes = 专辑（分钟）
zone-hint = 用于节目、节目时钟和播放记录。留空：服务器的时区。
separation-are = AutoDJ 重复歌名前等待 { $title } 分钟，重复艺人前等待 { $artist } 分钟，重复专辑前等待 { $album } 分钟。
week-in-month = { $year }年{ month }{ $from }日至{ $day }日
week-in-months = { $from }至{ $to }
day-and-month = { month }{ $day }日
short-day-number = { $day }日{ weekday-short }
show-days = { $days ->
    [daily] 每天
    [weekdays] 周一至周五
   *[other] { $names }
}
show-when = { $days }，{ $from } 至 { $to }
plays-playlist = 播放列表 { $playlist }
plays-clock = 节目时钟 { $clock }
plays-track = 曲目 { $track }，播放一次
plays-dj = 直播 DJ，连接前播放正常轮播
plays-dj-playlist = 直播 DJ，连接前播放 { $playlist }
plays-relay = 转播 { $address }
starts-on-time = 准时开始，淡出前一首曲目
starts-late = 随下一首曲目开始，最多晚 { $late } 分钟
show-on-time = { $show }：{ $when }；准时开始，淡出前一首曲目。{ $plays }。
show-late = { $show }：{ $when }；随下一首曲目开始，最多晚 { $late } 分钟。{ $plays }。
show-with-djs = 主持人：{ $djs }。
conflict = { $reason ->
    [dated] { $when }：播出 { $heard }，不播出 { $unheard }，因为前者仅在该日期播出。
    [later] { $when }：播出 { $heard }，不播出 { $unheard }，因为前者开始得更晚。
   *[first] { $when }：播出 { $heard }，不播出 { $unheard }，因为两者同时开始，而前者的名称排在前面。
}
conflict-then = { $then ->
    [goes-on] { conflict }{ $unheard } 在 { $to } 继续。
    [begins] { conflict }{ $unheard } 在 { $to } 开始。
    [lost] { conflict }{ $unheard } 届时完全不播出。
   *[nothing] { conflict }
}
zone-of-machine = 服务器时区

## A show

new-show = 新节目
page-of-station = { $page }，{ $station }
back-to-schedule = 返回节目安排
every-week-on = 每周
once-on = 仅一次
date-field = 日期
to-time = 至
choose = 请选择
plays-group = { $group ->
   *[playlist] 播放列表
    [clock] 节目时钟
    [live] 直播
    [other] 其他
}
choose-dj = 直播 DJ（连接前播放正常轮播）
choose-dj-playlist = 直播 DJ（连接前播放 { $playlist }）
choose-missing-track = 目前缺失的曲目
choose-track = { $track }，播放一次
choose-relay = 其他播出流（在下方输入地址）
stream-to-relay = 要转播的播出流地址
latest-start = 最晚开始（分钟）
latest-start-hint = 最多等待这么久，让当前曲目播完。留空：准时开始并淡出曲目。
show-djs = DJ
show-djs-hint = 他们可从节目开始前十分钟到节目结束进行直播，另外还有各自账号的时段。没有时段的账号随时可以直播；在其时段中写 { $word }，就只能在自己的节目中直播。
preview-show = 预览节目
show-replaces = 已有同名节目，保存会替换它。
no-other-show = 该时间没有其他节目。
save-show = 保存 { $show }
preview-caption = AutoDJ 将播放的内容，不含直播 DJ 和点歌
show-hint = 请选择时间和节目的播放内容。保存之前，此处会显示预览和所有重叠的节目。
rename-show = 更改节目名称
delete-show = 删除节目
delete-show-ask = 要删除节目 { $show } 吗？
show-colour = 颜色
show-colour-name = { $colour ->
   *[none] 无颜色
    [red] 红色
    [orange] 橙色
    [yellow] 黄色
    [green] 绿色
    [blue] 蓝色
    [purple] 紫色
    [pink] 粉色
    [grey] 灰色
}

## A single day of a show

# { $day } is a date such as "Fri 4 December 2026"
only-on = 仅{ $day }
on-as-usual = 撤销：当天照常播出
cancel-it = 取消这一次
move-it = 改时间
note-for-listeners = 给听众的说明（可选）
cancel-on = 取消{ $day }的节目
move-only = 仅更改{ $day }
length-minutes = 时长（分钟）
every-week = 每周
coming-days = 接下来的日期
coming-days-hint = 可在此取消或更改某一天。其他各周保持不变。
change-this-day = 取消或改时间

## Results that are shown once

copy-now = 请立即复制，之后不再显示。
dj-sheet = 给 DJ：在浏览器中打开直播间并登录，或在 DJ 软件中填写服务器、端口和挂载点（服务器类型 Icecast 2）。
copy-all = 全部复制
print = 打印
password-chosen = 您设定的密码
not-in-library = 不在曲库中：
result = { $field ->
   *[name] 名称
    [slug] 短名称
    [password] 密码
    [source_password] 音源密码
    [token] 令牌
    [secret] 密钥
    [page] 链接
    [ends_at] 有效期至
    [problem] 问题
    [listed] 文件中的曲目
    [found] 已导入的曲目
    [studio] 直播间
    [server] 服务器
    [port] 端口
    [mount] 挂载点
}
done = 完成
database-sound = 数据库检查通过
database-unsound = 数据库检查未通过

## DJs and people

djs-of = { $station } 的 DJ
djs-hint = 此处列出的所有人都可以在本电台开播，从{ $studio }或使用{ $software }。您可以编辑仅属于本电台的 DJ，其他 DJ 由管理员编辑。
dj-hours = { $name }：{ $hours }
dj-role-hours = { $name }，{ role }：{ $hours }
any-time = 任何时间
hours-on-air = 播出时段
save-hours = 保存时段
password-changed = 密码已更改
new-password-or-empty = 新密码（留空：自动生成）
set-password = 设置密码
delete-account-ask = 要删除账号 { $name } 吗？
delete-account = 删除账号
dj-of-others = 此账号还属于其他电台，或管理着某个电台，可由管理员更改。
no-djs = 还没有 DJ。请在下方添加，并告知其密码。
add-a-dj = 添加 DJ
dj-created = DJ 账号已创建
name-hint = 用于登录。字母、数字、句点、连字符和下划线，不含空格。
hours-hint = 每行一个时段，例如 { $example }。留空：始终允许。
dj-hours-hint = 每行一个时段，例如 { $example }。留空：始终允许。写 { $word } 表示点名该 DJ 的节目。
password-hint = 至少 10 个字符。留空则自动生成，只显示一次。
add-dj = 添加 DJ
people-hint = 管理员拥有全部权限。经理管理所选电台及其 DJ。DJ 在您设定的时段内于所选电台开播。
person = { $name }：{ role }，{ $stations }
person-hours = { person }，{ $hours }
person-you = { $name }（您）
all-stations = 所有电台
no-station = 还没有电台
password-is-created = 由 Longwave 生成，下次登录时必须更改
password-is-own = 由本人设置
signed-in = 登录位置
session-used = { $browser }，上次使用 { $time }
signed-in-nowhere = 无
role-field = 角色
save-account = 保存账号
oidc-email = 在 { $provider } 的邮箱地址
oidc-email-hint = 在那里拥有此已验证地址的人可登录此账号；首位登录者将与其绑定。留空：仅使用密码。
oidc-linked = 已与首位登录者绑定。更换地址即解除绑定。
signed-out-everywhere = 已在所有位置退出登录。
totp-off-ask-other = 要关闭 { $name } 的两步验证吗？之后仅用密码即可登录。
totp-is-off = 两步验证已关闭。
turn-off-two-factor = 关闭两步验证
add-an-account = 添加账号
account-created = 账号已创建
add-account = 添加账号

## API tokens

api-tokens = API 令牌
tokens-hint = 程序通过令牌使用 { $api }：发送 { $header }。如果创建令牌的账号不再是管理员，令牌即失效。
the-api = API
program = 程序
permissions = 权限
expires = 到期时间
token-all-stations = 全部
created-by = 由 { $name } 创建
never = 从未
time-expired = { $time }（已过期）
delete-token-ask = 要删除 { $name } 的令牌吗？该程序将无法再使用 API。
delete-name = 删除 { $name }
no-tokens = 还没有令牌。请在下方为使用 API 的程序创建令牌。
create-a-token = 创建令牌
token-created = API 令牌已创建
program-name = 程序名称
program-hint = 字母、数字、句点、连字符和下划线，不含空格。
permissions-legend = 权限（写入包含读取）
tokens-can-do-all = 拥有 { $scope } 的程序可以创建管理员，因此可以执行任何操作。
stations-none-all = 电台（不选：全部）
valid-days = 有效天数（留空：永不过期）
create-token = 创建令牌
token-once = 令牌创建后只显示一次。

## Two-factor authentication and password

two-factor-hint = 即使有人知道您的密码，也能保护您的账号：登录时还需要手机上的验证码。DJ 软件和直播间无法询问验证码，请使用此页面的应用专用密码代替您的密码。
turn-on = 开启
needs-authenticator = 您的手机上需要身份验证应用（TOTP），任何一款都可以。
now-scan = 现在请扫描二维码。
current-password = 当前密码
set-up = 设置
scan-code = 1. 扫描此二维码
scan-hint = 用身份验证应用扫描，或输入下方的密钥。如果正在使用这部手机，请{ $link }。
open-this-link = 打开此链接
qr-for-authenticator = 身份验证应用的二维码
save-recovery = 2. 保存恢复码
recovery-hint = 如果手机丢失，每个恢复码可登录一次。确认后不再显示。
confirm-step = 3. 确认
totp-is-on = 两步验证已开启。
totp-on-heading = 两步验证已开启
recovery-left = { $codes ->
    [0] 您的恢复码已用完。请关闭两步验证再重新开启，以获取新的恢复码。
   *[other] 您还有 { $codes } 个恢复码。
}
totp-off-ask = 要关闭两步验证吗？
app-passwords = 应用专用密码
delete-app-password-ask = 要删除应用专用密码 { $name } 吗？使用它的程序会断开。
name-deleted = { $name } 已删除。
app-password-created = 应用专用密码已创建
create-app-password = 创建应用专用密码
choose-own-password = 设置您自己的密码
choose-own-hint = 您登录所用的密码是服务器启动时显示的。请设置只有您知道的密码。
new-password = 新密码（至少 10 个字符）
repeat-password = 重复新密码
password-changes-sessions = 您在此处保持登录，在其他所有位置会退出登录。

## Activity

activity = 操作记录
activity-hint = 谁更改了什么：最近 10,000 次更改。
type-or-name = 类型或名称
changes-newest-first = 更改，最新的在前
change = 更改
from-address = 来源地址
older-changes = 更早的更改
no-changes = 没有匹配结果。在此处或通过 API 进行的每次更改都会列在此页面。

## Song requests

requests-of = 点歌，{ $station }
request-refusal = { $reason ->
   *[off] 已拒绝：点歌已关闭
    [not-there] 已拒绝：找不到曲目
    [queued] 已拒绝：曲目或其艺人已在队列中
    [heard-lately] 已拒绝：曲目或其艺人刚刚播放过
    [too-many-of-a-person] 已拒绝：达到此听众的每小时上限
    [too-many] 已拒绝：达到全体听众的每小时上限
}
request-added = 已添加到队列
requests-are-on = 听众可以在{ $page }点歌：每人每小时 { $each } 首，全体每小时共 { $all } 首。间隔规则同样适用。
the-programme-page = 节目表页面
requests-are-off = 点歌已关闭。
requests-on-now = 听众现在可以点歌。
turn-off-requests = 关闭点歌
turn-on-requests = 开启点歌
in-the-queue = 队列中
removed-title = { $title } 已从队列移除。
remove-title = 移除 { $title }
no-requests-queued = 队列中没有点歌。
recent-requests = 最近的点歌
requests-counted = { $requests } 次点歌，其中 { $refused } 次被拒绝。十分钟内的重复拒绝只列出一次。
request-result = 结果
no-requests = 还没有点歌。听众在{ $page }点歌，请分享其链接。
limits = 上限
requests-per-listener = 每位听众每小时点歌数
requests-per-hour = 全体听众每小时点歌数
save-limits = 保存上限

## Recordings

recordings-of = 录音，{ $station }
recording-off = 录制已关闭。
recording-turn-on = 请在{ $settings }中开启。
archive-settings = 设置的“存档”
recording-ask = 请让经理开启。
recorded = { $archive ->
    [live] 正在录制直播。每场直播结束几秒后会出现在此处。已用磁盘空间：{ $size }。
    [shows] 正在录制已安排的节目。每个节目结束几秒后会出现在此处。已用磁盘空间：{ $size }。
   *[everything] 正在录制全部内容。每个已安排的节目结束几秒后会出现在此处。已用磁盘空间：{ $size }。
}
recordings-published = 已发布的录音在{ $page }和{ $feed }中。
programme-page = 节目表页面
podcast-feed = 播客订阅源
recording-state = { $state ->
    [published] { $time }，{ $length } · 已发布
    [hidden] { $time }，{ $length } · 未公开
   *[recording] { $time } · 正在录制…
}
download = 下载：{ $files }
mp3-in-preparation = MP3 正在准备
hide = 隐藏
hide-title = 隐藏 { $title }
publish = 发布
publish-title = 发布 { $title }
delete-recording-ask = 要删除此录音及其文件吗？
title-and-description = 标题与说明
description = 说明
save-details = 保存详情
no-recordings = 还没有录音。所有播出内容请见{ $history }。
the-playback-history = 播放记录
recording-show = 节目
episode-upload = 上传一期
episode-file = 音频文件，最大 2 GB
episode-progress = 已发送
episode-send = 上传
episode-sent = 文件已收到。正在生成 Opus 和 MP3 文件。
episode-state = { $state ->
   *[receiving] 文件正在发送。
    [transcoding] 文件已收到。正在生成 Opus 和 MP3 文件。
    [refused] 文件被拒绝：
}
feeds-of-shows = 各节目的订阅源：
recording-picture = 图片
recording-picture-saved = 图片已保存。
recording-picture-remove = 移除图片
recording-picture-removed = 图片已移除。
trim-recording = 裁剪
trim-from = 开始（秒）
trim-to = 结束（秒）
trim-here = 播放器的位置
recording-missing = 其文件已不在磁盘上，播客中不再列出。请将 { $file } 放回电台的存档文件夹，或删除此录音。
trim-hint = 声音不会重新编码。被剪掉的部分不再存在于录音中。
trim-ask = 剪掉开始之前和结束之后的全部内容？
trimmed = 已裁剪。
repeat-recording = 重播
repeat-hint = 副本会作为谈话进入曲库。在那里可以像任何曲目一样加入队列或排入节目表。
repeat-send = 放入曲库
repeat-done = 正在加入曲库。

## The transcript

transcript-of = 文字稿，{ $station }
transcript-hint = { $access ->
   *[public] 语音识别得到的直播语音。所有人都可以搜索。
    [private] 语音识别得到的直播语音。仅本电台的 DJ 和经理可以搜索。
}
transcript-kept = { $days ->
    [0] 保留时间与播放记录相同。
   *[other] 保留 { $days } 天。
}
captions-are-off = 字幕已关闭。
captions-turn-on = 请在{ $settings }中开启。
captions-settings = 设置的“字幕”
captions-ask = 请让经理开启。
captions-missing = 字幕已开启，但未设置语音识别程序。请用 { $option } 启动服务器；方法见{ $manual }。
manual = 手册
captions-failing = 语音识别程序已停止，正在重新启动。
spoken-words = 说过的话
newest-matches = 仅显示最新的 { $count } 条匹配结果。
text = 文字
newest-first = 最新的在前。时间为 { $zone } 时区。
no-speech = 还没有识别到语音。

## Types and tags of tracks

library = 曲库
tracks = 曲目
album = 专辑
added = 添加时间
last-played = 上次播放
save = 保存
new-name = 新名称
track-type = { $type ->
   *[music] 音乐
    [jingle] 片花
    [id] 台呼
    [ad] 广告
    [talk] 谈话
}
type-saved = 类型已保存。
type-hint = 一般轮播只播放音乐。片花、台呼和广告在音乐之间播放，谈话在播放列表要求时播放。
any = 任意
from-year = 起始年份
to-year = 截止年份
folder = 文件夹
remove-from-library = 从曲库移除

## The library

library-pages = 曲库页面
folders = 文件夹
removed-tab = 已移除
library-tracks = { $tracks } 首曲目
library-state = { library-tracks }。
library-measuring = { library-tracks }；已测量 { $measured } 首的响度，其余随后完成。
library-scanning = { library-tracks }；仍在扫描 { $files } 个文件。
library-measuring-scanning = { library-tracks }；已测量 { $measured } 首的响度，其余随后完成；仍在扫描 { $files } 个文件。
type-as-folder-usually = 与文件夹相同（通常为音乐）
upload-for-all = 播放整个曲库的所有电台
upload-for-one = 仅 { $station }
library-upload-scripts = 上传需要 JavaScript。如果没有，请将文件复制到服务器的音乐文件夹，几秒内会出现在此处。
recent-uploads = 最近上传
recent-uploads-count = 最近上传（{ $uploads }）
upload-part = 已上传 { $percent } %：请重新选择同一文件以继续
clear = 清除
clear-name = 从列表清除 { $name }
upload-cleared = 已从列表清除。
search-library = 搜索曲库
added-within = { $period ->
   *[any] 任意时间
    [day] 昨天以来
    [week] 最近一周
    [month] 最近一个月
    [year] 最近一年
}
sort-by = 排序方式
sort-choice = { $sort ->
   *[best] 最佳匹配
    [artist] 艺人
    [title] 标题
    [album] 专辑
    [length] 时长
    [added] 添加日期
    [last-played] 上次播放
    [plays] 播放次数
}
sort-order = 顺序
sort-order-choice = { $order ->
   *[ascending] 升序
    [descending] 降序
}
loudness-not-measured = 尚未测量响度
never-played = 从未播放
show-all = 显示全部
tracks-found = 找到 { $tracks } 首曲目。
select-all-here = 选择本页全部
select-column = 选择
play-column = 播放
library-column = { $column ->
   *[title] 标题
    [artist] 艺人
    [album] 专辑
    [genre] 流派
    [year] 年份
    [length] 时长
    [added] 添加时间
    [last-played] 上次播放
    [plays] 播放次数
}
select-title = 选择 { $title }
play-title = 播放 { $title }
measuring = 正在测量…
last-played-label = 上次播放：
played-never = 从未
plays-label = 播放次数：
no-matches-filters = 没有匹配结果。请减少筛选条件，或{ $all }。
show-all-tracks = 显示所有曲目
no-music-upload = 还没有音乐。请将文件拖放到上方，或复制到服务器的音乐文件夹。
no-music-ask = 还没有音乐。请让经理上传一些。
selected-tracks = 所选曲目
select-all-found = 符合搜索条件的全部 { $tracks } 首
select-all-tracks = 全部 { $tracks } 首曲目
clear-selection = 取消选择
progress = 进度
edit-tags = 编辑标签
year = 年份
empty-fields-stay = 留空的字段保持不变。
save-edited-tags = 保存标签
set-type = 设置类型
type-as-their-folder = 与文件夹相同
add-to-playlist = 添加到播放列表
no-playlist-by-hand = 还没有手动播放列表。请在电台的{ $page }页面创建。
remove-tracks-hint = 这些曲目将停止播放，其文件会另行存放。您可以在{ $removed }中恢复。

## Folders

folders-hint = 文件夹的类型适用于其中的曲目（包括新曲目）和子文件夹，除非子文件夹有自己的类型。为曲目单独设置的类型优先。
files = 文件
type-of-name = { $name } 的类型
save-type-of-name = 保存 { $name } 的类型
type-as-above = 与上级文件夹相同
type-as-above-is = 与上级文件夹相同（{ track-type }）
no-folders = 所有音乐都在同一个文件夹中，没有子文件夹。

## A track

length-unknown = 暂时未知
loudness = 响度
not-measured = 尚未测量
type-of-folder = { track-type }，与文件夹相同
type-as-folder = 与文件夹相同
type-as-folder-is = 与文件夹相同（{ track-type }）
in-no-playlist = 无
upload-cover = 上传封面（PNG、JPEG 或 WebP，最大 { $megabytes } MB）
replace-cover = 替换封面（PNG、JPEG 或 WebP，最大 { $megabytes } MB）
upload-cover-scripts = 上传封面需要 JavaScript。如果没有，请将名为 { $name } 的图片放在文件旁边。
sound = 声音
waveform = 波形
waveform-with-points = 带提示点的波形
waveform-soon = 正在绘制波形…
waveform-none = 此文件没有可用的波形。
details = 详情
edits-in-file = 您的更改会取代文件自身的标签，并在几秒内写入文件。提示点仅保存在服务器上。
edits-not-in-file = 您的更改仅在 Longwave 中取代文件自身的标签，文件本身保持不变。
tag-settings = 标签设置
edits-unwritten = 标签尚未能写入文件：{ $reason }。Longwave 仍会使用这些标签。
saved-next-play = 已保存。从此曲目下次播放起生效。
tag-name = { $tag ->
   *[title] 标题
    [artist] 艺人
    [album] 专辑
    [genre] 流派
    [year] 年份
    [isrc] ISRC
    [label] 唱片公司
}
in-the-file = 文件中：{ $text }
in-the-file-empty = 文件中：空
cue-points-seconds = 提示点（秒）
cue-point = { $point ->
   *[cue_in] 入点
    [intro_end] 前奏结束
    [ending_start] 衔接点
    [cue_out] 出点
}
cue-point-hint = { $point ->
   *[cue_in] 从此处开始播放，跳过之前的静音。
    [intro_end] 在此之前，DJ 或片花可以叠在曲目上说话。
    [ending_start] 下一首曲目可以从此处开始。
    [cue_out] 播放到此处结束。
}
measured-at = 测量值：{ $seconds } 秒。
play-from-here = 从此处播放
set-to-player = 设为播放器当前位置
cue-points-later = 曲目测量后即可设置提示点，测量会自动进行。
discard-edits-ask = 要放弃对此曲目的更改吗？
restore-original = 恢复原始标签和提示点
save-type = 保存类型
play-on = 在 { $station } 播放
add-to-queue = 添加到队列
added-to-playlist = 已添加到播放列表。
add-to-name = 添加到 { $name }
remove-this-track = 移除曲目
remove-track-ask = 要从曲库移除此曲目吗？之后可以恢复。
remove-track-hint = 此曲目将停止播放，其文件会另行存放。您可以在{ $removed }中恢复。

## Playlists

playlists-of = 播放列表，{ $station }
playlists-heading = 播放列表
contents = 内容
rotation = 轮播
jingles = 片花
rotation-empty = 轮播中的播放列表没有曲目，因此 AutoDJ 播放整个曲库。请为它们添加曲目。
rotation-short = 轮播中只有 { $tracks } 首曲目（{ $length }），因此 AutoDJ 会不断重复。请添加曲目，或将更多播放列表加入轮播。
no-playlists-no-music = 曲库为空。请先{ $upload }，再创建播放列表。
no-playlists = 还没有播放列表，因此 AutoDJ 随机播放整个曲库的 { $tracks } 首曲目。
create-playlist-below = 请在下方创建：按流派或年份等规则，或手动选择。
create-a-playlist = 创建播放列表
create-playlist = 创建播放列表
playlist-created = 播放列表已创建。
by-rules = 按规则
by-rules-hint = 包含所有匹配的曲目，包括新上传的曲目。字段留空则忽略。
by-hand = 手动
by-hand-hint = 由您选择曲目及其顺序。
jingles-hint = 歌曲之间的短片段：不会连续播放两个，也不做交叉淡变。曲目的类型可在上传时、在其页面上或通过文件夹设置。
jingles-choice = { $type ->
   *[jingle] 片花
    [id] 台呼
    [ad] 广告
    [folder] 文件夹中的全部内容
}
empty-all-of-type = 留空：该类型的全部内容。
weight = 权重
weight-hint = 没有节目时，AutoDJ 选择此播放列表的频率，与其他播放列表相比。设为 0 则不参与轮播，仅由节目和节目时钟播放。一旦有播放列表参与轮播，AutoDJ 就只播放轮播中的播放列表，不再播放整个曲库。
chosen-by-hand = 手动选择
rule-type = { $type ->
   *[music] 仅音乐
    [jingle] 仅片花
    [id] 仅台呼
    [ad] 仅广告
    [talk] 仅谈话
}
rule-genre = 流派 { $genre }
rule-artist = 艺人 { $artist }
rule-years = { $from } 至 { $to } 年
rule-from-year = { $year } 年起
rule-to-year = 截至 { $year } 年
rule-text = 匹配“{ $text }”
rule-added = 最近 { $days } 天添加
rule-shortest = 时长至少 { $time }
rule-longest = 时长最多 { $time }
rule-folder = 在文件夹 { $folder } 中
rule-everything = 全部内容
weight-is = 权重 { $weight }（{ $percent } %）
every-tracks = 每 { $tracks } 首曲目
every-minutes = 每 { $minutes } 分钟
over-intros = 叠在前奏上
show-named = 节目 { $show }
not-in-rotation = 未参与轮播：请设置权重，或为节目选择它
playlist-unused = 正常编排中不会播放此播放列表：其权重为 0，且没有节目或节目时钟使用它。请在下方的播放设置中设置权重，或为节目选择它。

## A playlist

playlist-of = { $playlist }，{ $station } 的播放列表
all-playlists = 所有播放列表
playlist-size = { $tracks } 首曲目，{ $length }
not-recently = 最近没有
download-as = 下载
add-tracks = 添加曲目
title-artist-album-file = 标题、艺人、专辑或文件
search-results = 搜索结果
title-added = 已添加 { $title }。
add-title = 添加 { $title }
matching-tracks = 匹配的曲目
drag-tracks-hint = 拖动曲目以调整顺序，或使用箭头。
track-number = 曲目 { $number }
track-gone = 不在曲库中：已跳过
moved-up = 已上移。
moved-down = 已下移。
move-title-up = 上移 { $title }
move-title-down = 下移 { $title }
title-removed = 已移除 { $title }。
no-tracks-match = 没有曲目符合这些规则。请在下方减少规则，或{ $upload }。
upload-matching-music = 上传匹配的音乐
playlist-empty = 播放列表为空。
playlist-empty-add = 播放列表为空。请在上方搜索并添加曲目，或在下方导入播放列表文件。
page-of-pages = 第 { $page } 页，共 { $pages } 页。
previous-page = 上一页
playback = 播放
rules = 规则
search-words = 搜索词
added-last-days = 最近 … 天添加
minimum-length = 最短时长（秒）
maximum-length = 最长时长（秒）
playback-order = 顺序
playback-order-choice = { $order ->
   *[shuffle] 随机
    [sequence] 按列表顺序
    [least-recently-played] 最久未播放的优先
}
jingle-every-tracks = 每 … 首曲目播放一个片花
jingle-every-minutes = 每 … 分钟播放一个片花
jingle-over-intro = 在片花下开始下一首歌的前奏
weight-short-hint = 没有节目时，AutoDJ 选择此播放列表的频率，与其他播放列表相比。设为 0 则仅由节目和节目时钟播放。
playlist-hours = 时段
crossfade-seconds = 交叉淡变（秒）
crossfade-hint = 留空：电台的默认值。
save-playlist = 保存播放列表
import-playlist = 导入播放列表文件
import-hint = M3U、PLS 或 XSPF 文件中的曲目会替换上方的曲目。按文件名，或按艺人和标题匹配。
playlist-imported = 播放列表已导入
playlist-file = 播放列表文件
paste-playlist = 或在此粘贴播放列表
import-tracks = 导入曲目
rename-playlist = 更改播放列表名称
rename-playlist-hint = 播放它的节目和节目时钟会随之更新。
delete-playlist = 删除播放列表
playlist-in-use = 使用者：{ $users }。删除播放列表之前，请让它们播放其他内容。
delete-playlist-ask = 要删除播放列表 { $playlist } 吗？其曲目会保留在曲库中。
tracks-stay = 其曲目会保留在曲库中。

## Webhooks

webhooks = Webhook
webhooks-hint = Webhook 会在一秒内将此处发生的事通知他人：聊天或电子邮件中的人、您的网站、直播间的灯。
webhook-event = { $event ->
   *[track] 新曲目开始
    [live-start] DJ 开始直播
    [live-stop] DJ 结束直播
    [dead-air] 空播开始或结束
    [source-trouble] DJ 或转播的连接问题
    [listener-peak] 听众人数创新高
    [recording] 节目的录音已就绪
    [backup-failed] 服务器备份失败
}
webhook-service = { $service ->
   *[json] 程序
    [discord] Discord
    [slack] Slack
    [telegram] Telegram
    [mastodon] Mastodon
    [matrix] Matrix
    [email] 电子邮件
}
webhook-to = { webhook-service }：{ $to }
webhook-station = 电台 { $station }
every-station = 所有电台
turned-off = 已关闭。
webhook-failing = 自 { $time } 起失败。一天后会自动关闭。
test = 测试
test-webhook = 测试 Webhook { $webhook }
webhook-tested = 测试已发送。结果请见“最近的消息”。
turn-webhook = { $turn ->
   *[off] 关闭 Webhook { $webhook }
    [on] 开启 Webhook { $webhook }
}
delete-webhook-ask = 要删除此 Webhook 吗？
delete-webhook = 删除 Webhook { $webhook }
recent-messages-failed = 最近的消息：最后一条失败，{ $error }
recent-messages-delivered = 最近的消息：最后一条已送达
recent-messages-to = 发送到 { $to } 的最近消息
event = 事件
attempt = 尝试次数
duration = 用时
message-failed = 失败：{ $error }
message-delivered = 已送达
message-delivered-status = 已送达（{ $status }）
no-messages-yet = 还没有发送任何内容。按“测试”试一试。
no-webhooks = 还没有 Webhook。请在下方添加。
add-a-webhook = 添加 Webhook
service = 服务
no-mail = 此服务器还不能发送电子邮件：请在其配置中设置 { $option }（{ $how }）。
no-mail-how = 方法
webhook-address = Webhook 地址
webhook-help = { $service ->
   *[discord] 在 Discord 中：编辑频道、整合、Webhook、新 Webhook、复制 Webhook URL。
    [slack] 在 Slack 中：应用的 Incoming Webhooks、Add New Webhook。Mattermost 和 Rocket.Chat：Integrations、Incoming webhook。
    [telegram] 用 @BotFather 创建机器人，然后将其设为频道管理员或群组成员。
    [mastodon] 在 Mastodon 中：首选项、开发、新建应用，权限范围为 write:statuses。
    [matrix] 请使用专用账号。在 Element 中：所有设置、帮助及关于、访问令牌。
}
bot-token = 机器人的令牌
channel-or-chat = 频道或聊天
server = 服务器
access-token = 访问令牌
home-server = 主服务器
room = 房间
room-help = 在 Element 中：房间设置、高级、内部房间 ID。账号必须在房间中。
mail-addresses = 邮件地址
events = 事件
own-texts = 编写自己的文字
own-texts-hint = 留空的字段发送默认文字。大括号中的词会自动填入。
add-webhook = 添加 Webhook
webhook-added = Webhook 已添加
message-format = 消息格式（面向开发者）
webhook-post = 发给程序的消息是带 JSON 的 POST：{ $id }、{ $event }、{ $station }、{ $at } 和 { $data }。请在 10 秒内以 200 到 299 的状态码应答。失败的消息会在三刻钟内重发五次，{ $id } 相同；不跟随重定向。
webhook-signature = 密钥在添加 Webhook 时只显示一次。标头 { $header } 可证明消息来自此服务器：HEX 是用密钥对秒数、句点和正文计算的 HMAC-SHA256。请拒绝秒数早已过去的消息。
webhook-addresses = 除非用 { $option } 启动服务器，否则会拒绝本机或其所在网络中的地址。

## Files of the library

removed-files = 已移除的文件
removed-hint = 这些曲目不会播放。您可以恢复曲目，或删除其文件以释放磁盘空间。
removed-column = 移除时间
actions = 操作
removed-by = { $day }，由 { $name } 移除
restored = 已恢复到曲库。
restore = 恢复
restore-title = 恢复 { $title }
delete-file-ask = 要删除此文件吗？此操作无法撤销。
nothing-removed = 没有移除任何内容。您从曲库移除的曲目会保留在这里，可以恢复。
duplicates = 重复曲目
duplicates-hint = 声音相同，或艺人和标题相同的曲目。同一首歌的不同版本可能是有意保留的。
same-sound = { $files } 个文件声音相同，作为一首曲目播放。
same-title = { $tracks } 首曲目的艺人和标题相同。
open-track = 打开曲目
on-album = 专辑 { $album }
no-duplicates = 未发现重复曲目。
tags = 标签
tags-hint = 人们对曲目所做的更改会取代其文件的标签。
tags-unwritten-now = 已保存。从现在起文件保持不变。
tags-being-written = 已保存。正在将更改写入文件。
store-tags = 保存更改的标签
tags-choice = { $choice ->
   *[off] 仅保存在 Longwave 中
    [on] 同时写入文件
}
tags-long-hint = 写入文件时，之前的更改也会写入，其他程序可以看到。之后您用其他程序更改的标签在此处同样有效。只有经过检查且声音相同的副本才会替换文件，其他标签会保留。提示点始终保存在 Longwave 中。
save-tags = 保存标签设置
tags-are-stored = { $choice ->
   *[off] 更改的标签仅保存在 Longwave 中，文件保持不变。管理员可以更改此设置。
    [on] 更改的标签同时写入文件。管理员可以更改此设置。
}
not-written = 未写入文件
not-written-hint = Longwave 使用这些标签，但无法写入文件。如果可能有效，每小时会重试一次。
first-200 = 这是前 200 个。
reason = 原因
all-written = 所有更改都已写入文件。
files-with-errors = 有错误的文件
broken-files = { $files ->
    [1] 音乐文件夹中有一个文件无法播放。请用完好的副本替换，系统会自动重试。
   *[other] 音乐文件夹中有 { $files } 个文件无法播放。请用完好的副本逐一替换，系统会自动重试。
}
broken-first = 显示前 { $count } 个；{ $command } 可列出全部。
error = 错误
no-broken = 目前检查过的文件都可以播放。

## Metrics

metrics = 指标
metrics-hint = Prometheus 从 { $address } 读取，每十秒一次即可。要绘制图表，请在 Grafana 中导入{ $file }，并选择您的 Prometheus。
metrics-dashboard-file = 仪表板文件
all-metrics = 所有指标
meaning = 含义
type = 类型
labels = 标签
now-column = 当前
metrics-now = “当前”是第一组标签的值。

## Times, durations, sizes and numbers

decimal-mark = .
weekday-short = { $weekday ->
    [mon] 周一
    [tue] 周二
    [wed] 周三
    [thu] 周四
    [fri] 周五
    [sat] 周六
   *[sun] 周日
}
month-short = { $month ->
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
short-day = { month-short }{ $day }日{ weekday-short }
short-day-year = { $year }年{ month-short }{ $day }日{ weekday-short }
short-day-time = { month-short }{ $day }日{ weekday-short } { $time }
weekday-clock = { weekday-short } { $time }
short-date = { month-short }{ $day }日
full-day = { $year }年{ month }{ $day }日{ weekday }
ago-minutes = { $minutes ->
    [0] 刚刚
   *[other] { $minutes } 分钟前
}
ago-hours = { $hours } 小时前
span-seconds = { $seconds } 秒
span-minutes = { $minutes } 分钟
span-hours = { $hours } 小时 { $minutes } 分钟
span-days = { $days } 天 { $hours } 小时
size-in = { $unit ->
    [kB] { $size } kB
    [MB] { $size } MB
    [GB] { $size } GB
   *[TB] { $size } TB
}
size-bytes = { $bytes } 字节
browser-on = { $system } 上的 { $browser }
weekday-date = { $year }年{ month }{ $day }日{ weekday-short }

## Activity: what somebody did

did-changed-their-password = 更改了自己的密码
did-signed-out = 退出登录
did-signed-out-everywhere = 在所有位置退出登录
did-signed-out-another-browser = 让另一个浏览器退出登录
did-started-to-set-up-two-factor-authentication = 开始设置两步验证
did-turned-on-two-factor-authentication = 开启了两步验证
did-turned-off-two-factor-authentication = 关闭了两步验证
did-created-an-app-password = 创建了应用专用密码
did-deleted-the-app-password = 删除了应用专用密码 { $name }
did-created-an-account = 创建了账号
did-changed-the-account = 更改了账号 { $name }
did-deleted-the-account = 删除了账号 { $name }
did-changed-the-password-of = 更改了 { $name } 的密码
did-turned-off-two-factor-authentication-of = 关闭了 { $name } 的两步验证
did-signed-out-person-everywhere = 让 { $name } 在所有位置退出登录
did-created-an-api-token = 创建了 API 令牌
did-deleted-the-api-token = 删除了 API 令牌 { $name }
did-added-a-webhook = 添加了 Webhook
did-changed-webhook = 更改了 Webhook { $name }
did-deleted-webhook = 删除了 Webhook { $name }
did-tested-webhook = 测试了 Webhook { $name }
did-banned-an-address-or-a-program = 封禁了地址或程序
did-lifted-ban = 解除了封禁 { $name }
did-changed-the-settings-of-the-server = 更改了服务器设置
did-checked-the-database = 检查了数据库
did-reported-the-listeners-of-the-edge = 报告了边缘节点 { $name } 的听众
did-changed-many-tracks = 一次更改了多首曲目
did-set-the-type-of-a-folder = 设置了文件夹的类型
did-gave-a-cover-to-track = 为曲目 { $name } 添加了封面
did-set-the-type-of-track = 设置了曲目 { $name } 的类型
did-renamed-the-playlist = 重命名了播放列表 { $name }
did-renamed-the-show = 重命名了节目 { $name }
did-edited-the-tags-or-cue-points-of-track = 编辑了曲目 { $name } 的标签或提示点
did-removed-track-from-the-library = 从曲库移除了曲目 { $name }
did-restored-a-removed-track = 恢复了已移除的曲目
did-deleted-the-file-of-a-removed-track = 删除了已移除曲目的文件
did-started-an-upload = 开始上传
did-uploaded-a-part-of-a-file = 上传了文件的一部分
did-cleared-an-upload-from-the-list = 从列表清除了一个上传
did-created-a-station = 创建了电台
did-changed-name-colour-folder-or-qualities-of-the-station = 更改了电台的名称、颜色、文件夹或音质
did-deleted-the-station = 删除了电台 { $name }
did-changed-the-stations-settings = 更改了电台设置
did-changed-the-source-password = 更改了音源密码
did-changed-the-logo = 更改了标志
did-removed-the-logo = 移除了标志
did-added-the-station-to-radio-browser-info = 将电台添加到 radio-browser.info
did-changed-who-can-listen = 更改了收听权限
did-created-a-guest-link = 创建了访客链接
did-revoked-all-guest-links = 撤销了所有访客链接
did-created-a-dj-account = 创建了 DJ 账号
did-changed-the-dj = 更改了 DJ { $name }
did-deleted-the-dj = 删除了 DJ { $name }
did-changed-the-password-of-the-dj = 更改了 DJ { $name } 的密码
did-skipped-the-track-on-air = 跳过了正在播出的曲目
did-changed-the-backup-plan = 更改了备份计划
did-made-a-backup = 进行了备份
did-dumped-the-live-sound-that-waited-to-go-on-air = 丢弃了等待播出的直播声音
did-took-the-dj-off-the-air = 停止了 DJ 的直播
did-faded-the-station-to-silence = 将电台淡出至静音
did-put-the-station-back-on-air = 让电台恢复播出
did-chose-the-emergency-playlist = 选择了应急播放列表
did-started-the-emergency-playlist = 启动了应急播放列表
did-ended-the-emergency-playlist = 结束了应急播放列表
did-sent-a-message-to-the-dj = 向 DJ 发送了消息
did-removed-a-message-to-the-dj = 移除了给 DJ 的消息
did-removed-a-message-of-a-listener = 移除了一条听众留言
did-blocked-the-sender-of-a-message = 屏蔽了一条留言的发送者
did-disconnected-a-listener = 断开了一位听众
did-added-a-track-to-the-queue = 将曲目添加到队列
did-moved-a-track-in-the-queue = 移动了队列中的曲目
did-removed-a-track-from-the-queue = 从队列移除了曲目
did-requested-a-track = 点播了曲目
did-changed-the-limits-of-song-requests = 更改了点歌上限
did-created-a-playlist = 创建了播放列表
did-deleted-the-playlist = 删除了播放列表 { $name }
did-imported-tracks-into-the-playlist = 将曲目导入播放列表 { $name }
did-added-tracks-to-the-playlist = 将曲目添加到播放列表 { $name }
did-created-a-clock = 创建了节目时钟
did-changed-the-clock = 更改了节目时钟 { $name }
did-deleted-the-clock = 删除了节目时钟 { $name }
did-changed-the-time-zone-or-the-separation-rules = 更改了时区或间隔规则
did-changed-the-show = 更改了节目 { $name }
did-deleted-the-show = 删除了节目 { $name }
# { $name } is a date such as 2026-12-24
did-changed-a-day-of-a-show = 取消或更改了 { $name } 的节目
did-restored-a-day-of-a-show = 恢复了 { $name } 的节目
did-changed-a-recording = 更改了录音
did-deleted-a-recording = 删除了录音
did-recorded-talk = 录制了两首曲目之间的讲话
did-deleted-talk = 删除了录制的讲话
did-added-an-episode = 添加了一期节目
did-trimmed-a-recording = 裁剪了一段录音
did-gave-a-recording-a-picture = 为录音设置了图片
did-removed-the-picture-of-a-recording = 移除了录音的图片
did-put-a-recording-into-the-library = 将录音加入了曲库
did-changed-the-playlist = 更改了播放列表 { $name }
did-moved-a-track-in-a-playlist = 移动了播放列表中的曲目
did-removed-a-track-from-a-playlist = 从播放列表移除了曲目
did-signed-in = 登录
did-changed-own-account = 更改了自己的账号
did-asked-for-a-link = 通过电子邮件申请了新密码
did-reset-the-password = 通过邮件中的链接设置了新密码
did-kick-icecast = 用 Icecast 程序停止了 DJ 的直播

## Problems

problem-name-and-password = 需要用户名和密码。
problem-wrong-password = 用户名或密码错误。
problem-wrong-code = 此验证码有误或已被使用，请等待下一个。
problem-too-late = 用时过长，请重新登录。
problem-oidc-refused = 身份提供方未允许您登录。
problem-oidc-failed = 身份提供方没有响应，请稍后重试。
problem-oidc-unknown = 此身份在这里没有对应的账号，请联系管理员。
problem-no-mail-address = 这不是邮箱地址。
problem-mail-address-taken = 此邮箱地址属于另一个账号。
problem-too-many-tries = 密码错误次数过多，请在 { $seconds } 秒后再试。
problem-banned = 不允许访问：此地址或程序已被封禁。
problem-busy = 服务器繁忙，请稍后再试。
problem-account-exists = 已有账号 { $name }。
problem-station-exists = 已有电台 { $name }。
problem-token-exists = 已有名为 { $name } 的程序令牌。
problem-no-account = 没有账号 { $name }。
problem-no-dj-here = { $name } 不能在此电台直播。
problem-no-playlist = 没有播放列表 { $name }。
problem-no-clock = 没有节目时钟 { $name }。
problem-no-time-zone = { $name } 不是时区；时区的名称形如 Europe/Berlin。
problem-bad-name = { $name } 不能用作名称：请使用 1 到 40 个字母、数字、句点、连字符和下划线；“source”保留给电台自己的密码。
problem-bad-slug = { $name } 不能用作电台地址：请使用 1 到 40 个小写字母、数字和连字符。
problem-reserved-slug = /{ $name } 是程序自身的地址，请为电台使用其他地址。
problem-bad-station-name = 电台名称为 1 到 80 个字符，不能换行。
problem-bad-folder = { $name } 不是音乐文件夹下的文件夹：请输入 jazz/live 这样的路径，不含 ..。
problem-bad-quality = { $name } 不是可用音质；可选：{ $qualities }。
problem-bad-password = 密码为 1 到 { $most } 个字节，不能换行。
problem-short-password = 密码至少 { $least } 个字符；几个单词组合起来容易记住。
problem-same-password = 新密码与旧密码相同，请使用其他密码。
problem-passwords-differ = 两次输入的新密码不一致。
problem-last-admin = { $name } 是唯一的管理员，请先添加另一位。
problem-last-station = { $name } 是唯一的电台，请先添加另一个。
problem-station-needed = { $station } 是 { $accounts } 唯一的电台：请先为其指定其他电台，或移除这些账号。
problem-station-to-manage = 经理管理一个或多个电台，请指定。
problem-playlist-in-use = { $users } 需要播放列表 { $name }。
problem-clock-in-use = { $users } 需要节目时钟 { $name }。
problem-queue-full = { $name } 的队列已满，请先移除一些曲目。
problem-changed = 有人在此期间更改了内容：更改之前请重新查看。
problem-forged = 无法确认请求来自此服务器的页面，请重新载入页面。
problem-sign-in-first = 请先登录。
problem-too-fast = 请求过于频繁，请稍等片刻并放慢速度。
problem-too-slow = 请求用时过长，请重试。
problem-too-large = 内容不得超过 { $bytes } 字节。
problem-disk-full = 数据库所在磁盘已满：腾出空间之前无法保存任何内容。
problem-database-busy = 数据库被另一个程序锁定，请在其完成后再试。
problem-database-damaged = 数据库已损坏：请用 `longwave restore` 恢复备份。
problem-database-read-only = 无法写入数据库：在服务器获得写入权限之前，无法保存任何内容。
problem-database-disk-fails = 数据库所在磁盘出现故障，无法保存任何内容。
problem-went-wrong = 我们这边出了问题，请稍后再试。
problem-no-show = 没有这个节目。
problem-no-track = 没有这首曲目。
problem-day-such-as = 日期格式如 2026-12-24。
problem-nobody-live = 目前没有直播。
problem-no-delayed-sound = 没有等待播出的直播声音。
problem-message-gone = 没有这条消息，可能已被移除。
problem-listener-gone = 此听众已经离开。
problem-removed-meanwhile = 它在此期间已被移除。
problem-still-recorded-publish = 仍在录制，结束后可以发布。
problem-still-recorded-delete = 仍在录制，结束后可以删除。
problem-not-own-dj = 此账号不是仅属于本电台的 DJ，须由管理员更改。
problem-admins-folder = 音乐的位置和可用音质由管理员设定。
problem-give-name = 请为节目命名。
problem-give-minutes = 晚开始的分钟数必须是数字。
problem-give-content = 请指定节目的播放内容。
problem-give-date = 请指定节目的日期。
problem-give-days = 请指定节目在哪几天播出。
problem-give-address = 请指定节目所转播的播出流地址。
problem-show-not-on-day = 这一天没有该节目。
problem-show-of-one-date = 单日节目没有例外；请更改或删除节目本身。
problem-show-note = 说明最多 200 个字符，且不能换行。
problem-show-as-usual = 这一天节目照常播出。
problem-show-length = 节目时长为一分钟到一天。
problem-no-such-clock = 没有这个节目时钟。

## Words of scripts

no-answer = 服务器没有响应，请稍后再试。
done-say = 已完成。
connection-lost = 连接已断开。上次更新：{ $time }；正在重试…
picture-too-large = 此图片大于 { $megabytes } MB。请保存较小的版本再试。
logo-saved = 标志已保存。
time-on = 已播出 { $time }
level-of = { $level } { $unit }
preview-unavailable = 预览暂时不可用，请重新载入页面。
items-of-hour = 一小时的内容
add-row = 添加一行
item-in-order = 按顺序
item-after-minute = 每小时一次，在此分钟之后
item-at-minute = 每小时一次，准点于此分钟
playlist = 播放列表
minute = 分钟
latest-start-min = 最晚开始（分钟）
move-row-up = 将第 { $row } 行上移
move-row-down = 将第 { $row } 行下移
remove-row = 移除第 { $row } 行
upload-waiting = 等待中
upload-failed = 上传失败，请重新选择文件。
upload-no-answer-continue = 服务器没有响应。请重新选择文件以继续。
upload-checking = 正在检查…
upload-in-library = 已在曲库中
upload-refused = 已拒绝：{ $reason }
upload-tried-again = 等待中，将重试：{ $reason }
upload-still-checked = 仍在检查，请稍后重新载入页面。
upload-no-answer = 服务器没有响应，请重新选择文件。
percent = { $percent } %
tags-saved = 已保存 { $tracks } 首曲目的标签。
types-set = 已设置 { $tracks } 首曲目的类型。
tracks-added = 已将 { $tracks } 首曲目添加到播放列表。
tracks-removed = 已从曲库移除 { $tracks } 首曲目。
selected-all = 已选择全部 { $tracks } 首
selected-some = 已选择 { $tracks } 首
none-selected = 未选择曲目。请先在列表中勾选。
remove-tracks-ask = 要从曲库移除 { $tracks } 首曲目吗？之后可以恢复。
done-of = { $done } / { $total }
file-not-playable = 您的浏览器无法播放此文件。
cover-too-large = 图片大于 { $megabytes } MB。
moved-to = 已移到第 { $position } 位。
tracks-imported = 已找到并导入 { $found } 首曲目，共 { $listed } 首。
none-match = 没有匹配的曲目。请减少规则。
tracks-match = { $tracks } 首曲目匹配，{ $length }：{ $examples }
rotation-warning = 请注意：从下一首曲目起，AutoDJ 将只反复播放这 { $tracks } 首曲目（{ $length }）。
save-all-the-same = { rotation-warning }仍要保存吗？
