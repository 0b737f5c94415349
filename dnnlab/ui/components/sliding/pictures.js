// The pictures that the sliding windows of a page go over. A picture comes in a component
// of its own, because Streamlit sends a large message again only when it changes; a
// sliding window knows its picture by its digest. Either may arrive first.

const pictures = new Map(); // digest -> picture
const holders = new Map(); // element that brought a picture -> digest
const waiting = new Map(); // sliding window -> { digest, use }

function decode(payload) {
  const length = new DataView(payload.buffer, payload.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(payload.subarray(4, 4 + length)));
  const bytes = payload.slice(4 + length); // a copy: the payload is a view that need not begin at a multiple of 4
  return { digest: header.digest, values: header.type === "uint8" ? bytes : new Float32Array(bytes.buffer) };
}

/** Give a sliding window its picture, at once or when it comes; it waits for one picture at a time. */
export function whenHere(sliding, digest, use) {
  waiting.delete(sliding);
  if (pictures.has(digest)) use(pictures.get(digest));
  else waiting.set(sliding, { digest, use });
}

/** A sliding window has gone. */
export const leave = (sliding) => waiting.delete(sliding);

function keep(element, picture) {
  holders.set(element, picture.digest);
  pictures.set(picture.digest, picture);
  forget();
  for (const [sliding, { digest, use }] of [...waiting]) {
    if (digest !== picture.digest) continue;
    waiting.delete(sliding);
    use(picture);
  }
}

/** Drop the pictures that no element brings any more; a sliding window that shows one keeps it for itself. */
function forget() {
  const held = new Set(holders.values());
  for (const digest of pictures.keys()) if (!held.has(digest)) pictures.delete(digest);
}

function release(element) {
  holders.delete(element);
  forget();
}

/** Called by the loader for every message with a picture. */
export function render({ data, parentElement }) {
  const element = parentElement.querySelector(".dl-sliding-picture");
  keep(element, decode(data));
  return () => element.isConnected || release(element);
}
