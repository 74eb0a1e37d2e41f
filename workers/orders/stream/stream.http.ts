import { withinCurrentCall } from "#kernel/call";
import { PRIVATE } from "#kernel/routes/etag";

const HEADERS = {
  "Content-Type": "text/event-stream",
  // A proxy that transforms a stream may hold it back.
  "Cache-Control": `${PRIVATE["Cache-Control"]}, no-transform`,
};

/** Returns a response that sends each text as it comes. A client that goes away ends the texts. */
export const streamedResponse = (texts: AsyncGenerator<string>) => {
  const encoder = new TextEncoder();
  const next = withinCurrentCall(() => texts.next());
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => void (await texts.return(undefined)),
  });
  return new Response(body, { headers: HEADERS });
};

/** Returns the response to HEAD. */
export const streamHead = () => new Response(null, { headers: HEADERS });
