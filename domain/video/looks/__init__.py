"""Looks through cameras: why somebody may look, and the register of looks (Order 799)."""
