(() => {
  const { root, one, all, say, make, asked, hash, unfold, arrive, copies } = page; const [data, hits] = [JSON.parse(one("#data").textContent), one("#hits")];
  // Search: what holds every word; words of letters also as pinyin or its initials.
  const rows = self.VVSPEC
    ? self.VVSPEC.map(([kind, to, name, more, typed]) => ({ kind, to, name, text: `${name} ${more}`.toLowerCase(), typed }))
    : [
        ...all("[data-k]").map((element) => ({
          kind: element.dataset.k, to: `#${element.id}`, typed: element.dataset.p ?? "",
          name: element.dataset.k === "operation" ? element.dataset.s.split(" ")[0] : one("code", element)?.textContent ?? element.dataset.s,
          text: (element.dataset.s ? `${element.dataset.s} ${one("h2", element).textContent}` : element.textContent).toLowerCase(),
        })),
        ...data.errors.map((error) => ({ kind: "error", to: error.to, typed: "", name: `${error.c} ${error.m}`, text: [error.c, error.m, error.n, ...error.a, error.en].join(" ").toLowerCase() })),
      ];
  const kinds = { operation: ["operation", "接口", 8], field: ["field", "字段", 2], error: ["error", "错误", 1], value: ["value", "取值", 0] };
  const rank = (row, words) => {
    let sum = kinds[row.kind][2];
    for (const word of words) {
      const at = row.text.indexOf(word); if (at >= 0) sum += at === 0 ? 9 : /[\s._/]/.test(row.text[at - 1]) ? 6 : 3;
      else if (/^[a-z]+$/.test(word) && row.typed.split(" ").some((typed) => typed.startsWith(word))) sum += 4; else return 0;
    }
    return sum;
  };
  let chosen = -1;
  const choose = (index) => {
    const options = all("[role=option]", hits); chosen = Math.max(-1, Math.min(index, options.length - 1));
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    if (options[chosen]) {
      asked.setAttribute("aria-activedescendant", options[chosen].id); options[chosen].scrollIntoView({ block: "nearest" });
    }
  };
  const close = () => { hits.hidden = true; asked.setAttribute("aria-expanded", "false"); asked.removeAttribute("aria-activedescendant"); };
  const go = (to) => { close(); location.href = to; if (to.startsWith("#")) unfold(decodeURIComponent(to.slice(1))); };
  const search = () => {
    const words = asked.value.toLowerCase().split(/\s+/).filter(Boolean); if (!words.length) return close();
    const found = rows.map((row) => [rank(row, words), row]).filter(([sum]) => sum).sort(([a], [b]) => b - a).slice(0, 30);
    hits.replaceChildren(...found.map(([, row], at) => {
      const kind = kinds[row.kind];
      const option = make("li", { role: "option", id: `hit${at}`, "aria-selected": "false" }, row.name, make("small", {}, `${say(kind[0], kind[1])} · ${row.to.split("#")[1] ?? row.to}`));
      option.onclick = () => go(row.to); return option;
    }));
    if (!found.length) hits.append(make("li", { role: "option", "aria-disabled": "true" }, say("nothing found", "没有找到"))); hits.hidden = false; asked.setAttribute("aria-expanded", "true");
    choose(found.length ? 0 : -1); root.dataset.hits = String(found.length);
  };
  asked.oninput = search;
  asked.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]; if (step) { choose(chosen + step); event.preventDefault(); } else if (event.key === "Enter") all("[role=option]", hits)[chosen]?.click();
    else if (event.key === "Escape") { asked.value = ""; close(); }
  };
  document.addEventListener("click", (event) => { if (!event.target.closest(".q")) close(); });
  // The error finder: the rules of the client and of `vvspec explain`.
  const normal = (text) => text.normalize("NFKC").replace(/[\s\u200b\ufeff]/gu, "").replace(/。/g, ".").toLowerCase().replace(/[.!,;]+$/, "");
  const string = (value) => (value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));
  const key = (code) => (/^\d{2,}$/.test(code.trim()) ? code.trim().replace(/^0+(?=.)/, "") : code.trim()); const same = (one, other) => key(one).toLowerCase() === key(other).toLowerCase();
  const pasted = (text) => {
    try {
      const reply = JSON.parse(text);
      if (reply && typeof reply === "object") { const failure = reply.error_response ?? reply;
        return { code: string(failure.code), message: string(failure.msg), sub: string(failure.sub_code), more: string(failure.sub_msg), by: Boolean(reply.error_response), reply }; }
    } catch { /* no JSON: a line of text */ }
    // A code stands before its message: one of the documents, or any number.
    const line = text.trim(), [, begun, rest] = /^(?:code[^\w-]{0,4})?(-?\w[\w.-]*)[\s:：,，|-]*([^]*)$/i.exec(line) ?? [];
    const is = begun && (/^-?\d{1,6}$/.test(begun) || data.errors.some((error) => same(error.c, begun)));
    return { code: is ? begun : "", message: is ? rest.trim() : line, sub: is && !/^-?\d+$/.test(begun) ? begun : "", more: "" };
  };
  // A reply that says success: a flag inside it may say no, and its message may be that of a failure. None where it says no such thing.
  const succeeded = (said, service) => {
    const at = (row, path) => path.split(".").reduce((inner, name) => inner?.[name], row), plain = [];
    for (const [name, { code, roots }] of Object.entries(data.success)) {
      const keys = Object.keys(roots).filter((root) => (root ? root in said.reply : true));
      if ((service && service !== name) || said.reply.error_response || !keys.length || (code !== null && !(said.code && same(said.code, code)))) continue;
      const of = data.errors.filter((error) => error.s === name);
      for (const [root, kind, flag, ...paths] of keys.flatMap((root) => roots[root].map((each) => [root, ...each]))) {
        const held = root ? said.reply[root] : said.reply.data;
        const row = (Array.isArray(held) || (kind === "map" && held && typeof held === "object") ? Object.values(held) : [held]).find((each) => at(each, flag) === false);
        if (row === undefined) continue; const [inner, why] = paths.map((path) => (path ? string(at(row, path)) : ""));
        return [inside(of, inner, why), say(`the reply says success, and inside it "${flag}" is false: it was not done ${inner} ${why}`, `返回表示成功，但其中 "${flag}" 为 false：未执行 ${inner} ${why}`).trim()];
      }
      const other = said.message || said.sub ? bySub(of, said) ?? of.find((error) => !same(error.c, code ?? "") && texts(error).includes(normal(said.message))) : null;
      if (other) return [[other], say("the code says success, the message is that of a failure", "错误码表示成功，文本却是失败的文本")]; plain.push(name);
    }
    return plain.length ? [[], say(`the reply says success (${plain.join(", ")}), and no flag inside it says otherwise`, `返回表示成功（${plain.join("、")}），其中没有标志表示失败`)] : null;
  };
  const whole = (text, code) => new RegExp(`(?<![a-z0-9_.-])${code.replace(/\W/g, "\\$&")}(?![a-z0-9_.-])`).test(text);
  const longest = (errors, lengths) => errors.map((error) => [Math.max(0, ...lengths(error)), error]).filter(([length]) => length).sort(([a], [b]) => b - a)[0]?.[1];
  const texts = (error) => [error.m, ...error.a].map(normal).filter(Boolean);
  const subs = (error) => [...error.u, ...(error.by && !/^-?\d+$/.test(error.c) ? [error.c] : [])].map(normal).filter(Boolean);
  const bySub = (errors, said) => {
    const everything = [said.sub, said.message, said.more].join(" ").normalize("NFKC").toLowerCase();
    return longest(errors, (error) => subs(error).filter((sub) => normal(said.sub) === sub || whole(everything, sub)).map((sub) => sub.length));
  };
  const begun = (errors, message) => longest(errors, (error) => texts(error).filter((known) => message.startsWith(known)).map((known) => known.length));
  // The error beside a flag that says no.
  const inside = (errors, code, why) => [bySub(errors, { sub: code, message: why, more: "" }) ?? begun(errors.filter((error) => code && same(error.c, code)), normal(why))].filter(Boolean);
  const find = (text, service) => {
    const said = pasted(text), message = normal(said.message); const success = said.reply && succeeded(said, service); if (success) return success;
    // A whole reply says which kind of service it is from.
    const all = data.errors.filter((error) => (service ? error.s === service : said.by === undefined || error.by === said.by)); const by = bySub(all, said);
    if (by) return [[by], say("by the sub code", "按子错误码")]; const coded = said.code ? all.filter((error) => same(error.c, said.code)) : all;
    const exact = message ? coded.filter((error) => texts(error).includes(message)) : []; if (exact.length) return [exact, say("by code and message", "按错误码与文本")];
    const begins = message && begun(coded, message); if (begins) return [[begins], say("by the beginning of the message", "按文本开头")];
    if (said.code && !message && coded.length) return [coded, say("a code alone: every message documented for it", "仅有错误码：该错误码的全部文本")];
    if (said.code && coded.length === 1) return [coded, say("the message is not documented; the code has one error only", "文本未记录，该错误码仅有一条错误")];
    const pairs = (text) => new Set([...text].map((_, at, chars) => chars.slice(at, at + 2).join(""))); const mine = pairs(message);
    const near = (said.code && coded.length ? coded : all).map((error) => {
      const theirs = pairs(normal(error.m)); return [[...mine].filter((pair) => theirs.has(pair)).length / Math.max(mine.size, theirs.size, 1), error];
    }).filter(([part]) => part > 0.3).sort(([a], [b]) => b - a).slice(0, 3).map(([, error]) => error);
    return [near, near.length ? say("not documented: an unknown error is never retried. These only look like it", "文档没有这条错误：未知错误不要重试。以下仅为近似")
      : say("not documented: an unknown error is never retried", "文档没有这条错误：未知错误不要重试")];
  };
  const card = (error) => {
    const [en, zh, tone] = data.classes[error.k]; const line = (title, ...inside) => make("p", {}, make("b", {}, title), " ", ...inside);
    return make("div", { class: `card ${tone}` }, make("p", {}, make("code", {}, error.c), ` ${error.m} (${error.s})`),
      line(say("What to do:", "处理："), say(error.en, error.zh)), line(say("Class:", "类别："), say(en, zh)),
      line(say("The write", "写入："), say(...data.outcomes[error.w])), make("p", {}, make("a", { href: error.to }, error.n)));
  };
  const paste = one("#paste");
  const look = () => {
    const [errors, how] = paste.value.trim() ? find(paste.value) : [[], ""]; one("#found").replaceChildren(...(how ? [make("p", { class: "note" }, how)] : []), ...errors.slice(0, 12).map(card));
    root.dataset.found = errors.map((error) => `${error.s}/${error.n}`).join(",");
  };
  if (paste) paste.oninput = look;
  // Samples: one tab at a time where a script runs, all of them where none does.
  for (const sample of all(".sample")) {
    const tabs = all("[role=tab]", sample);
    const show = (tab) => tabs.forEach((each) => {
      each.setAttribute("aria-selected", String(each === tab)); each.tabIndex = each === tab ? 0 : -1; document.getElementById(each.getAttribute("aria-controls")).hidden = each !== tab;
    });
    tabs.forEach((tab, at) => {
      tab.onclick = () => show(tab);
      tab.onkeydown = (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (step) { const next = tabs[(at + step + tabs.length) % tabs.length]; show(next); next.focus(); }
      };
    });
    if (tabs.length) show(tabs[0]); copies(one(".copy", sample), () => one("pre:not([hidden])", sample));
  }
  if (matchMedia("(max-width: 52rem)").matches) one(".side details").open = false; if (asked.value) search();
  if (hash.get("find") && paste) { paste.value = hash.get("find"); look(); }
  addEventListener("hashchange", () => unfold(decodeURIComponent(location.hash.slice(1)))); arrive(); Object.assign(page, { find, card }); root.dataset.ready = String(rows.length);
})();
