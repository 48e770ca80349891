"""What is done for people in the field."""
