"""The papers of a case: forms drawn, filed, signed; a dossier exported whole."""
