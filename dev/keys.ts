import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from "jose";
import { z } from "zod";
import { DEVELOPMENT_SECRET } from "#kernel/env";
import { SigningKey } from "#workers/users/tokens";

const Keys = z.strictObject({ JWT_SIGNING_KEY: SigningKey });

/** The key's id says what it is, so that production refuses it. */
const newSigningKey = async () => {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  const thumbprint = await calculateJwkThumbprint(jwk);
  return JSON.stringify({ ...jwk, kid: `${DEVELOPMENT_SECRET}-${thumbprint.slice(0, 8)}` });
};

const alreadyThere = (err: unknown) => (err as { code?: string }).code === "EEXIST";

/** Linked into place whole: of two that start at once, both use the key of the first. */
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

const readKeys = async (file: string) => {
  const text = await readFile(file, "utf8");
  try {
    const { JWT_SIGNING_KEY } = Keys.parse(JSON.parse(text));
    await importJWK(JSON.parse(JWT_SIGNING_KEY), "ES256");
    return JWT_SIGNING_KEY;
  } catch {
    throw new Error(
      `${file} is damaged: delete it, and the next start makes new development keys.`,
    );
  }
};

const isMissing = (err: unknown) => (err as { code?: string }).code === "ENOENT";

/**
 * The private key that signs access tokens in development, as the JSON text of JWT_SIGNING_KEY. Made
 * once and kept in `<folder>/keys.json`, so that a restart signs nobody out.
 * @throws one sentence that names the file when it is damaged
 */
export const developmentKeys = async (folder: string): Promise<string> => {
  const file = join(folder, "keys.json");
  try {
    return await readKeys(file);
  } catch (err) {
    if (!isMissing(err)) throw err;
  }
  await mkdir(folder, { recursive: true });
  await createOnce(
    file,
    `${JSON.stringify({ JWT_SIGNING_KEY: await newSigningKey() }, null, 2)}\n`,
  );
  return readKeys(file);
};
