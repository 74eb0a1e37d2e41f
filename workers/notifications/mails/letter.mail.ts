import { html } from "hono/html";
import { type Content, oneLine } from "./content.rules";
import { layout, type Styles, stylesOf } from "./layout.mail";
import { imprintOf, type Shop } from "./shop.rules";

/** A mail of a few sentences. */
export interface Letter {
  subject: string;
  /** Shown by inboxes beside the subject. */
  preview: string;
  heading: string;
  paragraphs: readonly string[];
  /** A link that is shown as a button. */
  action?: { label: string; url: string };
  /** A sign-in code that the reader enters. */
  code?: string;
  /** What the reader can do if the mail is unexpected. */
  small: string;
  shop: Shop;
}

/** Adds the owner's name to a heading, if the name is not null. */
export const greeting = (words: string, name: string | null) =>
  name === null ? words : `${words}, ${name}`;

/** Returns a link that is shown as a button. */
export const buttonOf = ({ label, url }: { label: string; url: string }, style: Styles) =>
  html`<p style="margin:28px 0 0"><a href="${url}" class="button" style="${style.button}">${label}</a></p>`;

const digits = (code: string, style: Styles) =>
  html`<p class="ink" style="${style.code}">${code}</p>`;

/** Renders a letter as HTML and as text. */
export const letterMail = (letter: Letter): Content => {
  const { subject, preview, paragraphs, action, code, small, shop } = letter;
  const style = stylesOf(shop);
  const heading = oneLine(letter.heading);
  const body = html`<h1 class="ink" style="${style.heading}">${heading}</h1>
${paragraphs.map((text) => html`<p class="ink" style="${style.text}">${text}</p>`)}
${code === undefined ? "" : digits(code, style)}
${action ? buttonOf(action, style) : ""}
<p class="muted" style="${style.small};margin-top:28px">${small}</p>`;
  const lines = [
    heading,
    ...paragraphs,
    ...(code === undefined ? [] : [code]),
    ...(action ? [`${action.label}: ${action.url}`] : []),
    small,
    imprintOf(shop).join("\n"),
  ];
  return {
    subject,
    html: layout({ title: subject, preview, shop, body }),
    text: `${lines.join("\n\n")}\n`,
  };
};
