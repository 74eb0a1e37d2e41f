import { fromBase64Url, toBase64Url } from "#kernel/encoding";

const NONCE_BYTES = 12;
const ENCODER = new TextEncoder();

const keyOf = async (secret: string) => {
  const material = await crypto.subtle.importKey("raw", ENCODER.encode(secret), "HKDF", false, [
    "deriveKey",
  ]);
  return crypto.subtle.deriveKey(
    {
      name: "HKDF",
      hash: "SHA-256",
      salt: new Uint8Array(),
      info: ENCODER.encode("bodega users: stored answers"),
    },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
};

const algorithm = (nonce: Uint8Array<ArrayBuffer>, context: string) => ({
  name: "AES-GCM",
  iv: nonce,
  additionalData: ENCODER.encode(context),
});

interface Encryption {
  secret: string;
  /** The object that the text belongs to, so that an encrypted text cannot be decrypted in another row. */
  context: string;
}

/**
 * Encrypts text for the database with AES-256-GCM. The key is derived from a secret that is not in the
 * database.
 */
export const encrypt = async ({ secret, context, text }: Encryption & { text: string }) => {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const key = await keyOf(secret);
  const encrypted = await crypto.subtle.encrypt(
    algorithm(nonce, context),
    key,
    ENCODER.encode(text),
  );
  return `${toBase64Url(nonce)}.${toBase64Url(new Uint8Array(encrypted))}`;
};

/** Decrypts text. Returns undefined if the secret has changed or the encrypted text was changed. */
export const decrypt = async ({
  secret,
  context,
  encrypted,
}: Encryption & { encrypted: string }) => {
  const [nonce = "", rest = ""] = encrypted.split(".");
  const key = await keyOf(secret);
  try {
    const bytes = fromBase64Url(rest);
    const text = await crypto.subtle.decrypt(algorithm(fromBase64Url(nonce), context), key, bytes);
    return new TextDecoder().decode(text);
  } catch {
    return undefined;
  }
};
