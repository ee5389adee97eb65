// Puts the focus on what the page says first: a message, or what hinders. Without it the reader starts at the top.
const first = document.querySelector("[data-focus]");
if (first && !location.hash) {
  first.focus({ preventScroll: false });
}
