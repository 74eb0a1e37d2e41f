import { createHash, randomBytes } from "node:crypto";
import { SignJWT } from "jose";

const LIFETIME_SECONDS = 300;

/** The two keys that sign deliveries: the current one, and the one after the next rotation. */
export class SigningKeys {
  #current: string;
  #next: string;

  constructor(current: string, next: string) {
    this.#current = current;
    this.#next = next;
  }

  get current() {
    return this.#current;
  }

  /** Rotates the keys in memory. A restart uses the keys of the environment again. */
  rotate() {
    this.#current = this.#next;
    this.#next = `sig_${randomBytes(14).toString("hex")}`;
  }

  report = () => ({ current: this.#current, next: this.#next });
}

/**
 * Returns the `Upstash-Signature` of one delivery. It uses the system clock, because a test moves only the
 * stand-in's clock, not the receiver's.
 */
export const signDelivery = (url: string, body: Uint8Array, key: string) => {
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const digest = createHash("sha256").update(body).digest("base64");
  return new SignJWT({ body: digest.replaceAll("+", "-").replaceAll("/", "_") })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer("Upstash")
    .setSubject(url)
    .setIssuedAt(nowSeconds)
    .setNotBefore(nowSeconds)
    .setExpirationTime(nowSeconds + LIFETIME_SECONDS)
    .setJti(`jwt_${randomBytes(16).toString("hex")}`)
    .sign(new TextEncoder().encode(key));
};
