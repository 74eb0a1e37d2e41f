/**
 * A command's refusal in Redis' words. A value rather than an exception, because later commands of
 * its pipeline still run.
 */
export class CommandError extends Error {}

/** What Redis answers, as RESP2 has it. */
export type Reply = string | number | null | CommandError | Reply[];

const base64 = (text: string) => Buffer.from(text).toString("base64");

type Json = string | number | null | Json[];

const encoded = (reply: Reply, encode: (text: string) => string): Json => {
  if (Array.isArray(reply)) return reply.map((item) => encoded(item, encode));
  if (reply instanceof CommandError) return encode(reply.message);
  return typeof reply === "string" ? encode(reply) : reply;
};

/** `{ result }` or `{ error }`, with texts in base64 where the client asked for it; a bare OK stays as it is. */
export const toBody = (reply: Reply, inBase64: boolean) => {
  if (reply instanceof CommandError) return { error: reply.message };
  if (!inBase64 || reply === "OK") return { result: encoded(reply, (text) => text) };
  return { result: encoded(reply, base64) };
};
