"""The closed loop: what each step asks for, what it changes, and whom it reminds."""
