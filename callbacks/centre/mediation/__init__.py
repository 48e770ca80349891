"""What is pressed on the pages of mediation."""
