// Keeps notes as long as the function's sandbox lives: enough for a sample. Events come in payload format 2.0, and what
// is returned without a statusCode is a 200 with that JSON.
const notes = new Map([[1, 'water the plants']]);
let next = 2;

export const handler = async (event) => {
  switch (event.routeKey) {
    case 'GET /notes':
      return [...notes].map(([id, text]) => ({ id, text }));

    case 'POST /notes': {
      const body = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body;
      const { text } = JSON.parse(body ?? '{}');
      if (typeof text !== 'string' || text.length === 0) {
        return { statusCode: 400, body: JSON.stringify({ message: 'A note needs a text.' }) };
      }

      const id = next++;
      notes.set(id, text);
      return { statusCode: 201, headers: { location: `/notes/${id}` }, body: JSON.stringify({ id, text }) };
    }

    case 'DELETE /notes/{id}':
      return { statusCode: notes.delete(Number(event.pathParameters.id)) ? 204 : 404 };

    default:
      return {
        statusCode: 404,
        headers: { 'content-type': 'text/plain' },
        cookies: ['seen=1; Path=/'],
        body: `There is no ${event.requestContext.http.method} ${event.rawPath} here. Try GET /notes.`,
      };
  }
};
