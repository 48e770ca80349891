"""What is reported from a phone, and the own work of whoever holds it."""
