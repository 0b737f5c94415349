"""Below the builder: how often each vector does what it says, and what else changes."""

from __future__ import annotations

import streamlit as st

from dnnlab.live.handle import Handle
from dnnlab.plots.written import written
from dnnlab.ui.asking import answer
from dnnlab.ui.lesson import section
from dnnlab.vae.arithmetic.gallery import COLUMNS, NAMES
from dnnlab.vae.arithmetic.scores import scores
from dnnlab.vae.arithmetic.vectors import ALIKE, MEANS, SQUARES
from dnnlab.vae.arithmetic.views import Score
from pages.vae.arithmetic.lesson import LESSON

GOAL, KEPT = 0.95, 0.90
"""What a good vector reaches: it brings its attribute so often, and leaves each other one as it was so often."""


HOW = {
    ALIKE: "Each face gets the vector of its own colours: of faces with its hair and skin, the average with less the "
    "one without.",
    MEANS: "One vector for all faces: the average code with less the average code without.",
    SQUARES: "One vector for all faces: what the attribute changes with all other labels held fixed.",
}


def honestly(owner: str | None, run: Handle | None, kind: str) -> None:
    """The table of the shipped network, or of the learner's run where that answers, for one kind of vectors."""
    section(
        "How often does it do what it says?",
        f"Vectors by “{kind}”. {HOW[kind]} It is added once to every test face that lacks the attribute.",
    )
    if run is None:
        _table(scores().vectors[kind])
        _explained(kind, shipped=True)
        return
    if st.toggle(
        "Measure your run", key=f"{LESSON.slug}/measure", help="Asks the judge about 1,000 pictures that your run draws"
    ):
        found: dict[str, Score | None] = {
            name: answer(owner, "arithmetic.score", name, kind, slot=f"{LESSON.slug}/score/{name}", run=run)
            for name in NAMES
        }
        _table({name: each for name, each in found.items() if each is not None})
        _explained(kind, shipped=False)


def _table(vectors: dict[str, Score]) -> None:
    """A row a vector: how often it comes, beside floor and ceiling; then the share that each column is kept."""
    heads = "".join(f"<th>{name} kept</th>" for name in COLUMNS)
    rows = ""
    for name, each in vectors.items():
        kept = "".join(
            "<td>–</td>" if column == NAMES[name] else f"<td>{_share(value, KEPT)}</td>"
            for column, value in zip(COLUMNS, each.kept, strict=True)
        )
        rows += (
            f"<tr><td>+ {NAMES[name]}</td><td>{each.faces:,}</td><td>{written(each.floor, percent=True)}</td>"
            f"<td>{_share(each.wanted, GOAL)}</td><td>{written(each.ceiling, percent=True)}</td>{kept}</tr>"
        )
    st.html(
        "<div class='dl-scroll'><table class='dl-table'><tr><th>Vector</th><th>Faces</th><th>Without vector</th>"
        f"<th>It comes</th><th>Ceiling</th>{heads}</tr>{rows}</table></div>"
    )


def _share(value: float, goal: float) -> str:
    """Bold where it reaches the goal."""
    told = written(value, percent=True)
    return f"<b>{told}</b>" if value >= goal else told


def _explained(kind: str, *, shipped: bool) -> None:
    """What the columns mean, and how good the judge is."""
    known = scores()
    worst = min(known.judge)
    reads = (
        "all six labels of every test face" if worst == 1 else f"at least {written(worst, percent=True)} of each label"
    )
    plain = (
        f" Of plain reconstructions of all test faces the judge reads at least "
        f"{written(min(known.plain), percent=True)} rightly, whatever it is asked."
        if shipped
        else ""
    )
    plain += (
        " A beard, and hair that grows, take the colour of a face’s hair: here each pair of colours has "
        "a vector of its own."
        if kind == ALIKE
        else " A beard, and hair that grows, take the colour of a face’s hair, which one vector for all faces cannot "
        "know: compare “hair colour kept” with that of “means, same colours”."
    )
    st.caption(
        "**It comes**: the judge reads the attribute off the result. **Without vector**: the same of plain "
        "reconstructions. **Ceiling**: of reconstructions of faces that have it. **Kept**: the judge reads what it "
        f"read off the plain reconstruction. Bold: at least {written(GOAL, percent=True)} come, at least "
        f"{written(KEPT, percent=True)} are kept. The judge is a network of its own: it reads {reads} "
        f"rightly.{plain}"
    )
