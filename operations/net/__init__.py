"""The one net: what people do in it."""
