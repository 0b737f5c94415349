"""Section of "Linear = PCA": what a code of 30 numbers keeps, by method, and what codes of other sizes keep."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dnnlab.autoencoders.linear.figures import error_curve
from dnnlab.autoencoders.linear.knobs import LinearConfig
from dnnlab.autoencoders.linear.pca import Floats, as_rows, of_digits, of_portraits
from dnnlab.autoencoders.linear.recordings import SIZES, file_of
from dnnlab.autoencoders.linear.results import HINTON, PCA_LIKE, pca_error, results
from dnnlab.data import mnist, portraits
from dnnlab.plots.sheets import Tiles, diverging, grey
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.lesson import section
from dnnlab.ui.recording import recorded

PAGE, LECTURE, ACROSS = "linear-autoencoder", 30, 10
CURVE = 260
"""Height of the error curve in pixels."""


def ended() -> str:
    """Where the run with momentum ended, beside the recorded ones, in words."""
    faster = next(each for each in results()["angles"] if "optimizer" in each)
    return (
        f"The largest angle at the end of each, after {faster['steps']:,} steps. Eigenvalue {LECTURE + 1} lies close "
        f"below eigenvalue {LECTURE}, so that plain gradient descent has not told them apart yet; with momentum "
        f"{faster['code_size']} numbers end at {written(faster['angle'], unit='°')}."
    )


def reached_angles() -> dict[int, float]:
    """The largest angle at the end of each recorded run, by the size of its code."""
    files = {LinearConfig().code_size: None, **{size: file_of(size) for size in SIZES}}
    ends = {size: recorded(PAGE, file=file).views[-1] for size, file in sorted(files.items())}
    return {size: float(view.angles[-1]) for size, view in ends.items()}


def thirty(owner: str | None) -> None:
    """The lecture's comparison: original, PCA, one hidden layer, deep; squared error an image on the test digits."""
    found = results()
    deep, shallow, pca = found["deep"]["test"], found["shallow"]["test"], pca_error(LECTURE)
    section(
        "Thirty numbers: PCA, one hidden layer, a deep autoencoder",
        "The lecture’s comparison on the 10,000 test digits. All three learnt from the 60,000 training digits; the two "
        "nets ship with this page.",
    )
    first = st.number_input(
        "First test digit", 0, mnist.TEST - ACROSS, 0, ACROSS, key=f"{PAGE}/first", width=160, persist_state="session",
        help="Ten digits from this place on; none of them was used to train.",
    )  # fmt: skip
    images = mnist.test().images[int(first) : int(first) + ACROSS]
    made: dict[str, Floats] | None = answer(owner, "linear.compare", images, slot=f"{PAGE}/compare")
    if made is None:
        return
    rows = as_rows(images)
    through = {
        f"PCA: {written(pca)}": of_digits().through(rows, LECTURE),
        f"one hidden layer: {written(shallow)}": made["shallow"],
        f"deep: {written(deep)}": made["deep"],
    }
    live_stage(
        [
            TilesPanel(
                tiles=[
                    ("original", Tiles(pixels=images, columns=ACROSS)),
                    *((name, _pictures(each, images, rows)) for name, each in through.items()),
                ],
                title="The same digits through 30 numbers", columns=12,
                caption=f"Beside the names: squared error an image, mean of all 10,000. The deep one, "
                f"784-1000-500-250-30, has {written(deep)}; Hinton and Salakhutdinov (2006) had {HINTON:.2f}.",
                alt=f"Ten digits, by PCA (error {written(pca)}), one hidden layer ({written(shallow)}), deep "
                f"({written(deep)}).",
            )
        ],
        key=f"{PAGE}/thirty", palette=lab.palette(),
    )  # fmt: skip


def sizes() -> None:
    """A slider over code sizes: the error curve, digits and faces through so many components, from 2 to 160."""
    section(
        "How many numbers does it take?",
        "Move the slider: the same pictures through so many of PCA’s components, and where the errors stand.",
    )
    code = int(
        st.slider(
            "Numbers in the code", 2, 160, LECTURE, key=f"{PAGE}/code", width=420, persist_state="session",
            help="Components of PCA that are kept. The photos have 99 at most: there are 100 of them.",
        )
    )  # fmt: skip
    images, photos = mnist.test().images[:ACROSS], portraits.portraits()[:ACROSS]
    digits, faces = of_digits(), of_portraits()
    kept = min(code, portraits.COUNT - 1)
    needs = " and ".join(f"{size} components for {written(error)}" for error, size in PCA_LIKE.items())
    curve = error_curve(code, lab.palette(), height=CURVE)
    nets = results()["sizes"]
    live_stage(
        [
            FigurePanel(
                figure=curve, title=f"{code} components: {written(pca_error(code))} an image", columns=6, height=CURVE,
                caption=f"Squared error, 10,000 test digits, log scale. PCA needs {needs}. Rings: deep nets after "
                f"{nets['epochs']} epochs; full: the shipped ones.",
                alt=f"PCA's error falls from {written(pca_error(2))} with 2 components to {written(pca_error(160))} "
                f"with 160; with {code} it is {written(pca_error(code))}.",
            ),
            TilesPanel(
                tiles=[
                    ("digit", Tiles(pixels=images, columns=ACROSS)),
                    (f"{code}", _pictures(digits.through(as_rows(images), code), images)),
                    ("eigen-digits", _axes(digits.axes, digits.size)),
                ],
                title=f"Digits through {code} components", columns=6, pair="digits",
                caption="Test digits. Below: the first ten axes, orange above 0, blue below.",
                alt=f"Ten digits, and the same through {code} components of PCA; ten eigen-digits.",
            ),
            TilesPanel(
                tiles=[
                    ("face", Tiles(pixels=photos, columns=ACROSS)),
                    (f"{kept}", _pictures(faces.through(as_rows(photos), kept), photos)),
                    ("eigenfaces", _axes(faces.axes, faces.size)),
                ],
                title=f"PCA for faces: {kept} of 99 components", columns=12, pair="faces",
                caption=f"Photos on which it was fitted: {written(faces.error(kept))} an image, of "
                f"{written(faces.error(0))} with none; with all 99 nothing is lost.",
                alt=f"Ten photos of faces, the same through {kept} components, ten eigenfaces.",
            ),
        ],
        key=f"{PAGE}/sizes", palette=lab.palette(),
    )  # fmt: skip


def _pictures(pixels: Floats, images: NDArray[np.uint8], rows: Floats | None = None) -> Tiles:
    """Decoded rows, (n, D), as pictures; with the originals' rows each has its squared error below."""
    labels = [] if rows is None else [written(float(each), digits=2) for each in np.square(pixels - rows).sum(1)]
    return Tiles(pixels=grey(pixels).reshape(images.shape), columns=ACROSS, labels=labels)  # (n, D) -> (n, H, W)


def _axes(axes: Floats, size: int) -> Tiles:
    """The first axes as pictures: (R, D) -> (n, H, W)."""
    return Tiles(pixels=diverging(axes[:ACROSS]).reshape(-1, size, size), paint="diverging", columns=ACROSS)
