"""Work in the grids: asked, done, checked, and what is found there."""
