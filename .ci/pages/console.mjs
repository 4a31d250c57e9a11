// The console of the loopback server in a browser: node console.mjs PROGRAM OWN_SPEC LARGE_SPEC
import fs from "node:fs";
import process from "node:process";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const [program, ownSpec, largeSpec] = process.argv.slice(2);
const axe = fs.readFileSync("node_modules/axe-core/axe.min.js", "utf8");
const wrong = [];
const check = (good, what) => { if (!good) wrong.push(what); };
const started = [];
const start = async (...more) => {
  const child = spawn(program, ["--latency", "1ms..3ms", ...more], { stdio: ["ignore", "pipe", "inherit"] });
  started.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const at = /^listening on (http:\S+);/.exec(line);
    if (at) { child.stdout.resume(); return at[1]; }
  }
  throw new Error("the server does not say where it listens");
};
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const open = async (origin, settings = {}, hash = "#lang=en") => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...settings });
  const view = await context.newPage();
  // Of an operation without an example of a success the server says 500, and the browser repeats it.
  view.on("console", (message) => check(message.type() !== "error" || message.text().includes("a status of 500"), `console: ${message.text()}`));
  view.on("pageerror", (error) => check(false, `script: ${error}`));
  view.on("request", (request) => check(request.url().startsWith(`${origin}/`) || request.url().startsWith("data:"), `a request elsewhere: ${request.url()}`));
  await view.goto(`${origin}/__mock/${hash}`);
  await view.waitForSelector("html[data-console=ready]", { timeout: 20000 });
  return view;
};
// Sends a form and says what became of it: [became, explained, text].
const send = (view, call, answer, digest) => view.evaluate(async ([call, answer, digest]) => {
  const form = document.querySelector(`form[data-call="${call}"]`);
  const out = form.nextElementSibling;
  form.querySelector("[data-answer]").value = answer ?? "";
  if (digest) form.querySelector("[data-digest]").value = digest;
  delete out.dataset.became;
  form.requestSubmit();
  for (let tries = 0; tries < 1000 && !out.dataset.became; tries += 1) await new Promise((done) => setTimeout(done, 10));
  return [out.dataset.became, out.dataset.explained ?? "", out.textContent];
}, [call, answer, digest]);
const shell = (view, call) => view.evaluate((call) => [...document.querySelector(`form[data-call="${call}"]`).nextElementSibling.querySelectorAll("pre")]
  .map((each) => each.textContent).find((text) => text.startsWith("curl ")), call);
// Where there are many operations, each has a page of its own.
// Pages of operations; where there are very many of them the first page names groups, and those name them.
const pages = async (view) => {
  const links = () => view.evaluate(() => [...document.querySelectorAll("main table.e a")].map((link) => link.getAttribute("href")));
  const first = view.url();
  let all = await links();
  const groups = all.filter((link) => link.startsWith("group."));
  for (const group of groups) {
    await view.goto(new URL(group, first).href);
    await view.waitForSelector("html[data-ready]", { timeout: 20000 });
    check(!(await view.evaluate(() => document.documentElement.scrollWidth > innerWidth)), `${group}: wider than the window`);
    all = [...all, ...(await links())];
  }
  if (groups.length) {
    await view.goto(new URL("errors.html", first).href);
    await view.waitForSelector("html[data-ready]", { timeout: 20000 });
    await view.goto(first);
    await view.waitForSelector("html[data-console=ready]", { timeout: 20000 });
  }
  return all.filter((link) => link.includes(".html#")).map((link) => link.split("#")[0]);
};
const turn = async (view, page) => {
  await view.goto(new URL(page, view.url()).href);
  await view.waitForSelector("html[data-console=ready]", { timeout: 20000 });
};
const calls = (view) => view.evaluate(() => [...document.querySelectorAll("form[data-call]")].map((form) => form.dataset.call));
const withCurl = !spawnSync("curl", ["--version"]).error;
if (!withCurl) console.log("skipped: no curl");

try {
  const origin = await start();
  const view = await open(origin);
  // Every form as it comes, and what its curl line gets.
  const names = await calls(view);
  let good = 0;
  for (const name of names) {
    const [became, , text] = await send(view, name);
    check(became === "succeeded", `${name}: ${became}: ${text}`);
    good += became === "succeeded" ? 1 : 0;
    if (!withCurl) continue;
    const line = await shell(view, name);
    const told = JSON.parse(execFileSync("sh", ["-c", line.replace(/^curl /, "curl --silent --noproxy '*' --max-time 30 ")]).toString());
    check(!told.error_response && (told.code ?? 0) === 0, `${name}: curl got ${JSON.stringify(told)}`);
    // A fetched token ends the one before.
    await view.evaluate(() => document.querySelector("#again").onclick());
  }
  console.log(`${good} of ${names.length} operations succeed as their forms are filled`);
  check(names.length === 5, `${names.length} operations`);

  // Every documented error of the operation that has most.
  const send_ = "vvtool/erps/send";
  const orders = await view.evaluate((call) => [...document.querySelectorAll(`form[data-call="${call}"] option`)].map((each) => each.value), send_);
  let explained = 0;
  for (const order of orders.filter((each) => each.startsWith("error:"))) {
    const [became, found, text] = await send(view, send_, order);
    // The entry of the success code is no error: what is ordered by it succeeds.
    const right = order === "error:Success" ? became === "succeeded" && !found : found.split(",").includes(`vvtool/${order.slice(6)}`);
    check(right, `${order}: ${became}, ${found || "nothing"}: ${text.slice(0, 200)}`);
    explained += right ? 1 : 0;
  }
  const errors = orders.filter((each) => each.startsWith("error:")).length;
  console.log(`${explained} of ${errors} documented errors of ${send_} ordered and explained`);
  check(errors >= 58 && explained === errors, `${explained} of ${errors} errors`);
  const [shown] = await send(view, send_, "example:send-not-successful.json");
  check(shown === "failed", `success: false is called ${shown}`);

  // TOP: signed in the page by every digest that a browser makes; step by step; MD5 explains itself.
  const top = "top/taobao.trade.get";
  const digests = await view.evaluate((call) => [...document.querySelectorAll(`form[data-call="${call}"] [data-digest] option`)].map((each) => each.value), top);
  for (const digest of digests) {
    const arrived = (await view.evaluate(() => fetch("log").then((log) => log.json())))[0].number;
    const [became, , text] = await send(view, top, "", digest);
    if (digest === "hmac-sha256") {
      // Long numbers are shown digit by digit.
      check(text.includes(`"tid": 1000000000000000001,`), `the reply: ${text.slice(0, 900)}`);
      check(became === "succeeded", `${digest}: ${became}: ${text}`);
      const steps = await view.evaluate((call) => document.querySelector(`form[data-call="${call}"]`).nextElementSibling.querySelector("[data-signed]")?.textContent ?? "", top);
      check(/1\. .*2\. .*3\. /s.test(steps) && /[0-9A-F]{64}/.test(steps) && !steps.includes("mock-app-secret"), `steps: ${steps}`);
    } else if (became === "refused") {
      check(text.includes("MD5 is broken"), `${digest}: ${text}`);
      check((await view.evaluate(() => fetch("log").then((log) => log.json())))[0].number === arrived, `${digest} was sent`);
    } else check(became === "succeeded", `${digest}: ${became}: ${text}`);
  }
  check(digests[0] === "hmac-sha256" && digests.includes("md5"), `digests: ${digests}`);

  // What is wrong is said beside its field; what passes with a note too.
  await view.evaluate((call) => { const form = document.querySelector(`form[data-call="${call}"]`); form.elements.tid.value = ""; form.elements.is_split.value = "7"; }, send_);
  await send(view, send_);
  const told = await view.evaluate((call) => [...document.querySelectorAll(`form[data-call="${call}"] [aria-invalid=true]`)].map((each) => `${each.name}: ${each.parentElement.querySelector(".told").textContent}`), send_);
  check(told.join() === "tid: missing tid", `told: ${told}`);
  await view.evaluate((call) => { const form = document.querySelector(`form[data-call="${call}"]`); form.elements.tid.value = "1"; }, send_);
  await send(view, send_);
  const flag = await view.evaluate((call) => document.querySelector(`form[data-call="${call}"]`).elements.is_split.parentElement.querySelector(".told").textContent, send_);
  check(flag.includes("is neither 0 nor 1"), `told of is_split: ${flag}`);

  // Names that clients made up are shown as text.
  const markup = "<img src=x onerror=\"window.struck=1\">";
  await view.evaluate(async (name) => { const body = new FormData(); body.append(name, "1"); await fetch("/tool/erps/send", { method: "POST", body }); await document.querySelector("#again").onclick(); }, markup);
  check((await view.evaluate(() => document.querySelector("#arrived").textContent)).includes("onerror"), "the log does not show the name of an unknown field");
  check(await view.evaluate(() => !document.querySelector("main img") && !window.struck), "the name of a field became markup");

  // Points go down and come back.
  const balance = () => view.evaluate(() => document.querySelector("#balance")?.textContent);
  const low = Number(await balance());
  await view.evaluate(() => document.querySelector("#reset").onclick());
  check(Number(await balance()) > low, `the balance is ${await balance()} after a reset, ${low} before`);
  check((await view.evaluate(() => document.querySelectorAll("#arrived li").length)) === 50, "the log does not show the last 50 requests");

  // With everything open and answered: contrast, names, roles, width.
  const views = [];
  for (const width of [1280, 400]) {
    for (const colorScheme of ["light", "dark"]) {
      const seen = await open(origin, { viewport: { width, height: 900 }, colorScheme, bypassCSP: true }, width === 400 ? "#lang=zh" : "#lang=en");
      await send(seen, send_, "error:ShipmentAlreadyCreated");
      await send(seen, top);
      await seen.evaluate(() => { for (const each of document.querySelectorAll("details")) each.open = true; });
      const which = `${width} ${colorScheme}`;
      check(!(await seen.evaluate(() => document.documentElement.scrollWidth > innerWidth)), `${which}: wider than the window`);
      await seen.evaluate(axe);
      const found = await seen.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
      for (const each of found.violations) check(false, `${which}: ${each.id}, ${each.nodes.length} times: ${each.nodes[0].html}`);
      views.push(which);
      await seen.context().close();
    }
  }
  console.log(`${views.length} views: asked 0 findings of axe, 0 errors, 0 requests elsewhere`);

  // Paths, queries, headers, styles, signatures of other services.
  const other = await start("--spec", ownSpec);
  const own = await open(other);
  let [sent, all] = [0, 0];
  for (const page of [null, ...(await pages(own))]) {
    if (page) await turn(own, page);
    for (const name of await calls(own)) {
      const [became, , text] = await send(own, name);
      const unsigned = became === "refused" && text.includes("MD5 is broken");
      const nothing = text.includes("has no example of a success");
      check(became === "succeeded" || unsigned || nothing, `${name}: ${became}: ${text.slice(0, 400)}`);
      sent += became === "succeeded" ? 1 : 0;
      all += 1;
    }
  }
  console.log(`${sent} of ${all} operations of another spec succeed; the rest are signed by MD5 only, or have no example`);
  check(sent >= 50, `only ${sent} of another spec`);

  // Too many for one page.
  const large = await open(await start("--spec", largeSpec));
  const files = await pages(large);
  check(files.length > 60 && (await calls(large)).length === 0, `${files.length} pages`);
  await turn(large, files.find((file) => file.includes("fullinfo42")));
  const [only, ...more] = await calls(large);
  check(only === "vvtool/erps/fullinfo42" && !more.length, `forms of a page of its own: ${only}, ${more}`);
  check((await send(large, only))[0] === "succeeded", `${only} does not succeed`);
  const [, why] = await send(large, only, "error:ShopNotAuthorized");
  check(why === "vvtool/ShopNotAuthorized", `on a page of its own the error is explained as ${why}`);
  console.log(`${files.length} operations: a page each, a form on it`);
  await browser.close();
} finally {
  for (const child of started) child.kill();
}
for (const each of [...new Set(wrong)]) console.log(`wrong: ${each}`);
process.exit(wrong.length ? 1 : 0);
