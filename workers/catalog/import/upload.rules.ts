import { paced } from "#kernel/arrival";
import { AppError } from "#kernel/errors";

/** The largest file that is taken. */
export const FILE_BYTES_MAX = 20 * 1024 * 1024;

export type Bytes = ReadableStream<Uint8Array>;

export const tooLarge = () =>
  new AppError("body_too_large", `A file may have at most ${FILE_BYTES_MAX} bytes.`);

/** The stream, which fails with 408 when it stops arriving, with 400 when it breaks off, and with 413 as soon as it turns out too large, whatever its header said. */
export const limited = (file: Bytes): Bytes => {
  let bytes = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, stream) {
      bytes += chunk.byteLength;
      if (bytes <= FILE_BYTES_MAX) stream.enqueue(chunk);
      else stream.error(tooLarge());
    },
  });
  return paced(file).pipeThrough(counter);
};

/** The whole file in memory with its SHA-256, and a stream to read it once more. */
export const fingerprinted = async (file: Bytes): Promise<{ file: Bytes; digest: string }> => {
  const bytes = await new Response(limited(file)).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return { file: new Blob([bytes]).stream(), digest: digest.toHex() };
};
