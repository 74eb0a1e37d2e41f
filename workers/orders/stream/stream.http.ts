import { PRIVATE } from "#kernel/routes/etag";
import { textStream } from "#kernel/routes/text-stream";

const HEADERS = {
  "Content-Type": "text/event-stream",
  // A proxy that transforms a stream may hold it back.
  "Cache-Control": `${PRIVATE["Cache-Control"]}, no-transform`,
};

/** Returns a response that sends each text as it comes. A client that goes away ends the texts. */
export const streamedResponse = (texts: AsyncGenerator<string>) =>
  new Response(textStream(texts), { headers: HEADERS });

/** Returns the response to HEAD. */
export const streamHead = () => new Response(null, { headers: HEADERS });
