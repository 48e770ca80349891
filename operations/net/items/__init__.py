"""Urban management items: reported, taken up, sent, handled, checked, closed."""
