// The secret of this browser tab: 32 hex digits in sessionStorage.
//
// sessionStorage survives a reload, but the browser copies it into a duplicated
// tab. So a page holds a lock on its token for as long as it lives: a page that
// finds a token whose lock stays taken is a duplicate. Browsers have locks only
// on https and localhost; elsewhere the page asks the others whether one of them
// lives by the token (the page that a reload replaced is gone and cannot answer).

const NAME = "dnnlab-tab";
const ATTEMPTS = 8; // for the lock, which the page before a reload may give back late on a busy machine
const PATIENCE = 500; // ms: a page that was left lets go, and a living one answers, within a few

function fresh() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether the token's lock could be had; it is then kept until this page ends. */
async function lock(token) {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await ask(token)) return true;
  }
  return false;
}

/** One request for the lock. A page that is busy with loading may miss the answer, so one is not enough. */
function ask(token) {
  const signal = AbortSignal.timeout(PATIENCE);
  return new Promise((resolve) => {
    const keep = () => new Promise(() => resolve(true));
    navigator.locks.request(`${NAME}-${token}`, { signal }, keep).catch(() => resolve(false));
  });
}

/** Whether no other page answers that it lives by the token; from then on this page answers so. */
function claim(token) {
  const page = fresh(); // names this page load; settles two pages that ask at once
  const channel = new BroadcastChannel(NAME);
  let decided = false;
  return new Promise((resolve) => {
    const decide = (free) => {
      if (decided) return;
      decided = true;
      if (!free) channel.close();
      resolve(free);
    };
    channel.onmessage = ({ data }) => {
      if (data.token !== token || data.page === page) return;
      if (data.held) decide(false);
      else if (decided || page < data.page) channel.postMessage({ token, page, held: true });
    };
    channel.postMessage({ token, page, held: false });
    setTimeout(decide, PATIENCE, true);
  });
}

/** Decide on this page's token: the stored one, unless a living tab holds it. */
async function decide() {
  const take = navigator.locks ? lock : claim;
  let token = sessionStorage.getItem(NAME);
  if (!/^[0-9a-f]{32}$/.test(token) || !(await take(token))) {
    token = fresh();
    void take(token);
  }
  sessionStorage.setItem(NAME, token);
  return token;
}

export default async function ({ data, setStateValue }) {
  const token = await (window.dnnlabTab ??= decide());
  if (!data.known) setStateValue("token", token);
}
