// Small comforts. Everything works without this file.
"use strict";

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
