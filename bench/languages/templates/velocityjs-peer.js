// Renders the template with velocityjs and jsonpath-plus; prints CPU time per rendering.
'use strict';
const fs = require('node:fs');
const { Compile, parse } = require('velocityjs');
const { JSONPath } = require('jsonpath-plus');

const [templateFile, bodyFile, seconds] = process.argv.slice(2);
const body = fs.readFileSync(bodyFile, 'utf8');
const syntax = parse(fs.readFileSync(templateFile, 'utf8'));
const compiled = new Compile(syntax);
const util = { escapeJavaScript: text => text.replace(/["'\\/]/g, '\\$&') };
const context = { requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef' };
const stageVariables = { source: 'web' };

function render() {
  let document;
  const input = {
    path: path => JSONPath({ path, json: document ??= JSON.parse(body), wrap: false }),
    params: () => 'acme',
  };
  return compiled.render({ input, util, context, stageVariables });
}

function run() {
  const end = process.hrtime.bigint() + BigInt(Math.round(Number(seconds) * 1e9));
  let count = 0;
  while (process.hrtime.bigint() < end) {
    for (let i = 0; i < 100; i++) render();
    count += 100;
  }
  return count;
}

process.stdout.write(render());
run();
const before = process.cpuUsage();
const count = run();
const used = process.cpuUsage(before);
process.stderr.write(`${((used.user + used.system) / count).toFixed(3)}\n`);
