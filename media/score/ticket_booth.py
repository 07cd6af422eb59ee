"""Ticket Booth Strut: organ funk in E minor, mixed in mono like an old single."""

from .midi import Score
from .notation import chords, voicings
from .players import grid

INTRO = "Em7 | A13"
VAMP = "Em7 | A13 | Em7 | A13 | Em7 | A13 | Em7 | B7#9"
BRIDGE = "C9 | C9 | G13 | G13 | A9 | A9 | B7#9 | B7#9"
LAST = "Em7 | A13 | Em7 | A13 | Em7 | A13 | C9 | B7#9"
CHART = " | ".join((INTRO, VAMP, BRIDGE, LAST))

RIFF_1 = """
 r:q B4:s D5 r:e E5:q. r:e | r:q G5:s F#5 E5:e C#5:q. r:e |
 r:q B4:s D5 r:e E5:q G5:e E5 | F#5:e E5:s C#5 E5:e' r r:h |
 r:q B4:s D5 r:e E5:q. r:e | r:q G5:s F#5 E5:e C#5:q. r:e |
 r:q B4:s D5 r:e E5 G5 A5 Bb5 | B5:e> r A5 G5:s F#5 D5:e r r:q"""
RIFF_2 = """
 E5:q. D5:e~ D5:q Bb4 | G4:e Bb4 D5 E5~ E5:h | D5:q. B4:e~ B4:q A4:e G4 | E5:e D5 B4 D5~ D5:h |
 C#5:q. E5:e~ E5:q G5 | B5:q. A5:e~ A5:q G5 | A5:e'> r r A5' r:q A5:e G5 | F#5:e> D#5 r:q r:h"""
RIFF_3 = """
 r:q B4:s D5 r:e E5:q. r:e | r:q G5:s F#5 E5:e C#5:q. B4:e |
 r:q B4:s D5 r:e E5:q G5:e E5 | F#5:e E5:s C#5 E5:e' r r:e B5' A5' G5' |
 E5:q B4:s D5 r:e E5:q. r:e | r:q G5:s F#5 E5:e C#5:q. r:e |
 E5:q. D5:e~ D5:q Bb4:e D5 | D#5:e> r F#5> r A5:s B5 D6:e B5:s A5 F#5:e"""
RIFFS = ((2, RIFF_1, 92), (10, RIFF_2, 86), (18, RIFF_3, 98))
HIGH = """
 r:w | r:w | r:w | r:w | r:q D5:s G5 r:e B5:q. r:e | r:q B5:s A5 G5:e E5:q. r:e |
 G5:q. G5:e~ G5:q E5:e G5 | A5:e> r D6> r r:h"""

BASS = {
    "Em7": ("E2:e. r:s r:e E2:s G2 A2:e B2 r:s D3 E3:e'", "E2:e. r:s r:e E2:s E2 r:e D2:s D2 E2:e G2"),
    "A13": ("A2:e. r:s r:e A2:s C#3 E3:e F#3 r:s E3 C#3:e", "A2:e. r:s r:e A2:s A2 G2:e F#2 r:s E2 D2:e"),
    "C9": ("C3:e. r:s r:e C3:s C3 Bb2:e G2 r:s G2 Bb2:e", "C3:e. r:s G2:e Bb2:s C3 r:e E3:s D3 C3:e A2"),
    "G13": ("G2:e. r:s r:e G2:s G2 B2:e D3 r:s E3 D3:e", "G2:e. r:s D3:e E3:s F3 r:e D3:s B2 G2:e G#2"),
    "A9": ("A2:e. r:s r:e A2:s A2 C#3:e E3 r:s F#3 G3:e", "A2:e. r:s E3:e F#3:s G3 r:e E3:s C#3 A2:e A#2"),
    "B7#9": ("B2:e' r:e r:e B2:e' r:q A2:e F#2", "B2:e r B2 r D#3:s F#3 A3:e F#3:s D#3 B2:e"),
}
CLAV = ("x.-x..x-.x-..x-.", "x..-x.x..-x-.-x.")
CHOPS = "....x.......x..."

GROOVES = (
    {"kick": "x..x......x..x..", "snare": "....X..,.,..X..,", "hat": "x-x-x-x-x-x-x-x-"},
    {"kick": "x.x....x..x.....", "snare": "....X..,.,..X.,.", "hat": "x-x-x-x-x-x-x...",
     "open": "..............x."},
)
FILL = {"kick": "x..x......x.....", "snare": "....X..x.xx.XxXX", "high": "........x.......",
        "hat": "x-x-x-x-........", "floor": "...........x...."}
BREAK = {"kick": "x.....x.........", "snare": "......X.....x.xx", "crash": "x..............."}


def drums(score):
    """Backbeat with ghost notes, a fill every eight bars, a stop at the end."""
    kit = score.drums("kit", 0, volume=118, reverb=16, jitter=3)
    for bar in range(26):
        rows = FILL if bar in (1, 9, 24) else BREAK if bar in (17, 25) else GROOVES[bar % 2]
        grid(kit, bar, rows)
        if 10 <= bar < 16:
            grid(kit, bar, {"tamb": "..x...x...x...x."})
        if 18 <= bar < 24:
            grid(kit, bar, {"cabasa": "x-o-x-o-x-o-x-o-"})
    for bar in (2, 10, 18):
        grid(kit, bar, {"crash": "x..............."})
    grid(kit, 26, {"kick": "x...............", "snare": "x...............", "crash": "X..............."})


def chops(part, keys, start, pattern, velocity, held):
    """Play a chord on each mark of a pattern; ``-`` is a light muted hit."""
    for index, mark in enumerate(pattern):
        if mark == ".":
            continue
        for key in keys if mark == "x" else keys[-2:]:
            light = 0 if mark == "x" else -26
            part.note(start + index / 4, held if mark == "x" else 0.1, key, velocity + light)


def rhythm(clav, guitar, organ, chart):
    """Clavinet sixteenths, guitar on the backbeat, organ held underneath."""
    rows = voicings(chart, 55, 74, 3)
    for index, (item, keys) in enumerate(zip(chart, rows)):
        chops(clav, [k - 12 for k in keys[:2]] + [keys[0]], item.start, CLAV[index % 2], 84, 0.2)
        if index >= 2:
            chops(guitar, keys, item.start, CHOPS, 78, 0.16)
        if 10 <= index < 17 or index >= 22 and index < 25:
            for key in keys:
                organ.note(item.start, 3.9, key, 70)
        elif index >= 2:
            chops(organ, keys, item.start, "......x...x.....", 68, 0.4)


def horns(score):
    """Trumpet and tenor in octaves, a second trumpet joining at the end."""
    trumpet = score.part("trumpet", 56, volume=82, pan=64, reverb=30, jitter=8)
    section = score.part("section", 61, volume=86, pan=64, reverb=30, jitter=6)
    tenor = score.part("tenor", 66, volume=92, pan=64, reverb=30, jitter=9, lag=5)
    upper = score.part("second trumpet", 56, volume=77, pan=64, reverb=30, jitter=9)
    for bar, text, loud in RIFFS:
        trumpet.play(bar, text, loud, legato=0.9)
        section.play(bar, text, loud - 6, legato=0.9)
        tenor.play(bar, text, loud, -12, legato=0.92)
    upper.play(18, HIGH, 86, legato=0.9)
    return trumpet, section, tenor


def finish(parts, bass, organ):
    """End on one long E minor nine with the six on top."""
    for part, keys in zip(parts, ((79,), (62, 67, 71), (66,))):
        for key in keys:
            part.note(104, 2.6, key, 96)
    for key in (52, 55, 62, 66, 71):
        organ.note(104, 2.8, key, 74)
    bass.note(104, 3.2, 40, 104)
    bass.note(104, 3.2, 28, 84)


def build():
    """Return the score."""
    score = Score("ticket booth strut", 106, 4, swing=0.545, grid=0.5)
    chart = chords(CHART, 4)
    drums(score)
    bass = score.part("bass", 33, volume=107, pan=64, reverb=6, jitter=4)
    clav = score.part("clavinet", 7, volume=86, pan=64, reverb=18, jitter=4)
    guitar = score.part("guitar", 27, volume=95, pan=64, reverb=22, jitter=5)
    organ = score.part("organ", 17, volume=81, pan=64, reverb=24, jitter=5)
    for index, item in enumerate(chart):
        bass.play(index, BASS[item.name][index % 2], 100, legato=0.86)
    rhythm(clav, guitar, organ, chart)
    parts = horns(score)
    finish(parts, bass, organ)
    score.slow(103, 104, 106, 96, 2)
    return score, chart, {"trumpet": parts[0]}
