import { ensureInstalled, exitWith, STATE_FOLDER } from "#dev/install";

const productsWanted = (args: string[]) => {
  const at = args.indexOf("--products");
  if (at < 0) return 0;
  const count = Number(args[at + 1]);
  if (Number.isInteger(count) && count >= 0 && count <= 100_000) return count;
  throw new Error(
    "--products takes a whole number up to 100000, such as: bun run seed --products 1000",
  );
};

/** `bun run seed [--products N]`: seeds the running shop, or .bodega if none runs. */
const main = async () => {
  await ensureInstalled();
  const products = productsWanted(process.argv.slice(2));
  // From here on packages may be imported.
  const [{ withClouds }, { seedShop }] = await Promise.all([
    import("#dev/shop"),
    import("#dev/seed"),
  ]);
  await withClouds(STATE_FOLDER, (variables) =>
    seedShop(variables, console.log, { products, showcase: true }),
  );
};

await main().catch(exitWith);
