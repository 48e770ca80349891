"""The page of a one-time link of a survey."""
