"""The dispatch desk."""
