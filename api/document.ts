import { createDocument, type ZodOpenApiPathsObject } from "zod-openapi";
import { TAGS, type Tag, takesApiKey } from "#kernel/routes/definition";
import { routeDefinitions, type ServedRoute } from "./definitions";
import { RESPONSE_HEADERS, ROUTE_HEADERS } from "./headers";
import { operationOf, pathOf } from "./operation";
import { problemSchemas } from "./problems";
import { headerNames, problemResponses, statusesOf } from "./responses";

const DESCRIPTION = [
  "The HTTP API of the shop. Money is whole minor units of a currency; dates are RFC 3339 in UTC.",
  "",
  "Errors are problem documents (RFC 9457): `code` is stable, and `errors[]` names each field that was refused.",
  "Send an `Idempotency-Key` with every change, and repeat the same request with the same key when its answer",
  "was lost, or when the answer is 429 or 503: nothing happens twice.",
].join("\n");

const header = (description: string) => ({ description, schema: { type: "string" as const } });

const DESCRIPTIONS: Record<string, string> = {
  ...Object.fromEntries(
    Object.entries(RESPONSE_HEADERS).map(([name, { description }]) => [name, description]),
  ),
  ...ROUTE_HEADERS,
};

/** Returns the headers that the operations refer to. */
const headersOf = (routes: readonly ServedRoute[]) => {
  const names = routes.flatMap((route) =>
    statusesOf(route).flatMap((at) => headerNames(at, route)),
  );
  return Object.fromEntries(
    [...new Set(names)].toSorted().map((name) => [name, header(DESCRIPTIONS[name] ?? "")]),
  );
};

const SECURITY_SCHEMES = {
  accessToken: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "The access token of a sign-in. It is valid for five minutes.",
  },
  apiKey: {
    type: "http",
    scheme: "bearer",
    description:
      "An API key of a program. `bdg_pub_…` reads the storefront. `bdg_sec_…` also calls the operations whose `x-scope` is among its scopes.",
  },
  signature: {
    type: "apiKey",
    in: "header",
    name: "Stripe-Signature",
    description:
      "The sender's signature over the body: Stripe-Signature, X-Razorpay-Signature or Upstash-Signature.",
  },
} as const;

const schemesOf = (routes: readonly ServedRoute[]) => {
  const levels = new Set(routes.map(({ access }) => access));
  const { accessToken, apiKey, signature } = SECURITY_SCHEMES;
  const takesToken = [...levels].some((level) => level !== "public" && level !== "signed");
  return {
    ...(takesToken ? { accessToken } : {}),
    ...(routes.some(takesApiKey) ? { apiKey } : {}),
    ...(levels.has("signed") ? { signature } : {}),
  };
};

const pathsOf = (routes: readonly ServedRoute[]): ZodOpenApiPathsObject => {
  const failures = problemResponses(problemSchemas(routes));
  const byPath = Map.groupBy(routes, pathOf);
  return Object.fromEntries(
    [...byPath].map(([path, same]) => [
      path,
      Object.fromEntries(
        same.map((route) => [route.method.toLowerCase(), operationOf(route, failures)]),
      ),
    ]),
  );
};

const documentOf = (routes: readonly ServedRoute[]) => {
  const used = new Set(routes.map(({ tag }) => tag));
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Storefront API",
      version: "1",
      description: DESCRIPTION,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    tags: Object.entries(TAGS)
      .filter(([name]) => used.has(name as Tag))
      .map(([name, description]) => ({ name, description })),
    paths: pathsOf(routes),
    components: { headers: headersOf(routes), securitySchemes: schemesOf(routes) },
  });
};

export type Document = ReturnType<typeof documentOf>;

/** Returns the OpenAPI document of the whole shop. */
export const wholeDocument = async (): Promise<Document> => documentOf(await routeDefinitions());

/** Returns a document for each tag, for readers that take the reference in parts. */
export const documentsByTag = async (): Promise<Map<string, Document>> => {
  const byTag = Map.groupBy(await routeDefinitions(), ({ tag }) => tag);
  return new Map([...byTag].map(([tag, routes]) => [tag, documentOf(routes)]));
};
