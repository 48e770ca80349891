"""What people upload, read by a process of its own and made harmless."""
