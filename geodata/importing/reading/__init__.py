"""Map files and tables, opened and read."""
