"""The topics of the wall."""
