-- Webhooks for people: messages in the form of a service. E-mail's have an empty url.
ALTER TABLE hook ADD COLUMN service TEXT NOT NULL DEFAULT 'json';
-- A chat, a room or mail addresses.
ALTER TABLE hook ADD COLUMN recipient TEXT;
-- Texts by the names of their topics, a JSON object.
ALTER TABLE hook ADD COLUMN texts TEXT NOT NULL DEFAULT '{}';
