"""The one net: its parts put together, and their demos."""
