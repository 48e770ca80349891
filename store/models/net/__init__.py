"""Tables of the one net, a module for each part."""
