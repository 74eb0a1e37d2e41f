import { createHash } from "node:crypto";
import type { z } from "zod";
import { frame, type StandIn, type StandInOptions } from "#cloud/frame/stand-in";
import { objectStore, type Span, type StoredObject } from "./object.store";
import {
  METADATA_SIZE_HEADER,
  R2Failure,
  REQUEST_HEADER,
  ReadRequest,
  WriteRequest,
} from "./protocol";

const KEY_BYTES_MAX = 1024;

const parsed = <T>(schema: z.ZodType<T>, text: string): T => {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new R2Failure("invalid_argument");
  }
};

const checkKeys = (keys: readonly string[]) => {
  for (const key of keys)
    if (key === "" || Buffer.byteLength(key) > KEY_BYTES_MAX) throw new R2Failure("invalid_name");
};

/** Returns an object as the runtime reads it, with the range of its value. */
const described = ({ key, ...object }: StoredObject, range: Span) => ({
  name: key,
  ...object,
  range,
  storageClass: "Standard",
  checksums: { 0: object.etag },
});

const answered = (object: StoredObject, range: Span, value: Uint8Array = new Uint8Array()) => {
  const metadata = new TextEncoder().encode(JSON.stringify(described(object, range)));
  return new Response(Buffer.concat([metadata, value]), {
    headers: {
      "content-type": "application/json",
      [METADATA_SIZE_HEADER]: String(metadata.byteLength),
    },
  });
};

const wholeOf = ({ size }: StoredObject): Span => ({ offset: 0, length: size });

/** Returns the bytes that a range names. @throws `invalid_range` if it names none */
const spanOf = (object: StoredObject, range: Extract<ReadRequest, { method: "get" }>["range"]) => {
  const { size } = object;
  if (!range) return wholeOf(object);
  const { suffix } = range;
  const offset = suffix === undefined ? (range.offset ?? 0) : size - Math.min(suffix, size);
  const length = Math.min(suffix ?? range.length ?? size, size - offset);
  if (offset >= size || length <= 0) throw new R2Failure("invalid_range");
  return { offset, length };
};

const read = (store: ReturnType<typeof objectStore>, bucket: string, request: ReadRequest) => {
  checkKeys([request.object]);
  const object = store.head(bucket, request.object);
  if (!object) throw new R2Failure("no_such_key");
  if (request.method === "head") return answered(object, wholeOf(object));
  const span = spanOf(object, request.range);
  return answered(object, span, store.value(bucket, object.key, span));
};

/** Returns the request before the value of a body, and the value. */
const splitBody = async (request: Request): Promise<[WriteRequest, Uint8Array]> => {
  const metadataBytes = Number(request.headers.get(METADATA_SIZE_HEADER) ?? Number.NaN);
  const body = await request.bytes();
  if (!(metadataBytes <= body.byteLength)) throw new R2Failure("invalid_argument");
  const text = new TextDecoder().decode(body.subarray(0, metadataBytes));
  return [parsed(WriteRequest, text), body.subarray(metadataBytes)];
};

/**
 * Creates a stand-in for R2, as the service behind the runtime's binding. The path of a request is its bucket.
 */
export const r2StandIn = ({ dataDir, token }: StandInOptions): StandIn => {
  const store = objectStore(dataDir);
  const framed = frame({
    name: "r2",
    books: () => ({ objects: store.all().map(({ uploaded: _, version: __, ...rest }) => rest) }),
  });
  const { app } = framed;

  const write = (bucket: string, request: WriteRequest, value: Uint8Array) => {
    if (request.method === "delete") {
      const { object, objects = [] } = request;
      const keys = object === undefined ? objects : [object];
      checkKeys(keys);
      store.delete(bucket, keys);
      return new Response();
    }
    checkKeys([request.object]);
    const object: StoredObject = {
      key: request.object,
      version: crypto.randomUUID().replaceAll("-", ""),
      size: value.byteLength,
      etag: createHash("md5").update(value).digest("hex"),
      uploaded: Date.now(),
      httpFields: request.httpFields ?? {},
      customFields: request.customFields ?? [],
    };
    store.put(bucket, object, value);
    return answered(object, wholeOf(object));
  };

  app.onError((error) => {
    if (error instanceof R2Failure) return error.toResponse();
    console.error(error);
    return new Response(null, { status: 500 });
  });
  app.use("/:bucket", async (c, next) => {
    if (c.req.header("authorization") !== `Bearer ${token}`) throw new R2Failure("unauthorised");
    await next();
  });
  app.get("/:bucket", (c) => {
    const request = parsed(ReadRequest, c.req.header(REQUEST_HEADER) ?? "");
    c.set("summary", `${request.method} ${request.object}`);
    return read(store, c.req.param("bucket"), request);
  });
  app.put("/:bucket", async (c) => {
    const [request, value] = await splitBody(c.req.raw);
    c.set("summary", `${request.method} ${request.object ?? ""}`.trim());
    return write(c.req.param("bucket"), request, value);
  });
  return { ...framed, close: () => store.close() };
};
