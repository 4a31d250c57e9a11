"use strict";
// What every page does: language and colours, copies, folds, keys.
const page = (() => {
  const root = document.documentElement;
  const one = (selector, of = document) => of.querySelector(selector);
  const all = (selector, of = document) => [...of.querySelectorAll(selector)];
  const say = (en, zh) => (root.dataset.lang === "zh" ? zh : en);
  const kept = (key, value) => {
    try { return value === undefined ? localStorage.getItem(key) : localStorage.setItem(key, value); } catch { return null; }
  };
  const make = (name, said, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(said)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };
  // Language and colours.
  const language = (lang) => {
    root.dataset.lang = lang; root.lang = lang === "zh" ? "zh-CN" : "en";
    for (const button of all("[data-setlang]")) button.setAttribute("aria-pressed", String(button.dataset.setlang === lang));
    for (const input of all("input[data-en]")) input.placeholder = input.dataset[lang];
    kept("lang", lang);
  };
  for (const button of all("[data-setlang]")) button.onclick = () => language(button.dataset.setlang);
  const [themes, signs] = [["auto", "light", "dark"], ["◐", "☀", "☾"]];
  const theme = (name) => {
    root.dataset.theme = name; kept("theme", name);
    Object.assign(one("#theme"), { textContent: signs[themes.indexOf(name)], ariaLabel: `theme: ${name}` });
  };
  one("#theme").onclick = () => theme(themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length]);
  const opened = (element) => { for (let above = element; above; above = above.parentElement) if (above.tagName === "DETAILS") above.open = true; };
  const copies = (button, text) => {
    button.onclick = async () => {
      const from = text();
      try { await navigator.clipboard.writeText(from.textContent); button.dataset.done = "1"; }
      catch {
        opened(from); const range = document.createRange(); range.selectNodeContents(from); getSelection().removeAllRanges(); getSelection().addRange(range);
      }
    };
  };
  const unfold = (id) => {
    const element = document.getElementById(id);
    opened(element); element?.scrollIntoView();
  };
  const asked = one("#q");
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/INPUT|TEXTAREA|SELECT/.test(document.activeElement.tagName)) { asked.focus(); event.preventDefault(); }
  });
  // A link can carry a language and a search: page.html#lang=zh&q=fh
  const hash = new URLSearchParams(location.hash.slice(1));
  theme(themes.includes(kept("theme")) ? kept("theme") : "auto");
  language(["zh", "en"].find((lang) => lang === (hash.get("lang") ?? kept("lang"))) ?? root.dataset.lang);
  if (hash.get("q")) asked.value = hash.get("q");
  // What comes later may show or hide the place that the address names.
  const arrive = () => { if (location.hash && !location.hash.includes("=")) unfold(decodeURIComponent(location.hash.slice(1))); };
  return { root, one, all, say, make, asked, hash, unfold, arrive, copies };
})();
