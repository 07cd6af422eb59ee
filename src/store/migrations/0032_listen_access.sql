-- Who may listen to a station. Links that were signed with another epoch have ended.
ALTER TABLE station ADD COLUMN access TEXT NOT NULL DEFAULT 'open' CHECK (access IN ('open', 'password', 'account'));
ALTER TABLE station ADD COLUMN listen_password_hash TEXT;
ALTER TABLE station ADD COLUMN link_epoch INTEGER NOT NULL DEFAULT 0;
