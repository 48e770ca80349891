"""The live glass: the wall, the community page and their map."""
