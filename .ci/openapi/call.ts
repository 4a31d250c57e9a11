// A client that another generator made calls the mock: node call.js URL. Successes and failures both come with HTTP 200.
import { client } from "./generated-ts/client.gen";
import { erpsFullinfo, erpsSend } from "./generated-ts/sdk.gen";

declare const process: { argv: string[]; exit: (code: number) => void };

const check = (good: boolean, what: unknown): void => { if (!good) throw new Error(JSON.stringify(what)); };
const shipment = { shop_id: "123", tid: "1", out_sid: "1", company_code: "POST" };
const headers = (answer: string) => ({ "x-mock-answer": answer });
const send = async (answer: string) => (await erpsSend({ body: shipment, headers: headers(answer), throwOnError: true })).data;
const fullinfo = async (answer: string) =>
  (await erpsFullinfo({ body: { shop_id: "123", tid: "1", fields: "tid,status" }, headers: headers(answer), throwOnError: true })).data;

const run = async (): Promise<void> => {
  client.setConfig({ baseUrl: process.argv[2], auth: () => "mock-token" });
  // The code tells them apart, for the compiler too.
  const done = await send("example:send-ok.json");
  check(done.code === 0 && "data" in done && Array.isArray(done.data) && done.data[0].success === true, done);
  // The code says 0, the field says that nothing was shipped.
  const not = await send("example:send-not-successful.json");
  check(not.code === 0 && "data" in not && Array.isArray(not.data) && not.data[0].success === false, not);
  const plain = await fullinfo("example:fullinfo-ok.json");
  check("data" in plain && String((plain.data as { tid?: unknown }).tid) === "1000000000000000001", plain);
  const rich = await fullinfo("example:fullinfo-rich.json");
  check("data" in rich && (rich.data as { type?: unknown }).type === "fixed(一口价)", rich);
  const failed = await send("error:ShipmentAlreadyCreated");
  check(failed.code === 614 && Boolean(failed.msg), failed);
  const refused = await send("example:send-shop-not-authorized.json");
  check(refused.code === 302 && JSON.stringify(refused).includes("http"), refused);
  console.log("a generated TypeScript client decodes 6 of 6: sent, sent without success, two trades, 614, 302 with its link");
};
run().catch((error: unknown) => { console.log(error); process.exit(1); });
