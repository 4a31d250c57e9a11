// What an editor gets from spec/schema.json, asked as editors ask: node ask.mjs SPEC. A place is marked by ‸ in its text.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const spec = path.resolve(process.argv[2]);
const server = spawn(process.execPath, ["node_modules/yaml-language-server/bin/yaml-language-server", "--stdio"]);
const waiting = new Map();
const told = new Map();
let [number, bytes] = [0, Buffer.alloc(0)];
const write = (message) => {
  const text = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  server.stdin.write(`Content-Length: ${text.length}\r\n\r\n`);
  server.stdin.write(text);
};
const ask = (method, params) => new Promise((done) => { number += 1; waiting.set(number, done); write({ id: number, method, params }); });
const tell = (method, params) => write({ method, params });
const settings = { yaml: { validate: true, hover: true, completion: true, schemas: {}, schemaStore: { enable: false }, format: { enable: false } } };
server.stdout.on("data", (data) => {
  bytes = Buffer.concat([bytes, data]);
  for (;;) {
    const head = bytes.indexOf("\r\n\r\n");
    if (head < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(bytes.subarray(0, head))[1]);
    if (bytes.length < head + 4 + length) return;
    const message = JSON.parse(bytes.subarray(head + 4, head + 4 + length));
    bytes = bytes.subarray(head + 4 + length);
    if (message.method === "textDocument/publishDiagnostics") told.get(message.params.uri)?.(message.params.diagnostics);
    else if (message.method === "workspace/configuration") write({ id: message.id, result: message.params.items.map((item) => settings[item.section] ?? null) });
    else if (message.method && message.id !== undefined) write({ id: message.id, result: null });
    else if (message.id !== undefined) waiting.get(message.id)?.(message.result);
  }
});
const root = pathToFileURL(spec).href;
await ask("initialize", { processId: process.pid, rootUri: root, workspaceFolders: [{ uri: root, name: "spec" }], capabilities: { workspace: { configuration: true }, textDocument: { completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } }, hover: { contentFormat: ["markdown"] } } } });
tell("initialized", {});
tell("workspace/didChangeConfiguration", { settings });
let files = 0;
const open = async (name, text) => {
  files += 1;
  const uri = pathToFileURL(path.join(spec, name.replace(".yaml", `-${files}.yaml`))).href;
  const found = new Promise((done) => told.set(uri, done));
  tell("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
  return { uri, found: await found };
};
const at = (text) => {
  const before = text.split("‸")[0].split("\n");
  return { line: before.length - 1, character: before.at(-1).length };
};
const schema = "# yaml-language-server: $schema=../schema.json\n";
const operation = (rest) => `${schema}operation: x/y\ntitle: {en: "X", zh: 某}\nsource: {doc: x, read: 2026-01-31}\n${rest}`;
const errors = (rest) => `${schema}service: vvtool\nerrors:\n  - name: X\n    code: "1"\n    message: x\n${rest}`;
const wrong = [];
let places = 0;
const place = (what, good, got) => {
  places += 1;
  console.log(`${good ? "ok" : "WRONG"}: ${what}`);
  if (!good) { wrong.push(what); console.log(JSON.stringify(got)?.slice(0, 600)); }
};
const completes = async (what, file, text, ...wanted) => {
  const { uri } = await open(file, text.replace("‸", ""));
  const items = (await ask("textDocument/completion", { textDocument: { uri }, position: at(text) }))?.items ?? [];
  const has = ([label, words]) => items.some((item) => item.label === label && JSON.stringify(item).includes(words ?? ""));
  place(`complete ${what} (${items.length} offered)`, wanted.every(has), items.map((item) => item.label));
};
const hovers = async (what, file, text, ...wanted) => {
  const { uri } = await open(file, text.replace("‸", ""));
  const said = JSON.stringify((await ask("textDocument/hover", { textDocument: { uri }, position: at(text) }))?.contents ?? "");
  place(`hover ${what}`, wanted.every((words) => said.includes(words)), said);
};
const finds = async (what, file, text, words) => {
  const { found } = await open(file, text);
  place(`diagnose ${what}`, found.some((each) => each.message.includes(words)), found.map((each) => each.message));
};
const field = (rest) => operation(`effect: read\nrequest:\n  - name: tid\n    ${rest}`);
await completes("type", "vvtool/x.yaml", field("type: ‸"), ["text", "Any text"], ["trade_id"], ["money"]);
await completes("errors", "vvtool/x.yaml", operation("effect: read\nerrors:\n  - ‸"), ["ShipmentAlreadyCreated", "614"], ["TradeNotFound"]);
await completes("effect", "vvtool/x.yaml", operation("effect: ‸"), ["read", "may be repeated"], ["non_idempotent_write"]);
await completes("unit", "vvtool/x.yaml", field("unit: ‸"), ["yuan", "元"], ["points"]);
await completes("class", "vvtool/errors.yaml", errors("    class: ‸"), ["fix_request", "fix the request"], ["top_up"]);
await completes("a field", "vvtool/x.yaml", operation("effect: read\nrequest:\n  - ‸"), ["field"]);
await hovers("effect", "vvtool/x.yaml", operation("eff‸ect: read\n"), "may be repeated", "Example");
await hovers("presence", "vvtool/x.yaml", field("pres‸ence: always\n"), "always present", "may be absent");
await hovers("write_outcome", "vvtool/errors.yaml", errors("    write_‸outcome: unknown\n"), "may or may not have been executed");
await finds("a wrong word", "vvtool/x.yaml", operation("effect: reads\n"), "Value is not accepted");
await finds("an unknown key", "vvtool/x.yaml", operation("effect: read\nefect: read\n"), "efect");
await finds("a key that is missing", "vvtool/x.yaml", `${schema}operation: x/y\ntitle: {en: "X", zh: 某}\n`, "source");
let checked = 0;
for (const name of fs.readdirSync(spec, { recursive: true }).filter((name) => name.endsWith(".yaml"))) {
  const text = fs.readFileSync(path.join(spec, name), "utf8");
  const { found } = await open(name, text);
  checked += 1;
  if (found.length) { wrong.push(name); console.log(`WRONG: ${name}: ${found[0].message}`); }
}
console.log(`asked 12 places and 0 findings in ${checked} files, ${places - wrong.length} of ${places} places are right`);
server.kill();
process.exit(wrong.length || places !== 12 ? 1 : 0);
