"""What is done with cases of the dispute centre."""
