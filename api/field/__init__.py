"""The phone page of people in the field, and what it asks."""
