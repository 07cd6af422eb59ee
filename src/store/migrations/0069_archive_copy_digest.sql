-- The SHA-256 of a file as it was copied, in hexadecimal; nothing for what was copied before.
ALTER TABLE archive_copy ADD COLUMN sha256 TEXT;
