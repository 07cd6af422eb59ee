-- Identities at an OpenID provider with which accounts sign in.
CREATE TABLE oidc_identity (
    account TEXT NOT NULL PRIMARY KEY COLLATE NOCASE
        REFERENCES account (name) ON UPDATE CASCADE ON DELETE CASCADE,
    -- The verified mail address, in small letters, by which the first sign-in is recognised; NULL where a sign-in made the
    -- account.
    email   TEXT UNIQUE,
    -- The person at the provider, from the first sign-in on.
    issuer  TEXT,
    subject TEXT,
    UNIQUE (issuer, subject)
) STRICT, WITHOUT ROWID;
