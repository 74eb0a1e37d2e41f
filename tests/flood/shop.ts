import { join } from "node:path";
import { seedShop } from "#dev/seed";
import { startCloud } from "#dev/workerd/clouds";
import { startServedShop } from "#dev/workerd/shop";
import { buying } from "#tests/buying";
import { freePorts } from "#tests/free-ports";
import { clientOf, type Json } from "#tests/system";
import { ADDRESS_HEADER } from "./asking";
import { type Holdings, holdingsOf } from "./holdings";
import { redisAt } from "./redis";

/** More than a flood of a day sells. */
const UNITS = 1_000_000;
const VARIANTS = 20;

/**
 * Starts a stand-in beside the shop's, because in production counters have a Redis of their own.
 */
const startCounters = (folder: string) =>
  startCloud("redis", join(folder, "counters"), freePorts());

/** Fills the stock of some variants, and returns their ids. */
const filledVariants = async (url: string) => {
  const ask = clientOf(url);
  const { body } = await ask("POST", "/v1/auth/login", {
    body: { email: "staff@bodega.test", password: "corner-shop-2026" },
  });
  const shelves = buying({ ask }, body.accessToken);
  const ids = (await shelves.variants()).slice(0, VARIANTS).map(({ id }: Json) => id as string);
  for (const id of ids) await shelves.setStock(id, UNITS);
  return ids;
};

/** Starts the shop as `bun run serve` does, with client addresses from the edge's header. */
export const startFlooded = async (folder: string) => {
  const counters = await startCounters(folder);
  Object.assign(process.env, {
    CLIENT_IP_HEADER: ADDRESS_HEADER,
    COUNTERS_REDIS_URL: counters.url,
  });
  const trouble: string[] = [];
  try {
    const shop = await startServedShop({
      folder,
      ports: freePorts(),
      print: (line) => void (/"level":"error"/.test(line) && trouble.push(line)),
      seed: (variables) => seedShop(variables, () => undefined),
    });
    const databases = join(folder, "cloud", "libsql");
    const redisUrls = { carts: shop.clouds.urls.redis, counters: counters.url };
    const holdings = (): Promise<Holdings> =>
      holdingsOf({ databases, redisUrls, workersPid: shop.workers.pid });
    return {
      url: shop.url,
      variantIds: await filledVariants(shop.url),
      databases,
      /** Errors that the Workers logged. */
      trouble,
      pids: { ...shop.clouds.pids, counters: counters.pid, workers: shop.workers.pid },
      holdings,
      redis: Object.values(redisUrls).map(redisAt),
      sweep: shop.workers.fireCron,
      async stop() {
        await shop.stop();
        await counters.stop();
      },
    };
  } catch (err) {
    await counters.stop();
    throw err;
  }
};
export type Flooded = Awaited<ReturnType<typeof startFlooded>>;
