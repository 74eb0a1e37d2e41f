import { frame, type StandIn, type StandInOptions } from "#cloud/frame/stand-in";
import { collectionRoutes } from "./collections.routes";
import { documentRoutes } from "./documents.routes";
import { type ApiKey, apiKeys, keyList } from "./keys";
import { Refusal } from "./refusal";
import { searchRoutes } from "./search/search.routes";
import { TypesenseServer } from "./server";
import { setRoutes } from "./sets.routes";
import { openStore } from "./store";

const VERSION = "30.0";
interface TypesenseOptions extends StandInOptions {
  /** Keys beside `token`, which may do everything. */
  keys?: readonly ApiKey[];
}

const KEY_HEADER = "x-typesense-api-key";

/** Creates a stand-in for Typesense 30, with its protocol, ranking and errors, stored in a SQLite file. */
export const typesenseStandIn = (options: TypesenseOptions): StandIn => {
  const keys = options.keys ?? [];
  const mayCall = apiKeys(options.token, keys);
  const store = openStore(options.dataDir);
  const server = new TypesenseServer(store);
  const { name, app, faults } = frame({
    name: "typesense",
    books: () => ({
      collections: server.all().map((collection) => {
        const { num_documents: documents, ...described } = collection.summary();
        return { ...described, documents };
      }),
      aliases: [...server.aliases].map(([alias, target]) => ({
        name: alias,
        collection_name: target,
      })),
    }),
  });

  app.onError((error, c) => {
    if (error instanceof Refusal) return c.json({ message: error.message }, error.status as 400);
    console.error(error);
    return c.json({ message: "The stand-in failed." }, 500);
  });
  app.notFound((c) => c.json({ message: "Not Found" }, 404));

  app.get("/health", (c) => c.json({ ok: true }));
  app.use("*", async (c, next) => {
    if (!mayCall(c.req.header(KEY_HEADER) ?? c.req.query(KEY_HEADER) ?? "", c.req)) {
      const message = `Forbidden - a valid \`${KEY_HEADER}\` header must be sent.`;
      return c.json({ message }, 401);
    }
    await next();
  });
  app.get("/keys", (c) => c.json({ keys: keyList(keys) }));
  app.get("/debug", (c) => c.json({ state: 1, version: VERSION }));
  app.get("/metrics.json", (c) => {
    const { rss, heapUsed } = process.memoryUsage();
    return c.json({
      typesense_memory_active_bytes: String(rss),
      typesense_memory_allocated_bytes: String(heapUsed),
    });
  });

  searchRoutes(app, server);
  documentRoutes(app, server);
  collectionRoutes(app, server);
  setRoutes(app, "/synonym_sets", server.synonyms);
  setRoutes(app, "/curation_sets", server.curations);
  return { name, app, faults, close: () => store.close() };
};
