// The bar's modules are loaded once; only these lines travel with a refresh.
export default async function (component) {
  const root = component.parentElement.querySelector(".dl-bar");
  try {
    const { render } = await import(new URL("FOLDER/bar/view.js", document.baseURI));
    return render(root, component);
  } catch (error) {
    root.querySelector(".dl-words").textContent = `${component.data.words} (This line cannot be moved: ${error.message})`;
    console.error(error); // thrown on, it would put Streamlit's own words in place of these
  }
}
