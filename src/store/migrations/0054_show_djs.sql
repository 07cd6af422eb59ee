-- The DJs of a show, who may go live in its hours.
CREATE TABLE show_dj (
    station TEXT NOT NULL,
    show    TEXT NOT NULL COLLATE NOCASE,
    account TEXT NOT NULL COLLATE NOCASE REFERENCES account (name) ON UPDATE CASCADE ON DELETE CASCADE,
    PRIMARY KEY (station, show, account),
    FOREIGN KEY (station, show) REFERENCES show (station, name) ON UPDATE CASCADE ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX show_dj_by_account ON show_dj (account);

-- Whether a DJ whose hours are over stays on air.
ALTER TABLE station ADD COLUMN over_time TEXT NOT NULL DEFAULT 'keep' CHECK (over_time IN ('keep', 'end'));

-- The show that was on when a line of the log began.
ALTER TABLE as_run ADD COLUMN show TEXT;
