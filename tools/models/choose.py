"""Weighs the encoders: how well does a LINEAR model on embeddings recover a taste inside a set?

    python tools/models/choose.py PHOTOS tools/models/choice.json

From each photograph come two sets of three variants that differ in blur, noise, exposure, warmth,
framing and a defect at the border, all drawn independently, so that no taste can ride on another. A
simulated user per taste keeps the variant with the least (or most) of one of them. A linear model on
embedding minus set mean is trained with the softmax loss and judged on photographs it never saw
(5 folds; chance is 1/3). Training on 40 sets and on all of them (4/5) is tried: a new user has
40. Beside it stand the milliseconds per image in onnxruntime-node on one thread.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageFilter

from encoder import Encoder, Variant, export_onnx, photos_in, pixels_for, tensor_for

VARIANTS = [
    Variant("lite0", 224, "shorter-side"),
    Variant("lite0", 224, "exact"),
    Variant("lite0", 320, "exact"),
    Variant("lite0", 384, "exact"),
    Variant("lite2", 260, "shorter-side"),
    Variant("lite2", 260, "exact"),
    Variant("lite2", 320, "exact"),
]
# Factor of each taste and the sign of its utility.
TASTES = {
    "sharp": ("blur", -1),
    "clean": ("noise", -1),
    "dark": ("exposure", -1),
    "warm": ("warmth", 1),
    "left": ("shift", 1),
    "no defect": ("defect", -1),
}
SETS_PER_PHOTO = 2
SET_SIZE = 3
FOLDS = 5
L2_GRID = (1e-3, 1e-2, 1e-1, 1.0)


def degrade(photo: Image.Image, patch: Image.Image, rng: np.random.Generator):
    """One variant of a photograph and the strength of everything done to it."""
    strength = {
        "blur": rng.uniform(0, 2.5),
        "noise": rng.uniform(0, 14),
        "exposure": rng.uniform(-0.5, 0.5),
        "warmth": rng.uniform(-0.12, 0.12),
        "shift": rng.uniform(0, 1),
        "defect": rng.uniform(0, 1),
    }
    width, height = photo.size
    window = (round(width * 0.85), round(height * 0.85))
    left = round((width - window[0]) * strength["shift"])
    top = round((height - window[1]) * rng.uniform(0, 1))
    picture = photo.crop((left, top, left + window[0], top + window[1]))
    # The defect: a scrap of another photograph, within the outer tenth of the longer axis.
    side = round(0.14 * min(window))
    along = round(rng.uniform(0, 0.06) * max(window))
    far = bool(rng.integers(2))
    across = round(rng.uniform(0, min(window) - side))
    along = max(window) - side - along if far else along
    at = (along, across) if window[0] >= window[1] else (across, along)
    scrap = patch.resize((side, side), Image.Resampling.BICUBIC)
    under = picture.crop((at[0], at[1], at[0] + side, at[1] + side))
    picture.paste(Image.blend(under, scrap, strength["defect"]), at)
    picture = picture.filter(ImageFilter.GaussianBlur(strength["blur"]))
    values = np.asarray(picture, dtype=np.float32)
    values = values * 2 ** strength["exposure"]
    values *= np.array([1 + strength["warmth"], 1, 1 - strength["warmth"]], dtype=np.float32)
    values += rng.normal(0, strength["noise"], values.shape)
    return Image.fromarray(np.clip(values + 0.5, 0, 255).astype(np.uint8)), strength


def embed_all(photos: list[Path]):
    """Embeddings per variant (photos, sets, members, 1280), and strengths per factor (same, no 1280)."""
    networks = [Encoder(variant) for variant in VARIANTS]
    embeddings = [[] for _ in VARIANTS]
    strengths = []
    for index, path in enumerate(photos):
        rng = np.random.default_rng(index)
        photo = Image.open(path).convert("RGB")
        patch = Image.open(photos[(index + 97) % len(photos)]).convert("RGB")
        made = [degrade(photo, patch, rng) for _ in range(SETS_PER_PHOTO * SET_SIZE)]
        strengths.append([strength for _, strength in made])
        for variant, network, out in zip(VARIANTS, networks, embeddings):
            with torch.no_grad():
                batch = tensor_for([pixels_for(picture, variant) for picture, _ in made])
                out.append(network(batch)[0])
    shape = (len(photos), SETS_PER_PHOTO, SET_SIZE)
    factors = {
        name: torch.tensor([[s[name] for s in row] for row in strengths]).view(shape)
        for name in strengths[0][0]
    }
    return [torch.stack(out).view(*shape, -1) for out in embeddings], factors


def train_linear(sets: torch.Tensor, kept: torch.Tensor, l2: float) -> torch.Tensor:
    """Weights of a linear scorer. sets (n, members, d), kept (n,) index of the kept member."""
    weights = torch.zeros(sets.shape[-1], requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=60, line_search_fn="strong_wolfe")

    def closure():
        optimiser.zero_grad()
        loss = torch.nn.functional.cross_entropy(sets @ weights, kept)
        loss = loss + l2 * weights.square().sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    return weights.detach()


def agreement(embeddings: torch.Tensor, utility: torch.Tensor, train_photos: int | None):
    """Held-out hits, one 0/1 per set, of a linear scorer whose L2 is chosen inside the training part."""
    photos = embeddings.shape[0]
    order = torch.randperm(photos, generator=torch.Generator().manual_seed(7))
    hits = torch.zeros(photos, SETS_PER_PHOTO)
    centred = embeddings - embeddings.mean(dim=2, keepdim=True)
    kept = utility.argmax(dim=2)
    for fold in range(FOLDS):
        test = order[fold::FOLDS]
        train = order[[i for i in range(photos) if i % FOLDS != fold]][:train_photos]
        scale = centred[train].std(dim=(0, 1, 2)) + 1e-6
        part = lambda rows: (centred[rows] / scale).flatten(0, 1) / centred.shape[-1] ** 0.5  # noqa: E731
        target = lambda rows: kept[rows].flatten()  # noqa: E731
        fit, check = train[: len(train) * 3 // 4], train[len(train) * 3 // 4 :]

        def inner(l2):
            scores = part(check) @ train_linear(part(fit), target(fit), l2)
            return torch.nn.functional.cross_entropy(scores, target(check)).item()

        best = min(L2_GRID, key=inner)
        scores = part(test) @ train_linear(part(train), target(train), best)
        hits[test] = (scores.argmax(1) == target(test)).float().view(-1, SETS_PER_PHOTO)
    return hits.flatten().numpy()


def milliseconds_per_image() -> dict[str, float]:
    """Median over single images, per 'weights size', measured by time-encoders.ts."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = []
        for weights, size in dict.fromkeys((v.weights, v.size) for v in VARIANTS):
            path = Path(folder) / f"{weights} {size}"
            export_onnx(Encoder(Variant(weights, size, "exact")), size, path)
            arguments.append(f"{path}:{size}")
        script = Path(__file__).with_name("time-encoders.ts")
        run = subprocess.run(
            ["node", str(script), *arguments], capture_output=True, text=True, check=True
        )
    found = re.findall(r"(lite\d \d+):\d+: ([\d.]+) ms", run.stdout)
    return {name: float(milliseconds) for name, milliseconds in found}


def main() -> None:
    photos = photos_in(Path(sys.argv[1]))
    embeddings, factors = embed_all(photos)
    rng = np.random.default_rng(1)
    table, all_hits = [], {}
    for variant, raw in zip(VARIANTS, embeddings):
        for normalised in (False, True):
            values = torch.nn.functional.normalize(raw, dim=-1) if normalised else raw
            for regime, train_photos in (("40 sets", 20), ("all", None)):
                hits = {
                    taste: agreement(values, sign * factors[factor], train_photos)
                    for taste, (factor, sign) in TASTES.items()
                }
                mean = np.mean(list(hits.values()), axis=0)
                picks = rng.integers(len(photos), size=(1000, len(photos)))
                by_photo = mean.reshape(len(photos), -1).mean(1)
                low, high = np.quantile(by_photo[picks].mean(1), (0.025, 0.975))
                row = {
                    "variant": variant.name + (" L2" if normalised else ""),
                    "trainedOn": regime,
                    "mean": round(float(mean.mean()), 4),
                    "low": round(float(low), 4),
                    "high": round(float(high), 4),
                    **{taste: round(float(h.mean()), 3) for taste, h in hits.items()},
                }
                all_hits[(row["variant"], regime)] = by_photo
                table.append(row)
                print(row, flush=True)
    # Paired: the same sets, every row against the first row of the same regime.
    for row in table:
        reference = all_hits[(VARIANTS[0].name, row["trainedOn"])]
        gain = all_hits[(row["variant"], row["trainedOn"])] - reference
        picks = rng.integers(len(gain), size=(1000, len(gain)))
        low, high = np.quantile(gain[picks].mean(1), (0.025, 0.975))
        row["gainOverFirst"] = [round(float(x), 4) for x in (gain.mean(), low, high)]
    result = {
        "photos": len(photos),
        "sets": len(photos) * SETS_PER_PHOTO,
        "msPerImage": milliseconds_per_image(),
        "rows": table,
    }
    text = json.dumps(result)
    Path(sys.argv[2]).write_text(text.replace("}, {", "},\n{") + "\n")


if __name__ == "__main__":
    main()
