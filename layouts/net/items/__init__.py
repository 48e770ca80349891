"""Items of urban management as pages draw them."""
