import { type Appliance, addRuns } from "./appliances.ts";
import { DAY_MS, isWeekend, MINUTE_MS, MINUTES_PER_DAY } from "./calendar.ts";
import { smoothNoise } from "./noise.ts";

/** Router, standby, a computer, and the television in the evening. */
export const electronics: Appliance = ({ noise, day, localDays, localMinutes }, minutesW) => {
  for (let minute = 0; minute < MINUTES_PER_DAY; minute += 1) {
    const at = day * DAY_MS + minute * MINUTE_MS;
    const localDay = localDays[minute] ?? 0;
    const localMinute = localMinutes[minute] ?? 0;
    const television = localMinute > 1130 + 60 * noise(41, localDay) && localMinute < 1370 + 60 * noise(42, localDay);
    const computer = localMinute > 555 && localMinute < 1040 && noise(43, localDay) < 0.45;
    minutesW[minute] =
      116 + 9 * smoothNoise(noise, 44, at / (6 * MINUTE_MS)) + (television ? 96 : 0) + (computer ? 58 : 0);
  }
};

/** Lights: on where somebody is awake and the sun does not help. */
export const lights: Appliance = ({ noise, day, localDays, localMinutes, sunW }, minutesW) => {
  for (let minute = 0; minute < MINUTES_PER_DAY; minute += 1) {
    const at = day * DAY_MS + minute * MINUTE_MS;
    const localDay = localDays[minute] ?? 0;
    const localMinute = localMinutes[minute] ?? 0;
    const awake = localMinute > 385 + 40 * noise(51, localDay) && localMinute < 1385 + 50 * noise(52, localDay);
    const dark = 1 - Math.min(1, (sunW[minute] ?? 0) / 90);
    const rooms = Math.round(2.4 + 1.8 * smoothNoise(noise, 53, at / (23 * MINUTE_MS)));
    minutesW[minute] = awake && dark > 0.15 ? Math.round(rooms * dark) * 38 : 0;
  }
};

/** Hob and oven: dinner every day, lunch at weekends. */
export const hob: Appliance = (context, minutesW) => {
  const { noise, calendar } = context;
  minutesW.fill(0);
  addRuns(context, minutesW, (day) => {
    const meals = [1135 + 60 * noise(61, day), ...(isWeekend(day) ? [780 + 50 * noise(62, day)] : [])];
    return meals.map((start, meal) => ({
      startAt: calendar(day) + start * MINUTE_MS,
      minutes: 26 + Math.round(20 * noise(63, day, meal)),
      powerW: (minute) => {
        const boils = minute < 7;
        const oven = noise(64, day, meal) < 0.35;
        return (boils ? 1_750 : minute % 3 === 0 ? 1_150 : 450) + (oven && (minute < 11 || minute % 5 < 2) ? 1_100 : 0);
      },
    }));
  });
};

/** Kettle, coffee, toaster; the dishwasher every other night. */
export const kitchen: Appliance = (context, minutesW) => {
  const { noise, calendar } = context;
  minutesW.fill(3);
  addRuns(context, minutesW, (day) => {
    const boil = (start: number, minutes: number, powerW: number) => ({
      startAt: calendar(day) + start * MINUTE_MS,
      minutes,
      powerW: () => powerW,
    });
    const runs = [
      boil(410 + 45 * noise(71, day), 3, 2_090),
      boil(425 + 60 * noise(72, day), 4, 870),
      boil(960 + 90 * noise(73, day), 3, 2_090),
    ];
    if (noise(74, day) < 0.5) {
      runs.push({
        startAt: calendar(day) + (1290 + 60 * noise(75, day)) * MINUTE_MS,
        minutes: 98,
        powerW: (minute?: number) => {
          const heats = minute !== undefined && ((minute > 8 && minute < 24) || (minute > 68 && minute < 80));
          return heats ? 1_860 : 62;
        },
      });
    }
    return runs;
  });
};

/** An air conditioner that cycles on hot afternoons and evenings. */
export const cooling: Appliance = ({ noise, weather, day, localMinutes }, minutesW) => {
  for (let minute = 0; minute < MINUTES_PER_DAY; minute += 1) {
    const at = day * DAY_MS + minute * MINUTE_MS;
    const localMinute = localMinutes[minute] ?? 0;
    const heat = weather.outdoorC(at) - 27.5;
    const inside = localMinute > 740 && localMinute < 1400;
    const duty = Math.min(0.85, heat / 9);
    const cycle = (minute % 20) / 20;
    minutesW[minute] = inside && heat > 0 && cycle < duty ? 690 + 60 * noise(81, day, minute) : 2;
  }
};
