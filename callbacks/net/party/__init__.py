"""The page of party organisations and self-governance: shown, written into, taken from tables."""
