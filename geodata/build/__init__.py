"""Building the demo district."""
