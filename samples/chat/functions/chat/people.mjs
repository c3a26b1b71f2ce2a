// Who is in the room: one small file for each connection, so that functions that run side by side need no lock.
// On Amazon this would be a table: there, functions share no folder.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

// Each function process has a temporary folder of its own; the one around it is the server's.
const folder = process.env.CHAT_FOLDER ?? join(dirname(tmpdir()), 'chat-people');

// Connection ids hold characters that file names may not.
const fileOf = (id) => join(folder, encodeURIComponent(id));

export async function add(id, name) {
  await mkdir(folder, { recursive: true });
  await writeFile(`${fileOf(id)}.new`, name);
  await rename(`${fileOf(id)}.new`, fileOf(id)); // whole or not at all
}

export async function remove(id) {
  const name = await nameIn(fileOf(id));
  await rm(fileOf(id), { force: true });
  return name;
}

export async function all() {
  await mkdir(folder, { recursive: true });
  const files = (await readdir(folder)).filter((file) => !file.endsWith('.new'));
  const people = await Promise.all(
    files.map(async (file) => [decodeURIComponent(file), await nameIn(join(folder, file))]));
  return new Map(people.filter(([, name]) => name !== undefined));
}

async function nameIn(file) {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') {
      return undefined; // left meanwhile
    }
    throw error;
  }
}
