"""What parties of a case see."""
