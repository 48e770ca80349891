"""What a record of kind `audit` says."""
