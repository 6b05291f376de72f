"use client";

import { useCallback, useEffect, useMemo, useState } from "react";
import { unknown } from "@/lib/format";
import { panelMessages } from "@/lib/panel-messages";
import { holdMsOf, type OwnStream } from "@/lib/streams/types";
import type { TimeChartProps } from "../charts/chart-props";
import type { ChartSeries } from "../charts/chart-source";
import { boundsOf, type Fit, fitAround } from "../charts/fit";
import { heldMetric } from "../charts/held";
import { usePicture } from "../hooks/use-view";
import { ownNumber, ownTick } from "../own-words";
import { PanelChart } from "./panel-chart";

const words = panelMessages.own;
const colors = [1, 2, 3, 4, 5, 6] as const;
const fitEveryMs = 900;

interface OwnChartProps {
	stream: OwnStream;
	title: string;
	/** Its numbers that are drawn. */
	fields: string[];
}

/** The numbers of a stream as lines on one axis, which goes around them wherever they lie. */
export function OwnChart({ stream, title, fields }: OwnChartProps) {
	const { name, unit } = stream;
	const holdMs = holdMsOf(stream);
	const key = fields.join();
	const series = useMemo(
		() =>
			key.split(",").map(
				(field, index): ChartSeries => ({
					metric: heldMetric(`${name}.${field}`, holdMs),
					label: field,
					colorToken: colors[index % colors.length] as ChartSeries["colorToken"],
				}),
			),
		[name, key, holdMs],
	);
	const domain = useFit(series);
	const formatValue = useCallback(
		(value: number | null) => {
			const text = ownNumber(value);
			return text === unknown ? text : words.value(text, unit ?? "");
		},
		[unit],
	);
	const step = (domain.max - domain.min) / 4;
	const formatTick = useCallback((value: number) => ownTick(value, step), [step]);
	return (
		<PanelChart
			title={title}
			series={series}
			domain={domain}
			kind="line"
			formatValue={formatValue}
			formatTick={formatTick}
		/>
	);
}

function useFit(series: TimeChartProps["series"]): Fit {
	const picture = usePicture();
	const { windowMs } = picture;
	const [fit, setFit] = useState(() => fitAround(null, ...boundsOf({ source: picture, series, windowMs })));
	useEffect(() => {
		let fittedAt = Number.NEGATIVE_INFINITY;
		const draw = () => {
			if (performance.now() - fittedAt < fitEveryMs) return;
			fittedAt = performance.now();
			setFit((before) => fitAround(before, ...boundsOf({ source: picture, series, windowMs })));
		};
		draw();
		return picture.onTick(draw);
	}, [picture, series, windowMs]);
	return fit;
}
