"""The register of cameras, kept and asked."""
