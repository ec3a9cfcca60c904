"""Reference numbers for the TypeScript side, from Pillow, OpenCV and PyTorch, on a formula's picture.

No photograph is involved, so the file can lie in the repository and anyone can compute the picture.
"""

import json
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image

from encoder import Encoder, Variant, pixels_for, tensor_for

# Long edge 1024: the size at which technical features are measured, so nothing is resized for them.
WIDTH, HEIGHT = 1024, 768


def picture() -> np.ndarray:
    """(768, 1024, 3) uint8. Integers only, so that every language computes the same picture."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.int64)

    def wave(phase: np.ndarray) -> np.ndarray:
        """Triangle between 0 and 255 with a period of 512."""
        return np.minimum(np.abs(phase % 512 - 256), 255)

    red = wave(3 * x + y)
    green = (wave(x + 2 * y + x * y // 64) * 3) // 4
    blue = wave(5 * y - x + 4096) // 2
    # A dark square with hard edges and a bright one, so that there are clipped pixels and edges.
    for channel in (red, green, blue):
        channel[100:200, 150:350] = 0
        channel[500:650, 700:800] = 255
    return np.stack([red, green, blue], axis=2).astype(np.uint8)


def technical(rgb: np.ndarray) -> dict[str, float]:
    """The pixel features of src/shared/features.ts, from OpenCV where it has them."""
    luma8 = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    luma = luma8.astype(np.float64) / 255
    laplacian = cv2.Laplacian(luma8, cv2.CV_64F)
    red, green, blue = (rgb[:, :, i].astype(np.float64) for i in range(3))
    rg, yb = red - green, (red + green) / 2 - blue
    spread = np.hypot(rg.std(), yb.std())
    colourfulness = spread + 0.3 * np.hypot(rg.mean(), yb.mean())
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], dtype=np.float64)
    inside = cv2.filter2D(luma, cv2.CV_64F, kernel)[1:-1, 1:-1]
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    return {
        "laplacianVariance": float(laplacian.var()),
        "sharpness": float(np.log1p(laplacian.var())),
        "exposure": float(luma.mean()),
        "clippedLow": float((luma8 <= 3).mean()),
        "clippedHigh": float((luma8 >= 252).mean()),
        "contrast": float(luma.std()),
        "colourfulness": float(colourfulness / 100),
        "warmth": float((red.mean() - blue.mean()) / 255),
        "noise": float(np.sqrt(np.pi / 2) * np.abs(inside).mean() / 6),
        "luminanceX": float((luma * x).sum() / luma.sum() / WIDTH),
        "luminanceY": float((luma * y).sum() / luma.sum() / HEIGHT),
        "logPixels": float(np.log2(WIDTH * HEIGHT)),
    }


def subject(features: torch.Tensor) -> list[float]:
    """Centroid of the norm over channels: (x, y) as fractions of the input. features (c, side, side)."""
    weight = features.double().norm(dim=0)
    rows, columns = weight.shape
    x = (weight.sum(0) * (torch.arange(columns) + 0.5)).sum() / weight.sum() / columns
    y = (weight.sum(1) * (torch.arange(rows) + 0.5)).sum() / weight.sum() / rows
    return [float(x), float(y)]


def write(path: Path, encoder: Encoder, variant: Variant, l2_normalise: bool) -> None:
    """Writes golden.json."""
    rgb = picture()
    pixels = pixels_for(Image.fromarray(rgb), variant)
    with torch.no_grad():
        embedding, features = encoder(tensor_for([pixels]))
    values = embedding[0].double()
    if l2_normalise:
        values = values / values.norm()
    subject_x, subject_y = subject(features[0])
    content = {
        "widthPx": WIDTH,
        "heightPx": HEIGHT,
        "pixelSum": int(rgb.astype(np.int64).sum()),
        "technical": {**technical(rgb), "subjectX": subject_x, "subjectY": subject_y},
        "embedding": [float(f"{value:.7g}") for value in values],
    }
    path.write_text(json.dumps(content) + "\n")
