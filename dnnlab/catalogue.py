"""Everything that can be run, in one table that imports nothing.

A new lesson adds its line here; the pages, the command line and the tests that
are parametrised over the table then know it.
"""

from dnnlab.live.registry import Entry, Registry

CATALOGUE = Registry(
    experiments={
        "lenet": Entry(
            config="dnnlab.cnn.lenet.knobs:LeNetConfig",
            experiment="dnnlab.cnn.lenet.net.experiment:LeNetTraining",
            summary="LeNet-5 on the MNIST digits",
            memory=60,
        ),
        "learn-kernel": Entry(
            config="dnnlab.cnn.learn_kernel.knobs:LearnKernelConfig",
            experiment="dnnlab.cnn.learn_kernel.net.experiment:LearnKernel",
            summary="gradient descent finds the kernel behind a picture",
            memory=10,
        ),
        "occlusion-map": Entry(
            config="dnnlab.photo.occlusion.knobs:OcclusionConfig",
            experiment="dnnlab.photo.occlusion.net.experiment:OcclusionMap",
            summary="a patch slides over a photo: where does a network miss what it covers?",
            memory=40,
            given="dnnlab.photo.given:read",
        ),
        "gradient-ascent": Entry(
            config="dnnlab.photo.ascent.knobs:AscentConfig",
            experiment="dnnlab.photo.ascent.net.experiment:GradientAscent",
            summary="a picture climbs until one unit of a network likes it most",
            memory=40,
            given="dnnlab.photo.given:read",
        ),
    },
    calls={
        # (images) -> views.Reading: probabilities and every layer's maps, by the shipped
        # weights, or by the learner's own run when the call names one
        "lenet.read": "dnnlab.cnn.lenet.net.calls:read",
        # (inputs, weight, bias, geometry ...) -> the maps, (O, H', W')
        "convolution.convolve": "dnnlab.cnn.convolution.net.calls:convolve",
        "convolution.transpose": "dnnlab.cnn.convolution.net.calls:transpose",
        # (grid, weight, stride, padding) -> convolution_views.Matrices
        "convolution.matrices": "dnnlab.cnn.convolution.net.calls:matrices",
        # (inputs, size, stride, padding, mode) -> (C, H', W')
        "pooling.pool": "dnnlab.cnn.pooling.net.calls:pool",
        # (images, dx, dy) -> shift_views.ShiftReading: a moved digit, read by three networks
        "shift.read": "dnnlab.cnn.shift.net.calls:read_shifted",
        # (pixels, net, ...) -> photo.views: what a photo shows, where, and what a layer makes of it
        "photo.classify": "dnnlab.photo.net.calls:classify",
        "photo.explain": "dnnlab.photo.net.calls:explain",
        "photo.maps": "dnnlab.photo.net.calls:maps",
        # (pixels, net, layer, unit) -> unit_views.Unit: where one map of a layer answers, and what it sees there
        "photo.unit": "dnnlab.photo.units.net.calls:unit",
        # (pixels, net, mask, kind, class_index) -> occlusion_views.Covered: a photo that a brush has covered in part
        "photo.cover": "dnnlab.photo.cover.net.calls:cover",
    },
)
