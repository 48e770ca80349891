"""Looks through cameras: begun in the register before a picture is shown, and ended there."""
