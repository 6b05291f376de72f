// @ts-check
// The dashboard's charts and sparklines drawn by uPlot: the same series of the same host over the same five minutes.
// With data-only="small" on the body the charts rest, as they do on the dashboard when they are hidden.
import uPlot from "uplot";
import { Columns, chartsFor } from "./series.mjs";

/** @typedef {import("./series.mjs").Chart} Chart */
/** @typedef {import("./series.mjs").Column} Column */

const COLORS = ["#2563eb", "#d97706", "#16a34a", "#db2777", "#7c3aed", "#0891b2"];
const events = ["cpu", "memory", "load", "disk", "network"];

/** @param {Chart} chart */
function create({ lines, stacked = false, height, share }) {
	const box = document.createElement("div");
	box.className = height ? "small" : "chart";
	document.body.append(box);
	const plot = new uPlot(
		{
			width: box.clientWidth,
			height: height ?? 180,
			legend: { show: !height },
			cursor: height ? { show: false } : { sync: { key: "all" } },
			axes: height ? [{ show: false }, { show: false }] : [{}, { size: 56 }],
			scales: share ? { y: { range: [0, 1] } } : {},
			series: [
				{},
				...lines.map(({ label }, index) => {
					const stroke = COLORS[index] ?? "gray";
					return { label, stroke, width: 1.5, points: { show: false }, fill: `${stroke}33` };
				}),
			],
		},
		[[], ...lines.map(() => [])],
		box,
	);
	/** @param {Columns} columns */
	return (columns) => {
		if (!height && document.body.dataset.only === "small") return;
		const drawn = lines.map((line) => line.read(columns));
		plot.setData([columns.times, ...(stacked ? stack(drawn) : drawn)]);
	};
}

/** @param {Column[]} columns @returns {Column[]} */
function stack(columns) {
	/** @type {Column} */
	let below = [];
	return columns.map((column) => {
		const under = below;
		below = column.map((value, at) => (value ?? 0) + (under[at] ?? 0));
		return below;
	});
}

/** @param {string} url */
const ask = async (url) => (await fetch(url)).json();

const query = events.map((name) => `metric=${name}`).join("&");
const { series } = await ask(`/api/history?${query}&from=${Date.now() - 300_000}`);
const snapshot = await ask("/api/snapshot");
const columns = new Columns();
columns.fill(series);

const draws = chartsFor(snapshot.events.cpu.cores.length).map(create);
const draw = () => {
	for (const one of draws) one(columns);
};
draw();

const source = new EventSource("/api/stream");
let newest = (columns.times.at(-1) ?? 0) * 1_000;
for (const event of events) {
	source.addEventListener(event, ({ data }) => {
		const reading = JSON.parse(data);
		// The events of one tick have one time.
		if (reading.time > newest) {
			newest = reading.time;
			columns.next(newest);
			requestAnimationFrame(draw);
		}
		columns.push(event, reading);
	});
}
document.body.dataset.live = "";
