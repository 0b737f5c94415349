"""The entry of the photo lesson in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="photo",
    title="Classify a photo, and see why",
    group="Convolutional networks",
    claim="Two networks that know 1,000 things name what they see in a photo, and can be asked where they see it: "
    "upload one, and check whether they look where you would.",
    teaser="Upload photos, let two ImageNet networks name them, and see which pixels made them say so.",
    folder="photo/classify",
    asks=("questions:QUESTIONS", "cover.questions:QUESTIONS", "ascent.questions:QUESTIONS"),
)
