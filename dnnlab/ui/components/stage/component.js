// The stage's modules are loaded once; only these lines travel with a refresh. Until the modules are there, they
// draw what is coming: a still picture if the page has one, else a frame for each panel, of its final height.
function announce(root, data) {
  const length = new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  const { panels, palette, still } = JSON.parse(new TextDecoder().decode(data.subarray(4, 4 + length)));
  const make = (tag, name, parent, text = "") => {
    const made = Object.assign(document.createElement(tag), { className: name, textContent: text });
    parent.append(made);
    return made;
  };
  for (const [name, colour] of Object.entries(palette)) root.style.setProperty(`--dl-${name}`, colour);
  const grid = make("div", "dl-grid dl-frames", root);
  for (const { title, caption, columns, height, aspect } of panels) {
    const panel = make("section", "dl-panel", grid);
    panel.style.setProperty("--dl-columns", columns);
    panel.classList.toggle("dl-share", columns < 12 && 12 % columns === 0);
    make("div", "dl-title", panel, title);
    const frame = make("div", "dl-coming", panel, "The picture is coming …");
    if (aspect) Object.assign(frame.style, { aspectRatio: aspect, minHeight: 0 });
    else Object.assign(frame.style, { height: `${height ?? 200}px`, minHeight: `min(6rem, ${height ?? 200}px)` });
    make("div", "dl-caption", panel, caption);
  }
  if (!still) return;
  const place = make("div", "dl-still", root);
  place.toggleAttribute("data-other", still.other);
  const picture = make("img", "", place);
  picture.alt = still.alt;
  picture.src = new URL(still[palette.name], document.baseURI);
  if (still.tag) make("span", "dl-tag", place, still.tag);
}

export default async function (component) {
  const root = component.parentElement.querySelector(".dl-stage");
  try {
    if (!root.firstChild) announce(root, component.data);
    const { render } = await import(new URL("FOLDER/stage/view.js", document.baseURI));
    return await render(component);
  } catch (error) {
    root.textContent = "";
    const failed = Object.assign(document.createElement("div"), { className: "dl-failed" });
    failed.textContent = `The live view cannot be shown: ${error.message}`;
    root.append(failed);
    console.error(error); // thrown on, it would put Streamlit's own words in place of these
  }
}
