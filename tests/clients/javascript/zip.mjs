// The smallest zip that holds one stored file: the tests need no archiver.
import { crc32 } from 'node:zlib';

export function zip(name, text) {
  const file = Buffer.from(text);
  const path = Buffer.from(name);
  const header = (signature, length) => {
    const bytes = Buffer.alloc(length);
    bytes.writeUInt32LE(signature, 0);
    return bytes;
  };

  const local = header(0x04034b50, 30);
  local.writeUInt16LE(20, 4);
  local.writeUInt32LE(crc32(file), 14);
  local.writeUInt32LE(file.length, 18);
  local.writeUInt32LE(file.length, 22);
  local.writeUInt16LE(path.length, 26);

  const central = header(0x02014b50, 46);
  central.writeUInt16LE(20, 4);
  central.writeUInt16LE(20, 6);
  central.writeUInt32LE(crc32(file), 16);
  central.writeUInt32LE(file.length, 20);
  central.writeUInt32LE(file.length, 24);
  central.writeUInt16LE(path.length, 28);

  const end = header(0x06054b50, 22);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + path.length, 12);
  end.writeUInt32LE(local.length + path.length + file.length, 16);
  return Buffer.concat([local, path, file, central, path, end]);
}
