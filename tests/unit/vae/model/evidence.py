"""What the judges of the parts look at, with given knobs: pictures that the trainer would draw, counted holes."""

from __future__ import annotations

from dnnlab.vae.model.holes import holes, random_codes
from dnnlab.vae.model.net.calls import new
from dnnlab.vae.model.part_knobs import HolesConfig, NewConfig
from pages.vae.model.drawn_questions import Counted, Drawn
from pages.vae.model.holes import both


def drawn(config: NewConfig) -> Drawn:
    """The three sheets."""
    return Drawn(config, new(config.digit, config.draw))


def counted(config: HolesConfig) -> Counted:
    """Random codes of both recorded runs."""
    found = [holes(each.points, random_codes(each.points, each.draws, config.draw)).share for each in both()]
    return Counted(config, (found[0], found[1]))


SHOWN = {"drawn_questions:ON_NEW": drawn, "drawn_questions:ON_HOLES": counted}
