import { PROBLEMS, type ProblemCode } from "#kernel/errors";
import { isSchema, problemsOf, type RouteDefinition } from "#kernel/routes/definition";
import { PLAIN_HEADERS } from "./headers";
import { problemSchemas } from "./problems";
import { headerNames, statusesOf } from "./responses";

export interface SeenAnswer {
  method: string;
  /** With its query. */
  path: string;
  status: number;
  headers: Headers;
  text: string;
}

const matcherOf = ({ path }: RouteDefinition) =>
  new RegExp(`^${path.replaceAll(/[.]/g, "\\.").replaceAll(/:\w+/g, "[^/]+")}$`);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const issuesOf = (result: { error?: { issues: unknown[] } | undefined }) =>
  result.error ? [JSON.stringify(result.error.issues)] : [];

/** Codes of answers to requests that no route matches. */
const WITHOUT_ROUTE: readonly ProblemCode[] = [
  "not_found",
  "method_not_allowed",
  "malformed_request",
  "unauthenticated",
  "token_expired",
  "forbidden",
  "rate_limited",
  "body_too_large",
  "overloaded",
];

/**
 * Returns a function that lists what an answer has beyond the definition of its route: an undocumented
 * status, code, header or field. An answer that conforms has no findings.
 */
export const conformity = (routes: readonly RouteDefinition[]) => {
  const schemas = problemSchemas(routes);
  const matchers = routes.map((route) => ({ route, pattern: matcherOf(route) }));

  const routeOf = (method: string, path: string) => {
    const [pathname = ""] = path.split("?");
    const fitting = matchers.filter(
      ({ route, pattern }) => route.method === method && pattern.test(pathname),
    );
    // A literal segment is served before a parameter: `/v1/search/status`, not `/v1/search/:id`.
    return fitting.toSorted(
      (a, b) => a.route.path.split(":").length - b.route.path.split(":").length,
    )[0]?.route;
  };

  const problemFindings = (answer: SeenAnswer, codes: readonly ProblemCode[]) => {
    const body = parsed(answer.text) as { code?: ProblemCode } | undefined;
    const code = body?.code;
    if (!code || !codes.includes(code)) return [`the code ${code} is not documented`];
    if (PROBLEMS[code][0] !== answer.status) return [`${code} has the status ${answer.status}`];
    return issuesOf(schemas.get(code)?.safeParse(body) ?? {});
  };

  const successFindings = ({ status, text, headers }: SeenAnswer, { answers }: RouteDefinition) => {
    const answer = answers[status as keyof typeof answers];
    if (!answer) return text === "" ? [] : ["a body that is not documented"];
    if (isSchema(answer)) return issuesOf(answer.safeParse(parsed(text)));
    if (!("contentTypes" in answer)) return text === "" ? [] : ["a body that is not documented"];
    const type = headers.get("content-type") ?? "";
    return answer.contentTypes.some((known) => known === "*/*" || type.startsWith(known))
      ? []
      : [`the type ${type} is not documented`];
  };

  const headerFindings = ({ status, headers }: SeenAnswer, route: RouteDefinition) => {
    const known = [...PLAIN_HEADERS, ...headerNames(status, route)].map((name) =>
      name.toLowerCase(),
    );
    return [...headers.keys()]
      .filter((name) => !known.includes(name))
      .map((name) => `the header ${name} is not documented`);
  };

  return (answer: SeenAnswer): string[] => {
    if (answer.method === "HEAD" || answer.method === "OPTIONS") return [];
    const route = routeOf(answer.method, answer.path);
    if (!route) return problemFindings(answer, WITHOUT_ROUTE);
    if (!statusesOf(route).includes(answer.status))
      return [`the status ${answer.status} is not documented`];
    const isProblem = answer.headers.get("content-type")?.startsWith("application/problem+json");
    const findings = isProblem
      ? problemFindings(answer, problemsOf(route))
      : successFindings(answer, route);
    return [...findings, ...headerFindings(answer, route)];
  };
};
