"""Party organisations in four levels, their members, and the self-governance of communities."""
