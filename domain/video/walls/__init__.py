"""The video wall: tiles sent to paired walls, and arrangements people keep."""
