"""The page of party organisations and self-governance."""
