// Shortcuts for reading contributions: what has a data-key is pressed with it. Single keys rest while somebody types, and
// all of them can be turned off (WCAG 2.1.4); the choice is kept in this browser.
const line = document.querySelector("[data-keys]");

if (line) {
  const toggle = line.querySelector("[data-keys-off]");
  const isOff = () => localStorage.getItem("shortcuts") === "off";

  const show = () => {
    line.hidden = false;
    line.dataset.state = isOff() ? "off" : "on";
    toggle.textContent = isOff() ? toggle.dataset.keysOn : toggle.dataset.keysOff;
  };

  toggle.addEventListener("click", () => {
    localStorage.setItem("shortcuts", isOff() ? "on" : "off");
    show();
  });

  const types = (element) => element.matches("textarea, select, input:not([type=checkbox], [type=radio])");

  document.addEventListener("keydown", (event) => {
    if (isOff() || event.altKey || event.metaKey || event.defaultPrevented) {
      return;
    }
    const key = `${event.ctrlKey ? "Control+" : ""}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
    if (!event.ctrlKey && types(event.target)) {
      return;
    }
    const pressed = key === "/" ? document.querySelector("#q") : document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (pressed) {
      event.preventDefault();
      pressed.focus();
      if (key !== "/") {
        pressed.click();
      }
    }
  });

  show();
}
