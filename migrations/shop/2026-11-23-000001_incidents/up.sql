-- Times in which nobody here reached the state (florida-rules 6.1, 6.2): of the whole installation, not of one location.
CREATE TABLE incidents (
    id TEXT PRIMARY KEY NOT NULL,
    -- what people call it: 1, 2, 3 …
    number BIGINT NOT NULL UNIQUE,
    -- the first call without an answer
    started_at TIMESTAMP NOT NULL,
    -- the first answer after it; none: it goes on
    ended_at TIMESTAMP,
    -- why the calls had no answer, in our words
    cause TEXT NOT NULL,
    -- the last answer that anybody here had before it
    answered_before TIMESTAMP
);
-- One at a time, however many processes watch.
CREATE UNIQUE INDEX incidents_one_open ON incidents ((ended_at IS NULL)) WHERE ended_at IS NULL;

-- What was sent to the department about an incident: kept for ever, never changed.
CREATE TABLE notices (
    id TEXT PRIMARY KEY NOT NULL,
    incident_id TEXT NOT NULL REFERENCES incidents (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    sent_at TIMESTAMP NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    -- as it was sent
    body TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX notices_of_incident ON notices (incident_id, sent_at);
