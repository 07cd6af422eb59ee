-- For what music waits that was sent and could not be taken in, and when it is its turn again: the lowest first.
ALTER TABLE upload ADD COLUMN waits_for TEXT;
ALTER TABLE upload ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
