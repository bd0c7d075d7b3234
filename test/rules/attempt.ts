/** What the rules said to the SDK; any other trouble is thrown. */
export async function verdictOf(work: () => Promise<unknown>): Promise<"allowed" | "denied"> {
  try {
    await work();
    return "allowed";
  } catch (error) {
    if (isDenial(error)) return "denied";
    throw error;
  }
}

/** By its code: the testing library brings its own copy of the error's class. */
const isDenial = (error: unknown) => error instanceof Error && "code" in error && error.code === "permission-denied";
