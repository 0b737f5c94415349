"""The entry of the photo lesson in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="photo",
    title="Classify a photo, and see why",
    group="Convolutional networks",
    claim="Two networks that know 1,000 things name what is in a photo, and show where they look: where would you?",
    teaser="Upload photos, let two ImageNet networks name them, and see which pixels made them say so.",
    folder="photo/classify",
    asks=("questions:QUESTIONS", "cover.questions:QUESTIONS", "ascent.questions:QUESTIONS"),
    words=(
        "ImageNet", "EfficientNet", "SqueezeNet", "preprocessing", "normalization", "softmax", "top five",
        "Grad-CAM", "saliency", "input gradient", "occlusion map", "feature map", "receptive field",
        "gradient ascent", "feature visualization", "explainability",
    ),
)  # fmt: skip
