interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
}

export interface Operation {
  operationId: string;
  summary: string;
  security?: object[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, unknown> };
  responses: Record<string, { content?: Record<string, unknown> }>;
}

const isPaged = ({ parameters = [] }: Operation) =>
  parameters.some((one) => one.in === "query" && one.name === "cursor");

/** Streams are read with `EventSource`, which connects again by itself. */
const isStream = ({ responses }: Operation) =>
  Object.keys(responses["200"]?.content ?? {}).includes("text/event-stream");

/** Returns the line of the table that tells the client how to send an operation. */
const entryOf = (method: string, path: string, operation: Operation) => {
  const contentType = Object.keys(operation.requestBody?.content ?? {})[0];
  const parts = [
    `method: "${method.toUpperCase()}"`,
    `path: "${path}"`,
    contentType && `body: "${contentType}"`,
    operation.parameters?.some((one) => one.in === "query") && "query: true",
    operation.security?.some((one) => "accessToken" in one) && "token: true",
    isPaged(operation) && "paged: true",
  ];
  return `  ${operation.operationId}: { ${parts.filter(Boolean).join(", ")} },`;
};

/** Returns the method of an operation: path parameters, body and query, in this order. */
const methodOf = (path: string, operation: Operation) => {
  const name = operation.operationId;
  const { requestBody, parameters = [] } = operation;
  const query = parameters.filter((one) => one.in === "query");
  const queryRequired = query.some(({ required }) => required);
  const bodyRequired = requestBody?.required || queryRequired;
  const args = [
    ...[...path.matchAll(/{(\w+)}/g)].map(([, parameter]) => `${parameter}: string`),
    requestBody && `body${bodyRequired ? "" : "?"}: BodyOf<"${name}">`,
    query.length > 0 && `query${queryRequired ? "" : "?"}: QueryOf<"${name}">`,
    "options?: RequestOptions",
  ];
  const answer = isPaged(operation) ? "PagesOf" : "AnswerOf";
  const list = args.filter(Boolean).join(", ");
  return `  /** ${operation.summary}. */\n  ${name}(${list}): ${answer}<"${name}">;`;
};

const HEAD = `import type { AnswerOf, BodyOf, PagesOf, QueryOf, RequestOptions } from "./operation.js";

export interface Endpoint {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  /** The content type of the body. */
  body?: string;
  query?: true;
  /** Whether the route takes an access token. */
  token?: true;
  paged?: true;
}
`;

/** Returns the source of the table of operations, and of the interface with a method for each. */
export const operationsSource = (paths: Record<string, Record<string, Operation>>) => {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const called = all.filter(({ operation }) => !isStream(operation));
  const methods = called.map(({ path, operation }) => methodOf(path, operation));
  const entries = called.map(({ path, method, operation }) => entryOf(method, path, operation));
  return [
    HEAD,
    `export interface Operations {\n${methods.join("\n\n")}\n}\n`,
    `export const ENDPOINTS: Record<keyof Operations, Endpoint> = {\n${entries.join("\n")}\n};\n`,
  ].join("\n");
};
