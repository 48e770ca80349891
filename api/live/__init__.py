"""Live sockets and chimes."""
