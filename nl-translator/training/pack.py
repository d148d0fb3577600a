"""Packs what training reads into one small archive, for a machine with an accelerator and nothing else.

There: unpack it, and run train.py with --start, --device cuda and --workers; then export.py.
"""

import argparse
import io
import json
import os
import tarfile

from data import is_held_back

UNUSED = ("result", "alternatives", "original_sql")


def add(archive, name, text):
    """Adds a file."""
    data = text.encode()
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    archive.addfile(entry, io.BytesIO(data))


def main():
    """Parses the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", help="folder with db/ and train.jsonl")
    parser.add_argument("work", help="folder with synthetic.jsonl and wikisql.jsonl")
    parser.add_argument("out", help="archive to write, .tar.xz")
    options = parser.parse_args()
    with open(os.path.join(options.data, "train.jsonl"), encoding="utf-8") as file:
        rows = [{k: v for k, v in json.loads(line).items() if k not in UNUSED} for line in file]
    rows = [row for row in rows if not is_held_back(row["db_id"])]
    with tarfile.open(options.out, "w:xz") as archive:
        add(archive, "data/train.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
        for database in sorted({row["db_id"] for row in rows}):
            archive.add(os.path.join(options.data, "db", database), f"data/db/{database}")
        for name in ("synthetic.jsonl", "wikisql.jsonl"):
            archive.add(os.path.join(options.work, name), f"work/{name}")
    print(f"{os.path.getsize(options.out) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
