"""Tail Lights South: synthwave in F sharp minor (written in A minor)."""

from .midi import Score
from .notation import chords, melody
from .players import grid, near, voicings

VERSE = "Am9 | Fmaj9 | Cmaj9 | G6 | Am9 | Fmaj9 | Cmaj9 | Em7"
CHORUS = "Fmaj9 | G6 | Em7 | Am9 | Fmaj9 | G6 | Am9 | Am9"
BREAK = "Fmaj9 | Em7 | Dm9 | Em7"
LAST = "Fmaj9 | G6 | Em7 | Am9 | Fmaj9 | G6 | Fmaj9 | G6"
CHART = " | ".join(("Am9 | Fmaj9 | Cmaj9 | G6", VERSE, CHORUS, BREAK, LAST, "Am9 | Fmaj9 | Am9"))
DOWN = -3

HOOK = """
 r:h r:e E5 A5 B5 | C6:q. B5:e~ B5:q G5 | r:h r:e E5 G5 B5 | A5:q. G5:e~ G5:h |
 r:h r:e E5 A5 B5 | C6:q. B5:e~ B5:q G5 | E5:h r:e D5 E5 G5 | B5:q. A5:e~ A5:q G5"""
BREAK_HOOK = """
 r:h r:e E5 A5 C6 | B5:q. G5:e~ G5:q E5 | r:h r:e F5 A5 C6 | B5:q. G5:e~ G5:h"""
LEAD_1 = """
 r:e A4 C5 E5:q. D5:e C5 | D5:h B4:e D5 E5:q | G5:q. E5:e~ E5:q D5 | E5:q. C5:e~ C5:q B4:e A4 |
 r:e A4 C5 E5:q. G5:e E5 | D5:h E5:e D5 B4:q | C5:q. B4:e~ B4:q A4 | A4:h. r:q"""
LEAD_2 = """
 r:e A4 C5 E5:q. D5:e C5 | D5:h B4:e D5 E5:q | G5:q. E5:e~ E5:q D5 | E5:q. C5:e~ C5:q B4:e A4 |
 r:e C5 E5 A5:q. G5:e E5 | G5:h A5:e G5 D5:q | E5:q. C5:e~ C5:q E5 | D5:q. B4:e~ B4:q D5 |
 C5:q. B4:e~ B4:q A4 | A4:w"""
HARMONY = """
 r:e F4 A4 C5:q. B4:e A4 | B4:h G4:e B4 B4:q | B4:q. B4:e~ B4:q G4 | C5:q. A4:e~ A4:q G4:e E4 |
 r:e A4 C5 E5:q. E5:e C5 | D5:h E5:e D5 B4:q | C5:q. A4:e~ A4:q C5 | B4:q. G4:e~ G4:q B4 |
 A4:q. G4:e~ G4:q E4 | E4:w"""

BEAT = {"kick": "x.......x.x.....", "snare": "....X.......X...", "hat": "x.o.x.o.x.o.x.oo"}
PUSH = {"kick": "x.....x.x.x.....", "snare": "....X.......X..,", "hat": "x.o.x.o.x.o.x..."}
FILL = {"kick": "x.......x.......", "snare": "....X.....x.x.xx", "high": "........xx......",
        "mid": "..........xx....", "floor": "............xxxx"}
LIGHT = {"kick": "x.......x.......", "hat": "o.,.o.,.o.,.o.,."}


def drums(score):
    """Return the kit after writing 35 bars of drums."""
    kit = score.drums("kit", 24, volume=104, reverb=34, jitter=2, stem="drums")
    for bar in range(2, 34):
        if bar < 4:
            rows = LIGHT
        elif bar in (11, 19, 23, 31):
            rows = FILL
        elif 20 <= bar < 23:
            rows = LIGHT
        else:
            rows = PUSH if bar % 2 else BEAT
        grid(kit, bar, rows)
    for bar in (4, 12, 24, 32):
        grid(kit, bar, {"crash": "x..............."})
    grid(kit, 12, {"open": "..o...o...o...o."}, 7)
    grid(kit, 24, {"open": "..o...o...o...o."}, 7)
    grid(kit, 34, {"kick": "x...............", "crash": "-..............."})
    return kit


def pump(part, kit):
    """Duck a part under each kick, the way a compressor keyed by it would."""
    for start, _, key, _ in kit.notes:
        if key == 36:
            part.control(start, 11, 58)
            for step, value in ((0.12, 70), (0.24, 88), (0.36, 106), (0.48, 118), (0.6, 127)):
                part.control(start + step, 11, value)


def bass_line(part, chart):
    """Drive quavers on the root with octave jumps and a push to the next."""
    for index, item in enumerate(chart[2:34]):
        root = near(item.bass, 33, 28, 40)
        after = near(chart[min(index + 3, 34)].bass, 33, 28, 40)
        held = 20 <= item.start / 4 < 22
        if held:
            part.note(item.start, 3.9, root + DOWN, 92)
            continue
        for step in range(8):
            key = root + (12 if step in (3, 6) else 0)
            key = after if step == 7 and root != after else key
            part.note(item.start + step / 2, 0.42, key + DOWN, 98 if step % 2 == 0 else 86)
    part.note(136, 6, 33 + DOWN, 90)


def arpeggio(part, chart, first, last, velocity):
    """Run semiquavers up and down the voicing over two octaves."""
    rows = voicings(chart, 57, 74)
    for item, keys in list(zip(chart, rows))[first:last]:
        run = keys + [keys[0] + 12, keys[1] + 12, keys[0] + 12] + keys[:0:-1]
        for step in range(16):
            loud = velocity + (10 if step % 4 == 0 else 0) - (6 if step % 2 else 0)
            part.note(item.start + step / 4, 0.22, run[step % len(run)] + DOWN, loud)


def pads(parts, chart):
    """Hold voice-led chords on every pad, tying common tones over."""
    for item, keys in zip(chart, voicings(chart, 52, 71)):
        for part, loud in parts:
            for key in keys:
                held = item.length * 1.02 if item.start < 136 else 6.5
                part.note(item.start, held, key + DOWN, loud)


def glide(part, bar, text, velocity):
    """Play a lead line with a little delayed vibrato on long notes."""
    part.play(bar, text, velocity, DOWN)
    for item in melody(text, 4):
        begin = bar * 4 + item.start
        part.control(begin, 1, 0)
        if item.length >= 1.5:
            part.control(begin + 0.6, 1, 36)
            part.control(begin + 1.1, 1, 60)


def build():
    """Return the score."""
    score = Score("tail lights south", 92, 4)
    score.transposed = DOWN
    chart = chords(CHART, 4)
    kit = drums(score)
    bass = score.part("bass", 38, volume=124, pan=64, reverb=8, jitter=2, stem="bass")
    warm = score.part("warm pad", 89, volume=84, pan=50, reverb=70, jitter=8, stem="synth")
    poly = score.part("poly pad", 90, volume=78, pan=80, reverb=70, jitter=8, stem="synth")
    arp = score.part("arpeggio", 81, volume=108, pan=84, reverb=60, jitter=2, stem="arp")
    bell = score.part("bells", 4, volume=104, pan=46, reverb=70, stem="arp")
    tune = score.part("lead", 81, volume=126, pan=64, reverb=70, jitter=4, stem="lead")
    second = score.part("second lead", 80, volume=84, pan=40, reverb=70, jitter=5, stem="lead")
    bass_line(bass, chart)
    pads([(warm, 84), (poly, 66)], chart)
    arpeggio(arp, chart, 0, 12, 66)
    arpeggio(arp, chart, 20, 34, 72)
    bell.play(4, HOOK, 84, DOWN)
    bell.play(20, BREAK_HOOK, 76, DOWN)
    glide(tune, 12, LEAD_1, 86)
    glide(tune, 24, LEAD_2, 92)
    second.play(24, HARMONY, 80, DOWN)
    for part in (bass, warm, poly):
        pump(part, kit)
    bell.note(136, 6, 81 + DOWN, 64)
    bell.note(136.5, 5.5, 88 + DOWN, 58)
    bell.note(137, 5, 95 + DOWN, 50)
    for bar, factor in ((4, 0.95), (11, 0.95), (12, 1.04), (19, 1.04), (20, 0.88), (23, 0.92),
                        (24, 1.08), (32, 1.06), (34, 0.95)):
        score.level(bar, factor)
    score.slow(132, 136, 92, 80, 4)
    return score, chart, {"tune": tune, "bell": bell}
