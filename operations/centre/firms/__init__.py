"""The enterprise station: what is kept of firms and done for them."""
