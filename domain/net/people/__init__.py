"""Who works in which grid: posts, people, assignments, and the gaps."""
