"""The page of recordings that leave the house."""
