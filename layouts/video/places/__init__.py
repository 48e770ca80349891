"""Key places and units as pages draw them."""
