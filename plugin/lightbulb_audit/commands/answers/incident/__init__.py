"""The buttons under the message of an incident."""
