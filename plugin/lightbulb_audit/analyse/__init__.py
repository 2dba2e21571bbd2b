"""What follows from entries: which of them undid which, and who may see what. Pure."""
