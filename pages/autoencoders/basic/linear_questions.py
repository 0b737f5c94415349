"""Predictions about the linear autoencoder, judged from the learner's own runs."""

from dnnlab.autoencoders.linear.figures import CLOSE
from dnnlab.autoencoders.linear.knobs import FEW, LinearConfig
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import Questions

QUESTIONS = Questions(
    LinearConfig,
    about_run(
        LinearConfig(optimizer="momentum"), "largest_angle", key="linear-angle",
        ask="Gradient descent, here with momentum, is told nothing of eigenvectors. How far from PCA’s space will its "
        "16 columns end?",
        options=("below 2° in every direction", "one direction 2 to 30° off", "more than 30° off"),
        bounds=(CLOSE, 30.0), seen="Your run: the largest angle ended at {value} degrees.",
        why="The squared error of a linear code is smallest exactly where the code space is PCA’s, and it has no other "
        "minimum: what looks like one is a saddle, which gradient descent leaves. But the columns need not be the "
        "eigenvectors: any others of the same space do as well.",
    ),
    about_run(
        LinearConfig(code_size=30), "largest_angle", key="linear-thirty",
        ask="With 30 numbers instead of 16, all else equal: where will the largest angle be at the end?",
        options=("below 2°", "2 to 30°", "more than 30°"), bounds=(CLOSE, 30.0),
        seen="Your run: the largest angle ended at {value} degrees.",
        why="The 30th eigenvalue (0.364) is small, and the 31st (0.347) lies close to it. How fast a direction is "
        "found depends on its eigenvalue, how fast it is told from its neighbour on their difference: the error is at "
        "PCA’s long before the last angle is. Try momentum: it ends below a tenth of a degree.",
    ),
    about_pair(
        LinearConfig, {"looks_at": LinearConfig().looks_at}, {"looks_at": FEW}, "mean_angle",
        names=("all digits a step", "500 at random"), key="linear-batch", close=0.05,
        ask="A step may look at 500 digits at random instead of all. Where will the mean angle end?",
        options=("nearer to 0", "about the same", "farther from 0"),
        why="A mini-batch has a scatter matrix of its own, and each step pulls towards that one’s axes. At a fixed "
        "learning rate the space never comes to rest; a smaller rate at the end brings it closer.",
    ),
)  # fmt: skip
