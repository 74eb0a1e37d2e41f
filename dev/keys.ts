import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { importJWK } from "jose";
import { z } from "zod";
import { DEVELOPMENT_SECRET } from "#kernel/env";
import { newKey } from "#workers/users/sessions/key-rotation.service";
import { SigningKey } from "#workers/users/sessions/signing-keys.rules";

const Keys = z.strictObject({
  JWT_SIGNING_KEY: SigningKey,
  /** Absent in files of older versions. */
  JWT_NEXT_KEY: SigningKey.optional(),
});

/** The variables' values as JSON. */
interface DevelopmentKeys {
  JWT_SIGNING_KEY: string;
  JWT_NEXT_KEY: string;
}

/** Marks the key by its id, so that production refuses it. */
const newDevelopmentKey = async () => JSON.stringify(await newKey(`${DEVELOPMENT_SECRET}-`));

const alreadyThere = (err: unknown) => (err as { code?: string }).code === "EEXIST";

/** Links the complete file into place, so that concurrent starts use the same key. */
const createOnce = async (file: string, text: string) => {
  const draft = `${file}.${crypto.randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600 });
  try {
    await link(draft, file);
  } catch (err) {
    if (!alreadyThere(err)) throw err;
  } finally {
    await rm(draft);
  }
};

const isMissing = (err: unknown) => (err as { code?: string }).code === "ENOENT";

const readKeys = async (file: string): Promise<DevelopmentKeys> => {
  try {
    const { JWT_SIGNING_KEY, JWT_NEXT_KEY = await newDevelopmentKey() } = Keys.parse(
      JSON.parse(await readFile(file, "utf8")),
    );
    const keys = { JWT_SIGNING_KEY, JWT_NEXT_KEY };
    for (const key of Object.values(keys)) await importJWK(JSON.parse(key), "ES256");
    return keys;
  } catch (err) {
    if (isMissing(err)) throw err;
    throw new Error(
      `${file} is damaged. Delete it, and the next start makes new development keys.`,
    );
  }
};

/**
 * Returns the signing key and the next key for access tokens in development, as JSON texts. Makes
 * them once and keeps them in `<folder>/keys.json`, so that a restart ends no session.
 * @throws one sentence that names the file if it is damaged
 */
export const developmentKeys = async (folder: string): Promise<DevelopmentKeys> => {
  const file = join(folder, "keys.json");
  try {
    return await readKeys(file);
  } catch (err) {
    if (!isMissing(err)) throw err;
  }
  await mkdir(folder, { recursive: true });
  const keys = {
    JWT_SIGNING_KEY: await newDevelopmentKey(),
    JWT_NEXT_KEY: await newDevelopmentKey(),
  };
  await createOnce(file, `${JSON.stringify(keys, null, 2)}\n`);
  return readKeys(file);
};
