import { readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import { ensureInstalled, exitWith } from "#dev/install";
import { DEVELOPMENT_SECRET } from "#kernel/env";
import {
  type KeyPlaces,
  newKey,
  nextStep,
  replaced,
  type Step,
} from "#workers/users/sessions/key-rotation.service";
import { PublishedKey, SigningKey } from "#workers/users/sessions/signing-keys.rules";

/**
 * The secrets of the users Worker, in the format of `wrangler secret bulk`. Keeps other secrets.
 */
const Secrets = z.looseObject({
  JWT_SIGNING_KEY: SigningKey.optional(),
  JWT_NEXT_KEY: PublishedKey.optional(),
});
type Secrets = z.infer<typeof Secrets>;

const SAID: Record<Exclude<Step["did"], "early">, string> = {
  begun: "Two new keys: one signs, the other waits to be the next.",
  published:
    "The next key is there. In a day it may sign: run this again then, or at the rotation.",
  rotated:
    "The next key signs from now on. Run this again in a day: until then the old one is needed.",
  retired: "The old key is gone, and a new one waits to be the next.",
  replaced: "Two new keys; tokens of the old ones are refused. Storefronts refresh once.",
};

const isMissing = (err: unknown) => (err as { code?: string }).code === "ENOENT";

/** @throws one sentence that names the file */
const readSecrets = async (file: string): Promise<Secrets> => {
  const text = await readFile(file, "utf8").catch((err) => {
    if (isMissing(err)) return "{}";
    throw err;
  });
  try {
    return Secrets.parse(JSON.parse(text));
  } catch {
    throw new Error(`${file} does not hold the secrets of the users Worker as JSON.`);
  }
};

/** Replaces the file in one step, because it may be the only copy of a key. */
const writeSecrets = async (file: string, secrets: Secrets) => {
  const draft = `${file}.${crypto.randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
};

const keyIn = (text: string | undefined) => (text === undefined ? undefined : JSON.parse(text));

/** Marks the successor of a development key as a development key, so that production refuses it. */
const prefixOf = ({ signing }: KeyPlaces) =>
  signing?.kid.startsWith(DEVELOPMENT_SECRET) ? `${DEVELOPMENT_SECRET}-` : "";

interface Options {
  nowMs: number;
  /** The key leaked: replaces both at once. */
  leaked?: boolean;
}

/** Takes the next step of a rotation in a file of secrets. Returns a sentence about it. */
export const rotateKeys = async (file: string, { nowMs, leaked = false }: Options) => {
  const secrets = await readSecrets(file);
  const places: KeyPlaces = {
    signing: keyIn(secrets.JWT_SIGNING_KEY),
    next: keyIn(secrets.JWT_NEXT_KEY),
  };
  const deps = { nowMs, fresh: () => newKey(prefixOf(places)) };
  const step = leaked ? await replaced(deps) : await nextStep(places, deps);
  if (step.did === "early") {
    const at = new Date(step.atMs).toISOString();
    throw new Error(`Too early: verifiers may cache keys for a day. Run this after ${at}.`);
  }
  const { signing, next } = step.keys;
  const keys = { JWT_SIGNING_KEY: JSON.stringify(signing), JWT_NEXT_KEY: JSON.stringify(next) };
  await writeSecrets(file, { ...secrets, ...keys });
  return SAID[step.did];
};

/** `bun run keys <file> [--leaked]`: rotates the keys in a file of the users Worker's secrets. */
const main = async () => {
  await ensureInstalled();
  const [file, flag, ...rest] = process.argv.slice(2);
  const isWrong = flag !== undefined && flag !== "--leaked";
  if (!file || file.startsWith("-") || isWrong || rest.length > 0) {
    throw new Error("Name the file of secrets: bun run keys ~/bodega-secrets/users.json");
  }
  console.log(await rotateKeys(file, { nowMs: Date.now(), leaked: flag === "--leaked" }));
  console.log("Upload them:");
  console.log(`  npx wrangler secret bulk ${file} -c workers/users/wrangler.toml`);
};

if (import.meta.main) await main().catch(exitWith);
