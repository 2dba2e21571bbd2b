"""What the program does, over ports that others fill."""
