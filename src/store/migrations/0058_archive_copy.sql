-- Files of archives that are in the bucket: which ones, as they were then. An hour of sound has the numbers of its first
-- frame and of the one after its last, and the rendition it was encoded as, so that it is found without the file.
CREATE TABLE archive_copy (
    station TEXT NOT NULL REFERENCES station (slug) ON DELETE CASCADE,
    name TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    modified_us INTEGER NOT NULL,
    first_seq INTEGER,
    end_seq INTEGER,
    rendition TEXT,
    bitrate INTEGER,
    pre_skip INTEGER,
    PRIMARY KEY (station, name)
) STRICT;
