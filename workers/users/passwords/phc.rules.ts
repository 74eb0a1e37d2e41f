import { fromBase64Url, toBase64Url } from "#kernel/encoding";
import type { Cost } from "./kdf.rules";

/** A parsed PHC string. */
export interface PhcHash {
  algorithm: string;
  /** The version of the algorithm; only Argon2 has one. */
  version?: number;
  cost: Cost;
  pepperVersion: number;
  salt: Uint8Array;
  /** HMAC of the derived key under the pepper of that version, in base64url. */
  tag: string;
}

const toPhcBase64 = (text: string) => text.replaceAll("-", "+").replaceAll("_", "/");
const toUrlBase64 = (text: string) => text.replaceAll("+", "-").replaceAll("/", "_");

/** Formats a PHC string (https://github.com/P-H-C/phc-string-format), with the pepper's version as a parameter. */
export const formatPhc = ({ algorithm, version, cost, pepperVersion, salt, tag }: PhcHash) => {
  const parameters = Object.entries({ ...cost, pepper: pepperVersion })
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
  return [
    `$${algorithm}`,
    ...(version === undefined ? [] : [`v=${version}`]),
    ...[parameters, toPhcBase64(toBase64Url(salt)), toPhcBase64(tag)],
  ].join("$");
};

const PHC = /^\$([a-z0-9-]+)(?:\$v=(\d+))?\$([a-z]+=\d+(?:,[a-z]+=\d+)*)\$([\w+/]+)\$([\w+/]+)$/;

/** @throws when the text is not a PHC string, because only `formatPhc` writes them */
export const parsePhc = (text: string): PhcHash => {
  const [, algorithm, version, parameters, salt, tag] = PHC.exec(text) ?? [];
  if (!algorithm || !parameters || !salt || !tag) throw new Error("A stored hash is unreadable");
  const pairs = parameters.split(",").map((pair) => pair.split("="));
  const { pepper, ...cost } = Object.fromEntries(pairs.map(([name, n]) => [name, Number(n)]));
  return {
    algorithm,
    ...(version === undefined ? {} : { version: Number(version) }),
    cost,
    pepperVersion: pepper ?? 0,
    salt: fromBase64Url(salt),
    tag: toUrlBase64(tag),
  };
};
