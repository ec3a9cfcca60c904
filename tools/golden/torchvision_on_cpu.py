"""Imports open_clip and torchvision's transforms where torch is a CPU build and torchvision is not.

The package index carries torchvision built for CUDA alone, whose compiled operators do not load beside a CPU
build of torch. Nothing here uses them; they only have to be declared before torchvision is imported.
"""

import torch

try:
    import torchvision  # noqa: F401
except RuntimeError:
    _library = torch.library.Library("torchvision", "DEF")
    for _name in ("nms", "qnms"):
        _library.define(f"{_name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

import open_clip  # noqa: E402, F401
from torchvision import transforms  # noqa: E402, F401
