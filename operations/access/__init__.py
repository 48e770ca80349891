"""Accounts, sessions, devices, and who did what."""
