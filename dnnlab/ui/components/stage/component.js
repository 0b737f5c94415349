// The stage's modules are loaded once; only these lines travel with a refresh.
export default async function (component) {
  try {
    const { render } = await import(new URL("app/static/FOLDER/stage/view.js", document.baseURI));
    return await render(component);
  } catch (error) {
    component.parentElement.querySelector(".dl-stage").textContent = `The live view cannot be shown: ${error.message}`;
    console.error(error); // thrown on, it would put Streamlit's own words in place of these
  }
}
