// samples/chat, served by "gatehouse run": two people in a room, by sockets and, where there is a browser, by its page.
import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { get } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { WebSocket } from 'ws';
import { Server } from './server.mjs';
import { lookup, next, opened } from './socket.mjs';

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

async function findBrowser() {
  for (const path of browsers) {
    try {
      await access(path);
      return path;
    } catch {
      // the next one, then
    }
  }
  return undefined;
}

const page = (port) => new Promise((done, failed) => {
  get(`http://chatpage.execute-api.localhost:${port}/`, { lookup }, (answer) => {
    let text = '';
    answer.on('data', (part) => { text += part; }).on('end', () => done({ status: answer.statusCode, text }));
  }).once('error', failed);
});

describe('samples/chat', () => {
  let server;
  let port;
  let browser;

  before(async () => {
    server = await Server.run('samples/chat');
    port = new URL(server.endpoint).port;
    browser = await findBrowser();
  });

  after(async () => assert.equal(await server.stop(), 0));

  const enter = async (name) => {
    const address = `ws://chat.execute-api.localhost:${port}/dev`;
    return opened(new WebSocket(name === undefined ? address : `${address}?name=${encodeURIComponent(name)}`, { lookup }));
  };
  const say = (socket, message) => socket.send(JSON.stringify(message));
  const heard = async (socket) => JSON.parse(await next(socket));

  test('Who has no name does not come in', async () => {
    await assert.rejects(enter(), /400/);
    await assert.rejects(enter(' '), /400/);
  });

  test('What one says the other hears, and who comes and goes is seen', async () => {
    const ada = await enter('Ada');
    let arrived = heard(ada);
    const bob = await enter('Bob');
    assert.deepEqual(await arrived, { type: 'joined', name: 'Bob' });

    const both = Promise.all([heard(ada), heard(bob)]);
    say(bob, { action: 'say', text: 'Grüße <b>😀</b>' });
    for (const message of await both) {
      assert.deepEqual(message, { type: 'said', name: 'Bob', text: 'Grüße <b>😀</b>' });
    }

    say(ada, { action: 'who' });
    assert.deepEqual(await heard(ada), { type: 'people', names: ['Ada', 'Bob'] });
    say(ada, { action: 'dance' });
    assert.equal((await heard(ada)).type, 'help');
    say(ada, { action: 'say' });
    assert.equal((await heard(ada)).message, 'Bad request body');

    arrived = heard(ada);
    bob.close();
    assert.deepEqual(await arrived, { type: 'left', name: 'Bob' });
    ada.close();
  });

  test('The page knows where the room is', async () => {
    const { status, text } = await page(port);

    assert.equal(status, 200);
    assert.match(text, new RegExp(`const address = 'ws://chat\\.execute-api\\.localhost:${port}/dev';`));
  });

  test('Two people talk on the page', async (t) => {
    if (browser === undefined) {
      t.skip(`no browser: ${browsers.join(', ')} are missing; ./test installs Debian's chromium`);
      return;
    }
    const { chromium } = await import('playwright-core');
    const running = await chromium.launch({ executablePath: browser, args: ['--no-sandbox'] });
    try {
      const open = async (name) => {
        const tab = await (await running.newContext()).newPage();
        await tab.goto(`http://chatpage.execute-api.localhost:${port}/`);
        await tab.getByLabel('Your name').fill(name);
        await tab.getByRole('button', { name: 'Enter' }).click();
        await tab.getByText(`In the room:`).waitFor();
        return tab;
      };
      const ada = await open('Ada');
      const bob = await open('Bob');
      await ada.getByText('Bob has come').waitFor();

      await bob.getByLabel('Message').fill('<img src=x onerror=alert(1)> hello');
      await bob.getByRole('button', { name: 'Say' }).click();

      await ada.getByText('Bob: <img src=x onerror=alert(1)> hello').waitFor();
      await bob.getByText('Bob: <img src=x onerror=alert(1)> hello').waitFor();
      await ada.getByText('In the room: Ada, Bob').waitFor();
      await bob.close();
      await ada.getByText('Bob has left').waitFor();
    } finally {
      await running.close();
    }
  });
});
