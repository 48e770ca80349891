"""What is asked of cameras: opening them, and the pictures themselves."""
