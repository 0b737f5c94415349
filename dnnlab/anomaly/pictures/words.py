"""Names that knobs, data and page share."""

DIGITS, CLOTHES, FACES = "digits", "clothes", "faces"
DATA = (DIGITS, CLOTHES, FACES)
ALL_BUT = "all but "
"""Before names of classes: all others are normal, and these are the anomalies."""
AND = ", "
"""Between names of classes."""
NO_GLASSES, NO_BEARD, SHORT_HAIR = "without glasses", "without a beard", "without long hair"
FACES_ARE = {NO_GLASSES: "glasses", NO_BEARD: "beard", SHORT_HAIR: "long_hair"}
"""What normal faces lack -> the column of the labels that says so."""
OTHERS, NOISE, OCCLUSION, SCRATCHES, ROTATION = "other classes", "noise", "occlusion", "scratches", "rotation"
DAMAGES = (NOISE, OCCLUSION, SCRATCHES, ROTATION)
AGAINST = (OTHERS, *DAMAGES)
"""What the anomalies of the test are."""
STANDARDISED, CLASSIFIER = "standardised", "classifier"
SCORES = ("MSE", "MAE", STANDARDISED, CLASSIFIER)
NORMAL = 0
"""What a picture's kind is where it is normal; any other number is a kind of anomaly."""
NORMAL_ONE, ANOMALY, DRAWN, BROUGHT = "a normal one", "an anomaly", "my drawing", "my picture"
PICTURES = (NORMAL_ONE, ANOMALY, DRAWN, BROUGHT)
"""What a learner damages."""
