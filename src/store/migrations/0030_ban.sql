-- Addresses, networks and programs that are not served, each until a time or for good.
CREATE TABLE ban (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('network', 'agent')),
    value TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    ends_at INTEGER,
    UNIQUE (kind, value)
) STRICT;
