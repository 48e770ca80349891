"""The register of cameras: what each is, whose, how it looks, on what basis."""
