import { type Client, createClient, LibsqlError } from "@libsql/client/web";
import { atEnd, serveForTest } from "#cloud/frame/testing";
import { libsqlStandIn } from "./index";

export const token = "bodega-dev";

/** Starts the stand-in on a free port and stops it after the test. */
export const serve = (options: Partial<Parameters<typeof libsqlStandIn>[0]> = {}) => {
  const standIn = libsqlStandIn({ dataDir: ":memory:", token, ...options });
  const { url, stop } = serveForTest(standIn);
  const open = (database = "shop", authToken = token): Client => {
    const client = createClient({ url: `${url}/${database}/`, authToken });
    atEnd(() => client.close());
    return client;
  };
  const post = (path: string, body: unknown) =>
    fetch(`${url}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  return { url, faults: standIn.faults, open, post, stop };
};

const STOCK = `
  CREATE TABLE stock (sku TEXT PRIMARY KEY, available INTEGER NOT NULL CHECK (available >= 0));
  CREATE TABLE moves (id INTEGER PRIMARY KEY, sku TEXT NOT NULL REFERENCES stock (sku), quantity INTEGER NOT NULL);
  INSERT INTO stock VALUES ('tea', 5), ('cup', 1);
`;
/** Fails unless the statement before it changed exactly one row. */
export const GUARD = "SELECT abs(iif(changes() = 1, 0, -9223372036854775808))";

/** Returns the error that the official client throws. */
export const failureOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof LibsqlError) return error;
  throw new Error(`expected a LibsqlError, got ${error}`);
};

/** Starts the stand-in with a database that stocks five units of tea and one cup. */
export const withStock = async (options?: Parameters<typeof serve>[0]) => {
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
