"""Score and part objects, human timing, and a small MIDI file writer."""

import random
import struct

from .notation import melody

PPQ = 960


class Part:
    """One instrument on one MIDI channel."""

    def __init__(self, score, name, program, channel, **mix):
        self.score, self.name, self.program, self.channel = score, name, program, channel
        self.volume = mix.get("volume", 100)
        self.pan = mix.get("pan", 64)
        self.reverb = mix.get("reverb", 40)
        self.stem = mix.get("stem", "main")
        self.jitter = mix.get("jitter", 6.0)      # milliseconds, one sigma
        self.lag = mix.get("lag", 0.0)            # milliseconds behind the beat
        self.swing = mix.get("swing", True)
        self.random = random.Random(f"{score.seed}/{name}")
        self.notes, self.controls = [], []

    def note(self, start, length, key, velocity):
        """Add one note; start and length are in beats from the beginning."""
        self.notes.append((start, length, key, velocity))

    def play(self, bar, text, velocity=80, shift=0, legato=0.96):
        """Add a written line beginning at a bar (counted from 0)."""
        metre = self.score.metre
        for item in melody(text, metre):
            strong = 4 if item.start % metre == 0 else 0
            loud = velocity + strong + (14 if item.accent else 0)
            held = item.length * (0.45 if item.short else legato)
            for key in item.pitches:
                self.note(bar * metre + item.start, held, key + shift, loud)

    def control(self, beat, number, value):
        """Add a controller change."""
        self.controls.append((beat, number, value))

    def swell(self, start, end, low, high, steps=12):
        """Move expression (CC 11) in a straight line between two beats."""
        for step in range(steps + 1):
            part = step / steps
            self.control(start + (end - start) * part, 11, low + (high - low) * part)


class Score:
    """A piece: tempo, metre, dynamics and parts."""

    def __init__(self, seed, bpm, metre=4, swing=0.5, grid=1.0):
        self.seed, self.metre, self.swing, self.grid = seed, metre, swing, grid
        self.tempos = [(0.0, bpm)]
        self.levels = [(0.0, 1.0)]
        self.transposed = 0                       # sounding minus written pitch
        self.parts, self.free = [], [c for c in range(16) if c != 9]

    def part(self, name, program, **mix):
        """Add an instrument on the next free channel."""
        self.parts.append(Part(self, name, program, self.free.pop(0), **mix))
        return self.parts[-1]

    def drums(self, name, kit, **mix):
        """Add the drum kit on channel 10."""
        self.parts.append(Part(self, name, kit, 9, **mix))
        return self.parts[-1]

    def tempo(self, beat, bpm):
        """Change the tempo from a beat on."""
        self.tempos.append((beat, bpm))

    def slow(self, start, end, bpm_from, bpm_to, steps=8):
        """Slow down (or hurry) in small steps."""
        for step in range(steps):
            part = (step + 1) / steps
            self.tempo(start + (end - start) * step / steps,
                       bpm_from + (bpm_to - bpm_from) * part)

    def level(self, bar, factor):
        """Set a dynamic level at a bar; levels in between are blended."""
        self.levels.append((bar * self.metre, factor))

    def level_at(self, beat):
        """Return the blended dynamic level at a beat."""
        before = [x for x in self.levels if x[0] <= beat][-1]
        after = next((x for x in self.levels if x[0] > beat), before)
        if after[0] == before[0]:
            return before[1]
        part = (beat - before[0]) / (after[0] - before[0])
        return before[1] + (after[1] - before[1]) * part

    def bpm_at(self, beat):
        """Return the tempo that holds at a beat."""
        return [x for x in self.tempos if x[0] <= beat + 1e-9][-1][1]

    def warp(self, beat):
        """Apply swing: the second half of each grid step comes late."""
        whole, rest = divmod(beat / self.grid + 1e-9, 1.0)
        late = self.swing
        rest = rest * 2 * late if rest < 0.5 else late + (rest - 0.5) * 2 * (1 - late)
        return (whole + rest) * self.grid

    def end(self):
        """Return the beat at which the last note stops."""
        return max(n[0] + n[1] for p in self.parts for n in p.notes)


def placed(part):
    """Return (on tick, off tick, key, velocity) with human timing."""
    score, rows, taken = part.score, [], {}
    for start, length, key, velocity in sorted(part.notes):
        warp = score.warp if part.swing else float
        late = part.lag + max(-2.2, min(2.2, part.random.gauss(0, 1))) * part.jitter
        shift = late * score.bpm_at(start) / 60000
        on = max(0, round((warp(start) + shift) * PPQ))
        off = max(on + 40, round((warp(start + length) + shift * 0.5) * PPQ))
        loud = (velocity + part.random.gauss(0, 2.5)) * score.level_at(start)
        rows.append([on, off, key, max(8, min(127, round(loud)))])
        if key in taken and taken[key][1] > on:
            taken[key][1] = max(taken[key][0] + 10, on - 8)
        taken[key] = rows[-1]
    return rows


def variable(number):
    """Encode a MIDI variable-length number."""
    data = [number & 127]
    while number > 127:
        number >>= 7
        data.insert(0, number & 127 | 128)
    return bytes(data)


def track(events, end):
    """Pack (tick, order, bytes) events into a track chunk."""
    data, now = b"", 0
    for tick, _, message in sorted(events, key=lambda e: e[:2]):
        data += variable(tick - now) + message
        now = tick
    data += variable(max(0, end - now)) + b"\xff\x2f\x00"
    return b"MTrk" + struct.pack(">I", len(data)) + data


def part_events(part):
    """Return the events of one part."""
    ch = part.channel
    setup = [(7, part.volume), (10, part.pan), (91, part.reverb), (93, 0), (11, 127)]
    events = [(0, 0, bytes([0xC0 | ch, part.program]))]
    events += [(0, 1, bytes([0xB0 | ch, number, value])) for number, value in setup]
    for beat, number, value in part.controls:
        value = max(0, min(127, round(value)))
        events.append((round(beat * PPQ), 2, bytes([0xB0 | ch, number, value])))
    for on, off, key, loud in placed(part):
        events.append((on, 4, bytes([0x90 | ch, key, loud])))
        events.append((off, 3, bytes([0x80 | ch, key, 0])))
    return events


def write(score, path, stem=None, tail=8.0):
    """Write a score, or one stem of it, as a MIDI file with a silent tail."""
    bpm = score.tempos[-1][1]
    end = round((score.end() + tail * bpm / 60) * PPQ)
    tempo = [(round(beat * PPQ), 0, b"\xff\x51\x03" +
              round(60e6 / value).to_bytes(3, "big")) for beat, value in score.tempos]
    chunks = [track(tempo, end)]
    chunks += [track(part_events(p), end) for p in score.parts if stem in (None, p.stem)]
    with open(path, "wb") as out:
        out.write(b"MThd" + struct.pack(">IHHH", 6, 1, len(chunks), PPQ) + b"".join(chunks))
