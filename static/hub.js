// Small comforts. Everything works without this file.
"use strict";

// While one types, the box offers what it would find. Arrows move through it, Enter goes there, Esc
// closes it; the focus stays in the box.
function offerUnder(box) {
  const form = box.form;
  const offer = form.querySelector(".offered");
  const said = form.querySelector("[role=status]");
  let isWanted = false;
  let at = -1;
  let pointed = "";

  const options = () => [...offer.querySelectorAll("[role=option]")];
  const point = (place) => {
    at = place;
    pointed = options()[at]?.href ?? "";
    options().forEach((option, number) => option.setAttribute("aria-selected", number === at));
    const option = options()[at];
    option?.scrollIntoView({ block: "nearest" });
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
  };
  const show = (isShown) => {
    offer.hidden = !isShown;
    box.setAttribute("aria-expanded", isShown);
    // What one has moved to stays chosen if the next answer offers it too.
    point(isShown && pointed ? options().findIndex((option) => option.href === pointed) : -1);
    said.textContent = isShown ? (offer.querySelector("[data-said]")?.dataset.said ?? "") : "";
  };
  const close = () => {
    isWanted = false;
    show(false);
  };

  offer.id = "offer";
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", offer.id);
  box.setAttribute("aria-expanded", "false");
  box.addEventListener("focus", () => (isWanted = true));
  box.addEventListener("input", () => {
    isWanted = true;
    // Enter asks what is typed now, not what was offered for older words.
    point(-1);
  });
  offer.addEventListener("htmx:afterSwap", () => show(isWanted && document.activeElement === box));
  // A press on what is offered must not take the focus away before the click.
  offer.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || offer.hidden) return;
    const last = options().length - 1;
    if (event.key === "ArrowDown") point(at < last ? at + 1 : -1);
    else if (event.key === "ArrowUp") point(at < 0 ? last : at - 1);
    else if (event.key === "Enter" && at >= 0) options()[at].click();
    else if (event.key === "Escape") {
      close();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  });
}

for (const box of document.querySelectorAll(".find input[hx-get]")) offerUnder(box);

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
