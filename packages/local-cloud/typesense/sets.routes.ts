import type { Hono } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import { objectBody, pathPart } from "./request";
import type { NamedSets } from "./sets";

/** Serves named sets of one kind, and the items in them. */
export const setRoutes = <T extends { id: string }>(
  app: Hono<StandInEnv>,
  path: "/synonym_sets" | "/curation_sets",
  sets: NamedSets<T>,
) => {
  const view = (name: string) => ({ items: sets.items(name), name });

  app.get(path, (c) => c.json(sets.names().map(view)));
  app.get(`${path}/:name`, (c) => c.json(view(pathPart(c, "name"))));
  app.put(`${path}/:name`, async (c) => {
    const name = pathPart(c, "name");
    sets.put(name, await objectBody(c));
    return c.json(view(name));
  });
  app.delete(`${path}/:name`, (c) => {
    const name = pathPart(c, "name");
    sets.drop(name);
    return c.json({ name });
  });

  app.get(`${path}/:name/items`, (c) => c.json(sets.items(pathPart(c, "name"))));
  app.get(`${path}/:name/items/:id`, (c) =>
    c.json(sets.item(pathPart(c, "name"), pathPart(c, "id"))),
  );
  app.put(`${path}/:name/items/:id`, async (c) =>
    c.json(sets.putItem(pathPart(c, "name"), pathPart(c, "id"), await objectBody(c))),
  );
  app.delete(`${path}/:name/items/:id`, (c) => {
    const id = pathPart(c, "id");
    sets.dropItem(pathPart(c, "name"), id);
    return c.json({ id });
  });
};
