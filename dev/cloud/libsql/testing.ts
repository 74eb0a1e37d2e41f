import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient, LibsqlError } from "@libsql/client/web";
import { libsqlStandIn } from "#cloud/libsql";
import { serveStandIn } from "#cloud/stand-in";

export const token = "bodega-dev";
const ends: (() => unknown)[] = [];

/** To be called after each test: ends what it started. */
export const endAll = async () => {
  for (const end of ends.splice(0).reverse()) await end();
};

/** A folder that is gone after the test. */
export const folder = () => {
  const path = mkdtempSync(join(tmpdir(), "libsql-test-"));
  ends.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

/** The stand-in on a free port, ended after the test. */
export const serve = (options: Partial<Parameters<typeof libsqlStandIn>[0]> = {}) => {
  const standIn = libsqlStandIn({ dataDir: ":memory:", token, ...options });
  const server = serveStandIn(standIn, 0);
  let stopped = false;
  const stop = async () => {
    if (!stopped) await server.stop();
    stopped = true;
  };
  ends.push(stop);
  const open = (database = "shop", authToken = token): Client => {
    const client = createClient({ url: `${server.url}/${database}/`, authToken });
    ends.push(() => client.close());
    return client;
  };
  const post = (path: string, body: unknown) =>
    fetch(`${server.url}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  return { url: server.url, faults: standIn.faults, open, post, stop };
};

const STOCK = `
  CREATE TABLE stock (sku TEXT PRIMARY KEY, available INTEGER NOT NULL CHECK (available >= 0));
  CREATE TABLE moves (id INTEGER PRIMARY KEY, sku TEXT NOT NULL REFERENCES stock (sku), quantity INTEGER NOT NULL);
  INSERT INTO stock VALUES ('tea', 5), ('cup', 1);
`;
/** Fails unless the statement before it touched exactly one row. */
export const GUARD = "SELECT abs(iif(changes() = 1, 0, -9223372036854775808))";

/** What the official client throws. */
export const failureOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof LibsqlError) return error;
  throw new Error(`expected a LibsqlError, got ${error}`);
};

/** The answer's JSON, whose shape the assertions check. */
export const bodyOf = async (answer: Response | Promise<Response>) =>
  JSON.parse(await (await answer).text());

/** A database with five of tea and one cup. */
export const stocked = async (options?: Parameters<typeof serve>[0]) => {
  const server = serve(options);
  const client = server.open();
  await client.executeMultiple(STOCK);
  const available = async (sku: string) => {
    const { rows } = await client.execute({
      sql: "SELECT available FROM stock WHERE sku = ?",
      args: [sku],
    });
    return rows[0]?.available;
  };
  return { ...server, client, available };
};
