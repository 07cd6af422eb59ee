"""Players: what a bassist, a comping hand or a drummer makes of a chart."""

from .notation import voicings

KIT = {"kick": 36, "rim": 37, "snare": 38, "clap": 39, "brush": 40, "hat": 42,
       "pedal": 44, "open": 46, "ride": 51, "bell": 53, "crash": 49, "low": 41,
       "floor": 43, "mid": 47, "high": 50, "shaker": 82, "tamb": 54,
       "cabasa": 69, "conga": 63, "congalow": 64, "slap": 39, "swirl": 40}
LOUD = {"X": 112, "x": 88, "-": 66, "o": 46, ",": 32}


def grid(drums, bar, rows, bars=1):
    """Play rows of step patterns, e.g. ``{"kick": "x...x..."}``."""
    metre = drums.score.metre
    for count in range(bars):
        for name, pattern in rows.items():
            step = metre / len(pattern)
            for index, mark in enumerate(pattern):
                if mark in LOUD:
                    beat = (bar + count) * metre + index * step
                    drums.note(beat, step * 0.9, KIT[name], LOUD[mark])


def near(tone, around, low, high):
    """Return the key of a pitch class nearest to another key, in range."""
    keys = [k for k in range(low, high + 1) if k % 12 == tone]
    return min(keys, key=lambda k: (abs(k - around), k))


def walk(part, progression, low=28, high=48, velocity=84):
    """Walk a bass line: root, chord tones, then a step into the next root."""
    now = near(progression[0].bass, (low + high) // 2 - 3, low, high)
    for index, item in enumerate(progression):
        after = progression[(index + 1) % len(progression)]
        root = near(item.bass, now, low, high)
        target = near(after.bass, root + part.random.choice((-3, 3)), low, high)
        line = [root] + middle(part, item, root, target, int(item.length) - 2, low, high)
        if item.length >= 2:
            line.append(approach(part, item, line[-1], target, low, high))
        for beat, key in enumerate(line):
            loud = velocity + (4 if beat % 2 else 0)
            part.note(item.start + beat, 0.93, key, loud)
            if beat == len(line) - 1 and part.random.random() < 0.16:
                part.note(item.start + beat + 0.5, 0.3, key, velocity - 24)
        now = line[-1]


def middle(part, item, root, target, count, low, high):
    """Choose chord tones that run from the root towards the next root."""
    if count <= 0:
        return []
    rising = target > root or (target == root and root < (low + high) / 2)
    span = range(root + 1, root + 13) if rising else range(root - 1, root - 13, -1)
    steady = item.tones[:4]
    tones = [k for k in span if k % 12 in steady and low <= k <= high]
    if len(tones) < count:
        span = [k for k in range(root + 12, root - 13, -1) if low <= k <= high]
        tones = [k for k in span if k % 12 in steady and k != root]
    skip = part.random.choice((0, 0, 1)) if len(tones) > count else 0
    return tones[skip:skip + count]


def approach(part, item, last, target, low, high):
    """Choose a step into the target: semitone, scale tone or its fifth."""
    steps = [target - 1, target + 1, target + 2, target - 2, target + 7, target - 5]
    weights = [5, 5, 2, 2, 1, 1]
    usable = [(s, w) for s, w in zip(steps, weights)
              if low <= s <= high and s != last and abs(s - last) <= 7]
    if not usable:
        return near(item.tones[2], last, low, high)
    keys, odds = zip(*usable)
    return part.random.choices(keys, odds)[0]


def comp(part, progression, rhythms, low=53, high=70, velocity=62, size=4):
    """Comp voice-led chords; each chord takes the next rhythm in turn.

    A rhythm is a list of (offset, length) inside a bar; hits that fall
    outside a shorter chord are left to the next chord.
    """
    metre = part.score.metre
    for item, keys in zip(progression, voicings(progression, low, high, size)):
        rhythm = rhythms[int(item.start // metre) % len(rhythms)]
        first = item.start % metre
        for offset, held in rhythm:
            inside = offset - first
            if not -1e-6 <= inside < item.length:
                continue
            for place, key in enumerate(keys):
                loud = velocity + (3 if place == len(keys) - 1 else 0)
                spread = 0.012 * place
                part.note(item.start + inside + spread, held, key, loud)


def pad(part, progression, low, high, velocity=60, size=4, overlap=0.05):
    """Hold voice-led chords; a tone shared with the next chord is tied over."""
    rows = voicings(progression, low, high, size)
    sounding = {}
    for item, keys in zip(progression, rows):
        for key in [k for k in sounding if k not in keys]:
            begin = sounding.pop(key)
            part.note(begin, item.start - begin + overlap, key, velocity)
        for key in keys:
            sounding.setdefault(key, item.start)
    end = progression[-1].start + progression[-1].length
    for key, begin in sounding.items():
        part.note(begin, end - begin, key, velocity)


def pick(part, bar, keys, pattern, velocity=72, ring=True):
    """Pick a bar of quavers: digits name strings, 0 being the bass."""
    metre = part.score.metre
    step = metre / len(pattern)
    for index, mark in enumerate(pattern):
        if mark.isdigit() and int(mark) < len(keys):
            string = int(mark)
            loud = velocity + (10 if string == 0 else 0) - (4 if index % 2 else 0)
            held = metre - index * step if ring else step
            part.note(bar * metre + index * step, held * 0.97, keys[string], loud)
