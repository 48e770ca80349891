"""How long a dossier is kept, and what its people's erasure waits for."""
