// A number that grows asks for the top of the page.

export default function ({ data }) {
  const seen = (window.dnnlabScrolls ??= data.scrolls);
  if (data.scrolls === seen) return;
  window.dnnlabScrolls = data.scrolls;
  document.querySelector("[data-testid=stMain]")?.scrollTo({ top: 0 });
}
