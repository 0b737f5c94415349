// Why a number was not taken: said right below its cell, and nothing else moves for it.

const BELOW = 6; // CSS pixels under the cell: what marks the cell stays free

/** One sentence about one cell. It stays until the learner types on, or until the cell shows another number. */
export class Complaint {
  constructor(root, box) {
    Object.assign(this, { root, box, field: null });
  }

  /** The cell shows its old number again. */
  say(field, words) {
    this.hush();
    Object.assign(this, { field, kept: field.value });
    field.setAttribute("aria-invalid", "true");
    this.box.textContent = words;
    this.place();
  }

  hush() {
    this.field?.removeAttribute("aria-invalid");
    this.field = null;
    this.box.textContent = "";
  }

  /** Numbers have come, or all stands elsewhere. */
  refresh() {
    if (!this.field) return;
    if (this.field.isConnected && this.field.value === this.kept) this.place();
    else this.hush();
  }

  place() {
    const [around, cell] = [this.root, this.field].map((each) => each.getBoundingClientRect());
    const left = Math.max(0, Math.min(cell.left - around.left, around.width - this.box.offsetWidth));
    Object.assign(this.box.style, { left: `${left}px`, top: `${cell.bottom - around.top + BELOW}px` });
  }
}
