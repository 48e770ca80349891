"""What is pressed about the keeping of a dossier."""
