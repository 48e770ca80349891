"""The district's folder."""
