"""Tables of the room of cameras."""
