INSERT INTO names (guild_id, kind, thing_id, at, name, channel_type, bot)
VALUES (5, 'user', 1, 1767312000000000, 'Émile the Third', NULL, true);
INSERT INTO names (guild_id, kind, thing_id, at, name, channel_type, bot)
VALUES (5, 'user', 1, 1767312000000001, 'Zoë', NULL, true);
INSERT INTO collecting (guild_id, settled_through, checked_at, reread_at, forbidden_at, left_at, is_polled)
VALUES (5, 7, 1767312000000000, NULL, NULL, NULL, false);
INSERT INTO coverage (guild_id, low, high) VALUES (5, 7, 8);
