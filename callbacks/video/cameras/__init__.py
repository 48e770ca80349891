"""The page of the register of cameras."""
