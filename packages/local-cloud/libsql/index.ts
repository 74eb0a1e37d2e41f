import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "hono";
import { frame, type StandIn, type StandInEnv, type StandInOptions } from "#cloud/frame/stand-in";
import {
  DamagedDatabase,
  type Database,
  type DatabaseLimits,
  LIMITS,
  openDatabase,
} from "./database";
import { NotAuthorized, ProtocolError, StreamExpired, UnreadableText } from "./error";
import { runCursor, runPipeline } from "./pipeline";
import { statementLog } from "./plans";
import { CursorBody, decode, PipelineBody } from "./wire";

export type { Plan } from "./plans";

interface LibsqlOptions extends StandInOptions {
  /** The databases to open at the start, so that a damaged file is reported before the first call. */
  databases?: string[];
  limits?: Partial<DatabaseLimits>;
  /** A token that may only read, beside `token`. */
  readOnlyToken?: string;
}

const NAME = /^(?!v\d+$)[a-z][a-z0-9-]{0,40}$/;

/** The folders that replace ":memory:", because connections cannot share an in-memory database. */
const temporaryFolders = new Set<string>();

const removeFolder = (folder: string) => {
  if (temporaryFolders.delete(folder)) rmSync(folder, { recursive: true, force: true });
};

process.on("exit", () => {
  for (const folder of temporaryFolders) removeFolder(folder);
});

const folderFor = (dataDir: string) => {
  if (dataDir === ":memory:") {
    const folder = mkdtempSync(join(tmpdir(), "libsql-"));
    temporaryFolders.add(folder);
    return folder;
  }
  mkdirSync(dataDir, { recursive: true });
  return dataDir;
};

/** Opens the databases of a folder on demand. */
const databasesIn = (folder: string, limits: DatabaseLimits) => {
  const opened = new Map<string, Database>();
  const open = (name: string) => {
    const database = opened.get(name);
    if (database) return database;
    const added = openDatabase(join(folder, `${name}.db`), limits);
    opened.set(name, added);
    return added;
  };
  const names = () =>
    readdirSync(folder)
      .filter((file) => file.endsWith(".db"))
      .map((file) => file.slice(0, -".db".length))
      .filter((name) => NAME.test(name));
  return {
    open,
    books: () => Object.fromEntries(names().map((name) => [name, open(name).tables()])),
    close() {
      for (const database of opened.values()) database.close();
    },
  };
};

const NAME_MISSING =
  "The path does not name a database. Use a URL that ends in the name and a slash, such as http://127.0.0.1:8791/orders/";

const failure = (c: Context, error: unknown) => {
  if (error instanceof ProtocolError) return c.text(error.message, 400);
  if (error instanceof NotAuthorized) return c.json({ error: error.message }, 403);
  if (error instanceof StreamExpired) {
    return c.json({ message: error.message, code: error.code }, 400);
  }
  if (error instanceof UnreadableText) return c.json({ error: error.message }, 500);
  if (error instanceof DamagedDatabase) {
    return c.json({ message: error.message, code: error.code }, 500);
  }
  throw error;
};

/**
 * Creates a stand-in for Turso: Hrana 2 and 3 over HTTP, on the libSQL engine. The first segment of the path
 * names the database. `@libsql/client` resolves its paths against the URL as a browser does, so the URL must end
 * in a slash: `http://127.0.0.1:8791/orders/`.
 */
export const libsqlStandIn = ({
  dataDir,
  token,
  databases = [],
  limits,
  readOnlyToken,
}: LibsqlOptions): StandIn => {
  const folder = folderFor(dataDir);
  const store = databasesIn(folder, { ...LIMITS, ...limits });
  for (const name of databases) store.open(name);
  const parts = frame({ name: "libsql", books: store.books });
  const { app } = parts;
  const statements = statementLog();
  app.get("/_dev/plans/:database", (c) =>
    c.json({ plans: statements.plans(store.open(c.req.param("database"))) }),
  );
  /** Whether a call serves a request, and is not a command or a test's own. */
  const servesRequest = (c: Context) => (c.req.header("x-request-id") ?? "none") !== "none";
  const isReadOnly = (c: Context) =>
    readOnlyToken !== undefined && c.req.header("authorization") === `Bearer ${readOnlyToken}`;

  /** Authorises a call and passes it the database that its path names. */
  const withDatabase =
    (answer: (c: Context<StandInEnv>, database: Database) => Promise<Response>) =>
    async (c: Context<StandInEnv>) => {
      if (c.req.header("authorization") !== `Bearer ${token}` && !isReadOnly(c)) {
        return c.json({ error: "Unauthorized: `The JWT is invalid`" }, 401);
      }
      const name = c.req.param("database") ?? "";
      if (!NAME.test(name))
        return c.json({ message: NAME_MISSING, code: "NAMESPACE_INVALID" }, 404);
      try {
        return await answer(c, store.open(name));
      } catch (error) {
        return failure(c, error);
      }
    };

  for (const version of [2, 3]) {
    app.get(`/:database/v${version}`, (c) =>
      c.text(`Hello, this is HTTP API v${version} (Hrana over HTTP)`),
    );
    app.post(
      `/:database/v${version}/pipeline`,
      withDatabase(async (c, database) => {
        const { baton, requests } = decode(PipelineBody, await c.req.raw.text());
        if (servesRequest(c)) statements.note(database, requests);
        const done = await runPipeline(database, requests, {
          ...{ baton, version },
          isReadOnly: isReadOnly(c),
        });
        c.set("summary", done.summary);
        return c.json({ baton: done.baton, base_url: null, results: done.results });
      }),
    );
  }
  app.post(
    "/:database/v3/cursor",
    withDatabase(async (c, database) => {
      const { baton, batch } = decode(CursorBody, await c.req.raw.text());
      const done = await runCursor(database, batch, {
        ...{ baton, version: 3 },
        isReadOnly: isReadOnly(c),
      });
      c.set("summary", done.summary);
      const lines = [{ baton: done.baton, base_url: null }, ...done.entries];
      return c.text(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    }),
  );
  app.notFound((c) => c.json({ message: NAME_MISSING, code: "NOT_FOUND" }, 404));

  return {
    ...parts,
    close() {
      store.close();
      removeFolder(folder);
    },
  };
};
