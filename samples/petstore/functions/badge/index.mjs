// Answers a PNG: a Lambda proxy function sends binary as Base64 and says so.
const png = [
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAAMElEQVR42mNgoDaQq7jzHx+mSDNeQ4jVjNUQUjVjGDJqwLAw',
  'gOKERJWkTJXMRA4AACkCo/x2syLRAAAAAElFTkSuQmCC',
].join('');

export const handler = async () => ({
  statusCode: 200,
  headers: { 'Content-Type': 'image/png' },
  body: png,
  isBase64Encoded: true,
});
