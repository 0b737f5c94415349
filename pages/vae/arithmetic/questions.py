"""Predictions about latent arithmetic, judged by what was measured or by the learner's own runs."""

from __future__ import annotations

from dnnlab.plots.written import written
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import SET_UP, Outcome, Question, Questions
from dnnlab.vae.arithmetic.gallery import COLUMNS, NAMES
from dnnlab.vae.arithmetic.knobs import GROUPS, SHIPPED, BetweenConfig, BuilderConfig, FaceConfig
from dnnlab.vae.arithmetic.scores import scores
from dnnlab.vae.arithmetic.vectors import ALIKE, MEANS

STEP = 300
TWELFTH = 12
HAIR = COLUMNS.index("hair colour")


def _with_glasses(config: BuilderConfig) -> Outcome | None:
    stands = config.use, config.attribute, config.vector, config.strength, config.net
    if stands != (GROUPS, NAMES["glasses"], MEANS, 1.0, SHIPPED):
        return None
    score = scores().vectors[MEANS]["glasses"]
    answer = 0 if score.wanted < 0.5 else 1 if score.wanted < 0.9 else 2
    return Outcome(
        answer,
        f"The judge reads glasses off {written(score.wanted, percent=True)} of {score.faces:,} test faces without.",
    )


def _same_face(config: BuilderConfig) -> Outcome | None:
    if config.use == GROUPS or config.a != config.b or config.strength != 1.0:
        return None
    return Outcome(1, f"Both are face {config.a}: the result is C, at any strength.")


def _twelfth(config: BetweenConfig) -> Outcome | None:
    if config.rank != TWELFTH or config.net != SHIPPED:
        return None
    dimensions = scores().dimensions
    ratio = dimensions[TWELFTH - 1].kl / dimensions[0].kl
    answer = 0 if ratio < 0.1 else 1 if ratio < 0.8 else 2
    first, other = (written(dimensions[each].kl, unit="nats") for each in (0, TWELFTH - 1))
    return Outcome(answer, f"Dimension 1 has {first}, dimension {TWELFTH} has {other}.")


def _long_hair(config: BuilderConfig) -> Outcome | None:
    stands = config.use, config.attribute, config.vector, config.strength, config.net
    if stands != (GROUPS, NAMES["long_hair"], MEANS, 1.0, SHIPPED):
        return None
    one, own = (scores().vectors[kind]["long_hair"].kept[HAIR] for kind in (MEANS, ALIKE))
    answer = 0 if one >= 0.9 else 1 if one >= 0.5 else 2
    return Outcome(
        answer,
        f"With one vector for all {written(one, percent=True)} keep their hair colour, with vectors by colours "
        f"{written(own, percent=True)}.",
    )


ON_BUILDER = Questions(
    BuilderConfig,
    Question(
        key="arithmetic-glasses",
        ask="The average of all faces with glasses, minus that of all without, added once: on how many of the test "
        "faces that have none will the judge see glasses?",
        options=("on less than half", "on 50 to 90 %", "on 90 % and more"),
        todo="Set A and B to averages of groups, choose glasses, strength 1, and read the table below.",
        setups={SET_UP: {"use": GROUPS, "attribute": NAMES["glasses"], "vector": MEANS}},
        judge=_with_glasses,
        why="Only averages of codes were subtracted; nobody trained the network to put glasses on. That it works "
        "says that faces with and without lie apart along much the same direction, wherever in the space one is.",
    ),
    Question(
        key="arithmetic-long-hair",
        ask="One vector, average with less average without, gives all short-haired test faces long hair. How many keep "
        "their hair colour?",
        options=("90 % and more", "50 to 90 %", "less than half"),
        todo="Set it up, and read “hair colour kept” in the table below.",
        setups={SET_UP: {"use": GROUPS, "attribute": NAMES["long_hair"], "vector": MEANS}},
        judge=_long_hair,
        why="Long hair covers many more pixels, and their colour is that of the hair. One vector for all adds hair of "
        "an average colour. Among faces of one hair and skin colour the averages know which: try “means, same "
        "colours”.",
    ),
    Question(
        key="arithmetic-same",
        ask="A and B are the same face. What is A − B + C?",
        options=("an average face", "C", "a face that is half C"),
        todo="Set Face A and Face B to the same number, and look at the result.",
        setups={SET_UP: {"a": 0, "b": 0}},
        judge=_same_face,
        why="The difference of a code and itself is 0, and 0 times anything changes nothing. Only that in which A and "
        "B differ is ever added.",
    ),
)

ON_BETWEEN = Questions(
    BetweenConfig,
    Question(
        key="arithmetic-kl",
        ask=f"The dimensions of the code are sorted by their KL divergence. How much has number {TWELFTH}, beside "
        "number 1?",
        options=("less than a tenth", "between a tenth and four fifths", "about as much"),
        todo=f"Set Dimension to {TWELFTH}, and look at the bars.",
        setups={SET_UP: {"rank": TWELFTH}},
        judge=_twelfth,
        why="A dimension pays for what it says: the KL divergence is the price. Some carry much about a face, others "
        "little, and where nothing is worth its price a dimension falls silent, at 0 nats.",
    ),
)

ON_TRAINING = Questions(
    FaceConfig,
    about_run(
        FaceConfig(code=2),
        "validation_error",
        key="arithmetic-error",
        ask=f"The mean face instead of each face has a squared error of about 0.06 a pixel. Where is a network whose "
        f"codes have two numbers only after {STEP} steps?",
        options=("below 0.02: nearly all is there", "0.02 to 0.05", "above 0.05: two numbers say nothing"),
        bounds=(0.02, 0.05),
        seen=f"Your run's squared error at step {STEP} is {{value}}.",
        step=STEP,
        why="Two numbers go to what covers most pixels: how light the skin is, and the hair. Glasses and mouths are a "
        "few pixels each, which hardly count in a squared error: with more numbers they come, and late.",
    ),
    about_pair(
        FaceConfig,
        {"beta": 1.0},
        {"beta": 20.0},
        "validation_kl",
        names=("β = 1", "β = 20"),
        key="arithmetic-beta",
        ask=f"β is 20 instead of 1. Where is the KL divergence of the codes at step {STEP}?",
        options=("It is lower: each nat costs more", "It is the same, within 2 nats", "It is higher"),
        close=2.0,
        step=STEP,
        why="The loss weighs each nat of a code against the squared error. At a higher price the codes say less, "
        "several dimensions fall silent, and the pictures become blurrier and more alike.",
    ),
)
