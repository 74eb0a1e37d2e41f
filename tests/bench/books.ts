import { createClient } from "@libsql/client/web";
import { DEV_TOKEN, type Vendor } from "#dev/clouds";

/** Counts of what the load bought. */
export interface Bought {
  orders: number;
  unitsSold: number;
}

interface Entry {
  what: string;
  expected: number;
  found: number;
}

const WAIT_MS = 180_000;
const LOOK_EVERY_MS = 500;

const booksOf = async <T>(url: string) => (await (await fetch(`${url}/_dev/books`)).json()) as T;

const sumsOf = async (libsqlUrl: string) => {
  const client = createClient({ url: `${libsqlUrl}/orders/`, authToken: DEV_TOKEN });
  const [row] = (
    await client.execute(`select
      (select count(*) from orders where status = 'confirmed') confirmed,
      (select coalesce(sum(sold), 0) from stock) sold,
      (select coalesce(sum(reserved), 0) from stock) reserved,
      (select count(*) from outbox where acknowledged_at is null) pending`)
  ).rows;
  client.close();
  const number = (name: string) => Number(row?.[name]);
  return {
    confirmed: number("confirmed"),
    sold: number("sold"),
    reserved: number("reserved"),
    pending: number("pending"),
  };
};

interface StripeBooks {
  paymentIntents: {
    amount: number;
    amountCaptured: number;
    amountRefunded: number;
    status: string;
  }[];
}
interface ResendBooks {
  mails: { to: string[] }[];
}

const look = async (urls: Record<Vendor, string>, bought: Bought): Promise<Entry[]> => {
  const [sums, stripe, resend] = await Promise.all([
    sumsOf(urls.libsql),
    booksOf<StripeBooks>(urls.stripe),
    booksOf<ResendBooks>(urls.resend),
  ]);
  const captured = stripe.paymentIntents.filter(
    ({ status, amount, amountCaptured, amountRefunded }) =>
      status === "succeeded" && amountCaptured === amount && amountRefunded === 0,
  );
  const { orders, unitsSold } = bought;
  return [
    { what: "orders confirmed", expected: orders, found: sums.confirmed },
    { what: "payments captured in full", expected: orders, found: captured.length },
    { what: "payment intents at all", expected: orders, found: stripe.paymentIntents.length },
    { what: "mails", expected: orders, found: resend.mails.length },
    { what: "units sold", expected: unitsSold, found: sums.sold },
    { what: "units still reserved", expected: 0, found: sums.reserved },
    { what: "unacknowledged events", expected: 0, found: sums.pending },
  ];
};

/**
 * Waits until all checkouts are finished and the books match the purchases, or the time is over. A
 * fast shop must not lose an order's money, mail or units.
 */
export const balancedBooks = async (
  urls: Record<Vendor, string>,
  bought: Bought,
  onLook: (entries: Entry[]) => void,
) => {
  const startedAt = performance.now();
  for (;;) {
    const entries = await look(urls, bought);
    onLook(entries);
    const balanced = entries.every(({ expected, found }) => expected === found);
    const waitedMs = performance.now() - startedAt;
    if (balanced || waitedMs > WAIT_MS) return { balanced, seconds: waitedMs / 1000, entries };
    await Bun.sleep(LOOK_EVERY_MS);
  }
};
export type Books = Awaited<ReturnType<typeof balancedBooks>>;
