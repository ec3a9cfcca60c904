"""Golden embeddings of a full-size ViT-B/32 with random weights, from open_clip: writes vit.json.

    python tools/golden/vit.py [vit.json]

The weights are those of tools/models/vitB32.ts, bit for bit; the pictures those of pictures.ts.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from pictures import mixed, picture
from torchvision_on_cpu import open_clip

WIDTH, HIDDEN, LAYERS, DIMENSION = 768, 3072, 12, 512
SIZE = 224
# seed, width, height: wide, tall with an odd rest to crop, square and large, smaller than the input.
WHOLE_PICTURES = [(1, 1024, 768), (2, 601, 900), (3, 2048, 2048), (4, 150, 200)]
INPUTS = [5, 6]


class Weights:
    """Hands out the weights in the order of WEIGHTS in vitB32.ts."""

    def __init__(self) -> None:
        self.seed = 0

    def take(self, shape: tuple[int, ...], spread: float, middle: float = 0.0) -> torch.Tensor:
        self.seed += 1
        counter = np.arange(np.prod(shape), dtype=np.uint32)
        unit = (mixed(counter, self.seed) >> np.uint32(8)).astype(np.float64) / 2**23 - 1
        values = (middle + unit * spread).astype(np.float32).reshape(shape)
        return torch.from_numpy(values)

    def linear(self, inputs: int, outputs: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Weight as PyTorch keeps it (outputs, inputs), and bias."""
        spread = 1 / np.sqrt(inputs)
        return self.take((inputs, outputs), spread).T, self.take((outputs,), spread)

    def norm(self, name: str) -> dict[str, torch.Tensor]:
        return {
            f"{name}.weight": self.take((WIDTH,), 0.1, 1),
            f"{name}.bias": self.take((WIDTH,), 0.02),
        }


def state(weights: Weights) -> dict[str, torch.Tensor]:
    """The vision tower's state of open_clip's ViT-B-32."""
    embedding_spread = np.sqrt(3 / WIDTH)
    found = {
        "conv1.weight": weights.take((WIDTH, 3, 32, 32), 1 / np.sqrt(3 * 32 * 32)),
        "class_embedding": weights.take((WIDTH,), embedding_spread),
        "positional_embedding": weights.take((50, WIDTH), embedding_spread),
        **weights.norm("ln_pre"),
    }
    for layer in range(LAYERS):
        name = f"transformer.resblocks.{layer}"
        found |= weights.norm(f"{name}.ln_1")
        parts = [weights.linear(WIDTH, WIDTH) for _ in ("query", "key", "value")]
        found[f"{name}.attn.in_proj_weight"] = torch.cat([weight for weight, _ in parts])
        found[f"{name}.attn.in_proj_bias"] = torch.cat([bias for _, bias in parts])
        out = weights.linear(WIDTH, WIDTH)
        found[f"{name}.attn.out_proj.weight"], found[f"{name}.attn.out_proj.bias"] = out
        found |= weights.norm(f"{name}.ln_2")
        up = weights.linear(WIDTH, HIDDEN)
        found[f"{name}.mlp.c_fc.weight"], found[f"{name}.mlp.c_fc.bias"] = up
        down = weights.linear(HIDDEN, WIDTH)
        found[f"{name}.mlp.c_proj.weight"], found[f"{name}.mlp.c_proj.bias"] = down
    found |= weights.norm("ln_post")
    found["proj"] = weights.take((WIDTH, DIMENSION), embedding_spread)
    return found


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "vit.json"
    # OpenAI's own preprocessing comes with the name of its weights; the weights themselves do not.
    model = open_clip.create_model("ViT-B-32-quickgelu", pretrained=None).eval()
    preprocess = open_clip.image_transform(SIZE, is_train=False)
    model.visual.load_state_dict(state(Weights()), strict=True)

    def embed(pixels: np.ndarray) -> list[float]:
        with torch.no_grad():
            image = preprocess(Image.fromarray(pixels)).unsqueeze(0)
            values = model.encode_image(image, normalize=True)[0]
        return [float(f"{value:.7g}") for value in values]

    whole = [
        {"seed": seed, "widthPx": width, "heightPx": height,
         "embedding": embed(picture(seed, width, height))}
        for seed, width, height in WHOLE_PICTURES
    ]  # fmt: skip
    inputs = [{"seed": seed, "embedding": embed(picture(seed, SIZE, SIZE))} for seed in INPUTS]
    content = {"inputs": inputs, "pictures": whole}
    path.write_text(json.dumps(content) + "\n")
    vectors = np.array([one["embedding"] for one in inputs + whole])
    print(np.round(vectors @ vectors.T, 4))


if __name__ == "__main__":
    main()
