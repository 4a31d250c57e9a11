// The pages of `vvspec docs` and `vvspec diff` in a browser: node look.mjs PAGE.html FOLDER/index.html CASES.json DIFF.html
import fs from "node:fs";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [page, folder, cases, diff] = process.argv.slice(2);
const axe = fs.readFileSync("node_modules/axe-core/axe.min.js", "utf8");
const wrong = [];
const check = (good, what) => { if (!good) wrong.push(what); };
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const open = async (settings, address) => {
  const context = await browser.newContext(settings);
  const view = await context.newPage();
  view.on("console", (message) => check(message.type() !== "error", `console: ${message.text()}`));
  view.on("pageerror", (error) => check(false, `script: ${error}`));
  view.on("request", (request) => check(/^(file|data):/.test(request.url()), `a request: ${request.url()}`));
  await view.goto(address);
  return view;
};
const address = pathToFileURL(page).href;
const difference = pathToFileURL(diff).href;
let looked = 0;
for (const place of [address, difference]) {
  for (const width of [1280, 400]) {
    for (const colorScheme of ["light", "dark"]) {
      for (const lang of ["zh", "en"]) {
        const view = await open({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true }, `${place}#lang=${lang}`);
        const which = `${place.split("/").pop()} ${width} ${colorScheme} ${lang}`;
        check(!(await view.evaluate(() => document.documentElement.scrollWidth > innerWidth)), `${which}: wider than the window`);
        await view.evaluate(axe);
        const found = await view.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
        for (const each of found.violations) check(false, `${which}: ${each.id}, ${each.nodes.length} times: ${each.nodes[0].html}`);
        looked += 1;
        await view.context().close();
      }
    }
  }
}
console.log(`${looked} views: asked 0 findings of axe, 0 errors, 0 requests`);

const view = await open({ viewport: { width: 1280, height: 900 } }, `${address}#lang=en`);
// What is typed, and the address that comes first.
const searches = [
  ["fh", "vvtool/erps/send"], ["fahuo", "vvtool/erps/send"], ["wlfh", "vvtool/erps/send"], ["jyxx", ""], ["dd", ""], ["djh", ""], ["ydh", ""],
  ["dpid", ""], ["hqlp", ""], ["cdbj", ""], ["发货", "vvtool/erps/send"], ["out_sid", "vvtool/erps/send/Request/out_sid"], ["运单号", ""], ["waybill", ""], ["已生成发货单", "vvtool/errors/ShipmentAlreadyCreated"],
  ["token", "vvtool/oauth/token"], ["erps/fullinfo", "vvtool/erps/fullinfo"], ["isv.trade-not-exist", "top/errors/TradeNotFound"], ["WAIT_SELLER_SEND_GOODS", ""], ["withholding_money", ""],
];
let answered = 0;
for (const [typed, first] of searches) {
  await view.fill("#q", typed);
  const top = await view.evaluate(() => document.querySelector("#hits small")?.textContent.split(" · ")[1] ?? "");
  if (first) check(top === first, `search ${typed}: ${top}, not ${first}`);
  answered += top ? 1 : 0;
}
check(answered >= 15, `only ${answered} of ${searches.length} searches find anything`);
await view.fill("#q", "fh");
await view.press("#q", "ArrowDown");
await view.press("#q", "ArrowUp");
await view.press("#q", "Enter");
check(decodeURIComponent(await view.evaluate(() => location.hash)) === "#vvtool/erps/send", "Enter does not open what is chosen");

// A page in Chinese has no English sentences: words in a row, outside of code, of names and of what the platform itself says.
const chinese = await open({ viewport: { width: 1280, height: 900 } }, `${address}#lang=zh`);
const english = await chinese.evaluate(() => {
  const own = JSON.parse(document.querySelector("#data").textContent).errors.flatMap((error) => [error.m, ...error.a]);
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const said = text.data.trim();
    if (text.parentElement.closest("code, pre, script, [lang=en]:not(html)") || own.includes(said)) continue;
    if (/(?:[A-Za-z][a-z']*[ ,]+){3}[A-Za-z]/.test(said)) found.push(said);
  }
  return found;
});
check(english.length === 0, `${english.length} English sentences in Chinese: ${english.slice(0, 5).join(" / ")}`);

// The error finder decides as the client does.
const table = Object.entries(JSON.parse(fs.readFileSync(cases, "utf8"))).find(([name]) => name.startsWith("found"))[1];
for (const [service, code, message, sub, name] of table) {
  const failure = { code, msg: message, ...(sub ? { sub_code: sub } : {}) };
  await view.fill("#paste", JSON.stringify(service === "top" ? { error_response: failure } : failure));
  const found = await view.evaluate(() => document.documentElement.dataset.found);
  const sure = !(await view.evaluate(() => document.querySelector("#found .note").textContent)).startsWith("not documented");
  if (name) check(sure && found.split(",").includes(`${service}/${name}`), `${service} ${code} ${message} ${sub}: ${found}, not ${name}`);
  else check(!sure || found.split(",").length > 1, `${service} ${code} ${message} ${sub}: ${found}, though not documented`);
}
// A success is told from a failure, and a line is read, as `explain` does.
const rows = (what) => Object.entries(JSON.parse(fs.readFileSync(cases, "utf8"))).find(([name]) => name.startsWith(what))[1];
const lines = rows("lines").map(([line, name]) => [line, "", name]);
for (const [pasted, said, name] of [...rows("replies"), ...lines]) {
  await view.fill("#paste", typeof pasted === "string" ? pasted : JSON.stringify(pasted));
  const found = await view.evaluate(() => (document.documentElement.dataset.found ?? "").split(",").filter(Boolean).map((each) => each.split("/")[1]).join(","));
  const note = await view.evaluate(() => document.querySelector("#found .note").textContent);
  check(found === (name ?? "") && note.startsWith(said) && !note.startsWith("not documented"), `${JSON.stringify(pasted)}: ${found}, ${note}`);
}
console.log(`${searches.length} searches, ${table.length} pasted replies, ${lines.length} lines`);

// Without a script all text is there; on paper nothing is folded.
const plain = await open({ javaScriptEnabled: false }, address);
check((await plain.locator("section.op h2").first().isVisible()), "without a script nothing is shown");
await view.pdf({ path: "page.pdf", format: "A4" });
const index = await open({}, `${pathToFileURL(folder).href}#q=fh&lang=en`);
check(Number(await index.evaluate(() => document.documentElement.dataset.hits)) > 0, "the search of a folder finds nothing");

// The page of a comparison: what is pressed goes, a link finds what is filtered, the entry is copied, a phone shows more than one finding.
const compared = await open({ viewport: { width: 400, height: 900 }, permissions: ["clipboard-write", "clipboard-read"] }, `${difference}#lang=en`);
const shown = async () => Number(await compared.evaluate(() => document.documentElement.dataset.shown));
const everything = await shown();
const levels = await compared.evaluate(() => [...document.querySelectorAll(".finding")].map((finding) => finding.dataset.level));
check(everything > 3 && everything === levels.length, `${everything} of ${levels.length} findings are shown`);
check(levels[0] === "breaking", `the first finding is ${levels[0]}`);
await compared.click("[data-filter=breaking]");
const without = levels.filter((level) => level !== "breaking").length;
check((await shown()) === without, `${await shown()} findings without the breaking ones, not ${without}`);
const first = await compared.evaluate(() => document.querySelector(".finding").id);
await compared.evaluate((id) => { location.hash = id; }, first);
await compared.waitForTimeout(100);
check((await shown()) === everything, "a link does not show a finding that is filtered");
await compared.click(".finding .copy");
const copied = await compared.evaluate(() => navigator.clipboard.readText());
check(copied.startsWith(`- {id: ${first}, change: "`), `copied: ${copied}`);
const heights = await compared.evaluate(() => [...document.querySelectorAll(".finding")].map((finding) => finding.getBoundingClientRect().height));
heights.sort((a, b) => a - b);
check(heights[Math.floor(heights.length / 2)] < 450, `half of the findings are taller than ${heights[Math.floor(heights.length / 2)]}`);
await compared.fill("#q", "nothing-like-it");
check((await shown()) === 0 && (await compared.locator("#none").isVisible()), "a search for nothing shows something");
await compared.keyboard.press("Escape");
check((await shown()) === everything, "Escape does not empty the search");
await compared.pdf({ path: "diff.pdf", format: "A4" });
console.log(`${everything} findings of a comparison, half of them within ${Math.round(heights[Math.floor(heights.length / 2)])} pixels of a phone`);
await compared.screenshot({ path: "diff-400.png" });
const wide = await open({ viewport: { width: 1280, height: 900 }, colorScheme: "dark" }, `${difference}#lang=zh`);
await wide.screenshot({ path: "diff-1280.png" });
await browser.close();
for (const each of [...new Set(wrong)]) console.log(`wrong: ${each}`);
process.exit(wrong.length ? 1 : 0);
