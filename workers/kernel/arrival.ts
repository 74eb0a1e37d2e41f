import { AppError, appErrorIn } from "#kernel/errors";

/** The longest time that a small body, or the next piece of a large one, may take to arrive. */
export const ARRIVAL_MS = 30_000;

const brokenOff = (cause: unknown) =>
  appErrorIn(cause) ??
  new AppError("malformed_request", "The body ended before it was complete.", { cause });

/**
 * Returns a body, or a piece of one, once it has arrived.
 * @throws 408 `request_timeout` if it takes longer than `arrivalMs`; 400 `malformed_request` if the
 * client disconnects or sends a malformed chunk
 */
export const arriving = async <T>(piece: Promise<T>, arrivalMs = ARRIVAL_MS): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError("request_timeout")), arrivalMs);
  });
  const whole = piece.catch((cause) => {
    throw brokenOff(cause);
  });
  return Promise.race([whole, late]).finally(() => clearTimeout(timer));
};

/**
 * Returns a stream of the same pieces, each with a deadline. The stream fails with 408 or 400 as `arriving`
 * does.
 */
export const paced = (
  body: ReadableStream<Uint8Array>,
  arrivalMs = ARRIVAL_MS,
): ReadableStream<Uint8Array> => {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(stream) {
      const { done, value } = await arriving(reader.read(), arrivalMs);
      if (done) stream.close();
      else stream.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
};
