// What a generated TypeScript knows: node's `tsc --strict` reads this beside the generated files.
import type { components as Top, paths as TopPaths } from "./top";
import type { components, paths } from "./vvtool";

type Send = paths["/tool/erps/send"]["post"];
type Reply = Send["responses"][200]["content"]["application/json"];
export const request: Send["requestBody"]["content"]["multipart/form-data"] = { shop_id: "123", tid: "1", out_sid: "1", company_code: "POST" };
export const shipped = (reply: Reply): boolean => reply.code === 0 && "data" in reply && reply.data !== null;
export const tid = (trade: components["schemas"]["ErpsFullinfoTrade"]): string => String(trade.tid ?? "");
export type Get = TopPaths["/router/rest#taobao.trade.get"]["post"];
export type Trade = Top["schemas"]["TradeGetTrade"];
