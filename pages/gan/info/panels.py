"""Part of the lesson: the lecture's panels of the InfoGAN and of the plain GAN, and what was measured of both."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.gan.info.figures import correlation_bars
from dnnlab.gan.info.shipped import INFO, PLAIN, SHIPPED, measured
from dnnlab.gan.info.views import Panels
from dnnlab.gan.material import MNIST
from dnnlab.gan.standards import standards
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.blocks import Latex
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from pages.gan.info.lesson import LESSON
from pages.gan.info.scene import by_category, table_panel, turned
from pages.gan.info.who import Who

PAGE, BARS = f"{LESSON.slug}/panels", 200
TRY = (
    "- Go down a column of the InfoGAN: one digit, other handwriting. Go down a column of the plain GAN: what stays?\n"
    "- Which digits share a code, and which code has two? The table says it as it is; 4 and 9 like to.\n"
    "- Look at the columns outside the frames: where does turning c2 or c3 further break the digit?"
)
MATHS = (
    "**The matching** gives each code c a digit π(c) of its own, each digit once, so that most pictures show theirs:",
    Latex(r"\max_\pi \; \frac{1}{n} \sum_c \#\{\text{pictures of code } c \text{ that show } \pi(c)\}"),
    "There are 10! = 3,628,800 ways; a table over the sets of digits finds the best one exactly in 2¹⁰ · 10 steps.",
    "**Purity** takes for each code its most frequent digit, and digits may be taken twice. A collapsed generator that "
    "draws one digit whatever the code has purity 1.000 and a matching of 0.100, so purity alone says nothing.",
    "**Correlations** are Pearson’s, among pictures of one category: both numbers less their category’s mean.",
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """Both generators one above the other, then tables and correlations."""
    with knobs:
        st.markdown(figures())
    with stage:
        made: dict[str, Panels] = {}
        for name in SHIPPED:
            found = Who(owner=owner, name=name).answer("infogan.panels", slot=f"{PAGE}/{name}")
            if found is not None:
                made[name] = found
        if len(made) == len(SHIPPED):
            live_stage(all_panels(made, lab.palette()), key=f"{PAGE}/stage", palette=lab.palette())
    with tabs:
        show_tabs(
            LESSON, try_it=partial(st.markdown, TRY), maths=MATHS,
            code=("The matching, and the moments:", Source("dnnlab/gan/info/matching.py", "matched", "purity"),
                  Source("dnnlab/gan/info/moments.py", "measures", "correlations")),
        )  # fmt: skip


def all_panels(made: dict[str, Panels], palette: Palette) -> list[Panel]:
    """The four of the lecture, the plain GAN's c2 and c3, what was measured."""
    info, plain = made[INFO], made[PLAIN]
    known = measured()
    related = {SHIPPED[name].title: np.array(known[name]["correlations"]) for name in SHIPPED}
    return [
        by_category(info.by_c1, "(a) InfoGAN: a category a column", columns=6),
        by_category(plain.by_c1, "(b) Plain GAN: a category a column", columns=6),
        turned(info.by_c2, 2, "(c) InfoGAN: "), turned(info.by_c3, 3, "(d) InfoGAN: "),
        turned(plain.by_c2, 2, "Plain GAN: "), turned(plain.by_c3, 3, "Plain GAN: "),
        table_panel(np.array(known[INFO]["table"]), palette, columns=6),
        table_panel(np.array(known[PLAIN]["table"]), palette, columns=6),
        FigurePanel(
            figure=correlation_bars(related, palette, height=BARS), height=BARS, columns=12, over_steps=False,
            title="What c2 and c3 move: InfoGAN beside the plain GAN", pair="correlations",
            caption="Correlation with slant, width and ink among pictures of one category.",
            alt="Correlations of c2 and c3 with slant, width and ink of both generators.",
        ),
    ]  # fmt: skip


def figures() -> str:
    """What was measured of both, beside the ceiling and the floors, as a table."""
    rows = [("", *(SHIPPED[name].title for name in SHIPPED), "real")]
    known, scores = measured(), standards()[MNIST]["scores"]
    for metric in ("matching", "purity", "precision", "coverage"):
        cells = [percent(known[name][metric]) for name in SHIPPED]
        rows.append((metric, *cells, percent(scores["real"][metric]) if metric in scores["real"] else ""))
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    noise = " and ".join(percent(scores["noise"][metric]) for metric in ("precision", "coverage"))
    return "\n".join([
        "**Measured** on 2,000 pictures of each:", "", lines[0], "|" + "---|" * len(rows[0]), *lines[1:], "",
        "Real: other real digits, the ceiling. The floor: a code that means nothing matches 10 % and a little more, as "
        f"the best of all matchings counts; noise has a precision and a coverage of {noise}.", "",
        "The plain GAN’s c1 stands for something too, though nobody asks for it: G hears it well enough to tell digits "
        "apart by it. Its c2 and c3 move nothing that is measured here.", "",
        "Purity alone says nothing: a generator that draws one digit whatever the code has purity 1.000.",
    ])  # fmt: skip


def percent(share: float) -> str:
    """As the table writes it."""
    return written(float(share), percent=True, digits=2)
