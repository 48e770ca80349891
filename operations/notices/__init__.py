"""Notices inside a transaction, and the channels that carry them."""
