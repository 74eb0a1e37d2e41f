import { html } from "hono/html";
import { type Content, oneLine } from "./content";
import { layout, STYLE } from "./layout";

interface Newcomer {
  name: string;
  storefrontUrl: string;
}

/** To somebody who has just opened an account. */
export const welcomeMail = ({ name, storefrontUrl }: Newcomer): Content => {
  const called = oneLine(name);
  const body = html`<h1 class="ink" style="${STYLE.heading}">Welcome, ${called}.</h1>
<p class="ink" style="${STYLE.text}">Your account is open. From now on your addresses and your orders wait for you here, and the next purchase takes a moment.</p>
<p style="margin:28px 0 0"><a href="${storefrontUrl}" class="button" style="${STYLE.button}">Come in</a></p>
<p class="muted" style="${STYLE.small};margin-top:28px">If it was not you who opened it, answer this mail and we will close it.</p>`;
  return {
    subject: "Welcome to Bodega",
    html: layout({
      title: "Welcome to Bodega",
      preview: "Your account is open.",
      storefrontUrl,
      body,
    }),
    text: `Welcome, ${called}.

Your account is open. From now on your addresses and your orders wait for you here, and the next purchase takes a moment.

Come in: ${storefrontUrl}

If it was not you who opened it, answer this mail and we will close it.
`,
  };
};
