import { parseArgs } from "node:util";
import { plugin } from "bun";
import { z } from "zod";
import { RUNTIME } from "#dev/runtime-module";
import { progressOn } from "#tests/bench/progress";
import { table } from "#tests/bench/table";
import type { Compared } from "./asking";
import type { Followed } from "./following";
import type { SizedShop } from "./shop";

plugin({
  name: "the runtime's own module",
  setup(build) {
    build.module("cloudflare:workers", () => ({ exports: RUNTIME, loader: "object" }));
  },
});

/** How much longer a question may take in a large shop than in a small one. */
const RATIO_MAX = 1.5;

/** A step is a request like others, and a change is followed within a minute for each 10,000 products. */
const STEP_MS_MAX = 100;

const isSlow = ({ stepMs }: Followed) => stepMs > STEP_MS_MAX;

const Count = z.coerce.number().int().min(1);
const Options = z.object({
  small: Count.default(1000),
  products: Count.default(100_000),
  collections: Count.default(200),
  questions: Count.default(200),
});

const TEXT = { type: "string" } as const;
const optionsFrom = (args: string[]) => {
  const options = { small: TEXT, products: TEXT, collections: TEXT, questions: TEXT };
  return Options.parse(parseArgs({ args, options }).values);
};

const MIB = 1024 * 1024;
const ms = (value: number) => value.toFixed(2);

const rowsOf = (compared: readonly Compared[]) => [
  ["p50 in ms", "small", "large", "ratio"],
  ...compared.map(({ question, smallMs, largeMs, ratio }) => [
    ...[question, ms(smallMs), ms(largeMs)],
    `${ratio.toFixed(2)}${ratio > RATIO_MAX ? " ✗" : ""}`,
  ]),
];

const stepsOf = (followed: readonly Followed[]) => [
  ["products follow", "steps", "p50 in ms", "of a core", "longest", "all in s"],
  ...followed.map(({ change, steps, stepMs, stepCpuMs, longestMs, totalMs }) => [
    ...[
      change,
      String(steps),
      ms(stepMs),
      ms(stepCpuMs),
      ms(longestMs),
      (totalMs / 1000).toFixed(1),
    ],
  ]),
];

const filling = ({ products, fillMs }: SizedShop) =>
  `${products} products in ${(fillMs / 1000).toFixed(1)} s`;

/** `bun run bench --scale`: asks each question in a small and in a large shop. Returns whether one grows too much. */
export const runScale = async (args: string[]): Promise<boolean> => {
  const { small, products, collections, questions } = optionsFrom(args);
  const [{ compareSizes }, { followChanges }, { sizedShop }] = await Promise.all([
    import("./asking"),
    import("./following"),
    import("./shop"),
  ]);
  const progress = progressOn();
  const filled = (count: number) =>
    sizedShop({ products: count, collections }, (written) =>
      progress.show(`writing ${count} products`, written / count),
    );
  const shops = [await filled(small), await filled(products)] as const;
  progress.show("asking", 1);
  const compared = await compareSizes(shops, questions);
  progress.show("following changes", 1);
  const followed = await followChanges(shops[1]);
  progress.end();
  const memory = Math.round(process.memoryUsage.rss() / MIB);
  console.log(`\n${shops.map(filling).join(", ")}; ${memory} MiB\n`);
  console.log(`${table(rowsOf(compared))}\n\n${table(stepsOf(followed))}`);
  for (const { catalog } of shops) await catalog.stop();
  return compared.some(({ ratio }) => !(ratio <= RATIO_MAX)) || followed.some(isSlow);
};
