"""Topics of the wall."""
