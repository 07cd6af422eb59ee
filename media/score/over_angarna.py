"""Över ängarna: a pastoral in G, six-eight, for strings, oboe and harp.

A bar of six-eight is written as three crotchets' worth of quavers.
"""

from .midi import Score
from .notation import chords
from .players import near, voicings

INTRO = "G | C/G"
A1 = "G | Em | C | G/B | Am7 | D | G C | D"
A2 = "G | Em | C | G/B | Am7 | D7 | G | G"
BRIDGE = "Em | Bm | C | G | Am | Em/G | F | Dsus D"
A3 = A2
CODA = "C | Cm6 | G/D D7 | G | G"
CHART = " | ".join((INTRO, A1, A2, BRIDGE, A3, CODA))

THEME_1 = """
 D5:q B4:e D5:q G5:e | G5:e F#5 E5 B4:q. | C5:q E5:e G5:q E5:e | D5:q. B4:q. |
 C5:q B4:e C5:q E5:e | D5:e C5 B4 A4:q. | B4:q D5:e E5:q G5:e | F#5:q. D5:q r:e"""
THEME_2 = """
 D5:q B4:e D5:q G5:e | G5:e F#5 E5 B4:q. | C5:e D5 E5 G5:q E5:e | D5:q. B4:q. |
 C5:e D5 E5 G5:q E5:e | F#5:q E5:e D5:q C5:e | B4:q A4:e G4:q. | G4:q. r:q."""
BRIDGE_TUNE = """
 E5:q. G5:q F#5:e | F#5:q D5:e B4:q. | E5:q. G5:q E5:e | D5:q B4:e G4:q. |
 C5:q. E5:q D5:e | B4:q E5:e G5:q. | A5:q G5:e F5:q A5:e | G5:q. F#5:q r:e"""
THEME_3 = """
 D5:q B4:e D5:q G5:e | B5:e A5 G5 E5:q. | C5:e D5 E5 G5:q C6:e | B5:q. G5:q D5:e |
 E5:q D5:e E5:q G5:e | A5:q G5:e F#5:q C5:e | B4:q D5:e G5:q. | G5:q. r:q. |
 E5:q G5:e C6:q. | A5:q G5:e D#5:q. | D5:q B4:e A4:q C5:e | B4:h.~ | B4:h."""
COUNTER_3 = """
 B4:h. | G4:q. E4 | E4:h. | G4:q. D5 | C5:h. | D5:q. C5 | D5:q. B4 | r:h. |
 G4:h. | G4:h. | r:h. | r:q. D5:q G5:e | D5:h."""

STRINGS = (("violin", 40, 46, 77), ("second", 48, 56, 95), ("viola", 48, 78, 92), ("cello", 42, 88, 84))


def cello_line(part, chart, plucked):
    """Play the bass: dotted crotchets, root then fifth, plucked in the bridge."""
    for item in chart:
        bar = int(item.start // 3)
        if bar >= 37:
            continue
        key = near(item.bass, 44, 36, 52)
        fifth = near(item.tones[2], key + 5, 36, 55)
        if 18 <= bar < 25:
            plucked.note(item.start, 1.2, key, 92)
            plucked.note(item.start + 1.5, 0.8, fifth, 78)
            plucked.note(item.start + 2.5, 0.5, fifth if bar % 2 else key + 12, 66)
        elif item.length < 3 or bar < 2 or bar >= 34:
            part.note(item.start, item.length, key, 74)
        else:
            part.note(item.start, 1.52, key, 76)
            part.note(item.start + 1.5, 1.5, fifth, 70)


def inner(second, viola, chart):
    """Lead two inner voices: held at first, then rocking in quavers."""
    rows = voicings(chart, 52, 68, 3)
    for item, keys in zip(chart, rows):
        bar = int(item.start // 3)
        if bar >= 37:
            continue
        rocking = 10 <= bar < 18 or 26 <= bar < 33
        if rocking:
            figure = (0, 1, 2, 1, 2, 1)[:int(item.length * 2)]
            for step, voice in enumerate(figure):
                viola.note(item.start + step / 2, 0.52, keys[voice], 62 + (6 if step % 3 == 0 else 0))
            second.note(item.start, item.length * 1.01, keys[2], 60)
        else:
            viola.note(item.start, item.length * 1.01, keys[0], 62)
            viola.note(item.start, item.length * 1.01, keys[1], 58)
            second.note(item.start, item.length * 1.01, keys[2], 62)


def harp_part(harp, chart):
    """Spread chords at section heads; run quavers under the bridge."""
    rows = voicings(chart, 55, 76, 3)
    for item, keys in zip(chart, rows):
        bar = int(item.start // 3)
        wide = keys + [k + 12 for k in keys]
        if bar in (0, 1, 2, 10, 26, 34, 35):
            for place, key in enumerate(wide):
                harp.note(item.start + 0.09 * place, 2.6, key, 66 + place)
        elif 18 <= bar < 26:
            for step in range(int(item.length * 2)):
                harp.note(item.start + step / 2, 1.0, wide[(0, 2, 3, 4, 3, 2)[step]], 64)


def finish(parts, harp):
    """Hold the last chord while the harp climbs away."""
    _, second, viola, cello = parts
    for part, key, loud in ((cello, 43, 70), (viola, 50, 58), (viola, 59, 56), (second, 62, 58),
                            (second, 67, 54)):
        part.note(111, 6, key, loud)
    for place, key in enumerate((43, 50, 55, 59, 62, 67, 71, 74, 79, 83)):
        harp.note(111 + 0.25 * place, 5, key, 74 - 2 * place)


def breathe(part, low, high):
    """Shape two-bar waves across the whole piece."""
    for bar in range(0, 38, 2):
        part.swell(bar * 3, bar * 3 + 3, low, high, 8)
        part.swell(bar * 3 + 3, bar * 3 + 5.9, high, low, 8)


def build():
    """Return the score."""
    score = Score("över ängarna", 86, 3)
    chart = chords(CHART, 3)
    parts = [score.part(name, program, pan=pan, volume=volume, reverb=72, jitter=9, lag=-38)
             for name, program, pan, volume in STRINGS]
    violin, second, viola, cello = parts
    warmth = score.part("violin section", 48, volume=74, pan=42, reverb=76, jitter=12, lag=-50)
    oboe = score.part("oboe", 68, volume=71, pan=70, reverb=72, jitter=9, lag=-20)
    plucked = score.part("cello pizzicato", 45, volume=66, pan=88, reverb=60)
    harp = score.part("harp", 46, volume=73, pan=28, reverb=64)
    for part, loud in ((violin, 80), (warmth, 66)):
        part.play(2, THEME_1, loud, legato=1.0)
        part.play(10, THEME_2, loud + 2, legato=1.0)
        part.play(26, THEME_3, loud + 6, legato=1.0)
        breathe(part, 88, 122)
    oboe.play(18, BRIDGE_TUNE, 80, legato=0.97)
    oboe.play(26, COUNTER_3, 66, legato=0.98)
    breathe(oboe, 92, 122)
    cello_line(cello, chart, plucked)
    inner(second, viola, chart)
    for part in (second, viola, cello):
        breathe(part, 84, 116)
    harp_part(harp, chart)
    finish(parts, harp)
    for bar, factor in ((2, 0.92), (10, 1.0), (18, 0.92), (26, 1.1), (34, 1.05), (37, 0.84)):
        score.level(bar, factor)
    for bar in (9, 17, 25):
        score.slow(bar * 3, bar * 3 + 3, 86, 74, 4)
        score.tempo(bar * 3 + 3, 86)
    score.slow(99, 111, 84, 58, 12)
    return score, chart, {"violin": violin, "oboe": oboe}
