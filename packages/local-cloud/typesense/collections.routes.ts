import type { Hono } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import { splitList } from "./parameters";
import { Refusal } from "./refusal";
import { objectBody, parametersOf, pathPart } from "./request";
import type { TypesenseServer } from "./server";

const ALTERABLE = ["metadata", "fields", "synonym_sets", "curation_sets"] as const;

const unsigned = (name: string, text: string | undefined) => {
  if (text === undefined) return 0;
  if (!/^\d+$/.test(text)) throw new Refusal(400, `${name} param should be unsigned integer.`);
  return Number(text);
};

const paged = <T>(all: readonly T[], { offset, limit }: Record<string, string>) => {
  const start = unsigned("Offset", offset);
  const count = unsigned("Limit", limit);
  if (start > 0 && start >= all.length) throw new Refusal(400, "Invalid offset param.");
  return all.slice(start, count > 0 ? start + count : undefined);
};

const setNames = (value: unknown, name: string) => {
  if (!Array.isArray(value) || !value.every((each) => typeof each === "string")) {
    throw new Refusal(400, `The \`${name}\` value should be an array.`);
  }
  return value as string[];
};

const alter = (server: TypesenseServer, name: string, change: Record<string, unknown>) => {
  const keys = Object.keys(change);
  if (keys.length === 0) throw new Refusal(400, "Alter payload is empty.");
  if (keys.some((key) => !ALTERABLE.includes(key as (typeof ALTERABLE)[number]))) {
    throw new Refusal(
      400,
      "Only `fields`, `metadata` and `synonym_sets` can be updated at the moment.",
    );
  }
  const collection = server.collection(name);
  const { metadata, fields, synonym_sets, curation_sets } = change;
  if (metadata !== undefined) {
    if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) {
      throw new Refusal(400, "The `metadata` value should be an object.");
    }
    collection.describe({ metadata: metadata as Record<string, unknown> });
  }
  if (synonym_sets !== undefined) {
    const sets = { synonym_sets: setNames(synonym_sets, "synonym_sets") };
    server.checkSets(sets, 400);
    collection.describe(sets);
  }
  if (curation_sets !== undefined) {
    const sets = { curation_sets: setNames(curation_sets, "curation_sets") };
    server.checkSets(sets, 400);
    collection.describe(sets);
  }
  if (fields !== undefined) collection.alter(fields);
};

/** Serves collections and aliases. */
export const collectionRoutes = (app: Hono<StandInEnv>, server: TypesenseServer) => {
  app.get("/collections", (c) => {
    const parameters = parametersOf(c);
    const hidden = new Set(splitList(parameters.exclude_fields));
    const summaries = paged(server.all(), parameters).map((each) =>
      Object.fromEntries(Object.entries(each.summary()).filter(([name]) => !hidden.has(name))),
    );
    return c.json(summaries);
  });

  app.post("/collections", async (c) => {
    const collection = server.create(await objectBody(c));
    c.set("summary", `create ${collection.meta.name}`);
    return c.json(collection.summary(), 201);
  });

  app.get("/collections/:collection", (c) =>
    c.json(server.collection(pathPart(c, "collection")).summary()),
  );

  app.patch("/collections/:collection", async (c) => {
    const change = await objectBody(c);
    alter(server, pathPart(c, "collection"), change);
    return c.json(change);
  });

  app.delete("/collections/:collection", (c) =>
    c.json(server.drop(pathPart(c, "collection")).summary()),
  );

  const alias = (name: string, collection: string) => ({ collection_name: collection, name });

  app.get("/aliases", (c) =>
    c.json({ aliases: [...server.aliases].map(([name, target]) => alias(name, target)) }),
  );

  app.get("/aliases/:alias", (c) => {
    const name = pathPart(c, "alias");
    const target = server.aliases.get(name);
    if (target === undefined) throw new Refusal(404, "Collection not found");
    return c.json(alias(name, target));
  });

  app.put("/aliases/:alias", async (c) => {
    const { collection_name: target } = await objectBody(c);
    if (target === undefined) throw new Refusal(400, "Parameter `collection_name` is required.");
    if (typeof target !== "string") {
      throw new Refusal(400, "Parameter `collection_name` must be a string.");
    }
    const name = pathPart(c, "alias");
    server.setAlias(name, target);
    c.set("summary", `${name} -> ${target}`);
    return c.json(alias(name, target));
  });

  app.delete("/aliases/:alias", (c) => {
    const name = pathPart(c, "alias");
    return c.json(alias(name, server.dropAlias(name)));
  });
};
