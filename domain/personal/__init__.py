"""Personal fields as those see them who need not know them; below every kind."""
