"""The parts of the signals lesson."""

TRAIN, MONITOR, FILE, DRAW = "train", "monitor", "file", "draw"
TITLES = {TRAIN: "Train and judge", MONITOR: "Monitor", FILE: "Your file", DRAW: "Your heartbeat"}
CLAIMS = {
    MONITOR: "Early beats look nearly normal: this network misses them, the time since the last beat finds them all.",
    FILE: "Any table of measurements: what the page understood of it, what you correct, and the alarms to take home.",
    DRAW: "Draw a beat: the network rebuilds the normal beat that is nearest to it, and the rest is the score.",
}
"""What a part lets the learner check; the first one says what the lesson says."""
HELP = "Train a detector and set its threshold; let it watch a signal; bring a file of yours; draw a heartbeat."
