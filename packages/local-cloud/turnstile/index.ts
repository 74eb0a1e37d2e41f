import { frame, type StandIn, type StandInOptions } from "#cloud/frame/stand-in";

/** Cloudflare's test token and secrets: https://developers.cloudflare.com/turnstile/troubleshooting/testing/ */
export const DUMMY_TOKEN = "XXXX.DUMMY.TOKEN.XXXX";
const TEST_SECRETS: Record<string, readonly string[]> = {
  "1x0000000000000000000000000000000AA": [],
  "2x0000000000000000000000000000000AA": ["invalid-input-response"],
  "3x0000000000000000000000000000000AA": ["timeout-or-duplicate"],
};

const TOKEN_TTL_MS = 300_000;

interface Issued {
  issuedAt: number;
  redeemed: boolean;
  /** The `idempotency_key` of the call that redeemed the token. */
  redeemedBy: string | undefined;
}

export interface TurnstileOptions extends StandInOptions {
  clock?: () => number;
}

const fieldsOf = async (request: Request): Promise<Record<string, string | undefined>> =>
  request.headers.get("content-type")?.startsWith("application/json")
    ? ((await request.json()) as Record<string, string>)
    : (Object.fromEntries(await request.formData()) as Record<string, string>);

/**
 * Creates a stand-in for Turnstile's siteverify. It accepts the official test secrets. With the development
 * secret it accepts the tokens that `POST /_dev/tokens` issues. A token is valid for five minutes and for one
 * call, which may be repeated with the same `idempotency_key`.
 */
export const turnstileStandIn = ({
  token: ownSecret,
  clock = Date.now,
}: TurnstileOptions): StandIn => {
  const tokens = new Map<string, Issued>();
  const framed = frame({
    name: "turnstile",
    books: () => ({ tokens: [...tokens].map(([token, issued]) => ({ token, ...issued })) }),
  });
  const { app } = framed;

  const redeem = (token: string, by: string | undefined): readonly string[] => {
    const issued = tokens.get(token);
    if (!issued) return ["invalid-input-response"];
    const isRepeat = issued.redeemed && by !== undefined && issued.redeemedBy === by;
    const isOver = issued.redeemed || clock() - issued.issuedAt > TOKEN_TTL_MS;
    if (isOver && !isRepeat) return ["timeout-or-duplicate"];
    Object.assign(issued, { redeemed: true, redeemedBy: by });
    return [];
  };

  const faultsOf = (fields: Record<string, string | undefined>): readonly string[] => {
    const { secret, response, idempotency_key: by } = fields;
    if (!secret) return ["missing-input-secret"];
    if (!response) return ["missing-input-response"];
    const faults = TEST_SECRETS[secret];
    if (faults) return response === DUMMY_TOKEN ? faults : ["invalid-input-response"];
    return secret === ownSecret ? redeem(response, by) : ["invalid-input-secret"];
  };

  app.post("/_dev/tokens", (c) => {
    const token = `0.${crypto.randomUUID()}`;
    tokens.set(token, { issuedAt: clock(), redeemed: false, redeemedBy: undefined });
    return c.json({ token });
  });
  app.post("/turnstile/v0/siteverify", async (c) => {
    const fields = await fieldsOf(c.req.raw).catch(() => undefined);
    const faults = fields ? faultsOf(fields) : ["bad-request"];
    c.set("summary", faults.join(", ") || "success");
    if (faults.length > 0) return c.json({ success: false, "error-codes": faults });
    const challenge_ts = new Date(clock()).toISOString();
    return c.json({ success: true, challenge_ts, hostname: "localhost", "error-codes": [] });
  });
  return { ...framed, close: () => undefined };
};
