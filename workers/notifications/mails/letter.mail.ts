import { html } from "hono/html";
import { type Content, oneLine } from "./content.rules";
import { layout, STYLE } from "./layout.mail";

/** A mail of a few sentences. */
export interface Letter {
  subject: string;
  /** Shown by inboxes beside the subject. */
  preview: string;
  heading: string;
  paragraphs: readonly string[];
  /** A link that is shown as a button. */
  action?: { label: string; url: string };
  /** A code that the reader enters elsewhere. */
  code?: string;
  /** What the reader can do if the mail is unexpected. */
  small: string;
  storefrontUrl: string;
}

/** Adds the owner's name to a heading, if the name is not null. */
export const greeting = (words: string, name: string | null) =>
  name === null ? words : `${words}, ${name}`;

const button = ({ label, url }: { label: string; url: string }) =>
  html`<p style="margin:28px 0 0"><a href="${url}" class="button" style="${STYLE.button}">${label}</a></p>`;

const digits = (code: string) =>
  html`<p class="ink" style="margin:24px 0 0;font:600 32px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.16em;color:#1c1917">${code}</p>`;

/** Renders a letter as HTML and as text. */
export const letterMail = (letter: Letter): Content => {
  const { subject, preview, paragraphs, action, code, small, storefrontUrl } = letter;
  const heading = oneLine(letter.heading);
  const body = html`<h1 class="ink" style="${STYLE.heading}">${heading}</h1>
${paragraphs.map((text) => html`<p class="ink" style="${STYLE.text}">${text}</p>`)}
${code === undefined ? "" : digits(code)}
${action ? button(action) : ""}
<p class="muted" style="${STYLE.small};margin-top:28px">${small}</p>`;
  const lines = [
    heading,
    ...paragraphs,
    ...(code === undefined ? [] : [code]),
    ...(action ? [`${action.label}: ${action.url}`] : []),
    small,
  ];
  return {
    subject,
    html: layout({ title: subject, preview, storefrontUrl, body }),
    text: `${lines.join("\n\n")}\n`,
  };
};
