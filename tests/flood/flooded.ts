import { ageDatabases } from "./ageing";
import { buyAgainAndAgain } from "./buyer";
import { coreMeter } from "./cores";
import { startFlood } from "./crowd.process";
import type { Holdings } from "./holdings";
import type { Options } from "./options";
import type { Flooded } from "./shop";

const READ_EVERY_MS = 15_000;
const HOUR_MS = 3_600_000;
/** Purchases before the flood: the machine's speed without load. */
const ALONE_SECONDS = 15;
const SWEEPS_MAX = 60;
/** The number of sweeps without change after which the work is finished. */
const IDLE_SWEEPS = 3;

/** Reads the stored data repeatedly until the work is finished. */
const readings = async (shop: Flooded, work: Promise<unknown>) => {
  const held: Holdings[] = [];
  let done = false;
  const ended = work
    .catch(() => undefined)
    .then(() => {
      done = true;
    });
  while (!done) {
    await Promise.race([ended, Bun.sleep(READ_EVERY_MS)]);
    held.push(await shop.holdings());
  }
  return held;
};

/** Floods the shop while one buyer orders. Returns the answers to both, and the stored data. */
export const flooded = async (shop: Flooded, { minutes, addresses }: Options) => {
  const { url, variantIds } = shop;
  const seconds = minutes * 60;
  const [forBuyer = ""] = variantIds;
  const alone = await buyAgainAndAgain(url, forBuyer, ALONE_SECONDS);
  const before = await shop.holdings();
  const crowd = startFlood({ url, seconds, addresses, variantIds });
  const cores = coreMeter({ ...shop.pids, flood: crowd.pid });
  try {
    const all = Promise.all([crowd.tally, buyAgainAndAgain(url, forBuyer, seconds)]);
    const held = await readings(shop, all);
    const [tally, purchases] = await all;
    const after = held.at(-1) ?? before;
    return { alone, tally, purchases, held, before, after, cores: cores() };
  } finally {
    await crowd.stop();
  }
};

/** Fires the cron until it changes no table. */
const sweepOut = async (shop: Flooded) => {
  let held = await shop.holdings();
  for (let sweeps = 0, idle = 0; sweeps < SWEEPS_MAX && idle < IDLE_SWEEPS; sweeps += 1) {
    await shop.sweep();
    const now = await shop.holdings();
    idle = Bun.deepEquals(now.tables, held.tables) ? idle + 1 : 0;
    held = now;
  }
  return held;
};

const later = async (shop: Flooded, ms: number) => {
  ageDatabases(shop.databases, ms);
  for (const redis of shop.redis) await redis.age(ms);
  return sweepOut(shop);
};

/** Ages the data by an hour, then by a day and an hour in all. Returns what is left each time. */
export const afterwards = async (shop: Flooded) => ({
  hour: await later(shop, HOUR_MS),
  day: await later(shop, 24 * HOUR_MS),
});
