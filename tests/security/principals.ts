import { importJWK, SignJWT } from "jose";
import { SCOPES, type Scope } from "#kernel/api-key";
import type { Json } from "#tests/system";
import { SEED_PASSWORD } from "#workers/users/seed/seed.store";
import type { ServedShop } from "./shop";

export const PASSWORD = "seven lanterns by the door";

/** A caller, with or without a token. */
export interface Principal {
  token?: string;
  userId?: string;
  refreshToken?: string;
}

let people = 0;

/** Registers a new account, and signs it in. */
export const newCustomer = async (
  shop: ServedShop,
): Promise<Required<Principal> & { email: string }> => {
  people += 1;
  const email = `person-${people}-${crypto.randomUUID().slice(0, 8)}@example.com`;
  const { status, body } = await shop.ask("POST", "/v1/auth/register", {
    body: { email, password: PASSWORD, name: `Person ${people}` },
  });
  if (status !== 201) throw new Error(`registering answered ${status}: ${JSON.stringify(body)}`);
  const { user, accessToken, refreshToken } = body;
  return { token: accessToken, userId: user.id, refreshToken, email };
};

/** Signs in to an account, seeded ones by their password. */
export const signIn = async (shop: ServedShop, email: string, password = SEED_PASSWORD) => {
  const { status, body } = await shop.ask("POST", "/v1/auth/login", { body: { email, password } });
  if (status !== 200) throw new Error(`signing in answered ${status}: ${JSON.stringify(body)}`);
  const { user, accessToken, refreshToken } = body as Json;
  return {
    token: accessToken as string,
    userId: user.id as string,
    refreshToken: refreshToken as string,
  };
};

/** Signs a token as the shop does, except for `claims` and `header`. */
export const mint = async (
  shop: ServedShop,
  claims: Record<string, unknown>,
  header: Record<string, unknown> = {},
) => {
  const jwk = JSON.parse(shop.variables.JWT_SIGNING_KEY ?? "");
  const nowSeconds = Math.floor(Date.now() / 1000);
  const usual = {
    iss: "bodega",
    aud: "bodega-api",
    jti: crypto.randomUUID(),
    iat: nowSeconds,
    exp: nowSeconds + 300,
  };
  return new SignJWT({ ...usual, ...claims })
    .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: jwk.kid, ...header })
    .sign(await importJWK(jwk, "ES256"));
};

/** Signs an account out. Its token stays valid for minutes, its session does not. */
const signedOut = async (shop: ServedShop, email: string) => {
  const person = await signIn(shop, email);
  await shop.ask("POST", "/v1/auth/logout", { body: { refreshToken: person.refreshToken } });
  return person;
};

/** A customer who has signed out. */
const customerSignedOut = async (shop: ServedShop) => {
  const person = await newCustomer(shop);
  await shop.ask("POST", "/v1/auth/logout", { body: { refreshToken: person.refreshToken } });
  return person;
};

/** A customer whose account an admin has suspended. */
const customerSuspended = async (shop: ServedShop, { token }: Principal) => {
  const person = await newCustomer(shop);
  const shut = await shop.ask("POST", `/v1/admin/customers/${person.userId}/disable`, { token });
  if (shut.status !== 200) throw new Error(`suspending an account answered ${shut.status}`);
  return person;
};

/** Returns callers of every kind. */
export const principalsOf = async (shop: ServedShop) => {
  const [owner, other] = [await newCustomer(shop), await newCustomer(shop)];
  const staff = await signIn(shop, "staff@bodega.test");
  const admin = await signIn(shop, "admin@bodega.test");
  const hourAgo = Math.floor(Date.now() / 1000) - 3600;
  const claims = { sub: admin.userId, sid: "ses_gone00000", roles: ["admin"] };
  return {
    anonymous: {},
    owner,
    other,
    verified: await signIn(shop, "shopper@bodega.test"),
    staff,
    admin,
    signedOut: await customerSignedOut(shop),
    suspended: await customerSuspended(shop, admin),
    staffSignedOut: await signedOut(shop, "staff@bodega.test"),
    adminSignedOut: await signedOut(shop, "admin@bodega.test"),
    /** A customer whose token claims more roles than the account has. */
    promotedByToken: {
      token: await mint(shop, { ...claims, sub: other.userId }),
    },
    expired: { token: await mint(shop, { ...claims, iat: hourAgo, exp: hourAgo + 300 }) },
    forOthers: { token: await mint(shop, { ...claims, aud: "another-api" }) },
    garbled: { token: "abc.def.ghi" },
  } satisfies Record<string, Principal>;
};
export type Principals = Awaited<ReturnType<typeof principalsOf>>;
export type Who = keyof Principals;

/** Returns API keys of every kind, as callers. */
export const keysOf = async (shop: ServedShop, { token }: Principal) => {
  const make = async (kind: "public" | "secret", scopes: readonly Scope[]) => {
    const { status, body } = await shop.ask("POST", "/v1/admin/api-keys", {
      token,
      body: { name: "S-MATRIX", kind, scopes },
    });
    if (status !== 201) throw new Error(`making a key answered ${status}: ${JSON.stringify(body)}`);
    return { id: body.id as string, token: body.key as string };
  };
  const revoked = await make("secret", SCOPES);
  const { status } = await shop.ask("DELETE", `/v1/admin/api-keys/${revoked.id}`, { token });
  if (status !== 204) throw new Error(`revoking a key answered ${status}`);
  const lacking = SCOPES.map(async (scope) => {
    const others = SCOPES.filter((other) => other !== scope);
    return [scope, await make("secret", others)] as const;
  });
  return {
    ofStorefront: await make("public", []),
    ofEverything: await make("secret", SCOPES),
    revoked,
    /** By scope, the key with all others. */
    lacking: new Map(await Promise.all(lacking)),
  };
};
export type Keys = Awaited<ReturnType<typeof keysOf>>;
