"""What figures need of facts, kept beside them in the transaction that changes them."""
