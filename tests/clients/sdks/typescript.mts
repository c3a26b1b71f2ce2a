// Compiled by tsc beside the generated sources; node typescript.mjs KEY SIGNED-ENDPOINT
import { ApiClient, ApiError } from "./src/index.js";
import type { models } from "./src/index.js";

declare const process: { argv: string[] };

const [apiKey, signedEndpoint] = process.argv.slice(2);

async function caught(call: () => Promise<unknown>): Promise<unknown> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error;
  }
}

const client = new ApiClient({ apiKey });
const open = new ApiClient();
const signing = new ApiClient({
  endpoint: signedEndpoint,
  credentials: async () => ({ accessKeyId: "AKID", secretAccessKey: "SECRET", sessionToken: "TOKEN" }),
});
const input: models.Input = { a: 1.5, b: 2, op: "add" };

const query: models.Result = await client.getApiRoot({ a: 1, b: "2", op: "+ &=ü/*'" });
const path = await client.getABOp({ a: "x y", b: "ü+ö", op: "50%", xTrace: "t1" });
const list: models.Result[] = await client.listHistory();
const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
await client.putFile({ proxy: "a/b c.bin", body: bytes });
const file = await client.getFile({ proxy: "a/b c.bin", accept: "image/png" });
const error = (await caught(() => client.fail())) as ApiError;

console.log(JSON.stringify({
  query: [query.output?.c, query.input?.op, query.history?.[0]?.who, query.tags?.k],
  body: (await client.postApiRoot({ body: input })).input?.a,
  path: [path.tags?.path, path.tags?.trace],
  list: [list.length, list[0].output?.c],
  keyless: ((await caught(() => open.listHistory())) as ApiError).status,
  binary: file.bytes.length === 256 && file.bytes.every((byte, i) => byte === i),
  error: [error.status, JSON.parse(error.body).message],
  timeout: (await caught(() => client.slow({ timeoutMs: 200 }))) !== undefined,
  dots: (await caught(() => client.getABOp({ a: "..", b: "x", op: "y" }))) instanceof TypeError,
  signed: ((await signing.getSecure({ q: "b a/ü" })).json() as { verified: string }).verified,
  signedBody: ((await signing.postSecure({ body: input })).json() as { verified: string }).verified,
}));
