import { AppError } from "#kernel/errors";

/** The longest that a small body, or the next piece of a large one, may take to arrive. */
export const ARRIVAL_MS = 30_000;

/**
 * Returns what has arrived of a body.
 * @throws 408 `request_timeout` when it takes longer than `arrivalMs`
 */
export const arriving = async <T>(piece: Promise<T>, arrivalMs = ARRIVAL_MS): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError("request_timeout")), arrivalMs);
  });
  return Promise.race([piece, late]).finally(() => clearTimeout(timer));
};

/** The same stream, which fails with 408 when its next piece takes longer than `arrivalMs`. */
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
