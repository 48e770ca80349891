"""Looking at cameras: streams opened, renewed and closed, their tokens, and what passes through."""
