"""Who may do what, and the rules of signing in."""
