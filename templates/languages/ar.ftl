# Longwave بالعربية.

## اللغة

language-name = العربية
language-direction = rtl
language-choice = اللغة
weekday = { $weekday ->
    [mon] الاثنين
    [tue] الثلاثاء
    [wed] الأربعاء
    [thu] الخميس
    [fri] الجمعة
    [sat] السبت
   *[sun] الأحد
}
month = { $month ->
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
day-of-week = { weekday }، { $day } { month }
date = { $day } { month } { $year }

## المشغّل

player-description = استمع إلى { $station } مباشرةً على الويب.
state = { $state ->
   *[idle] اضغط على التشغيل للاستماع
    [connecting] جارٍ الاتصال…
    [on-air] على الهواء
    [lost] انقطع الاتصال، جارٍ المحاولة مجددًا…
    [full] عدد المستمعين كبير الآن، جارٍ المحاولة مجددًا…
    [off-air] المحطة خارج البث
    [interrupted] أوقفه الجهاز مؤقتًا. اضغط على التشغيل للمتابعة
}
captions = نص الكلام
live = مباشر
live-with = مباشر: { $dj }
track-progress = تقدّم المقطع
play-station = تشغيل { $station }
volume = مستوى الصوت
keep-song = حفظ هذه الأغنية
share = مشاركة
sleep-timer = مؤقّت النوم
sleep-off = معطّل
sleep-after = { $minutes ->
    [60] ساعة
    [120] ساعتان
    [one] دقيقة
    [two] دقيقتان
    [few] { $minutes } دقائق
   *[other] { $minutes } دقيقة
}
go-back = الرجوع إلى الوراء
back-to-show = من بداية البرنامج
back-ten = −10 دقائق
back-half-minute = −30 ثانية
forward-half-minute = +30 ثانية
sound-quality = جودة الصوت
quality-choice = { $quality ->
    [less] بيانات أقل
    [better] صوت أفضل
    [uncompressed] غير مضغوط
   *[standard] عادية
}، { $megabytes } م.ب في الساعة
when-heard = متى تسمع البث
mode = الوضع
mode-name = { $mode ->
   *[sync] متزامن
    [live] فوري
    [steady] ثابت
}
speaker = مكبّر الصوت
calibration = مواءمة جهازين بالميكروفون
calibration-help = ضع جهازين يشغّلان هذه المحطة جنبًا إلى جنب. اضغط «تشغيل صوت الاختبار» على أحدهما، ثم «قياس» على الآخر.
calibration-measure = قياس
no-music = لا توجد موسيقى بعد
no-music-help = ليس لدى { $station } ما تبثّه حاليًا. عُد لاحقًا.
own-player = الاستماع في مشغّل آخر
played-before = بُثّ سابقًا
songs-kept = الأغاني المحفوظة
songs-kept-hint = تُحفظ على هذا الجهاز فقط.
more-of = المزيد من { $station }
programme-of = برامج { $station }

## عناوين لمشغّلات أخرى

listen-elsewhere = الاستماع في مكان آخر
player-page = صفحة المشغّل
player-page-suits = للمستمعين: تعمل في كل متصفح وعلى الهواتف أيضًا
copy-page-address = عنوان صفحة المشغّل
open-page = فتح
stream-suits = { $kind ->
    [mp3] كل المشغّلات: أجهزة الراديو في المطبخ والسيارة ومكبّرات الصوت الذكية والهواتف القديمة
    [hls] الهواتف وأجهزة التلفاز وشبكات توزيع المحتوى
    [aac] الهواتف وراديو السيارة؛ ومع ?rendition=he-aac-32 للاتصالات البطيئة أيضًا
    [flac] بلا فقدان، لأجهزة الصوت عالية الدقة؛ نحو عشرة أضعاف البيانات
    [wav] غير مضغوط، للقياس والتحرير؛ 690 م.ب في الساعة
   *[opus] ‏VLC وmpv وfoobar2000 والمتصفحات: أفضل صوت مقابل حجمه
}
copy = نسخ
copy-address = عنوان { $name }
qr-code = رمز QR
qr-code-of = رمز QR للعنوان { $address }
playlists = قوائم تفتحها المشغّلات:
page-for-old-devices = صفحة للأجهزة القديمة

## البرامج

programme = البرامج
programme-description = ما تبثّه { $station } الآن وما يليه وبرامج الأسبوع.
on-now = الآن
show-with = { $show } مع { $dj }
show-until = حتى { $time }
show-next = التالي: { $show } في { $time }
listen-to = الاستماع إلى { $station }
ask-for-song = طلب أغنية
title-or-artist = العنوان أو الفنان
ask-needs-scripts = يتطلّب طلب الأغاني تشغيل JavaScript، وهذا المتصفح لا يشغّله.
week = الأسبوع
times-of-station = الأوقات بتوقيت المحطة ({ $zone }).
week-empty = لا برامج مقرّرة هذا الأسبوع: تبثّ { $station } الموسيقى ليلًا ونهارًا.
# A show that is not on this week, and one that is at another time
show-cancelled = أُلغي
show-moved = في وقت آخر هذا الأسبوع
# { $when } is a day and a time
show-moved-to = نُقل إلى: { $when }
day-and-time = { weekday }، { $day } { month }، { $time }
hear-again = للاستماع مجددًا
play-from = تشغيل { $title } من { $time }
moment-gone = لم يعد شيء من هذه اللحظة محفوظًا.
podcast-subscribe = الاشتراك في البودكاست
podcast-description = برامج { $station } للاستماع مجددًا.
podcast-show-description = حلقات { $show } على { $station }.
played-recently = بُثّ مؤخرًا

## قائمة المحطات

stations = المحطات
nothing-on-air = لا شيء على الهواء

## المحطات الخاصة

station-private = هذه المحطة خاصة.
station-needs-account = هذه المحطة خاصة: الاستماع متاح لمن لديه حساب أو رابط من المحطة.
listening-password = كلمة مرور الاستماع
listen = استماع
sign-in = تسجيل الدخول
then-come-back = ثم عُد إلى هذه الصفحة:

## المشكلات

problem-title = { $status ->
    [400] طلب غير صالح
    [401] يلزم تسجيل الدخول
    [403] غير مسموح
    [404] الصفحة غير موجودة
    [405] طريقة غير مسموح بها
    [408] الطلب بطيء جدًا
    [409] تعارض
    [412] تغيّر في هذه الأثناء
    [413] المحتوى كبير جدًا
    [416] لم يعد متاحًا
    [422] بيانات لا يمكن استخدامها
    [426] يلزم اتصال مشفّر
    [429] طلبات كثيرة جدًا
    [500] خطأ داخلي
    [503] غير متاح حاليًا
    [507] القرص ممتلئ
   *[other] مشكلة
}
problem-detail = { $kind ->
    [no-station] لا توجد محطة على هذا العنوان.
    [no-page] لا يوجد شيء على هذا العنوان.
    [unclear] تعذّر فهم الطلب.
    [too-fast] طلبات كثيرة في وقت قصير: انتظر لحظة.
    [full] لا تتّسع هذه المحطة لمزيد من المستمعين. حاول مجددًا بعد قليل.
    [full-address] عدد المستمعين من عنوانك كبير. أوقف مشغّلًا آخر ثم حاول مجددًا.
    [password-needed] هذه المحطة خاصة: تلزم كلمة مرور الاستماع أو رابط من المحطة.
    [account-needed] هذه المحطة خاصة: يلزم حساب أو رابط من المحطة.
    [link-invalid] هذا الرابط غير صالح: اطلب رابطًا آخر من المحطة.
    [link-ended] انتهت صلاحية هذا الرابط: اطلب رابطًا آخر من المحطة.
    [banned] غير مسموح: هذا العنوان أو البرنامج محظور.
    [wrong-password] الاسم أو كلمة المرور غير صحيحة.
    [too-many-tries] محاولات كثيرة بكلمات مرور خاطئة: حاول مجددًا بعد { $seconds } ث.
    [encryption-needed] لا يقبل هذا الخادم إلا الاتصالات المشفّرة: استخدم https.
   *[broken] حدث خطأ من جانبنا. حاول مجددًا بعد لحظة.
}
start-page = إلى الصفحة الرئيسية

## كلمات البرامج النصية

mode-hint = { $mode ->
   *[sync] يسمع كل المستمعين اللحظة نفسها، بعد ثانية من بثّها.
    [live] بأسرع ما تسمح به شبكتك. قد يتقطّع الصوت إن كانت ضعيفة.
    [steady] بتأخير خمس ثوانٍ، للقطارات والشبكات الضعيفة.
}
trim-none = كما يحدّد الجهاز
trim-earlier = أبكر بمقدار { $ms } م.ث
trim-later = متأخر بمقدار { $ms } م.ث
calibration-play = تشغيل صوت الاختبار
calibration-stop = إيقاف صوت الاختبار
calibration-plays = يُسمع صوت الاختبار كل ثانيتين. اضغط الآن «قياس» على الجهاز الآخر.
calibration-listens = يستمع نحو عشر ثوانٍ…
calibration-failed = { $reason ->
    [sound] اضغط تشغيل أولًا.
    [time] توقف الصوت في هذه الأثناء. حاول مرة أخرى.
   *[microphone] لا يمكن استخدام الميكروفون. اسمح به لهذه الصفحة ثم حاول مرة أخرى.
}
calibration-found = { $found ->
    [nothing] لم يُسمع أي صوت اختبار. ارفع صوت الجهازين وقرّبهما ثم حاول مرة أخرى.
    [alone] لم يُسمع إلا هذا الجهاز. إنه متأخر { $ms } م.ث، بما في ذلك تأخر ميكروفونه.
    [equal] الجهازان متزامنان.
    [later] هذا الجهاز متأخر عن الآخر { $ms } م.ث.
   *[earlier] هذا الجهاز متقدم على الآخر { $ms } م.ث.
}
calibration-earlier = شغّل هنا أبكر بمقدار { $ms } م.ث
calibration-later = شغّل هنا متأخرًا بمقدار { $ms } م.ث
calibration-done = تم. سيتذكر هذا الجهاز ذلك.
calibration-too-much = هذا أكثر من نصف الثانية الذي يمكن تعويضه.
timing-behind = بعد المحطة بمقدار { $ms } م.ث
timing-slow-network = شبكتك بطيئة: بعد الآخرين بمقدار { $seconds } ث
timing-exact = بدقة { $ms } م.ث
plays-by-page = { $way ->
   *[webcodecs] Opus
    [wasm] ‏Opus تفكّ هذه الصفحة ترميزه
    [pcm] صوت غير مضغوط
}
plays-by-browser = { $codec } بمشغّل المتصفح
data-an-hour = نحو { $megabytes } م.ب في الساعة
buffered = { $seconds } ث في الذاكرة
behind-time = متأخر { $time }
behind-minutes = { $minutes ->
    [one] متأخر دقيقة واحدة
    [two] متأخر دقيقتين
    [few] متأخر { $minutes } دقائق
   *[other] متأخر { $minutes } دقيقة
}
behind-hours = { $hours ->
    [one] متأخر ساعة واحدة
    [two] متأخر ساعتين
    [few] متأخر { $hours } ساعات
   *[other] متأخر { $hours } ساعة
}
look-up = بحث
look-up-song = البحث عن { $title }
remove = إزالة
remove-song = إزالة { $title }
times-of-visitor = الأوقات بتوقيتك ({ $zone }).
station-unreached = لا يمكن الوصول إلى المحطة الآن. حاول مجددًا.
nothing-found = لا توجد أغنية بهذا الاسم يمكن طلبها.
song-accepted = ستُبثّ «{ $title }».
song-is-next = ستُبثّ «{ $title }»: هي التالية.
song-in-minutes = { $minutes ->
    [1] ستُبثّ «{ $title }» بعد نحو دقيقة.
    [2] ستُبثّ «{ $title }» بعد نحو دقيقتين.
    [few] ستُبثّ «{ $title }» بعد نحو { $minutes } دقائق.
   *[other] ستُبثّ «{ $title }» بعد نحو { $minutes } دقيقة.
}
request-refused = { $reason ->
   *[off] لا تقبل هذه المحطة الطلبات.
    [not-there] لم تعد هذه الأغنية متاحة.
    [queued] ستُبثّ هذه الأغنية أو أغنية أخرى للفنان نفسه قريبًا على أي حال.
    [heard-lately] بُثّت هذه الأغنية أو ما يشبهها قبل قليل.
    [too-many-of-a-person] بلغت الحدّ المسموح من الطلبات في الساعة؛ حاول لاحقًا.
    [too-many] طُلبت أغانٍ كثيرة في الساعة الماضية؛ حاول لاحقًا.
}
request-failed = لم ينجح ذلك. حاول مجددًا بعد دقيقة.
ask = طلب
ask-for-title = طلب { $title }
ask-for-song-by = طلب { $title } للفنان { $artist }
write-to-studio = الكتابة إلى الاستوديو
write-name = اسمك، إن شئت
write-text = رسالتك
write-send = إرسال
write-hint = يقرؤها منسّق الموسيقى وهو على الهواء.
write-sent = أُرسلت إلى الاستوديو.
write-refused = { $reason ->
   *[off] لا تقبل هذه المحطة الرسائل.
    [blocked] لا يقبل الاستوديو رسائل منك حاليًا.
    [too-soon] لقد كتبت قبل قليل. انتظر نصف دقيقة.
    [too-many] كتبت أقصى ما يُسمح به خلال ساعة. اكتب مرة أخرى لاحقًا.
    [busy] كثيرون يكتبون الآن. اكتب مرة أخرى بعد دقيقة.
}
link-copied = نُسخ الرابط
copied = نُسخ
press-copy-keys = اضغط Ctrl+C

## الاستوديو

studio = الاستوديو
studio-needs-scripts = يمزج الاستوديو الصوت ويرمّزه في متصفحك، ويحتاج لذلك إلى JavaScript.
studio-sends-nothing = لا ترسل الصفحة شيئًا قبل أن تبدأ البث. إغلاقها يُنهي البرنامج.
close = إغلاق
sign-out = تسجيل الخروج
account-name = الاسم
password = كلمة المرور
keep-until-closed = التذكّر حتى إغلاق علامة التبويب هذه
checking-sign-in = جارٍ التحقق…
sign-in-first = سجّل الدخول أولًا باسم حساب منسّق الموسيقى وكلمة مروره.
messages-from-station = رسائل من المحطة
read = قُرئت
read-message = قُرئت: { $text }

## الاستوديو: على الهواء

on-air = على الهواء
switch = { $state ->
   *[off] بدء البث
    [counting] إلغاء
    [connecting] إلغاء
    [waiting] إلغاء
    [on-air] إنهاء البرنامج
    [lost] إيقاف المحاولة
}
press-again = اضغط مرة أخرى للإنهاء
show-state = { $state ->
   *[off] خارج البث
    [counting] استعدّ…
    [connecting] جارٍ الاتصال بالمحطة…
    [waiting] في قائمة الانتظار…
    [on-air] أنت على الهواء
    [lost] انقطعت الشبكة. يسمع المستمعون موسيقى المحطة؛ جارٍ المحاولة مجددًا…
}
on-air-in = على الهواء بعد { $seconds }…
waiting-for = ‏{ $dj } في بث مباشر الآن. يبدأ بثّك بعد ذلك.
not-let-on-air = لا تسمح لك المحطة بالبث الآن.
show-ended = أنهت المحطة برنامجك.
# { $reason } is the reason in English
ended-because = { $code ->
    [wrong-account] الاسم أو كلمة المرور غير صحيحين.
    [out-of-hours] ليس هذا وقتك الآن. أوقاتك مذكورة في جدول البرامج وفي حسابك.
    [not-this-station] لا يمكن لحسابك البث المباشر على هذه المحطة.
    [choose-password] اختر أولًا كلمة مرور خاصة بك في لوحة التحكم.
    [app-password] يُطلب من حسابك رمز عند الدخول. أنشئ كلمة مرور للتطبيقات في لوحة التحكم.
    [banned] هذا العنوان أو هذا البرنامج محظور.
    [too-many-tries] كلمات مرور خاطئة كثيرة. حاول لاحقًا.
    [busy] حدث خطأ في المحطة. حاول بعد لحظات.
    [barred] أوقفت المحطة بثك قبل قليل. حاول بعد لحظات.
    [in-use] منسّق آخر على الهواء.
    [too-many-sources] عدد المصادر المتصلة كبير جدًا. حاول لاحقًا.
    [signing-off] المحطة تتوقف عن البث.
    [replaced] بدأت البث من مكان آخر، فانتهى هذا البرنامج.
    [dead] لم يعد يصل منك شيء، وبدأ منسّق آخر البث.
    [revoked] حُذف حسابك أو تغيّرت كلمة مروره.
    [kicked] أوقفت المحطة بثك.
    [time-over] انتهى وقتك على الهواء.
   *[other] { $reason }
}
hours-end-in = { $then ->
   *[stays] ينتهي وقتك خلال { $minutes } د. تبقى على الهواء حتى تنهي برنامجك.
    [ends] ينتهي وقتك خلال { $minutes } د. بعدها تتابع المحطة من تلقاء نفسها.
}
hours-over = { $then ->
   *[stays] انتهى وقتك. يُرجى إنهاء برنامجك قريبًا.
    [ends] انتهى وقتك. تتابع المحطة من تلقاء نفسها.
}
network-too-slow = شبكتك بطيئة أحيانًا: فات المستمعين { $seconds } ث حتى الآن.
no-encoder = لا يستطيع هذا المتصفح ترميز Opus. يستطيع ذلك Chrome أو Edge أو Firefox أو Safari الحديث.
desk-fails = لا تعمل طاولة المزج في هذا المتصفح. أعد تحميل الصفحة؛ وإن لم ينفع ذلك فجرّب متصفحًا آخر.
dump = حذف آخر { $seconds } ث
dumped = حُذفت { $seconds } ث. تواصل المحطة البث تلقائيًا حتى يمتلئ التأخير من جديد.
on-air-for = مدة البث
listeners = المستمعون
delay = { $reach ->
   *[unknown] التأخير
    [station] حتى البث
    [listener] حتى أذن المستمع
}
milliseconds = { $ms } م.ث
seconds = { $seconds } ث
master = الخرج الرئيسي
master-level-left = مستوى الخرج الرئيسي، يسار
master-level-right = مستوى الخرج الرئيسي، يمين
silent = صامت
too-loud = مرتفع جدًا

## الاستوديو: الميكروفون

microphone = الميكروفون
microphone-state = { $state ->
   *[off] مغلق
    [muted] مكتوم
    [open] مفتوح
}
microphone-switch = { $state ->
   *[off] تشغيل الميكروفون
    [muted] إلغاء الكتم
    [open] كتم
}
microphone-level = مستوى الميكروفون
microphone-number = ميكروفون { $number }
microphone-unplugged = فُصل الميكروفون.
microphone-fails = { $name ->
    [NotAllowedError] لا يُسمح للمتصفح بإعطاء الميكروفون لهذه الصفحة. اسمح بذلك بجانب العنوان ثم حاول مجددًا.
    [NotFoundError] لا يوجد ميكروفون موصول.
    [NotReadableError] يستخدم برنامج آخر الميكروفون. أغلقه هناك ثم حاول مجددًا.
    [OverconstrainedError] لم يعد هذا الميكروفون موجودًا. اختر غيره.
   *[other] لا يُفتح الميكروفون: { $reason }
}
microphone-blocked = لا تعطي المتصفحات الميكروفون إلا للصفحات الآمنة، وقد فُتحت هذه عبر http عادي. افتحها عبر https، أو على جهاز المحطة نفسه بالعنوان { $address }.
decks-can-go-on-air = يمكن بثّ المشغّلين على أي حال.
nothing-can-go-on-air = لا يمكن البث هنا: لا يرمّز هذا المتصفح إلا في الصفحات الآمنة.
turn-off = إيقاف
input = المدخل
usual-input = المدخل المعتاد
gain = الكسب
for-speech = للكلام فقط لا للموسيقى
echo-cancellation = إلغاء الصدى
noise-suppression = تقليل الضوضاء
automatic-gain = كسب تلقائي
talk-over = الكلام فوق الموسيقى
lower-decks = خفض المشغّلين أثناء كلامي
lower-by = بمقدار
back-in = العودة خلال
strip = صوت المتكلم
strip-off = بلا معالجة
strip-speech = كلام
strip-warm = دافئ
strip-loud = قوي
strip-own = إعدادي
strip-adjust = ضبط الصوت
low-cut = قطع الترددات المنخفضة (دون 80 هرتز)
bass = الجهير
presence = الحضور
treble = الحدّة
compression = الضغط
gain-reduction = خفض الكسب
compression-delays = مع الضغط يصل صوتك متأخرًا 6 م.ث.
noise-gate = بوابة الضوضاء
gate-off = متوقفة
strip-reset = إعادة ضبط الصوت
strip-was-reset = الصوت كما يعطيه الميكروفون.

## الاستوديو: المشغّلان

decks = المشغّلان
deck = المشغّل { $deck }
deck-place = المشغّل { $deck }، الموضع في المقطع
deck-level = المشغّل { $deck }، المستوى
deck-load = المشغّل { $deck }، تحميل ملف
deck-gain = المشغّل { $deck }، الكسب
deck-headphones = المشغّل { $deck } في السمّاعات
deck-play = { $action ->
   *[play] تشغيل
    [pause] إيقاف مؤقت
}
deck-play-label = { $action ->
   *[play] المشغّل { $deck }: تشغيل
    [pause] المشغّل { $deck }: إيقاف مؤقت
}
cue = نقطة البدء
deck-cue-label = { $action ->
   *[set] المشغّل { $deck }: تعيين نقطة البدء هنا
    [back] المشغّل { $deck }: العودة إلى نقطة البدء
}
deck-next-up = المشغّل { $deck }، التالي
deck-skip = المقطع التالي
deck-auto = المتابعة تلقائيًا
deck-queue-remove = إزالة «{ $title }»
deck-queued = أُضيف إلى ما يشغّله هذا المشغّل تاليًا.
deck-queue-full = يتّسع المشغّل لـ 100 مقطع. تُرك بعضها.
midi-choose = اختر زرًا أو منزلقًا في هذه الصفحة.
midi-move = اضغط الآن مفتاحًا في وحدة التحكم أو حرّك منزلقًا.
midi-assigned = تم التعيين. سيتذكره هذا الجهاز.
midi-forgotten = لم يعد هناك أي تعيين.
midi-connected = متصل: { $names }
midi-none = لم يُعثر على وحدة تحكم. وصّلها وستُكتشف تلقائيًا.
midi-refused = لا يسمح المتصفح باستخدام MIDI. اسمح به لهذه الصفحة ثم حاول مرة أخرى.
file-unplayable = لا يمكن تشغيل هذا الملف في هذا المتصفح. تعمل عادةً ملفات MP3 وFLAC وWAV وOgg.
load-file = تحميل ملف
drop-track = أفلت مقطعًا هنا
place-of = { $place } من { $length }
deck-held = المشغّل { $deck } على الهواء. أوقفه مؤقتًا لتغيير الموضع في المقطع.
intro-ends-in = تنتهي المقدمة خلال { $time }
crossfader = المزج من المشغّل A إلى المشغّل B
one-deck-only = المشغّل { $deck } فقط
both-decks = كلا المشغّلين
mostly-deck = المشغّل { $deck } بنسبة { $percent } %

## الاستوديو: العناوين والسمّاعات والمفاتيح

what-listeners-read = ما يقرؤه المستمعون
artist = الفنان
title = العنوان
send-title = إرسال
keep-title = حفظ للبرنامج
send-each-title = إرسال عنوان كل مقطع عند بدئه
listeners-read = يقرأ المستمعون: { $title }
listeners-will-read = عند بدء البث يقرأ المستمعون: { $title }
what-you-hear = ما تسمعه
decks-on-speakers = المشغّلان، مكبّرات الصوت
headphones = السمّاعات
usual-output = المخرج المعتاد
output-number = المخرج { $number }
what-listeners-hear = ما يسمعه المستمعون
monitor-hint = للسمّاعات فقط: من مكبّرات الصوت يصل إلى الميكروفون ويعود صدى.
midi = وحدة تحكم MIDI
midi-hint = تحرّك مفاتيح وحدة التحكم ومنزلقاتها ما في هذه الصفحة.
midi-connect = توصيل
midi-assign = تعيين
midi-forget = نسيان الكل
monitor-fails = يلزم WebCodecs الذي لا يتوفر في المتصفحات إلا في الصفحات الآمنة: افتح الاستوديو عبر https أو على localhost.
keys-and-settings = المفاتيح والإعدادات
count-in = العدّ 3-2-1 قبل البث
single-keys = مفاتيح مفردة خارج حقول النص
key-on-air = بدء البث؛ مرتان للإنهاء
key-microphone = الميكروفون: تشغيل وكتم وفتح
key-play = المشغّل A، المشغّل B: تشغيل أو إيقاف مؤقت
key-cue = المشغّل A، المشغّل B: نقطة البدء
key-crossfade = المزج نحو A أو نحو B
key-title = كتابة عنوان

## المكالمات

call-studio = الاتصال بالاستوديو
calls = المكالمات
open-line = فتح الخط
calls-while-on-air = تظهر المكالمات أثناء بثّك.
callers = المتصلون
calls-hint = تسمع المتصلين في سمّاعاتك. أثناء حديثك مع أحدهم خارج البث لا يكون ميكروفونك على الهواء.
talk-off-air = حديث خارج البث
put-on-air = نقل إلى الهواء
hold = وضع قيد الانتظار
hang-up = إنهاء المكالمة
bar-caller = حظر 10 دقائق
microphone-to-caller = خارج البث، إلى { $name }

## رسائل المستمعين

listener-messages = رسائل المستمعين
messages-unread = غير مقروءة: { $count }
messages-all-read = تعليم الكل كمقروء
messages-while-on-air = تظهر الرسائل أثناء بثّك.
no-listener-messages = لا رسائل بعد.
hide-message = إخفاء
hide-message-of = إخفاء: { $text }
block-sender = حظر المرسل
block-sender-of = حظر المرسل: { $text }
unnamed-listener = مستمع

## صفحة المكالمة

call-description = تحدّث إلى استوديو { $station }.
call-needs-scripts = يتطلّب الاتصال تشغيل JavaScript، وهذا المتصفح لا يشغّله.
call-line = { $state ->
    [open] الخط مفتوح.
   *[closed] الخط مغلق الآن. يفتحه منسّق الموسيقى عند استقبال المكالمات.
}
call-off = لا تستقبل { $station } المكالمات.
call-name = اسمك كما يراه منسّق الموسيقى
call-topic = موضوعك في بضع كلمات
call-test = اختبار الميكروفون
call-test-hint = قل شيئًا: يتحرّك الشريط مع صوتك.
call-ring = اتصال
call-hint = استخدم سمّاعات الرأس وأطفئ أي راديو يبثّ المحطة. لا يسمعك أحد أثناء الانتظار. يتحدّث معك منسّق الموسيقى قبل أن تكون على الهواء أو ينقلك إلى الهواء مباشرةً؛ وتُظهر هذه الصفحة ذلك.
call-blocked = لا تعطي المتصفحات الميكروفون إلا للصفحات الآمنة، وقد فُتحت هذه عبر http عادي. افتحها عبر https للاتصال.
call-unsupported = لا يستطيع هذا المتصفح إجراء المكالمات. يستطيع ذلك Chrome أو Edge أو Firefox أو Safari الحديث.
call-come-back = كنت في مكالمة. اضغط على «اتصال» للعودة إليها.
call-opening = جارٍ فتح الميكروفون…
call-no-microphone = لا يمكنك الاتصال بلا ميكروفون.
call-ringing = جارٍ الرنين…
call-lost = انقطع الاتصال. جارٍ العودة إلى مكالمتك…
call-hung-up = أنهيت المكالمة.
call-waiting = ترتيبك في قائمة الانتظار: { $place }. تسمع البث في هذه الأثناء.
call-state = { $state ->
    [screened] تتحدّث مع الاستوديو خارج البث.
    [on_air] أنت على الهواء.
   *[held] مكالمتك قيد الانتظار: تسمع البث ولا يسمعك أحد.
}

## The studio: the station's library

station-library = مكتبة المحطة
library-open = افتح المكتبة
library-hint = مقاطع المحطة والجينغلات، للمشغّلين ولثمانية أزرار. يلزم تسجيل الدخول في لوحة التحكم.
jingle-buttons = أزرار الجينغل
jingles-from = الجينغلات من
all-jingles = كل الجينغلات وشارات المحطة
no-jingles = لا جينغلات في المكتبة بعد. اختر لبعض المقاطع النوع «جينغل» أو «شارة المحطة» في لوحة التحكم.
library-playlist = قائمة التشغيل
whole-library = كل المكتبة
library-nothing = لم يُعثر على شيء.
library-load = تحميل { $title } على المشغّل { $deck }
library-fails = المكتبة لا تستجيب. حاول بعد لحظات.
library-sign-in = سجّل الدخول في لوحة التحكم
library-needs-sign-in = { $link }، ثم اضغط «افتح المكتبة» مرة أخرى.
key-jingles = أزرار الجينغل

## The studio: voice tracks

voice-tracks = فواصل صوتية مسجّلة
voice-open = عرض قائمة الانتظار
voice-hint = سجّل حديثك بين مقطعين مسبقًا، فيُبث كأنك على الهواء. استخدم سماعات الرأس. يلزم تسجيل دخولك في لوحة التحكم.
voice-queue = قائمة انتظار المحطة
voice-here = سجّل هنا
voice-talk = حديث: { $dj }، { $length }
voice-placement = { $placement ->
   *[after-another] تغيّر المقطع الذي قبله. يبدأ الحديث عند انتهائه.
    [before-another] تغيّر المقطع الذي بعده. يبدأ ذلك المقطع عند انتهاء الحديث.
    [dropped] لم يعد أي من مقطعيه موجودًا. لن يُبث.
}
voice-remove = حذف
voice-remove-talk = حذف حديث { $dj }
voice-removed = حُذف.
voice-nothing = لا مكان للحديث: ليس في القائمة مقطعان متتاليان.
voice-empty = قائمة الانتظار فارغة: ليس لدى AutoDJ ما يبثّه. { $link }، ثم اضغط «عرض قائمة الانتظار» مجددًا.
voice-fill-queue = أضف مقاطع في لوحة التحكم
voice-between = بين «{ $first }» و«{ $second }»
voice-ending = نهاية المقطع الأول
voice-record = تسجيل
voice-again = إعادة التسجيل
voice-next = ابدأ المقطع التالي
voice-stop = إيقاف
voice-listen = استماع
voice-keep = احتفاظ
voice-cancel = إلغاء
voice-state = { $state ->
   *[ready] اضغط «تسجيل»: تسمع آخر 10 ثوانٍ من المقطع الأول.
    [loading] يجري تحميل المقطعين.
    [recording] يجري التسجيل. المقطع الأول يوشك على الانتهاء.
    [over] يجري التسجيل. انتهى المقطع الأول.
    [next] يجري التسجيل. بدأ المقطع التالي.
    [recorded] سُجّل: { $length }. استمع إليه أو احتفظ به أو أعد تسجيله.
    [listening] هكذا سيُسمع.
    [saving] يجري الحفظ.
}
voice-saved = حُفظ. يُبث بين المقطعين.
voice-silent = لم يُسمع شيء من الميكروفون. حاول مجددًا.
voice-on-air = أنت على الهواء. أنهِ البرنامج قبل التسجيل.
voice-no-microphone = الميكروفون غير مشغّل.
voice-not-your-hours = في وقت هذا الموضع لا يحق لك البث المباشر.
voice-place-gone = تغيّرت قائمة الانتظار. اختر الموضع من جديد.
voice-fails = لم ينجح ذلك. حاول بعد لحظات.
voice-needs-sign-in = { $link }، ثم اضغط «عرض قائمة الانتظار» مجددًا.
