"""The register of looks."""
