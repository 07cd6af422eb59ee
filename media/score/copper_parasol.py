"""Copper Parasol: a bossa nova in F for vibraphone, flute and guitar."""

from .midi import Score
from .notation import chords
from .players import grid, near, voicings

INTRO = "Fmaj9 | Gm9 C13 | Fmaj9 | Gm9 C13"
A1 = "Fmaj9 | Fmaj9 | Em7b5 | A7b9 | Dm9 | G13 | Gm9 | C13"
A2 = "Fmaj9 | Cm9 F13 | Bbmaj9 | Bbm6 | Am7 | D7b9 | Gm9 C13 | F6"
BRIDGE = "Bbm7 | Eb9 | Abmaj9 | Abmaj9 | Am7 | D7b9 | Gm9 | C7b9"
CODA = "Am7 D7b9 | Gm9 C13 | Am7 D7b9 | Gm9 C13 | Fmaj9"
A3 = "Fmaj9 | Cm9 F13 | Bbmaj9 | Bbm6 | Am7 | D7b9 | Gm9 C13"
CHART = " | ".join((INTRO, A1, A2, BRIDGE, A3, CODA))

THEME_1 = """
 E5:q. C5:e~ C5:q A4:e C5 | D5:q. C5:e~ C5:h | r:e G4 Bb4 D5~ D5:q Bb4 | C#5:q. Bb4:e~ Bb4:q G4 |
 F5:q. E5:e~ E5:q C5:e E5 | E5:q. D5:e~ D5:q B4 | r:e D5 F5 A5~ A5:q F5 | E5:q. A4:e~ A4:q r"""
THEME_2 = """
 E5:q. C5:e~ C5:q A4:e C5 | Eb5:q. D5:e~ D5:h | r:e F4 A4 C5~ C5:q D5 | Db5:q. C5:e~ C5:q Bb4:e G4 |
 C5:q. E5:e~ E5:q G5 | F#5:q. Eb5:e~ Eb5:q C5 | Bb4:q. A4:e~ A4:q. E5:e | D5:q. C5:e~ C5:h"""
BRIDGE_TUNE = """
 Db5:q. F5:e~ F5:q Eb5:e Db5 | F5:q. G5:e~ G5:h | Eb5:q. C5:e~ C5:q Bb4:e C5 | G4:h. r:q |
 E5:q. G5:e~ G5:q E5:e D5 | Eb5:q. C5:e~ C5:q A4 | Bb4:q. D5:e~ D5:q F5 | E5:q. Db5:e~ Db5:q r"""
THEME_3 = """
 E5:q. C5:e~ C5:q A4:e C5 | Eb5:q. D5:e~ D5:q F5:e Eb5 | D5:e F4 A4 C5~ C5:q D5 |
 Db5:q. C5:e~ C5:q Bb4:e G4 | C5:q. E5:e~ E5:q G5 | F#5:q. Eb5:e~ Eb5:q C5 |
 Bb4:q. A4:e~ A4:q. E5:e | G5:q. E5:e F#5:q Eb5 | D5:q. Bb4:e A4:q E5 |
 G5:q. E5:e F#5:q Eb5 | D5:q. Bb4:e A4:q D5 | C5:q. A4:e~ A4:h"""
FLUTE_ANSWERS = """
 r:w | r:h r:e A5 G5 F5 | r:w | r:w | r:w | r:w | r:w | r:h r:e G5 A5 C6 |
 r:w | r:w | r:h r:e F5 G5 A5 | r:w | r:w | r:w | r:w | r:h r:e G5 A5 C6"""
FLUTE_THIRDS = """
 C6:q. A5:e~ A5:q E5 | G5:q. A5:e~ A5:h | r:e D5 F5 A5~ A5:q A5 | G5:q. F5:e~ F5:q Db5 |
 E5:q. G5:e~ G5:q C6 | A5:q. F#5:e~ F#5:q Eb5 | D5:q. F5:e~ F5:q. G5:e | C6:q. A5:e A5:q F#5 |
 F5:q. D5:e E5:q G5 | C6:q. A5:e A5:q F#5 | F5:q. D5:e C5:q E5 | E5:q. C5:e~ C5:h"""
INTRO_FLUTE = """
 r:w | r:w | C6:q. A5:e~ A5:q G5:e E5 | F5:q. E5:e~ E5:q. r:e"""

HITS = ([0, 1.5, 2.5], [0, 1, 2.5, 3.5])


def guitar_part(score, chart):
    """Thumb on one and three, fingers in the two-bar bossa pattern."""
    guitar = score.part("guitar", 24, volume=88, pan=44, reverb=36, jitter=6)
    rows = voicings(chart, 52, 69)
    bars = {}
    for item, keys in zip(chart, rows):
        bars.setdefault(int(item.start // 4), []).append((item, keys))
    for bar, held in bars.items():
        if bar >= 39:
            continue
        hits = HITS[bar % 2]
        for place, offset in enumerate(hits):
            item, keys = [h for h in held if h[0].start - bar * 4 <= offset][-1]
            if offset == 3.5 and bar + 1 in bars:
                item, keys = bars[bar + 1][0]
            gap = (hits + [4.0])[place + 1] - offset
            for string, key in enumerate(keys):
                guitar.note(bar * 4 + offset + 0.01 * string, gap * 0.8, key, 66 + 2 * string)
        for item, _ in held:
            for beat, tone in ((0, item.bass), (2, item.tones[2])):
                if beat < item.length:
                    guitar.note(item.start + beat, 1.6, near(tone, 46, 40, 52), 60)
    return guitar


def bass_part(score, chart):
    """Root, push, fifth, push: the surdo figure."""
    bass = score.part("bass", 32, volume=118, pan=62, reverb=18, jitter=4)
    for index, item in enumerate(chart):
        if item.start >= 156:
            break
        root = near(item.bass, 36, 28, 43)
        after = near(chart[min(index + 1, len(chart) - 1)].bass, 36, 28, 43)
        fifth = near(item.tones[2], root + 2, 28, 43)
        bass.note(item.start, 1.4, root, 90)
        if item.length == 4:
            bass.note(item.start + 1.5, 0.45, fifth, 76)
            bass.note(item.start + 2, 1.4, fifth, 86)
            bass.note(item.start + 3.5, 0.45, after if after != root else fifth, 74)
        else:
            bass.note(item.start + 1.5, 0.45, after, 74)
    return bass


def drums(score):
    """Rim clave, shaker, a feathered kick; fills at the section ends."""
    kit = score.drums("kit", 0, volume=107, reverb=30, jitter=5)
    shaker = {"cabasa": "x,o,x,o,x,o,x,o,", "hat": "o...-...o...-..."}
    bell = {"ride": "-...o.-.o.-...o.", "cabasa": "o,,,o,,,o,,,o,,,"}
    kick = {"kick": "-.....o.-.....o."}
    rims = ({"rim": "x.....x.....x..."}, {"rim": "....x.....x....."})
    for bar in range(39):
        grid(kit, bar, bell if 20 <= bar < 27 else shaker)
        if bar >= 2:
            grid(kit, bar, kick)
            fill = bar in (3, 11, 19, 27, 34)
            grid(kit, bar, {"rim": "....x...", "congalow": "........o.-.....",
                            "conga": "..........o.x-x."} if fill else rims[bar % 2])
    grid(kit, 39, {"kick": "x...............", "ride": "-..............."})


def finish(guitar, bass, vibes):
    """Close on F six-nine, rolled up through the guitar and vibraphone."""
    for place, key in enumerate((41, 48, 52, 57, 62, 67)):
        guitar.note(156 + 0.07 * place, 7, key, 74)
    for place, key in enumerate((69, 74, 79, 84)):
        vibes.note(156.5 + 0.33 * place, 6, key, 76 - 4 * place)
    bass.note(156, 6, 41, 88)
    bass.note(157.5, 4.5, 29, 74)


def build():
    """Return the score."""
    score = Score("copper parasol", 130, 4)
    chart = chords(CHART, 4)
    guitar = guitar_part(score, chart)
    bass = bass_part(score, chart)
    vibes = score.part("vibraphone", 11, volume=127, pan=74, reverb=56, lag=4)
    flute = score.part("flute", 73, volume=80, pan=94, reverb=60, jitter=8, lag=-10)
    marimba = score.part("marimba", 12, volume=94, pan=30, reverb=44)
    drums(score)
    flute.play(0, INTRO_FLUTE, 76)
    vibes.play(4, THEME_1, 102, legato=1.05)
    vibes.play(12, THEME_2, 104, legato=1.05)
    marimba.play(20, BRIDGE_TUNE, 92)
    vibes.play(20, BRIDGE_TUNE, 74, legato=1.05)
    vibes.play(28, THEME_3, 106, legato=1.05)
    flute.play(4, FLUTE_ANSWERS, 74)
    flute.play(28, FLUTE_THIRDS, 76)
    finish(guitar, bass, vibes)
    for bar, factor in ((4, 0.95), (12, 1.0), (20, 0.93), (28, 1.04), (36, 1.0), (39, 0.85)):
        score.level(bar, factor)
    score.slow(152, 156, 130, 104, 4)
    return score, chart, {"vibes": vibes, "flute": flute}
