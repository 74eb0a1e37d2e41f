/** Yields the lines of a stream, including a last line without line break. */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield line;
  }
  if (rest.trim() !== "") yield rest;
}

/** Prints the lines of a program except those that match `noise`. */
export const printLines = async (
  stream: ReadableStream<Uint8Array>,
  print: (line: string) => void,
  noise: RegExp,
) => {
  for await (const line of linesOf(stream)) if (!noise.test(line)) print(line);
};
