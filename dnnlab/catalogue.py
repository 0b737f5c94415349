"""Everything that can be run, in one table that imports nothing.

A new lesson adds its line here; the pages, the command line and the tests that
are parametrised over the table then know it.
"""

from dnnlab.live.registry import Entry, Registry

CATALOGUE = Registry(
    experiments={
        "playground": Entry(
            config="dnnlab.foundations.playground.knobs:PlaygroundConfig",
            experiment="dnnlab.foundations.playground.net.experiment:PlaygroundTraining",
            summary="a small network learns points in a plane",
            memory=10,
            given="dnnlab.foundations.playground.given:read",
        ),
        "playground-seeds": Entry(
            config="dnnlab.foundations.seeds.knobs:SeedsConfig",
            experiment="dnnlab.foundations.seeds.net.experiment:SeedsTraining",
            summary="sixteen small networks that differ in their seed alone",
            memory=10,
            given="dnnlab.foundations.playground.given:read",
        ),
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
        "char-lm": Entry(
            config="dnnlab.rnn.text.knobs:TextConfig",
            experiment="dnnlab.rnn.text.net.experiment:TextTraining",
            summary="a recurrent network learns to write, character by character",
            memory=80,
            given="dnnlab.rnn.text.given:read",
        ),
        "autoencoder": Entry(
            config="dnnlab.autoencoders.basic.knobs:AutoencoderConfig",
            experiment="dnnlab.autoencoders.basic.net.experiment:AutoencoderTraining",
            summary="a network copies pictures through a small code",
            memory=90,
            given="dnnlab.autoencoders.basic.given:read",
        ),
        "vae": Entry(
            config="dnnlab.vae.model.knobs:VaeConfig",
            experiment="dnnlab.vae.model.net.experiment:VaeTraining",
            summary="a variational autoencoder learns to draw new pictures",
            memory=90,
            given="dnnlab.autoencoders.basic.given:read",
        ),
        "linear-autoencoder": Entry(
            config="dnnlab.autoencoders.linear.knobs:LinearConfig",
            experiment="dnnlab.autoencoders.linear.net.experiment:LinearTraining",
            summary="a linear autoencoder finds by gradient descent what PCA computes",
            memory=30,
        ),
        "copy-task": Entry(
            config="dnnlab.rnn.memory.knobs:CopyConfig",
            experiment="dnnlab.rnn.memory.net.experiment:CopyTask",
            summary="a network says the first symbol again after so many blanks",
            memory=20,
        ),
        "inside-cell": Entry(
            config="dnnlab.rnn.inside.knobs:InsideConfig",
            experiment="dnnlab.rnn.inside.net.experiment:Inside",
            summary="a small recurrent cell reads a sequence, gate by gate",
            memory=10,
        ),
        "unfolded": Entry(
            config="dnnlab.rnn.unfolded.knobs:UnfoldedConfig",
            experiment="dnnlab.rnn.unfolded.net.experiment:Unfolded",
            summary="backpropagation through time, copy by copy",
            memory=10,
        ),
        "signal-autoencoder": Entry(
            config="dnnlab.anomaly.signals.knobs:SignalConfig",
            experiment="dnnlab.anomaly.signals.net.experiment:SignalAutoencoder",
            summary="an autoencoder over windows of a signal raises alarms",
            memory=60,
            given="dnnlab.anomaly.signals.given:read",
        ),
        "picture-autoencoder": Entry(
            config="dnnlab.anomaly.pictures.knobs:PictureConfig",
            experiment="dnnlab.anomaly.pictures.net.experiment:PictureAutoencoder",
            summary="an autoencoder over normal pictures finds those that are not",
            memory=90,
        ),
        "plane-autoencoder": Entry(
            config="dnnlab.anomaly.plane.knobs:PlaneConfig",
            experiment="dnnlab.anomaly.plane.net.experiment:PlaneAutoencoder",
            summary="an autoencoder over points of the plane, its error seen everywhere",
            memory=10,
        ),
        "stacked-autoencoder": Entry(
            config="dnnlab.autoencoders.stacked.knobs:StackedConfig",
            experiment="dnnlab.autoencoders.stacked.net.experiment:StackedTraining",
            summary="autoencoders layer by layer, then a classifier out of their encoders",
            memory=40,
        ),
        "face-vae": Entry(
            config="dnnlab.vae.arithmetic.knobs:FaceConfig",
            experiment="dnnlab.vae.arithmetic.net.experiment:FaceTraining",
            summary="a variational autoencoder learns to draw illustrated faces",
            memory=30,
        ),
        "gan_1d": Entry(
            config="dnnlab.gan.line.knobs:LineConfig",
            experiment="dnnlab.gan.line.net.experiment:LineGame",
            summary="generator and discriminator play in one dimension",
            memory=10,
        ),
        "optimizer-race": Entry(
            config="dnnlab.foundations.optimizers.knobs:RaceConfig",
            experiment="dnnlab.foundations.optimizers.net.experiment:Race",
            summary="optimizers race down a surface",
            memory=10,
        ),
        "optimizer-weights": Entry(
            config="dnnlab.foundations.weight_race.knobs:NetRaceConfig",
            experiment="dnnlab.foundations.weight_race.net.experiment:WeightRace",
            summary="optimizers race on the weights of a network that reads digits",
            memory=60,
        ),
        "optimizer-points": Entry(
            config="dnnlab.foundations.point_race.knobs:PointRaceConfig",
            experiment="dnnlab.foundations.point_race.net.experiment:PointRace",
            summary="optimizers race on the playground's net",
            memory=10,
            given="dnnlab.foundations.playground.given:read",
        ),
        "overfit": Entry(
            config="dnnlab.foundations.regularisation.knobs:OverfitConfig",
            experiment="dnnlab.foundations.regularisation.net.experiment:OverfitTraining",
            summary="a network that is too large for its points, and what holds it back",
            memory=10,
        ),
        "gradient-flow": Entry(
            config="dnnlab.foundations.flow.knobs:FlowConfig",
            experiment="dnnlab.foundations.flow.net.experiment:FlowTraining",
            summary="a deep network learns digits, or does not: its gradients, layer by layer",
            memory=20,
        ),
        "gan_2d": Entry(
            config="dnnlab.gan.plane.knobs:PlaneConfig",
            experiment="dnnlab.gan.plane.net.experiment:PlaneGame",
            summary="a generator and a discriminator play in the plane",
            memory=20,
        ),
        "gan_images": Entry(
            config="dnnlab.gan.images.knobs:ImagesConfig",
            experiment="dnnlab.gan.images.net.experiment:ImagesTraining",
            summary="a generator learns to draw pictures against a discriminator",
            memory=120,
        ),
        "infogan": Entry(
            config="dnnlab.gan.info.knobs:InfoConfig",
            experiment="dnnlab.gan.info.net.experiment:InfoTraining",
            summary="a generator reads a code that can be read off its pictures again",
            memory=120,
        ),
    },
    calls={
        # (config, given, knobs) -> rivals.RivalsView: a tree, a kernel machine, neighbours on a run's points
        "playground.rivals": "dnnlab.foundations.playground.net.rivals:compare",
        # (expression, values of its variables) -> backprop.views.Autograd: what PyTorch makes of it, node by node
        "backprop.autograd": "dnnlab.foundations.backprop.net.calls:autograd",
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
        # (net, layer) -> array: for each unit, how alike the patches look that drive it
        "photo.alike": "dnnlab.photo.units.net.alike:alike",
        # (pixels, net, layer, unit) -> unit_views.Unit: where one map of a layer answers, and what it sees there
        "photo.unit": "dnnlab.photo.units.net.calls:unit",
        # (pixels, net, mask, kind, class_index) -> occlusion_views.Covered: a photo that a brush has covered in part
        "photo.cover": "dnnlab.photo.cover.net.calls:cover",
        # (model, prompt, ...) -> text.views.Written in pieces: text that streams in; about a run, its own model writes
        "text.generate": "dnnlab.rnn.text.net.calls:generate",
        # (model, text, temperature, top_k, top_p) -> text.views.Next: what comes next, before and after the filters
        "text.expect": "dnnlab.rnn.text.net.calls:expect",
        # (model, prompt, length, width) -> text.views.Beams in pieces
        "text.beams": "dnnlab.rnn.text.net.calls:beams",
        # (model, text) -> text.views.Scored in pieces: nats a character
        "text.score": "dnnlab.rnn.text.net.calls:score",
        # (model, sample) -> None while it searches, then text.copied.Copied
        "text.copied": "dnnlab.rnn.text.net.calls:copied",
        # (model, length, seed) -> a page of held-out text
        "text.page": "dnnlab.rnn.text.net.calls:page",
        # (model, text, layer, part, unit) -> text.views.Inside in pieces: what one unit or gate does
        "text.xray": "dnnlab.rnn.text.net.inside:xray",
        # (model) -> tuples of text.views.FoundUnit: units that follow something in the text
        "text.find_units": "dnnlab.rnn.text.net.inside:find_units",
        # () -> bytes: the decoder behind the map, for the browser; of the recorded run's end, or of a run
        "autoencoder.decoder": "dnnlab.autoencoders.basic.net.calls:decoder",
        # (image) -> autoencoder views.Passed: a digit's code, its place on the map, its reconstruction
        "autoencoder.passed": "dnnlab.autoencoders.basic.net.calls:passed",
        # () -> bytes, as autoencoder.decoder
        "vae.decoder": "dnnlab.vae.model.net.calls:decoder",
        # (image) -> vae.model.views.Passed: a digit's distribution of codes, its ellipse on the map, reconstructions
        "vae.passed": "dnnlab.vae.model.net.calls:passed",
        # (codes) -> pictures: (n, k) -> (n, H, W)
        "vae.decode": "dnnlab.vae.model.net.calls:decode",
        # (place) -> vae.model.views.Evidence in pieces: ln p(x) of a test digit, by importance sampling
        "vae.evidence": "dnnlab.vae.model.net.calls:evidence",
        # (place, seed) -> name -> pictures: three ways to draw new ones, by the shipped model of 20 numbers
        "vae.new": "dnnlab.vae.model.net.calls:new",
        # (images) -> name -> pixels: digits through the shipped autoencoders of 30 dimensions
        "linear.compare": "dnnlab.autoencoders.linear.net.calls:compare",
        # (rows) -> signals.views.Scored: what comes back of windows, by the shipped detector or by a run's
        "signals.score": "dnnlab.anomaly.signals.net.calls:score",
        # (signal, detector) -> shares of the work done, then signals.views.Watched: every beat of a signal, scored
        "signals.watch": "dnnlab.anomaly.signals.net.watching:watch",
        # () about a run -> its detector as a safetensors file
        "signals.pack": "dnnlab.anomaly.signals.net.calls:pack",
        # (images) -> pictures.views.Scored: what comes back of pictures, by the shipped detector or by a run's
        "pictures.score": "dnnlab.anomaly.pictures.net.calls:score",
        # (image) -> the same of one picture
        "pictures.passed": "dnnlab.anomaly.pictures.net.calls:passed",
        # () -> arithmetic.views.Codes: of the faces that can be picked, and of groups with and without an attribute
        "arithmetic.codes": "dnnlab.vae.arithmetic.net.calls:codes",
        # (codes) -> arithmetic.views.Decoded: pictures, and what the judge reads off them
        "arithmetic.decode": "dnnlab.vae.arithmetic.net.calls:decode",
        # (attribute) -> arithmetic.views.Score: what adding its vector does to held-out faces
        "arithmetic.score": "dnnlab.vae.arithmetic.net.calls:score",
        # (picture) -> arithmetic.views.Passed: a picture of the learner's, its code, its reconstruction
        "arithmetic.passed": "dnnlab.vae.arithmetic.net.calls:passed",
        # (name, noise, labels) -> gan.images.views.Drawn: what shipped players, or a run's, make of noise
        "gan.draw": "dnnlab.gan.images.net.calls:draw",
        # (data, pictures) -> None while it searches, then gan.images.views.Neighbours
        "gan.nearest": "dnnlab.gan.images.net.calls:nearest",
        # (name, seed) -> gan.images.views.Deal: pictures to sort into real and generated
        "gan.deal": "dnnlab.gan.images.net.calls:deal",
        # () about a run -> gan.images.views.Film: the history of the same noise
        "gan.film": "dnnlab.gan.images.net.calls:film",
        # (name, noise, category) -> bytes: a generator's plane of c2 and c3, packed for the browser
        "infogan.decoder": "dnnlab.gan.info.net.calls:decoder",
        # (name) -> gan.info.views.Panels: what a generator draws by c1, c2 and c3
        "infogan.panels": "dnnlab.gan.info.net.calls:by_code",
        # (name, noise) -> gan.info.views.Ten: one piece of noise as each category, and what LeNet reads
        "infogan.ten": "dnnlab.gan.info.net.calls:ten",
        # (model, text, other models) -> text.views.Influences in pieces: which earlier characters mattered for each
        "text.influences": "dnnlab.rnn.text.net.influence:influences",
        # () about a run -> text.views.Kept: its model as it is now, which may then stand for `model` in the others
        "text.keep": "dnnlab.rnn.text.net.calls:keep",
    },
    # torch's first optimizer of a process loads it, which took 2 to 8 s of somebody's first step
    idle=("torch._dynamo",),
)
