(() => {
  const { root, one, all, asked, arrive, copies } = page;
  const findings = all(".finding");
  const levels = all("button[data-filter]");
  const show = () => {
    const words = asked.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = levels.filter((button) => button.getAttribute("aria-pressed") === "true").map((button) => button.dataset.filter);
    for (const finding of findings) {
      const text = finding.textContent.toLowerCase();
      finding.hidden = !wanted.includes(finding.dataset.level) || !words.every((word) => text.includes(word));
    }
    for (const group of all(".group")) group.hidden = !one(".finding:not([hidden])", group);
    const shown = findings.filter((finding) => !finding.hidden).length;
    one("#none").hidden = shown > 0;
    root.dataset.shown = String(shown);
  };
  const press = (button, on) => button.setAttribute("aria-pressed", String(on));
  for (const button of levels) button.onclick = () => { press(button, button.getAttribute("aria-pressed") !== "true"); show(); };
  asked.oninput = show;
  asked.onkeydown = (event) => { if (event.key === "Escape") { asked.value = ""; show(); } };
  for (const button of all(".finding .copy")) copies(button, () => one(".entry", button.closest(".finding")));
  // Who follows a link to a finding sees it, whatever is filtered.
  const follow = () => {
    const finding = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (finding?.hidden) { asked.value = ""; for (const button of levels) press(button, true); show(); }
    arrive();
  };
  addEventListener("hashchange", follow);
  show();
  follow();
  root.dataset.width = String(window.innerWidth);
  root.dataset.overflow = String(root.scrollWidth > window.innerWidth);
})();
