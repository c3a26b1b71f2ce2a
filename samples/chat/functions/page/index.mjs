// The page to try the room, with the room's address written into it.
import { readFile } from 'node:fs/promises';

const page = await readFile(new URL('page.html', import.meta.url), 'utf8');

export async function handler(event) {
  // Both APIs are labels of one host: chatpage.execute-api.localhost:4566 and chat.execute-api.localhost:4566.
  const host = event.headers.host.replace(/^[^.]+/, process.env.CHAT_API);
  const scheme = event.headers['x-forwarded-proto'] === 'https' ? 'wss' : 'ws';
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
    body: page.replace('{{address}}', `${scheme}://${host}/${process.env.CHAT_STAGE}`),
  };
}
