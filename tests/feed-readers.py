"""Reads a podcast feed by feedparser and podcastparser, as podcast apps do, and prints what both found as JSON.

python3 tests/feed-readers.py http://127.0.0.1:8000/main/podcast.xml
"""

import io
import json
import sys
import urllib.request

try:
    import feedparser
    import podcastparser
except ImportError as missing:
    sys.exit(f"{missing}: feedparser and podcastparser, from PyPI; `make test` installs them")

url = sys.argv[1]
answer = urllib.request.urlopen(url)
document = answer.read()
modified = answer.headers["last-modified"]

by_feedparser = feedparser.parse(document)
if by_feedparser.bozo:
    sys.exit(f"feedparser: {by_feedparser.bozo_exception}")
by_podcastparser = podcastparser.parse(url, io.BytesIO(document))

# Apps ask again by what they were told.
unchanged = [
    feedparser.parse(url, etag=answer.headers["etag"]).get("status"),
    feedparser.parse(url, modified=modified).get("status"),
]
json.dump(
    {
        "unchanged": unchanged,
        "feedparser": {
            "version": by_feedparser.version,
            "title": by_feedparser.feed.title,
            "image": by_feedparser.feed.get("image", {}).get("href"),
            "entries": [
                {
                    "title": entry.title,
                    "id": entry.id,
                    "duration": entry.itunes_duration,
                    "enclosures": [dict(enclosure) for enclosure in entry.enclosures],
                    "image": entry.get("image", {}).get("href"),
                }
                for entry in by_feedparser.entries
            ],
        },
        "podcastparser": {
            "title": by_podcastparser["title"],
            "cover": by_podcastparser.get("cover_url"),
            "episodes": [
                {
                    "title": episode["title"],
                    "guid": episode["guid"],
                    "seconds": episode["total_time"],
                    "files": episode["enclosures"],
                    "chapters": episode.get("chapters_json_url"),
                    "transcript": episode.get("transcript_url"),
                    "picture": episode.get("episode_art_url"),
                }
                for episode in by_podcastparser["episodes"]
            ],
        },
    },
    sys.stdout,
)
