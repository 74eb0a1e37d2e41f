import type { Hono } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import { Refusal } from "#cloud/typesense/refusal";
import { objectBody, parametersOf, pathPart } from "#cloud/typesense/request";
import type { TypesenseServer } from "#cloud/typesense/server";

const SEARCHES_MAX = 50;
/** The maximum length of the query string. Typesense includes the question mark (http_server.cpp). */
const QUERY_CHARS_MAX = 4000;
const JSON_TYPE = { "Content-Type": "application/json; charset=utf-8" };

/** Merges the URL's parameters with those of a search. The URL's win, except that filters are combined. */
const combined = (common: Readonly<Record<string, string>>, search: unknown) => {
  if (typeof search !== "object" || search === null || Array.isArray(search)) {
    throw new Refusal(400, "The value of `searches` must be an array of objects.");
  }
  const parameters = { ...common };
  for (const [name, value] of Object.entries(search)) {
    if (!["string", "number", "boolean"].includes(typeof value)) {
      throw new Refusal(400, "One or more search parameters are malformed.");
    }
    const own = String(value);
    const before = parameters[name];
    if (before === undefined) parameters[name] = own;
    else if (name === "filter_by") {
      parameters[name] = [before, own]
        .filter((filter) => filter !== "")
        .map((filter) => `(${filter})`)
        .join(" && ");
    }
  }
  return parameters;
};

const checkedSearches = (body: Record<string, unknown>, limit: string | undefined) => {
  const { searches } = body;
  if (!Array.isArray(searches)) throw new Refusal(400, "Missing `searches` array.");
  if (body.union === true) throw new Refusal(400, "This stand-in does not support union searches.");
  const searchesMax = limit !== undefined && /^\d+$/.test(limit) ? Number(limit) : SEARCHES_MAX;
  if (searches.length > searchesMax) {
    throw new Refusal(400, "Number of multi searches exceeds `limit_multi_searches` parameter.");
  }
  return searches;
};

const checkQueryLength = (url: string) => {
  const start = url.indexOf("?");
  if (start >= 0 && url.length - start > QUERY_CHARS_MAX) {
    throw new Refusal(
      400,
      `Query string exceeds max allowed length of ${QUERY_CHARS_MAX}. Use the /multi_search end-point for larger payloads.`,
    );
  }
};

/** Serves searches in one collection, or several searches in one call. */
export const searchRoutes = (app: Hono<StandInEnv>, server: TypesenseServer) => {
  app.get("/collections/:collection/documents/search", (c) => {
    checkQueryLength(c.req.url);
    const parameters = parametersOf(c);
    c.set("summary", `search ${parameters.q ?? ""}`);
    const answer = server.search({ ...parameters, collection: pathPart(c, "collection") });
    return c.body(answer, 200, JSON_TYPE);
  });

  app.post("/multi_search", async (c) => {
    const common = parametersOf(c);
    const searches = checkedSearches(await objectBody(c), common.limit_multi_searches);
    const requests = searches.map((search) => combined(common, search));
    c.set("summary", `search ${requests.map(({ q = "" }) => q).join(" · ")}`);
    const results = requests.map((parameters) => {
      try {
        return server.search(parameters);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return JSON.stringify({ code: error.status, error: error.message });
      }
    });
    return c.body(`{"results":[${results.join()}]}`, 200, JSON_TYPE);
  });
};
