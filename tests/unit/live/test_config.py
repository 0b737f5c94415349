"""Knobs: one declaration gives the check, the text, the grid and the help."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import pytest

from dnnlab.live.config import NEVER, TAKEN, Config, InvalidConfig, knob, knob_of
from dnnlab.ui.parts import choose_in_link


@dataclass(frozen=True, slots=True, kw_only=True)
class Example(Config):
    rate: float = knob(1e-3, low=1e-5, high=1e-1, scale="log", live=True, help="step size")
    batch: int = knob(64, low=16, high=512, scale="log", base=2, help="examples a step")
    dropout: float = knob(0.0, low=0.0, high=0.5, increment=0.1, help="share switched off", label="Dropout (p)")
    epochs: int = knob(3, low=1, high=9, live=True, help="times through the data")
    shape: str = knob("ring", options=("ring", "two moons"), help="what is imitated")
    fancy: bool = knob(False, help="with extras", group="Extras")

    def check(self) -> None:
        if self.fancy and self.shape == "ring":
            raise InvalidConfig("a ring cannot be fancy")


KNOBS = Example.knobs()


class TestChecks:
    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"rate": 0.2}, "rate must be in [1e-05, 0.1], got 0.2"),
            ({"rate": math.nan}, "rate must be in [1e-05, 0.1], got nan"),
            ({"rate": "0.01"}, "rate must be a number, got '0.01'"),
            ({"rate": True}, "rate must be a number, got True"),
            ({"epochs": 2.5}, "epochs must be a whole number, got 2.5"),
            ({"epochs": 10}, "epochs must be in [1, 9], got 10"),
            ({"shape": "star"}, "shape must be one of ring, two moons, got 'star'"),
            ({"fancy": 1}, "fancy must be true or false, got 1"),
            ({"fancy": True}, "a ring cannot be fancy"),
        ],
    )
    def test_the_message_names_knob_range_and_value(self, values: dict[str, object], said: str) -> None:
        with pytest.raises(InvalidConfig) as raised:
            Example(**values)  # type: ignore[arg-type]
        assert str(raised.value) == said

    def test_the_ends_of_a_range_belong_to_it(self) -> None:
        assert Example(rate=1e-5, epochs=9) == Example(rate=1e-5, epochs=9)

    def test_values_take_the_knobs_type(self) -> None:
        made = Example(epochs=2.0, dropout=0)  # type: ignore[arg-type]
        assert (made.epochs, type(made.epochs)) == (2, int)
        assert type(made.dropout) is float

    def test_a_copy_is_checked_again(self) -> None:
        with pytest.raises(InvalidConfig):
            Example().replace(epochs=0)

    @pytest.mark.parametrize(
        "declared",
        [
            {"default": 1.0},
            {"default": 1.0, "low": 0.0},
            {"default": "a"},
            {"default": True, "low": 0.0, "high": 1.0},
            {"default": 1.0, "low": 0.0, "high": 1.0, "scale": "log"},
            {"default": 3, "low": 1, "high": 10, "scale": "log"},
            {"default": 3, "low": 1, "high": 8, "scale": "log", "base": 2},
        ],
    )
    def test_a_declaration_without_sense_is_refused(self, declared: dict[str, object]) -> None:
        with pytest.raises(TypeError):
            knob(help="", **declared)  # type: ignore[arg-type]


class TestTexts:
    def test_there_and_back(self) -> None:
        made = Example(rate=0.02, batch=128, dropout=0.1 + 0.2, epochs=5, shape="two moons", fancy=True)
        assert Example.from_text(made.to_text()) == made
        assert Example.from_text(made.to_text(all=True)) == made

    @pytest.mark.parametrize("rate", [1e-5, 0.0123456789, 1 / 30, 0.1])
    def test_no_digit_is_lost(self, rate: float) -> None:
        assert Example.from_text(Example(rate=rate).to_text()).rate == rate

    def test_only_what_differs_is_written(self) -> None:
        assert Example().to_text() == {}
        assert Example(rate=0.02, epochs=5).to_text() == {"rate": "0.02", "epochs": "5"}
        assert Example().to_text(all=True)["rate"] == "0.001"

    @pytest.mark.parametrize(
        ("text", "value"), [("true", True), ("ON", True), ("1", True), ("no", False), ("0", False)]
    )
    def test_yes_and_no_in_many_words(self, text: str, value: bool) -> None:
        assert KNOBS["fancy"].parse(text) is value

    @pytest.mark.parametrize(
        ("texts", "said"),
        [
            ({"speed": "9"}, "there is no knob speed; the knobs are rate, batch,"),
            ({"rate": "fast"}, "rate must be a number, got 'fast'"),
            ({"fancy": "perhaps"}, "fancy must be true or false, got 'perhaps'"),
            ({"epochs": "2.5"}, "epochs must be a whole number, got 2.5"),
            ({"epochs": "inf"}, "epochs must be in"),
        ],
    )
    def test_what_cannot_be_read_is_named(self, texts: dict[str, str], said: str) -> None:
        with pytest.raises(InvalidConfig) as raised:
            Example.from_text(texts)
        assert str(raised.value).startswith(said)


class TestGrids:
    def test_a_log_scale_stands_on_one_two_five(self) -> None:
        assert KNOBS["rate"].grid() == (
            1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 1e-1,
        )  # fmt: skip

    def test_or_on_doublings(self) -> None:
        assert KNOBS["batch"].grid() == (16, 32, 64, 128, 256, 512)

    def test_a_linear_scale_has_even_steps(self) -> None:
        assert KNOBS["dropout"].grid() == (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
        assert KNOBS["epochs"].grid() == tuple(range(1, 10))

    @pytest.mark.parametrize("name", ["rate", "batch", "dropout", "epochs"])
    def test_every_point_is_allowed_and_near_itself(self, name: str) -> None:
        each = KNOBS[name]
        for point in each.grid():
            assert each.check(point) == point
            assert each.nearest(point) == point

    @pytest.mark.parametrize(
        ("name", "value", "near"),
        [
            ("rate", 3e-3, 2e-3),
            ("rate", 99.0, 0.1),
            ("rate", -1.0, 1e-5),
            ("rate", math.nan, 1e-3),
            ("rate", math.inf, 0.1),
            ("batch", 100, 128),
            ("epochs", 3.7, 4),
            ("dropout", 0.23, 0.2),
            ("shape", "two moons", "two moons"),
            ("shape", "star", "ring"),
            ("fancy", True, True),
            ("fancy", "perhaps", False),
        ],
    )
    def test_a_value_from_outside_finds_the_nearest(self, name: str, value: object, near: object) -> None:
        assert KNOBS[name].nearest(value) == near  # type: ignore[arg-type]


class TestKnobs:
    def test_stand_in_the_order_of_declaration_with_labels(self) -> None:
        assert list(KNOBS) == ["rate", "batch", "dropout", "epochs", "shape", "fancy"]
        assert [KNOBS[name].label for name in ("rate", "dropout")] == ["Rate", "Dropout (p)"]
        assert [KNOBS[name].group for name in ("rate", "fancy")] == ["Training", "Extras"]

    def test_live_ones_change_without_a_restart(self) -> None:
        config = Example()
        assert config.tunable_to(Example(rate=0.02, epochs=5))
        assert not config.tunable_to(Example(rate=0.02, batch=128))
        assert config.changed(Example(rate=0.02, batch=128)) == ("rate", "batch")
        assert config.changed(config) == ()


def whole_numbers(text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        raise ValueError(f"it takes whole numbers and commas, got {text[:10]!r}") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithText(Config):
    layers: str = knob("8,8", read=whole_numbers, help="units of each layer")


class TestFreeTexts:
    def test_what_can_be_read_is_taken_as_it_stands(self) -> None:
        assert WithText(layers="4, 2").layers == "4, 2"
        assert WithText.from_text({"layers": "3"}).to_text() == {"layers": "3"}

    @pytest.mark.parametrize(
        ("value", "said"),
        [
            ("8,x", "layers: it takes whole numbers and commas, got '8,x'"),
            ("1," * 4_001, "layers must be a text of at most 8,000 characters"),
            (8, "layers must be a text of at most 8,000 characters"),
        ],
    )
    def test_what_cannot_is_said_in_one_sentence(self, value: object, said: str) -> None:
        with pytest.raises(InvalidConfig) as raised:
            WithText(layers=value)  # type: ignore[arg-type]
        assert str(raised.value) == said

    def test_a_link_with_a_bad_text_gets_the_default(self) -> None:
        each = WithText.knobs()["layers"]
        assert each.nearest("4,4") == "4,4"
        assert each.nearest("four") == "8,8"

    def test_a_text_needs_a_reader(self) -> None:
        with pytest.raises(TypeError, match="a text needs read"):
            knob("free", help="nobody can check it")


@dataclass(frozen=True, slots=True, kw_only=True)
class WithConditions(Config):
    facts: ClassVar = {"part": ("one", "two")}

    shape: str = knob("ring", options=("ring", "moons"), help="")
    noise: float = knob(0.0, low=0.0, high=1.0, when={"shape": ("moons",), "part": ("two",)}, help="")
    turn: int = knob(0, low=0, high=9, when=({"part": ("one",)}, {"shape": ("moons",)}), help="")
    picked: int = knob(0, low=0, high=9, when=NEVER, help="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere(Config):
    noise: float = knob_of(WithConditions, "noise")


class TestWhereAKnobMeansSomething:
    @pytest.mark.parametrize(
        ("shape", "part", "meaningful"),
        [
            ("ring", "one", ("shape", "turn")),
            ("ring", "two", ("shape",)),
            ("moons", "one", ("shape", "turn")),
            ("moons", "two", ("shape", "noise", "turn")),
        ],
    )
    def test_all_names_of_one_condition_and_any_of_several(
        self, shape: str, part: str, meaningful: tuple[str, ...]
    ) -> None:
        assert WithConditions(shape=shape, picked=3).meaningful(part=part) == meaningful

    def test_the_others_keep_their_values_in_check_and_text(self) -> None:
        assert WithConditions(noise=0.5, picked=3).to_text() == {"noise": "0.5", "picked": "3"}

    def test_in_another_config_the_condition_is_that_ones(self) -> None:
        assert Elsewhere().meaningful() == ("noise",)

    @pytest.mark.parametrize(
        ("when", "said"),
        [
            ({"colour": ("red",)}, "BadCondition.noise depends on colour, which is no other knob and no fact"),
            ({"noise": (0.0,)}, "BadCondition.noise depends on noise, which is no other knob and no fact"),
            ({"shape": ("star",)}, "BadCondition.noise depends on shape being 'star', which it cannot be"),
            ({"part": ("one", "four")}, "BadCondition.noise depends on part being 'four', which it cannot be"),
        ],
    )
    def test_a_condition_that_cannot_hold_is_refused(self, when: dict[str, tuple[str, ...]], said: str) -> None:
        @dataclass(frozen=True, slots=True, kw_only=True)
        class BadCondition(WithConditions):
            noise: float = knob(0.0, low=0.0, high=1.0, when=when, help="")

        with pytest.raises(TypeError) as raised:
            BadCondition()
        assert str(raised.value) == said


@pytest.mark.parametrize("name", [*TAKEN, "knobs", "check", "values", "facts", "replace"])
def test_a_name_that_the_app_or_every_config_uses_is_no_knobs(name: str) -> None:
    body = {"__annotations__": {name: "int"}, name: knob(3, low=1, high=9, help="badly named")}
    with pytest.raises(TypeError, match=f"Bad: a knob cannot be named {name}, which is "):
        type("Bad", (Config,), body)


def test_what_a_link_chooses_has_a_parameter_that_no_knob_can_take() -> None:
    assert "part" in TAKEN
    with pytest.raises(ValueError, match="speaker is not one of the URL parameters that no knob can take: part, "):
        choose_in_link("Who", "speaker", {"a": "A"}, key="who", help="who writes")


def test_a_config_may_declare_a_knob_of_its_base_again() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Wider(Example):
        epochs: int = knob(5, low=1, high=99, help="more times through the data")

    assert Wider(epochs=50).epochs == 50
    assert Wider().to_text() == {}
