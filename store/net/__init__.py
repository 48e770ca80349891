"""The one net as rows."""
