"""What is kept of people in the field."""
