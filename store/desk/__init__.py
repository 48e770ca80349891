"""Notices, timers and standby orders as rows."""
