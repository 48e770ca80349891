"""Talk between the desk and its crews, and broadcasts."""
