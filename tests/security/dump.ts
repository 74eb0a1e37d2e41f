import { Redis } from "@upstash/redis";
import { sql } from "drizzle-orm";
import { connect } from "#db/client";
import { addressIn, DATABASES, type DatabaseName } from "#db/databases";
import type { Vendor } from "#dev/clouds";
import type { ServedShop } from "./shop";

/** Returns every row of every table as text. */
const databaseDump = async ({ variables }: ServedShop, name: DatabaseName) => {
  const { read } = connect(addressIn(variables, name));
  const tables = await read.all<{ name: string }>(
    sql`select name from sqlite_master where type = 'table'`,
  );
  const rows = await Promise.all(
    tables.map(async (table) => [
      table.name,
      await read.all(sql.raw(`select * from "${table.name}"`)),
    ]),
  );
  return JSON.stringify(rows);
};

/** Returns every key of the carts' Redis whose name matches a pattern, with its value. */
export const redisKept = async ({ variables }: ServedShop, pattern = "*") => {
  const redis = new Redis({
    url: variables.UPSTASH_REDIS_REST_URL ?? "",
    token: variables.UPSTASH_REDIS_REST_TOKEN ?? "",
    enableTelemetry: false,
    automaticDeserialization: false,
  });
  const reads: Record<string, (key: string) => Promise<unknown>> = {
    string: (key) => redis.get(key),
    hash: (key) => redis.hgetall(key),
    zset: (key) => redis.zrange(key, 0, -1),
    set: (key) => redis.smembers(key),
    list: (key) => redis.lrange(key, 0, -1),
    /** A key that expired since it was listed. */
    none: () => Promise.resolve(null),
  };
  return Promise.all(
    (await redis.keys(pattern)).map(async (key) => {
      const read = reads[await redis.type(key)];
      if (!read) throw new Error(`There is no reader for the type of ${key}`);
      return [key, await read(key)] as const;
    }),
  );
};

const BOOKED = ["qstash", "typesense", "stripe"] as const satisfies readonly Vendor[];

/** Returns all stored data by store. Sent mails are not among it. */
export const everythingKept = async (shop: ServedShop): Promise<Record<string, string>> => {
  const databases = DATABASES.map(
    async (name) => [`database ${name}`, await databaseDump(shop, name)] as const,
  );
  const books = BOOKED.map(
    async (vendor) => [vendor, JSON.stringify(await shop.books(vendor))] as const,
  );
  const redis = redisKept(shop).then((held) => ["redis", JSON.stringify(held)] as const);
  return Object.fromEntries(await Promise.all([...databases, ...books, redis]));
};
