import { addressOf } from "#doctor/ask";
import { type Check, type Context, type Finding, fail, warn } from "#doctor/check";

const ADDRESSES = [
  "QSTASH_URL",
  "TYPESENSE_URL",
  "RESEND_URL",
  "STRIPE_URL",
  "RAZORPAY_URL",
] as const;
const WARN_MS = 30_000;
const FAIL_MS = 5 * 60_000;

/** Returns how far a vendor's clock is ahead of this machine's; undefined if it does not say. */
const aheadMs = async (context: Context, at: string) => {
  if (!context.values[at]) return undefined;
  const { signal } = context;
  const startedAt = context.now();
  const answer = await context
    .send(addressOf(context, { at, path: "" }), { redirect: "manual", signal })
    .catch(() => undefined);
  const date = Date.parse(answer?.headers.get("date") ?? "");
  await answer?.body?.cancel();
  return Number.isNaN(date) ? undefined : date - (startedAt + context.now()) / 2;
};

const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

const skewed = (ms: number): Finding => {
  const finding = {
    code: "clock.skew",
    where: "this machine",
    problem: `The clock differs from the vendors' by ${Math.round(Math.abs(ms) / 1000)} seconds.`,
    action: "Synchronise the clock with NTP.",
  };
  return Math.abs(ms) > FAIL_MS ? fail(finding) : warn(finding);
};

/** Checks the clock by the `Date` headers of vendors. The median ignores one vendor with a wrong clock. */
export const clock: Check = {
  name: "clock",
  needs: [],
  async run(context) {
    const all = await Promise.all(ADDRESSES.map((at) => aheadMs(context, at)));
    const ms = median(all.filter((one) => one !== undefined));
    return Math.abs(ms) > WARN_MS ? [skewed(ms)] : [];
  },
};
