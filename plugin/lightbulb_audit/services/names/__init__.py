"""Who and what is called so, now and then."""
