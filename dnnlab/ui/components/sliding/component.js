// The sliding window's modules are loaded once, all at the same time; only these lines travel with a refresh.
const FOUND = new URL("FOLDER/", document.baseURI);

function ahead() {
  if (window.dnnlabSlidingAhead) return;
  window.dnnlabSlidingAhead = true;
  for (const name of ALL) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href: new URL(name, FOUND) }));
  }
}

/** Until the modules are there: a still picture, if the page has one. */
function announce(root, data) {
  const length = new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  const { still, palette } = JSON.parse(new TextDecoder().decode(data.subarray(4, 4 + length)));
  if (!still) return;
  const picture = Object.assign(document.createElement("img"), { className: "sb-still", alt: still.alt });
  picture.src = new URL(still[palette.name], document.baseURI);
  picture.toggleAttribute("data-other", still.other);
  root.append(picture);
}

export default async function (component) {
  try {
    const root = component.parentElement.querySelector("ELEMENT");
    if (!root.firstChild) announce(root, component.data);
    ahead();
    const { render } = await import(new URL("sliding/MODULE.js", FOUND));
    return render(component);
  } catch (error) {
    component.parentElement.querySelector("ELEMENT").textContent = `The sliding window cannot be shown: ${error.message}`;
    console.error(error); // thrown on, it would put Streamlit's own words in place of these
  }
}
