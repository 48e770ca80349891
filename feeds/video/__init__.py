"""Sources of pictures: how each is spoken to (domain/video/media/connector.py)."""
