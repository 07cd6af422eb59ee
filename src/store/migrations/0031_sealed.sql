-- Secrets that are encrypted with the installation's key; `secret` is empty then.
ALTER TABLE totp ADD COLUMN sealed BLOB;
ALTER TABLE hook ADD COLUMN sealed BLOB;
