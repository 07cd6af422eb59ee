-- What listeners asked for lately, and why it was refused if it was; who it was is not kept.
CREATE TABLE asked (
    station TEXT NOT NULL REFERENCES station (slug) ON UPDATE CASCADE ON DELETE CASCADE,
    at_us   INTEGER NOT NULL,
    title   TEXT NOT NULL,
    refusal TEXT,
    PRIMARY KEY (station, at_us)
) STRICT, WITHOUT ROWID;

-- How many tracks are played on request within an hour: for one person, and for all.
ALTER TABLE station ADD COLUMN requests_of_a_person INTEGER NOT NULL DEFAULT 3 CHECK (requests_of_a_person > 0);
ALTER TABLE station ADD COLUMN requests_of_all INTEGER NOT NULL DEFAULT 12 CHECK (requests_of_all > 0);
