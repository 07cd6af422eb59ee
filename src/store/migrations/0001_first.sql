-- "LWDB": says of any SQLite file that it is ours, before anything is read from it.
PRAGMA application_id = 1280787522;

-- Who may enter, and as what. Times in this file are seconds since 1970, for people to read.
CREATE TABLE account (
    name          TEXT NOT NULL PRIMARY KEY COLLATE NOCASE,
    password_hash TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('admin', 'manager', 'dj')),
    created_at    INTEGER NOT NULL DEFAULT (unixepoch())
) STRICT, WITHOUT ROWID;

-- What is on air, each under its own address.
CREATE TABLE station (
    slug                 TEXT NOT NULL PRIMARY KEY CHECK (length(slug) BETWEEN 1 AND 40 AND slug NOT GLOB '*[^a-z0-9-]*'),
    name                 TEXT NOT NULL,
    source_password_hash TEXT NOT NULL,
    created_at           INTEGER NOT NULL DEFAULT (unixepoch())
) STRICT, WITHOUT ROWID;

-- How loud a file was when it was measured. Size and time of change say whether it still is that file.
CREATE TABLE loudness (
    path            TEXT NOT NULL,
    size            INTEGER NOT NULL,
    modified        INTEGER NOT NULL,
    integrated_lufs REAL NOT NULL,
    true_peak_dbtp  REAL,
    PRIMARY KEY (path, size, modified)
) STRICT, WITHOUT ROWID;
