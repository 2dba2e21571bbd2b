INSERT INTO guilds (guild_id, head_number, head_digest, anchor_number, anchor_digest)
VALUES (5, 2, x'd42b8e5917d7a2803df25b90a5c50dfc62e66bc49fbb9655e5643efbf126d6e4', 0, x'308bb10f91396864e74824babc448aa3f0474b8b8e51ac42b3c852f59cbf47f3');
INSERT INTO observations (guild_id, number, entry_id, raw, seen_at, way, redacted, salt, content, digest)
VALUES (5, 1, 7, '{"id":"7","user_id":"1","target_id":null,"action_type":22,"reason":"a"}', 1767312000000000, 'event', false, x'c668cabb0c19c9e6ce1e6b1a00eb67c9', x'845733592e6803ec405d9de6757f55239679de46d3017c8dc5238c5e2eb3b707', x'5867fa4f5d150e64db054ffc34d6582d15e1d00b4352c5ca6bb0d1673d156bac');
INSERT INTO observations (guild_id, number, entry_id, raw, seen_at, way, redacted, salt, content, digest)
VALUES (5, 2, 8, '{"id":"8","user_id":"1","target_id":null,"action_type":22,"reason":"b"}', 1767312000000000, 'event', false, x'fbb806c987f2df60d0da33cbd0d3fbec', x'fe4a5ffff33bb443ac58340a2d821ea4a509499e617c658204f69b7e681729db', x'd42b8e5917d7a2803df25b90a5c50dfc62e66bc49fbb9655e5643efbf126d6e4');
INSERT INTO entries (guild_id, entry_id, actor_id, target_id, action_type, count, reason, raw, redacted)
VALUES (5, 7, 1, NULL, 22, NULL, 'a', '{"id":"7","user_id":"1","target_id":null,"action_type":22,"reason":"a"}', false);
INSERT INTO entries (guild_id, entry_id, actor_id, target_id, action_type, count, reason, raw, redacted)
VALUES (5, 8, 1, NULL, 22, NULL, 'b', '{"id":"8","user_id":"1","target_id":null,"action_type":22,"reason":"b"}', false);
