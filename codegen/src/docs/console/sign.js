"use strict";
// As the client escapes a query, and signs it.
const escaped = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
// How a call is signed, with all steps shown: whoever signs elsewhere sees where he differs.
const signer = ({ make, both, pre, fold, credential, ahead }) => {
  const filled = (parts, places) => parts.map(([place, text]) => (place ? places[place] : text)).join("");
  const bytes = (text) => new TextEncoder().encode(text);
  const before = (one, other) => {
    const [a, b] = [bytes(one), bytes(other)];
    for (let at = 0; at < Math.min(a.length, b.length); at += 1) if (a[at] !== b[at]) return a[at] - b[at];
    return a.length - b.length;
  };
  const digested = async (digest, secret, text) => {
    const made = digest.keyed
      ? crypto.subtle.sign("HMAC", await crypto.subtle.importKey("raw", bytes(secret), { name: "HMAC", hash: digest.hash }, false, ["sign"]), bytes(text))
      : crypto.subtle.digest(digest.hash, bytes(text));
    return [...new Uint8Array(await made)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const time = ([minutes, parts]) => {
    const now = Date.now() + ahead();
    if (parts === "millis") return String(now);
    if (parts === "seconds") return String(Math.floor(now / 1000));
    const there = new Date(now + minutes * 60000).toISOString();
    return parts.map(([from, to, text]) => text || there.slice(from, to)).join("");
  };
  const signed = async (call, rules, word, path, own) => {
    const digest = rules.digests[word];
    const held = {
      operation: () => call.id, account: () => credential("app_key"), session: () => (call.shop ? credential("session") : ""), digest: () => word,
      blank: () => "", value: (text) => text, time, nonce: () => crypto.randomUUID(),
    };
    const common = rules.parameters.map(([name, kind, value]) => [name, held[kind](value)]).filter(([, value]) => !rules.skip || value.trim());
    // As they are sent: at the one URL of a platform the common ones come first.
    const added = common.map(([name, value]) => [name, value, call.body === "none"]);
    const taken = (call.root ? [...added, ...own] : [...own, ...added]).filter(([name]) => !rules.except.includes(name));
    if (rules.sorted) taken.sort(([one], [other]) => before(one, other));
    const encoded = (text, query) => (query ? escaped(text) : new URLSearchParams([["", text]]).toString().slice(1));
    const written = (text, query) => (rules.encoded ? encoded(text, query) : text);
    const text = taken.map(([name, value, query]) => filled(rules.each, { name: written(name, query), value: written(value, query) })).join(rules.between);
    const whole = filled(digest.around, { secret: credential("app_secret"), path, text });
    const hex = await digested(digest, credential("app_secret"), whole);
    const sign = rules.upper ? hex.toUpperCase() : hex;
    const shown = digest.around.some(([place]) => place === "secret") ? filled(digest.around, { secret: "…", path, text }) : whole;
    const steps = fold(both("How it was signed, step by step", "签名步骤"),
      make("p", {}, ...both("1. The parameters in the order in which they are signed", "1. 按签名顺序排列的参数")), pre(taken.map(([name, value]) => `${name} = ${value}`).join("\n")),
      make("p", {}, ...both("2. The text to sign", "2. 待签名文本")), pre(shown),
      make("p", {}, ...both(`3. Its ${digest.keyed ? "HMAC with the app secret as key" : "digest"}, ${digest.hash}, in hex: the parameter ${rules.sign}`, `3. ${digest.keyed ? "以应用密钥为键的 HMAC" : "摘要"}（${digest.hash}）的十六进制，即参数 ${rules.sign}`)), pre(sign));
    steps.dataset.signed = sign;
    return [[...common, [rules.sign, sign]], steps];
  };
  return signed;
};
