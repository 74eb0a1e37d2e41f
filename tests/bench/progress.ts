interface Output {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const BAR_CHARS = 24;
const CLEAR_LINE = "\r\u001b[2K";

const bar = (share: number) => {
  const full = Math.round(Math.min(Math.max(share, 0), 1) * BAR_CHARS);
  return "█".repeat(full) + "░".repeat(BAR_CHARS - full);
};

/**
 * A progress bar in the last line of a terminal. Where there is no terminal, each new label is a line.
 */
export const progressOn = (output: Output = process.stderr) => {
  const live = output.isTTY === true;
  let shown = "";

  const clear = () => {
    if (live) output.write(CLEAR_LINE);
  };

  return {
    /** Reports the current step and its progress from 0 to 1. */
    show(label: string, share: number) {
      if (live) {
        const line = `${bar(share)} ${label}`.slice(0, (output.columns ?? 80) - 1);
        output.write(`${CLEAR_LINE}${line}`);
      } else if (label !== shown) output.write(`${label}\n`);
      shown = label;
    },
    /** A line that stays, above the bar. */
    print(line: string) {
      clear();
      output.write(`${line}\n`);
    },
    end: clear,
  };
};
export type Progress = ReturnType<typeof progressOn>;
