import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { ROOT } from "#dev/install";

const RateLimit = z.object({
  name: z.string(),
  simple: z.object({ limit: z.number(), period: z.number() }),
});

const WranglerConfig = z.object({
  name: z.string(),
  compatibility_date: z.string(),
  compatibility_flags: z.array(z.string()).default([]),
  services: z.array(z.object({ binding: z.string(), service: z.string() })).default([]),
  ratelimits: z.array(RateLimit).default([]),
});

/** What a wrangler.toml says about its Worker, as far as the runtime needs to know it. */
export interface Wiring {
  /** The path of its wrangler.toml, from the root of the repository. */
  path: string;
  name: string;
  compatibilityDate: string;
  compatibilityFlags: string[];
  services: { binding: string; service: string }[];
  rateLimits: z.infer<typeof RateLimit>[];
}

/** Reads the wiring of a Worker. @throws naming what a wrangler.toml lacks */
export const wiringOf = (path: string): Wiring => {
  const config = WranglerConfig.parse(Bun.TOML.parse(readFileSync(resolve(ROOT, path), "utf8")));
  return {
    path,
    name: config.name,
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags,
    services: config.services,
    rateLimits: config.ratelimits,
  };
};
