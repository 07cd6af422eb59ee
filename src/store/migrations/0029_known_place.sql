-- Addresses from which the right password of an account, or of a station's source, came before. Under an attack on
-- the password they stay open.
CREATE TABLE known_place (
    account TEXT NOT NULL,
    address TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (account, address)
) STRICT, WITHOUT ROWID;
