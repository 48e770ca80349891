"""Sign-in, own account and pairing."""
