"""The page of key places and units."""
