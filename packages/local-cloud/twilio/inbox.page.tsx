import { raw } from "hono/html";
import type { Message } from "./message.store";

/** The stylesheet of the page. It loads no fonts or images, so it works offline. */
const STYLE = `
:root { color-scheme: light dark; --paper: #fbfaf8; --card: #fff; --ink: #1d1b18; --soft: #6d675f; --line: #e6e1d9; --own: #f6e9e1; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #171512; --card: #211e1a; --ink: #f0ebe3; --soft: #a39b90; --line: #373129; --own: #3a281e; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 1rem; }
header { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; }
h1 { font-size: 1.35rem; margin: .5rem 0; flex: 1 1 auto; }
h1 a { color: inherit; text-decoration: none; }
form { display: flex; gap: .5rem; flex: 1 1 16rem; }
input, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .45rem .8rem; min-height: 2.75rem; }
input { flex: 1; min-width: 0; }
ol { list-style: none; margin: 1rem 0; padding: 0; display: grid; gap: .75rem; }
li { border: 1px solid var(--line); border-radius: .9rem; padding: .7rem 1rem; background: var(--card); overflow-wrap: anywhere; }
li.inbound { background: var(--own); }
p { margin: 0; white-space: pre-wrap; }
small { color: var(--soft); }
.empty { text-align: center; color: var(--soft); padding: 3rem 1rem; }
`;

const Item = ({ message }: { message: Message }) => {
  const { direction, sender, recipient, body, status, at } = message;
  const isInbound = direction === "inbound";
  return (
    <li class={isInbound ? "inbound" : ""}>
      <small>
        {isInbound ? `from ${sender}` : `to ${recipient}`} · {status} ·{" "}
        <time datetime={new Date(at).toISOString()}>
          {new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" })}
        </time>
      </small>
      <p>{body}</p>
    </li>
  );
};

/** The page of the latest SMS, as a phone would show them. */
export const InboxPage = ({ messages, to }: { messages: readonly Message[]; to: string }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{to ? `SMS of ${to}` : "SMS"}</title>
      <style>{raw(STYLE)}</style>
    </head>
    <body>
      <main>
        <header>
          <h1>
            <a href="/inbox">SMS</a>
          </h1>
          <form method="get" action="/inbox">
            <input
              type="search"
              name="to"
              value={to}
              placeholder="+491701234567"
              aria-label="Filter by phone number"
            />
            <button type="submit">Filter</button>
          </form>
        </header>
        {messages.length === 0 ? (
          <p class="empty">
            {to
              ? `No SMS to ${to}`
              : "No SMS yet. Agree to SMS in an account or a cart: they appear here and are not sent."}
          </p>
        ) : (
          <ol>
            {messages.map((message) => (
              <Item message={message} />
            ))}
          </ol>
        )}
      </main>
    </body>
  </html>
);
