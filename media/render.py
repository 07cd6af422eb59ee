#!/usr/bin/env python3
"""Render the record shelf: every sound file beside this script.

    python3 render.py                 render everything
    python3 render.py paper_boats     render some pieces
    python3 render.py --score NAME    print a piece bar by bar
    python3 render.py --work DIR      keep MIDI, stems and covers in DIR

Needs fluidsynth, the FluidR3_GM soundfont and ffmpeg; Python's standard
library is enough for the rest.
"""

import argparse
import importlib
import shutil
import sys
import tempfile
from pathlib import Path

from score import audio, covers, tags
from score.catalogue import PIECES
from score.notation import pitch_name

HERE = Path(__file__).resolve().parent
SOUNDFONT = Path("/usr/share/sounds/sf2/FluidR3_GM.sf2")
INSTALL = "apt-get install fluidsynth fluid-soundfont-gm ffmpeg"


def check_tools(soundfont):
    """Stop with a hint when a tool is missing."""
    missing = [tool for tool in ("fluidsynth", "ffmpeg") if not shutil.which(tool)]
    if not soundfont.exists():
        missing.append(str(soundfont))
    if missing:
        sys.exit(f"missing: {', '.join(missing)}\ninstall with: {INSTALL}")


def load(piece):
    """Build the score of a piece; return (score, chart, melodic parts)."""
    return importlib.import_module(f"score.{piece['module']}").build()


def sounding(chart, beat):
    """Return the chord that holds at a beat."""
    return next((c for c in chart if c.start <= beat < c.start + c.length), chart[-1])


def print_score(piece):
    """Print chords and tunes bar by bar; ``!`` marks a held non-chord tone."""
    score, chart, tunes = load(piece)
    bars = int(score.end() // score.metre) + 1
    for bar in range(bars):
        begin, end = bar * score.metre, (bar + 1) * score.metre
        symbols = " ".join(c.name for c in chart if begin <= c.start < end)
        print(f"{bar:3} {symbols:14}", end="")
        for name, part in tunes.items():
            words = []
            for start, length, key, _ in sorted(n for n in part.notes if begin <= n[0] < end):
                key -= score.transposed
                strange = key % 12 not in sounding(chart, start).tones
                words.append(f"{start - begin:g}:{pitch_name(key)}" + "!" * (strange and length >= 0.9))
            if words:
                print(f"  [{name}] " + " ".join(words), end="")
        print()


def render(piece, soundfont, work):
    """Render one piece and return a line for the table."""
    score = load(piece)[0]
    work.mkdir(parents=True, exist_ok=True)
    cover = covers.draw(piece["module"], piece["cover"], work)
    source = audio.produce(score, piece, soundfont, work)
    target = HERE / piece["file"]
    level, peak = tags.publish(piece, source, target, cover, work)
    size = target.stat().st_size
    return f"{piece['file']:28} {size / 1e6:6.2f} MB {level:6.1f} LUFS {peak:6.1f} dBTP"


def main():
    """Read the command line and render."""
    parser = argparse.ArgumentParser(description="Render the record shelf.")
    parser.add_argument("names", nargs="*", help="pieces to render (default: all)")
    parser.add_argument("--score", metavar="NAME", help="print a piece instead")
    parser.add_argument("--work", type=Path, help="keep intermediate files here")
    parser.add_argument("--soundfont", type=Path, default=SOUNDFONT)
    options = parser.parse_args()
    for number, piece in enumerate(PIECES, 1):
        piece.update(number=number, total=len(PIECES))
    known = {piece["module"]: piece for piece in PIECES}
    unknown = [n for n in options.names + [options.score] if n and n not in known]
    if unknown:
        sys.exit(f"no such piece: {', '.join(unknown)}; there are {', '.join(known)}")
    if options.score:
        return print_score(known[options.score])
    check_tools(options.soundfont)
    with tempfile.TemporaryDirectory() as scratch:
        for name in options.names or known:
            work = (options.work or Path(scratch)) / name
            print(render(known[name], options.soundfont, work), flush=True)


if __name__ == "__main__":
    main()
