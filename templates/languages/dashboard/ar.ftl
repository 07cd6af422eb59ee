# لوحة تحكم Longwave بالعربية.

## Words of many pages

role = { $role ->
    [admin] مسؤول
    [manager] مدير
   *[dj] منسّق موسيقى
}
role-choice = { $role ->
    [admin] مسؤول
    [manager] مدير
   *[dj] منسّق موسيقى
}
delete = حذف
saved = حُفظ.
deleted = حُذف.
continue = متابعة
filter = تصفية
search = بحث
station = المحطة
on-air-column = على الهواء
listening-column = يستمعون
time = الوقت
day = اليوم
track = المقطع
file = الملف
account = الحساب
level = المستوى
message = الرسالة
source = المصدر
artist-title = { $artist } – { $title }
created = أُنشئ
last-used = آخر استخدام
yes = نعم
no = لا
on = مفعّل
off = معطّل
unknown = غير معروف
upload-some-music = ارفع بعض الموسيقى
no-matches-fewer-words = لا نتائج. جرّب كلمات أقل.
next-page = الصفحة التالية
first-page = الصفحة الأولى
download-csv = تنزيل بصيغة CSV
dj-software = تطبيقات البث
the-studio = الاستوديو
station-starting = المحطة قيد التشغيل.
time-zone = المنطقة الزمنية
save-rules = حفظ القواعد
saved-next-track = حُفظ. يسري من المقطع التالي.
show = البرنامج
name = الاسم

## The frame of every page

skip-to-content = الانتقال إلى المحتوى
help = مساعدة
signed-in-as = { $name }، { role }
dashboard = لوحة التحكم
menu = { $page ->
   *[on-air] على الهواء
    [listeners] المستمعون
    [playlists] قوائم التشغيل
    [schedule] جدول البرامج
    [requests] الطلبات
    [log] سجلّ البث
    [transcript] التفريغ النصي
    [recordings] التسجيلات
    [djs] منسّقو الموسيقى
    [settings] الإعدادات
    [overview] نظرة عامة
    [library] المكتبة
    [stations] المحطات
    [people] الأشخاص
    [tokens] رموز API
    [webhooks] Webhooks
    [health] حالة الخادم
    [logs] السجلّ التقني
    [audit] النشاط
    [api] API
    [manual] الدليل
}
menu-server = الخادم
bar = الصفحات الرئيسية
bar-more = المزيد

## Signing in

forgot-password = نسيت كلمة المرور؟ اطلب كلمة جديدة من أحد المسؤولين. يمكن للمسؤولين تعيينها على الخادم بالأمر { $command }.
forgotten-link = هل نسيت كلمة المرور؟
forgotten-heading = نسيت كلمة المرور
forgotten-hint = أدخل اسم حسابك. نرسل رابطًا إلى بريده الإلكتروني.
send-link = إرسال الرابط
link-is-sent = إذا وُجد حساب بهذا الاسم وله بريد إلكتروني، فالرابط في الطريق. يعمل مرة واحدة خلال ساعة.
back-to-sign-in = العودة إلى تسجيل الدخول
choose-new-heading = اختيار كلمة مرور جديدة
reset-ends-sessions = يؤدي هذا إلى تسجيل خروجك من كل مكان آخر.
link-is-over = انتهت صلاحية هذا الرابط أو استُخدم من قبل. يمكنك { $again }.
ask-for-another-link = طلب رابط آخر
password-is-reset = تم تغيير كلمة المرور. سجّل الدخول بالجديدة.
mail-reset-subject = كلمة مرور جديدة لحساب الإذاعة
mail-reset-hint = طلب شخص ما، على الأرجح أنت، كلمة مرور جديدة للحساب { $account }. افتح هذا الرابط خلال ساعة لاختيارها:
mail-reset-ignore = إن لم تكن أنت، فلا حاجة لفعل شيء.
sign-in-with = تسجيل الدخول عبر { $provider }
two-factor = المصادقة الثنائية
code-from-phone = الرمز من هاتفك
lost-phone = فقدت هاتفك؟ أدخل أحد رموز الاسترداد. لم يبقَ منها شيء؟ اطلب من أحد المسؤولين تعطيل المصادقة الثنائية لحسابك؛ وعلى الخادم يفعل ذلك الأمر { $command }.

## The first steps of a station

set-up-station = إعداد { $station }
step-of = الخطوة { $step } من { $steps }
welcome-name = أهلًا بك. ما اسم محطتك؟
welcome-on-air = محطتك على الهواء بالفعل. تستغرق هذه الخطوات بضع دقائق، ويمكنك تغيير كل شيء لاحقًا.
station-name = اسم المحطة
save-and-continue = حفظ ومتابعة
welcome-zone = في أي منطقة زمنية أنت؟
shows-start-by-clock = تبدأ البرامج حسب هذا التوقيت.
time-zone-of-server = المنطقة الزمنية للخادم
welcome-look = كيف تبدو المحطة؟
welcome-music = ارفع بعض الموسيقى
tracks-in-library = { $tracks ->
    [0] المكتبة فارغة.
    [one] في المكتبة مقطع واحد.
    [two] في المكتبة مقطعان.
    [few] في المكتبة { $tracks } مقاطع.
    [many] في المكتبة { $tracks } مقطعًا.
   *[other] في المكتبة { $tracks } مقطع.
}
upload-music = رفع موسيقى
drop-files = أفلت الملفات هنا أو { $choose }
choose-files = اختر ملفات
upload-formats = ملفات MP3 أو FLAC أو Ogg أو Opus أو WAV أو AIFF أو AAC أو M4A، حتى 1 غ.ب لكل ملف. نفحص كل ملف قبل إضافته.
upload-needs-scripts = يتطلّب الرفع JavaScript. من دونه انسخ الملفات إلى مجلد الموسيقى على الخادم.
station-is-on-air = { $station } على الهواء
playing-now = يُبثّ الآن: { $title }.
listen-on-player-page = الاستماع في صفحة المشغّل
go-to-on-air = إلى صفحة «على الهواء»
welcome-next = يمكنك بعد ذلك { $playlists } و{ $shows } و{ $djs }.
create-playlists = إنشاء قوائم تشغيل
plan-shows = جدولة برامج
add-djs = إضافة منسّقي موسيقى
listen-links = روابط الاستماع
welcome-share = شارك صفحة المشغّل، أو أعطِ عناوين البث هذه لأجهزة الراديو والتطبيقات.
skip-to-end = الانتقال إلى النهاية
skip-step = تخطّي هذه الخطوة

## The overview

listener-count = { $listeners ->
    [zero] لا مستمعين
    [one] مستمع واحد
    [two] مستمعان
    [few] { $listeners } مستمعين
    [many] { $listeners } مستمعًا
   *[other] { $listeners } مستمع
}
no-station-yet = ليس لحسابك محطة بعد. اطلب من أحد المسؤولين أن يخصّص لك محطة.
your-account = حسابك
change-password = تغيير كلمة المرور
display-name = الاسم الظاهر للمستمعين (فارغ: اسم الحساب)
email-address = البريد الإلكتروني
email-hint = لإرسال رابط عند نسيان كلمة المرور.
current-for-email = مطلوبة فقط لتغيير البريد الإلكتروني.
where-signed-in = أماكن تسجيل دخولك
browser = المتصفح
unknown-browser = متصفح غير معروف
this-browser = { $browser } (هذا)
sign-out-everywhere = تسجيل الخروج من كل مكان

## On air

on-air-of = على الهواء – { $station }
banner-silenced = خُفض صوت المحطة حتى الصمت ولا يسمع المستمعون شيئًا. اضغط على «العودة إلى الهواء» لإنهاء ذلك.
banner-emergency = طوارئ: لا يشغّل AutoDJ إلا قائمة التشغيل { $playlist }. لا يزال بإمكان منسّقي الموسيقى البث مباشرةً.
banner-loop = ليس لدى AutoDJ ما يشغّله، فيسمع المستمعون حلقة الطوارئ. { $upload } أو افحص { $playlists }.
the-playlists = قوائم التشغيل
banner-dead-air = صمت على الهواء: ليس لدى AutoDJ ما يشغّله. { $upload } لبدء البث.
banner-no-sound = ‏{ $dj } متصل، لكن لا يصل أي صوت. يسمع المستمعون AutoDJ.
banner-hours-end = { $then ->
   *[keep] ينتهي وقت { $dj } عند { $time }. يستمر البث المباشر حتى المغادرة.
    [end] ينتهي وقت { $dj } عند { $time }. عندها يتولى AutoDJ.
}
banner-hours-over = انتهى وقت { $dj } عند { $time }، وما زال البث المباشر مستمرًا.
now-playing = يُبثّ الآن
playing-source = { $source ->
   *[autodj] AutoDJ
    [live] مباشر
    [relay] إعادة بث من مصدر آخر
    [emergency-loop] حلقة الطوارئ
    [silence] صمت
    [silenced] خُفض الصوت حتى الصمت
}
track-position = الموضع في المقطع
time-left = بقي { $time }
skipped = انتقل البث إلى المقطع التالي.
skip-track = تخطّي المقطع
is-back-on-air = عادت المحطة إلى الهواء.
back-on-air = العودة إلى الهواء
ask-silence = هل تريد خفض الصوت حتى الصمت؟ لن يسمع المستمعون شيئًا حتى تعود إلى الهواء.
is-silenced = خُفض الصوت حتى الصمت.
fade-to-silence = خفض حتى الصمت
emergency-ended = انتهت الطوارئ. يعود البرنامج المعتاد من المقطع التالي.
end-emergency = إنهاء الطوارئ
ask-emergency = هل تريد تشغيل { $playlist } فقط من الآن؟
emergency-starts = ستبدأ { $playlist } خلال ثوانٍ.
start-emergency = بدء قائمة الطوارئ
live-no-skip = يبثّ منسّق موسيقى مباشرةً، فلا يوجد مقطع لتخطّيه. يُنهي «إخراج من البث» أدناه البث المباشر.
emergency-playlist = قائمة الطوارئ: { $playlist }
emergency-playlist-none = قائمة الطوارئ: لا توجد بعد
emergency-saved = حُفظت قائمة الطوارئ.
in-emergency-play = التشغيل عند الطوارئ
no-playlist = لا شيء
save-emergency = حفظ قائمة الطوارئ
emergency-needs-playlist = أنشئ { $playlist } لتكون جاهزة للطوارئ وتبدأ فورًا.
a-playlist = قائمة تشغيل
up-next = التالي
is-jingle = (جينغل)
levels = المستويات
levels-need-scripts = تتطلّب مؤشرات المستوى JavaScript.
levels-description = مؤشرات مستوى القناتين اليسرى واليمنى، بالديسيبل تحت الحد الأقصى
loudness-short = شدة الصوت (3 ث)
loudness-track = شدة الصوت (هذا المقطع)
peak-track = الذروة (هذا المقطع)
levels-hint = يضبط AutoDJ الموسيقى على { $loudness } LUFS. القناة اليسرى في الأعلى واليمنى في الأسفل.
live-dj = المنسّق المباشر
no-sound = (لا صوت)
since = منذ
hours-until = على الهواء حتى
software = التطبيق
buffer = المخزن المؤقت
delay-to-listeners = التأخير إلى المستمعين
ask-kick = هل تريد إخراج { $dj } من البث؟
kicked = ‏{ $dj } خارج البث.
may-go-live-again = يمكنه البث مجددًا
take-off-air = إخراج من البث
barred-for = { $seconds ->
    [0] فورًا
    [180] بعد 3 دقائق
    [3600] بعد ساعة
    [86400] بعد يوم
   *[604800] بعد أسبوع
}
nobody-live = لا أحد في بث مباشر. يبثّ منسّقو الموسيقى من { $studio } أو بتطبيقات بث مثل BUTT أو Mixxx.
relay-connected = إعادة البث متصلة: { $relay }.
waiting-to-go-live = بانتظار البث المباشر
message-sent = أُرسلت الرسالة.
message-to-dj = رسالة إلى منسّق الموسيقى
send-message = إرسال الرسالة
message-hint = تظهر في الاستوديو حتى يؤكد منسّق الموسيقى قراءتها. لا تستطيع تطبيقات البث عرضها.
message-read = { $from }، { $ago } · قرأها { $reader }
message-unread = { $from }، { $ago } · لم تُقرأ بعد
message-removed = أُزيلت الرسالة.
remove-message = إزالة الرسالة { $text }
sender-blocked = حُظر المرسل لمدة 24 ساعة.
ask-block-sender = أتريد حظر هذا المرسل لمدة 24 ساعة؟ ستُزال كل رسائله.
listeners-now = { $listeners } الآن
hour-appears = تظهر الساعة الأخيرة هنا بعد دقيقة من البث.
queue = قائمة الانتظار
queued-by = { $origin ->
    [jingle] جينغل
    [person] أُضيف يدويًا
    [listener] طلب مستمع
   *[plan] AutoDJ
}
queued-talk = حديث: { $dj }، { $length }
queued-talk-state = { $placement ->
   *[between] سُجّل في الاستوديو
    [after-another] تغيّر المقطع الذي قبله. يبدأ الحديث عند انتهائه.
    [before-another] تغيّر المقطع الذي بعده. يبدأ ذلك المقطع عند انتهاء الحديث.
    [dropped] لم يعد أي من مقطعيه موجودًا. لن يُبث.
}
queued-why = { queued-by }: { $why }
moved = نُقل.
removed-from-queue = أُزيل من قائمة الانتظار.
up = أعلى
up-track = أعلى: { $title }
down = أسفل
down-track = أسفل: { $title }
remove-track = إزالة: { $title }
and-more = و{ $count } غيرها.
queue-empty = قائمة الانتظار فارغة. { $upload } ليملأها AutoDJ.
add-track = إضافة مقطع إلى قائمة الانتظار
title-artist-album = العنوان أو الفنان أو الألبوم
added-to-queue = أُضيف إلى قائمة الانتظار.
position-of = موضع { $title }
before-autodj = قبل مقاطع AutoDJ
queue-place = { $place ->
    [1] التالي
   *[other] الموضع { $place }
}
add = إضافة
add-track-title = إضافة: { $title }
on-own-site = على موقعك
embed-hint = ضع المشغّل على موقعك. لا يحفظ أي ملفات تعريف ارتباط.
embed-name = { $kind ->
   *[frame] إطار
    [element] عنصر
}
embed-suits = { $kind ->
   *[frame] كل موقع ومحرّره: المشغّل في إطار خاص به
    [element] الصفحات التي تكتب شيفرتها: المشغّل جزء من الصفحة ويأخذ عرضها
}
copy-embed-code = { $kind ->
   *[frame] شيفرة الإطار
    [element] شيفرة العنصر
}

## Health

health = حالة الخادم
refresh = تحديث
server-log = السجلّ التقني
metrics-link = مقاييس لبرنامجي Prometheus وGrafana
stations-since-start = المحطات منذ بدء التشغيل
late-frames = إطارات متأخرة
timing-percentile = التوقيت (المئين 99)
dead-air = صمت على الهواء
captions-column = نص الكلام
late-of-frames = { $late } من { $frames }
over-a-second = أكثر من 1 ث
seconds-number = { $seconds } ث
captions-state = { $state ->
   *[off] معطّل
    [missing] مفعّل، لكن لا يوجد برنامج للتعرّف على الكلام
    [failing] تعطّل التعرّف على الكلام
    [listening] كلام
    [waiting] بانتظار كلام
}
captions-problem = { captions-state }: { $problem }
captions-count = { $captions ->
    [zero] لا نصوص
    [one] نص واحد
    [two] نصّان
    [few] { $captions } نصوص
    [many] { $captions } نصًّا
   *[other] { $captions } نص
}
captions-restarts = { $restarts ->
    [zero] لم يُعَد تشغيله
    [one] أُعيد تشغيله مرة واحدة
    [two] أُعيد تشغيله مرتين
    [few] أُعيد تشغيله { $restarts } مرات
   *[other] أُعيد تشغيله { $restarts } مرة
}
captions-skipped = فاتت { $seconds } ث
version = الإصدار
running-for = مدة التشغيل
memory = الذاكرة
disk-space = { $disk ->
    [data] مساحة القرص (البيانات)
   *[music] مساحة القرص (الموسيقى)
}
disk-free = { $free } متاحة من { $total } في { $path }
disk-low = { $disk ->
    [data] { disk-free }. وفّر مساحة قريبًا وإلا تعذّر حفظ الحسابات والسجلّات والأغلفة
   *[music] { disk-free }. وفّر مساحة قريبًا وإلا تعذّرت إضافة الموسيقى
}
disk-hung = لا يستجيب منذ { $seconds } ث: { $path }
disk-before = قبل ذلك، { $free } متاحة من { $total }
disk-unread = تتعذّر القراءة: { $path }
clock-sync = { $state ->
   *[synchronised] متزامنة (NTP)
    [unknown] تزامن الوقت غير معروف
    [off] غير متزامنة: فعّل NTP على هذا الخادم وإلا بدأت البرامج في وقت خاطئ
}
clock-steady = { clock-sync }؛ ثابتة منذ بدء التشغيل
clock-changed = { clock-sync }؛ تغيّرت بمقدار { $seconds } ث منذ بدء التشغيل؛ وتتبعها البرامج وسجلّ البث
clock = الساعة
database = قاعدة البيانات
certificate = الشهادة
certificate-expires = تنتهي في { $time }
certificate-none = لا توجد: تُرسل كلمات المرور غير مشفّرة ما لم يستخدم خادم وسيط أمامه HTTPS
certificate-coming = لا توجد بعد: يعمل HTTPS حالما تصدر
certificate-orders = طلبات الشهادات
order-failed = { $failures ->
    [zero] { $problem }؛ لم تفشل أي محاولة، المحاولة التالية في { $next }، للأسماء { $names } من { $directory }
    [one] { $problem }؛ فشلت محاولة واحدة، المحاولة التالية في { $next }، للأسماء { $names } من { $directory }
    [two] { $problem }؛ فشلت محاولتان، المحاولة التالية في { $next }، للأسماء { $names } من { $directory }
    [few] { $problem }؛ فشلت { $failures } محاولات، المحاولة التالية في { $next }، للأسماء { $names } من { $directory }
   *[other] { $problem }؛ فشلت { $failures } محاولة، المحاولة التالية في { $next }، للأسماء { $names } من { $directory }
}
order-valid = تُجدَّد في { $next }، للأسماء { $names } من { $directory }
order-ordering = قيد الطلب، للأسماء { $names } من { $directory }
directory = دليل المحطات
directory-listed = { $station } ‏({ $format }) مدرجة في { $directory }
directory-failed = { $station } ‏({ $format }) غير مدرجة في { $directory }: ‏{ $problem }؛ المحاولة التالية في { $next }
directory-sending = { $station } ‏({ $format }) قيد الإرسال إلى { $directory }
log-lines = { $lines ->
    [zero] لا أسطر في الذاكرة
    [one] سطر واحد في الذاكرة
    [two] سطران في الذاكرة
    [few] { $lines } أسطر في الذاكرة
    [many] { $lines } سطرًا في الذاكرة
   *[other] { $lines } سطر في الذاكرة
}
database-check = فحص قاعدة البيانات
check-database = فحص قاعدة البيانات
cluster = الخوادم والخوادم الطرفية
cluster-servers = خوادم ينوب بعضها عن بعض
cluster-server = الخادم
cluster-stands-by = في وضع الاستعداد
cluster-lag = متأخر بمقدار
cluster-clock-off = منحرفة بمقدار { $seconds } ث
cluster-clock-fits = متطابقة
cluster-edges = الخوادم الطرفية عبر NATS
cluster-edge = الخادم الطرفي
cluster-from = المصدر
cluster-delay = التأخير
cluster-no-edges = لا يعلن أي خادم طرفي عن نفسه عبر NATS.
backups = النسخ الاحتياطية
backup-failed = فشلت آخر نسخة احتياطية: { $problem }
backup-hours = الساعات بين النسخ الاحتياطية (0: لا نسخ)
backup-kept = عدد النسخ
backup-files = تضمين الموسيقى والملفات المرفوعة
backup-recipient = التشفير بهذا المفتاح العام (age أو SSH)
save-backup-plan = حفظ خطة النسخ الاحتياطي
back-up-now = إنشاء نسخة الآن
backups-in = النسخ الاحتياطية في { $folder }
backups-in-running = النسخ الاحتياطية في { $folder }؛ يجري إنشاء نسخة
backup-made = وقت الإنشاء
size = الحجم
no-backups = لا نسخ احتياطية بعد.
problems = المشكلات
problems-since-start = المشكلات منذ بدء التشغيل
since-start-newest = منذ بدء التشغيل، الأحدث أولًا
last = آخر مرة
first = أول مرة
count = العدد
no-problems = لا مشكلات منذ بدء التشغيل. تُحصى هنا التحذيرات والأخطاء.

## Settings of a station

settings-of = إعدادات { $station }
settings-hint = تسري التغييرات فورًا، ولا ينقطع الاتصال عن أي مستمع.
station-renamed = غُيّر اسم المحطة.
rename-station = تغيير اسم المحطة
short-name-kept = تحتفظ العناوين بالاسم القصير { $slug }. أُنشئت في { $time }.
going-live = البث المباشر
crossfade-to-dj = تداخل الصوت إلى منسّق الموسيقى والعودة (ث)
silence-after = يتولّى AutoDJ البث بعد صمت منسّق الموسيقى (ث)
playout-delay = التأخير من الاستوديو إلى المستمعين في الوضع المتزامن (ث)
broadcast-delay = التأخير قبل وصول الصوت المباشر إلى الهواء، ليمكن حذفه (ث)
autodj-after-live = ‏AutoDJ بعد بث مباشر
second-dj = منسّق ثانٍ أثناء بث مباشر
over-time = عند انتهاء وقت المنسّق
song-requests = طلبات الأغاني
listener-calls = مكالمات المستمعين
autodj-choice = { $choice ->
   *[next-track] يبدأ بالمقطع التالي
    [keeps-time] يتابع من موضعه في الجدول
}
second-dj-choice = { $choice ->
   *[refused] يُرفض
    [waits] ينتظر دوره
}
over-time-choice = { $choice ->
   *[keep] يبقى على الهواء حتى يغادر
    [end] ينتهي بثّه ويتولى AutoDJ
}
requests-choice = { $choice ->
   *[on] مفعّلة
    [off] معطّلة
}
calls-choice = { $choice ->
   *[off] معطّلة
    [on] مفعّلة حين يفتح منسّق الموسيقى الخط
}
messages-choice = { $choice ->
   *[off] معطّلة
    [on] مفعّلة
}
save-live-settings = حفظ إعدادات البث المباشر
archive = الأرشيف
record = تسجيل
archive-choice = { $choice ->
   *[off] لا شيء
    [live] البث المباشر
    [shows] البرامج المجدولة
    [everything] كل شيء
}
keep-days = مدة الحفظ (أيام)
keep-gb = الحجم الأقصى (غ.ب)
publish-automatically = نشر التسجيلات تلقائيًا
save-archive = حفظ إعدادات الأرشيف
archive-hint = تشغل الساعة الواحدة نحو 43 م.ب. عند بلوغ الحجم الأقصى أو اقتراب القرص من الامتلاء تُحذف أقدم الساعات. يستطيع المستمعون الرجوع إلى الوراء بقدر ما يمتد الأرشيف.
archive-rights = حقوق الموسيقى: لا يشمل ترخيص البث عادةً تسجيلات فيها موسيقى يمكن سماعها لاحقًا أو في بودكاست. اسأل الجهة التي تدير حقوق المؤلفين قبل تسجيل الموسيقى؛ أما الكلام وموسيقاك الخاصة فلا إشكال فيهما. لهذا يكون التسجيل معطّلًا في البداية.
directories = أدلّة المحطات
directories-hint = تعرض الأدلّة العامة المحطة وصفحتها وعناوين بثّها والعنوان الحالي.
directories-private = المحطة خاصة، لذا لا تُدرج.
directories-no-address = لا يعرف الخادم عنوانه العام: عيّن { $option } في إعداداته أولًا.
icecast-directories = أدلّة Icecast
directory-choice = { $choice ->
   *[off] غير مدرجة
    [on] مدرجة أثناء البث
}
genre = نوع الموسيقى
save-directory = حفظ إعدادات الأدلّة
radio-browser-listed = مدرجة في { $site } باسم { $entry }. عدّل البيانات هناك.
radio-browser-ask = هل تريد إضافة { $station } إلى radio-browser.info؟ يستطيع الجميع تعديل البيانات هناك.
radio-browser-added = أُضيفت إلى radio-browser.info.
radio-browser-add = إضافة إلى radio-browser.info
captions-heading = نص الكلام
captions-for-live = نص الكلام للبث المباشر
captions-choice = { $choice ->
   *[off] معطّل
    [on] مفعّل
}
transcript = التفريغ النصي
transcript-choice = { $choice ->
   *[private] لمنسّقي الموسيقى والمديرين في هذه المحطة
    [public] للجميع
}
transcript-days = مدة حفظ التفريغ النصي (أيام؛ 0: مثل سجلّ البث)
save-captions = حفظ إعدادات نص الكلام
captions-hint = يتطلّب برنامجًا للتعرّف على الكلام يُعيَّن بالخيار { $option } عند تشغيل الخادم؛ انظر { $manual }. لا نص للكلام مع AutoDJ.
the-manual = الدليل
zone-and-separation = المنطقة الزمنية وقواعد التباعد
time-zone-empty = المنطقة الزمنية (فارغ: منطقة الخادم)
title-separation = تباعد العنوان (دقائق)
artist-separation = تباعد الفنان (دقائق)
album-separation = تباعد الألبوم (دقائق)
dj-software-heading = تطبيقات البث
dj-software-hint = إعدادات BUTT وMixxx والتطبيقات الأخرى التي تبثّ إلى Icecast:
server-type = نوع الخادم
address = العنوان
port = المنفذ
mount-point = نقطة الوصل
user = المستخدم
source-user = { $name } مع كلمة مرور المصدر، أو اسم حساب منسّق موسيقى وكلمة مروره
tls-off = معطّل: تُرسل كلمة المرور غير مشفّرة
tls = TLS (SSL)
format = الصيغة
source-formats = ‏Opus أو Vorbis أو FLAC أو MP3 أو AAC
studio-hint = في المتصفح: { $studio } بحساب منسّق موسيقى. أنشئ الحسابات في { $djs }.
source-password-changed = غُيّرت كلمة مرور المصدر
new-source-password = كلمة مرور جديدة للمصدر (فارغ: تُنشأ تلقائيًا)
change-source-password = تغيير كلمة مرور المصدر
source-password-hint = يواصل منسّق الموسيقى بثّه المباشر؛ وتلزم كلمة المرور الجديدة من الاتصال التالي.
folder-and-qualities = مجلد الموسيقى وجودات البث
music-folder-empty = مجلد الموسيقى (فارغ: المكتبة كلها)
qualities-lines = جودات البث، واحدة في كل سطر (الأولى هي الافتراضية)
qualities-possible = الممكن: { $qualities }.
save-folder = حفظ المجلد والجودات
qualities-hint = يسري المجلد الجديد من المقطع التالي في الخطة، والجودات الجديدة خلال ثوانٍ. يواصل مستمعو الجودة المحذوفة سماعها حتى يغادروا. تتوفر MP3 (mp3-128) دائمًا مثل FLAC والصوت غير المضغوط؛ ولا تُرمّز إلا حين يستمع أحد.
qualities-hint-aac = يسري المجلد الجديد من المقطع التالي في الخطة، والجودات الجديدة خلال ثوانٍ. يواصل مستمعو الجودة المحذوفة سماعها حتى يغادروا. تتوفر MP3 (mp3-128) وAAC ‏(aac-128, he-aac-64, he-aac-32) دائمًا مثل FLAC والصوت غير المضغوط؛ ولا تُرمّز إلا حين يستمع أحد.
delete-station = حذف المحطة
delete-station-summary = حذف { $station } …
delete-station-hint = تخرج المحطة من البث، وتُحذف قوائم تشغيلها وبرامجها وقائمة انتظارها وإعداداتها وكلمة مرور مصدرها. يبقى سجلّ البث وكل ملفات الموسيقى.
delete-station-ask = هل تريد حذف المحطة { $station }؟ لا يمكن التراجع عن ذلك.
type-to-confirm = اكتب { $slug } للتأكيد

## Colour, logo and access of a station

colour-and-logo = اللون والشعار
used-on = يُستخدم في { $page } وفي الاستوديو.
the-player-page = صفحة المشغّل
colour-saved = حُفظ اللون.
station-colour = لون المحطة
save-colour = حفظ اللون
colour-restored = استُعيد اللون الافتراضي.
restore-colour = استعادة اللون الافتراضي
shades-of = درجات { $colour }: ‏{ $light } على الصفحات الفاتحة، و{ $dark } على الداكنة
light-mode = الوضع الفاتح
dark-mode = الوضع الداكن
shades-hint = حيث تصعب قراءة النص بهذا اللون تُستخدم درجة أغمق أو أفتح.
logo-of = شعار { $station }
logo-removed = أُزيل الشعار.
logo-remove-ask = هل تريد إزالة الشعار؟
remove-logo = إزالة الشعار
no-logo = لا شعار بعد.
upload-logo = رفع شعار (PNG أو JPEG أو WebP، حتى { $megabytes } م.ب)
upload-logo-scripts = يتطلّب رفع الشعار JavaScript.
access-heading = الوصول للمستمعين
access-saved = حُفظ. قُطع اتصال المستمعين غير المسموح لهم.
open-to = متاحة لـ
access-choice = { $choice ->
   *[open] الجميع
    [password] من لديه كلمة مرور الاستماع
    [account] من لديه حساب لهذه المحطة
}
new-listening-password = كلمة مرور جديدة للاستماع (فارغ: تبقى الحالية)
choose-listening-password = كلمة مرور الاستماع (10 أحرف على الأقل)
save-access = حفظ الوصول
guest-link-hint = برابط الضيف يستمع الناس بلا كلمة مرور حتى تنتهي صلاحيته.
guest-links-only = لم تُعيَّن كلمة مرور للاستماع بعد، فلا يتيح الوصول إلا روابط الضيوف والحسابات.
guest-link-created = أُنشئ رابط الضيف
valid-for-hours = الصلاحية (ساعات)
create-guest-link = إنشاء رابط ضيف
guest-links-revoked = أُلغيت كل روابط الضيوف.
guest-links-revoke-ask = هل تريد إلغاء كل روابط الضيوف؟ ينقطع الاتصال عمّن يستمع بها.
revoke-guest-links = إلغاء كل روابط الضيوف

## Stations

music-from = الموسيقى من
stream-qualities = جودات البث
links = روابط
silence-no-music = صمت: لا موسيقى في مجلدها
starting = قيد التشغيل
all-music = كل الموسيقى
settings = الإعدادات
add-station = إضافة محطة
add-station-hint = تصبح المحطة الجديدة على الهواء خلال ثوانٍ. لا يلاحظ مستمعو المحطات الأخرى شيئًا.
station-created = أُنشئت المحطة
short-name = اسم قصير للعناوين
short-name-hint = أحرف لاتينية صغيرة وأرقام وشرطات، مثل { $example }. لا يمكن تغييره لاحقًا.
music-folder = مجلد الموسيقى
music-folder-hint = مجلد داخل { $folder }. اتركه فارغًا لتشغيل المكتبة كلها.
qualities-new-hint = واحدة في كل سطر؛ الأولى هي الافتراضية. الممكن: { $qualities }.
source-password = كلمة مرور المصدر
source-password-new-hint = تسجّل بها تطبيقات البث الدخول. اتركها فارغة لتُنشأ كلمة تراها مرة واحدة.
create-station = إنشاء المحطة

## Listeners

listeners-of = المستمعون · { $station }
listeners-right-now = { $listeners ->
    [0] لا مستمعين الآن
    [one] مستمع واحد الآن
    [two] مستمعان الآن
    [few] { $listeners } مستمعين الآن
    [many] { $listeners } مستمعًا الآن
   *[other] { $listeners } مستمع الآن
}
share-player-page = شارك { $page }، أو انسخ عنوان بث من { $addresses }.
quality = الجودة
player = المشغّل
listeners-unavailable = قائمة المستمعين غير متاحة الآن. حاول مجددًا بعد لحظة.
listeners-longest-first = المستمعون، الأطول استماعًا أولًا
listening-for = مدة الاستماع
delay-column = التأخير
lost-column = المفقود
data-column = البيانات
disconnect = قطع الاتصال
connection-kind = { $kind ->
   *[web-socket] ‏WebSocket، { $quality }
    [stream] بث، { $quality }
}
disconnected = قُطع الاتصال.
disconnect-number = قطع اتصال الرقم { $number }، { $address }
listeners-hint = قد يمثّل العنوان الواحد أسرة كاملة. تعاود مشغّلات كثيرة الاتصال من تلقاء نفسها بعد قطعه.
history = الإحصاءات
period = الفترة
range = { $range ->
   *[hour] ساعة
    [day] يوم
    [week] أسبوع
    [month] شهر
}
peak = الذروة: { $listeners }.
no-shows-in-period = لا برامج في هذه الفترة. { $schedule } لترى عدد مستمعي كل برنامج.
add-shows = أضف برامج إلى الجدول
no-data-yet = لا بيانات لهذه الفترة بعد. عُد بعد بضع دقائق.
player-kind = { $player ->
    [browser] المتصفحات
    [desktop] مشغّلات الحاسوب
    [phone] تطبيقات الهاتف
    [car] السيارات
    [speaker] مكبّرات الصوت وأجهزة الراديو
    [program] برامج حاسوبية
    [other] أخرى
   *[unknown] { $player }
}
output-name = { $format ->
    [ws] صفحة المشغّل (WebSocket)
    [edge] خادم طرفي (WebSocket)
    [opus] بث (Ogg Opus)
    [opus-chained] بث (Ogg Opus مع العناوين)
    [mp3] بث (MP3)
    [aac] بث (AAC)
    [flac] بث (FLAC)
    [wav] بث (WAV)
   *[other] { $format }
}
plot-listeners = المستمعون
plot-average = في المتوسط
plot-most = الحد الأعلى
plot-by-output = حسب نوع البث
plot-by-player = حسب المشغّل
plot-by-programme = حسب البرنامج
plot-listeners-average = متوسط المستمعين
plot-last-hour = المستمعون في كل دقيقة من الساعة الأخيرة
plot-label = { $caption }؛ الأرقام في الجدول أدناه
plot-numbers = { $caption }: الأرقام
show-numbers = عرض الأرقام
from-time = من

## The playback history

history-of = سجلّ البث، { $station }
history-source = { $source ->
   *[autodj] AutoDJ
    [live] مباشر
    [relay] إعادة بث
    [emergency-loop] حلقة الطوارئ
    [silence] صمت
}
playback-history = سجلّ البث
history-hint = كل ما بُثّ على الهواء مع الأوقات وعدد المستمعين (سجلّ البث الفعلي).
day-empty-all = اليوم (فارغ: الكل)
title-artist-album-dj = العنوان أو الفنان أو الألبوم أو المنسّق
all-sources = الكل
all-days = كل الأيام
days = الأيام
previous-day = اليوم السابق
next-day = اليوم التالي
today = اليوم
titles-total = العناوين
performances = مرات الاستماع
performances-are = { $performances } (العناوين × المستمعون)
listening-hours = ساعات الاستماع
listening-hours-are = { $hours } س، لكل المستمعين معًا
newest-entries = { $count ->
    [zero] لا تُعرض أي مادة. اختر يومًا أو كلمات أكثر.
    [one] لا تُعرض إلا أحدث مادة. اختر يومًا أو كلمات أكثر.
    [two] لا تُعرض إلا أحدث مادتين. اختر يومًا أو كلمات أكثر.
    [few] لا تُعرض إلا أحدث { $count } مواد. اختر يومًا أو كلمات أكثر.
   *[other] لا تُعرض إلا أحدث { $count } مادة. اختر يومًا أو كلمات أكثر.
}
length = المدة
title-column = العنوان
peak-listeners = ذروة المستمعين
source-with-dj = { history-source }: { $dj }
no-matches-all-days = لا نتائج. جرّب كلمات أقل أو كل الأيام.
history-empty = لم يُبثّ شيء في هذا اليوم. يبدأ السجلّ من أول تشغيل للمحطة.
royalty-report = تقرير حقوق البث
royalty-hint = بصيغة SoundExchange: سطر لكل تسجيل مع مرات الاستماع إليه.
from-date = من
until-date = حتى (غير مشمول)
service-name = اسم الخدمة
transmission-category = فئة البث (A–Z)
download-report = تنزيل التقرير
history-times = الأوقات في هذه الصفحة بتوقيت { $zone }؛ وتستخدم التنزيلات والتقرير توقيت UTC.

## The log of the server

logs-hint = أحدث 200 سطر مطابق من آخر 1000 سطر. السجلّ الكامل في مخرج الأخطاء القياسي للخادم.
level-choice = { $choice ->
   *[info] الكل
    [warn] التحذيرات والأخطاء
    [error] الأخطاء
}
lines-of-log = أسطر السجلّ
log-level = { $level ->
   *[info] معلومة
    [warn] تحذير
    [error] خطأ
}
no-matches-levels = لا نتائج. اختر كل المستويات أو كلمات أقل.

## The preview of the programme

preview-of = معاينة، { $station }
preview = معاينة
preview-hint = ما سيشغّله AutoDJ من الآن، من دون منسّقي الموسيقى المباشرين والطلبات والمقاطع المضافة يدويًا. قد تختلف المقاطع الموجودة في قائمة الانتظار.
hours = الساعات
show-preview = عرض المعاينة
reason-column = المصدر
fades-in = يدخل تدريجيًا
separation-skipped = { $rule ->
   *[album] تُجوهل تباعد الألبوم
    [artist] تُجوهل تباعد الفنان
    [title] تُجوهل تباعد العنوان
    [repeat] تُجوهل تباعد التكرار
}
library-empty = المكتبة فارغة. { $upload } أولًا.
times-of-zone = الأوقات بتوقيت المحطة، { $zone }.
why-library = المكتبة
why-playlist = قائمة التشغيل { $playlist }
why-jingle = جينغل { $playlist }
why-show = برنامج { $show }
why-show-playlist = برنامج { $show }، قائمة التشغيل { $playlist }
why-clock = برنامج { $show }، مخطّط الساعة { $clock }، قائمة التشغيل { $playlist }

## Clocks

clocks-of = مخطّطات الساعة، { $station }
clocks = مخطّطات الساعة
clocks-hint = يحدّد مخطّط الساعة من أي قائمة تشغيل يأتي كل مقطع في الساعة. يتكرّر كل ساعة، ويبدأ من جديد حين يبلغ نهايته.
clock-used-by = يستخدمه { $shows }.
clock-unused = لا يستخدمه أي برنامج بعد.
no-clocks = لا توجد مخطّطات ساعة بعد.
create-clock-below = أنشئ مخطّطًا أدناه ثم اختره لأحد البرامج.
clock-needs-playlists = يُبنى مخطّط الساعة من قوائم التشغيل: { $create } أولًا.
create-those = أنشئها
create-a-clock = إنشاء مخطّط ساعة
clock-created = أُنشئ مخطّط الساعة.
playlists-of-hour = قوائم تشغيل الساعة
clock-lines-hint = قائمة تشغيل واحدة في كل سطر. قبل اسمها: { $after } تبدأ مع المقطع التالي بعد منتصف الساعة، و{ $late } بتأخير دقيقتين على الأكثر، و{ $exact } تُنهي المقطع الحالي تدريجيًا.
create-clock = إنشاء المخطّط
clock-of = { $clock }، مخطّط ساعة في { $station }
all-clocks = كل مخطّطات الساعة
edit-clock = تعديل المخطّط
save-clock = حفظ المخطّط
delete-clock = حذف المخطّط
clock-in-use = يستخدمه: { $shows }. اجعلها تشغّل شيئًا آخر قبل حذف المخطّط.
delete-clock-ask = هل تريد حذف مخطّط الساعة { $clock }؟
clock-item-exact = عند الدقيقة { $minute } تمامًا، { $playlist }: يُنهى ما يُبثّ تدريجيًا
clock-item-late = { $late ->
    [one] عند الدقيقة { $minute }، { $playlist }، بتأخير دقيقة على الأكثر
    [two] عند الدقيقة { $minute }، { $playlist }، بتأخير دقيقتين على الأكثر
    [few] عند الدقيقة { $minute }، { $playlist }، بتأخير { $late } دقائق على الأكثر
   *[other] عند الدقيقة { $minute }، { $playlist }، بتأخير { $late } دقيقة على الأكثر
}

## The schedule

schedule-of = جدول البرامج، { $station }
add-show = إضافة برنامج
no-shows = لا برامج بعد: يشغّل AutoDJ التناوب العادي طوال الأسبوع.
add-show-for = { $add } لكل ما له وقت ثابت: الأخبار أو منسّق موسيقى أو سهرة جاز.
weeks = الأسابيع
previous-week = الأسبوع السابق
this-week = هذا الأسبوع
next-week = الأسبوع التالي
drag-hint = اسحب برنامجًا لنقله، أو حافته السفلى لتغيير مدته. بلوحة المفاتيح: الأسهم تنقله، وShift مع الأسهم يغيّر مدته، وEnter يفتح المعاينة، وEscape يتراجع. لا يُحفظ شيء قبل الضغط على «حفظ».
draw-hint = اسحب فوق وقت خالٍ لإضافة برنامج فيه. على شاشة اللمس، أبقِ إصبعك أولًا على الوقت الخالي.
add-show-on = إضافة برنامج: { $day }
normal-rotation = تناوب عادي.
not-saved-yet = لم يُحفظ بعد
undo = تراجع
overlapping-shows = برامج متداخلة
all-shows = كل البرامج
when = الموعد
plays = المحتوى
start = البداية
separation-rules = قواعد التباعد
separation-hint = ينتظر AutoDJ هذه المدة قبل تكرار عنوان أو فنان أو ألبوم. إن لم يبقَ مقطع يتجاهل تباعد الألبوم أولًا ثم الفنان ثم العنوان.
title-minutes = العنوان (دقائق)
artist-minutes = الفنان (دقائق)
album-minutes = الألبوم (دقائق)
zone-hint = تستخدمها البرامج ومخطّطات الساعة وسجلّ البث. فارغ: المنطقة الزمنية للخادم.
separation-are = ينتظر AutoDJ قبل التكرار بالدقائق: { $title } للعنوان، و{ $artist } للفنان، و{ $album } للألبوم.
week-in-month = { $from } إلى { $day } { month } { $year }
week-in-months = { $from } إلى { $to }
day-and-month = { $day } { month }
short-day-number = { weekday-short } { $day }
show-days = { $days ->
    [daily] كل يوم
    [weekdays] من الاثنين إلى الجمعة
   *[other] { $names }
}
show-when = { $days }، { $from } إلى { $to }
plays-playlist = قائمة التشغيل { $playlist }
plays-clock = مخطّط الساعة { $clock }
plays-track = المقطع { $track }، مرة واحدة
plays-dj = منسّق موسيقى مباشر، وتناوب عادي حتى يتصل
plays-dj-playlist = منسّق موسيقى مباشر، وقائمة التشغيل { $playlist } حتى يتصل
plays-relay = إعادة بث { $address }
starts-on-time = يبدأ في موعده، ويُنهى المقطع الذي قبله تدريجيًا
starts-late = { $late ->
    [one] يبدأ مع المقطع التالي، بتأخير دقيقة على الأكثر
    [two] يبدأ مع المقطع التالي، بتأخير دقيقتين على الأكثر
    [few] يبدأ مع المقطع التالي، بتأخير { $late } دقائق على الأكثر
   *[other] يبدأ مع المقطع التالي، بتأخير { $late } دقيقة على الأكثر
}
show-on-time = { $show }: ‏{ $when }؛ يبدأ في موعده، ويُنهى المقطع الذي قبله تدريجيًا. { $plays }.
show-late = { $late ->
    [one] { $show }: ‏{ $when }؛ يبدأ مع المقطع التالي، بتأخير دقيقة على الأكثر. { $plays }.
    [two] { $show }: ‏{ $when }؛ يبدأ مع المقطع التالي، بتأخير دقيقتين على الأكثر. { $plays }.
    [few] { $show }: ‏{ $when }؛ يبدأ مع المقطع التالي، بتأخير { $late } دقائق على الأكثر. { $plays }.
   *[other] { $show }: ‏{ $when }؛ يبدأ مع المقطع التالي، بتأخير { $late } دقيقة على الأكثر. { $plays }.
}
show-with-djs = مع { $djs }.
conflict = { $reason ->
    [dated] { $when }: يُسمع { $heard } لا { $unheard }، لأنه في ذلك التاريخ فقط.
    [later] { $when }: يُسمع { $heard } لا { $unheard }، لأنه يبدأ بعده.
   *[first] { $when }: يُسمع { $heard } لا { $unheard }، لأنهما يبدآن في الوقت نفسه واسمه أسبق في الترتيب.
}
conflict-then = { $then ->
    [goes-on] { conflict } يتواصل { $unheard } في { $to }.
    [begins] { conflict } يبدأ { $unheard } في { $to }.
    [lost] { conflict } لا يُسمع { $unheard } حينها إطلاقًا.
   *[nothing] { conflict }
}
zone-of-machine = منطقة الخادم

## A show

new-show = برنامج جديد
page-of-station = { $page }، { $station }
back-to-schedule = العودة إلى الجدول
every-week-on = كل أسبوع في
once-on = مرة واحدة في
date-field = التاريخ
to-time = إلى
choose = اختر
plays-group = { $group ->
   *[playlist] قائمة تشغيل
    [clock] مخطّط ساعة
    [live] مباشر
    [other] غير ذلك
}
choose-dj = منسّق موسيقى مباشر (تناوب عادي حتى يتصل)
choose-dj-playlist = منسّق موسيقى مباشر ({ $playlist } حتى يتصل)
choose-missing-track = مقطع مفقود حاليًا
choose-track = { $track }، مرة واحدة
choose-relay = بث آخر (أدخل عنوانه أدناه)
stream-to-relay = عنوان البث المراد إعادة بثّه
latest-start = أقصى تأخير للبداية (دقائق)
latest-start-hint = ينتظر هذه المدة حتى ينتهي المقطع الحالي. فارغ: يبدأ في موعده ويُنهي المقطع تدريجيًا.
show-djs = المنسّقون
show-djs-hint = يمكنهم البث المباشر من عشر دقائق قبل البرنامج حتى نهايته، إضافة إلى أوقات حساباتهم. الحساب الذي لا أوقات له يبث في أي وقت؛ اكتب { $word } في أوقاته ليقتصر على برامجه.
preview-show = معاينة البرنامج
show-replaces = يوجد برنامج بهذا الاسم. الحفظ يستبدله.
no-other-show = لا برنامج آخر في ذلك الوقت.
save-show = حفظ { $show }
preview-caption = ما سيشغّله AutoDJ، من دون منسّقي الموسيقى المباشرين والطلبات
show-hint = اختر موعدًا وما يشغّله البرنامج. تظهر هنا معاينة وأي برامج متداخلة قبل حفظ أي شيء.
rename-show = تغيير اسم البرنامج
delete-show = حذف البرنامج
delete-show-ask = هل تريد حذف البرنامج { $show }؟
show-colour = اللون
show-colour-name = { $colour ->
   *[none] بلا لون
    [red] أحمر
    [orange] برتقالي
    [yellow] أصفر
    [green] أخضر
    [blue] أزرق
    [purple] بنفسجي
    [pink] وردي
    [grey] رمادي
}

## A single day of a show

# { $day } is a date such as "Fri 4 December 2026"
only-on = فقط: { $day }
on-as-usual = تراجع: كالمعتاد في ذلك اليوم
cancel-it = إلغاؤه
move-it = نقله
note-for-listeners = ملاحظة للمستمعين (اختيارية)
cancel-on = إلغاء: { $day }
move-only = نقل هذا اليوم فقط: { $day }
length-minutes = المدة (بالدقائق)
every-week = كل أسبوع
coming-days = الأيام القادمة
coming-days-hint = ألغِ هنا يومًا واحدًا أو انقله. تبقى الأسابيع الأخرى كما هي.
change-this-day = إلغاء أو نقل

## Results that are shown once

copy-now = انسخه الآن؛ لن تراه مجددًا.
dj-sheet = لمنسّق الموسيقى: افتح الاستوديو في المتصفح وسجّل الدخول، أو أدخل الخادم والمنفذ ونقطة الوصل في تطبيق البث (نوع الخادم Icecast 2).
copy-all = نسخ الكل
print = طباعة
password-chosen = كلمة المرور التي اخترتها
not-in-library = غير موجود في المكتبة:
result = { $field ->
   *[name] الاسم
    [slug] الاسم القصير
    [password] كلمة المرور
    [source_password] كلمة مرور المصدر
    [token] الرمز
    [secret] السر
    [page] الرابط
    [ends_at] صالح حتى
    [problem] المشكلة
    [listed] المقاطع في الملف
    [found] المقاطع المستوردة
    [studio] الاستوديو
    [server] الخادم
    [port] المنفذ
    [mount] نقطة الوصل
}
done = تمّ
database-sound = نجح فحص قاعدة البيانات
database-unsound = فشل فحص قاعدة البيانات

## DJs and people

djs-of = منسّقو الموسيقى في { $station }
djs-hint = يحق لكل من في هذه القائمة البث مباشرةً على هذه المحطة، من { $studio } أو بواسطة { $software }. يمكنك تعديل المنسّقين التابعين لهذه المحطة وحدها؛ ويعدّل الآخرين أحد المسؤولين.
dj-hours = { $name }: { $hours }
dj-role-hours = { $name }، { role }: { $hours }
any-time = في أي وقت
hours-on-air = ساعات البث
save-hours = حفظ الساعات
password-changed = غُيّرت كلمة المرور
new-password-or-empty = كلمة مرور جديدة (فارغ: تُنشأ تلقائيًا)
set-password = تعيين كلمة المرور
delete-account-ask = هل تريد حذف الحساب { $name }؟
delete-account = حذف الحساب
dj-of-others = هذا الحساب تابع لمحطات أخرى أيضًا أو يدير محطة. يستطيع أحد المسؤولين تغييره.
no-djs = لا منسّقي موسيقى بعد. أضف منسّقًا أدناه وأعطه كلمة المرور.
add-a-dj = إضافة منسّق موسيقى
dj-created = أُنشئ حساب منسّق الموسيقى
name-hint = لتسجيل الدخول. أحرف وأرقام ونقاط وشرطات وشرطات سفلية؛ بلا مسافات.
hours-hint = فترة واحدة في كل سطر، مثل { $example }. فارغ: دائمًا.
dj-hours-hint = فترة واحدة في كل سطر، مثل { $example }. فارغ: دائمًا. اكتب { $word } للبرامج التي تذكر المنسّق.
password-hint = 10 أحرف على الأقل. اتركها فارغة لتُنشأ كلمة تراها مرة واحدة.
add-dj = إضافة المنسّق
people-hint = يحق للمسؤولين كل شيء. يدير المديرون المحطات المختارة ومنسّقيها. يبثّ منسّقو الموسيقى على المحطات المختارة في الساعات التي تحدّدها.
person = { $name }: { role }، { $stations }
person-hours = { person }، { $hours }
person-you = { $name } (أنت)
all-stations = كل المحطات
no-station = لا محطة بعد
password-is-created = أنشأها Longwave، ويجب تغييرها عند تسجيل الدخول التالي
password-is-own = عيّنها صاحب الحساب
signed-in = أماكن الدخول
session-used = { $browser }، آخر استخدام { $time }
signed-in-nowhere = لا مكان
role-field = الدور
save-account = حفظ الحساب
oidc-email = عنوان البريد لدى { $provider }
oidc-email-hint = من يملك هذا العنوان هناك بعد التحقق منه يسجّل الدخول إلى هذا الحساب، وأول من يفعل ذلك يُربط به. فارغ: بكلمة المرور فقط.
oidc-linked = مرتبط بالشخص الذي سجّل الدخول أولًا. عنوان آخر يفك هذا الارتباط.
signed-out-everywhere = سُجّل الخروج من كل مكان.
totp-off-ask-other = هل تريد تعطيل المصادقة الثنائية للحساب { $name }؟ سيكون تسجيل الدخول حينها بكلمة المرور وحدها.
totp-is-off = المصادقة الثنائية معطّلة.
turn-off-two-factor = تعطيل المصادقة الثنائية
add-an-account = إضافة حساب
account-created = أُنشئ الحساب
add-account = إضافة الحساب

## API tokens

api-tokens = رموز API
tokens-hint = تستخدم التطبيقات { $api } برمز: ترسل { $header }. يتوقف الرمز عن العمل حين لا يعود الحساب الذي أنشأه مسؤولًا.
the-api = واجهة API
program = التطبيق
permissions = الأذونات
expires = ينتهي في
token-all-stations = الكل
created-by = بواسطة { $name }
never = أبدًا
time-expired = { $time } (منتهٍ)
delete-token-ask = هل تريد حذف رمز { $name }؟ لن يستطيع التطبيق استخدام API بعد ذلك.
delete-name = حذف { $name }
no-tokens = لا رموز بعد. أنشئ رمزًا أدناه لتطبيق يستخدم API.
create-a-token = إنشاء رمز
token-created = أُنشئ رمز API
program-name = اسم التطبيق
program-hint = أحرف وأرقام ونقاط وشرطات وشرطات سفلية؛ بلا مسافات.
permissions-legend = الأذونات (الكتابة تشمل القراءة)
tokens-can-do-all = التطبيق الذي لديه { $scope } يستطيع إنشاء مسؤولين، فيستطيع فعل أي شيء.
stations-none-all = المحطات (بلا اختيار: الكل)
valid-days = الصلاحية بالأيام (فارغ: بلا انتهاء)
create-token = إنشاء الرمز
token-once = ترى الرمز مرة واحدة بعد إنشائه.

## Two-factor authentication and password

two-factor-hint = تحمي حسابك حتى لو عرف أحد كلمة مرورك: يطلب تسجيل الدخول حينها رمزًا من هاتفك أيضًا. لا تستطيع تطبيقات البث والاستوديو طلب الرموز؛ أعطها كلمة مرور تطبيق من هذه الصفحة بدل كلمة مرورك.
turn-on = تفعيل
needs-authenticator = يلزمك تطبيق مصادقة (TOTP) على هاتفك. أي تطبيق منها يصلح.
now-scan = امسح الرمز الآن.
current-password = كلمة المرور الحالية
set-up = إعداد
scan-code = 1. امسح هذا الرمز
scan-hint = امسحه بتطبيق المصادقة أو اكتب المفتاح أدناه. على الهاتف نفسه { $link }.
open-this-link = افتح هذا الرابط
qr-for-authenticator = رمز QR لتطبيق المصادقة
save-recovery = 2. احفظ رموز الاسترداد
recovery-hint = إن فقدت هاتفك يتيح لك كل رمز منها تسجيل الدخول مرة واحدة. لا تُعرض مجددًا بعد التأكيد.
confirm-step = 3. أكّد
totp-is-on = المصادقة الثنائية مفعّلة.
totp-on-heading = المصادقة الثنائية مفعّلة
recovery-left = { $codes ->
    [0] لم يبقَ لديك أي رمز استرداد. عطّل المصادقة الثنائية ثم فعّلها مجددًا للحصول على رموز جديدة.
    [one] بقي لديك رمز استرداد واحد.
    [two] بقي لديك رمزا استرداد.
    [few] بقيت لديك { $codes } رموز استرداد.
    [many] بقي لديك { $codes } رمز استرداد.
   *[other] بقي لديك { $codes } رمز استرداد.
}
totp-off-ask = هل تريد تعطيل المصادقة الثنائية؟
app-passwords = كلمات مرور التطبيقات
delete-app-password-ask = هل تريد حذف كلمة مرور التطبيق { $name }؟ ينقطع اتصال التطبيق الذي يستخدمها.
name-deleted = حُذف { $name }.
app-password-created = أُنشئت كلمة مرور التطبيق
create-app-password = إنشاء كلمة مرور تطبيق
choose-own-password = اختر كلمة مرورك
choose-own-hint = كلمة المرور التي دخلت بها ظهرت عند تشغيل الخادم. اختر كلمة لا يعرفها غيرك.
new-password = كلمة المرور الجديدة (10 أحرف على الأقل)
repeat-password = تكرار كلمة المرور الجديدة
password-changes-sessions = تبقى مسجَّل الدخول هنا، ويُسجَّل خروجك من كل مكان آخر.

## Activity

activity = النشاط
activity-hint = من غيّر وماذا غيّر: آخر 10000 تغيير.
type-or-name = النوع أو الاسم
changes-newest-first = التغييرات، الأحدث أولًا
change = التغيير
from-address = من العنوان
older-changes = تغييرات أقدم
no-changes = لا نتائج. تُدرج في هذه الصفحة كل التغييرات التي تُجرى هنا أو عبر API.

## Song requests

requests-of = الطلبات، { $station }
request-refusal = { $reason ->
   *[off] رُفض: كانت الطلبات معطّلة
    [not-there] رُفض: لم يُعثر على المقطع
    [queued] رُفض: كان المقطع أو فنانه في قائمة الانتظار
    [heard-lately] رُفض: بُثّ المقطع أو فنانه قبل قليل
    [too-many-of-a-person] رُفض: بلغ هذا المستمع حدّه في الساعة
    [too-many] رُفض: بلغ المستمعون حدّهم في الساعة
}
request-added = أُضيف إلى قائمة الانتظار
requests-are-on = يستطيع المستمعون طلب الأغاني في { $page }: ‏{ $each } في الساعة لكل مستمع، و{ $all } في الساعة للجميع معًا. تسري قواعد التباعد.
the-programme-page = صفحة البرامج
requests-are-off = طلبات الأغاني معطّلة.
requests-on-now = يستطيع المستمعون طلب الأغاني الآن.
turn-off-requests = تعطيل الطلبات
turn-on-requests = تفعيل الطلبات
in-the-queue = في قائمة الانتظار
removed-title = أُزيل { $title } من قائمة الانتظار.
remove-title = إزالة { $title }
no-requests-queued = لا طلبات في قائمة الانتظار.
recent-requests = الطلبات الأخيرة
requests-counted = { $requests ->
    [zero] لا طلبات، رُفض منها { $refused }. يُدرج الرفض المتكرر خلال عشر دقائق مرة واحدة.
    [one] طلب واحد، رُفض منه { $refused }. يُدرج الرفض المتكرر خلال عشر دقائق مرة واحدة.
    [two] طلبان، رُفض منهما { $refused }. يُدرج الرفض المتكرر خلال عشر دقائق مرة واحدة.
    [few] { $requests } طلبات، رُفض منها { $refused }. يُدرج الرفض المتكرر خلال عشر دقائق مرة واحدة.
    [many] { $requests } طلبًا، رُفض منها { $refused }. يُدرج الرفض المتكرر خلال عشر دقائق مرة واحدة.
   *[other] { $requests } طلب، رُفض منها { $refused }. يُدرج الرفض المتكرر خلال عشر دقائق مرة واحدة.
}
request-result = النتيجة
no-requests = لا طلبات بعد. يطلب المستمعون الأغاني في { $page }؛ شارك رابطها.
limits = الحدود
requests-per-listener = الطلبات في الساعة لكل مستمع
requests-per-hour = الطلبات في الساعة، كل المستمعين
save-limits = حفظ الحدود

## Recordings

recordings-of = التسجيلات، { $station }
recording-off = التسجيل معطّل.
recording-turn-on = فعّله في { $settings }.
archive-settings = الأرشيف في الإعدادات
recording-ask = اطلب من أحد المديرين تفعيله.
recorded = { $archive ->
    [live] تُسجَّل فقرات البث المباشر. تظهر كل فقرة هنا بعد ثوانٍ من نهايتها. المساحة المستخدمة على القرص: { $size }.
    [shows] تُسجَّل البرامج المجدولة. يظهر كل برنامج هنا بعد ثوانٍ من نهايته. المساحة المستخدمة على القرص: { $size }.
   *[everything] يُسجَّل كل شيء. يظهر كل برنامج مجدول هنا بعد ثوانٍ من نهايته. المساحة المستخدمة على القرص: { $size }.
}
recordings-published = التسجيلات المنشورة في { $page } وفي { $feed }.
programme-page = صفحة البرامج
podcast-feed = خلاصة البودكاست
recording-state = { $state ->
    [published] { $time }، { $length } · منشور
    [hidden] { $time }، { $length } · غير منشور
   *[recording] { $time } · جارٍ التسجيل…
}
download = تنزيل: { $files }
mp3-in-preparation = ‏MP3 قيد الإعداد
hide = إخفاء
hide-title = إخفاء { $title }
publish = نشر
publish-title = نشر { $title }
delete-recording-ask = هل تريد حذف هذا التسجيل وملفاته؟
title-and-description = العنوان والوصف
description = الوصف
save-details = حفظ التفاصيل
no-recordings = لا تسجيلات بعد. انظر { $history } لكل ما بُثّ على الهواء.
the-playback-history = سجلّ البث
recording-show = البرنامج
episode-upload = رفع حلقة
episode-file = ملف صوتي، 2 غيغابايت على الأكثر
episode-progress = ما أُرسل حتى الآن
episode-send = رفع
episode-sent = وصل الملف. يجري إعداد ملفي Opus وMP3.
episode-state = { $state ->
   *[receiving] يجري إرسال الملف.
    [transcoding] وصل الملف. يجري إعداد ملفي Opus وMP3.
    [refused] رُفض الملف:
}
feeds-of-shows = خلاصات البرامج:
recording-picture = صورة
recording-picture-saved = حُفظت الصورة.
recording-picture-remove = إزالة الصورة
recording-picture-removed = أُزيلت الصورة.
trim-recording = قص
trim-from = البداية بالثواني
trim-to = النهاية بالثواني
trim-here = موضع المشغّل
recording-missing = لم يعد ملفها موجودًا على القرص، ولا تظهر في البودكاست. أعد { $file } إلى مجلد أرشيف المحطة، أو احذف التسجيل.
trim-hint = لا يُعاد ترميز الصوت. ما يُقص يختفي من التسجيل.
trim-ask = قص كل ما قبل البداية وما بعد النهاية؟
trimmed = تم القص.
repeat-recording = إعادة
repeat-hint = تدخل نسخة إلى المكتبة بوصفها حديثًا. ومن هناك توضع في قائمة الانتظار أو في الجدول كأي مقطع.
repeat-send = وضعها في المكتبة
repeat-done = تجري إضافتها إلى المكتبة.

## The transcript

transcript-of = التفريغ النصي، { $station }
transcript-hint = { $access ->
   *[public] الكلام المباشر كما فهمه برنامج التعرّف. يستطيع الجميع البحث فيه.
    [private] الكلام المباشر كما فهمه برنامج التعرّف. لا يبحث فيه إلا منسّقو الموسيقى والمديرون في هذه المحطة.
}
transcript-kept = { $days ->
    [0] يُحفظ المدة نفسها التي يُحفظ فيها سجلّ البث.
    [one] يُحفظ يومًا واحدًا.
    [two] يُحفظ يومين.
    [few] يُحفظ { $days } أيام.
    [many] يُحفظ { $days } يومًا.
   *[other] يُحفظ { $days } يوم.
}
captions-are-off = نص الكلام معطّل.
captions-turn-on = فعّله في { $settings }.
captions-settings = نص الكلام في الإعدادات
captions-ask = اطلب من أحد المديرين تفعيله.
captions-missing = نص الكلام مفعّل، لكن لا يوجد برنامج للتعرّف على الكلام. شغّل الخادم بالخيار { $option }؛ يشرح { $manual } ذلك.
manual = الدليل
captions-failing = توقف برنامج التعرّف على الكلام ويُعاد تشغيله.
spoken-words = كلمات قيلت
newest-matches = { $count ->
    [zero] لا تُعرض أي نتيجة.
    [one] لا تُعرض إلا أحدث نتيجة.
    [two] لا تُعرض إلا أحدث نتيجتين.
    [few] لا تُعرض إلا أحدث { $count } نتائج.
   *[other] لا تُعرض إلا أحدث { $count } نتيجة.
}
text = النص
newest-first = الأحدث أولًا. الأوقات بتوقيت { $zone }.
no-speech = لم يُتعرَّف على كلام بعد.

## Types and tags of tracks

library = المكتبة
tracks = المقاطع
album = الألبوم
added = أُضيف
last-played = آخر تشغيل
save = حفظ
new-name = الاسم الجديد
track-type = { $type ->
   *[music] موسيقى
    [jingle] جينغل
    [id] شارة المحطة
    [ad] إعلان
    [talk] كلام
}
type-saved = حُفظ النوع.
type-hint = لا يُشغَّل في التناوب العام إلا الموسيقى. تُشغَّل الجينغلات وشارات المحطة والإعلانات بين الموسيقى، والكلام حيث تطلبه قائمة تشغيل.
any = الكل
from-year = من سنة
to-year = إلى سنة
folder = المجلد
remove-from-library = إزالة من المكتبة

## The library

library-pages = صفحات المكتبة
folders = المجلدات
removed-tab = المُزالة
library-tracks = { $tracks ->
    [1] مقطع واحد
    [zero] لا مقاطع
    [two] مقطعان
    [few] { $tracks } مقاطع
    [many] { $tracks } مقطعًا
   *[other] { $tracks } مقطع
}
library-state = { library-tracks }.
library-measuring = { library-tracks }؛ قيست شدة الصوت لعدد { $measured } منها، ويتبعها الباقي.
library-scanning = { $files ->
    [zero] { library-tracks }؛ لا ملفات قيد الفحص.
    [one] { library-tracks }؛ لا يزال ملف واحد قيد الفحص.
    [two] { library-tracks }؛ لا يزال ملفان قيد الفحص.
    [few] { library-tracks }؛ لا تزال { $files } ملفات قيد الفحص.
    [many] { library-tracks }؛ لا يزال { $files } ملفًا قيد الفحص.
   *[other] { library-tracks }؛ لا يزال { $files } ملف قيد الفحص.
}
library-measuring-scanning = { $files ->
    [zero] { library-tracks }؛ قيست شدة الصوت لعدد { $measured } منها، ويتبعها الباقي؛ لا ملفات قيد الفحص.
    [one] { library-tracks }؛ قيست شدة الصوت لعدد { $measured } منها، ويتبعها الباقي؛ لا يزال ملف واحد قيد الفحص.
    [two] { library-tracks }؛ قيست شدة الصوت لعدد { $measured } منها، ويتبعها الباقي؛ لا يزال ملفان قيد الفحص.
    [few] { library-tracks }؛ قيست شدة الصوت لعدد { $measured } منها، ويتبعها الباقي؛ لا تزال { $files } ملفات قيد الفحص.
    [many] { library-tracks }؛ قيست شدة الصوت لعدد { $measured } منها، ويتبعها الباقي؛ لا يزال { $files } ملفًا قيد الفحص.
   *[other] { library-tracks }؛ قيست شدة الصوت لعدد { $measured } منها، ويتبعها الباقي؛ لا يزال { $files } ملف قيد الفحص.
}
type-as-folder-usually = مثل مجلده (موسيقى عادةً)
upload-for-all = كل المحطات التي تشغّل المكتبة كلها
upload-for-one = ‏{ $station } فقط
library-upload-scripts = يتطلّب الرفع JavaScript. من دونه انسخ الملفات إلى مجلد الموسيقى على الخادم: تظهر هنا خلال ثوانٍ.
recent-uploads = أحدث الملفات المرفوعة
recent-uploads-count = أحدث الملفات المرفوعة ({ $uploads })
upload-part = رُفع { $percent } %: اختر الملف نفسه مجددًا للمتابعة
clear = مسح
clear-name = مسح { $name } من القائمة
upload-cleared = مُسح من القائمة.
search-library = البحث في المكتبة
added-within = { $period ->
   *[any] أي وقت
    [day] منذ أمس
    [week] في الأسبوع الأخير
    [month] في الشهر الأخير
    [year] في السنة الأخيرة
}
sort-by = ترتيب حسب
sort-choice = { $sort ->
   *[best] الأكثر تطابقًا
    [artist] الفنان
    [title] العنوان
    [album] الألبوم
    [length] المدة
    [added] تاريخ الإضافة
    [last-played] آخر تشغيل
    [plays] مرات التشغيل
}
sort-order = الترتيب
sort-order-choice = { $order ->
   *[ascending] تصاعدي
    [descending] تنازلي
}
loudness-not-measured = لم تُقَس شدة الصوت بعد
never-played = لم يُشغَّل قط
show-all = عرض الكل
tracks-found = { $tracks ->
    [zero] لم يُعثر على أي مقطع.
    [one] عُثر على مقطع واحد.
    [two] عُثر على مقطعين.
    [few] عُثر على { $tracks } مقاطع.
    [many] عُثر على { $tracks } مقطعًا.
   *[other] عُثر على { $tracks } مقطع.
}
select-all-here = تحديد كل ما في هذه الصفحة
select-column = تحديد
play-column = تشغيل
library-column = { $column ->
   *[title] العنوان
    [artist] الفنان
    [album] الألبوم
    [genre] نوع الموسيقى
    [year] السنة
    [length] المدة
    [added] أُضيف
    [last-played] آخر تشغيل
    [plays] مرات التشغيل
}
select-title = تحديد { $title }
play-title = تشغيل { $title }
measuring = جارٍ القياس…
last-played-label = آخر تشغيل:
played-never = لم يُشغَّل
plays-label = مرات التشغيل:
no-matches-filters = لا نتائج. استخدم عوامل تصفية أقل أو { $all }.
show-all-tracks = اعرض كل المقاطع
no-music-upload = لا موسيقى بعد. أفلت بعض الملفات أعلاه، أو انسخها إلى مجلد الموسيقى على الخادم.
no-music-ask = لا موسيقى بعد. اطلب من أحد المديرين أن يرفع بعضها.
selected-tracks = المقاطع المحدّدة
select-all-found = { $tracks ->
    [zero] كل ما يطابق البحث (لا شيء)
    [one] المقطع الوحيد المطابق للبحث
    [two] المقطعان المطابقان للبحث
    [few] كل المقاطع المطابقة للبحث ({ $tracks })
   *[other] كل المقاطع المطابقة للبحث ({ $tracks })
}
select-all-tracks = { $tracks ->
    [zero] كل المقاطع (لا شيء)
    [one] المقطع الوحيد
    [two] المقطعان كلاهما
    [few] كل المقاطع ({ $tracks })
   *[other] كل المقاطع ({ $tracks })
}
clear-selection = إلغاء التحديد
progress = التقدّم
edit-tags = تعديل الوسوم
year = السنة
empty-fields-stay = تبقى الحقول الفارغة كما هي.
save-edited-tags = حفظ الوسوم
set-type = تحديد النوع
type-as-their-folder = مثل مجلدها
add-to-playlist = إضافة إلى قائمة تشغيل
no-playlist-by-hand = لا قائمة تشغيل يدوية بعد. أنشئ واحدة في صفحة { $page } لإحدى المحطات.
remove-tracks-hint = يتوقف تشغيل المقاطع وتوضع ملفاتها جانبًا. يمكنك استعادتها من { $removed }.

## Folders

folders-hint = يسري نوع المجلد على مقاطعه، والجديدة منها أيضًا، وعلى المجلدات التي فيه ما لم يكن لها نوع خاص بها. النوع المحدّد للمقطع نفسه له الأولوية.
files = الملفات
type-of-name = نوع { $name }
save-type-of-name = حفظ نوع { $name }
type-as-above = مثل المجلد الأعلى
type-as-above-is = مثل المجلد الأعلى ({ track-type })
no-folders = كل الموسيقى في مجلد واحد بلا مجلدات داخله.

## A track

length-unknown = غير معروفة حتى الآن
loudness = شدة الصوت
not-measured = لم تُقَس بعد
type-of-folder = { track-type }، مثل مجلده
type-as-folder = مثل مجلده
type-as-folder-is = مثل مجلده ({ track-type })
in-no-playlist = لا شيء
upload-cover = رفع غلاف (PNG أو JPEG أو WebP، حتى { $megabytes } م.ب)
replace-cover = استبدال الغلاف (PNG أو JPEG أو WebP، حتى { $megabytes } م.ب)
upload-cover-scripts = يتطلّب رفع الغلاف JavaScript. من دونه ضع صورة باسم { $name } بجانب الملف.
sound = الصوت
waveform = الموجة الصوتية
waveform-with-points = الموجة الصوتية مع نقاط البدء والانتهاء
waveform-soon = جارٍ رسم الموجة الصوتية…
waveform-none = الموجة الصوتية غير متاحة لهذا الملف.
details = التفاصيل
edits-in-file = تحلّ تغييراتك محل وسوم الملف وتُكتب فيه خلال ثوانٍ. تُحفظ نقاط البدء والانتهاء على الخادم فقط.
edits-not-in-file = تحلّ تغييراتك محل وسوم الملف في Longwave فقط؛ ويبقى الملف نفسه كما هو.
tag-settings = إعدادات الوسوم
edits-unwritten = تعذّرت كتابة الوسوم في الملف حتى الآن: { $reason }. يستخدمها Longwave مع ذلك.
saved-next-play = حُفظ. يسري من التشغيل التالي للمقطع.
tag-name = { $tag ->
   *[title] العنوان
    [artist] الفنان
    [album] الألبوم
    [genre] نوع الموسيقى
    [year] السنة
    [isrc] ISRC
    [label] شركة الإنتاج
}
in-the-file = في الملف: { $text }
in-the-file-empty = في الملف: فارغ
cue-points-seconds = نقاط البدء والانتهاء (ثوانٍ)
cue-point = { $point ->
   *[cue_in] نقطة البدء
    [intro_end] نهاية المقدّمة
    [ending_start] بدء التالي
    [cue_out] نقطة الانتهاء
}
cue-point-hint = { $point ->
   *[cue_in] يبدأ التشغيل هنا؛ ويُتخطّى الصمت قبلها.
    [intro_end] يمكن لمنسّق الموسيقى أو جينغل أن يُسمع فوق المقطع حتى هنا.
    [ending_start] يمكن أن يبدأ المقطع التالي من هنا.
    [cue_out] ينتهي التشغيل هنا.
}
measured-at = القياس: { $seconds } ث.
play-from-here = التشغيل من هنا
set-to-player = ضبط على موضع المشغّل
cue-points-later = يمكن تحديد نقاط البدء والانتهاء بعد قياس المقطع، وهو يجري تلقائيًا.
discard-edits-ask = هل تريد تجاهل تغييراتك على هذا المقطع؟
restore-original = استعادة الوسوم ونقاط البدء والانتهاء الأصلية
save-type = حفظ النوع
play-on = تشغيل على { $station }
add-to-queue = إضافة إلى قائمة الانتظار
added-to-playlist = أُضيف إلى قائمة التشغيل.
add-to-name = إضافة إلى { $name }
remove-this-track = إزالة المقطع
remove-track-ask = هل تريد إزالة هذا المقطع من المكتبة؟ يمكنك استعادته لاحقًا.
remove-track-hint = يتوقف تشغيل المقطع ويوضع ملفه جانبًا. يمكنك استعادته من { $removed }.

## Playlists

playlists-of = قوائم التشغيل، { $station }
playlists-heading = قوائم التشغيل
contents = المحتوى
rotation = التناوب
jingles = الجينغلات
rotation-empty = لا مقاطع في قوائم تشغيل التناوب، لذا يشغّل AutoDJ المكتبة كلها. أضف إليها مقاطع.
rotation-short = { $tracks ->
    [zero] لا مقاطع في التناوب ({ $length }). أضف مقاطع، أو أدخل قوائم تشغيل أخرى في التناوب.
    [one] ليس في التناوب إلا مقطع واحد ({ $length })، لذا يكرّره AutoDJ طوال الوقت. أضف مقاطع، أو أدخل قوائم تشغيل أخرى في التناوب.
    [two] ليس في التناوب إلا مقطعان ({ $length })، لذا يكرّرهما AutoDJ طوال الوقت. أضف مقاطع، أو أدخل قوائم تشغيل أخرى في التناوب.
    [few] ليس في التناوب إلا { $tracks } مقاطع ({ $length })، لذا يكرّرها AutoDJ طوال الوقت. أضف مقاطع، أو أدخل قوائم تشغيل أخرى في التناوب.
    [many] ليس في التناوب إلا { $tracks } مقطعًا ({ $length })، لذا يكرّرها AutoDJ طوال الوقت. أضف مقاطع، أو أدخل قوائم تشغيل أخرى في التناوب.
   *[other] ليس في التناوب إلا { $tracks } مقطع ({ $length })، لذا يكرّرها AutoDJ طوال الوقت. أضف مقاطع، أو أدخل قوائم تشغيل أخرى في التناوب.
}
no-playlists-no-music = المكتبة فارغة. { $upload } أولًا ثم أنشئ قوائم تشغيل.
no-playlists = { $tracks ->
    [zero] لا قوائم تشغيل بعد، والمكتبة فارغة.
    [one] لا قوائم تشغيل بعد، لذا يشغّل AutoDJ المكتبة كلها: مقطعًا واحدًا.
    [two] لا قوائم تشغيل بعد، لذا يشغّل AutoDJ المكتبة كلها عشوائيًا: مقطعين.
    [few] لا قوائم تشغيل بعد، لذا يشغّل AutoDJ المكتبة كلها عشوائيًا: { $tracks } مقاطع.
    [many] لا قوائم تشغيل بعد، لذا يشغّل AutoDJ المكتبة كلها عشوائيًا: { $tracks } مقطعًا.
   *[other] لا قوائم تشغيل بعد، لذا يشغّل AutoDJ المكتبة كلها عشوائيًا: { $tracks } مقطع.
}
create-playlist-below = أنشئ واحدة أدناه: بقواعد مثل نوع الموسيقى أو السنة، أو يدويًا.
create-a-playlist = إنشاء قائمة تشغيل
create-playlist = إنشاء القائمة
playlist-created = أُنشئت قائمة التشغيل.
by-rules = بقواعد
by-rules-hint = تضمّ كل المقاطع المطابقة، والمرفوعة حديثًا أيضًا. اترك الحقل فارغًا لتجاهله.
by-hand = يدويًا
by-hand-hint = تختار المقاطع وترتيبها بنفسك.
jingles-hint = مواد قصيرة بين الأغاني: لا تتوالى اثنتان أبدًا، ولا يتداخل صوتها. يُحدَّد نوع المقطع عند رفعه أو في صفحته أو حسب مجلده.
jingles-choice = { $type ->
   *[jingle] جينغلات
    [id] شارات المحطة
    [ad] إعلانات
    [folder] كل ما في مجلد
}
empty-all-of-type = فارغ: كل ما هو من هذا النوع.
weight = الوزن
weight-hint = كم مرة يختار AutoDJ هذه القائمة مقارنةً بغيرها حين لا يُبثّ برنامج. مع 0 تكون خارج التناوب: لا تشغّلها إلا البرامج ومخطّطات الساعة. حالما تدخل قائمة تشغيل في التناوب يقتصر AutoDJ على قوائم التناوب، ولا يعود يشغّل المكتبة كلها.
chosen-by-hand = مختارة يدويًا
rule-type = { $type ->
   *[music] الموسيقى فقط
    [jingle] الجينغلات فقط
    [id] شارات المحطة فقط
    [ad] الإعلانات فقط
    [talk] الكلام فقط
}
rule-genre = نوع الموسيقى { $genre }
rule-artist = الفنان { $artist }
rule-years = من { $from } إلى { $to }
rule-from-year = من { $year } فصاعدًا
rule-to-year = حتى { $year }
rule-text = يطابق «{ $text }»
rule-added = { $days ->
    [zero] أُضيف اليوم
    [one] أُضيف في اليوم الأخير
    [two] أُضيف في اليومين الأخيرين
    [few] أُضيف في آخر { $days } أيام
    [many] أُضيف في آخر { $days } يومًا
   *[other] أُضيف في آخر { $days } يوم
}
rule-shortest = مدته { $time } على الأقل
rule-longest = مدته { $time } على الأكثر
rule-folder = في المجلد { $folder }
rule-everything = كل شيء
weight-is = الوزن { $weight } ({ $percent } %)
every-tracks = { $tracks ->
    [zero] بلا فاصل من المقاطع
    [one] بعد كل مقطع
    [two] كل مقطعين
    [few] كل { $tracks } مقاطع
    [many] كل { $tracks } مقطعًا
   *[other] كل { $tracks } مقطع
}
every-minutes = { $minutes ->
    [zero] بلا فاصل زمني
    [one] كل دقيقة
    [two] كل دقيقتين
    [few] كل { $minutes } دقائق
   *[other] كل { $minutes } دقيقة
}
over-intros = فوق المقدّمات
show-named = البرنامج { $show }
not-in-rotation = خارج التناوب: أعطها وزنًا أو اخترها لأحد البرامج
playlist-unused = لا شيء في البرنامج المعتاد يشغّل هذه القائمة: وزنها 0 ولا يستخدمها أي برنامج ولا مخطّط ساعة. أعطها وزنًا في قسم التشغيل أدناه، أو اخترها لأحد البرامج.

## A playlist

playlist-of = { $playlist }، قائمة تشغيل في { $station }
all-playlists = كل قوائم التشغيل
playlist-size = { $tracks ->
    [zero] لا مقاطع، { $length }
    [one] مقطع واحد، { $length }
    [two] مقطعان، { $length }
    [few] { $tracks } مقاطع، { $length }
    [many] { $tracks } مقطعًا، { $length }
   *[other] { $tracks } مقطع، { $length }
}
not-recently = ليس مؤخرًا
download-as = تنزيل
add-tracks = إضافة مقاطع
title-artist-album-file = العنوان أو الفنان أو الألبوم أو الملف
search-results = نتائج البحث
title-added = أُضيف { $title }.
add-title = إضافة { $title }
matching-tracks = المقاطع المطابقة
drag-tracks-hint = اسحب المقاطع لتغيير ترتيبها أو استخدم الأسهم.
track-number = المقطع { $number }
track-gone = غير موجود في المكتبة: يُتخطّى
moved-up = نُقل إلى أعلى.
moved-down = نُقل إلى أسفل.
move-title-up = نقل { $title } إلى أعلى
move-title-down = نقل { $title } إلى أسفل
title-removed = أُزيل { $title }.
no-tracks-match = لا مقاطع تطابق هذه القواعد. استخدم قواعد أقل أدناه أو { $upload }.
upload-matching-music = ارفع موسيقى مطابقة
playlist-empty = قائمة التشغيل فارغة.
playlist-empty-add = قائمة التشغيل فارغة. ابحث عن مقاطع أعلاه وأضفها، أو استورد ملف قائمة تشغيل أدناه.
page-of-pages = الصفحة { $page } من { $pages }.
previous-page = الصفحة السابقة
playback = التشغيل
rules = القواعد
search-words = كلمات البحث
added-last-days = أُضيف في آخر … أيام
minimum-length = أدنى مدة (ث)
maximum-length = أقصى مدة (ث)
playback-order = الترتيب
playback-order-choice = { $order ->
   *[shuffle] عشوائي
    [sequence] كما في القائمة
    [least-recently-played] الأقدم تشغيلًا أولًا
}
jingle-every-tracks = تشغيل جينغل كل … مقاطع
jingle-every-minutes = تشغيل جينغل كل … دقائق
jingle-over-intro = بدء مقدّمة الأغنية التالية تحت الجينغل
weight-short-hint = كم مرة يختار AutoDJ هذه القائمة مقارنةً بغيرها حين لا يُبثّ برنامج. مع 0 لا تشغّلها إلا البرامج ومخطّطات الساعة.
playlist-hours = الأوقات
crossfade-seconds = تداخل الصوت (ث)
crossfade-hint = فارغ: القيمة الافتراضية للمحطة.
save-playlist = حفظ القائمة
import-playlist = استيراد ملف قائمة تشغيل
import-hint = تحلّ مقاطع ملف M3U أو PLS أو XSPF محل المقاطع أعلاه. تُطابَق حسب اسم الملف، أو حسب الفنان والعنوان.
playlist-imported = استُوردت قائمة التشغيل
playlist-file = ملف قائمة التشغيل
paste-playlist = أو الصق قائمة التشغيل هنا
import-tracks = استيراد المقاطع
rename-playlist = تغيير اسم القائمة
rename-playlist-hint = تتبع الاسم الجديد البرامج ومخطّطات الساعة التي تشغّلها.
delete-playlist = حذف القائمة
playlist-in-use = تستخدمها: { $users }. اجعلها تشغّل شيئًا آخر قبل حذف قائمة التشغيل.
delete-playlist-ask = هل تريد حذف قائمة التشغيل { $playlist }؟ تبقى مقاطعها في المكتبة.
tracks-stay = تبقى مقاطعها في المكتبة.

## Webhooks

webhooks = Webhooks
webhooks-hint = يخبر Webhook غيرك خلال ثانية بما يحدث هنا: أشخاصًا في محادثة أو بالبريد الإلكتروني، أو موقعك، أو مصباحًا في الاستوديو.
webhook-event = { $event ->
   *[track] بدء مقطع جديد
    [live-start] بدء بث مباشر لمنسّق موسيقى
    [live-stop] انتهاء بث مباشر لمنسّق موسيقى
    [dead-air] بدء صمت على الهواء أو انتهاؤه
    [source-trouble] مشكلات اتصال لمنسّق موسيقى أو إعادة بث
    [listener-peak] رقم قياسي جديد للمستمعين
    [recording] تسجيل برنامج جاهز
    [backup-failed] فشل نسخة احتياطية للخادم
}
webhook-service = { $service ->
   *[json] تطبيق
    [discord] Discord
    [slack] Slack
    [telegram] Telegram
    [mastodon] Mastodon
    [matrix] Matrix
    [email] البريد الإلكتروني
}
webhook-to = { webhook-service }: ‏{ $to }
webhook-station = المحطة { $station }
every-station = كل المحطات
turned-off = معطّل.
webhook-failing = يفشل منذ { $time }. يُعطَّل بعد يوم.
test = اختبار
test-webhook = اختبار Webhook ‏{ $webhook }
webhook-tested = أُرسل الاختبار. انظر النتيجة في «أحدث الرسائل».
turn-webhook = { $turn ->
   *[off] تعطيل Webhook ‏{ $webhook }
    [on] تفعيل Webhook ‏{ $webhook }
}
delete-webhook-ask = هل تريد حذف هذا الـWebhook؟
delete-webhook = حذف Webhook ‏{ $webhook }
recent-messages-failed = أحدث الرسائل: فشلت الأخيرة، { $error }
recent-messages-delivered = أحدث الرسائل: سُلّمت الأخيرة
recent-messages-to = أحدث الرسائل إلى { $to }
event = الحدث
attempt = المحاولة
duration = المدة
message-failed = فشلت: { $error }
message-delivered = سُلّمت
message-delivered-status = سُلّمت ({ $status })
no-messages-yet = لم يُرسل شيء بعد. اضغط على «اختبار» للتجربة.
no-webhooks = لا Webhooks بعد. أضف واحدًا أدناه.
add-a-webhook = إضافة Webhook
service = الخدمة
no-mail = لا يستطيع هذا الخادم إرسال البريد الإلكتروني بعد: عيّن { $option } في إعداداته ({ $how }).
no-mail-how = الطريقة
webhook-address = عنوان Webhook
webhook-help = { $service ->
   *[discord] في Discord: ‏Edit channel ثم Integrations ثم Webhooks ثم New webhook ثم Copy webhook URL.
    [slack] في Slack: ‏Incoming Webhooks لأحد التطبيقات ثم Add New Webhook. في Mattermost وRocket.Chat: ‏Integrations ثم Incoming webhook.
    [telegram] أنشئ بوتًا عبر @BotFather ثم اجعله مشرفًا في قناتك أو عضوًا في مجموعتك.
    [mastodon] في Mastodon: ‏Preferences ثم Development ثم New application بالنطاق write:statuses.
    [matrix] استخدم حسابًا مخصّصًا لذلك. في Element: ‏All settings ثم Help & About ثم Access token.
}
bot-token = رمز البوت
channel-or-chat = القناة أو المحادثة
server = الخادم
access-token = رمز الوصول
home-server = الخادم المضيف
room = الغرفة
room-help = في Element: ‏Room settings ثم Advanced ثم Internal room ID. يجب أن يكون الحساب في الغرفة.
mail-addresses = عناوين البريد
events = الأحداث
own-texts = كتابة نصوصك الخاصة
own-texts-hint = يرسل الحقل الفارغ النص المعتاد. تُستبدل الكلمات بين الأقواس المعقوفة بقيمها.
add-webhook = إضافة Webhook
webhook-added = أُضيف Webhook
message-format = صيغة الرسائل (للمطوّرين)
webhook-post = الرسائل إلى التطبيقات طلبات POST بصيغة JSON: ‏{ $id } و{ $event } و{ $station } و{ $at } و{ $data }. أجب برمز حالة من 200 إلى 299 خلال 10 ثوانٍ. يُعاد إرسال الرسائل الفاشلة خمس مرات خلال ثلاثة أرباع الساعة، مع { $id } نفسه؛ ولا تُتبع عمليات إعادة التوجيه.
webhook-signature = يُعرض السر مرة واحدة عند إضافة Webhook. تُثبت الترويسة { $header } أن الرسالة من هذا الخادم: HEX هو HMAC-SHA256 بالسر، للثواني ثم نقطة ثم محتوى الرسالة. ارفض الرسائل التي مضى على ثوانيها وقت طويل.
webhook-addresses = تُرفض العناوين التي على هذا الجهاز أو في شبكته ما لم يُشغَّل الخادم بالخيار { $option }.

## Files of the library

removed-files = الملفات المُزالة
removed-hint = لا تُشغَّل هذه المقاطع. استعد مقطعًا أو احذف ملفه لتوفير مساحة على القرص.
removed-column = أُزيل
actions = الإجراءات
removed-by = { $day } بواسطة { $name }
restored = استُعيد إلى المكتبة.
restore = استعادة
restore-title = استعادة { $title }
delete-file-ask = هل تريد حذف هذا الملف؟ لا يمكن التراجع عن ذلك.
nothing-removed = لم يُزَل شيء. المقاطع التي تزيلها من المكتبة تنتظر هنا ويمكن استعادتها.
duplicates = المكرّرات
duplicates-hint = مقاطع لها الصوت نفسه، أو الفنان والعنوان نفسهما. قد تكون النسخ المختلفة من أغنية مقصودة.
same-sound = { $files ->
    [one] الصوت نفسه في ملف واحد. يُشغَّل كمقطع واحد.
    [two] الصوت نفسه في ملفين. يُشغَّل كمقطع واحد.
    [few] الصوت نفسه في { $files } ملفات. يُشغَّل كمقطع واحد.
    [many] الصوت نفسه في { $files } ملفًا. يُشغَّل كمقطع واحد.
   *[other] الصوت نفسه في { $files } ملف. يُشغَّل كمقطع واحد.
}
same-title = { $tracks ->
    [one] مقطع واحد بالفنان والعنوان نفسهما.
    [two] مقطعان بالفنان والعنوان نفسهما.
    [few] { $tracks } مقاطع بالفنان والعنوان نفسهما.
    [many] { $tracks } مقطعًا بالفنان والعنوان نفسهما.
   *[other] { $tracks } مقطع بالفنان والعنوان نفسهما.
}
open-track = فتح المقطع
on-album = من { $album }
no-duplicates = لم يُعثر على مكرّرات.
tags = الوسوم
tags-hint = تحل التغييرات التي يجريها الناس على مقطع محل وسوم ملفه.
tags-unwritten-now = حُفظ. تبقى الملفات دون تغيير من الآن.
tags-being-written = حُفظ. تُكتب التغييرات في الملفات.
store-tags = حفظ الوسوم المعدّلة
tags-choice = { $choice ->
   *[off] في Longwave فقط
    [on] في الملفات أيضًا
}
tags-long-hint = عند الحفظ في الملفات تُكتب التغييرات السابقة أيضًا وتراها التطبيقات الأخرى. الوسوم التي تغيّرها بعد ذلك بتطبيق آخر هي المعتمدة هنا. لا يُستبدل ملف إلا بنسخة فُحصت ولها الصوت نفسه، وتبقى وسومه الأخرى. تُحفظ نقاط البدء والانتهاء دائمًا في Longwave.
save-tags = حفظ إعدادات الوسوم
tags-are-stored = { $choice ->
   *[off] تُحفظ الوسوم المعدّلة في Longwave فقط، وتبقى الملفات دون تغيير. يستطيع أحد المسؤولين تغيير ذلك.
    [on] تُحفظ الوسوم المعدّلة في الملفات أيضًا. يستطيع أحد المسؤولين تغيير ذلك.
}
not-written = لم تُكتب في الملفات
not-written-hint = يستخدم Longwave هذه الوسوم، لكن تعذّرت كتابتها في الملفات. يعيد المحاولة كل ساعة حيث قد ينفع ذلك.
first-200 = هذه أول 200.
reason = السبب
all-written = كل التغييرات في الملفات.
files-with-errors = ملفات فيها أخطاء
broken-files = { $files ->
    [1] لا يمكن تشغيل ملف واحد في مجلد الموسيقى. استبدل به نسخة سليمة: تُعاد محاولته تلقائيًا.
    [zero] لا ملفات معطوبة في مجلد الموسيقى.
    [two] لا يمكن تشغيل ملفين في مجلد الموسيقى. استبدل بكل منهما نسخة سليمة: تُعاد محاولته تلقائيًا.
    [few] لا يمكن تشغيل { $files } ملفات في مجلد الموسيقى. استبدل بكل منها نسخة سليمة: تُعاد محاولته تلقائيًا.
    [many] لا يمكن تشغيل { $files } ملفًا في مجلد الموسيقى. استبدل بكل منها نسخة سليمة: تُعاد محاولته تلقائيًا.
   *[other] لا يمكن تشغيل { $files } ملف في مجلد الموسيقى. استبدل بكل منها نسخة سليمة: تُعاد محاولته تلقائيًا.
}
broken-first = { $count ->
    [one] يُعرض الأول منها؛ ويسردها كلها الأمر { $command }.
    [two] يُعرض أول اثنين منها؛ ويسردها كلها الأمر { $command }.
   *[other] يُعرض أول { $count } منها؛ ويسردها كلها الأمر { $command }.
}
error = الخطأ
no-broken = يمكن تشغيل كل الملفات المفحوصة حتى الآن.

## Metrics

metrics = المقاييس
metrics-hint = يقرؤها Prometheus من { $address }؛ وكل عشر ثوانٍ مناسب. لرسمها استورد { $file } في Grafana واختر Prometheus الخاص بك.
metrics-dashboard-file = ملف لوحة العرض
all-metrics = كل المقاييس
meaning = المعنى
type = النوع
labels = التسميات
now-column = الآن
metrics-now = «الآن» هي قيمة أول مجموعة من التسميات.

## Times, durations, sizes and numbers

decimal-mark = .
weekday-short = { $weekday ->
    [mon] اثنين
    [tue] ثلاثاء
    [wed] أربعاء
    [thu] خميس
    [fri] جمعة
    [sat] سبت
   *[sun] أحد
}
month-short = { $month ->
    [1] يناير
    [2] فبراير
    [3] مارس
    [4] أبريل
    [5] مايو
    [6] يونيو
    [7] يوليو
    [8] أغسطس
    [9] سبتمبر
    [10] أكتوبر
    [11] نوفمبر
   *[12] ديسمبر
}
short-day = { weekday-short } { $day } { month-short }
short-day-year = { weekday-short } { $day } { month-short } { $year }
short-day-time = { weekday-short } { $day } { month-short }، { $time }
weekday-clock = { weekday-short } { $time }
short-date = { $day } { month-short }
full-day = { weekday }، { $day } { month } { $year }
ago-minutes = { $minutes ->
    [0] الآن
   *[other] قبل { $minutes } د
}
ago-hours = قبل { $hours } س
span-seconds = { $seconds } ث
span-minutes = { $minutes } د
span-hours = { $hours } س { $minutes } د
span-days = { $days ->
    [zero] { $hours } س
    [one] يوم و{ $hours } س
    [two] يومان و{ $hours } س
    [few] { $days } أيام و{ $hours } س
    [many] { $days } يومًا و{ $hours } س
   *[other] { $days } يوم و{ $hours } س
}
size-in = { $unit ->
    [kB] { $size } ك.ب
    [MB] { $size } م.ب
    [GB] { $size } غ.ب
   *[TB] { $size } ت.ب
}
size-bytes = { $bytes ->
    [zero] 0 بايت
    [one] بايت واحد
    [two] بايتان
    [few] { $bytes } بايتات
    [many] { $bytes } بايتًا
   *[other] { $bytes } بايت
}
browser-on = { $browser } على { $system }
weekday-date = { weekday-short } { $day } { month } { $year }

## Activity: what somebody did

did-changed-their-password = تغيير كلمة مرور الحساب
did-signed-out = تسجيل الخروج
did-signed-out-everywhere = تسجيل الخروج من كل مكان
did-signed-out-another-browser = تسجيل الخروج من متصفح آخر
did-started-to-set-up-two-factor-authentication = بدء إعداد المصادقة الثنائية
did-turned-on-two-factor-authentication = تفعيل المصادقة الثنائية
did-turned-off-two-factor-authentication = تعطيل المصادقة الثنائية
did-created-an-app-password = إنشاء كلمة مرور تطبيق
did-deleted-the-app-password = حذف كلمة مرور التطبيق { $name }
did-created-an-account = إنشاء حساب
did-changed-the-account = تغيير الحساب { $name }
did-deleted-the-account = حذف الحساب { $name }
did-changed-the-password-of = تغيير كلمة مرور { $name }
did-turned-off-two-factor-authentication-of = تعطيل المصادقة الثنائية للحساب { $name }
did-signed-out-person-everywhere = إخراج { $name } من كل مكان
did-created-an-api-token = إنشاء رمز API
did-deleted-the-api-token = حذف رمز API ‏{ $name }
did-added-a-webhook = إضافة Webhook
did-changed-webhook = تغيير Webhook ‏{ $name }
did-deleted-webhook = حذف Webhook ‏{ $name }
did-tested-webhook = اختبار Webhook ‏{ $name }
did-banned-an-address-or-a-program = حظر عنوان أو برنامج
did-lifted-ban = رفع الحظر { $name }
did-changed-the-settings-of-the-server = تغيير إعدادات الخادم
did-checked-the-database = فحص قاعدة البيانات
did-reported-the-listeners-of-the-edge = الإبلاغ عن مستمعي الخادم الطرفي { $name }
did-changed-many-tracks = تغيير مقاطع كثيرة دفعة واحدة
did-set-the-type-of-a-folder = تحديد نوع مجلد
did-gave-a-cover-to-track = إضافة غلاف إلى المقطع { $name }
did-set-the-type-of-track = تحديد نوع المقطع { $name }
did-renamed-the-playlist = إعادة تسمية قائمة التشغيل { $name }
did-renamed-the-show = إعادة تسمية البرنامج { $name }
did-edited-the-tags-or-cue-points-of-track = تعديل وسوم المقطع { $name } أو نقاط بدئه وانتهائه
did-removed-track-from-the-library = إزالة المقطع { $name } من المكتبة
did-restored-a-removed-track = استعادة مقطع مُزال
did-deleted-the-file-of-a-removed-track = حذف ملف مقطع مُزال
did-started-an-upload = بدء رفع ملف
did-uploaded-a-part-of-a-file = رفع جزء من ملف
did-cleared-an-upload-from-the-list = إزالة ملف مرفوع من القائمة
did-created-a-station = إنشاء محطة
did-changed-name-colour-folder-or-qualities-of-the-station = تغيير اسم المحطة أو لونها أو مجلدها أو جوداتها
did-deleted-the-station = حذف المحطة { $name }
did-changed-the-stations-settings = تغيير إعدادات المحطة
did-changed-the-source-password = تغيير كلمة مرور المصدر
did-changed-the-logo = تغيير الشعار
did-removed-the-logo = إزالة الشعار
did-added-the-station-to-radio-browser-info = إضافة المحطة إلى radio-browser.info
did-changed-who-can-listen = تغيير من يحق له الاستماع
did-created-a-guest-link = إنشاء رابط ضيف
did-revoked-all-guest-links = إلغاء كل روابط الضيوف
did-created-a-dj-account = إنشاء حساب منسّق موسيقى
did-changed-the-dj = تغيير منسّق الموسيقى { $name }
did-deleted-the-dj = حذف منسّق الموسيقى { $name }
did-changed-the-password-of-the-dj = تغيير كلمة مرور منسّق الموسيقى { $name }
did-skipped-the-track-on-air = تخطّي المقطع على الهواء
did-changed-the-backup-plan = تغيير خطة النسخ الاحتياطي
did-made-a-backup = إنشاء نسخة احتياطية
did-dumped-the-live-sound-that-waited-to-go-on-air = حذف الصوت المباشر الذي كان ينتظر البث
did-took-the-dj-off-the-air = إخراج منسّق الموسيقى من البث
did-faded-the-station-to-silence = خفض صوت المحطة حتى الصمت
did-put-the-station-back-on-air = إعادة المحطة إلى الهواء
did-chose-the-emergency-playlist = اختيار قائمة الطوارئ
did-started-the-emergency-playlist = بدء قائمة الطوارئ
did-ended-the-emergency-playlist = إنهاء قائمة الطوارئ
did-sent-a-message-to-the-dj = إرسال رسالة إلى منسّق الموسيقى
did-removed-a-message-to-the-dj = إزالة رسالة إلى منسّق الموسيقى
did-removed-a-message-of-a-listener = إزالة رسالة من مستمع
did-blocked-the-sender-of-a-message = حظر مرسل رسالة
did-disconnected-a-listener = قطع اتصال مستمع
did-added-a-track-to-the-queue = إضافة مقطع إلى قائمة الانتظار
did-moved-a-track-in-the-queue = نقل مقطع في قائمة الانتظار
did-removed-a-track-from-the-queue = إزالة مقطع من قائمة الانتظار
did-requested-a-track = طلب مقطع
did-changed-the-limits-of-song-requests = تغيير حدود طلبات الأغاني
did-created-a-playlist = إنشاء قائمة تشغيل
did-deleted-the-playlist = حذف قائمة التشغيل { $name }
did-imported-tracks-into-the-playlist = استيراد مقاطع إلى قائمة التشغيل { $name }
did-added-tracks-to-the-playlist = إضافة مقاطع إلى قائمة التشغيل { $name }
did-created-a-clock = إنشاء مخطّط ساعة
did-changed-the-clock = تغيير مخطّط الساعة { $name }
did-deleted-the-clock = حذف مخطّط الساعة { $name }
did-changed-the-time-zone-or-the-separation-rules = تغيير المنطقة الزمنية أو قواعد التباعد
did-changed-the-show = تغيير البرنامج { $name }
did-deleted-the-show = حذف البرنامج { $name }
# { $name } is a date such as 2026-12-24
did-changed-a-day-of-a-show = ألغى برنامجًا أو نقله: { $name }
did-restored-a-day-of-a-show = أعاد برنامجًا إلى وقته المعتاد: { $name }
did-changed-a-recording = تغيير تسجيل
did-deleted-a-recording = حذف تسجيل
did-recorded-talk = تسجيل حديث بين مقطعين
did-deleted-talk = حذف حديث مسجَّل
did-added-an-episode = إضافة حلقة
did-trimmed-a-recording = قصّ تسجيل
did-gave-a-recording-a-picture = إضافة صورة إلى تسجيل
did-removed-the-picture-of-a-recording = إزالة صورة تسجيل
did-put-a-recording-into-the-library = إضافة تسجيل إلى المكتبة
did-changed-the-playlist = تغيير قائمة التشغيل { $name }
did-moved-a-track-in-a-playlist = نقل مقطع في قائمة تشغيل
did-removed-a-track-from-a-playlist = إزالة مقطع من قائمة تشغيل
did-signed-in = تسجيل الدخول
did-changed-own-account = تغيير الحساب الخاص
did-asked-for-a-link = طلب كلمة مرور جديدة بالبريد الإلكتروني
did-reset-the-password = اختيار كلمة مرور جديدة عبر رابط من البريد
did-kick-icecast = إخراج منسّق الموسيقى من البث بتطبيق Icecast

## Problems

problem-name-and-password = يلزم اسم وكلمة مرور.
problem-wrong-password = الاسم أو كلمة المرور غير صحيحة.
problem-wrong-code = هذا الرمز خاطئ أو استُخدم من قبل: انتظر الرمز التالي.
problem-too-late = استغرق ذلك وقتًا طويلًا: سجّل الدخول مجددًا.
problem-oidc-refused = لم يسجّل المزوّد دخولك.
problem-oidc-failed = المزوّد لا يستجيب: حاول مجددًا بعد لحظات.
problem-oidc-unknown = لا يوجد هنا حساب لهذه الهوية: اسأل أحد المسؤولين.
problem-no-mail-address = هذا ليس عنوان بريد.
problem-mail-address-taken = عنوان البريد هذا يخص حسابًا آخر.
problem-too-many-tries = محاولات كثيرة بكلمات مرور خاطئة: حاول مجددًا بعد { $seconds } ث.
problem-banned = غير مسموح: هذا العنوان أو البرنامج محظور.
problem-busy = الخادم مشغول: حاول مجددًا بعد لحظة.
problem-account-exists = يوجد حساب باسم { $name } بالفعل.
problem-station-exists = توجد محطة باسم { $name } بالفعل.
problem-token-exists = يوجد تطبيق باسم { $name } له رمز بالفعل.
problem-no-account = لا يوجد حساب باسم { $name }.
problem-no-dj-here = لا يحق لـ { $name } البث المباشر على هذه المحطة.
problem-no-playlist = لا توجد قائمة تشغيل باسم { $name }.
problem-no-clock = لا يوجد مخطّط ساعة باسم { $name }.
problem-no-time-zone = { $name } ليست منطقة زمنية؛ تُسمّى المناطق مثل Europe/Berlin.
problem-bad-name = لا يصلح { $name } اسمًا: استخدم من 1 إلى 40 حرفًا أو رقمًا أو نقطة أو شرطة أو شرطة سفلية؛ والاسم «source» محجوز لكلمة مرور المحطة نفسها.
problem-bad-slug = لا يصلح { $name } عنوانًا لمحطة: استخدم من 1 إلى 40 حرفًا لاتينيًا صغيرًا أو رقمًا أو شرطة.
problem-reserved-slug = العنوان /{ $name } خاص بالبرنامج نفسه؛ أعطِ المحطة عنوانًا آخر.
problem-bad-station-name = يتكوّن اسم المحطة من 1 إلى 80 حرفًا في سطر واحد.
problem-bad-folder = { $name } ليس مجلدًا داخل مجلد الموسيقى: أعطِ مسارًا مثل jazz/live من دون .. فيه.
problem-bad-quality = { $name } ليست جودة بث؛ المتاح: { $qualities }.
problem-bad-password = تتكوّن كلمة المرور من 1 إلى { $most } بايت بلا فواصل أسطر.
problem-short-password = لا تقل كلمة المرور عن { $least } من الأحرف؛ يسهل تذكّر عدة كلمات.
problem-same-password = كلمة المرور الجديدة هي القديمة نفسها؛ اختر غيرها.
problem-passwords-differ = كلمتا المرور الجديدتان غير متطابقتين.
problem-last-admin = { $name } هو المسؤول الوحيد؛ أضف مسؤولًا آخر أولًا.
problem-last-station = { $name } هي المحطة الوحيدة؛ أضف محطة أخرى أولًا.
problem-station-needed = { $station } هي المحطة الوحيدة للحسابات { $accounts }: أعطها محطة أخرى أو احذفها أولًا.
problem-station-to-manage = يدير المدير محطة واحدة أو أكثر؛ حدّدها.
problem-playlist-in-use = قائمة التشغيل { $name } لازمة لـ { $users }.
problem-clock-in-use = مخطّط الساعة { $name } لازم لـ { $users }.
problem-queue-full = قائمة انتظار { $name } ممتلئة؛ أزِل شيئًا منها أولًا.
problem-changed = غيّر أحدهم هذا في هذه الأثناء: اطّلع عليه مجددًا قبل تغييره.
problem-forged = لا يثبت الطلب أنه من صفحة على هذا الخادم: أعد تحميل الصفحة.
problem-sign-in-first = سجّل الدخول أولًا.
problem-too-fast = طلباتك كثيرة في وقت قصير؛ انتظر لحظة ثم تمهّل.
problem-too-slow = استغرق الطلب وقتًا طويلًا؛ حاول مجددًا.
problem-too-large = يجب ألا يزيد المحتوى على { $bytes } بايت.
problem-disk-full = قرص قاعدة البيانات ممتلئ: لا يمكن حفظ شيء حتى تتوفر مساحة.
problem-database-busy = قاعدة البيانات مقفلة من برنامج آخر: حاول مجددًا حين ينتهي.
problem-database-damaged = قاعدة البيانات تالفة: استعد نسخة احتياطية بالأمر `longwave restore`.
problem-database-read-only = لا يمكن الكتابة في قاعدة البيانات: لا يُحفظ شيء حتى يُسمح للخادم بالكتابة فيها.
problem-database-disk-fails = تعطّل قرص قاعدة البيانات: لا يمكن حفظ شيء.
problem-went-wrong = حدث خطأ من جانبنا. حاول مجددًا بعد لحظة.
problem-no-show = لا يوجد برنامج كهذا.
problem-no-track = لا يوجد مقطع كهذا.
problem-day-such-as = يُكتب اليوم مثل 2026-12-24.
problem-nobody-live = لا أحد في بث مباشر.
problem-no-delayed-sound = لا صوت مباشر ينتظر البث.
problem-message-gone = لا توجد رسالة كهذه؛ ربما أُزيلت.
problem-listener-gone = غادر هذا المستمع بالفعل.
problem-removed-meanwhile = أُزيل في هذه الأثناء.
problem-still-recorded-publish = لا يزال قيد التسجيل، ويمكن نشره بعد نهايته.
problem-still-recorded-delete = لا يزال قيد التسجيل، ويمكن حذفه بعد نهايته.
problem-not-own-dj = هذا الحساب ليس لمنسّق موسيقى تابع لهذه المحطة وحدها: يغيّره أحد المسؤولين.
problem-admins-folder = يحدّد أحد المسؤولين مكان الموسيقى وجودات البث المتاحة.
problem-give-name = أعطِ البرنامج اسمًا.
problem-give-minutes = يجب أن تكون دقائق التأخير رقمًا.
problem-give-content = حدّد ما يشغّله البرنامج.
problem-give-date = حدّد تاريخ البرنامج.
problem-give-days = حدّد أيام البرنامج.
problem-give-address = حدّد عنوان البث الذي يعيد البرنامج بثّه.
problem-show-not-on-day = لا يُبثّ البرنامج في ذلك اليوم.
problem-show-of-one-date = لا استثناءات لبرنامج في تاريخ واحد؛ غيّر البرنامج نفسه أو احذفه.
problem-show-note = الملاحظة 200 حرف على الأكثر ولا أسطر جديدة فيها.
problem-show-as-usual = يُبثّ البرنامج كالمعتاد في ذلك اليوم.
problem-show-length = مدة البرنامج من دقيقة إلى يوم.
problem-no-such-clock = لا يوجد مخطّط ساعة كهذا.

## Words of scripts

no-answer = لا يجيب الخادم. حاول مجددًا بعد لحظة.
done-say = تمّ.
connection-lost = انقطع الاتصال. آخر تحديث في { $time }؛ جارٍ المحاولة مجددًا…
picture-too-large = هذه الصورة أكبر من { $megabytes } م.ب. احفظ نسخة أصغر وحاول مجددًا.
logo-saved = حُفظ الشعار.
time-on = منذ { $time }
level-of = { $level } { $unit }
preview-unavailable = المعاينة غير متاحة الآن. أعد تحميل الصفحة.
items-of-hour = فقرات الساعة
add-row = إضافة صف
item-in-order = بالترتيب
item-after-minute = مرة كل ساعة، بعد الدقيقة
item-at-minute = مرة كل ساعة، عند الدقيقة تمامًا
playlist = قائمة التشغيل
minute = الدقيقة
latest-start-min = أقصى تأخير للبداية (د)
move-row-up = نقل الصف { $row } إلى أعلى
move-row-down = نقل الصف { $row } إلى أسفل
remove-row = إزالة الصف { $row }
upload-waiting = في الانتظار
upload-failed = فشل الرفع. اختر الملف مجددًا.
upload-no-answer-continue = لا يجيب الخادم. اختر الملف مجددًا للمتابعة.
upload-checking = جارٍ الفحص…
upload-in-library = في المكتبة
upload-refused = مرفوض: { $reason }
upload-tried-again = في الانتظار، ستُعاد المحاولة: { $reason }
upload-still-checked = لا يزال قيد الفحص. أعد تحميل الصفحة لاحقًا.
upload-no-answer = لا يجيب الخادم. اختر الملف مجددًا.
percent = { $percent } %
tags-saved = { $tracks ->
    [zero] لم تُحفظ أي وسوم.
    [one] حُفظت وسوم مقطع واحد.
    [two] حُفظت وسوم مقطعين.
    [few] حُفظت وسوم { $tracks } مقاطع.
    [many] حُفظت وسوم { $tracks } مقطعًا.
   *[other] حُفظت وسوم { $tracks } مقطع.
}
types-set = { $tracks ->
    [zero] لم يُحدَّد نوع أي مقطع.
    [one] حُدّد نوع مقطع واحد.
    [two] حُدّد نوع مقطعين.
    [few] حُدّد نوع { $tracks } مقاطع.
    [many] حُدّد نوع { $tracks } مقطعًا.
   *[other] حُدّد نوع { $tracks } مقطع.
}
tracks-added = { $tracks ->
    [zero] لم يُضف أي مقطع إلى قائمة التشغيل.
    [one] أُضيف مقطع واحد إلى قائمة التشغيل.
    [two] أُضيف مقطعان إلى قائمة التشغيل.
    [few] أُضيفت { $tracks } مقاطع إلى قائمة التشغيل.
    [many] أُضيف { $tracks } مقطعًا إلى قائمة التشغيل.
   *[other] أُضيف { $tracks } مقطع إلى قائمة التشغيل.
}
tracks-removed = { $tracks ->
    [zero] لم يُزل أي مقطع من المكتبة.
    [one] أُزيل مقطع واحد من المكتبة.
    [two] أُزيل مقطعان من المكتبة.
    [few] أُزيلت { $tracks } مقاطع من المكتبة.
    [many] أُزيل { $tracks } مقطعًا من المكتبة.
   *[other] أُزيل { $tracks } مقطع من المكتبة.
}
selected-all = { $tracks ->
    [zero] لا شيء محدّد
    [one] المقطع الوحيد محدّد
    [two] المقطعان كلاهما محدّدان
    [few] كلها محدّدة ({ $tracks })
   *[other] كلها محدّدة ({ $tracks })
}
selected-some = { $tracks ->
    [zero] لا شيء محدّد
    [one] مقطع واحد محدّد
    [two] مقطعان محدّدان
    [few] { $tracks } مقاطع محدّدة
    [many] { $tracks } مقطعًا محدّدًا
   *[other] { $tracks } مقطع محدّد
}
none-selected = لا مقاطع محدّدة. حدّد بعضها في القائمة أولًا.
remove-tracks-ask = { $tracks ->
    [zero] لا مقاطع لإزالتها من المكتبة.
    [one] هل تريد إزالة مقطع واحد من المكتبة؟ يمكنك استعادته لاحقًا.
    [two] هل تريد إزالة مقطعين من المكتبة؟ يمكنك استعادتهما لاحقًا.
    [few] هل تريد إزالة { $tracks } مقاطع من المكتبة؟ يمكنك استعادتها لاحقًا.
    [many] هل تريد إزالة { $tracks } مقطعًا من المكتبة؟ يمكنك استعادتها لاحقًا.
   *[other] هل تريد إزالة { $tracks } مقطع من المكتبة؟ يمكنك استعادتها لاحقًا.
}
done-of = { $done } من { $total }
file-not-playable = لا يستطيع متصفحك تشغيل هذا الملف.
cover-too-large = الصورة أكبر من { $megabytes } م.ب.
moved-to = نُقل إلى الموضع { $position }.
tracks-imported = { $listed ->
    [zero] لا مقاطع في الملف.
    [one] المقاطع المستوردة: { $found } من { $listed }.
   *[other] المقاطع المستوردة: { $found } من { $listed }.
}
none-match = لا مقاطع مطابقة. استخدم قواعد أقل.
tracks-match = { $tracks ->
    [zero] لا مقاطع مطابقة، { $length }: { $examples }
    [one] مقطع واحد مطابق، { $length }: { $examples }
    [two] مقطعان مطابقان، { $length }: { $examples }
    [few] { $tracks } مقاطع مطابقة، { $length }: { $examples }
    [many] { $tracks } مقطعًا مطابقًا، { $length }: { $examples }
   *[other] { $tracks } مقطع مطابق، { $length }: { $examples }
}
rotation-warning = { $tracks ->
    [zero] انتبه: لا مقاطع في التناوب ({ $length }).
    [one] انتبه: من المقطع التالي لن يشغّل AutoDJ إلا هذا المقطع ({ $length })، مرة بعد مرة.
    [two] انتبه: من المقطع التالي لن يشغّل AutoDJ إلا هذين المقطعين ({ $length })، مرة بعد مرة.
    [few] انتبه: من المقطع التالي لن يشغّل AutoDJ إلا هذه المقاطع، وعددها { $tracks } ({ $length })، مرة بعد مرة.
   *[other] انتبه: من المقطع التالي لن يشغّل AutoDJ إلا هذه المقاطع، وعددها { $tracks } ({ $length })، مرة بعد مرة.
}
save-all-the-same = { rotation-warning } هل تريد الحفظ رغم ذلك؟
