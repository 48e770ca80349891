"""Every working page, declared once: a page that Dash draws in Python, with its forms and figures.

Each subject has a module with the rows of its pages; `pages.py` joins them.

Source: docs/decisions/0080-working-pages.md
"""
