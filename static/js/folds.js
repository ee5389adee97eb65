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
// A menu closes when one looks elsewhere: a click or the focus outside it, or Escape, which leads back to its name.
const menus = [...document.querySelectorAll("details[data-menu]")];
const closeElsewhere = ({ target }) => {
  for (const menu of menus) {
    if (target instanceof Node && !menu.contains(target)) {
      menu.open = false;
    }
  }
};
document.addEventListener("click", closeElsewhere);
document.addEventListener("focusin", closeElsewhere);
document.addEventListener("keydown", ({ key }) => {
  const open = menus.filter((menu) => menu.open).at(-1);
  if (key === "Escape" && open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});
// A link to a field inside a closed fold opens it.
const reveal = () => document.getElementById(location.hash.slice(1))?.closest("details")?.setAttribute("open", "");
addEventListener("hashchange", reveal);
reveal();
