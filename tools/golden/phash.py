"""What imagehash prints for pictures that a formula draws, for src/core/phash/phash.test.ts.

    python tools/golden/phash.py > src/core/phash/golden.json

Integers only, so that src/core/phash/pictures.fixture.ts draws the same bytes and no picture is committed.
Needs pillow, imagehash (and with it numpy and scipy), on x64: compilers for ARM fuse multiply and add.
"""

import json
import sys
import zlib

import imagehash
import numpy as np
import PIL
import scipy
from PIL import Image

SIZES = [
    (1, 1), (1, 7), (7, 1), (31, 33), (32, 32), (32, 200), (40, 48), (40, 49), (64, 64), (100, 75),
    (333, 500), (640, 480), (832, 1216),
]  # fmt: skip
LARGE = [(5000, 3), (3, 5000), (1023, 1025), (2048, 2048), (3072, 2000)]
KINDS = ["flat", "ramp", "noise", "cells", "disc", "stripes", "scene"]


def mixed(values: np.ndarray) -> np.ndarray:
    """32 well-mixed bits of each whole number: the last steps of MurmurHash3."""
    bits = (values & 0xFFFFFFFF).astype(np.uint64)
    bits = ((bits ^ (bits >> np.uint64(16))) * np.uint64(0x85EBCA6B)) & np.uint64(0xFFFFFFFF)
    bits = ((bits ^ (bits >> np.uint64(13))) * np.uint64(0xC2B2AE35)) & np.uint64(0xFFFFFFFF)
    return (bits ^ (bits >> np.uint64(16))).astype(np.int64)


def picture(kind: str, width: int, height: int) -> np.ndarray:
    """(height, width, 3) uint8."""
    y, x, channel = np.mgrid[0:height, 0:width, 0:3].astype(np.int64)
    long_edge = max(width, height)
    if kind == "flat":
        value = 40 + 60 * channel
    elif kind == "ramp":
        value = (channel + 1) * 85 * x // width + 0 * y
    elif kind == "noise":
        value = mixed((y * width + x) * 3 + channel) & 255
    elif kind == "cells":
        value = mixed((8 * y // height) * 1000 + (8 * x // width) * 10 + channel) & 255
    elif kind == "disc":
        squares = (3 * x - width) ** 2 + (3 * y - 2 * height) ** 2
        value = np.where(squares < long_edge**2, 220 - 50 * channel, 30 + 20 * channel)
    elif kind == "stripes":
        value = np.where((16 * x // width + 4 * y // height) % 2 == 0, 255, 0) + 0 * channel
    else:
        wave = np.abs((7 * (x * 256 // long_edge) + 3 * (y * 256 // long_edge)) % 512 - 256)
        value = (3 * wave + 255 * y // height + (mixed(y * width + x) & 31)) // (4 + channel)
    return np.clip(value, 0, 255).astype(np.uint8)


def case(kind: str, width: int, height: int) -> dict:
    image = Image.fromarray(picture(kind, width, height))
    small = image.convert("L").resize((32, 32), Image.Resampling.LANCZOS)
    return {
        "kind": kind,
        "widthPx": width,
        "heightPx": height,
        "pixels": zlib.crc32(image.tobytes()),
        "small": zlib.crc32(small.tobytes()),
        "phash": str(imagehash.phash(image)),
    }


cases = [case(kind, *size) for kind in KINDS for size in SIZES]
cases += [case(kind, *size) for kind in ("noise", "scene") for size in LARGE]
made_with = {
    "imagehash": imagehash.__version__,
    "pillow": PIL.__version__,
    "scipy": scipy.__version__,
}
lines = ",\n".join(f"    {json.dumps(one)}" for one in cases)
sys.stdout.write(f'{{\n  "madeWith": {json.dumps(made_with)},\n  "cases": [\n{lines}\n  ]\n}}\n')
