"""The page of conference rooms."""
