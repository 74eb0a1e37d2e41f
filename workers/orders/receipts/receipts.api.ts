import { Id } from "#kernel/ids";
import { defineRoute } from "#kernel/routes/definition";
import { AccessQuery } from "#kernel/routes/order-token";
import { ORDER_EXAMPLE } from "#orders/order/order.example.rules";

export const readReceipt = defineRoute({
  method: "GET",
  path: "/v1/orders/:id/receipt",
  operation: "readReceipt",
  summary: "Read the receipt of an order, or the credit note of a refund or an exchange",
  description:
    "As a page, or as a PDF with `Accept: application/pdf`. An order has a receipt once its money is taken, a refund a credit note once it succeeded, and an exchange one for what the returned units have paid; before that, the answer is 404.",
  tag: "orders",
  access: "order",
  scope: "orders",
  rate: "lookup",
  idempotency: "safe",
  body: null,
  query: AccessQuery.extend({
    refundId: Id("refund").optional().describe("For the credit note of this refund."),
    returnId: Id("return")
      .optional()
      .describe("For the credit note of what the units of this return have paid in an exchange."),
  }),
  answers: {
    200: {
      contentTypes: ["text/html", "application/pdf"],
      description: "The document. Its amounts are those of the order, to the cent.",
    },
  },
  problems: [],
  headers: ["Content-Disposition"],
  example: { params: { id: ORDER_EXAMPLE.id }, answer: null },
});
