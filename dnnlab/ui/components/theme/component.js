// Tells the page that the theme has changed. A request may get lost among others: it is sent again until the
// page has the theme's colours.

const PATIENCE = 1000; // ms until what has brought nothing is sent again, longer each time
const ATTEMPTS = 5;

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".dnnlab-theme");
  const follow = (root.dnnlabFollow ??= { asked: 0, timer: null });
  const now = () => getComputedStyle(root).getPropertyValue("--st-background-color").trim().toLowerCase();
  clearTimeout(follow.timer);
  const look = () => {
    if (!root.isConnected || now() === data.background) return void (follow.asked = 0);
    if (follow.asked === ATTEMPTS) return;
    follow.asked++;
    setStateValue("background", `${now()} ${follow.asked}`); // a value that it did not have
    follow.timer = setTimeout(look, PATIENCE * follow.asked);
  };
  look();
  return () => root.isConnected || clearTimeout(follow.timer);
}
