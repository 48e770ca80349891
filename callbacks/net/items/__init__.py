"""The pages of urban management items, wired to their operations."""
