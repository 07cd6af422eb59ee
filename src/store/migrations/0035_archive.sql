-- The archive of a station: what of its sound is kept, and for how long. The names are those of `model::ArchiveMode`.
ALTER TABLE station ADD COLUMN archive TEXT NOT NULL DEFAULT 'off' CHECK (archive IN ('off', 'live', 'shows', 'everything'));
ALTER TABLE station ADD COLUMN archive_keep_days INTEGER NOT NULL DEFAULT 30 CHECK (archive_keep_days BETWEEN 1 AND 3650);
ALTER TABLE station ADD COLUMN archive_keep_gb INTEGER NOT NULL DEFAULT 30 CHECK (archive_keep_gb BETWEEN 1 AND 100000);
ALTER TABLE station ADD COLUMN archive_publish INTEGER NOT NULL DEFAULT 0 CHECK (archive_publish IN (0, 1));
