import type { Vendor } from "#dev/clouds";
import type { Json } from "#tests/system";

/** What a provider records of one payment. */
export interface Taking {
  provider: "stripe" | "razorpay";
  /** The provider's id, which the shop stores. */
  ref: string;
  orderId: string;
  paymentId: string;
  currency: string;
  /** Whether money is held or may still come; false for a payment at Razorpay that no bank has approved. */
  isOpen: boolean;
  /** Whether the provider holds money that was not taken. */
  isHeld: boolean;
  isTaken: boolean;
  amountCaptured: number;
  amountRefunded: number;
}
interface Capture {
  orderId: string;
  ref: string;
  /** RFC 3339. */
  createdAt: string;
}
interface ProviderBooks {
  takings: Taking[];
  captures: Capture[];
}

const OPEN = new Set(["requires_capture", "processing", "requires_action"]);

const atStripe = ({ paymentIntents, captures }: Json): ProviderBooks => {
  const takings = paymentIntents.map(
    ({ id, status, metadata, currency, amountCaptured, amountRefunded }: Json): Taking => ({
      provider: "stripe",
      ref: id,
      orderId: metadata.order_id ?? "",
      paymentId: metadata.payment_id ?? "",
      currency: currency.toUpperCase(),
      isOpen: OPEN.has(status),
      isHeld: status === "requires_capture",
      isTaken: status === "succeeded",
      amountCaptured,
      amountRefunded,
    }),
  );
  const orderOf = new Map(takings.map(({ ref, orderId }: Taking) => [ref, orderId]));
  return {
    takings,
    captures: captures.map(({ paymentIntent: ref, createdAt }: Json) => ({
      ...{ ref, createdAt, orderId: orderOf.get(ref) ?? "" },
    })),
  };
};

const sum = (payments: readonly Json[], part: string) =>
  payments.reduce((all, payment) => all + payment[part], 0);

/** An order of Razorpay is one payment of the shop: the buyer may try to pay it several times. */
const atRazorpay = ({ orders, payments, captures }: Json): ProviderBooks => {
  const ofOrder = Map.groupBy(payments as Json[], ({ orderId }) => orderId as string);
  const takings = orders.map(({ id, notes, currency }: Json): Taking => {
    const own = ofOrder.get(id) ?? [];
    const captured = own.filter((payment) => payment.captured);
    const isHeld = own.some(({ status }) => status === "authorized");
    return {
      provider: "razorpay",
      ref: id,
      orderId: notes.order_id ?? "",
      paymentId: notes.payment_id ?? "",
      currency,
      ...{ isOpen: isHeld, isHeld, isTaken: captured.length > 0 },
      amountCaptured: sum(captured, "amount"),
      amountRefunded: sum(captured, "amountRefunded"),
    };
  });
  const takingOf = new Map<string, Taking>(takings.map((taking: Taking) => [taking.ref, taking]));
  const refOf = new Map<string, string>(payments.map(({ id, orderId }: Json) => [id, orderId]));
  return {
    takings,
    captures: captures.map(({ payment, createdAt }: Json) => {
      const ref = refOf.get(payment) ?? "";
      return { ref, createdAt, orderId: takingOf.get(ref)?.orderId ?? "" };
    }),
  };
};

/** Returns the records of both payment providers. */
export const providerBooks = async (urls: Record<Vendor, string>): Promise<ProviderBooks> => {
  const read = async (vendor: Vendor) => (await fetch(`${urls[vendor]}/_dev/books`)).json();
  const books = [atStripe(await read("stripe")), atRazorpay(await read("razorpay"))];
  return {
    takings: books.flatMap(({ takings }) => takings),
    captures: books.flatMap(({ captures }) => captures),
  };
};
