import { and, eq } from "drizzle-orm";
import { connect, type Database } from "#db/client";
import { addressIn, type DatabaseName } from "#db/databases";
import { orders } from "#db/orders/schema";
import { stockTransfers } from "#db/orders/stock.schema";
import { payments, refunds } from "#db/payments/schema";
import { parseDecimal } from "#kernel/money";
import type { Json, System } from "./system";

/** What one record of an order says about its money, in minor units. */
export interface Sums {
  captured: number;
  refunded: number;
}

type Books = Pick<System, "ask" | "books" | "variables">;

const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0);

/** Returns a shown amount in minor units, without its sign and its currency. */
const shownMinor = (text: string, currency: string) =>
  parseDecimal(text.replaceAll(/[^\d.]/g, ""), currency) ?? Number.NaN;

/** Returns the amounts in the last cells of the section with a heading. */
const amountsUnder = (page: string, heading: string, currency: string) => {
  const [, section = ""] = page.split(`<h2>${heading}</h2>`);
  const [table = ""] = section.split("</table>");
  return [...table.matchAll(/<td dir="auto">([^<]*)<\/td><\/tr>/g)].map(([, text = ""]) =>
    shownMinor(text, currency),
  );
};

const totalOn = (page: string, currency: string) => {
  const [, text = ""] = /<div class="sum"><dt[^>]*>[^<]*<\/dt><dd>([^<]*)/.exec(page) ?? [];
  return shownMinor(text, currency);
};

/** Returns the amounts of the lines of a document. */
const linesOn = (page: string, currency: string) =>
  [...page.matchAll(/<td data-label="Amount">([^<]*)<\/td><\/tr>/g)].map(([, text = ""]) =>
    shownMinor(text, currency),
  );

/** Returns a function that reads every record of an order's money and units. */
export const moneyBooks = (system: Books) => {
  const { ask, variables } = system;
  const databaseOf = (name: DatabaseName): Database => connect(addressIn(variables, name));
  const [ofOrders, ofPayments] = [databaseOf("orders"), databaseOf("payments")];

  const page = async ({ id, accessToken }: Json, query = "") => {
    const headers = { "bodega-order-token": accessToken };
    const answer = await ask("GET", `/v1/orders/${id}/receipt${query}`, { headers });
    if (answer.status !== 200) throw new Error(`${id}${query}: ${answer.text}`);
    return answer.text;
  };

  const atStripe = async (orderId: string): Promise<Sums> => {
    const { paymentIntents } = await system.books("stripe");
    const own = paymentIntents.filter(({ metadata }: Json) => metadata.order_id === orderId);
    return {
      captured: sumOf(own.map(({ amountCaptured }: Json) => amountCaptured)),
      refunded: sumOf(own.map(({ amountRefunded }: Json) => amountRefunded)),
    };
  };
  const atRazorpay = async (orderId: string): Promise<Sums> => {
    const books = await system.books("razorpay");
    const refs = books.orders
      .filter(({ notes }: Json) => notes.order_id === orderId)
      .map(({ id }: Json) => id);
    const own = books.payments.filter(
      ({ orderId: ref, captured }: Json) => captured && refs.includes(ref),
    );
    return {
      captured: sumOf(own.map(({ amount }: Json) => amount)),
      refunded: sumOf(own.map(({ amountRefunded }: Json) => amountRefunded)),
    };
  };

  const inOrders = async (orderId: string): Promise<Sums> => {
    const [row] = await ofOrders.write.select().from(orders).where(eq(orders.id, orderId));
    return { captured: row?.capturedMinor ?? -1, refunded: row?.refundedMinor ?? -1 };
  };
  const inPayments = async (orderId: string): Promise<Sums> => {
    const rows = await ofPayments.write
      .select()
      .from(payments)
      .where(eq(payments.orderId, orderId));
    return {
      captured: sumOf(rows.map(({ capturedMinor }) => capturedMinor)),
      refunded: sumOf(rows.map(({ refundedMinor }) => refundedMinor)),
    };
  };
  const refundRows = async (orderId: string) =>
    ofPayments.write
      .select()
      .from(refunds)
      .where(and(eq(refunds.orderId, orderId), eq(refunds.state, "succeeded")));

  return {
    /** Returns the sums of an order in each record of it. */
    async sums(order: Json, provider: "stripe" | "razorpay"): Promise<Record<string, Sums>> {
      const receipt = await page(order);
      const shown = (heading: string) => sumOf(amountsUnder(receipt, heading, order.currency));
      return {
        order: await inOrders(order.id),
        payments: await inPayments(order.id),
        provider: await (provider === "stripe" ? atStripe : atRazorpay)(order.id),
        receipt: { captured: shown("Payments"), refunded: shown("Refunds") },
      };
    },

    /** Returns what exchanged units have paid: on the receipt, and on the credit notes of their returns. */
    async credits(order: Json, returnIds: readonly string[]) {
      const { currency } = order;
      const notes = returnIds.map(async (id) =>
        totalOn(await page(order, `?returnId=${id}`), currency),
      );
      return {
        receipt: sumOf(amountsUnder(await page(order), "Credits", currency)),
        creditNotes: await Promise.all(notes),
      };
    },

    /** Returns the amounts of an order's refunds by their ids, in each record of them. */
    async refundAmounts(order: Json, listed: readonly Json[]) {
      const { currency } = order;
      const notes = await Promise.all(
        listed.map(async ({ id }) => [id, totalOn(await page(order, `?refundId=${id}`), currency)]),
      );
      const rows = await refundRows(order.id);
      return {
        order: Object.fromEntries(listed.map(({ id, amount }) => [id, amount.amount])),
        payments: Object.fromEntries(rows.map(({ id, amountMinor }) => [id, amountMinor])),
        creditNotes: Object.fromEntries(notes),
      };
    },

    /** Returns the total that the receipt shows, and the amounts of its lines. */
    async receipt(order: Json) {
      const text = await page(order);
      return { total: totalOn(text, order.currency), lines: linesOn(text, order.currency) };
    },

    /** Returns the units of a variant that the ledger has sold to an order, without those that came back. */
    async soldUnits(orderId: string, variantId: string) {
      const transfers = await ofOrders.write
        .select()
        .from(stockTransfers)
        .where(and(eq(stockTransfers.reference, orderId), eq(stockTransfers.variantId, variantId)));
      const moved = (account: "fromAccount" | "toAccount") =>
        sumOf(transfers.filter((row) => row[account] === "sold").map(({ quantity }) => quantity));
      return moved("toAccount") - moved("fromAccount");
    },
  };
};
export type MoneyBooks = ReturnType<typeof moneyBooks>;
