"""open_clip's ViT-B/32 with PyTorch and Pillow over pictures: what a careful Python script reaches on the CPU.

Paths on standard input, one a line; pictures per second on standard output. Pictures are read and resized by as
many threads as there are cores (Pillow decodes without the interpreter's lock) while the network takes batches.
Weights are random: they do not change the time.
"""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import torch
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "golden"))
from torchvision_on_cpu import open_clip  # noqa: E402

BATCH = 16


def main() -> None:
    paths = sys.stdin.read().split("\n")[:-1]
    cores = os.cpu_count() or 1
    torch.set_num_threads(cores)
    model, _, preprocess = open_clip.create_model_and_transforms("ViT-B-32-quickgelu", pretrained=None)
    model.eval()

    def load(path: str) -> torch.Tensor:
        with Image.open(path) as image:
            return preprocess(image.convert("RGB"))

    with torch.inference_mode():
        model.encode_image(torch.zeros(BATCH, 3, 224, 224))
        start = time.perf_counter()
        with ThreadPoolExecutor(cores) as pool:
            batch: list[torch.Tensor] = []
            for tensor in pool.map(load, paths):
                batch.append(tensor)
                if len(batch) == BATCH:
                    model.encode_image(torch.stack(batch))
                    batch = []
            if batch:
                model.encode_image(torch.stack(batch))
    print(len(paths) / (time.perf_counter() - start))


main()
