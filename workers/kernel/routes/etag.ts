import type { Context } from "hono";
import { sha256Hex } from "#kernel/encoding";

const TAG_CHARS = 20;

/** Returns a strong entity tag of a representation, with an optional version in front of the hash. */
export const entityTag = async (text: string, version?: number) => {
  const hash = (await sha256Hex(text)).slice(0, TAG_CHARS);
  return version === undefined ? `"${hash}"` : `"${version}-${hash}"`;
};

/** Returns whether an If-None-Match header names this entity tag (RFC 9110 §13.1.2), weakly compared. */
export const listsTag = (header: string, tag: string) =>
  header.trim() === "*" ||
  header.split(",").some((item) => item.trim().replace(/^W\//, "") === tag.replace(/^W\//, ""));

/** Returns whether an If-Match header names this tag (RFC 9110 §13.1.1), strongly compared. */
export const matchesTag = (header: string, tag: string) =>
  header.trim() === "*" || header.split(",").some((item) => item.trim() === tag);

/** Answers JSON with its ETag, or 304 when the caller has it (RFC 9110 §13.1.2). */
export const jsonWithEtag = async (
  c: Context,
  value: unknown,
  options: { status?: 200 | 201; version?: number; headers?: Record<string, string> } = {},
) => {
  const text = JSON.stringify(value);
  const tag = await entityTag(text, options.version);
  const headers = { ETag: tag, ...options.headers };
  const known = c.req.header("if-none-match");
  const reads = c.req.method === "GET" || c.req.method === "HEAD";
  // Hono's `c.body` copies the headers one by one into an object of the runtime.
  if (reads && known && listsTag(known, tag)) return new Response(null, { status: 304, headers });
  return new Response(text, {
    status: options.status ?? 200,
    headers: { "Content-Type": "application/json", ...headers },
  });
};

/** The Cache-Control of personal and back-office responses: no cache may store them. */
export const PRIVATE = { "Cache-Control": "private, no-store" };

/** Responds with private JSON and its ETag, or 304 if the caller has it. */
export const privateJson = (c: Context, value: unknown) =>
  jsonWithEtag(c, value, { headers: PRIVATE });

/**
 * Returns the version of the entity tag in an If-Match header; undefined without the header or for `*`, NaN
 * for any other header.
 */
export const matchedVersion = (header: string | undefined): number | undefined => {
  if (header === undefined || header.trim() === "*") return undefined;
  const match = /^"(\d+)(-[0-9a-f]+)?"$/.exec(header.trim());
  return match ? Number(match[1]) : Number.NaN;
};
