-- Who has signed in, in which browser. Of a token only its hash is kept, so that nobody who reads this can enter.
-- Times are seconds since 1970.
CREATE TABLE session (
    token_hash BLOB NOT NULL PRIMARY KEY,
    account    TEXT NOT NULL COLLATE NOCASE REFERENCES account (name) ON UPDATE CASCADE ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    used_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    user_agent TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_account ON session (account, used_at);

-- Whether the password was made by the program, and is to be changed by whoever signs in with it.
ALTER TABLE account ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1));

-- A manager runs the stations that are listed, and no others.
INSERT INTO account_station SELECT account.name, station.slug FROM account, station
    WHERE account.role = 'manager' AND NOT EXISTS (SELECT 1 FROM account_station AS known WHERE known.account = account.name);
