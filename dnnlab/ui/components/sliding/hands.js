// How the window is moved: by mouse, finger, keys and slider.

export const LEAP = 10; // pixels that an arrow key moves with Shift
const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

const inside = (at, count) => Math.min(count - 1, Math.max(0, at));

/** Let a sliding window be moved; before its first picture has come there is nothing to move. */
export function listen(sliding) {
  const { outputCanvas: output, inputBox: input, scrub, sweep } = sliding;
  output.onpointerdown = (event) => {
    if (event.button !== 0 || !event.isPrimary || !sliding.taps) return;
    output.setPointerCapture(event.pointerId);
    sliding.moveByHand(...sliding.output.cellAt(event));
  };
  output.onpointermove = (event) => {
    if (sliding.taps && event.isPrimary && !sweep.playing) sliding.moveTo(...sliding.output.cellAt(event));
  };
  output.onkeydown = (event) => {
    if (!sliding.taps || event.ctrlKey || event.metaKey || event.altKey || !press(sliding, event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const nearest = (event) => sliding.taps.nearest(...sliding.input.cellAt(event));
  input.onpointermove = (event) => {
    if (sliding.taps && event.pointerType === "mouse" && !sweep.playing) sliding.moveTo(...nearest(event));
  };
  input.onpointerup = (event) => {
    if (sliding.taps && event.isPrimary) sliding.moveByHand(...nearest(event)); // a finger that scrolls is cancelled
  };
  scrub.oninput = () => {
    if (!sliding.taps) return;
    const position = Number(scrub.value);
    sweep.stop();
    sweep.scrub(position);
    sliding.go(position);
    sliding.draw(); // what is veiled may change though the window stays
  };
  sliding.playButton.onclick = () => sliding.taps && sliding.toggle();
}

/** Handle a key on the output; true when it was one of its own. */
function press(sliding, event) {
  const { row, column } = sliding;
  const { rows, columns } = sliding.taps;
  if (event.key in ARROWS) {
    const [down, right] = ARROWS[event.key].map((step) => step * (event.shiftKey ? LEAP : 1));
    sliding.moveByHand(inside(row + down, rows), inside(column + right, columns));
  } else if (event.key === "Home") sliding.moveByHand(row, 0);
  else if (event.key === "End") sliding.moveByHand(row, columns - 1);
  else if (event.key === " ") event.repeat || sliding.toggle();
  else return false;
  return true;
}
