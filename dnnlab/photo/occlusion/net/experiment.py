"""An occlusion map, patch by patch: one step() covers one square of a photo and asks again for the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from dnnlab.live.experiment import Experiment
from dnnlab.photo.covering import covering, patches
from dnnlab.photo.given import photo_of
from dnnlab.photo.net.calls import classified, prepared
from dnnlab.photo.net.explain import occlusion_map, occlusion_scores
from dnnlab.photo.net.models import shipped
from dnnlab.photo.occlusion.knobs import OcclusionConfig
from dnnlab.photo.occlusion.views import CELL, OcclusionView, Patch
from dnnlab.photo.preprocess import numbers


class OcclusionMap(Experiment[OcclusionConfig, OcclusionView]):
    """A run: a network, a photo, and the class that was likeliest (or next) with nothing covered.

    The network learns nothing, and nothing is random: a step measures the
    next patch, row by row.  The metric ``probability`` is that of the class
    while this patch was covered.

    Args:
        config: the knobs.
        given: (H, W, 3) uint8, the learner's own photo, if the config asks for one.

    Raises:
        ValueError: it asks for one and there is none, or its pixels have another shape or type.

    Source: Zeiler and Fergus, "Visualizing and understanding convolutional
    networks", 2014, section 4.2.
    """

    def __init__(self, config: OcclusionConfig, given: NDArray[np.uint8] | None = None) -> None:
        super().__init__(config)
        photo = prepared(photo_of(config.photo, given), config.net, config.wrong)
        self.cut = photo.cut  # (S, S, 3)
        self.x = torch.from_numpy(photo.array)[None]  # (3, S, S) -> (1, 3, S, S)
        over = covering(self.cut, config.net, config.cover)
        self.over = torch.from_numpy(numbers(over, config.net, wrong=config.wrong))  # (3, S, S)
        found, _ = classified(photo.array, config.net)
        place = config.rank - 1
        self.class_index, self.class_name = int(found.classes[place]), found.names[place]
        self.uncovered = float(found.probabilities[place])
        side = len(self.cut)
        self.corners = patches(side, side, config.patch, config.stride)
        self.scores: list[float] = []

    @property
    def total_steps(self) -> int:
        """As many as there are patches."""
        return len(self.corners)

    def step(self) -> dict[str, float]:
        """Cover the next patch."""
        corner = self.corners[len(self.scores)]
        pieces = occlusion_scores(
            shipped(self.config.net), self.x, self.class_index, [corner], self.config.patch, self.over
        )
        self.scores.append(next(pieces).item())
        return {"probability": self.scores[-1]}

    def view(self) -> OcclusionView:
        """The map as far as it is known, and the patches to look at."""
        done = len(self.scores)
        middle = CELL // 2
        return OcclusionView(
            net=self.config.net,
            cut=self.cut.copy(),
            cover=self.config.cover,
            class_index=self.class_index,
            class_name=self.class_name,
            uncovered=self.uncovered,
            heat=self._map()[middle::CELL, middle::CELL].numpy().copy(),  # (S, S) -> (h, h)
            scores=np.array(self.scores, np.float32),
            last=self._patch(done - 1) if done else None,
            worst=self._patch(int(np.argmin(self.scores))) if done else None,
            total=self.total_steps,
        )

    def final(self) -> Iterator[dict[str, float]]:
        """How far the class fell, at most."""
        yield {"uncovered_probability": self.uncovered, "lowest_probability": min(self.scores)}

    def state_dict(self) -> dict[str, Any]:
        """The probabilities so far: the config says all the rest."""
        return {"scores": self.scores}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on after the last patch of ``state``."""
        self.scores = list(state["scores"])

    def weights(self) -> dict[str, Tensor]:
        """The map, (S, S): for each pixel the mean probability of the patches that covered it; nan where none did."""
        return {"occlusion_map": self._map()}

    def _map(self) -> Tensor:
        """For each pixel the mean probability so far: (S, S)."""
        done = self.corners[: len(self.scores)]
        return occlusion_map(torch.tensor(self.scores), done, self.config.patch, *self.cut.shape[:2])

    def _patch(self, number: int) -> Patch:
        """One that has been measured."""
        return Patch(*self.corners[number], self.config.patch, self.scores[number])
