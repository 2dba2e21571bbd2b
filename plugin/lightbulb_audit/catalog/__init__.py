"""All that is known of Discord's audit log, as tables: a row is the place where a new fact goes."""
