"use strict";
(() => {
  const here = "here";
  const pieces = (id) => document.querySelectorAll(`[data-s="${CSS.escape(id)}"]`);
  const back = document.getElementById("back");
  let jumps = 0;

  const reveal = () => {
    document.querySelectorAll(`.${here}`).forEach((piece) => piece.classList.remove(here));
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    pieces(id).forEach((piece) => piece.classList.add(here));
    for (let box = target; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
    if (target.classList.contains("st")) {
      const note = document.getElementById(`n-${id}`);
      if (note) note.open = true;
      target.focus({ preventScroll: true });
    }
    target.scrollIntoView({ block: target.classList.contains("st") ? "center" : "start" });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const inside = !link.closest("nav") && !link.classList.contains("skip");
    if (inside && link.hash !== location.hash) jumps += 1;
    back.hidden = jumps === 0;
    if (link.hash === location.hash) reveal();
  });
  back.addEventListener("click", () => {
    jumps = Math.max(0, jumps - 1);
    back.hidden = jumps === 0;
    history.back();
  });
  addEventListener("hashchange", reveal);
  if (location.hash) addEventListener("load", reveal);

  const filter = document.getElementById("filter");
  if (filter) {
    filter.hidden = false;
    const party = document.getElementById("filter-party");
    const family = document.getElementById("filter-family");
    filter.addEventListener("submit", (event) => event.preventDefault());
    filter.addEventListener("change", () => {
      document.querySelectorAll(".note").forEach((note) => {
        const shown = (!party.value || note.dataset.party === party.value) && (!family.value || note.dataset.family === family.value);
        note.classList.toggle("off", !shown);
        pieces(note.id.slice(2)).forEach((piece) => piece.classList.toggle("off", !shown));
      });
    });
  }
})();
