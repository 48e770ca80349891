"""The pages of the entrance."""
