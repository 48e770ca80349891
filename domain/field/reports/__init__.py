"""What is reported from a phone."""
