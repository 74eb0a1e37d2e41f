/** The lines of a stream as they come; what is left at its end is a line too. */
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

/** Prints what a program says, line by line, but for its noise. */
export const printLines = async (
  stream: ReadableStream<Uint8Array>,
  print: (line: string) => void,
  noise: RegExp,
) => {
  for await (const line of linesOf(stream)) if (!noise.test(line)) print(line);
};
