"""What people and things are called in a description."""
