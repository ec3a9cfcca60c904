"""Variance of the Laplacian of small grey pictures of every shape, from OpenCV: writes laplacian.json.

The pictures are a formula, so that anyone can compute them. Needs opencv-python-headless and numpy.
"""

import json
from pathlib import Path

import cv2
import numpy as np

# Single pixels, lines and odd sizes: where the border decides most.
SHAPES = [(1, 1), (2, 1), (1, 2), (2, 2), (3, 1), (1, 9), (5, 3), (7, 8), (64, 2), (33, 47), (128, 96)]


def grey(width: int, height: int) -> np.ndarray:
    """(height, width) uint8."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    return ((7 * x * x + 13 * y * y + 5 * x * y + 31) % 256).astype(np.uint8)


cases = [
    {
        "widthPx": width,
        "heightPx": height,
        "laplacianVariance": float(cv2.Laplacian(grey(width, height), cv2.CV_64F).var()),
    }
    for width, height in SHAPES
]
path = Path(__file__).with_name("laplacian.json")
path.write_text(json.dumps({"opencv": cv2.__version__, "cases": cases}, indent=1) + "\n")
