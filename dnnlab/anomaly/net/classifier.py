"""The error as a vector into a classifier: it finds what it was shown, and needs labelled anomalies for that."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from dnnlab.anomaly.net.detectors import ErrorDetector, Floats


def classifier(detector: ErrorDetector, normal: Floats, anomalies: Floats) -> Callable[[Floats], NDArray[np.float64]]:
    """Logistic regression on the sizes of the errors, ln(1 + |e|): from rows to the log-odds of an anomaly.

    Args:
        detector: fitted; makes the errors.
        normal: (n, d): rows on which it was not fitted.
        anomalies: (a, d): labelled ones that are not in the test.
    """

    def features(rows: Floats) -> NDArray[np.float64]:
        return np.log1p(np.abs(detector.errors(rows).astype(np.float64)))

    rows = np.concatenate([normal, anomalies])
    truth = np.arange(len(rows)) >= len(normal)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # to stop early is as good here, and short
        learnt = LogisticRegression(C=0.1, max_iter=50).fit(features(rows), truth)

    def scores(windows: Floats) -> NDArray[np.float64]:
        found: NDArray[np.float64] = learnt.decision_function(features(windows))
        return found

    return scores
