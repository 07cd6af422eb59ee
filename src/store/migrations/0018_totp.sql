-- The second step of signing in: codes that a phone makes by the time (RFC 6238). The secret is kept as it is, for codes
-- are made of it here, too. Times are seconds since 1970.
CREATE TABLE totp (
    account      TEXT NOT NULL PRIMARY KEY COLLATE NOCASE REFERENCES account (name) ON UPDATE CASCADE ON DELETE CASCADE,
    secret       BLOB NOT NULL,
    made_at      INTEGER NOT NULL,
    -- When the first code was right; before, nobody is asked for one.
    confirmed_at INTEGER,
    -- The step of the last code that was right: neither that nor an earlier one is again.
    last_step    INTEGER NOT NULL DEFAULT -1
) STRICT, WITHOUT ROWID;

-- Codes for whoever has lost the phone, each good once. They stand here as they are until the first code was right, and
-- only as hashes from then on.
CREATE TABLE recovery_code (
    account TEXT NOT NULL COLLATE NOCASE REFERENCES totp (account) ON UPDATE CASCADE ON DELETE CASCADE,
    code    TEXT NOT NULL,
    PRIMARY KEY (account, code)
) STRICT, WITHOUT ROWID;

-- Who has said the right password, and has yet to say a code.
CREATE TABLE half_session (
    token_hash BLOB NOT NULL PRIMARY KEY,
    account    TEXT NOT NULL COLLATE NOCASE REFERENCES account (name) ON UPDATE CASCADE ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
