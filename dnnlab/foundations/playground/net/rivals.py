"""Other methods on the points of a run: a tree, a kernel machine, nearest neighbours, from scikit-learn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.foundations.playground.net import looking
from dnnlab.foundations.playground.net.experiment import PlaygroundTraining, error
from dnnlab.foundations.playground.net.fast import Floats
from dnnlab.foundations.playground.net.material import Task
from dnnlab.foundations.playground.rivals import RivalsConfig, RivalsView, Tried
from dnnlab.foundations.points import CLASSES
from dnnlab.plots.sheets import Bytes

GRID = 90


def compare(
    config: PlaygroundConfig, given: Mapping[str, Any] | None, knobs: RivalsConfig,
    experiment: PlaygroundTraining | None = None,
) -> RivalsView:  # fmt: skip
    """Fit the three to the training points, and show what they say over the plane.

    Args:
        config, given: of the points, where there is no run.
        knobs: of the three methods.
        experiment: a run: its points, those of its learner's too, and its network beside the three.

    Raises:
        ValueError: there are too few points to learn from; a sentence.
    """
    run = experiment or PlaygroundTraining(config, given)
    points, task = run.points, run.task
    learnt = ~points.held_out
    if learnt.sum() < 2 or (task.kind == CLASSES and len(np.unique(points.labels[learnt])) < 2):
        raise ValueError("There are too few points to learn from: two, of two classes, at least.")
    places, labels = points.places[learnt], points.labels[learnt]
    tried = [_tried(name, task, made, points, learnt) for name, made in _methods(task, knobs, places, labels).items()]
    if experiment is not None:
        with np.errstate(all="ignore"):
            tried.insert(0, _of_network(run, learnt))
    return RivalsView(
        classes=task.classes, names=task.names, places=points.places.astype(np.float32),
        labels=points.labels.astype(np.float32), held_out=points.held_out.copy(), tried=tuple(tried),
        step=run.steps_taken if experiment is not None else -1,
    )  # fmt: skip


def _methods(task: Task, knobs: RivalsConfig, places: Floats, labels: Floats) -> dict[str, Any]:
    """The three, fitted."""
    from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor  # heavy: where it is used
    from sklearn.svm import SVC, SVR
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    near = min(knobs.neighbours, len(labels))
    if task.kind == CLASSES:
        tree: Any = DecisionTreeClassifier(max_depth=knobs.depth, random_state=0)
        svm: Any = SVC(C=knobs.penalty, gamma=knobs.gamma)
        neighbours: Any = KNeighborsClassifier(near)
    else:
        tree = DecisionTreeRegressor(max_depth=knobs.depth, random_state=0)
        svm, neighbours = SVR(C=knobs.penalty, gamma=knobs.gamma, epsilon=0.05), KNeighborsRegressor(near)
    made = {"decision tree": tree, "RBF support vector machine": svm, "nearest neighbours": neighbours}
    for each in made.values():
        each.fit(places, labels)
    return made


def _tried(name: str, task: Task, made: Any, points: Any, learnt: Any) -> Tried:
    answers = made.predict(points.places)
    surface, winner = _surface(task, made)
    return Tried(
        name=name, surface=surface, winner=winner, training=_error(task, answers[learnt], points.labels[learnt]),
        validation=_error(task, answers[~learnt], points.labels[~learnt]), size=_size(made),
    )  # fmt: skip


def _error(task: Task, answers: Floats, labels: Floats) -> float:
    """As of the network: the share of wrong answers, or of the variance that is left; nan of no points."""
    if not len(labels):
        return float("nan")
    if task.kind == CLASSES:
        return float((answers != labels).mean())
    return float(np.square(answers - labels).mean() / labels.var()) if labels.var() > 0 else float("nan")


def _surface(task: Task, made: Any) -> tuple[Bytes, Bytes]:
    """What it says over the plane; where it gives no probability it is plainly sure."""
    over = looking.grid(GRID)
    square = (GRID, GRID)
    if task.kind != CLASSES:
        return looking.as_byte((made.predict(over) + 1) / 2).reshape(square), np.zeros((0, 0), np.uint8)
    shares = np.zeros((len(over), task.classes))
    columns = made.classes_.astype(int)
    if hasattr(made, "predict_proba"):
        shares[:, columns] = made.predict_proba(over)
    else:
        shares[np.arange(len(over)), made.predict(over).astype(int)] = 1
    if task.classes == 2:
        return looking.as_byte(shares[:, 1]).reshape(square), np.zeros((0, 0), np.uint8)
    return looking.as_byte(shares.max(1)).reshape(square), shares.argmax(1).astype(np.uint8).reshape(square)


def _size(made: Any) -> str:
    """How large what it has learnt is, in words."""
    if hasattr(made, "tree_"):
        return f"{made.tree_.n_leaves:,} leaves"
    if hasattr(made, "support_"):
        return f"{len(made.support_):,} support vectors"
    return f"keeps all {made.n_samples_fit_:,} points"


def _of_network(run: PlaygroundTraining, learnt: Any) -> Tried:
    task, points = run.task, run.points
    outcome = run.net.outcome(run.net.read(task.inputs(points.places, run.config.features))[2])
    over = run.net.outcome(run.net.read(task.inputs(looking.grid(GRID), run.config.features))[2])
    surface, winner = looking.surface(task, over, GRID)
    held = float("nan") if learnt.all() else error(task, outcome[~learnt], points.labels[~learnt])
    return Tried(
        name="your network", surface=surface, winner=winner, validation=held,
        training=error(task, outcome[learnt], points.labels[learnt]), size=f"{run.net.theta.size:,} weights and biases",
    )  # fmt: skip
