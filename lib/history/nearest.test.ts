import { expect, it } from "vitest";
import { nearestName } from "./nearest";

const names = ["cpu.utilization", "cpu.user", "memory.usedBytes", "network.eth0.sentBytesPerSecond"];

it("finds no name for a word that is like none", () => {
	expect(nearestName("temperature", names)).toBeNull();
	expect(nearestName("", names)).toBeNull();
});

it("finds the name that a slip of the finger has spoiled", () => {
	expect(nearestName("cpu.utilisation", names)).toBe("cpu.utilization");
	expect(nearestName("cpu.uesr", names)).toBe("cpu.user");
	expect(nearestName("network.eth0.sentBytePerSecond", names)).toBe("network.eth0.sentBytesPerSecond");
});
