"""What all pages of administration share: their frame, fields and ids."""
