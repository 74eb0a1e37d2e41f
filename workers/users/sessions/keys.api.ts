import { defineRoute } from "#kernel/routes/definition";
import { KeySet } from "./signing-keys.rules";

export const readKeys = defineRoute({
  method: "GET",
  path: "/.well-known/jwks.json",
  operation: "readKeys",
  summary: "Read the public keys that verify access tokens",
  description: "The current key and the next one, or the former one after a rotation.",
  tag: "sessions",
  access: "public",
  rate: "browse",
  idempotency: "safe",
  body: null,
  query: null,
  answers: { 200: KeySet },
  problems: [],
  example: {
    answer: {
      keys: [
        {
          kty: "EC",
          crv: "P-256",
          x: "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
          y: "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
          kid: "2026-11",
          alg: "ES256",
          use: "sig",
        },
      ],
    },
  },
});
