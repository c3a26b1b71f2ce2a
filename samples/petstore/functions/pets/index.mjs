// Lists, reads and adds pets. The list lives as long as the function's sandbox: enough for a sample.
const pets = [
  { id: 1, name: 'Tom', type: 'cat' },
  { id: 2, name: 'Spike', type: 'dog' },
  { id: 3, name: 'Jerry', type: 'mouse' },
];

const answer = (statusCode, body) => ({
  statusCode,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

const parse = (body) => {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
};

export const handler = async (event) => {
  const id = event.pathParameters?.petId;
  if (id !== undefined) {
    const pet = pets.find((candidate) => String(candidate.id) === id);
    return pet ? answer(200, pet) : answer(404, { message: `There is no pet ${id}` });
  }

  if (event.httpMethod === 'POST') {
    const pet = parse(event.body);
    if (typeof pet?.name !== 'string' || typeof pet?.type !== 'string') {
      return answer(400, { message: 'A pet has a name and a type' });
    }

    const added = { id: pets.length + 1, name: pet.name, type: pet.type };
    pets.push(added);
    console.log('added', added);
    return answer(201, added);
  }

  const type = event.queryStringParameters?.type;
  return answer(200, type ? pets.filter((pet) => pet.type === type) : pets);
};
