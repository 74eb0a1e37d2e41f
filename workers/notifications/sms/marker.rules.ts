/** Consonants alone, so that no marker is a word, and none is taken for a code. */
const LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
const MARKER_CHARS = 8;

interface Marked {
  id: string;
  generation: number;
}

/**
 * Returns the letters at the end of an SMS by which it is found among those that the provider has sent to a
 * phone. An SMS that staff have sent again has other letters.
 */
export const markerOf = ({ id, generation }: Marked): string =>
  Array.from(id.slice(-MARKER_CHARS), (char) => {
    const index = (char.charCodeAt(0) + generation) % LETTERS.length;
    return LETTERS[index];
  }).join("");

/** Returns an SMS with its marker. */
export const withMarker = (text: string, message: Marked) => `${text}\nRef ${markerOf(message)}`;
