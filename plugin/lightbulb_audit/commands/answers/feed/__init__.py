"""What `/audit feed` answers, and the presses under a feed's messages."""
