"""The working page of the dispute centre."""
