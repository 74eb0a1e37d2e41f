/** A payment, as its provider's stand-in records it. */
export interface PaymentLine {
  id: string;
  amount: number;
  currency: string;
  status: string;
  metadata?: { order_id?: string };
  /** RFC 3339. */
  createdAt: string;
}

export interface StripeBooks {
  paymentIntents: PaymentLine[];
}

export interface RazorpayBooks {
  orders: (Omit<PaymentLine, "metadata"> & { notes: { order_id?: string } | [] })[];
  /** Oldest first. */
  payments: { orderId: string; status: string }[];
}

/** Returns one line per order of Razorpay, with the status of its last payment. */
const razorpayLines = ({ orders, payments }: RazorpayBooks): PaymentLine[] =>
  orders.map(({ notes, ...order }) => ({
    ...order,
    currency: order.currency.toLowerCase(),
    status: payments.findLast(({ orderId }) => orderId === order.id)?.status ?? order.status,
    metadata: Array.isArray(notes) ? {} : notes,
  }));

/** Returns the payments of all providers, newest first. */
export const paymentLines = (stripe: StripeBooks, razorpay: RazorpayBooks): PaymentLine[] =>
  [...stripe.paymentIntents, ...razorpayLines(razorpay)].sort((a, b) =>
    b.createdAt.localeCompare(a.createdAt),
  );
