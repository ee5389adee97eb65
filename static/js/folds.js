// Keeps open what the reader opened: a fold with an id is as it was when its page comes back in this tab.
const key = `folds:${location.pathname}`;
const read = () => JSON.parse(sessionStorage.getItem(key) ?? "{}");

for (const fold of document.querySelectorAll("details[id][data-keep]")) {
  const was = read()[fold.id];
  if (was !== undefined && !fold.hasAttribute("data-opened")) {
    fold.open = was;
  }
  fold.addEventListener("toggle", () => {
    sessionStorage.setItem(key, JSON.stringify({ ...read(), [fold.id]: fold.open }));
  });
}
// A link to a field inside a closed fold opens it.
const reveal = () => document.getElementById(location.hash.slice(1))?.closest("details")?.setAttribute("open", "");
addEventListener("hashchange", reveal);
reveal();
