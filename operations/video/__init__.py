"""Cameras: registered, looked at, inspected with."""
