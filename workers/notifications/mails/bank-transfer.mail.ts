import { html } from "hono/html";
import { isIban, shownAccountNumber } from "#kernel/bank-account";
import { formatMoney } from "#kernel/money";
import { oneLine } from "./content.rules";
import type { Html, Styles } from "./layout.mail";
import type { AboutOrder } from "./order-letter.mail";
import { TABLE } from "./order-lines.mail";

interface Fact {
  label: string;
  value: string;
}

const HOW = "Please transfer the amount with this reference, so that we find your payment.";

/**
 * Returns amount, account and reference of an order that the buyer pays by bank transfer; nothing if no money
 * is expected, or none by transfer. The mail may be late.
 */
export const transferFacts = ({ order, shop: { bankTransfer } }: AboutOrder): Fact[] => {
  const { payment, amountDue, number } = order;
  if (!bankTransfer || payment.method !== "manual" || amountDue.amount === 0) return [];
  const { holder, accountNumber, bankCode, bankName } = bankTransfer;
  const hasIban = isIban(accountNumber);
  return [
    { label: "Amount", value: formatMoney(amountDue) },
    { label: "Recipient", value: holder },
    { label: hasIban ? "IBAN" : "Account number", value: shownAccountNumber(accountNumber) },
    ...(bankCode === null ? [] : [{ label: hasIban ? "BIC" : "Bank code", value: bankCode }]),
    ...(bankName === null ? [] : [{ label: "Bank", value: bankName }]),
    { label: "Reference", value: number },
  ].map(({ label, value }) => ({ label, value: oneLine(value) }));
};

const row = ({ label, value }: Fact, style: Styles): Html =>
  html`<tr><td class="muted" valign="top" style="padding:3px 12px 3px 0;${style.small};white-space:nowrap">${label}</td><td class="ink" style="padding:3px 0;${style.text};font-size:15px">${value}</td></tr>`;

/** Returns how to pay by bank transfer as HTML. */
export const transferSection = (about: AboutOrder, style: Styles): Html | "" => {
  const facts = transferFacts(about);
  if (facts.length === 0) return "";
  return html`<p class="muted" style="${style.label}">How to pay</p>
<p class="ink" style="${style.text};margin-bottom:8px">${HOW}</p>
${TABLE}
${facts.map((fact) => row(fact, style))}
</table>
<div style="height:24px;line-height:24px">&nbsp;</div>`;
};

/** Returns how to pay by bank transfer as text. */
export const transferText = (about: AboutOrder): string[] => {
  const facts = transferFacts(about).map(({ label, value }) => `${label}: ${value}`);
  return facts.length === 0 ? [] : [`How to pay\n${HOW}\n${facts.join("\n")}`];
};
