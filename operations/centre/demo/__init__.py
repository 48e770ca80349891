"""The demo's dispute centre: its accounts, and its cases written as facts."""
