/** Loaded before a program: its clock goes wrong by so much. */
const realNow = Date.now;
const wrongMs = Number(process.env.LASTMETER_TEST_CLOCK_MS);
Date.now = () => realNow() + wrongMs;
