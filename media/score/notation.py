"""Text notation for melodies and chords.

A melody is bars parted by ``|``.  A token is ``PITCHES:LENGTH`` with marks:
``D5:q`` is a crotchet, ``C4+E4:h.`` a dotted-minim dyad, ``r:e`` a quaver
rest.  The length may be left out and then repeats the last one.  Marks after
the length: ``>`` accent, ``'`` staccato, ``~`` tie to the next token of the
same pitch.  Every bar must fill its metre exactly.
"""

import re
from typing import NamedTuple

STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
LENGTHS = {"w": 4.0, "h": 2.0, "q": 1.0, "e": 0.5, "s": 0.25}
NAMES = ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"]
TOKEN = re.compile(r"^([A-Gb#0-9+]+|r)(?::([whqes]\.*t?))?([>'~]*)$")

# Chord quality: (full chord, tones a comping player chooses: guide tones first)
QUALITIES = {
    "": ((0, 4, 7), (4, 7, 0)),
    "m": ((0, 3, 7), (3, 7, 0)),
    "6": ((0, 4, 7, 9), (4, 9, 2, 7)),
    "add9": ((0, 4, 7, 2), (4, 7, 2)),
    "maj7": ((0, 4, 7, 11), (4, 11, 2, 7)),
    "maj9": ((0, 4, 7, 11, 2), (4, 11, 2, 7)),
    "m6": ((0, 3, 7, 9), (3, 9, 7, 2)),
    "m7": ((0, 3, 7, 10), (3, 10, 7, 0)),
    "m9": ((0, 3, 7, 10, 2), (3, 10, 2, 7)),
    "m7b5": ((0, 3, 6, 10), (3, 6, 10, 0)),
    "7": ((0, 4, 7, 10), (4, 10, 7, 2)),
    "9": ((0, 4, 7, 10, 2), (4, 10, 2, 7)),
    "13": ((0, 4, 7, 10, 2, 9), (4, 10, 9, 2)),
    "7b9": ((0, 4, 7, 10, 1), (4, 10, 1, 7)),
    "7#9": ((0, 4, 7, 10, 3), (4, 10, 3)),
    "7sus": ((0, 5, 7, 10, 2), (5, 10, 2)),
    "sus": ((0, 5, 7), (5, 7, 0)),
    "dim7": ((0, 3, 6, 9), (0, 3, 6, 9)),
}


class Note(NamedTuple):
    """One sounding note or chord of a written line."""

    start: float
    length: float
    pitches: tuple
    accent: bool
    short: bool


class Chord(NamedTuple):
    """A chord symbol placed in time."""

    start: float
    length: float
    name: str
    root: int
    bass: int
    tones: tuple
    guide: tuple


def pitch(name):
    """Return the MIDI number of a name like ``F#4`` (C4 is 60)."""
    step, marks, octave = re.match(r"^([A-G])([#b]*)(\d)$", name).groups()
    shift = marks.count("#") - marks.count("b")
    return STEPS[step] + shift + 12 * (int(octave) + 1)


def pitch_name(number):
    """Return a readable name of a MIDI number."""
    return f"{NAMES[number % 12]}{number // 12 - 1}"


def length(text):
    """Return the beats of a length such as ``q.`` or ``et``."""
    beats = LENGTHS[text[0]]
    beats *= 2 - 0.5 ** text.count(".")
    return beats * (2 / 3 if text.endswith("t") else 1)


def melody(text, metre):
    """Parse a written line into notes; complain about a bar that is off."""
    notes, now, last, tied = [], 0.0, 1.0, False
    for number, bar in enumerate(text.strip().strip("|").split("|"), 1):
        for token in bar.split():
            found = TOKEN.match(token)
            if not found:
                raise ValueError(f"bar {number}: cannot read {token!r}")
            what, size, marks = found.groups()
            last = length(size) if size else last
            if what != "r":
                keys = tuple(pitch(p) for p in what.split("+"))
                if tied and notes and notes[-1].pitches == keys:
                    notes[-1] = notes[-1]._replace(length=notes[-1].length + last)
                else:
                    notes.append(Note(now, last, keys, ">" in marks, "'" in marks))
            tied = "~" in marks
            now += last
        if abs(now - number * metre) > 1e-6:
            raise ValueError(f"bar {number} ends at {now}, not {number * metre}: {bar}")
    return notes


def chord(symbol, start=0.0, beats=4.0):
    """Parse a chord symbol such as ``Bbm7`` or ``D/F#``."""
    head, _, slash = symbol.partition("/")
    root, quality = re.match(r"^([A-G][#b]?)(.*)$", head).groups()
    base = pitch(root + "4") % 12
    bass = pitch(slash + "4") % 12 if slash else base
    full, guide = QUALITIES[quality]
    place = lambda tones: tuple((base + t) % 12 for t in tones)
    return Chord(start, beats, symbol, base, bass, place(full), place(guide))


def chords(text, metre, start=0.0):
    """Parse bars of chord symbols; a bar is shared evenly by its symbols."""
    result = []
    for number, bar in enumerate(text.strip().strip("|").split("|")):
        symbols = bar.split()
        share = metre / len(symbols)
        for index, symbol in enumerate(symbols):
            result.append(chord(symbol, start + number * metre + index * share, share))
    return result


def stacks(tones, low, high):
    """Yield every close-position stack of the tones inside the range."""
    ordered = sorted(tones)
    for turn in range(len(ordered)):
        rotation = ordered[turn:] + ordered[:turn]
        for octave in range(1, 8):
            stack = [rotation[0] + 12 * octave]
            for tone in rotation[1:]:
                stack.append(stack[-1] + ((tone - stack[-1]) % 12 or 12))
            if low <= stack[0] and stack[-1] <= high:
                yield stack


def lead(previous, tones, low, high):
    """Choose the stack that moves least from the previous voicing."""
    middle = (low + high) / 2

    def cost(stack):
        drift = abs(sum(stack) / len(stack) - middle) * 0.35
        steps = [above - below for below, above in zip(stack, stack[1:])]
        rub = 6 * (steps[-1] == 1) + 8 * (len(stack) == 3 and 1 in steps)
        if not previous:
            return drift + rub
        moves = sum(min(abs(key - old) for old in previous) for key in stack)
        return moves + drift + rub + 1.5 * abs(stack[-1] - previous[-1]) / 2

    return min(stacks(tones, low, high), key=cost)


def voicings(progression, low, high, size=4):
    """Voice-lead a whole progression; return one stack per chord."""
    result, previous = [], None
    for item in progression:
        previous = lead(previous, item.guide[:size], low, high)
        result.append(previous)
    return result
