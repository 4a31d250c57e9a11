"use strict";
(function () {
  const root = document.documentElement;
  const search = document.getElementById("search");
  const changes = Array.from(document.querySelectorAll(".change"));
  const filters = Array.from(document.querySelectorAll(".filter"));
  function show() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const levels = filters.filter((box) => box.checked).map((box) => box.value);
    let shown = 0;
    for (const change of changes) {
      const text = change.textContent.toLowerCase();
      change.hidden = !levels.includes(change.dataset.level) || !words.every((word) => text.includes(word));
      shown += change.hidden ? 0 : 1;
    }
    for (const group of document.querySelectorAll(".group")) {
      group.hidden = !group.querySelector(".change:not([hidden])");
    }
    document.getElementById("none").hidden = shown > 0;
    root.dataset.shown = String(shown);
  }
  function language(lang) {
    root.dataset.lang = lang;
    root.lang = lang;
  }
  search.addEventListener("input", show);
  filters.forEach((box) => box.addEventListener("change", show));
  document.getElementById("language").addEventListener("click", () => language(root.dataset.lang === "en" ? "zh" : "en"));
  // A link can carry a search and a language: page.html#q=receiver&lang=zh
  const asked = new URLSearchParams(location.hash.slice(1));
  if (asked.get("q")) search.value = asked.get("q");
  if (asked.get("lang")) language(asked.get("lang") === "zh" ? "zh" : "en");
  show();
  root.dataset.width = String(window.innerWidth);
  root.dataset.overflow = String(root.scrollWidth > window.innerWidth);
})();
