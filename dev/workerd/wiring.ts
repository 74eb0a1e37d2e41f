import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { ROOT } from "#dev/install";

const RateLimit = z.object({
  name: z.string(),
  simple: z.object({ limit: z.number(), period: z.number() }),
});

/** The parts of a wrangler.toml that the runtime needs. */
const WranglerConfig = z
  .object({
    name: z.string(),
    compatibility_date: z.string(),
    compatibility_flags: z.array(z.string()).default([]),
    services: z.array(z.object({ binding: z.string(), service: z.string() })).default([]),
    ratelimits: z.array(RateLimit).default([]),
    r2_buckets: z.array(z.object({ binding: z.string(), bucket_name: z.string() })).default([]),
    assets: z.object({ directory: z.string(), binding: z.string() }).optional(),
  })
  .transform((config) => ({
    name: config.name,
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags,
    services: config.services,
    rateLimits: config.ratelimits,
    buckets: config.r2_buckets,
    assets: config.assets,
  }));
export type Wiring = z.infer<typeof WranglerConfig>;

/**
 * Reads the wiring of a Worker from its wrangler.toml, whose path starts at the root of the repository.
 * @throws an error that names what is missing
 */
export const wiringOf = (path: string): Wiring =>
  WranglerConfig.parse(Bun.TOML.parse(readFileSync(resolve(ROOT, path), "utf8")));
