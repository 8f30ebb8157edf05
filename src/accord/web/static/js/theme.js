// Light or dark, before anything is painted: the person's choice, else the system's. A plain script in the head.
"use strict";
(() => {
  const kept = localStorage.getItem("accord-theme");
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
})();
