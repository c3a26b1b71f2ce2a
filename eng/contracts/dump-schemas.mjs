// Dumps the runtime schemas of one AWS SDK package as neutral JSON: shapes, operations and traits
// by their Smithy names.
// Usage: node dump-schemas.mjs PACKAGE OUTPUT.json
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const [packageName, output] = process.argv.slice(2);
const sdk = createRequire(import.meta.url)(packageName);

const kinds = new Map([[0, "simple"], [1, "list"], [2, "map"], [3, "structure"], [4, "union"], [-3, "error"]]);
const simpleTypes = new Map([
  [0, "string"], [1, "number"], [2, "boolean"], [4, "timestamp"], [5, "dateTime"], [6, "httpDate"], [7, "epochSeconds"],
  [15, "document"], [17, "bigInteger"], [19, "bigDecimal"], [21, "blob"], [42, "streamingBlob"],
]);
// Bit i of a numeric trait set stands for the i-th name.
const traitBits = [
  "httpLabel", "idempotent", "idempotencyToken", "sensitive", "httpPayload", "httpResponseCode", "httpQueryParams",
];

const shapes = {};
const operations = {};

const unwrap = (reference) => (typeof reference === "function" ? reference() : reference);
const traitsOf = (traits) =>
  typeof traits === "number"
    ? Object.fromEntries(traitBits.filter((_, bit) => (traits >> bit) & 1).map((name) => [name, 1]))
    : { ...traits };

function typeOf(reference) {
  const schema = unwrap(reference);
  if (typeof schema === "number") {
    if (schema >= 128) return { map: { key: "string", value: typeOf(schema & 127) } };
    if (schema >= 64) return { list: typeOf(schema & 63) };
    if (!simpleTypes.has(schema)) throw new Error(`unknown simple schema ${schema}`);
    return simpleTypes.get(schema);
  }
  if (schema === "unit") return "unit";
  addShape(schema);
  return schema[2];
}

// A member is a bare reference, or a pair of reference and traits; a schema's own tuple is longer than two.
function slot(entry) {
  const pair = Array.isArray(entry) && entry.length === 2;
  return { type: typeOf(pair ? entry[0] : entry), traits: pair ? traitsOf(entry[1]) : {} };
}

function addShape(schema) {
  const [id, namespace, name, traits] = schema;
  if (name in shapes) {
    if (shapes[name].namespace !== namespace) throw new Error(`two shapes named ${name}`);
    return;
  }
  const shape = { kind: kinds.get(id), namespace, traits: traitsOf(traits) };
  shapes[name] = shape;
  if (id === 0) {
    shape.target = typeOf(schema[4]);
  } else if (id === 1) {
    shape.element = slot(schema[4]);
  } else if (id === 2) {
    shape.key = slot(schema[4]);
    shape.value = slot(schema[5]);
  } else {
    const required = schema[6] ?? 0; // Required members come first; the tuple ends with their number.
    shape.members = schema[4].map((name, index) => ({ name, required: index < required, ...slot(schema[5][index]) }));
  }
}

for (const [name, schema] of Object.entries(sdk)) {
  if (!name.endsWith("$") || !Array.isArray(schema)) continue;
  if (schema[0] === 9) {
    const [, , operation, traits, input, result] = schema;
    operations[operation] = { traits: traitsOf(traits), input: typeOf(input), output: typeOf(result) };
  } else if (schema[1].startsWith("com.amazonaws.")) {
    addShape(schema); // The SDK's own synthetic root exception has another namespace and is not the service's.
  }
}
writeFileSync(output, JSON.stringify({ shapes, operations }, null, 1));
