import { DependencyError } from "#kernel/errors";
import { requestTo, withinSpan } from "#kernel/sight/client-span";
import type { Bucket, StoredPicture } from "./bucket.port";

/** Ten megabytes to the bucket's region, from a data centre far away. */
const DEADLINE_MS = 20_000;

/** An object that no picture is named like. */
const PROBE = "health";

/** The methods of R2's binding that the shop uses. */
export type R2 = Pick<R2Bucket, "head" | "get" | "put" | "delete">;

const withDeadline = async <T>(work: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), DEADLINE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/**
 * Calls the binding in a span, which the runtime does not record.
 * @throws DependencyError if it fails or does not answer in time
 */
export const callingR2 = <T>(method: string, name: string, call: () => Promise<T>): Promise<T> =>
  withinSpan(
    () => requestTo("r2", `https://r2/${name}`, method),
    () =>
      withDeadline(call()).catch((cause) => {
        throw new DependencyError("r2", cause);
      }),
  );

const pictureOf = ({ httpEtag, size, httpMetadata, customMetadata }: R2Object): StoredPicture => ({
  etag: httpEtag,
  bytes: size,
  contentType: httpMetadata?.contentType ?? "application/octet-stream",
  width: customMetadata?.width === undefined ? undefined : Number(customMetadata.width),
});

/** Keeps pictures in R2, by the Worker's binding. */
export const r2Bucket = (r2: R2): Bucket => ({
  async head(name) {
    const object = await callingR2("HEAD", name, () => r2.head(name));
    return object ? pictureOf(object) : undefined;
  },

  async open(name, range) {
    const object = await callingR2("GET", name, () => r2.get(name, range ? { range } : {}));
    return object ? { ...pictureOf(object), body: object.body } : undefined;
  },

  async put(name, value, { contentType, width }) {
    const options = {
      ...(contentType && { httpMetadata: { contentType } }),
      ...(width !== undefined && { customMetadata: { width: String(width) } }),
    };
    await callingR2("PUT", name, () => r2.put(name, value, options));
  },

  delete: (names) => callingR2("DELETE", names[0] ?? "", () => r2.delete([...names])),

  async ping() {
    await callingR2("HEAD", PROBE, () => r2.head(PROBE));
  },
});
