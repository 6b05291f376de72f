import { expect, it } from "vitest";
import { limitConnections } from "./limits";

it.each([
	[{ total: 10_000, perAddress: 100 }, null, { connections: 11_024, perAddress: 512 }],
	[{ total: 10_000, perAddress: 100 }, 1_024, { connections: 768, perAddress: 512 }],
	[{ total: 3, perAddress: null }, 20_000, { connections: 1_027, perAddress: null }],
	[{ total: 10_000, perAddress: null }, 256, { connections: 64, perAddress: null }],
])("of %j streams and %s open files it makes %j", (streams, files, limits) => {
	expect(limitConnections(streams, files)).toEqual(limits);
});
