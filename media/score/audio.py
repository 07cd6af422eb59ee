"""From MIDI to a finished master: synthesis, mixing, trimming, levelling."""

import array
import re
import subprocess
from pathlib import Path

from . import midi

RATE = 48000
CEILING_DB = -2.5
SILENCE_DB = -55.0


def run(*command):
    """Run a tool quietly and return what it wrote to its error stream."""
    done = subprocess.run([str(part) for part in command], capture_output=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stderr.decode(errors='replace')[-2000:]}")
    return done.stderr.decode(errors="replace")


def ffmpeg(*arguments):
    """Run ffmpeg without its banner, overwriting the output."""
    return run("ffmpeg", "-hide_banner", "-nostdin", "-y", *arguments)


def synthesise(score, stem, soundfont, reverb, work):
    """Render one stem with fluidsynth; return the path of a float WAV."""
    source, target = work / f"{stem}.mid", work / f"{stem}.wav"
    midi.write(score, source, stem)
    size, level = reverb
    options = {"synth.reverb.room-size": size, "synth.reverb.level": level,
               "synth.reverb.damp": 0.3, "synth.reverb.width": 0.9,
               "synth.chorus.active": 0, "synth.polyphony": 512, "synth.cpu-cores": 1}
    flags = [word for key, value in options.items() for word in ("-o", f"{key}={value}")]
    run("fluidsynth", "-ni", "-q", "-g", 0.5, "-r", RATE, "-O", "float", "-T", "wav",
        *flags, "-F", target, soundfont, source)
    return target


def mix(stems, filters, master, target):
    """Filter each stem, add them up and apply the master chain."""
    inputs, graph = [], []
    for index, (name, path) in enumerate(stems.items()):
        inputs += ["-i", path]
        graph.append(f"[{index}]aformat=sample_fmts=fltp:channel_layouts=stereo,"
                     f"{filters.get(name, 'anull')}[s{index}]")
    joined = "".join(f"[s{index}]" for index in range(len(stems)))
    graph.append(f"{joined}amix=inputs={len(stems)}:normalize=0,{master or 'anull'}[out]")
    ffmpeg(*inputs, "-filter_complex", ";".join(graph), "-map", "[out]",
           "-c:a", "pcm_f32le", target)


def bounds(path, floor_db=-46.0, relative=True):
    """Return the seconds between which a file is above a floor.

    The floor is counted from the file's own peak, or from full scale.
    """
    raw = subprocess.run(["ffmpeg", "-v", "error", "-i", str(path), "-ac", "1",
                          "-ar", str(RATE), "-f", "f32le", "-"], capture_output=True, check=True).stdout
    samples = array.array("f", raw)
    peak = max(max(samples), -min(samples)) if relative else 1.0
    floor = peak * 10 ** (floor_db / 20)
    first = next(i for i, x in enumerate(samples) if abs(x) > floor)
    last = next(i for i in range(len(samples) - 1, 0, -1) if abs(samples[i]) > floor)
    return first / RATE, last / RATE


def loudness(path):
    """Return integrated loudness (LUFS) and true peak (dBFS)."""
    report = ffmpeg("-i", path, "-map", "0:a", "-af", "ebur128=peak=true", "-f", "null", "-")
    summary = report[report.rindex("Summary:"):]
    level = float(re.search(r"I:\s+(-?[\d.]+) LUFS", summary).group(1))
    peak = float(re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary).group(1))
    return level, peak


def master(source, target, lufs, rate, channels, fade):
    """Trim, fade the tail, set the loudness and keep peaks under the ceiling.

    Loudness is approached in a few rounds, since the limiter takes some of
    it away; the end is cut where the faded tail has become inaudible.
    """
    first, last = bounds(source)
    start, end, stop = max(0.0, first - 0.015), last + 0.05, None
    down = ",pan=mono|c0=0.5*c0+0.5*c1" if channels == 1 else ""
    limit = f"alimiter=limit={10 ** (CEILING_DB / 20):.4f}:attack=4:release=90:level=false"
    gain = 0.0
    for _ in range(5):
        trim = (f"atrim={start:.5f}:{end:.5f},asetpts=PTS-STARTPTS,afade=t=in:d=0.004,"
                f"afade=t=out:st={end - start - fade:.5f}:d={fade}:curve=qsin")
        cut = f",atrim=end={stop:.5f},afade=t=out:st={stop - 0.06:.5f}:d=0.06" if stop else ""
        chain = f"{trim}{down},volume={gain:.2f}dB,{limit}{cut},aresample={rate}:resampler=soxr"
        ffmpeg("-i", source, "-af", chain, "-ar", rate, "-c:a", "pcm_f32le", target)
        level, _ = loudness(target)
        if abs(level - lufs) < 0.15 and stop:
            break
        gain += lufs - level
        stop = bounds(target, SILENCE_DB, relative=False)[1] + 0.15
    return target


def produce(score, settings, soundfont, work):
    """Return the path of the finished master of a piece."""
    work = Path(work)
    names = list(dict.fromkeys(part.stem for part in score.parts))
    stems = {name: synthesise(score, name, soundfont, settings["reverb"], work) for name in names}
    mixed = work / "mix.wav"
    mix(stems, settings.get("filters", {}), settings.get("master", ""), mixed)
    return master(mixed, work / "master.wav", settings["lufs"], settings["rate"],
                  settings.get("channels", 2), settings.get("fade", 1.5))
