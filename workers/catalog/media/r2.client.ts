import { callR2 } from "#kernel/vendors/r2-call";
import type { Bucket, StoredPicture } from "./bucket.port";

/** An object that no picture is named like. */
const PROBE = "health";

/** The methods of R2's binding that the shop uses. */
export type R2 = Pick<R2Bucket, "head" | "get" | "put" | "delete">;

const pictureOf = ({ httpEtag, size, httpMetadata, customMetadata }: R2Object): StoredPicture => ({
  etag: httpEtag,
  bytes: size,
  contentType: httpMetadata?.contentType ?? "application/octet-stream",
  width: customMetadata?.width === undefined ? undefined : Number(customMetadata.width),
});

/** Keeps pictures in R2, by the Worker's binding. */
export const r2Bucket = (r2: R2): Bucket => ({
  async head(name) {
    const object = await callR2("HEAD", name, () => r2.head(name));
    return object ? pictureOf(object) : undefined;
  },

  async open(name, range) {
    const object = await callR2("GET", name, () => r2.get(name, range ? { range } : {}));
    return object ? { ...pictureOf(object), body: object.body } : undefined;
  },

  async put(name, value, { contentType, width }) {
    const options = {
      ...(contentType && { httpMetadata: { contentType } }),
      ...(width !== undefined && { customMetadata: { width: String(width) } }),
    };
    await callR2("PUT", name, () => r2.put(name, value, options));
  },

  delete: (names) => callR2("DELETE", names[0] ?? "", () => r2.delete([...names])),

  async ping() {
    await callR2("HEAD", PROBE, () => r2.head(PROBE));
  },
});
