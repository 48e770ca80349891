"""The page of the video wall."""
