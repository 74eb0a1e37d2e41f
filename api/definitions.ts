import { resolve } from "node:path";
import { Glob } from "bun";
import type { RouteDefinition } from "#kernel/routes/definition";

const ROOT = resolve(import.meta.dir, "..");

/** A route with the Worker that serves it. */
export interface ServedRoute extends RouteDefinition {
  /** The Worker's folder, such as `orders`. */
  worker: string;
}

const isDefinition = (value: unknown): value is RouteDefinition =>
  typeof value === "object" && value !== null && "operation" in value && "answers" in value;

/** Returns every route of the shop, from the `*.api.ts` files of its Workers, in the order of their paths. */
export const routeDefinitions = async (): Promise<ServedRoute[]> => {
  const paths = [...new Glob("workers/**/*.api.ts").scanSync(ROOT)].sort();
  const found = paths.map(async (path) => {
    const exported: Record<string, unknown> = await import(resolve(ROOT, path));
    const worker = path.split("/")[1] ?? "";
    return Object.values(exported)
      .filter(isDefinition)
      .map((definition) => ({ ...definition, worker }));
  });
  const byPath = (a: RouteDefinition, b: RouteDefinition) =>
    a.path.localeCompare(b.path, "en") || a.method.localeCompare(b.method, "en");
  return (await Promise.all(found)).flat().toSorted(byPath);
};
