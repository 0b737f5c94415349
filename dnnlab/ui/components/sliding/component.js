// The sliding window's modules are loaded once; only these lines travel with a refresh.
export default async function (component) {
  try {
    const { render } = await import(new URL("app/static/FOLDER/sliding/MODULE.js", document.baseURI));
    return render(component);
  } catch (error) {
    component.parentElement.querySelector("ELEMENT").textContent = `The sliding window cannot be shown: ${error.message}`;
    console.error(error); // thrown on, it would put Streamlit's own words in place of these
  }
}
