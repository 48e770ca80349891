"""The page of the enterprise station."""
