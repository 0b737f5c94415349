"""Everything that can be run, in one table that imports nothing.

A new lesson adds its line here; the pages, the command line and the tests that
are parametrised over the table then know it.
"""

from dnnlab.live.registry import Entry, Registry

CATALOGUE = Registry(
    experiments={
        "lenet": Entry(
            config="dnnlab.cnn.knobs:LeNetConfig",
            experiment="dnnlab.cnn.experiments:LeNetTraining",
            summary="LeNet-5 on the MNIST digits",
            memory=60,
        ),
    },
    calls={
        # (images) -> views.Reading: probabilities and every layer's maps, by the shipped
        # weights, or by the learner's own run when the call names one
        "lenet.read": "dnnlab.cnn.calls:read",
    },
)
