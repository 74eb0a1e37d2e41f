import { z } from "zod";

/**
 * The protocol between the runtime's R2 binding and its service, as workerd and miniflare speak it: one request
 * in JSON, in a header or before the value, and one object in JSON before the value of the answer.
 * https://github.com/cloudflare/workerd/blob/main/src/workerd/api/r2-api.capnp
 */
export const REQUEST_HEADER = "cf-r2-request";
export const METADATA_SIZE_HEADER = "cf-r2-metadata-size";
export const ERROR_HEADER = "cf-r2-error";

/** The service reads only requests of its own version of the protocol. */
export const PROTOCOL_VERSION = 1;

const Field = z.object({ k: z.string(), v: z.string() });
const HttpFields = z.object({
  contentType: z.string().optional(),
  contentLanguage: z.string().optional(),
  contentDisposition: z.string().optional(),
  contentEncoding: z.string().optional(),
  cacheControl: z.string().optional(),
  cacheExpiry: z.coerce.number().optional(),
});
export type HttpFields = z.infer<typeof HttpFields>;
export type StoredFields = z.infer<typeof Field>[];

const Version = { version: z.literal(PROTOCOL_VERSION).optional() };
const Count = z.coerce.number().int().min(0);

export const ReadRequest = z.discriminatedUnion("method", [
  z.strictObject({ ...Version, method: z.literal("head"), object: z.string() }),
  z.strictObject({
    ...Version,
    method: z.literal("get"),
    object: z.string(),
    range: z.strictObject({ offset: Count, length: Count, suffix: Count }).partial().optional(),
  }),
]);
export type ReadRequest = z.infer<typeof ReadRequest>;

export const WriteRequest = z.discriminatedUnion("method", [
  z.strictObject({
    ...Version,
    method: z.literal("put"),
    object: z.string(),
    customFields: z.array(Field).optional(),
    httpFields: HttpFields.optional(),
  }),
  z.strictObject({
    ...Version,
    method: z.literal("delete"),
    object: z.string().optional(),
    objects: z.array(z.string()).optional(),
  }),
]);
export type WriteRequest = z.infer<typeof WriteRequest>;

/** R2's error codes: https://developers.cloudflare.com/r2/api/error-codes/ */
const ERRORS = {
  no_such_key: [404, 10007, "The specified key does not exist."],
  invalid_name: [400, 10020, "The specified object name is not valid."],
  invalid_argument: [400, 10029, "Metadata missing, invalid or not supported here."],
  invalid_range: [416, 10039, "The requested range is not satisfiable."],
  unauthorised: [403, 10043, "The bucket is not accessible with this token."],
} as const;

/** A refusal of the service. */
export class R2Failure extends Error {
  readonly reason: keyof typeof ERRORS;
  constructor(reason: keyof typeof ERRORS) {
    super(reason);
    this.reason = reason;
  }

  toResponse() {
    const [status, v4code, message] = ERRORS[this.reason];
    const error = JSON.stringify({ version: PROTOCOL_VERSION, v4code, message });
    return new Response(null, { status, headers: { [ERROR_HEADER]: error } });
  }
}

/** Returns the code of a refusal; undefined for any other answer. */
export const failureCode = ({ headers }: Response): number | undefined => {
  const error = headers.get(ERROR_HEADER);
  return error === null ? undefined : (JSON.parse(error) as { v4code: number }).v4code;
};
export const NO_SUCH_KEY = ERRORS.no_such_key[1];
