-- Whether a station is announced to public directories, its genre there, and its identifier at radio-browser.info: NULL
-- until it was sent there, empty while it is being sent.
ALTER TABLE station ADD COLUMN directory TEXT NOT NULL DEFAULT 'off' CHECK (directory IN ('on', 'off'));
ALTER TABLE station ADD COLUMN genre TEXT NOT NULL DEFAULT '';
ALTER TABLE station ADD COLUMN radio_browser TEXT;
