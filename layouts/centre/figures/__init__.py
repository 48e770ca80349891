"""The page of the centre's figures."""
