"""The text that lies beside a model: where it comes from, how it was chosen and checked."""

from encoder import Variant


def text(manifest: dict, comparison: dict, choice: dict, variant: Variant) -> str:
    """CARD.md in Markdown."""
    taken = variant.name + (" L2" if manifest["output"]["l2Normalise"] else "")
    tastes = [
        key
        for key in choice["rows"][0]
        if key not in ("variant", "trainedOn", "mean", "low", "high", "gainOverFirst")
    ]
    lines = []
    for row in choice["rows"]:
        time = choice["msPerImage"][" ".join(row["variant"].split()[:2])]
        gain, low, high = (f"{value * 100:+.1f}" for value in row["gainOverFirst"])
        name = f"**{row['variant']}**" if row["variant"] == taken else row["variant"]
        cells = [
            name,
            f"{time:.1f}",
            row["trainedOn"],
            f"{row['mean'] * 100:.1f}",
            f"{gain} [{low}, {high}]",
            *(f"{row[taste] * 100:.0f}" for taste in tastes),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    table = "\n".join(lines)
    return f"""# {manifest["id"]}, version {manifest["version"]}

EfficientNet-{variant.weights.capitalize()} (Google, ImageNet weights) without its classifier. It turns a picture into
{manifest["output"]["dimension"]} numbers (`{manifest["output"]["name"]}`) and a map of what is where (`{manifest["spatial"]["name"]}`, {" x ".join(map(str, manifest["spatial"]["shape"]))}).

- Source: {manifest["source"]}.
- Licence: Apache-2.0 (LICENSE). The file was modified: the classifier was removed, batch
  normalisation folded into the convolutions, the network converted to ONNX (opset 17).
- Preprocessing: manifest.json. The input is {variant.size} x {variant.size} pixels although the weights were trained
  at 224; the network is convolutional and the larger input measures better (below).

## ONNX against PyTorch

On {comparison["photos"]} real photographs: smallest cosine of the embeddings 1 - {1 - comparison["smallestCosine"]:.1e} (0.9999 was asked);
largest difference of any output value {comparison["largestRelativeDifference"]:.1e} of the largest value.

## How it was chosen

`tools/models/choose.py`: {choice["sets"]} sets of 3 variants from {choice["photos"]} photographs, varied in blur, noise, exposure,
warmth, framing and a defect at the border at once. Figures are the share (%) of held-out sets in which
a linear model on within-set differences of embeddings finds what a simulated user keeps; chance is
33.3. "Trained on" is the number of decided sets. The gain is against the first row of the same
training size on the same sets, with its 95 % bootstrap interval. "L2" means embeddings of length 1.
Times are milliseconds per image in onnxruntime-node on one thread of a shared server core.

| encoder, input px, resize | ms | trained on | mean | gain | {" | ".join(tastes)} |
|---|---|---|---|---|---|{"---|" * len(tastes)}
{table}

- The whole picture ("exact": both sides resized, aspect ignored) shows defects at the border; with
  the centre crop of the reference they are found no better than by chance. All else is equal within
  the intervals. The distortion is the same for all variants of a set, and only differences inside a
  set are learned.
- 320 px instead of 224 helps Lite0 clearly; 384 px adds nothing that can be told from chance for
  1.5 times the time. Lite2 is slower and not better at either size.
- Framing ("left") is at chance with every one of them: a pooled embedding does not say where things
  are. The centroids among the technical features are there for that.
- The size was chosen on the sets it is reported on, so its own figures are a little flattering.
"""
