/** A fault the person at the terminal can mend: printed without a stack, with what to do. */
export class Fault extends Error {}
