-- Passwords for programs of accounts that are asked for codes at sign-in. Each is random, so that it needs no slow hash.
CREATE TABLE app_password (
    account    TEXT NOT NULL COLLATE NOCASE REFERENCES account (name) ON UPDATE CASCADE ON DELETE CASCADE,
    name       TEXT NOT NULL COLLATE NOCASE,
    hash       BLOB NOT NULL,
    -- In seconds since 1970.
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;
