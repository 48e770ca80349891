"""The demo's own cameras: real streams of drawn pictures on loopback, in a process of their own.

Beside the server, never in it; they need what requirements-media.txt lists. Tests use them too, and
tell each what is to go wrong.
"""
