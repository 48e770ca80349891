"""The parts of the one net, put together from what was made before them."""
