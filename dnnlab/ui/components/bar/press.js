// A press on Play or Pause turns the button before the server has answered, and back when it says otherwise.
//
// The button is Streamlit's. Only the text of its two text nodes is changed (the icon is a ligature): what Streamlit
// writes there later counts, so nothing has to be cleaned up when it draws another button.

const FACES = { true: ["pause", "Pause"], false: ["play_arrow", "Play"] }; // whether it goes on -> icon, label

export class Press {
  constructor() {
    this.sent = null; // the press that is not answered yet
  }

  /** Somebody clicked somewhere; a second press before the answer is kept until then. */
  click(event, name, data) {
    const box = event.target.closest?.(`.st-key-${name}-play, .st-key-${name}-pause`);
    if (!box || !event.target.closest("button:enabled")) return;
    if (this.sent) {
      event.preventDefault();
      event.stopImmediatePropagation(); // to the server this button is still what it was
      this.sent.wants = !this.sent.wants;
    } else {
      const wants = box.matches(`.st-key-${name}-play`);
      this.sent = { wants, first: wants, number: data.presses };
    }
    this.dress(name, this.sent.wants);
  }

  /** What a run of the page says: the answer, if it has heard of the press. */
  take(name, { going, presses }) {
    if (!this.sent) return;
    const { wants, first, number } = this.sent;
    if (presses <= number) return this.dress(name, wants); // it may have drawn another button meanwhile
    this.sent = null;
    if (wants !== going && wants !== first) this.follow(name, going ? "pause" : "play");
    else if (wants !== going) this.dress(name, null);
  }

  /** Press the button that has come, for the press that had to wait. */
  follow(name, which) {
    const button = document.querySelector(`.st-key-${name}-${which} button:enabled`);
    if (button) button.click();
    else requestAnimationFrame(() => document.querySelector(`.st-key-${name}-buttons`) && this.follow(name, which));
  }

  /** Icon and label as of a run that goes on, or stands; null: what the button is. */
  dress(name, going) {
    for (const box of document.querySelectorAll(`.st-key-${name}-play, .st-key-${name}-pause`)) {
      const [icon, label] = FACES[going ?? box.matches(`.st-key-${name}-pause`)];
      for (const each of box.querySelectorAll("[data-testid=stIconMaterial]")) write(each, icon);
      for (const each of box.querySelectorAll("[data-testid=stMarkdownContainer] p")) write(each, label);
    }
  }
}

function write(element, text) {
  if (element.firstChild?.nodeType === Node.TEXT_NODE) element.firstChild.nodeValue = text;
}
