"""Pictures made by a formula in integers, so that pictures.ts beside makes the very same ones."""

import numpy as np


def picture(seed: int, width: int, height: int) -> np.ndarray:
    """(height, width, 3) uint8: waves in three directions, grain, and hard edges of every width."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)

    def wave(phase: np.ndarray) -> np.ndarray:
        """Triangle between 0 and 255 with a period of 512."""
        return np.minimum(np.abs(phase % 512 - 256), 255)

    grain = mixed((y * width + x).astype(np.uint32), seed).astype(np.int64)
    planes = []
    for channel, (across, down) in enumerate([(3, 1), (1, 2), (-1, 5)]):
        level = wave((across + seed) * x + down * y + x * y // 64 + 100 * seed)
        level = level * 3 // 4 + (grain >> (8 * channel) & 63)
        # Stripes that grow finer to the right, down to one pixel.
        period = 1 + (width - x) * 32 // width
        striped = (y * 4 >= height) & (y * 2 < height)
        planes.append(np.where(striped, np.where(y // period % 2 == 0, 20, 235), level))
    return np.clip(np.stack(planes, axis=2), 0, 255).astype(np.uint8)


def mixed(counter: np.ndarray, seed: int) -> np.ndarray:
    """uint32 that look random: the finaliser of MurmurHash3 on counter and seed (both wrap around)."""
    with np.errstate(over="ignore"):
        value = counter * np.uint32(0x9E3779B1) + np.uint32(seed * 0x9E3779B9 & 0xFFFFFFFF)
        value = (value ^ (value >> np.uint32(16))) * np.uint32(0x85EBCA6B)
        value = (value ^ (value >> np.uint32(13))) * np.uint32(0xC2B2AE35)
        return value ^ (value >> np.uint32(16))
