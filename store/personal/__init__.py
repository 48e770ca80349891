"""What is held about a person, across all kinds."""
