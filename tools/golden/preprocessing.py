"""What Pillow and torchvision make of pictures for each encoder: writes preprocessing.json.

    python tools/golden/preprocessing.py

Only every STRIDE-th pixel of the network's input is kept, as 8-bit RGB in base64. The test beside
src/workers/vision/encoderInput.ts compares Setwise's own pixels with them.
"""

import base64
import json
from pathlib import Path

import numpy as np
from PIL import Image

from pictures import picture
from torchvision_on_cpu import transforms

HERE = Path(__file__).parent
MODELS = HERE.parent.parent / "resources" / "models"
STRIDE = 7
# seed, width, height: wide, tall with an odd rest to crop, 9 times too large, too small, and too large
# in one direction, too small in the other; the last is larger than Setwise's working size.
PICTURES = [
    (1, 1024, 768),
    (2, 601, 900),
    (3, 2048, 2048),
    (4, 150, 200),
    (5, 1200, 180),
    (7, 3600, 2700),
]
ENCODERS = ["clip-vit-b32", "efficientnet-lite0-320"]


def reference(encoder: str):
    """The resizing and cropping that a manifest asks for, by torchvision on a Pillow image."""
    wanted = json.loads((MODELS / encoder / "manifest.json").read_text())["input"]
    size = wanted["sizePx"]
    kernel = transforms.InterpolationMode(wanted["interpolation"])
    if wanted["resize"] == "exact":
        return transforms.Resize((size, size), interpolation=kernel)
    resize = transforms.Resize(size, interpolation=kernel)
    return transforms.Compose([resize, transforms.CenterCrop(size)])


def main() -> None:
    cases = []
    for encoder in ENCODERS:
        prepare = reference(encoder)
        for seed, width, height in PICTURES:
            pixels = np.asarray(prepare(Image.fromarray(picture(seed, width, height))))
            sample = np.ascontiguousarray(pixels[::STRIDE, ::STRIDE])
            cases.append({
                "encoder": encoder,
                "seed": seed,
                "widthPx": width,
                "heightPx": height,
                "sample": base64.b64encode(sample.tobytes()).decode(),
            })  # fmt: skip
    content = {"stridePx": STRIDE, "cases": cases}
    (HERE / "preprocessing.json").write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()
