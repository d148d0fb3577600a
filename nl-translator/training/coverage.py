"""Reports how many gold queries become sketches, and why the others do not."""

import argparse
import collections
import json

from data import read_questions
from sql2sketch import Uncovered, encode


def main():
    """Prints coverage by source and the reasons of the rest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", help="folder with db/ and the question files")
    parser.add_argument("--file", default="train.jsonl")
    parser.add_argument("--show", type=int, default=0, help="examples to print per reason")
    options = parser.parse_args()
    total, good, reasons = collections.Counter(), collections.Counter(), collections.defaultdict(list)
    for row, schema, turns in read_questions(options.data, options.file):
        total[row["source"]] += 1
        try:
            encode(row["gold_sql"], schema, turns)
            good[row["source"]] += 1
        except Uncovered as reason:
            reasons[row["source"], str(reason)].append(row)
    for source, count in total.items():
        print(f"{source}: {good[source]} of {count} ({good[source] / count:.1%})")
    for key, rows in sorted(reasons.items(), key=lambda item: -len(item[1])):
        print(len(rows), *key)
        for row in rows[:options.show]:
            print("     ", json.dumps([row["question"], row["gold_sql"]]))


if __name__ == "__main__":
    main()
