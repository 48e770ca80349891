"""Seals, trimming, erasure and verification."""
