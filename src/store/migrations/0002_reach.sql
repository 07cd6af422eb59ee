-- Where an account may go live. An account without a line here may everywhere.
CREATE TABLE account_station (
    account TEXT NOT NULL COLLATE NOCASE REFERENCES account (name) ON UPDATE CASCADE ON DELETE CASCADE,
    station TEXT NOT NULL REFERENCES station (slug) ON UPDATE CASCADE ON DELETE CASCADE,
    PRIMARY KEY (account, station)
) STRICT, WITHOUT ROWID;

-- When an account may go live, such as "fri 20:00-23:00" by the clock of the place. An account without a
-- line here may at any time.
CREATE TABLE account_hours (
    account TEXT NOT NULL COLLATE NOCASE REFERENCES account (name) ON UPDATE CASCADE ON DELETE CASCADE,
    hours   TEXT NOT NULL,
    PRIMARY KEY (account, hours)
) STRICT, WITHOUT ROWID;
