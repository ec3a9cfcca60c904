"""Small Parquet files as pandas, pyarrow and Spark write them, for the tests of import-features, and the proof that
pyarrow and pandas read what export-features writes. Needs pyarrow and pandas (see tools/models/requirements.txt for
the rest of the Python used in this project); nobody needs Python to use or to test Setwise.

  python tools/golden/parquet.py make src/main/parquet/golden     writes the files
  python tools/golden/parquet.py check DIR                        reads DIR/embeddings.parquet and DIR/hashes.parquet
"""
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

DIMENSION = 8
ROWS = 40


def vectors(rows=ROWS, dimension=DIMENSION):
    """Numbers that 32 bits hold exactly, so that doubles and floats say the same."""
    return [[(row * 31 + column * 7) % 64 / 64 for column in range(dimension)] for row in range(rows)]


def names(rows=ROWS):
    return [f"20250708_{row:06d}_stage1_generated.png" for row in range(rows)]


def table(value_type=pa.float32(), list_type=pa.list_):
    return pa.table({"image": pa.array(names()), "embedding": pa.array(vectors(), list_type(value_type))})


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    # As the seed's script does it: pandas with its defaults (snappy, list<double>).
    pd.DataFrame({"image": names(), "embedding": vectors()}).to_parquet(folder / "pandas.parquet")
    for codec in ("gzip", "zstd", "brotli", "none"):
        pq.write_table(table(), folder / f"{codec}.parquet", compression=codec)
    pq.write_table(table(), folder / "lz4.parquet", compression="lz4")
    # Several row groups, pages of a few rows, so that lists and names break at different rows; second page format.
    small = dict(row_group_size=17, data_page_size=100, write_batch_size=3)
    pq.write_table(table(), folder / "pages.parquet", **small)
    pq.write_table(table(), folder / "pages2.parquet", data_page_version="2.0", **small)
    pq.write_table(table(), folder / "plain.parquet", use_dictionary=False)
    pq.write_table(table(list_type=pa.large_list), folder / "large-list.parquet")
    pq.write_table(table(list_type=lambda value: pa.list_(value, DIMENSION)), folder / "fixed-list.parquet")
    pq.write_table(table(pa.float16()), folder / "half.parquet")
    pq.write_table(table(), folder / "item.parquet", use_compliant_nested_type=False)
    pq.write_table(table(), folder / "split.parquet", use_dictionary=["image"],
                   use_byte_stream_split=["embedding.list.element"])
    required = pa.schema([pa.field("image", pa.string(), nullable=False),
                          pa.field("embedding", pa.list_(pa.field("element", pa.float32(), nullable=False)), nullable=False)])
    pq.write_table(table().cast(required), folder / "required.parquet")
    odd = vectors(6)
    odd[1][3] = float("nan")
    odd[2] = None
    odd[3] = []
    odd[4][0] = None
    pq.write_table(pa.table({"image": [*names(5), None], "embedding": pa.array(odd, pa.list_(pa.float32()))}),
                   folder / "odd.parquet")
    pd.DataFrame({"image": names(5), "phash": ["8000000000000001", "ffffffffffffffff", "ABCDEF0123456789", "xyz", None]}
                 ).to_parquet(folder / "hashes.parquet")
    pd.DataFrame({"file": names(2), "vector": vectors(2)}).to_parquet(folder / "other-columns.parquet")
    pd.DataFrame({"image": names(2), "embedding": ["0.1 0.2", "0.3 0.4"]}).to_parquet(folder / "text-embedding.parquet")
    pq.write_table(table().slice(0, 0), folder / "no-rows.parquet")
    print(sum(file.stat().st_size for file in folder.iterdir()), "bytes in", folder)


def check(folder):
    for name in ("embeddings", "hashes"):
        path = folder / f"{name}.parquet"
        read = pq.read_table(path)
        frame = pd.read_parquet(path)
        print(path, hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size, "bytes")
        print(pq.ParquetFile(path).metadata)
        print(read.schema.to_string(show_field_metadata=False))
        print(frame)
        assert list(frame.columns[:2]) == ["image", {"embeddings": "embedding", "hashes": "phash"}[name]]
        if name == "embeddings":
            stacked = np.stack(frame["embedding"].to_numpy())
            assert stacked.dtype == np.float32, stacked.dtype
            assert read.schema.field("embedding").type == pa.list_(pa.float32())
            dimension = int(read.schema.metadata[b"setwise.dimension"])
            assert stacked.shape == (len(frame), dimension), stacked.shape
            expected = folder / "expected.json"
            if expected.exists():
                assert np.array_equal(stacked, np.array(json.loads(expected.read_text()), dtype=np.float32))
                print("numbers are as expected")
        else:
            assert frame["phash"].str.fullmatch("[0-9a-f]{16}").all()
    print("pyarrow", pa.__version__, "and pandas", pd.__version__, "read both")


{"make": make, "check": check}[sys.argv[1]](Path(sys.argv[2]))
