import type { R2 } from "#catalog/media/r2.client";
import { AppError, appErrorIn, DependencyError } from "#kernel/errors";
import { callR2 } from "#kernel/vendors/r2-call";

/** The bytes of a file, or a part of them. */
export interface OpenedFile {
  etag: string;
  body: ReadableStream;
}

/** Pictures have no such folder, so that their route never serves a file. */
const nameOf = (id: string) => `files/${id}`;

const wrongLength = () =>
  new AppError("malformed_request", "The body has another length than stated.");

/** Fails with 400 if the stream has more or fewer bytes than its sender stated. */
const ofLength = (expected: number) => {
  let bytes = 0;
  return new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, stream) {
      bytes += chunk.byteLength;
      if (bytes > expected) throw wrongLength();
      stream.enqueue(chunk);
    },
    flush() {
      if (bytes < expected) throw wrongLength();
    },
  });
};

/** Returns the error of the sender if its body broke off, else a DependencyError. */
const failed = (cause: unknown) => appErrorIn(cause) ?? new DependencyError("r2", cause);

/** Keeps the files of digital goods in R2. Their bytes pass through, so that the Worker never holds a whole file. */
export const filesBucket = (r2: R2) => ({
  /** Stores a stream of `bytes` bytes. @throws 400 `malformed_request` for another length, 408 if it stops arriving */
  async put(id: string, body: ReadableStream<Uint8Array>, bytes: number) {
    const sized = new FixedLengthStream(bytes);
    const piped = body.pipeThrough(ofLength(bytes)).pipeTo(sized.writable);
    const [sent, stored] = await Promise.allSettled([piped, r2.put(nameOf(id), sized.readable)]);
    for (const one of [sent, stored]) if (one.status === "rejected") throw failed(one.reason);
  },

  async open(id: string, range?: { offset: number; length: number }): Promise<OpenedFile | null> {
    const object = await callR2("GET", nameOf(id), () =>
      r2.get(nameOf(id), range ? { range } : {}),
    );
    return object && { etag: object.httpEtag, body: object.body };
  },

  delete: (id: string) => callR2("DELETE", nameOf(id), () => r2.delete(nameOf(id))),
});
export type FilesBucket = ReturnType<typeof filesBucket>;
