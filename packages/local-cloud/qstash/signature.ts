import { createHash, randomBytes } from "node:crypto";
import { SignJWT } from "jose";

const LIFETIME_SECONDS = 300;

/** The two keys deliveries are signed with, now and after the next rotation. */
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

  /** The environment holds the keys, so a restart goes back to what it says. */
  rotate() {
    this.#current = this.#next;
    this.#next = `sig_${randomBytes(14).toString("hex")}`;
  }

  report = () => ({ current: this.#current, next: this.#next });
}

/**
 * The `Upstash-Signature` of one delivery. Its times are those of the wall: the receiver's clock is
 * never the one a test has moved.
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
