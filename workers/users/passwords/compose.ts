import { passwordsWith } from "./passwords.service";

/** Passwords: hashing, verification and the list of common ones. */
export const composePasswords = ({ pepper }: { pepper: string }) => passwordsWith(pepper);
