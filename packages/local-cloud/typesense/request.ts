import type { Context } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import { Refusal } from "./refusal";

export type Call = Context<StandInEnv>;

const decoded = (text: string) => {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
};

/**
 * Parses the parameters of a URL. As in Typesense, an unencoded `&&` is part of a value, and two filters are
 * combined with `&&`.
 */
export const parametersOf = (c: Call): Record<string, string> => {
  const parameters: Record<string, string> = {};
  const start = c.req.url.indexOf("?");
  if (start < 0) return parameters;
  for (const part of c.req.url.slice(start + 1).split(/(?<!&)&(?!&)/)) {
    const equals = part.indexOf("=");
    const name = decoded(equals < 0 ? part : part.slice(0, equals));
    const value = equals < 0 ? "" : decoded(part.slice(equals + 1));
    const before = parameters[name];
    parameters[name] = name === "filter_by" && before !== undefined ? `${before}&&${value}` : value;
  }
  return parameters;
};

export const badJson = () => new Refusal(400, "Bad JSON.");

/** Returns the body as JSON, whatever its content type. */
export const jsonBody = async (c: Call): Promise<unknown> => {
  try {
    return JSON.parse(await c.req.text());
  } catch {
    throw badJson();
  }
};

/** Returns the body as a JSON object. */
export const objectBody = async (c: Call) => {
  const body = await jsonBody(c);
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw badJson();
  return body as Record<string, unknown>;
};

/** Returns a part of the path, which the route guarantees. */
export const pathPart = (c: Call, name: string) => c.req.param(name) ?? "";
