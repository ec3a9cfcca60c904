"""imagehash.phash over pictures: paths on standard input; on standard output, as two numbers, pictures per
second of the hash alone (on decoded pixels) and with decoding."""

import sys
import time

import imagehash
from PIL import Image


def main() -> None:
    paths = sys.stdin.read().split("\n")[:-1]
    hashing = 0.0
    start = time.perf_counter()
    for path in paths:
        with Image.open(path) as opened:
            image = opened.convert("RGB")
        from_s = time.perf_counter()
        imagehash.phash(image)
        hashing += time.perf_counter() - from_s
    print(len(paths) / hashing, len(paths) / (time.perf_counter() - start))


main()
