"""How the room of cameras is put together."""
