"""The live picture, and the sockets that hand it to screens."""
