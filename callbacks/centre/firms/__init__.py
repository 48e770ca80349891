"""What is pressed on the page of the enterprise station."""
