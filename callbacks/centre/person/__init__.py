"""What the window does for the parties of a case: slips, and what they said."""
