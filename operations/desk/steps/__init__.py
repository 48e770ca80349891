"""What a dispatcher does with an incident: its steps, whose it is, and who is on it."""
