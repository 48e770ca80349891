"""Papers of a case: what its dossier must hold, and the slip for whoever brought it."""
