-- What of a station's pages is its own: their colour, such as #0c5a66; none is the usual one.
ALTER TABLE station ADD COLUMN colour TEXT CHECK (length(colour) = 7);
-- And its logo, as it is shown.
CREATE TABLE logo (
    station    TEXT NOT NULL PRIMARY KEY REFERENCES station (slug) ON DELETE CASCADE,
    id         TEXT NOT NULL,
    media_type TEXT NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg')),
    width      INTEGER NOT NULL,
    height     INTEGER NOT NULL,
    image      BLOB NOT NULL
) STRICT;
