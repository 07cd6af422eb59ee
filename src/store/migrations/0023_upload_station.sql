-- The station into whose folder of music a file goes; without one, it is for all that have none of their own.
ALTER TABLE upload ADD COLUMN station TEXT;
