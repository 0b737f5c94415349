// Pictures to sort into two piles against the clock, one after the other.
//
// All state hangs on the element, so it survives the page's reruns; another deal begins anew.

const LEFT = ["ArrowLeft"];
const RIGHT = ["ArrowRight"];

/** Draw picture number `at` of the sheet, or nothing. */
function draw(state) {
  const { canvas, image, count } = state;
  const side = image.naturalWidth;
  const height = image.naturalHeight / count;
  canvas.width = side;
  canvas.height = height;
  const context = canvas.getContext("2d");
  context.imageSmoothingEnabled = false;
  context.clearRect(0, 0, side, height);
  if (state.at >= 0 && state.at < count) {
    context.drawImage(image, 0, state.at * height, side, height, 0, 0, side, height);
  }
}

function show(state) {
  const { root, piles, count, seconds } = state;
  const playing = state.at >= 0 && state.at < count;
  const over = state.at >= count;
  const left = playing ? Math.max(0, seconds - (performance.now() - state.began) / 1000) : over ? 0 : seconds;
  root.querySelector(".count").textContent = playing ? `${state.at + 1} of ${count}` : over ? "done" : `${count} pictures`;
  root.querySelector(".clock").textContent = over ? "" : `${Math.ceil(left)} s`;
  root.querySelector(".rest").style.width = `${(100 * left) / seconds}%`;
  const [first, second] = [root.querySelector(".first"), root.querySelector(".second")];
  [first.textContent, second.textContent] = piles;
  first.disabled = second.disabled = !playing;
  const start = root.querySelector(".start");
  start.textContent = "Start the clock";
  start.hidden = playing || over;
  root.querySelector(".help").textContent = state.help;
  state.canvas.setAttribute("aria-label", playing ? `Picture ${state.at + 1}, to be sorted` : "No picture yet");
  root.dataset.at = state.at;
}

function finish(state) {
  clearInterval(state.timer);
  const seconds = Math.min(state.seconds, (performance.now() - state.began) / 1000);
  state.at = state.count;
  draw(state);
  show(state);
  state.send("sorted", { deal: state.deal, piles: state.answers, seconds });
}

function put(state, pile) {
  if (state.at < 0 || state.at >= state.count) return;
  state.answers[state.at] = pile;
  state.at += 1;
  if (state.at >= state.count) return finish(state);
  draw(state);
  show(state);
}

function start(state) {
  if (state.at >= 0 || !state.image.complete) return;
  state.at = 0;
  state.began = performance.now();
  state.answers = new Array(state.count).fill(-1);
  state.timer = setInterval(() => {
    if (!state.root.isConnected) return clearInterval(state.timer);
    if (performance.now() - state.began > 1000 * state.seconds) return finish(state);
    show(state);
  }, 200);
  draw(state);
  show(state);
  state.root.focus();
}

function begin(state, data) {
  clearInterval(state.timer);
  Object.assign(state, data, { at: -1, answers: [], timer: 0 });
  state.image = new Image();
  state.image.onload = () => draw(state);
  state.image.src = `data:image/png;base64,${data.sheet}`;
  show(state);
}

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".sorting");
  const state = (root.state ??= { root, canvas: root.querySelector("canvas"), timer: 0 });
  state.send = setStateValue;
  root.tabIndex = -1;
  root.querySelector(".start").onclick = () => start(state);
  root.querySelector(".first").onclick = () => put(state, 0);
  root.querySelector(".second").onclick = () => put(state, 1);
  root.onkeydown = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    const key = event.key.toLowerCase();
    const keys = data.piles.map((each) => each[0].toLowerCase());
    if (LEFT.includes(event.key) || key === keys[0]) put(state, 0);
    else if (RIGHT.includes(event.key) || key === keys[1]) put(state, 1);
    else return;
    event.preventDefault();
  };
  if (state.deal !== data.deal) begin(state, data);
  else show(state);
}
