// Forms are sent to the server that the page is from; what comes back is explained by the page's own finder.
(() => {
  const { one, all, make, find, card, copies } = page;
  const { calls, services } = JSON.parse(one("#data").textContent);
  const both = (en, zh) => [make("i", { lang: "en" }, en), make("i", { lang: "zh" }, zh)];
  const code = (text) => make("code", {}, text);
  const pre = (text) => make("pre", { tabindex: "0" }, text);
  const fold = (title, ...inside) => make("details", { class: "nest" }, make("summary", {}, ...title), ...inside);
  // Numbers of 2^53 and more would be rounded: they are read as texts.
  const exact = (text) => text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, (part) => (part.startsWith('"') ? part : `"${part}"`));
  const read = (text) => { try { return JSON.parse(exact(text)); } catch { return undefined; } };
  // A reply as it came, but for its blanks.
  const laid = (text) => {
    const parts = text.match(/"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g) ?? [];
    let depth = 0;
    const line = () => `\n${"  ".repeat(depth)}`;
    return parts.map((part, at) => {
      const [ends, empty] = ["}]".includes(part), "}]".includes(parts[at + 1] ?? " ")];
      if ("{[".includes(part)) { depth += 1; return empty ? part : part + line(); }
      if (ends) { depth -= 1; return "{[".includes(parts[at - 1] ?? " ") ? part : line() + part; }
      return { ",": `,${line()}`, ":": ": " }[part] ?? part;
    }).join("");
  };
  let ahead = 0;
  const credential = (name) => one(`[data-credential="${name}"]`)?.value ?? "";
  const signed = signer({ make, both, pre, fold, credential, ahead: () => ahead });
  // ---- What the server remembers, and what arrived.
  const listed = (list, none) => (list.length ? make("ul", {}, ...list.map((each) => make("li", {}, ...each))) : make("p", { class: "note" }, ...none));
  const look = async () => {
    const [state, log] = await Promise.all(["state", "log"].map(async (name) => read(await (await fetch(name)).text())));
    ahead = state.now * 1000 - Date.now();
    for (const [name, value] of Object.entries(state.credentials)) {
      const input = one(`[data-credential="${name}"]`);
      if (input && value !== null) input.value = value;
      for (const field of all(`[data-of="${name}"]`)) if (value !== null && !field.value) field.value = value;
    }
    const points = state.balance === null ? both("No points are kept.", "未启用点数。") : [...both("Points: ", "点数："), make("b", { id: "balance" }, String(state.balance))];
    const things = state.things.map((thing) => [fold([code(`${thing.kind} ${thing.key}`)], pre(JSON.stringify(thing.value, null, 2)))]);
    const none = state.stateful
      ? both("Nothing was put here: replies are the documented examples (--state FILE puts things here).", "未放入数据：返回文档示例（--state FILE 可放入数据）。")
      : both("This server remembers nothing.", "本服务器不保存状态。");
    one("#remembered").replaceChildren(make("p", {}, ...points), listed(things, none));
    one("#arrived").replaceChildren(listed(log.map((each) => [
      fold([code(`${each.number} ${each.method} ${each.operation ?? each.path}`), ` ${each.refused ?? ""}`], pre(JSON.stringify(each, null, 2)))]), both("Nothing yet.", "暂无。")));
  };
  one("#again").onclick = look;
  one("#reset").onclick = async () => { await fetch("reset", { method: "POST" }); await look(); };
  // ---- A request, as a client writes it.
  const deep = (name, value) => value && typeof value === "object" && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, inner]) => deep(`${name}[${key}]`, inner))
    : [[name, typeof value === "string" ? value : JSON.stringify(value)]];
  const pieces = (name, style, text) => {
    const value = read(text);
    if (style === "deep" && value && typeof value === "object") return deep(name, value);
    if (!Array.isArray(value) || !["brackets", "indexed", "repeat"].includes(style)) return [[name, text]];
    const named = (at) => ({ brackets: `${name}[]`, indexed: `${name}[${at}]`, repeat: name })[style];
    return value.flatMap((each, at) => (style === "indexed" ? deep(named(at), each) : [[named(at), typeof each === "string" ? each : JSON.stringify(each)]]));
  };
  const request = (call, service, given) => {
    const wire = { path: call.path, headers: {}, query: [], body: [], files: [] };
    for (const [name, text] of given) {
      if (text instanceof File) { wire.files.push([name, text]); continue; }
      const [place, style, kind] = call.fields[name] ?? ["body", "", "text"];
      if (place === "path") wire.path = wire.path.replace(`{${name}}`, encodeURIComponent(text));
      else if (place === "header") wire.headers[name] = text;
      else if (place === "query") wire.query.push(...pieces(name, style, text));
      else if (call.body === "json") wire.body.push([name, text, kind === "json" && read(text) !== undefined]);
      else wire.body.push(...pieces(name, style, text));
    }
    const [stands, version, value] = call.version;
    if (stands === "query") wire.query.push([version, value]);
    if (stands === "header") wire.headers[version] = value;
    if (call.shown && service.header) wire.headers[service.header] = service.scheme + credential("token");
    if (call.shown && service.query) wire.query.push([service.query, credential("token")]);
    return wire;
  };
  const address = ({ path, query }) => path + (query.length ? `?${query.map((pair) => pair.map(escaped).join("=")).join("&")}` : "");
  const json = ({ body }) => `{${body.map(([name, text, plain]) => `${JSON.stringify(name)}:${plain ? text : JSON.stringify(text)}`).join(",")}}`;
  const quoted = (text) => (/^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  const flags = { form: "--data-urlencode", multipart: "--form-string" };
  const curl = (call, wire) => ["curl", "-X", call.method, quoted(location.origin + address(wire)),
    ...Object.entries(wire.headers).flatMap(([name, value]) => ["-H", quoted(`${name}: ${value}`)]),
    ...(call.body === "json" ? ["-d", quoted(json(wire))] : wire.body.flatMap(([name, value]) => [flags[call.body], quoted(`${name}=${value}`)])),
    ...wire.files.flatMap(([name, file]) => ["-F", quoted(`${name}=@${file.name}`)])].join(" ");
  // ---- What came back.
  const at = (value, path) => path.split(".").reduce((inner, key) => inner?.[key], value);
  const failure = (call, service, reply) => {
    if (reply === undefined || reply === null || typeof reply !== "object") return "?";
    if (call.root ? reply.error_response : reply.code !== undefined && String(reply.code) !== service.success) return JSON.stringify(reply);
    const data = call.root ? reply[call.root] ?? reply : reply.data ?? reply;
    const row = Array.isArray(data) ? data[0] : data;
    const no = call.confirms.filter(([flag]) => at(row, flag) === false).at(-1);
    if (!no) return "";
    const [, number, words] = no.map((path) => (path ? at(row, path) : ""));
    return `${number ?? ""} ${words ?? ""}`.trim() || "?";
  };
  const head = (name, response) => {
    const said = response.headers.get(name);
    return said ? [make("p", {}, code(name), ` ${said}`)] : [];
  };
  const names = (said, name) => said.split(/[;,]\s*/).filter((each) => each.split(/[\s[\].]+/).includes(name));
  const point = (form, response) => {
    const said = ["x-mock-reason", "x-mock-notes"].map((name) => (response.headers.get(name) ?? "").replace(/^missing: /, "missing ").replaceAll(", ", ", missing ")).join("; ");
    for (const input of all("input[name]", form)) {
      const about = names(said, input.name);
      input.setAttribute("aria-invalid", String(about.length > 0));
      one(".told", input.parentElement).textContent = about.join("; ");
    }
  };
  // A page cannot fill a file in: where none is chosen a few bytes go as one.
  const held = (input) => {
    if (input.type !== "file") return input.value;
    return input.files[0] ?? (input.dataset.sample ? new File(["example"], input.dataset.sample, { type: input.dataset.kind }) : "");
  };
  const send = async (form, out) => {
    const call = calls[form.dataset.call];
    const service = services[call.service];
    const given = all("input[name]", form).map((input) => [input.name, held(input)]).filter(([, value]) => value instanceof File || value.trim());
    const wire = request(call, service, given);
    const order = one("[data-answer]", form).value;
    let steps = [];
    if (service.signing && call.shown) {
      const word = one("[data-digest]", form).value;
      if (!service.signing.digests[word].hash) {
        out.replaceChildren(make("p", { class: "rule" }, ...both(
          "Not sent: browsers make no MD5, and this page brings none. MD5 is broken; platforms take it from old programs only, new ones sign with HMAC-SHA-256. The program prints a signed curl line of every operation when it starts.",
          "未发送：浏览器不提供 MD5，本页面也不自带。MD5 已被攻破，平台仅为旧程序保留，新程序应使用 HMAC-SHA-256 签名。程序启动时会打印每个接口已签名的 curl 命令。")));
        return "refused";
      }
      const [common, shown] = await signed(call, service.signing, word, wire.path, [...wire.query.map(([name, value]) => [name, value, true]), ...wire.body.map(([name, value]) => [name, value])]);
      steps = shown;
      if (call.root) wire.body.unshift(...common); else (call.body === "none" ? wire.query : wire.body).push(...common);
    }
    if (call.body === "json") wire.headers["content-type"] = "application/json";
    if (order) wire.headers["x-mock-answer"] = order;
    const line = curl(call, wire);
    const parts = () => [...wire.body, ...wire.files].reduce((data, [name, value]) => (data.append(name, value), data), new FormData());
    const body = { multipart: parts, form: () => new URLSearchParams(wire.body), json: () => json(wire), none: () => undefined }[call.body]();
    const began = performance.now();
    const response = await fetch(address(wire), { method: call.method, headers: wire.headers, body });
    const text = await response.text();
    const took = Math.round(performance.now() - began);
    const reply = read(text);
    const wrong = failure(call, service, reply);
    const explained = wrong || order.startsWith("error:") ? find(wrong === "?" || !wrong ? text : wrong, call.service) : null;
    const copy = make("button", { type: "button", class: "copy" }, ...both("copy", "复制"));
    const shell = pre(line);
    copies(copy, () => shell);
    out.replaceChildren(
      make("p", {}, make("b", {}, `HTTP ${response.status}`), ` · ${took} ms · `, ...(wrong ? both("failed", "失败") : both("succeeded", "成功"))),
      ...["x-mock-reason", "x-mock-notes", "x-mock-basis"].flatMap((name) => head(name, response)),
      ...(explained ? [make("p", { class: "note" }, explained[1]), ...explained[0].slice(0, 6).map(card)] : []),
      ...[steps].flat(), fold([...both("The same with curl", "对应的 curl 命令")], copy, shell), pre((reply === undefined ? text : laid(text)).slice(0, 20000)));
    out.dataset.explained = (explained?.[0] ?? []).map((error) => `${error.s}/${error.n}`).join(",");
    point(form, response);
    return wrong ? "failed" : "succeeded";
  };
  for (const form of all("form[data-call]")) {
    const out = form.nextElementSibling;
    form.onsubmit = async (event) => {
      event.preventDefault();
      delete out.dataset.became;
      try { out.dataset.became = await send(form, out); }
      catch (error) {
        out.replaceChildren(make("p", { class: "rule" }, ...both(`Not sent: ${error.message}`, `未发送：${error.message}`)));
        out.dataset.became = "refused";
      }
      await look().catch(() => {});
    };
  }
  look().then(() => { page.root.dataset.console = "ready"; }, () => {});
})();
