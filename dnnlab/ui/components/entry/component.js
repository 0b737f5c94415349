// A page is one entry of the browser's history, whatever its address says about knobs and parts.
//
// Streamlit pushes an entry whenever a page changes its query parameters. Then Back leads to the
// knobs of a moment ago, and a learner who has moved twenty of them presses twenty times. So a push
// that stays on the page replaces its entry; one that leads to another page is left alone.
//
// On the way to another page Streamlit may push that page's parameters first, onto the address of the
// page that is left, and its path after them. The entry that is left then gets its own address back.

export default function () {
  if (window.dnnlabEntry) return;
  window.dnnlabEntry = true;
  const push = history.pushState.bind(history);
  let before = null; // what the last push that stayed replaced, and by which parameters
  addEventListener("popstate", () => (before = null));
  history.pushState = (state, unused, url) => {
    const to = new URL(url ?? "", location.href);
    if (to.pathname === location.pathname) {
      before = { address: location.href, search: to.search };
      history.replaceState(state, unused, url);
      return;
    }
    if (before?.search && before.search === to.search) history.replaceState(state, unused, before.address);
    before = null;
    push(state, unused, url);
  };
}
