// What the generated client stands on: addresses, signatures (AWS Signature Version 4), answers and errors.

export type ParameterValue = string | number | boolean;
export type QueryValue = ParameterValue | ReadonlyArray<ParameterValue>;

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface ClientConfig {
  /** The stage's invoke URL, or that of a custom domain. */
  endpoint?: string;
  /** The region that signatures name. */
  region?: string;
  /** Sent as x-api-key with every call. */
  apiKey?: string;
  /** Sign the calls of methods that ask for it (AWS_IAM). A function is asked before each of them. */
  credentials?: Credentials | (() => Credentials | Promise<Credentials>);
  /** Sent with every call. */
  headers?: Record<string, string>;
  /** Milliseconds; 0 waits for ever. Default 30,000. */
  timeoutMs?: number;
  /** Default: the platform's. */
  fetch?: typeof fetch;
}

export interface CallOptions {
  headers?: Record<string, string>;
  /** Query parameters that the API does not model. */
  query?: Record<string, QueryValue>;
  timeoutMs?: number;
  signal?: AbortSignal;
}

export interface ApiRequest {
  method: string;
  /** A path with {name} and {name+}. */
  path: string;
  pathParameters?: Record<string, ParameterValue>;
  query?: ReadonlyArray<readonly [string, QueryValue | undefined]>;
  headers?: ReadonlyArray<readonly [string, QueryValue | undefined]>;
  /** Bytes and text go as they are when the content type is not JSON; everything else becomes JSON. */
  body?: unknown;
  contentType?: string;
  sign?: boolean;
}

/** An answer whose status is 200 to 299. */
export class ApiResponse {
  constructor(readonly status: number, readonly headers: Headers, readonly bytes: Uint8Array) {}

  text(): string {
    return new TextDecoder().decode(this.bytes);
  }

  /** The body as JSON; undefined when it is empty. */
  json(): unknown {
    return this.bytes.length === 0 ? undefined : JSON.parse(this.text());
  }
}

/** An answer with any other status. */
export class ApiError extends Error {
  constructor(readonly status: number, readonly headers: Headers, readonly body: string) {
    super(`The API answered ${status}: ${body.slice(0, 1000)}`);
    this.name = "ApiError";
  }
}

export class Runtime {
  constructor(private readonly config: ClientConfig & { endpoint: string; region: string }) {}

  async invoke(request: ApiRequest, options: CallOptions = {}): Promise<ApiResponse> {
    const query = queryString([...(request.query ?? []), ...Object.entries(options.query ?? {})]);
    const path = expand(request.path, request.pathParameters ?? {});
    const url = new URL(this.config.endpoint.replace(/\/$/, "") + path + (query && "?" + query));
    const headers = new Headers(this.config.headers);
    if (!headers.has("accept")) {
      headers.set("accept", "application/json");
    }
    for (const [name, value] of request.headers ?? []) {
      if (value !== undefined) {
        headers.set(name, (Array.isArray(value) ? value : [value]).map(String).join(","));
      }
    }
    if (this.config.apiKey) {
      headers.set("x-api-key", this.config.apiKey);
    }
    const body = encodeBody(request);
    if (body !== undefined) {
      headers.set("content-type", request.contentType ?? "application/json");
    }
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      headers.set(name, value);
    }
    if (request.sign && this.config.credentials) {
      const { credentials } = this.config;
      await sign(
        request.method, url, headers, body ?? new Uint8Array(), this.config.region,
        typeof credentials === "function" ? await credentials() : credentials);
    }
    return this.send(request.method, url, headers, body, options);
  }

  private async send(
    method: string, url: URL, headers: Headers, body: Uint8Array | undefined, options: CallOptions,
  ): Promise<ApiResponse> {
    const timeout = options.timeoutMs ?? this.config.timeoutMs ?? 30_000;
    const controller = new AbortController();
    const abort = () => controller.abort(options.signal?.reason);
    if (options.signal?.aborted) {
      abort();
    }
    options.signal?.addEventListener("abort", abort, { once: true });
    const timer = timeout > 0
      ? setTimeout(() => controller.abort(new DOMException(`No answer within ${timeout} ms`, "TimeoutError")), timeout)
      : undefined;
    try {
      const response = await (this.config.fetch ?? fetch)(url, {
        method, headers, body: body as BodyInit | undefined, signal: controller.signal,
      });
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (response.status < 200 || response.status > 299) {
        throw new ApiError(response.status, response.headers, new TextDecoder().decode(bytes));
      }
      return new ApiResponse(response.status, response.headers, bytes);
    } finally {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", abort);
    }
  }
}

function encodeBody(request: ApiRequest): Uint8Array | undefined {
  const { body } = request;
  if (body === undefined || body === null) {
    return undefined;
  }
  if (body instanceof Uint8Array) {
    return body;
  }
  if (body instanceof ArrayBuffer) {
    return new Uint8Array(body);
  }
  const isJson = /^[^;]*[/+]json\s*(;|$)/i.test(request.contentType ?? "application/json");
  return new TextEncoder().encode(typeof body === "string" && !isJson ? body : JSON.stringify(body));
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g, (mark) => "%" + mark.charCodeAt(0).toString(16).toUpperCase());
}

function expand(template: string, values: Record<string, ParameterValue>): string {
  return template.split("/").map((part) => {
    if (!part.startsWith("{") || !part.endsWith("}")) {
      return part.split("%").map(encode).join("%");
    }
    const isGreedy = part.endsWith("+}");
    const name = part.slice(1, isGreedy ? -2 : -1);
    const value = Object.hasOwn(values, name) ? String(values[name] ?? "") : "";
    const pieces = isGreedy ? value.split("/") : [value];
    // A URL parser would resolve a dot segment, and the call would reach another route.
    if (value === "" || pieces.some((piece) => piece === "." || piece === "..")) {
      throw new TypeError(`The path parameter ${name} must not be "${value}"`);
    }
    return pieces.map(encode).join("/");
  }).join("/");
}

function queryString(pairs: ReadonlyArray<readonly [string, QueryValue | undefined]>): string {
  const encoded: string[] = [];
  for (const [name, value] of pairs) {
    for (const single of value === undefined ? [] : Array.isArray(value) ? value : [value]) {
      encoded.push(encode(name) + "=" + encode(String(single)));
    }
  }
  return encoded.join("&");
}

async function sha256(bytes: Uint8Array): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as BufferSource)));
}

async function hmac(key: Uint8Array, text: string): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey(
    "raw", key as BufferSource, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, new TextEncoder().encode(text)));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** AWS Signature Version 4 for the service execute-api. */
async function sign(
  method: string, url: URL, headers: Headers, body: Uint8Array, region: string, credentials: Credentials,
): Promise<void> {
  const now = new Date().toISOString().replace(/[:-]|\.\d{3}/g, "");
  const scope = `${now.slice(0, 8)}/${region}/execute-api/aws4_request`;
  headers.set("x-amz-date", now);
  if (credentials.sessionToken) {
    headers.set("x-amz-security-token", credentials.sessionToken);
  }
  const signed = new Map([["host", url.host]]);
  for (const name of ["content-type", "x-amz-date", "x-amz-security-token"]) {
    const value = headers.get(name);
    if (value !== null) {
      signed.set(name, value.trim().replace(/ +/g, " "));
    }
  }
  const names = [...signed.keys()].sort();
  const byPair = (a: string[], b: string[]) =>
    a[0] !== b[0] ? (a[0] < b[0] ? -1 : 1) : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;
  const query = url.search.slice(1).split("&").filter((pair) => pair !== "")
    .map((pair) => pair.split("=")).sort(byPair).map((pair) => pair.join("=")).join("&");
  const canonical = [
    method, url.pathname.split("/").map(encode).join("/"), query,
    ...names.map((name) => `${name}:${signed.get(name)}`), "", names.join(";"), await sha256(body),
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", now, scope, await sha256(new TextEncoder().encode(canonical))].join("\n");
  let key: Uint8Array = new TextEncoder().encode("AWS4" + credentials.secretAccessKey);
  for (const part of scope.split("/")) {
    key = await hmac(key, part);
  }
  headers.set(
    "authorization",
    `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, `
    + `Signature=${hex(await hmac(key, toSign))}`);
}
