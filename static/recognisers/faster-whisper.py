"""Recognises speech for Longwave with faster-whisper (https://pypi.org/project/faster-whisper/).

python3 faster-whisper.py [--model tiny.en or a folder] [--language en] [--threads 1]

Reads samples with their times on stdin, and writes a JSON object a line on stdout; the manual's page on captions describes
both. It recognises what was said so far once a second, if it is fast enough, and once more when the speaker pauses.
"""
import argparse
import json
import queue
import struct
import sys
import threading

import numpy
from faster_whisper import WhisperModel

RATE = 16_000
LONGEST = 12 * RATE   # A caption is about so many samples at most.
EVERY = RATE          # Samples after which what is not final is recognised again.
LAST_WORDS = 3

parser = argparse.ArgumentParser()
parser.add_argument("--model", default="tiny.en")
parser.add_argument("--language", default=None)
parser.add_argument("--threads", type=int, default=1)
options = parser.parse_args()
model = WhisperModel(options.model, device="cpu", compute_type="int8", cpu_threads=options.threads)


def recognise(samples, start_us, final, has_paused=True):
    """Writes what was said; returns how many of the samples are done with."""
    sound = numpy.frombuffer(samples, "<i2").astype(numpy.float32) / 32_768
    found, _ = model.transcribe(
        sound, language=options.language, beam_size=5 if final else 1, word_timestamps=True,
        condition_on_previous_text=False, without_timestamps=False)
    words = [word for segment in found if segment.no_speech_prob < 0.6 for word in segment.words]
    done = len(samples) // 2
    if not has_paused and len(words) > 2 * LAST_WORDS:
        # The end may be in the middle of a word: the last ones are recognised again with what follows.
        done = min(done, int(words[-LAST_WORDS].start * RATE))
        words = words[:-LAST_WORDS]
    place = lambda seconds: start_us + int(seconds * 1_000_000)
    print(json.dumps({
        "start_us": place(words[0].start) if words else start_us,
        "end_us": place(words[-1].end) if words else start_us,
        "text": "".join(word.word for word in words).strip(),
        "words": [{"start_us": place(word.start), "end_us": place(word.end), "word": word.word.strip()} for word in words],
        "final": final,
    }), flush=True)
    return done


def read(messages):
    """Reads all the time, so that the server never waits: what comes while something is recognised is caught up with."""
    while len(head := sys.stdin.buffer.read(12)) == 12:
        time_us, count = struct.unpack("<QI", head)
        messages.put((time_us, sys.stdin.buffer.read(count)))
    messages.put((0, None))


messages = queue.Queue(maxsize=600)   # A minute of sound.
threading.Thread(target=read, args=[messages], daemon=True).start()
samples, start_us, recognised = bytearray(), 0, 0
while True:
    time_us, more = messages.get()
    if more is None:
        break
    if not samples:
        start_us, recognised = time_us, 0
    samples += more
    if samples and (not more or len(samples) // 2 >= LONGEST):
        done = recognise(samples, start_us, True, has_paused=not more)
        del samples[:2 * done]
        start_us, recognised = start_us + done * 1_000_000 // RATE, 0
    elif len(samples) // 2 - recognised >= EVERY and messages.empty():
        recognised = len(samples) // 2
        recognise(samples, start_us, False)
