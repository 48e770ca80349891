"""What is asked of the pages of the one net, and done there."""
