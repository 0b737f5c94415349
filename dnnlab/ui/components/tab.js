// The secret of this browser tab: 32 hex digits in sessionStorage.
//
// sessionStorage survives a reload, but the browser copies it into a duplicated
// tab. So a page that finds a token asks the others whether one of them lives
// by it; the page that a reload replaced is gone and cannot answer.

const NAME = "dnnlab-tab";
const PATIENCE = 150; // ms: living tabs answer within a few

function fresh() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Decide on this page's token: the stored one, unless a living tab holds it. */
async function decide() {
  const page = fresh(); // names this page load; settles two pages that ask at once
  const channel = new BroadcastChannel(NAME);
  let token = sessionStorage.getItem(NAME);
  let decided = false;
  const taken = new Promise((resolve) => {
    channel.onmessage = ({ data }) => {
      if (data.token !== token || data.page === page) return;
      if (data.held) {
        if (!decided) resolve(true);
      } else if (decided || page < data.page) {
        channel.postMessage({ token, page, held: true });
      }
    };
  });
  if (/^[0-9a-f]{32}$/.test(token)) {
    channel.postMessage({ token, page, held: false });
    const silence = new Promise((resolve) => setTimeout(resolve, PATIENCE, false));
    if (await Promise.race([taken, silence])) token = fresh();
  } else {
    token = fresh();
  }
  decided = true;
  sessionStorage.setItem(NAME, token);
  return token;
}

export default async function ({ data, setStateValue }) {
  const token = await (window.dnnlabTab ??= decide());
  if (!data.known) setStateValue("token", token);
}
