"""Papers and spreadsheets for people to take away."""
