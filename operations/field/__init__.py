"""What phones in the field do, and how they are reached."""
