'use strict';

// Gatehouse's runtime interface client for Node.js. It asks the Runtime API for events over one raw keep-alive socket
// and
// sends each answer together with the next question in one write, so that a warm call costs one read and one write
// here.
// What handlers, contexts, errors and log lines look like follows the Lambda developer guide ("Building Lambda
// functions
// with Node.js") and, for texts, docs/subsystems/functions.md.

const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const util = require('node:util');
const { pathToFileURL } = require('node:url');

const env = process.env;
const taskRoot = env.LAMBDA_TASK_ROOT;
const [host, port] = env.AWS_LAMBDA_RUNTIME_API.split(':');
const base = '/2018-06-01/runtime';
const hostLine = `Host: ${host}:${port}\r\n`;
const nextRequest = `GET ${base}/invocation/next HTTP/1.1\r\n${hostLine}\r\n`;
const family = Number.parseInt((env.AWS_EXECUTION_ENV || '').replace(/^AWS_Lambda_nodejs/, ''), 10) || 0;
const streamingMark = Symbol.for('aws.lambda.runtime.handler.streaming');

const isJson = env.AWS_LAMBDA_LOG_FORMAT === 'JSON';
const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const leastLevel = Math.max(0, levels.indexOf(env.AWS_LAMBDA_LOG_LEVEL ?? 'INFO'));

let socket;
let requestId; // of the invocation in hand
let initialized = false;

// ---- Log -----------------------------------------------------------------------------------------------------------

function installConsole() {
  const levels = { log: 'INFO', info: 'INFO', debug: 'DEBUG', warn: 'WARN', error: 'ERROR', trace: 'TRACE' };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = isJson ? (...args) => writeJson(level, args) : (...args) => writeLog(level, util.format(...args));
  }
}

// One object for each message, and of errors their parts; below the wanted level nothing.
function writeJson(level, args) {
  if (levels.indexOf(level) < leastLevel) {
    return;
  }
  const entry = { timestamp: new Date().toISOString(), level, requestId };
  const error = args.find(isError);
  if (args.length === 1 && !error && typeof args[0] !== 'function' && typeof args[0] !== 'bigint') {
    entry.message = args[0];
  } else {
    entry.message = util.format(...args.map((value) => (isError(value) ? value.message : value)));
  }
  if (error) {
    const { errorType, errorMessage, trace } = describe(error);
    Object.assign(entry, { errorType, errorMessage, stackTrace: trace });
  }
  let text;
  try {
    text = JSON.stringify(entry);
  } catch {
    text = JSON.stringify({ ...entry, message: util.format(...args) });
  }
  process.stdout.write(text + '\n');
}

function writeLog(level, message) {
  // A carriage return keeps a message of several lines one log event.
  const text = `${new Date().toISOString()}\t${requestId}\t${level}\t${message}`.replace(/\r?\n/g, '\r');
  process.stdout.write(text + '\n');
}

let usesStreams = false;
for (const name of ['stdout', 'stderr']) {
  // Node makes these streams when they are first asked for, which takes a while: only those that are used are counted.
  const property = Object.getOwnPropertyDescriptor(process, name);
  Object.defineProperty(process, name, {
    ...property,
    get() {
      usesStreams = true;
      return property.get.call(process);
    },
  });
}

function printedBytes() {
  return usesStreams ? (process.stdout.bytesWritten || 0) + (process.stderr.bytesWritten || 0) : 0;
}

// ---- Errors --------------------------------------------------------------------------------------------------------

function runtimeError(name, message, stack) {
  const error = new Error(message);
  error.name = name;
  if (stack) {
    error.stack = stack;
  }
  return error;
}

function isError(value) {
  return util.types.isNativeError(value) || value instanceof Error;
}

function clean(text) {
  return String(text).replace(/\x7F/g, '%7F');
}

function describe(value) {
  try {
    return isError(value)
      ? {
          errorType: clean(value.name),
          errorMessage: clean(value.message),
          trace: typeof value.stack === 'string' ? clean(value.stack).split('\n') : [],
        }
      : { errorType: typeof value, errorMessage: clean(value), trace: [] };
  } catch {
    return { errorType: 'handled', errorMessage: 'callback called with Error argument, but there was a problem while '
      + 'retrieving one or more of its message, name, and stack', trace: [] };
  }
}

function logError(title, value) {
  const described = describe(value);
  if (isJson) {
    const { errorType, errorMessage, trace } = described;
    const entry = { timestamp: new Date().toISOString(), level: 'ERROR', requestId, message: title, errorType, errorMessage, stackTrace: trace };
    process.stdout.write(JSON.stringify(entry) + '\n');
    return;
  }
  const fields = { errorType: described.errorType, errorMessage: described.errorMessage };
  if (isError(value)) {
    for (const key of Object.keys(value)) {
      fields[key] = value[key];
    }
    fields.stack = described.trace;
  }
  let text;
  try {
    text = JSON.stringify(fields);
  } catch {
    text = JSON.stringify({ ...described });
  }
  writeLog('ERROR', `${title} \t${text}`);
}

function headerSafe(text) {
  return text.replace(/[^\x20-\x7E]/g, '?').slice(0, 256);
}

function errorRequest(target, value) {
  const described = describe(value);
  const type = `Lambda-Runtime-Function-Error-Type: ${headerSafe(described.errorType)}\r\n`;
  return post(target, JSON.stringify(described), type);
}

function die(value, title, code) {
  logError(title, value);
  const target = requestId ? `invocation/${requestId}/error` : initialized ? null : 'init/error';
  // An answer that is on its way can only be ended, with the error behind it.
  const begun = turn !== undefined && turn.begun && !turn.done;
  requestId = undefined;
  if (target && socket && !socket.destroyed) {
    socket.removeAllListeners('close');
    const last = begun ? lastChunk(errorTrailers(value)) : errorRequest(target, value);
    socket.end(last, () => process.exit(code));
    setTimeout(() => process.exit(code), 1000);
  } else {
    process.exit(code);
  }
}

// ---- Wire ----------------------------------------------------------------------------------------------------------

function post(target, body, extraHeaders = '') {
  return `POST ${base}/${target} HTTP/1.1\r\n${hostLine}Content-Type: application/json\r\n`
    + `Gatehouse-Log-Bytes: ${printedBytes()}\r\n${extraHeaders}`
    + `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

const noBytes = Buffer.alloc(0);
let pending = noBytes;
let parts = [];
let missing = 0; // bytes still to come of a body that arrives in pieces
let head = null;

function onData(chunk) {
  if (missing > chunk.length) {
    parts.push(chunk);
    missing -= chunk.length;
    return;
  }
  if (parts.length > 0) {
    parts.push(chunk);
    chunk = Buffer.concat(parts);
    parts = [];
    missing = 0;
  }
  pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
  while (pending.length > 0) {
    if (head === null && !readHead()) {
      return;
    }
    if (pending.length < head.length) {
      missing = head.length - pending.length;
      parts.push(pending);
      pending = noBytes;
      return;
    }
    const answered = head;
    const body = pending.subarray(0, answered.length);
    pending = pending.subarray(answered.length);
    head = null;
    if (answered.status === 200) {
      invoke(answered.headers, body);
    }
  }
}

function readHead() {
  const end = pending.indexOf('\r\n\r\n');
  if (end < 0) {
    return false;
  }
  const lines = pending.latin1Slice(0, end).split('\r\n');
  const headers = {};
  for (let i = 1; i < lines.length; i++) {
    const colon = lines[i].indexOf(':');
    headers[lines[i].slice(0, colon).toLowerCase()] = lines[i].slice(colon + 1).trim();
  }
  head = { status: Number(lines[0].slice(9, 12)), headers, length: Number(headers['content-length'] || 0) };
  pending = pending.subarray(end + 4);
  return true;
}

function fromHeader(value) {
  // Header bytes were read one by one; what they mean is UTF-8.
  return value === undefined ? undefined : JSON.parse(Buffer.from(value, 'latin1').toString('utf8'));
}

// ---- Invocations ---------------------------------------------------------------------------------------------------

let handler;
let turn; // the invocation in hand: { waits, result, done, begun }

function createContext(headers, current) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const context = {
    get callbackWaitsForEmptyEventLoop() {
      return current.waits;
    },
    set callbackWaitsForEmptyEventLoop(value) {
      current.waits = Boolean(value);
    },
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: fromHeader(headers['lambda-runtime-client-context']),
    identity: fromHeader(headers['lambda-runtime-cognito-identity']),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    tenantId: headers['lambda-runtime-aws-tenant-id'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  if (family < 24) {
    context.done = (error, result) => settleByCallback(current, error, result);
    context.fail = (error) => settleByCallback(current, error ?? 'handled', undefined);
    context.succeed = (result) => settleByCallback(current, null, result);
  }
  return context;
}

function invoke(headers, body) {
  requestId = headers['lambda-runtime-aws-request-id'];
  const trace = headers['lambda-runtime-trace-id'];
  if (trace) {
    env._X_AMZN_TRACE_ID = trace;
  } else {
    delete env._X_AMZN_TRACE_ID;
  }
  const current = { waits: true, done: false, result: undefined, hasResult: false, begun: false };
  turn = current;
  // While a handler runs, only its own work keeps the process's event loop alive: an empty loop ends the invocation.
  socket.unref();
  try {
    const event = JSON.parse(body.toString('utf8'));
    const context = createContext(headers, current);
    if (handler[streamingMark]) {
      stream(current, event, context);
      return;
    }
    const returned = handler(event, context, (error, result) => settleByCallback(current, error, result));
    if (returned !== null && typeof returned === 'object' && typeof returned.then === 'function') {
      returned.then((result) => finish(current, null, result), (error) => fail(current, error));
    }
  } catch (error) {
    fail(current, error);
  }
}

function settleByCallback(current, error, result) {
  if (current.done || current.hasResult) {
    return;
  }
  const failed = error !== undefined && error !== null;
  if (!current.waits) {
    failed ? fail(current, error) : finish(current, null, result);
    return;
  }
  current.hasResult = true;
  current.result = { failed, error, result };
}

function finish(current, _, result) {
  if (current.done) {
    return;
  }
  let body;
  try {
    body = JSON.stringify(result === undefined ? null : result) ?? 'null';
  } catch {
    const message = 'Unable to stringify response body';
    fail(current, family >= 24 ? runtimeError('Runtime.JSONStringifyError', message) : new Error(message));
    return;
  }
  answer(current, post(`invocation/${requestId}/response`, body));
}

function fail(current, error) {
  if (current.done) {
    return;
  }
  logError('Invoke Error', error);
  answer(current, errorRequest(`invocation/${requestId}/error`, error));
}

function answer(current, request) {
  current.done = true;
  requestId = undefined;
  turn = undefined;
  socket.ref();
  socket.write(request + nextRequest);
}

process.on('beforeExit', () => {
  const current = turn;
  if (!current || current.done) {
    return;
  }
  // Nothing is left to wait for: either the callback's result is due, or the handler never gave one, which is null.
  const { failed, error, result } = current.result ?? {};
  if (handler[streamingMark] && current.begun) {
    // A streaming handler that waits for what never comes: what it wrote so far is its answer.
    answer(current, lastChunk(''));
    return;
  }
  failed ? fail(current, error) : finish(current, null, result);
});

// ---- Response streaming --------------------------------------------------------------------------------------------

const trailerNames = 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body, Gatehouse-Log-Bytes';

function toBytes(chunk, encoding) {
  if (typeof chunk === 'string') {
    return Buffer.from(chunk, encoding);
  }
  return ArrayBuffer.isView(chunk)
    ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    : Buffer.from(JSON.stringify(chunk));
}

function errorTrailers(error) {
  const described = describe(error);
  return `Lambda-Runtime-Function-Error-Type: ${headerSafe(described.errorType)}\r\n`
    + `Lambda-Runtime-Function-Error-Body: ${Buffer.from(JSON.stringify(described)).toString('base64')}\r\n`;
}

function lastChunk(trailers) {
  return `0\r\n${trailers}Gatehouse-Log-Bytes: ${printedBytes()}\r\n\r\n`;
}

function stream(current, event, context) {
  const { Writable } = require('node:stream');
  const target = `invocation/${requestId}/response`;
  let contentType = 'application/octet-stream';
  const begin = () => {
    if (!current.begun) {
      current.begun = true;
      socket.write(`POST ${base}/${target} HTTP/1.1\r\n${hostLine}Content-Type: ${headerSafe(contentType)}\r\n`
        + `Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n`
        + `Trailer: ${trailerNames}\r\n\r\n`);
    }
  };
  const send = (bytes, callback) => {
    begin();
    const size = Buffer.from(`${bytes.length.toString(16)}\r\n`);
    socket.write(Buffer.concat([size, bytes, Buffer.from('\r\n')]), callback);
  };
  const end = (trailers) => {
    if (!current.done) {
      begin();
      answer(current, lastChunk(trailers));
    }
  };
  const failStream = (error) => {
    if (current.done) {
      return;
    }
    if (!current.begun) {
      fail(current, error);
      return;
    }
    logError('Invoke Error', error);
    end(errorTrailers(error));
  };
  // What HttpResponseStream.from has to say goes out before the first byte, or before the end of an empty answer.
  const withPrelude = (bytes) => {
    const prelude = responseStream._onBeforeFirstWrite;
    responseStream._onBeforeFirstWrite = undefined;
    if (!prelude) {
      return bytes;
    }
    const parts = [];
    prelude((part) => parts.push(toBytes(part, 'utf8')));
    return Buffer.concat([...parts, bytes]);
  };
  const responseStream = new Writable({
    write(chunk, encoding, callback) {
      const bytes = withPrelude(chunk);
      if (bytes.length === 0 || current.done) {
        callback();
        return;
      }
      send(bytes, callback);
    },
    final(callback) {
      const bytes = withPrelude(noBytes);
      if (bytes.length > 0 && !current.done) {
        send(bytes);
      }
      end('');
      callback();
    },
  });
  responseStream.setContentType = (type) => {
    contentType = String(type);
  };
  responseStream._onBeforeFirstWrite = undefined;
  const write = responseStream.write;
  responseStream.write = function writeAnything(chunk, encoding, callback) {
    const isText = typeof encoding === 'string';
    return write.call(responseStream, toBytes(chunk, isText ? encoding : 'utf8'), isText ? callback : encoding);
  };
  responseStream.on('error', failStream);
  const returned = handler(event, responseStream, context);
  if (!returned || typeof returned.then !== 'function') {
    throw runtimeError('Runtime.MalformedStreamingHandler', 'Streaming does not support non-async handlers.');
  }
  returned.then(() => {
    if (!responseStream.writableEnded) {
      responseStream.end();
    }
  }, failStream);
}

globalThis.awslambda = {
  streamifyResponse(streaming) {
    streaming[streamingMark] = 'response';
    return streaming;
  },
  HttpResponseStream: {
    from(underlying, prelude) {
      underlying.setContentType('application/vnd.awslambda.http-integration-response');
      underlying._onBeforeFirstWrite = (write) => {
        write(JSON.stringify(prelude));
        write(Buffer.alloc(8));
      };
      return underlying;
    },
  },
};

// ---- Loading the handler -------------------------------------------------------------------------------------------

function typeOfPackage(file) {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    try {
      return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).type;
    } catch (error) {
      if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') {
        return undefined;
      }
    }
    if (folder === path.dirname(folder)) {
      return undefined;
    }
  }
}

function load(moduleRoot, moduleName) {
  const file = path.resolve(taskRoot, moduleRoot, moduleName);
  const isFile = (name) => fs.statSync(name, { throwIfNoEntry: false })?.isFile() === true;
  if (isFile(file)) {
    return require(file);
  }
  if (isFile(`${file}.js`)) {
    return typeOfPackage(`${file}.js`) === 'module' ? import(pathToFileURL(`${file}.js`).href) : require(`${file}.js`);
  }
  if (isFile(`${file}.mjs`)) {
    return import(pathToFileURL(`${file}.mjs`).href);
  }
  if (isFile(`${file}.cjs`)) {
    return require(`${file}.cjs`);
  }
  return require(require.resolve(moduleName, { paths: [taskRoot, path.join(taskRoot, moduleRoot)] }));
}

async function loadHandler(name) {
  if (name.includes('..')) {
    throw runtimeError('Runtime.MalformedHandlerName',
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`);
  }
  const file = path.basename(name);
  const moduleRoot = name.slice(0, name.length - file.length);
  const dot = file.indexOf('.');
  if (dot <= 0 || dot === file.length - 1) {
    throw runtimeError('Runtime.MalformedHandlerName', 'Bad handler');
  }
  let loaded;
  try {
    loaded = await load(moduleRoot, file.slice(0, dot));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw runtimeError('Runtime.UserCodeSyntaxError', String(error), error.stack);
    }
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
      throw runtimeError('Runtime.ImportModuleError', String(error), error.stack);
    }
    throw error;
  }
  let found = loaded;
  for (const part of file.slice(dot + 1).split('.')) {
    found = found?.[part];
  }
  if (found === undefined || found === null) {
    throw runtimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof found !== 'function') {
    throw runtimeError('Runtime.HandlerNotFound', `${name} is not a function`);
  }
  if (family >= 24 && found.length >= 3 && !found[streamingMark]) {
    throw runtimeError('Runtime.CallbackHandlerDeprecated',
      'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to '
      + 'modify this function to use a supported handler signature to use Node.js 24 or later. For more information '
      + 'see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.');
  }
  return found;
}

process.on('uncaughtException', (error) => die(error, 'Uncaught Exception', 129));
process.on('unhandledRejection', (reason) => {
  const error = runtimeError('Runtime.UnhandledPromiseRejection', isError(reason) ? String(reason) : `${reason}`,
    isError(reason) ? `Runtime.UnhandledPromiseRejection: ${reason.stack}` : undefined);
  error.reason = isError(reason) ? describe(reason) : reason;
  die(error, 'Unhandled Promise Rejection', 128);
});

installConsole();
socket = net.connect({ host, port: Number(port), noDelay: true });
socket.on('data', onData);
// The host is gone: nobody is left to answer to, and nobody else would end this process.
socket.on('close', () => process.exit(1));
socket.on('error', () => process.exit(1));

loadHandler(env._HANDLER || '').then((found) => {
  handler = found;
  initialized = true;
  // With the first question the host learns what the init phase printed: it stands before the first START.
  socket.write(nextRequest.slice(0, -2) + `Gatehouse-Log-Bytes: ${printedBytes()}\r\n\r\n`);
}, (error) => die(error, 'Uncaught Exception', 129));
