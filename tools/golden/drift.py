"""How far Setwise's network input lies from Pillow's on a folder of files: writes drift.json.

    python tools/golden/drift.py FOLDER

Decoding included: Pillow opens the very files that drift.ts beside lets Setwise read. Files with a colour
profile are counted apart: Setwise turns them into sRGB as a viewer does, the reference ignores the profile.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from preprocessing import ENCODERS, HERE, MODELS, reference


def summary(rows: list[tuple[int, float]]) -> dict[str, float]:
    """Of (greatest, mean) drift of each picture, in levels of 0-255."""
    greatest, means = zip(*rows)
    return {
        "pictures": len(rows),
        "greatestLevels": max(greatest),
        "medianOfGreatestLevels": float(np.median(greatest)),
        "meanLevels": round(float(np.mean(means)), 4),
        "greatestMeanLevels": round(max(means), 4),
    }


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit("usage: python tools/golden/drift.py FOLDER")
    found = {}
    for encoder in ENCODERS:
        manifest = MODELS / encoder / "manifest.json"
        size = json.loads(manifest.read_text())["input"]["sizePx"]
        prepare = reference(encoder)
        groups = {"withoutProfile": [], "withProfile": []}
        with tempfile.TemporaryDirectory() as out:
            subprocess.run(["node", HERE / "drift.ts", sys.argv[1], manifest, out], check=True)
            for path in sorted(Path(out).iterdir()):
                actual = np.fromfile(path, dtype=np.uint8).reshape(size, size, 3)
                image = Image.open(Path(sys.argv[1]) / path.stem)
                levels = np.abs(actual.astype(int) - np.asarray(prepare(image.convert("RGB"))))
                group = "withProfile" if image.info.get("icc_profile") else "withoutProfile"
                groups[group].append((int(levels.max()), float(levels.mean())))
        found[encoder] = {name: summary(rows) for name, rows in groups.items() if rows}
    (HERE / "drift.json").write_text(json.dumps(found, indent=2) + "\n")
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
