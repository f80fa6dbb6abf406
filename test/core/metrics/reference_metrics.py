"""What scikit-learn, scipy and torchmetrics say about the cases of a JSON file; shares nothing with the core.

Usage: ``reference_metrics.py cases.json``; prints one JSON line. ``null`` is an undefined metric.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import ndimage, stats
from sklearn import metrics as sk
from torchmetrics.functional import classification as tm

Floats = NDArray[np.floating]
Bools = NDArray[np.bool_]

torch.set_default_dtype(torch.float64)  # torchmetrics divides counts in the default type
warnings.simplefilter("ignore")


def ranking(scores: Floats, truth: Bools) -> dict[str, Any]:
    """Ranking metrics of one set of pixels by scikit-learn, and by torchmetrics for scores in 0..1."""
    both = truth.any() and not truth.all()
    found: dict[str, Any] = {
        "ap": None,
        "auroc": None,
        "torch": {"ap": None, "auroc": None},
        "pr": None,
        "roc": None,
    }
    if truth.any():
        found["ap"] = float(sk.average_precision_score(truth, scores))
        precision, recall, thresholds = sk.precision_recall_curve(truth, scores)
        found["pr"] = {
            "x": recall[::-1].tolist(),
            "y": precision[::-1].tolist(),
            "t": thresholds[::-1].tolist(),
        }
    if both:
        found["auroc"] = float(sk.roc_auc_score(truth, scores))
        fpr, tpr, thresholds = sk.roc_curve(truth, scores, drop_intermediate=False)
        found["roc"] = {"x": fpr.tolist(), "y": tpr.tolist(), "t": thresholds[1:].tolist()}
    inside = (
        scores.size > 0 and scores.min() >= 0 and scores.max() <= 1
    )  # torchmetrics turns all else into a sigmoid
    predicted, target = torch.from_numpy(scores.copy()), torch.from_numpy(truth.astype(np.int64))
    if truth.any() and inside:
        found["torch"]["ap"] = float(tm.binary_average_precision(predicted, target))
    if both and inside:
        found["torch"]["auroc"] = float(tm.binary_auroc(predicted, target))
    return found


def thresholded(scores: Floats, truth: Bools, threshold: float) -> dict[str, Any]:
    """Counts by scikit-learn, Dice as F1 by both libraries, kappa; the rule is score >= threshold."""
    if scores.size == 0:
        return {"counts": [0, 0, 0, 0], "dice": None, "kappa": None, "torchDice": None}
    mask = scores >= threshold
    tn, fp, fn, tp = sk.confusion_matrix(truth, mask, labels=[False, True]).ravel().tolist()
    empty = not mask.any() and not truth.any()
    kappa = float(sk.cohen_kappa_score(truth, mask))
    dice = None if empty else float(sk.f1_score(truth, mask))
    as_tensor = [torch.from_numpy(part.astype(np.int64)) for part in (mask, truth)]
    return {
        "counts": [tp, fp, fn, tn],
        "dice": dice,
        "kappa": None if np.isnan(kappa) else kappa,
        "torchDice": None if empty else float(tm.binary_f1_score(*as_tensor)),
    }


def oracle(scores: Floats, truth: Bools) -> float | None:
    """Best F1 over every threshold of scikit-learn's curve."""
    if not truth.any():
        return None
    precision, recall, _ = sk.precision_recall_curve(truth, scores)
    with np.errstate(invalid="ignore"):
        return float(np.nanmax(2 * precision * recall / (precision + recall)))


def aupro(volumes: list[dict[str, Any]], limit: float) -> float | None:
    """The definition as written: one common curve over every distinct score, trapezoids, cut at the limit."""
    scores = [np.asarray(v["scores"], np.float64).reshape(v["shape"]) for v in volumes]
    truths = [np.asarray(v["truth"], bool).reshape(v["shape"]) for v in volumes]
    regions = []
    for score, truth in zip(scores, truths, strict=True):
        labels, count = ndimage.label(truth, np.ones((3, 3, 3)))
        regions += [score[labels == label] for label in range(1, count + 1)]
    background = np.concatenate([s[~t] for s, t in zip(scores, truths, strict=True)])
    if not regions or background.size == 0:
        return None
    thresholds = np.unique(np.concatenate([s.ravel() for s in scores]))[::-1]
    fpr = np.array([0.0, *((background >= t).mean() for t in thresholds)])
    pro = np.array([0.0, *(np.mean([(r >= t).mean() for r in regions]) for t in thresholds)])
    inside = fpr <= limit
    x, y = fpr[inside], pro[inside]
    if x[-1] < limit:
        after = int(np.argmax(fpr > limit))
        share = (limit - x[-1]) / (fpr[after] - x[-1])
        x, y = np.append(x, limit), np.append(y, y[-1] + share * (pro[after] - y[-1]))
    return float(np.trapezoid(y, x) / limit)


def lesions(case: dict[str, Any]) -> list[int]:
    """True positives, false positives and misses by scipy's labels."""
    mask, truth = (np.asarray(case[name], bool).reshape(case["shape"]) for name in ("mask", "truth"))
    whole = np.ones((3, 3, 3))
    found, n_found = ndimage.label(mask, whole)
    true, n_true = ndimage.label(truth, whole)
    hits = [mask[true == k].mean() for k in range(1, n_true + 1) if (true == k).sum() >= case["minimum"]]
    tp = sum(share > 0 and share >= case["overlap"] for share in hits)
    wrong = [
        k
        for k in range(1, n_found + 1)
        if (found == k).sum() >= case["minimum"] and not truth[found == k].any()
    ]
    return [int(tp), len(wrong), len(hits) - int(tp)]


def wilcoxon(a: list[float], b: list[float]) -> list[float] | None:
    """Statistic and two-sided p of scipy's default."""
    if np.array_equal(a, b):
        return None
    result = stats.wilcoxon(a, b)
    return [float(result.statistic), float(result.pvalue)]


def main() -> None:
    """Judge every case of the file named on the command line."""
    cases = json.loads(Path(sys.argv[1]).read_text())
    answer: dict[str, Any] = {"pixels": [], "aupro": [], "lesions": [], "wilcoxon": [], "means": []}
    for case in cases["pixels"]:
        scores = np.asarray(case["scores"], np.float32 if case["float32"] else np.float64)
        truth = np.asarray(case["truth"], bool)
        one = ranking(scores, truth) | {"oracle": oracle(scores, truth)}
        answer["pixels"].append(one | thresholded(scores, truth, case["threshold"]))
    answer["aupro"] = [aupro(case["volumes"], case["limit"]) for case in cases["aupro"]]
    answer["lesions"] = [lesions(case) for case in cases["lesions"]]
    answer["wilcoxon"] = [wilcoxon(case["a"], case["b"]) for case in cases["wilcoxon"]]
    for values in cases["means"]:
        done = stats.bootstrap((values,), np.mean, n_resamples=20_000, method="percentile", rng=1)
        low, high = done.confidence_interval
        answer["means"].append([float(np.mean(values)), float(np.median(values)), float(low), float(high)])
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
