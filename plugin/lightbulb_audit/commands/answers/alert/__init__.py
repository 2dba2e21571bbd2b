"""What `/audit alert` answers, and the question before one tells a channel."""
