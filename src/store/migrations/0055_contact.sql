-- How people are named and reached.
ALTER TABLE account ADD COLUMN display_name TEXT;
ALTER TABLE account ADD COLUMN email TEXT;

-- Links by which accounts get new passwords: of each token its hash, and when it was sent, in seconds since 1970.
CREATE TABLE password_reset (
    account    TEXT NOT NULL COLLATE NOCASE PRIMARY KEY REFERENCES account (name) ON UPDATE CASCADE ON DELETE CASCADE,
    token_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
