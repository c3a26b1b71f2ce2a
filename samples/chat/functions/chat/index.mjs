// The room: who is in it, and what is said. Every route of the WebSocket API comes here.
import { postTo } from './connections.mjs';
import { add, all, remove } from './people.mjs';

export async function handler(event) {
  const { connectionId, routeKey, domainName, stage } = event.requestContext;
  const room = { domainName, stage };
  switch (routeKey) {
    case '$connect': {
      const name = event.queryStringParameters.name.trim().slice(0, 40);
      if (name === '') {
        return { statusCode: 400, body: 'Say who you are: ?name=Ada' };
      }
      await add(connectionId, name);
      await tellEverybody(room, { type: 'joined', name }, connectionId);
      return { statusCode: 200 };
    }
    case '$disconnect': {
      const name = await remove(connectionId);
      if (name !== undefined) {
        await tellEverybody(room, { type: 'left', name });
      }
      return { statusCode: 200 };
    }
    case 'say': {
      const { text } = JSON.parse(event.body);
      const people = await all();
      const name = people.get(connectionId) ?? 'somebody';
      await tellEverybody(room, { type: 'said', name, text });
      return { statusCode: 200 };
    }
    case 'who': {
      // The answer's body goes back to the one who asked: the route has two ways.
      const names = [...(await all()).values()].sort();
      return { statusCode: 200, body: JSON.stringify({ type: 'people', names }) };
    }
    default:
      return { statusCode: 404 };
  }
}

// The newcomer is left out: a connection takes messages only after $connect has been answered.
async function tellEverybody(room, message, except) {
  const people = await all();
  people.delete(except);
  const gone = [];
  await Promise.all([...people.keys()].map(async (id) => {
    if (!await postTo(room, id, message)) {
      gone.push(id);
    }
  }));
  await Promise.all(gone.map(remove));
}
