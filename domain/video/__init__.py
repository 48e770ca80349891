"""Cameras: the register, what they show, who looked through them, and inspections by camera."""
