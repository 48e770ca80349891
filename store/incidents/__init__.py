"""Lists of incidents."""
