import type { LineUnits, Return } from "#orders/after-sale.contract";
import { type Content, oneLine } from "./content.rules";
import { dateOf } from "./dates.rules";
import { exchangeOutcome, exchangePlan } from "./exchange.rules";
import { type AboutOrder, orderLetter } from "./order-letter.mail";
import { unitRows } from "./order-lines.mail";
import { moneyOfRefunds } from "./order-money.rules";

interface ReturnMail extends AboutOrder {
  /** The return as it is when the mail is sent, which may be after its next step. */
  returned: Return;
}

interface Text {
  title: string;
  paragraphs: readonly string[];
  rowsLabel: string;
  units: readonly LineUnits[];
}

const letter = ({ order, shop }: ReturnMail, { title, paragraphs, rowsLabel, units }: Text) =>
  orderLetter({
    order,
    shop,
    subject: `${title}: ${order.number}`,
    preview: paragraphs[0] ?? title,
    heading: `${title}.`,
    paragraphs,
    rowsLabel,
    rows: unitRows(order, units),
  });

/** Confirms that the shop knows of a return. */
export const returnRequestedMail = (about: ReturnMail): Content => {
  const { requestedAt, lines, status } = about.returned;
  const next = "We check it and write to you. Please keep the items until then.";
  return letter(about, {
    title: "We received your return request",
    paragraphs: [
      `We received it on ${dateOf(requestedAt)}.`,
      ...exchangePlan(about.returned),
      ...(status === "requested" ? [next] : []),
    ],
    rowsLabel: "To be returned",
    units: lines,
  });
};

/** Says that the buyer may send units back. Null if the return was rejected since. */
export const returnApprovedMail = (about: ReturnMail): Content | null => {
  const { status, lines } = about.returned;
  if (status === "rejected") return null;
  return letter(about, {
    title: "Your return was approved",
    paragraphs:
      status === "approved"
        ? [
            "You can send these items back now. To ask how and where to, reply to this mail.",
            ...exchangePlan(about.returned),
          ]
        : ["We agreed that you send these items back."],
    rowsLabel: "To be returned",
    units: lines,
  });
};

/** Says that the buyer keeps the units, and why if staff gave a reason. */
export const returnRejectedMail = (about: ReturnMail): Content => {
  const { rejectionReason } = about.returned;
  const refusal = "We cannot take these items back.";
  return letter(about, {
    title: "Your return was rejected",
    paragraphs:
      rejectionReason === undefined
        ? [`${refusal} To ask for the reason, reply to this mail.`]
        : [refusal, `The reason: ${oneLine(rejectionReason)}`],
    rowsLabel: "Not to be returned",
    units: about.returned.lines,
  });
};

const unitsIn = (lines: readonly LineUnits[]) =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0);

/** Says which units came back, what the buyer gets for them, and what happens with the money. */
export const returnReceivedMail = (about: ReturnMail): Content => {
  const { received, lines, refundId } = about.returned;
  const refunds = about.order.refunds.filter(({ id }) => id === refundId);
  const areMissing = unitsIn(received) < unitsIn(lines);
  return letter(about, {
    title: "Your return has arrived",
    paragraphs: [
      areMissing
        ? "We received a part of the items. You can ask for a return of the others again."
        : "We received all the items.",
      ...exchangeOutcome(about.returned, about.order),
      ...moneyOfRefunds(about.order, refunds),
    ],
    rowsLabel: "Received",
    units: received,
  });
};
