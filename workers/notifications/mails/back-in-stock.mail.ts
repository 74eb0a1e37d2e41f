import type { StockAlertMail } from "#contract/catalog";
import { type Content, oneLine } from "./content.rules";
import { letterMail } from "./letter.mail";
import type { Shop } from "./shop.rules";

/** Says once that a variant can be bought again, and how to end such mails. */
export const backInStockMail = (
  { title, url, unsubscribeUrl }: StockAlertMail,
  shop: Shop,
): Content =>
  letterMail({
    subject: `Back in stock: ${oneLine(title)}`,
    preview: "You asked for a mail when it is there again.",
    heading: `${title} is back in stock.`,
    paragraphs: [
      "You asked for one mail when it can be bought again. We do not reserve it for you, so it may be sold out soon.",
    ],
    action: { label: "View the product", url },
    small: `You get no further mail about it. To end all stock alerts to this address: ${unsubscribeUrl}`,
    shop,
  });
