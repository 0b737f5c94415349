// Looks over a socket of the tab's own (looks_route.py says what is said over it): one a tab, for all stages it shows.
//
// A host may let only Streamlit's own socket through: then this one is given up after a few tries, the page is told so,
// and refreshes by itself. A frame is answered when it is shown, so nothing waits for a slow browser.

const PATH = "app/static/looks";
const WAITS = [500, 2000, 5000]; // ms before another try: after one that worked, after the first in vain, ...
const LATER = 60_000; // ms until it is tried again after these
const SILENCE = 20_000; // ms without a word after which a socket counts as broken
const PULSE = 3_000; // ms between two looks at that
const HIDDEN = 1_000; // ms until a page that nobody sees answers; browsers make it longer the longer nobody looks
const AGAIN = 1_000; // ms until a stage that was not ready is seen anew

const seen = new Map(); // page -> its bar: picture (the name of what its stage shows), hear(head, payload), call(why)
let socket = null;
let works = false; // whether something has come over it
let ever = false; // or over one before it
let failures = 0;
let heard = 0;
let timer = 0;
let pulse = 0;

/** A stage is there; its bar hears the frames. */
export function join(page, bar) {
  seen.set(page, bar);
  heard = performance.now(); // nothing was to come before
  if (socket) see();
  else if (!timer) connect();
  pulse ||= setInterval(beat, PULSE);
}

export function leave(page, bar) {
  if (seen.get(page) !== bar) return;
  seen.delete(page);
  see();
}

function connect() {
  timer = 0;
  if (!window.dnnlabTab) return; // nobody's page
  const address = new URL(PATH, document.baseURI);
  address.protocol = address.protocol.replace("http", "ws");
  const mine = (socket = new WebSocket(address));
  mine.binaryType = "arraybuffer";
  heard = performance.now();
  mine.onopen = async () => {
    const token = await window.dnnlabTab;
    mine.named = true; // its first word
    say({ token }, mine);
    see();
  };
  mine.onmessage = ({ data }) => take(data, mine);
  mine.onclose = () => lost(mine);
}

function say(word, to = socket) {
  if (to?.named && to.readyState === WebSocket.OPEN) to.send(JSON.stringify(word));
}

function see() {
  say({ see: Object.fromEntries([...seen].map(([page, bar]) => [page, bar.picture])) });
}

async function take(data, from) {
  heard = performance.now();
  works = ever = true;
  failures = 0;
  const bytes = await unpacked(new Uint8Array(data));
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  let shown = true;
  try {
    shown = await seen.get(head.page)?.hear(head, bytes.subarray(4 + length));
  } catch (error) {
    console.error(error); // the page's own messages bring the same, and say it in the stage's place
  }
  if (shown === false) setTimeout(see, AGAIN);
  else if (document.hidden) setTimeout(say, HIDDEN, { got: head.page }, from);
  else say({ got: head.page }, from);
}

async function unpacked(bytes) {
  if (!bytes[0]) return bytes.subarray(1);
  const stream = new Blob([bytes.subarray(1)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function beat() {
  if (!seen.size) say({}); // nothing comes then; it lives by this
  else if (socket && !document.hidden && performance.now() - heard > SILENCE) {
    const silent = socket;
    silent.close();
    lost(silent); // its end may take long
  }
}

function lost(mine) {
  if (mine !== socket) return;
  socket = null;
  if (works) call("closed");
  else if (failures++ === WAITS.length - 1 && !ever) call("refused");
  works = false;
  timer = setTimeout(connect, WAITS[failures] ?? LATER);
}

/** The pages must run: they look by themselves from now on. */
function call(why) {
  for (const bar of seen.values()) bar.call(why);
}
