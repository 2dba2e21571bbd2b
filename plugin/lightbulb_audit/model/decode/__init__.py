"""Discord's JSON, decoded without loss."""
