"""How the dispute centre is put together."""
