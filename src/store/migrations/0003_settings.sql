-- How a station is run. The names are those of `model::Settings`.
ALTER TABLE station ADD COLUMN takeover_ms INTEGER NOT NULL DEFAULT 1000 CHECK (takeover_ms BETWEEN 0 AND 10000);
ALTER TABLE station ADD COLUMN silence_after_ms INTEGER NOT NULL DEFAULT 15000 CHECK (silence_after_ms BETWEEN 1000 AND 3600000);
ALTER TABLE station ADD COLUMN autodj TEXT NOT NULL DEFAULT 'next-track' CHECK (autodj IN ('next-track', 'keeps-time'));
ALTER TABLE station ADD COLUMN second_dj TEXT NOT NULL DEFAULT 'refused' CHECK (second_dj IN ('refused', 'waits'));
