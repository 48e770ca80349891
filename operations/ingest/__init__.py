"""The door for reports and positions."""
