"""The journal: numbered records, search, and the high-water mark."""
