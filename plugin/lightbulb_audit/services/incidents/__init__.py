"""What an alert found, told in one message, and what people do about it from there."""
