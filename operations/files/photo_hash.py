"""A perceptual hash of a photo: the same for the same picture written anew, smaller or paler.

Two hashes that differ in few of their 64 bits are of the same picture: an old photo handed in
again. Source: Zauner 2010, "Implementation and benchmarking of perceptual image hash functions":
the signs of the lowest frequencies of a small grey picture (pHash).
"""

import numpy as np
from PIL import Image

SIDE = 32
KEPT = 8


def photo_hash(picture: Image.Image) -> str:
    """64 bits as 16 hexadecimal digits."""
    small = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    grey = np.asarray(small, dtype=np.float64)
    steps = np.arange(SIDE)
    waves = np.cos(np.pi * np.outer(steps[:KEPT], 2 * steps + 1) / (2 * SIDE))
    low = (waves @ grey @ waves.T).ravel()
    middle = np.median(low[1:])  # the first says how bright the whole is
    bits = (low > middle).astype(int)
    return f"{int(''.join(map(str, bits)), 2):016x}"
