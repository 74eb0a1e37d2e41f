import { html } from "hono/html";
import { type Content, oneLine } from "./content.rules";
import { layout, STYLE } from "./layout.mail";

/** A short letter, which reads the same in HTML and in plain text. */
export interface Letter {
  subject: string;
  /** What an inbox shows beside the subject. */
  preview: string;
  heading: string;
  paragraphs: readonly string[];
  /** The one thing to do. */
  action?: { label: string; url: string };
  /** To be typed in somewhere else. */
  code?: string;
  /** What to do if it was not the reader who asked for it. */
  small: string;
  storefrontUrl: string;
}

/** A heading that greets the owner, where their name is known to be theirs. */
export const greeting = (words: string, name: string | null) =>
  name === null ? words : `${words}, ${name}`;

const button = ({ label, url }: { label: string; url: string }) =>
  html`<p style="margin:28px 0 0"><a href="${url}" class="button" style="${STYLE.button}">${label}</a></p>`;

const digits = (code: string) =>
  html`<p class="ink" style="margin:24px 0 0;font:600 32px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.16em;color:#1c1917">${code}</p>`;

/** The mail of a letter. */
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
