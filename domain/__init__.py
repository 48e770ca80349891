"""Pure rules on plain data: no file, socket, clock or database is touched here."""
