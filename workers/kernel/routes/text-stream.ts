import { withinCurrentCall } from "#kernel/call";

/** Returns a stream of texts as they come, within the current call. A reader that goes away ends the texts. */
export const textStream = (texts: AsyncGenerator<string>) => {
  const encoder = new TextEncoder();
  const next = withinCurrentCall(() => texts.next());
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => void (await texts.return(undefined)),
  });
};
