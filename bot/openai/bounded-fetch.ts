/** `type` of the error that a body throws when it is longer than it may be. */
export const tooLarge = 'ResponseTooLarge';

/**
 * A `fetch` that goes nowhere else with the key (a redirect is an answer like any other) and reads so many bytes of
 * an answer at most: `most` decides by the address.
 */
export function createBoundedFetch(most: (url: string) => number): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'manual' });
    if (!response.body) {
      return response;
    }
    const { status, statusText, headers } = response;
    const body = response.body.pipeThrough(limit(most(String(input))));
    return new Response(body, { status, statusText, headers });
  };
}

function limit(most: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let read = 0;
  return new TransformStream({
    transform(chunk, controller) {
      read += chunk.length;
      if (read > most) {
        controller.error(Object.assign(new Error('The answer is too large'), { name: tooLarge }));
        return;
      }
      controller.enqueue(chunk);
    },
  });
}
