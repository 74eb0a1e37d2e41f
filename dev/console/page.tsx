import { raw } from "hono/html";
import { spellAmount } from "#cloud/stripe/currencies";
import type { EventLine, MailLine, PaymentLine, Snapshot, TraceLine } from "./snapshot";

const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1d1b17, #ece8df); --soft: light-dark(#6b665c, #a39d90);
  --line: light-dark(#e4dfd3, #38342c); --paper: light-dark(#faf8f3, #191713); --card: light-dark(#fff, #211e19);
  --good: light-dark(#2f7040, #7cc08c); --bad: light-dark(#b3402e, #ef8f7e); --wait: light-dark(#8a5c0d, #e0b45c); }
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem clamp(1rem, 4vw, 3rem) 4rem; background: var(--paper); color: var(--ink);
  font: 14px/1.5 ui-sans-serif, system-ui, sans-serif; }
h1 { font: 600 1.6rem/1.2 ui-serif, Georgia, serif; margin: 0; } h1 + p { color: var(--soft); margin: .25rem 0 2rem; }
h2 { font: 600 1.05rem/1.3 ui-serif, Georgia, serif; margin: 0 0 .75rem; }
h2 .soft { font: 13px ui-sans-serif, system-ui, sans-serif; margin-left: .4rem; }
main { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); align-items: start; }
.column { display: grid; gap: 1.25rem; min-width: 0; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.1rem 1.25rem; overflow-x: auto; }
section.wide { grid-column: 1 / -1; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
td { padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); vertical-align: top; }
tr:first-child td { border-top: 0; } td:last-child { text-align: right; padding-right: 0; } td.one { white-space: nowrap; }
code { font: 12px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
.soft { color: var(--soft); } .small { font-size: 12.5px; overflow-wrap: anywhere; } .empty { color: var(--soft); margin: 0; }
.pair { display: inline-block; margin-left: .75rem; white-space: nowrap; }
.ok { color: var(--good); } .down { color: var(--bad); } .pending { color: var(--wait); }
summary { cursor: pointer; padding: .35rem 0; font-variant-numeric: tabular-nums; } summary .soft { margin-left: .5rem; }
details[open] { padding-bottom: .75rem; } details table { border-top: 1px solid var(--line); }
details + details { border-top: 1px solid var(--line); } a { color: inherit; text-decoration-color: var(--soft); text-underline-offset: .2em; }
@media (max-width: 36rem) { section { padding: 1rem; } summary .soft { display: block; margin-left: 1rem; } }
`;

const TONES: Record<string, string> = {
  ok: "ok",
  acknowledged: "ok",
  succeeded: "ok",
  down: "down",
  dead: "down",
  canceled: "down",
  pending: "pending",
  requires_capture: "pending",
  requires_action: "pending",
};
const Tone = ({ of: state }: { of: string }) => <span class={TONES[state] ?? "soft"}>{state}</span>;
const time = (at: string | number) => new Date(at).toLocaleTimeString("en-GB");

/** Returns a count with its noun: "1 route", "2 routes". */
const count = (number: number, one: string) => `${number} ${one}${number === 1 ? "" : "s"}`;

const Services = ({ services }: { services: Snapshot["services"] }) => (
  <section>
    <h2>Services</h2>
    <table>
      {services.map(({ name, version, routes, health }) => (
        <tr>
          <td>
            {name} <span class="soft">{version}</span>
          </td>
          <td class="soft one">{count(routes.length, "route")}</td>
          <td>
            {health.map((dependency) => (
              <span class="pair" title={`${dependency.latencyMs} ms`}>
                {dependency.name} <Tone of={dependency.status} />
              </span>
            ))}
          </td>
        </tr>
      ))}
    </table>
  </section>
);

const Mails = ({ mails, inboxUrl }: { mails: MailLine[]; inboxUrl: string }) => (
  <section>
    <h2>Mails</h2>
    {mails.length === 0 ? <p class="empty">Nobody was written to yet.</p> : null}
    <table>
      {mails.map((mail) => (
        <tr>
          <td>
            <a href={`${inboxUrl}/${mail.id}`}>{mail.subject}</a>
            <br />
            <span class="soft small">{mail.to}</span>
          </td>
          <td class="soft one">{time(mail.at)}</td>
        </tr>
      ))}
    </table>
  </section>
);

const Payments = ({ payments }: { payments: PaymentLine[] }) => (
  <section>
    <h2>Payments</h2>
    {payments.length === 0 ? <p class="empty">No money has moved yet.</p> : null}
    <table>
      {payments.map((payment) => (
        <tr>
          <td>
            <code>{payment.id}</code>
          </td>
          <td>
            <Tone of={payment.status} />
          </td>
          <td class="one">{spellAmount(payment.amount, payment.currency)}</td>
        </tr>
      ))}
    </table>
  </section>
);

const Events = ({ events, deadLetters }: { events: EventLine[]; deadLetters: number }) => (
  <section>
    <h2>
      Events <span class="soft">{count(deadLetters, "dead letter")}</span>
    </h2>
    {events.length === 0 ? <p class="empty">Nothing has happened yet.</p> : null}
    <table>
      {events.map((event) => (
        <tr>
          <td>
            {event.type}
            <br />
            <code class="soft">{event.subject}</code>
          </td>
          <td>
            <Tone of={event.state} />
            {event.generation > 0 ? <span class="soft"> sent {event.generation + 1}×</span> : null}
          </td>
          <td class="soft one">{time(event.at)}</td>
        </tr>
      ))}
    </table>
  </section>
);

const Traces = ({ traces }: { traces: TraceLine[] }) => (
  <section class="wide">
    <h2>Traces</h2>
    {traces.length === 0 ? <p class="empty">No request has gone upstream yet.</p> : null}
    {traces.map((trace) => (
      <details>
        <summary>
          <code>{trace.requestId}</code>
          <span class="soft">
            {count(trace.calls.length, "call")} · {trace.durationMs.toFixed(0)} ms ·{" "}
            {time(trace.startedAt)}
          </span>
        </summary>
        <table>
          {trace.calls.map((call) => (
            <tr>
              <td>{call.vendor}</td>
              <td>
                <code>{call.summary || `${call.method} ${call.path}`}</code>{" "}
                {call.fault ? <span class="down">{call.fault}</span> : null}
              </td>
              <td class="soft one">
                {call.status} · {call.ms.toFixed(1)} ms
              </td>
            </tr>
          ))}
        </table>
      </details>
    ))}
  </section>
);

/** The only page of the console. */
export const page = (shown: Snapshot) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Bodega · console</title>
      <link rel="icon" href="data:," />
      <style>{raw(STYLE)}</style>
    </head>
    <body>
      <h1>Bodega</h1>
      <p>
        What happened in the shop, as each cloud recorded it. <a href="/">Reload</a>
      </p>
      <main>
        <div class="column">
          <Services services={shown.services} />
          <Payments payments={shown.payments} />
          <Mails mails={shown.mails} inboxUrl={shown.inboxUrl} />
        </div>
        <Events events={shown.events} deadLetters={shown.deadLetters} />
        <Traces traces={shown.traces} />
      </main>
    </body>
  </html>
);
