-- Music that people send. Its bytes wait outside the music folder, in a file named by the id, until it was examined.
CREATE TABLE upload (
    id       TEXT NOT NULL PRIMARY KEY,
    owner    TEXT NOT NULL,
    -- By which the owner knows it: asked for twice, it is made once.
    key      TEXT,
    -- What the owner calls it. Never a path.
    name     TEXT NOT NULL,
    size     INTEGER NOT NULL CHECK (size > 0),
    digest   TEXT,
    state    TEXT NOT NULL CHECK (state IN ('receiving', 'examining', 'done', 'refused')),
    -- Why it was refused.
    reason   TEXT CHECK ((reason IS NOT NULL) = (state = 'refused')),
    track    INTEGER CHECK ((track IS NOT NULL) = (state = 'done')),
    -- How often it was begun to be examined.
    tries    INTEGER NOT NULL DEFAULT 0,
    -- Seconds since 1970.
    begun_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX upload_by_key ON upload (owner, key) WHERE key IS NOT NULL;
CREATE INDEX upload_by_state ON upload (state, begun_at);
CREATE INDEX upload_by_owner ON upload (owner, begun_at);
