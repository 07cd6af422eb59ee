-- Addresses that are told what happens. Times are seconds since 1970.
CREATE TABLE hook (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    url           TEXT NOT NULL,
    -- It signs what is sent, so it is kept as it is.
    secret        TEXT NOT NULL,
    -- Such as "track dead-air".
    occasions     TEXT NOT NULL,
    -- None is every station.
    station       TEXT REFERENCES station (slug) ON UPDATE CASCADE ON DELETE CASCADE,
    is_on         INTEGER NOT NULL,
    failing_since INTEGER,
    off_because   TEXT,
    created_at    INTEGER NOT NULL
) STRICT;

-- The latest attempts to tell them something.
CREATE TABLE hook_delivery (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    hook    INTEGER NOT NULL REFERENCES hook (id) ON DELETE CASCADE,
    at      INTEGER NOT NULL,
    event   TEXT NOT NULL,
    message TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    status  INTEGER,
    error   TEXT,
    ms      INTEGER NOT NULL
) STRICT;
CREATE INDEX hook_delivery_by_hook ON hook_delivery (hook, id);
