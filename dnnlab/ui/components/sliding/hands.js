// How the window is moved: by mouse, finger, keys and slider.

export const LEAP = 10; // pixels that an arrow key moves with Shift
const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

const inside = (at, count) => Math.min(count - 1, Math.max(0, at));

/** Let a bench be moved; before its first picture has come there is nothing to move. */
export function listen(bench) {
  const { outputCanvas: output, inputBox: input, scrub, sweep } = bench;
  output.onpointerdown = (event) => {
    if (event.button !== 0 || !event.isPrimary || !bench.taps) return;
    output.setPointerCapture(event.pointerId);
    bench.moveByHand(...bench.output.cellAt(event));
  };
  output.onpointermove = (event) => {
    if (bench.taps && event.isPrimary && !sweep.playing) bench.moveTo(...bench.output.cellAt(event));
  };
  output.onkeydown = (event) => {
    if (!bench.taps || event.ctrlKey || event.metaKey || event.altKey || !press(bench, event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const nearest = (event) => bench.taps.nearest(...bench.input.cellAt(event));
  input.onpointermove = (event) => {
    if (bench.taps && event.pointerType === "mouse" && !sweep.playing) bench.moveTo(...nearest(event));
  };
  input.onpointerup = (event) => {
    if (bench.taps && event.isPrimary) bench.moveByHand(...nearest(event)); // a finger that scrolls is cancelled
  };
  scrub.oninput = () => {
    if (!bench.taps) return;
    const position = Number(scrub.value);
    sweep.stop();
    sweep.scrub(position);
    bench.go(position);
    bench.draw(); // what is veiled may change though the window stays
  };
  bench.playButton.onclick = () => bench.taps && bench.toggle();
}

/** Handle a key on the output; true when it was one of the bench's. */
function press(bench, event) {
  const { row, column } = bench;
  const { rows, columns } = bench.taps;
  if (event.key in ARROWS) {
    const [down, right] = ARROWS[event.key].map((step) => step * (event.shiftKey ? LEAP : 1));
    bench.moveByHand(inside(row + down, rows), inside(column + right, columns));
  } else if (event.key === "Home") bench.moveByHand(row, 0);
  else if (event.key === "End") bench.moveByHand(row, columns - 1);
  else if (event.key === " ") event.repeat || bench.toggle();
  else return false;
  return true;
}
