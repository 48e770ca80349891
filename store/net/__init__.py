"""The one net: rows of its parts."""
