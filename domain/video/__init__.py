"""Cameras and what is done with them: the register, looks, inspections."""
