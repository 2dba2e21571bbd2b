"""What a bot's own code may call: the promised names, which the package itself gives out."""
