"""The server's protocols, compression and bundles."""
