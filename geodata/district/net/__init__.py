"""What a district says of its one net, read from `net.toml`: a module for each part."""
