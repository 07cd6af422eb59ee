"""Encoding with tags, loudness tags and embedded covers."""

import base64
import struct

from .audio import ffmpeg, loudness

ALBUM = "Longwave Record Shelf"
DATE = "2026"


def plain_tags(piece):
    """Return the tags every file carries."""
    return {"title": piece["title"], "artist": piece["artist"], "album": ALBUM,
            "album_artist": "Various Artists", "date": DATE, "genre": piece["genre"],
            "track": f"{piece['number']}/{piece['total']}",
            "comment": "Composed for Longwave"}


def loudness_tags(suffix, level, peak):
    """Return ReplayGain 2 tags (-18 LUFS), or R128 (-23 LUFS) for Opus."""
    if suffix == "opus":
        return {"R128_TRACK_GAIN": str(round((-23 - level) * 256))}
    return {"REPLAYGAIN_TRACK_GAIN": f"{-18 - level:.2f} dB",
            "REPLAYGAIN_TRACK_PEAK": f"{10 ** (peak / 20):.6f}"}


def picture_block(path):
    """Return the FLAC picture structure for a cover file."""
    data = path.read_bytes()
    mime = b"image/png" if path.suffix == ".png" else b"image/jpeg"
    text = b"Cover"
    return (struct.pack(">II", 3, len(mime)) + mime + struct.pack(">I", len(text)) + text +
            struct.pack(">IIIII", 480, 480, 24, 0, len(data)) + data)


def metadata_file(tags, path):
    """Write tags as an ffmetadata file (safe for long values)."""
    clean = lambda text: "".join("\\" + c if c in "=;#\\\n" else c for c in text)
    lines = [";FFMETADATA1"] + [f"{key}={clean(value)}" for key, value in tags.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def id3_frame(name, body):
    """Return one ID3v2.3 frame."""
    return name.encode() + struct.pack(">IH", len(body), 0) + body


def id3_tag(tags, cover):
    """Return a small ID3v2.3 tag with text frames and a front cover."""
    names = {"title": "TIT2", "artist": "TPE1", "album": "TALB", "album_artist": "TPE2",
             "date": "TYER", "genre": "TCON", "track": "TRCK"}
    body = b"".join(id3_frame(frame, b"\x01" + tags[key].encode("utf-16"))
                    for key, frame in names.items())
    mime = b"image/png" if cover.suffix == ".png" else b"image/jpeg"
    body += id3_frame("APIC", b"\x00" + mime + b"\x00\x03Cover\x00" + cover.read_bytes())
    size = bytes(len(body) >> shift & 127 for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + body


def add_wav_id3(path, tags, cover):
    """Append an ``id3 `` chunk to a WAV file and correct its RIFF size."""
    data, tag = bytearray(path.read_bytes()), id3_tag(tags, cover)
    if len(data) % 2:
        data += b"\x00"
    data += b"id3 " + struct.pack("<I", len(tag)) + tag + b"\x00" * (len(tag) % 2)
    data[4:8] = struct.pack("<I", len(data) - 8)
    path.write_bytes(data)


def encode(piece, source, target, tags, cover, work):
    """Encode a master once with the given tags."""
    suffix = target.suffix[1:]
    if suffix in ("ogg", "opus"):
        block = base64.b64encode(picture_block(cover)).decode()
        tags = dict(tags, METADATA_BLOCK_PICTURE=block)
    meta = metadata_file(tags, work / "tags.txt")
    command = ["-i", source, "-f", "ffmetadata", "-i", meta]
    attach = suffix in ("flac", "mp3", "m4a")
    if attach:
        command += ["-i", cover, "-map", "0:a", "-map", "2:v", "-c:v", "copy",
                    "-disposition:v", "attached_pic", "-metadata:s:v", "title=Cover",
                    "-metadata:s:v", "comment=Cover (front)"]
    command += ["-map_metadata", "1", "-ar", piece["rate"], *piece["codec"]]
    if suffix in ("ogg", "opus", "flac", "wav"):
        command += ["-fflags", "+bitexact"]
    ffmpeg(*command, target)
    if suffix == "wav":
        add_wav_id3(target, tags, cover)


def publish(piece, source, target, cover, work):
    """Encode, measure and, where the piece asks for it, add loudness tags."""
    tags = plain_tags(piece)
    encode(piece, source, target, tags, cover, work)
    level, peak = loudness(target)
    if piece["levelled"]:
        tags.update(loudness_tags(target.suffix[1:], level, peak))
        encode(piece, source, target, tags, cover, work)
    return level, peak
