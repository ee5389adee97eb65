// The coding desk by keyboard: what has a data-code is pressed with that key. Keys rest while somebody types, and all of them
// can be turned off, per person and browser (WCAG 2.1.4). Digits go by their place, for with Shift they type other signs.
const desk = document.querySelector("[data-desk]");

if (desk) {
  const sheet = document.querySelector("#keys");
  const line = document.querySelector("[data-keys]");
  const toggle = sheet.querySelector("[data-keys-off]");
  const kept = `shortcuts-${desk.dataset.desk}`;
  const isOff = () => localStorage.getItem(kept) === "off";
  const find = (selector) => desk.querySelector(selector);
  const coded = (code) => find(`[data-code="${CSS.escape(code)}"]`);

  const show = () => {
    if (line) {
      line.hidden = isOff();
    }
    toggle.textContent = isOff() ? toggle.dataset.keysOn : toggle.dataset.keysOff;
  };

  toggle.addEventListener("click", () => {
    localStorage.setItem(kept, isOff() ? "on" : "off");
    show();
  });

  const open = () => {
    sheet.showModal();
    sheet.querySelector("h2").focus();
  };

  sheet.querySelector("[data-close]").addEventListener("click", (event) => {
    event.preventDefault();
    sheet.close();
  });
  for (const link of desk.querySelectorAll("a[href='#keys']")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      open();
    });
  }

  // Ticks stand in the address: they stay while one goes on, filters and acts.
  const pick = () => {
    const asked = new URLSearchParams(location.search);
    const boxes = [...desk.querySelectorAll("input[name=pick][type=checkbox]")];
    const here = new Set(boxes.map((box) => box.value));
    const before = asked.has("every") ? [] : (asked.get("pick") || "").split(".").filter((one) => one && !here.has(one));
    const picked = [...before, ...boxes.filter((box) => box.checked).map((box) => box.value)];
    asked.delete("pick");
    asked.delete("every");
    asked.delete("page");
    const rest = asked.toString();
    const ticks = picked.length ? `pick=${picked.join(".")}` : "";
    const question = [rest, ticks].filter(Boolean).join("&");
    location.assign(`${document.querySelector("#picks").getAttribute("action")}${question ? `?${question}` : ""}`);
  };

  for (const box of desk.querySelectorAll("input[name=pick][type=checkbox]")) {
    box.addEventListener("change", pick);
  }
  for (const button of desk.querySelectorAll("[data-without-script]")) {
    button.hidden = true;
  }

  // One key gives a theme and goes on; with Shift it gives or takes it and stays.
  const choose = (box, stays) => {
    box.checked = stays ? !box.checked : true;
    find(stays ? "[data-stays]" : "[data-goes-on]").click();
  };

  const finder = find("#find-theme");
  if (finder) {
    finder.closest("p").hidden = false;
    const leaves = [...desk.querySelectorAll(".tree .leaf")];
    const fits = (leaf) => leaf.textContent.toLocaleLowerCase().includes(finder.value.trim().toLocaleLowerCase());
    const clear = () => {
      finder.value = "";
      for (const leaf of leaves) {
        leaf.hidden = false;
      }
    };
    finder.addEventListener("input", () => {
      for (const leaf of leaves) {
        leaf.hidden = !fits(leaf);
      }
    });
    finder.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        clear();
        find("#open").focus();
      }
      const first = leaves.find(fits);
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        event.stopPropagation();
        if (first && finder.value.trim()) {
          choose(first.querySelector("input"), event.shiftKey);
        }
      }
    });
  }

  const types = (element) => element.matches("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");
  const letter = (event) => (/^[a-z]$/i.test(event.key) ? `Key${event.key.toUpperCase()}` : event.code.replace("Numpad", "Digit"));

  const press = (event, code) => {
    const shifted = event.shiftKey && coded(`Shift+${code}`);
    const found = shifted || coded(code);
    if (!found) {
      return false;
    }
    if (code.startsWith("Digit")) {
      choose(found, event.shiftKey);
    } else if (found.dataset.takes && event.shiftKey) {
      choose(find(`input[data-theme="${found.dataset.takes}"]`), true);
    } else if (event.shiftKey && !shifted) {
      return false;
    } else if (types(found)) {
      found.focus();
    } else {
      found.focus();
      found.click();
    }
    return true;
  };

  document.addEventListener("keydown", (event) => {
    const isCalled = event.key === "?" || (event.key === "/" && !event.code.startsWith("Digit"));
    const isAway = isOff() || event.altKey || event.metaKey || event.isComposing || event.repeat;
    if (event.defaultPrevented || isAway || sheet.open) {
      return;
    }
    if (event.ctrlKey) {
      const main = event.key === "Enter" && find("[data-goes-on]");
      if (main) {
        event.preventDefault();
        main.click();
      }
      return;
    }
    if (types(event.target)) {
      return;
    }
    if (event.key === "?") {
      open();
      event.preventDefault();
    } else if (press(event, isCalled ? "KeyS" : letter(event))) {
      event.preventDefault();
    }
  });

  // A live region speaks when it changes: what was done last is said when the page has come.
  const says = find("[data-says]");
  if (says && document.referrer.startsWith(location.origin)) {
    const text = says.innerHTML;
    says.textContent = "";
    setTimeout(() => {
      says.innerHTML = text;
    }, 150);
  }

  find(".heap [aria-current]")?.scrollIntoView({ block: "nearest" });
  show();
}
