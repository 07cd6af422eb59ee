"""Paper Boats: a waltz in D for fingerpicked guitar, flute and cello."""

from .midi import Score
from .notation import chords, pitch
from .players import pick

INTRO = "D | D/C# | Bm7 | A7"
A1 = "D | D/C# | Bm7 | Bm7/A | Gmaj7 | D/F# | Em7 | A7"
A2 = "D | D/C# | Bm7 | Bm7/A | Gmaj7 | A7 | D | D"
BRIDGE = "Bm | F#m7 | Gmaj7 | D/F# | Em7 | Gm6 | D/A | A7"
A3 = A2
CODA = "Gmaj7 | Gm6 | D/F# | Em7 A7 | D | D"
CHART = " | ".join((INTRO, A1, A2, BRIDGE, A3, CODA))

# What the left hand holds: bass string first, then three upper strings.
SHAPES = {
    "D": "D3 A3 D4 F#4", "D/C#": "C#3 A3 D4 F#4", "Bm7": "B2 A3 D4 F#4",
    "Bm7/A": "A2 B3 D4 F#4", "Gmaj7": "G2 B3 D4 F#4", "D/F#": "F#2 A3 D4 F#4",
    "Em7": "E2 B3 D4 G4", "A7": "A2 G3 C#4 E4", "Bm": "B2 B3 D4 F#4",
    "F#m7": "F#2 A3 C#4 E4", "Gm6": "G2 Bb3 D4 E4", "D/A": "A2 A3 D4 F#4",
}
ROLL, RISE, CROSS = "012321", "012323", "013231"

THEME_1 = """
 A4:q D5 F#5 | E5:h F#5:e E5 | D5:q F#5 A5 | F#5:h. |
 G5:q. F#5:e E5 D5 | F#5:q. E5:e D5:q | E5:h B4:q | D5:q C#5:h"""
THEME_2 = """
 A4:q D5 F#5 | A5:q. G5:e F#5 E5 | D5:q F#5 B5 | A5:h F#5:q |
 G5:q. A5:e B5 G5 | A5:q G5:e E5 C#5:q | D5:h.~ | D5:h r:q"""
BRIDGE_TUNE = """
 B5:h A5:e F#5 | A5:q E5:h | B4:q D5 F#5 | A5:h. |
 G5:q. F#5:e G5 B5 | A#5:h G5:q | A5:q F#5 D5 | E5:h r:q"""
THEME_3 = """
 A4:q D5:e E5 F#5:q | A5:q. G5:e F#5 E5 | D5:e E5 F#5:q B5 | A5:h F#5:e A5 |
 B5:q. A5:e G5 F#5 | E5:q. F#5:e G5 C#5 | D5:h.~ | D5:q r:h |
 r:q B4 D5 | E5:q D5 A#4 | A4:h. | B4:h C#5:q | D5:h.~ | D5:h."""
CELLO_BRIDGE = """
 D4:h. | C#4:h. | B3:h. | A3:h. | G3:h.~ | G3:h. | F#3:h. | G3:h r:q"""
CELLO_A3 = """
 F#3:h. | A3:h. | F#3:h. | D3:h. | B2:h D3:q | C#3:h E3:q | D3:h E3:q | F#3:h. |
 G3:h.~ | G3:h. | F#3:h. | E3:h G3:q | F#3:h.~ | F#3:h."""


def guitar_part(score, chart):
    """Fingerpick the chart bar by bar."""
    guitar = score.part("guitar", 24, volume=104, pan=52, reverb=44, jitter=7)
    starts = {}
    for item in chart:
        starts.setdefault(int(item.start // 3), []).append(item)
    for bar, items in starts.items():
        if bar == 41:
            continue
        if len(items) == 2:
            for item in items:
                keys = [pitch(p) for p in SHAPES[item.name].split()]
                for place, key in enumerate(keys[:3]):
                    guitar.note(item.start + 0.5 * place, 1.4 - 0.5 * place, key, 70)
            continue
        pattern = CROSS if 20 <= bar < 28 else (ROLL, RISE)[bar % 2]
        keys = [pitch(p) for p in SHAPES[items[0].name].split()]
        pick(guitar, bar, keys, pattern, 70)
    for place, name in enumerate(("D3", "A3", "D4", "F#4", "A4", "D5")):
        guitar.note(123 + 0.22 * place, 7 - 0.22 * place, pitch(name), 66 - 2 * place)


def breathe(part, first, bars, low, high):
    """Swell over four bars and ease off over the next four, and so on."""
    for bar in range(first, first + bars, 4):
        part.swell(bar * 3, bar * 3 + 6, low, high)
        part.swell(bar * 3 + 6, bar * 3 + 11.5, high, low)


def build():
    """Return the score."""
    score = Score("paper boats", 132, 3)
    chart = chords(CHART, 3)
    guitar_part(score, chart)
    flute = score.part("flute", 73, volume=108, pan=74, reverb=64, jitter=9, lag=-12)
    cello = score.part("cello", 42, volume=103, pan=40, reverb=64, jitter=10, lag=-35)
    flute.play(4, THEME_1, 78, legato=0.98)
    flute.play(12, THEME_2, 82, legato=0.98)
    flute.play(20, BRIDGE_TUNE, 84, legato=0.98)
    flute.play(28, THEME_3, 82, legato=0.98)
    cello.play(20, CELLO_BRIDGE, 70, legato=1.0)
    cello.play(28, CELLO_A3, 72, legato=1.0)
    breathe(flute, 4, 36, 98, 124)
    breathe(cello, 20, 20, 84, 116)
    score.level(4, 0.94)
    score.level(20, 1.06)
    score.level(28, 1.0)
    score.level(41, 0.8)
    for phrase in range(4, 36, 8):          # a little rubato at each phrase end
        score.slow((phrase + 7) * 3, (phrase + 8) * 3, 132, 114, 3)
        score.tempo((phrase + 8) * 3, 132)
    score.slow(114, 123, 130, 84, 9)
    return score, chart, {"flute": flute, "cello": cello}
