"""Reading records as objects, side by side with dicts from orjson and rows from `datasets`.

The same records are read from one JSONL file, from a folder of record files and, by `datasets`,
from Parquet of the corpus' own configuration `articles`. `datasets` has made its Arrow files before
the clock runs; the first load, which makes them, is on a line of its own. Everything that is read
is kept until all is read.
"""

from __future__ import annotations

import argparse
import gc
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from communique.codec import decode, encode, encode_lines
from communique.corpus import read_records
from communique.hub.configs import CONFIGS
from communique.hub.tables import encode_table, make_table
from communique.model import Article
from records import article
from timing import Aim, measure, report

OURS, DICTS, ROWS = "communique, JSONL", "orjson, dicts from JSONL", "datasets, rows"
NOTE = """\
  What makes dicts slow is Python's collector, which goes through all of them again and again while
  they are made. The structs of ours hold nothing that it must visit: no switch to turn."""


def write(folder: Path, articles: list[Article]) -> None:
    (folder / "records.jsonl").write_bytes(encode_lines(articles))
    (folder / "records").mkdir()
    for record in articles:
        (folder / "records" / f"{record.id}.json").write_bytes(encode(record))
    table = make_table(CONFIGS.get("articles"), articles)
    (folder / "records.parquet").write_bytes(encode_table(table))


def load_dataset(folder: Path, cache: Path) -> Any:
    import datasets

    parquet = str(folder / "records.parquet")
    return datasets.load_dataset("parquet", data_files=parquet, split="train", cache_dir=str(cache))


def contenders(folder: Path) -> dict[str, Callable[[], object]]:
    import orjson

    lines = folder / "records.jsonl"
    bytes_ = lines.read_bytes().splitlines()
    rows = load_dataset(folder, folder / "cache")

    def dicts() -> list[object]:
        with lines.open("rb", buffering=1 << 20) as file:
            return [orjson.loads(line) for line in file]

    def dicts_without_collector() -> list[object]:
        gc.disable()
        try:
            return dicts()
        finally:
            gc.enable()

    def first_load() -> list[object]:
        with tempfile.TemporaryDirectory(dir=folder) as cache:
            return list(load_dataset(folder, Path(cache)))

    return {
        OURS: lambda: list(read_records(lines)),
        "the same from a folder of files": lambda: list(read_records(folder / "records")),
        "the same from bytes in memory": lambda: [decode(data) for data in bytes_],
        DICTS: dicts,
        "orjson, with the collector off": dicts_without_collector,
        ROWS: lambda: list(rows),
        "datasets, first load and rows": first_load,
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--records", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=7)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {"HF_HOME": name, "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
        write(folder, [article(f"a-{i}", paragraphs=8, seed=i) for i in range(chosen.records)])
        import datasets

        datasets.disable_progress_bars()
        size = (folder / "records.jsonl").stat().st_size // chosen.records
        seconds = measure(contenders(folder), rounds=chosen.rounds)
    title = f"{chosen.records} records of {size} bytes, read as objects"
    print("\n".join(report(title, seconds, OURS, (Aim(DICTS, 6), Aim(ROWS, 6)))))
    print(NOTE)


if __name__ == "__main__":
    main()
