import { setTimeout as pause } from 'node:timers/promises';

const lines = [
  'A request came to the gate.',
  'The gate asked a function, which had much to say.',
  'It said it line by line,',
  'and nobody had to wait for the end.',
];

// awslambda is a global of Lambda's Node.js runtimes.
export const handler = awslambda.streamifyResponse(async (event, responseStream) => {
  const milliseconds = Math.min(Number(event.queryStringParameters?.pause ?? 500) || 0, 2000);
  const stream = awslambda.HttpResponseStream.from(responseStream, {
    statusCode: 200,
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  });
  for (const line of lines) {
    stream.write(`${line}\n`);
    await pause(milliseconds);
  }
  stream.end();
});
