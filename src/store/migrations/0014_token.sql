-- Keys of programs. Of each only a hash is kept. Times are seconds since 1970.
CREATE TABLE program_token (
    token_hash BLOB NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE COLLATE NOCASE,
    -- An administrator; the key opens nothing once they are none.
    made_by    TEXT NOT NULL COLLATE NOCASE REFERENCES account (name) ON UPDATE CASCADE ON DELETE CASCADE,
    -- Such as "library:read queue:write".
    scopes     TEXT NOT NULL,
    -- The slugs it is limited to, with a space between; none is every station. A station that is removed stays here, so
    -- that a key never opens more than before.
    stations   TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    used_at    INTEGER,
    expires_at INTEGER
) STRICT, WITHOUT ROWID;
