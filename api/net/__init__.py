"""What machines and people without an account ask of the one net."""
