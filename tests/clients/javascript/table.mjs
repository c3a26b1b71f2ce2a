// What walks a table of operations: names in angle brackets are filled in, answers are looked into by dotted paths.
export const fill = (value, known) => {
  if (typeof value === 'string') {
    return value.replace(/<(\w+)>/g, (whole, name) => known[name] ?? whole);
  }
  if (Array.isArray(value)) {
    return value.map((one) => fill(one, known));
  }
  return value !== null && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([name, one]) => [fill(name, known), fill(one, known)]))
    : value;
};

// Keys may hold dots: the longest that is there counts.
export const find = (value, path) => {
  if (path === '' || value === undefined || value === null) {
    return value;
  }
  const name = Object.keys(value).sort((a, b) => b.length - a.length)
    .find((key) => path === key || path.startsWith(`${key}.`));
  return name === undefined ? undefined : find(value[name], path.slice(name.length + 1));
};
