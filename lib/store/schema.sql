-- SPDX-License-Identifier: GPL-3.0-or-later
-- The store, version 1. What has been received is never changed: triggers at the end see to it.

-- Every distinct text of a definitions file that a submission was checked with.
CREATE TABLE definition (
    hash    TEXT PRIMARY KEY, -- SHA-256 of the text
    kind    TEXT NOT NULL,    -- initiative, catalog, or table (of partners or sites, in CSV)
    name    TEXT NOT NULL,
    version TEXT NOT NULL,
    text    BLOB NOT NULL
) STRICT;

-- The definitions that stood together: the initiative first, then its catalogs, then its tables.
CREATE TABLE definition_set (
    hash TEXT PRIMARY KEY -- SHA-256 of the parts' hashes, each followed by a newline
) STRICT;

CREATE TABLE definition_part (
    hash       TEXT NOT NULL REFERENCES definition_set,
    position   INTEGER NOT NULL,
    definition TEXT NOT NULL REFERENCES definition,
    PRIMARY KEY (hash, position)
) STRICT, WITHOUT ROWID;

-- A file, or the part of it that concerns one partner. The order of the numbers is that of receipt.
CREATE TABLE submission (
    id          INTEGER PRIMARY KEY,
    partner     TEXT NOT NULL,
    form        TEXT NOT NULL,
    period      TEXT NOT NULL,
    month       INTEGER NOT NULL, -- the first of the period, counted from January of year 0
    months      INTEGER NOT NULL CHECK (months > 0),
    received    INTEGER NOT NULL, -- seconds since 1970
    actor       TEXT NOT NULL,
    file        TEXT NOT NULL,    -- its name without folders
    sha256      TEXT NOT NULL,    -- of the file
    bytes       INTEGER NOT NULL,
    rows        INTEGER NOT NULL, -- of this partner
    accepted    INTEGER NOT NULL,
    rejected    INTEGER NOT NULL,
    errors      INTEGER NOT NULL, -- findings in the whole file
    warnings    INTEGER NOT NULL,
    definitions TEXT NOT NULL REFERENCES definition_set,
    version     TEXT NOT NULL,    -- of the form's catalog
    mode        TEXT NOT NULL CHECK (mode IN ('all', 'valid-rows')),
    amend       TEXT,             -- the reason given for a change of a closed period
    replaces    TEXT NOT NULL,    -- JSON array: submissions that no longer count because of this one
    content     TEXT NOT NULL,    -- SHA-256 over the columns, see content_hash() in submit.c
    CHECK (rows = accepted + rejected)
) STRICT;

CREATE INDEX submission_by_form ON submission (form, partner, month);
CREATE INDEX submission_by_month ON submission (month);

-- The rows, a column each. The encoding is that of segment.c.
CREATE TABLE segment (
    submission INTEGER NOT NULL REFERENCES submission,
    field      TEXT NOT NULL,
    encoding   INTEGER NOT NULL,
    n          INTEGER NOT NULL,
    data       BLOB NOT NULL,
    PRIMARY KEY (submission, field)
) STRICT;

-- The log. The hash is the SHA-256 of the one before and of this event, see log.c.
CREATE TABLE event (
    number INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    actor  TEXT NOT NULL,
    what   TEXT NOT NULL,
    detail TEXT NOT NULL, -- JSON object
    hash   TEXT NOT NULL
) STRICT;

CREATE TRIGGER definition_stays BEFORE UPDATE ON definition
BEGIN SELECT raise(ABORT, 'what has been received is never changed'); END;
CREATE TRIGGER definition_remains BEFORE DELETE ON definition
BEGIN SELECT raise(ABORT, 'what has been received is never deleted'); END;
CREATE TRIGGER definition_set_stays BEFORE UPDATE ON definition_set
BEGIN SELECT raise(ABORT, 'what has been received is never changed'); END;
CREATE TRIGGER definition_set_remains BEFORE DELETE ON definition_set
BEGIN SELECT raise(ABORT, 'what has been received is never deleted'); END;
CREATE TRIGGER definition_part_stays BEFORE UPDATE ON definition_part
BEGIN SELECT raise(ABORT, 'what has been received is never changed'); END;
CREATE TRIGGER definition_part_remains BEFORE DELETE ON definition_part
BEGIN SELECT raise(ABORT, 'what has been received is never deleted'); END;
CREATE TRIGGER submission_stays BEFORE UPDATE ON submission
BEGIN SELECT raise(ABORT, 'what has been received is never changed'); END;
CREATE TRIGGER submission_remains BEFORE DELETE ON submission
BEGIN SELECT raise(ABORT, 'what has been received is never deleted'); END;
CREATE TRIGGER segment_stays BEFORE UPDATE ON segment
BEGIN SELECT raise(ABORT, 'what has been received is never changed'); END;
CREATE TRIGGER segment_remains BEFORE DELETE ON segment
BEGIN SELECT raise(ABORT, 'what has been received is never deleted'); END;
CREATE TRIGGER event_stays BEFORE UPDATE ON event
BEGIN SELECT raise(ABORT, 'what has been received is never changed'); END;
CREATE TRIGGER event_remains BEFORE DELETE ON event
BEGIN SELECT raise(ABORT, 'what has been received is never deleted'); END;

-- INSERT OR REPLACE would delete without asking the triggers above.
CREATE TRIGGER definition_is_new BEFORE INSERT ON definition
WHEN EXISTS (SELECT 1 FROM definition WHERE hash = new.hash AND text <> new.text)
BEGIN SELECT raise(ABORT, 'what has been received is never changed'); END;
CREATE TRIGGER submission_is_new BEFORE INSERT ON submission
WHEN EXISTS (SELECT 1 FROM submission WHERE id = new.id)
BEGIN SELECT raise(ABORT, 'what has been received is never changed'); END;
CREATE TRIGGER segment_is_new BEFORE INSERT ON segment
WHEN EXISTS (SELECT 1 FROM segment WHERE submission = new.submission AND field = new.field)
BEGIN SELECT raise(ABORT, 'what has been received is never changed'); END;
CREATE TRIGGER event_is_new BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE number = new.number)
BEGIN SELECT raise(ABORT, 'what has been received is never changed'); END;
CREATE TRIGGER definition_part_is_new BEFORE INSERT ON definition_part
WHEN EXISTS (SELECT 1 FROM definition_part WHERE hash = new.hash AND position = new.position)
BEGIN SELECT raise(ABORT, 'what has been received is never changed'); END;
