"""What parties of a case see and say by themselves, and how they are reached."""
