"""How long dossiers are kept, and what is held."""
