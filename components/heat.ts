import type { Temperature } from "@/lib/metrics/types";

/** Within so many degrees of its limit the hardware begins to slow down. */
const nearCelsius = 10;

/** How near a sensor is to the limit of what it measures; one without a limit is well whatever it says. */
export function heatOf({
	celsius,
	criticalCelsius,
}: Temperature["sensors"][number]): "well" | "near" | "over" | "unknown" {
	if (celsius === null) return "unknown";
	if (criticalCelsius === null) return "well";
	if (celsius >= criticalCelsius) return "over";
	return celsius > criticalCelsius - nearCelsius ? "near" : "well";
}
