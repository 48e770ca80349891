"""Cases: taken in, stepped through their loop, reminded of, listed and shown."""
