"""Harbour Lights: a Rhodes trio with guitar, E flat major, easy swing."""

from .midi import Score
from .notation import chords
from .players import comp, grid, walk

INTRO = "Ebmaj9 | Cm9 | Fm9 | Bb13"
A1 = "Ebmaj9 | Bbm7 Eb7 | Abmaj9 | Abm7 Db9 | Gm7 | C7b9 | Fm9 | Bb13"
A2 = "Ebmaj9 | Bbm7 Eb7 | Abmaj9 | Abm7 Db9 | Gm7 C7b9 | Fm9 Bb13 | Eb6 | Dm7b5 G7b9"
BRIDGE = "Cm9 | F13 | Bbmaj7 | Gm7 | Cm9 | F13 | Fm9 | Bb13"
A3 = "Ebmaj9 | Bbm7 Eb7 | Abmaj9 | Abm7 Db9 | Gm7 C7b9 | Fm9 Bb13"
TAG = "Gm7 C7b9 | Fm9 Bb13 | Fm9 Emaj7"
CHART = " | ".join((INTRO, A1, A2, BRIDGE, A3, TAG))

THEME_1 = """
 r:e G4 Bb4 D5:q. C5:q | Db5:q. Bb4:e r:e G4 Bb4:q |
 r:e Eb4 G4 C5:q. Bb4:q | B4:q. Ab4:e r:e F4 Ab4:q |
 r:e D4 F4 Bb4:q. G4:q | r:e E4 G4 Bb4 Db5:q C5:e Bb4 |
 Ab4:h C5:e Bb4 Ab4 G4 | F4:q. G4:e~ G4:q r:q"""
THEME_2 = """
 r:e G4 Bb4 D5:q Eb5:e D5 C5 | Db5:q. Bb4:e r:e G4 Bb4 Db5 |
 C5:h r:e Eb4 G4 Bb4 | B4:q. Ab4:e F4:q Ab4:q |
 Bb4:q. G4:e Db5:q. C5:e | Ab4:q. F4:e D5:q. C5:e |
 Bb4:q. G4:e~ G4:h | r:h r:e D5 F5 B4"""
BRIDGE_TUNE = """
 C5:q. Eb5:e~ Eb5:q D5:e C5 | D5:q. A4:e~ A4:h |
 r:e F4 A4 C5 D5:q C5:e A4 | Bb4:h. r:q |
 r:e G4 Bb4 D5 Eb5:q. D5:e | C5:e D5 C5 A4 F4:q G4:q |
 Ab4:q. C5:e Eb5:q. G5:e | F5:q. D5:e~ D5:q r:q"""
THEME_3 = """
 r:e G4+G5 Bb4+Bb5 D5+D6:q. C5+C6:q | Db5+Db6:q. Bb4+Bb5:e r:e G4 Bb4 Db5 |
 C5:q. Eb4:e G4 C5 Bb4 C5 | B4:q. Ab4:e r:e F4 Ab4 B4 |
 Bb4:q. G4:e Db5:q. C5:e | Ab4:q. F4:e D5:q. C5:e |
 Bb4:q. G4:e Db5:q. E5:e | Eb5:q. C5:e Ab4:q. G4:e |
 F4:e Ab4 C5 Eb5 D#5:q B4:e Ab4"""
INTRO_TUNE = """
 r:h r:e Bb4 D5 F5 | Eb5:h. r:q | r:h r:e Ab4 C5 Eb5 | D5:q. C5:e~ C5:q r:q"""
GUITAR_ANSWERS = """
 r:w | r:w | r:w | r:w | r:w | r:w | r:h r:e Eb4 F4 G4 | Bb4:q. G4:e~ G4:q r:q |
 r:w | r:h r:q Eb5:e Db5 | C5:q G4:q r:h | r:w |
 r:w | r:w | r:w | r:w | r:w"""

CHARLESTON = [(0, 1.2), (1.5, 0.4)]
RHYTHMS = [CHARLESTON, [(0.5, 0.4), (2, 1.6)], [(0, 1.9), (2.5, 0.9)],
           [(1, 0.45), (2.5, 1.2)], [(0, 0.5), (1.5, 0.4), (3, 0.8)],
           [(0.5, 1.3), (2.5, 0.5)]]


def drums(score):
    """Brushes: swirls and swung ride, a fill at each section's end."""
    kit = score.drums("brushes", 40, volume=118, reverb=46, jitter=5, swing=False,
                      stem="drums")
    ride = {"ride": "x..x.-x..x.-", "pedal": "...x.....x..",
            "kick": "o.....,.....", "swirl": "-.....-....."}
    lift = dict(ride, snare="......,..-.o")
    fill = {"ride": "x..x.-......", "pedal": "...x.....x..",
            "snare": "......x.ox.x", "kick": "o..........x"}
    soft = {"swirl": "x.....x.....", "pedal": "...x.....x..", "kick": "o..........."}
    for bar in range(37):
        last = bar in (11, 19, 27)
        grid(kit, bar, fill if last else soft if bar < 3 else lift if bar % 4 == 3 else ride)
    grid(kit, 36, {"crash": "o..........."})
    grid(kit, 37, {"kick": "o...........", "crash": "o...........", "swirl": "-..........."})


def ending(rhodes, bass):
    """Roll the last chord upwards and let it ring."""
    keys = [43, 50, 53, 58, 65, 70, 74, 79]
    for place, key in enumerate(keys):
        rhodes.note(148 + 0.17 * place, 7.2 - 0.17 * place, key, 62 + 2 * place)
    for beat, key in ((148, 39), (149.5, 34), (150.0, 39)):
        bass.note(beat, 156 - beat if beat == 150 else 1.4, key, 80)


def build():
    """Return the score."""
    score = Score("harbour lights", 114, 4, swing=0.64)
    chart = chords(CHART, 4)
    tune = score.part("rhodes lead", 4, volume=108, pan=70, reverb=52, lag=6)
    left = score.part("rhodes comp", 4, volume=106, pan=58, reverb=52)
    guitar = score.part("guitar", 26, volume=92, pan=92, reverb=56, lag=8)
    bass = score.part("bass", 32, volume=116, pan=60, reverb=22, jitter=4)
    tune.play(0, INTRO_TUNE, 70)
    tune.play(4, THEME_1, 80)
    tune.play(12, THEME_2, 84)
    guitar.play(4, GUITAR_ANSWERS, 70)
    guitar.play(20, BRIDGE_TUNE, 88)
    tune.play(28, THEME_3, 84)
    comp(left, chart, RHYTHMS, 50, 68, 60)
    walk(bass, chart, 28, 46, 88)
    drums(score)
    ending(left, bass)
    score.level(0, 0.9)
    for bar, factor in ((4, 0.95), (12, 1.0), (20, 0.97), (27, 1.06), (34, 1.02), (37, 0.86)):
        score.level(bar, factor)
    score.slow(140, 148, 114, 82)
    score.tempo(148, 84)
    return score, chart, {"tune": tune, "guitar": guitar}
