"""What a district says of its people in the field, read from `field.toml`."""
