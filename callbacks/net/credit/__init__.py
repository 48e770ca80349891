"""The page of credit, wired to its operations."""
