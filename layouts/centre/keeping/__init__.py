"""How a dossier is kept, on the pages that tell it."""
