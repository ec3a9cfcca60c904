"""
Finds hands in a folder of photographs and writes their landmarks, for handReference.ts to measure.

    python -m venv venv && venv/bin/pip install mediapipe==0.10.14
    venv/bin/python tools/people-models/handPoints.py FOLDER hands.jsonl

The models are those of the app (palm detection full, hand landmarks full), and so are the passes: the whole
picture, a crop around each wrist of the pose, and tiles. One line for each find, doubles included:
{picture, aspect, foundIn, confidence, points: 21 x [x, y] in fractions of the picture}.
"""

import json
import os
import sys

import cv2
import mediapipe

ENDINGS = (".jpg", ".jpeg", ".png")
TILES_PER_SIDE = (2, 3)
TILE_OVERLAP = 0.25
CROP_EDGE_PX = 640
# A crop around a wrist has this edge, in lengths of the forearm.
WRIST_CROP = 2.0
SEEN = 0.5
ELBOWS_AND_WRISTS = ((13, 15), (14, 16))


def regions(picture, pose):
    """(foundIn, left, top, right, bottom) in pixels of every pass."""
    height, width = picture.shape[:2]
    yield "picture", 0, 0, width, height
    found = pose.process(picture).pose_landmarks
    if found:
        for elbow, wrist in ELBOWS_AND_WRISTS:
            start, end = found.landmark[elbow], found.landmark[wrist]
            if min(start.visibility, end.visibility) < SEEN:
                continue
            x, y = (end.x - start.x) * width, (end.y - start.y) * height
            half = max(WRIST_CROP * (x * x + y * y) ** 0.5 / 2, 24)
            # The hand lies beyond the wrist, in the direction of the forearm.
            centre_x, centre_y = end.x * width + x / 4, end.y * height + y / 4
            yield "wrist", centre_x - half, centre_y - half, centre_x + half, centre_y + half
    for count in TILES_PER_SIDE:
        tile_width, tile_height = width / count, height / count
        for row in range(count):
            for column in range(count):
                yield (
                    "tile",
                    (column - TILE_OVERLAP) * tile_width,
                    (row - TILE_OVERLAP) * tile_height,
                    (column + 1 + TILE_OVERLAP) * tile_width,
                    (row + 1 + TILE_OVERLAP) * tile_height,
                )


def main(folder, target):
    hands = mediapipe.solutions.hands.Hands(
        static_image_mode=True, max_num_hands=8, model_complexity=1, min_detection_confidence=0.5
    )
    pose = mediapipe.solutions.pose.Pose(static_image_mode=True, model_complexity=1)
    with open(target, "w", encoding="utf-8") as lines:
        for name in sorted(os.listdir(folder)):
            if not name.lower().endswith(ENDINGS):
                continue
            picture = cv2.cvtColor(cv2.imread(os.path.join(folder, name)), cv2.COLOR_BGR2RGB)
            height, width = picture.shape[:2]
            for found_in, *corners in regions(picture, pose):
                left, top = (max(0, int(value)) for value in corners[:2])
                right, bottom = min(width, int(corners[2])), min(height, int(corners[3]))
                if right - left < 16 or bottom - top < 16:
                    continue
                crop = picture[top:bottom, left:right]
                scale = CROP_EDGE_PX / max(crop.shape[:2])
                if scale > 1:
                    crop = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
                found = hands.process(crop)
                for landmarks, handedness in zip(
                    found.multi_hand_landmarks or [], found.multi_handedness or []
                ):
                    points = [
                        [
                            round((left + point.x * (right - left)) / width, 5),
                            round((top + point.y * (bottom - top)) / height, 5),
                        ]
                        for point in landmarks.landmark
                    ]
                    line = {
                        "picture": name,
                        "aspect": round(width / height, 5),
                        "foundIn": found_in,
                        "confidence": round(handedness.classification[0].score, 4),
                        "points": points,
                    }
                    lines.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
