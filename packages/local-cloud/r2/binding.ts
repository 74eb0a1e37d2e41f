import {
  failureCode,
  type HttpFields,
  METADATA_SIZE_HEADER,
  NO_SUCH_KEY,
  PROTOCOL_VERSION,
  REQUEST_HEADER,
  type StoredFields,
} from "./protocol";

interface BucketAddress {
  /** The address of the stand-in. */
  url: string;
  token: string;
  bucket: string;
}

/** What an answer says of an object. */
interface Described {
  name: string;
  size: number;
  etag: string;
  httpFields: HttpFields;
  customFields: StoredFields;
  range: { offset: number; length: number };
}

const objectOf = ({ name, size, etag, httpFields, customFields, range }: Described) => ({
  key: name,
  size,
  etag,
  httpEtag: `"${etag}"`,
  httpMetadata: httpFields,
  customMetadata: Object.fromEntries(customFields.map(({ k, v }) => [k, v])),
  range,
});

/** Returns the object of an answer and its value; null if there is none. */
const opened = async (answer: Response) => {
  const code = failureCode(answer);
  if (code === NO_SUCH_KEY) return null;
  if (!answer.ok) throw new Error(`R2: status ${answer.status}, code ${code}`);
  const bytes = await answer.bytes();
  const metadataBytes = Number(answer.headers.get(METADATA_SIZE_HEADER));
  const described = JSON.parse(new TextDecoder().decode(bytes.subarray(0, metadataBytes)));
  return { object: objectOf(described), value: bytes.slice(metadataBytes) };
};

/**
 * Returns R2's binding for a Worker that runs without the runtime, such as in a test: `head`, `get`, `put` and
 * `delete` with the options that the shop uses. A test holds it to the binding of workerd.
 */
export const r2Binding = ({ url, token, bucket }: BucketAddress): R2Bucket => {
  const address = `${url}/${bucket}`;
  const authorization = `Bearer ${token}`;

  const read = async (request: object) => {
    const header = JSON.stringify({ version: PROTOCOL_VERSION, ...request });
    return opened(await fetch(address, { headers: { authorization, [REQUEST_HEADER]: header } }));
  };
  const write = (request: object, value: BodyInit = "") => {
    const metadata = new Blob([JSON.stringify({ version: PROTOCOL_VERSION, ...request })]);
    const headers = { authorization, [METADATA_SIZE_HEADER]: String(metadata.size) };
    return fetch(address, {
      method: "PUT",
      headers,
      body: new Blob([metadata, value as string]),
    });
  };

  const binding = {
    head: async (object: string) => (await read({ method: "head", object }))?.object ?? null,
    async get(object: string, { range }: { range?: object } = {}) {
      const found = await read({ method: "get", object, ...(range ? { range } : {}) });
      return found ? { ...found.object, body: new Blob([found.value]).stream() } : null;
    },
    async put(object: string, body: BodyInit, options: R2PutOptions = {}) {
      const value = body instanceof ReadableStream ? await new Response(body).bytes() : body;
      const { httpMetadata, customMetadata = {} } = options;
      const customFields = Object.entries(customMetadata).map(([k, v]) => ({ k, v }));
      const http = httpMetadata && { httpFields: httpMetadata };
      const request = { method: "put", object, customFields, ...http };
      return (await opened(await write(request, value)))?.object;
    },
    async delete(keys: string | string[]) {
      const answer = await write({ method: "delete", objects: [keys].flat() });
      if (!answer.ok) throw new Error(`R2: status ${answer.status}`);
    },
  };
  return binding as unknown as R2Bucket;
};
