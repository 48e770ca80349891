"""What a party of a case sees and says by themselves, without an account."""
