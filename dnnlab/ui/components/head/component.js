// The sidebar starts folded on a narrow window: its button is pressed once a tab, and
// a learner who opens it keeps it open. A number that grows asks for the top of the page.

const NARROW = 1400; // px; Streamlit itself folds it below 768
const FOLDED = "dnnlab-folded";

function fold() {
  if (sessionStorage.getItem(FOLDED)) return;
  const press = () => {
    const sidebar = document.querySelector("[data-testid=stSidebar][data-collapsed=false]");
    const button = sidebar?.querySelector("[data-testid=stSidebarCollapseButton] button");
    if (!button) return false;
    sessionStorage.setItem(FOLDED, "1");
    if (window.innerWidth < NARROW) button.click();
    return true;
  };
  if (press()) return;
  const watch = new MutationObserver(() => press() && watch.disconnect());
  watch.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => watch.disconnect(), 10_000); // there is no sidebar, or it is folded already
}

export default function ({ data }) {
  fold();
  const seen = (window.dnnlabScrolls ??= data.scrolls);
  if (data.scrolls === seen) return;
  window.dnnlabScrolls = data.scrolls;
  document.querySelector("[data-testid=stMain]")?.scrollTo({ top: 0 });
}
