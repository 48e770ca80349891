"""Talk about a case, and whom of the grid it is shown to."""
