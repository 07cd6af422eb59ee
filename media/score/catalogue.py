"""The shelf: what each file is called, how it is mixed and how it is coded."""

WARM = "highpass=f=35,equalizer=f=240:t=q:w=0.8:g=-1.5,equalizer=f=3000:t=q:w=1:g=1"

PIECES = [
    {
        "module": "harbour_lights", "file": "01-harbour-lights.mp3",
        "title": "Harbour Lights", "artist": "The Breakwater Trio", "genre": "Jazz",
        "rate": 44100, "codec": ["-c:a", "libmp3lame", "-q:a", "4"],
        "lufs": -17.0, "levelled": True, "cover": ".jpg",
        "reverb": (0.55, 0.6), "filters": {"drums": "volume=3dB"}, "master": WARM, "fade": 1.8,
    },
    {
        "module": "paper_boats", "file": "02-paper-boats.flac",
        "title": "Paper Boats", "artist": "Wren & Alder", "genre": "Folk",
        "rate": 44100, "codec": ["-c:a", "flac", "-sample_fmt", "s16", "-compression_level", "12"],
        "lufs": -22.0, "levelled": True, "cover": ".png",
        "reverb": (0.7, 0.6), "master": "highpass=f=40,lowpass=f=15000", "fade": 1.8,
    },
    {
        "module": "tail_lights", "file": "03-tail-lights-south.opus",
        "title": "Tail Lights South", "artist": "Motorway Nine", "genre": "Synthwave",
        "rate": 48000, "codec": ["-c:a", "libopus", "-b:a", "96k"],
        "lufs": -14.0, "levelled": True, "cover": ".jpg", "reverb": (0.75, 0.7),
        "filters": {
            "drums": "acompressor=threshold=0.12:ratio=3:attack=8:release=90:makeup=1.6",
            "bass": "volume=7dB,asoftclip=type=tanh,lowpass=f=1100,volume=-5dB",
            "synth": "lowpass=f=4800,chorus=0.7:0.8:42|57|31:0.35|0.3|0.25:0.25|0.4|0.31:1.6|1.9|1.3",
            "arp": "highpass=f=250,lowpass=f=6500,aecho=0.9:0.8:489|978:0.34|0.16",
            "lead": "lowpass=f=6000,aecho=0.9:0.8:326|652:0.26|0.14",
        },
        "master": "highpass=f=32,equalizer=f=70:t=q:w=0.9:g=1.5,"
                  "acompressor=threshold=0.25:ratio=1.8:attack=20:release=180", "fade": 1.8,
    },
    {
        "module": "over_angarna", "file": "04-over-angarna.m4a",
        "title": "Över ängarna", "artist": "Sällskapet Lärkan", "genre": "Classical",
        "rate": 32000, "codec": ["-c:a", "aac", "-b:a", "120k", "-movflags", "+faststart"],
        "lufs": -20.0, "levelled": False, "cover": ".jpg",
        "reverb": (0.85, 0.8), "fade": 1.8,
        "master": "highpass=f=40,equalizer=f=2600:t=q:w=1:g=-1.5",
    },
    {
        "module": "copper_parasol", "file": "05-copper-parasol.ogg",
        "title": "Copper Parasol", "artist": "Quarteto Maré Mansa", "genre": "Bossa Nova",
        "rate": 48000, "codec": ["-c:a", "libvorbis", "-q:a", "4"],
        "lufs": -18.5, "levelled": True, "cover": ".png",
        "reverb": (0.5, 0.6), "master": WARM, "fade": 1.8,
    },
    {
        "module": "ticket_booth", "file": "06-ticket-booth-strut.wav",
        "title": "Ticket Booth Strut", "artist": "Lou Pascoe & the Turnstiles", "genre": "Funk",
        "rate": 22050, "channels": 1, "codec": ["-c:a", "pcm_s16le"],
        "lufs": -13.0, "levelled": False, "cover": ".png",
        "reverb": (0.35, 0.5), "fade": 1.2,
        "master": "highpass=f=38,equalizer=f=90:t=q:w=1:g=2,equalizer=f=4200:t=q:w=1:g=2,"
                  "acompressor=threshold=0.15:ratio=2.5:attack=10:release=120:makeup=1.5",
    },
]
