"""The field side: phones that are bound to units, and what they may do."""
