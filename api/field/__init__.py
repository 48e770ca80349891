"""Routes of people in the field."""
