// Small comforts. Everything works without this file.
"use strict";

// While one types, what is found so far stands under the box. Arrows move through it, Enter goes
// there, Esc closes it; the focus stays in the box.
function showBelow(box) {
  const form = box.form;
  const glimpse = form.querySelector(".glimpse");
  const said = form.querySelector("[role=status]");
  let isWanted = false;
  let at = -1;
  let chosen = null;

  const options = () => [...glimpse.querySelectorAll("[role=option]")];
  const addressOf = (option) => option?.getAttribute("href") ?? null;
  const point = (place) => {
    at = place;
    options().forEach((option, number) => option.setAttribute("aria-selected", number === at));
    const option = options()[at];
    chosen = addressOf(option);
    option?.scrollIntoView({ block: "nearest" });
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
  };
  const show = (isShown) => {
    const kept = chosen;
    glimpse.hidden = !isShown;
    const list = isShown && glimpse.querySelector("[role=listbox]");
    box.setAttribute("aria-expanded", Boolean(list));
    if (list) box.setAttribute("aria-controls", list.id);
    else box.removeAttribute("aria-controls");
    // An answer that comes late does not take away what the arrows chose, if it is still there.
    point(list ? options().findIndex((option) => addressOf(option) === kept) : -1);
    said.textContent = isShown ? (glimpse.querySelector("[data-said]")?.dataset.said ?? "") : "";
  };
  const close = () => {
    isWanted = false;
    show(false);
  };
  const forget = () => {
    close();
    glimpse.replaceChildren();
  };

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.addEventListener("focus", () => (isWanted = true));
  box.addEventListener("input", () => {
    isWanted = true;
    // Enter asks what is typed now, and goes nowhere that older words had found.
    if (glimpse.hidden) glimpse.replaceChildren();
    else point(-1);
  });
  box.addEventListener("blur", close);
  box.addEventListener("htmx:responseError", forget);
  box.addEventListener("htmx:sendError", forget);
  box.addEventListener("htmx:timeout", forget);
  glimpse.addEventListener("htmx:afterSwap", () => show(isWanted && document.activeElement === box));
  // A press on what is shown must not take the focus away before the click.
  glimpse.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const last = options().length - 1;
    if (event.key === "ArrowDown" && glimpse.hidden && last >= 0) {
      isWanted = true;
      show(true);
    } else if (glimpse.hidden) return;
    else if (event.key === "ArrowDown") point(at < last ? at + 1 : -1);
    else if (event.key === "ArrowUp") point(at < 0 ? last : at - 1);
    else if (event.key === "Enter" && at >= 0) options()[at].click();
    else if (event.key === "Escape") {
      close();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  });
}

for (const box of document.querySelectorAll(".find input[hx-get]")) showBelow(box);

// Esc closes the menu, or the filters on a phone, and gives the focus back to what opened them.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (location.hash === "#filters") {
    location.hash = "#results";
    document.querySelector("a.filters-on")?.focus();
  }
});
