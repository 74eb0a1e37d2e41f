import { type SpanLine, waterfall } from "./spans";

/** Shows the spans of a request below their callers, with their time as bars. */
export const Waterfall = ({ spans }: { spans: readonly SpanLine[] }) => {
  const startedAt = Math.min(...spans.map((span) => span.startedAt));
  const endedAt = Math.max(...spans.map((span) => span.startedAt + span.durationMs));
  const percent = (ms: number) => `${((100 * ms) / (endedAt - startedAt || 1)).toFixed(2)}%`;
  return (
    <table class="falls">
      {waterfall(spans).map(({ span, depth }) => (
        <tr>
          <td style={`padding-left: ${depth}rem`}>
            <code>{span.name}</code>
          </td>
          <td class="soft one">{span.service}</td>
          <td class="soft one">{span.durationMs.toFixed(1)} ms</td>
          <td>
            <span class="track">
              <i
                class={span.failed ? "down" : ""}
                style={`left: ${percent(span.startedAt - startedAt)}; width: ${percent(span.durationMs)}`}
              />
            </span>
          </td>
        </tr>
      ))}
    </table>
  );
};
