"""Moments and periods as people say them."""
