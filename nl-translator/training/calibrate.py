"""Fits the confidence of readings on databases that the model has not seen, and writes it into model.json.

Takes the held-back training questions and what `thermocline eval --features` answered to them. Prints the calibration error
and the accuracy of the most confident, each database being judged by weights fitted without it.
"""

import argparse
import importlib.util
import json
import os

import numpy as np

from data import is_held_back, read_rows

RIDGE = 1.0
BINS = 10
#: Questions whose doubt is above this are refused.
REFUSED = 0.9


def fit(x, y):
    """Weights of a logistic regression with a small ridge, by Newton's method; the last is the bias."""
    x = np.hstack([x, np.ones((len(x), 1))])
    weights, ridge = np.zeros(x.shape[1]), np.full(x.shape[1], RIDGE)
    ridge[-1] = 0
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + ridge * weights
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def predict(x, weights):
    """Probabilities."""
    return 1 / (1 + np.exp(-(x @ weights[:-1] + weights[-1])))


def calibration_error(p, y):
    """Mean distance of confidence and accuracy over ten bins of equal width."""
    bins = np.minimum((p * BINS).astype(int), BINS - 1)
    return sum(abs(p[bins == b].sum() - y[bins == b].sum()) for b in range(BINS)) / len(p)


def load_scorer(data):
    """score.py of the data folder."""
    spec = importlib.util.spec_from_file_location("score", os.path.join(data, "score.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    """Parses the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", help="folder with train.jsonl and score.py")
    parser.add_argument("predictions", help="answers to the held-back questions, each with `features`; or where --questions goes")
    parser.add_argument("--questions", action="store_true", help="write the held-back questions to the file instead")
    parser.add_argument("--resources", default="../src/main/resources/io/thermocline/nl")
    options = parser.parse_args()
    rows = [row for row in read_rows(options.data, "train.jsonl") if is_held_back(row["db_id"])]
    if options.questions:
        with open(options.predictions, "w", encoding="utf-8") as out:
            out.writelines(json.dumps({k: v for k, v in row.items() if k != "previous"}) + "\n" for row in rows)
        return
    with open(options.predictions, encoding="utf-8") as file:
        found = {p["id"]: p for p in map(json.loads, file)}
    score = load_scorer(options.data)
    rows = [r for r in rows if found.get(r["id"], {}).get("features") and not r.get("unscored")]
    rows = [r for r in rows if found[r["id"]]["features"]["doubt"] <= REFUSED]
    names = list(found[rows[0]["id"]]["features"])
    x = np.array([[found[r["id"]]["features"][name] for name in names] for r in rows], float)
    y = np.array([bool(score.correct(r, found[r["id"]])) for r in rows], float)
    mean, scale = x.mean(0), x.std(0) + 1e-6
    z = (x - mean) / scale
    databases = np.array([r["db_id"] for r in rows])
    p = np.zeros(len(y))
    for database in sorted(set(databases)):
        out = databases == database
        p[out] = predict(z[out], fit(z[~out], y[~out]))
    order = np.argsort(-p)
    print(f"{len(y)} questions, accuracy {y.mean():.3f}, calibration error {calibration_error(p, y):.3f}")
    for share in (30, 50, 70, 100):
        print(f"most confident {share} %: {y[order[:len(y) * share // 100]].mean():.3f}")
    weights = fit(z, y)
    for name, weight in sorted(zip(names, weights), key=lambda pair: -abs(pair[1])):
        print(f"  {name:24} {weight:+.3f}")
    raw = weights[:-1] / scale
    path = os.path.join(options.resources, "model.json")
    with open(path, encoding="utf-8") as file:
        description = json.load(file)
    description["confidence"] = {"bias": round(float(weights[-1] - raw @ mean), 6),
                                 "weights": {name: round(float(w), 6) for name, w in zip(names, raw)}}
    with open(path, "w", encoding="utf-8") as out:
        json.dump(description, out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main()
