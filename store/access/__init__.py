"""Accounts, sessions and devices as rows."""
