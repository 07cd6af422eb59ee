-- Time that live sound waits before it goes on air.
ALTER TABLE station ADD COLUMN broadcast_delay_ms INTEGER NOT NULL DEFAULT 0 CHECK (broadcast_delay_ms BETWEEN 0 AND 40000);
