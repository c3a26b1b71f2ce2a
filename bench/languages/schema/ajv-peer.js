// Validates the body with Ajv, compiled. Prints CPU time per validation from the bytes of the body, which is what a
// gateway has, and per validation of an object that somebody else has already parsed.
'use strict';
const fs = require('node:fs');
const Ajv = require('ajv-draft-04');

const [schemaFile, bodyFile, seconds] = process.argv.slice(2);
const bytes = fs.readFileSync(bodyFile);
const validate = new Ajv({ strict: false }).compile(JSON.parse(fs.readFileSync(schemaFile, 'utf8')));
const parsed = JSON.parse(bytes);

function run(step) {
  const end = process.hrtime.bigint() + BigInt(Math.round(Number(seconds) * 1e9));
  let count = 0;
  let valid = true;
  while (process.hrtime.bigint() < end) {
    for (let i = 0; i < 1000; i++) valid = step() && valid;
    count += 1000;
  }
  if (!valid) throw new Error('the body is not valid');
  return count;
}

function measure(step) {
  run(step);
  const before = process.cpuUsage();
  const count = run(step);
  const used = process.cpuUsage(before);
  return ((used.user + used.system) / count).toFixed(3);
}

const fromBytes = measure(() => validate(JSON.parse(bytes.toString('utf8'))));
const ofObject = measure(() => validate(parsed));
process.stdout.write(`${fromBytes} ${ofObject}\n`);
