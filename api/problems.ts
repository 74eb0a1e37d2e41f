import { z } from "zod";
import { SCOPES } from "#kernel/api-key";
import { PROBLEMS, type ProblemCode } from "#kernel/errors";
import { codeOf, problemsOf, type RouteDefinition } from "#kernel/routes/definition";

/** An error of one field: `code` is stable; numbers such as `min` and `known` stand beside it. */
export const FieldErrorSchema = z
  .looseObject({
    pointer: z.string().describe("A JSON pointer (RFC 6901) into the body, or `?name`."),
    code: z.string(),
    message: z.string(),
  })
  .meta({ id: "FieldError" });

/** Returns a code as the name of a component: `cart_busy` → `CartBusy`. */
export const pascalCase = (code: string) =>
  code.replaceAll(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase());

const problemSchema = (code: ProblemCode, members: z.ZodRawShape) => {
  const [status, title] = PROBLEMS[code];
  return z
    .strictObject({
      type: z.string(),
      title: z.literal(title),
      status: z.literal(status),
      detail: z.string(),
      code: z.literal(code),
      requestId: z.string(),
      errors: z.array(FieldErrorSchema).optional(),
      ...members,
    })
    .meta({ id: `${pascalCase(code)}Problem`, description: title });
};
export type ProblemSchema = ReturnType<typeof problemSchema>;

/** Members of problems that definitions imply and so do not list. */
const IMPLIED_MEMBERS: Partial<Record<ProblemCode, z.ZodRawShape>> = {
  forbidden: { scope: z.enum(SCOPES).optional().describe("The scope that the API key lacks.") },
};

const problemsWith = (code: ProblemCode, routes: readonly RouteDefinition[]) =>
  routes.flatMap(({ problems }) => problems.filter((problem) => codeOf(problem) === code));

/** Returns the members of a code's document: optional if a route answers the code without them. */
const membersOf = (code: ProblemCode, routes: readonly RouteDefinition[]): z.ZodRawShape => {
  const found = problemsWith(code, routes);
  const detailed = found.find((problem) => typeof problem === "object");
  if (typeof detailed !== "object") return IMPLIED_MEMBERS[code] ?? {};
  const isAlwaysDetailed = found.every((problem) => typeof problem === "object");
  return isAlwaysDetailed ? detailed.members : z.strictObject(detailed.members).partial().shape;
};

/** Returns the schema of the problem document of every code that a route can answer. */
export const problemSchemas = (routes: readonly RouteDefinition[]) => {
  const codes = new Set(routes.flatMap(problemsOf));
  return new Map(
    [...codes].toSorted().map((code) => [code, problemSchema(code, membersOf(code, routes))]),
  );
};

/** Returns the problem codes of a route by their status. */
export const codesByStatus = (route: RouteDefinition): Map<number, ProblemCode[]> =>
  Map.groupBy(problemsOf(route), (code) => PROBLEMS[code][0]);
