/** An error reply of a command. It is a value, not thrown, because later commands of a pipeline still run. */
export class CommandError extends Error {}

/** A reply in the types of RESP2. */
export type Reply = string | number | null | CommandError | Reply[];

const base64 = (text: string) => Buffer.from(text).toString("base64");

type Json = string | number | null | Json[];

const encoded = (reply: Reply, encode: (text: string) => string): Json => {
  if (Array.isArray(reply)) return reply.map((item) => encoded(item, encode));
  if (reply instanceof CommandError) return encode(reply.message);
  return typeof reply === "string" ? encode(reply) : reply;
};

/**
 * Returns `{ result }` or `{ error }`, with texts in base64 if the client wants that. A plain OK is never
 * encoded.
 */
export const toBody = (reply: Reply, inBase64: boolean) => {
  if (reply instanceof CommandError) return { error: reply.message };
  if (!inBase64 || reply === "OK") return { result: encoded(reply, (text) => text) };
  return { result: encoded(reply, base64) };
};
