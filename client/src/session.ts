import type { Answer } from "./send.js";

/** What a bearer client keeps between runs. Both are secrets. */
export interface Tokens {
  refreshToken?: string;
  /** Gives the next sign-in on this device a rate limit of its own. */
  deviceToken?: string;
}

/** Where the caller keeps the tokens, such as a file or an app's key chain. */
export interface TokenStore {
  read(): Tokens | undefined | Promise<Tokens | undefined>;
  write(tokens: Tokens | undefined): void | Promise<void>;
}

/** How the refresh token travels: in bodies, or in cookies that scripts cannot read. */
export type Transport = { transport: "bearer"; store: TokenStore } | { transport: "cookie" };

export interface NewTokens {
  accessToken: string;
  expiresIn: number;
  refreshToken?: string;
  deviceToken?: string;
}
type Refresh = (body: { refreshToken?: string }) => Promise<Answer>;

/** An access token this close to its end is renewed before use. */
const RENEW_BEFORE_MS = 30_000;

/** Whether a renewal failed without an answer about the session. */
const isUndecided = ({ error, response }: Answer) =>
  error !== undefined && response?.status !== 401;

/** Keeps the tokens in memory only. */
export const memoryStore = (): TokenStore => {
  let kept: Tokens | undefined;
  return {
    read: () => kept,
    write: (tokens) => {
      kept = tokens;
    },
  };
};

/** Holds the access token, and renews it once for all calls that wait for it. */
export const sessionOf = (transport: Transport, refresh: Refresh, nowMs: () => number) => {
  const store = transport.transport === "bearer" ? transport.store : undefined;
  let access: { token: string; endsAtMs: number } | undefined;
  let renewal: Promise<Answer | undefined> | undefined;
  /** Whether a cookie session is known to be missing. */
  let isGuest = false;
  /** Grows at each sign-in and sign-out, so that an older renewal changes nothing. */
  let epoch = 0;

  const keep = async ({ accessToken, expiresIn, refreshToken, deviceToken }: NewTokens) => {
    epoch++;
    isGuest = false;
    access = { token: accessToken, endsAtMs: nowMs() + expiresIn * 1000 };
    if (!store || !refreshToken) return;
    const device = deviceToken ?? (await store.read())?.deviceToken;
    await store.write({ refreshToken, ...(device && { deviceToken: device }) });
  };

  const end = async () => {
    epoch++;
    isGuest = true;
    access = undefined;
    const deviceToken = (await store?.read())?.deviceToken;
    await store?.write(deviceToken ? { deviceToken } : undefined);
  };

  /** Returns `undefined` when there is no token to exchange. */
  const renew = async (): Promise<Answer | undefined> => {
    const startedIn = epoch;
    const refreshToken = (await store?.read())?.refreshToken;
    if (store && !refreshToken) return undefined;
    const answer = await refresh(refreshToken ? { refreshToken } : {});
    if (startedIn !== epoch) return answer;
    if (answer.data) await keep(answer.data as NewTokens);
    else if (!isUndecided(answer)) await end();
    return answer;
  };

  const renewOnce = () => {
    renewal ??= renew().finally(() => {
      renewal = undefined;
    });
    return renewal;
  };

  const leftMs = () => (access ? access.endsAtMs - nowMs() : 0);

  return {
    keep,
    end,
    renew: renewOnce,
    tokens: async () => store?.read(),
    token: () => access?.token,
    /**
     * Renews the access token if it ends soon, or if the shop has refused `refused`. Returns the answer only
     * if it leaves open whether there is a session.
     */
    async prepare(refused?: string): Promise<Answer | undefined> {
      if (refused && access?.token === refused) access = undefined;
      if (leftMs() > RENEW_BEFORE_MS || (isGuest && !store)) return undefined;
      const answer = await renewOnce();
      return answer && isUndecided(answer) && leftMs() <= 0 ? answer : undefined;
    },
  };
};
