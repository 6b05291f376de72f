"use client";

import { useEffect, useSyncExternalStore } from "react";
import type { LiveStore } from "@/lib/live/store";
import { type RangeName, ranges } from "@/lib/live/view";
import { panelMessages } from "@/lib/panel-messages";
import { exportAddress } from "./export-address";
import { useConnectionState, useFact, useStore } from "./hooks/use-live";
import { usePicture, useView } from "./hooks/use-view";
import { KeyHelp } from "./key-help";
import { RangeStatus } from "./range-status";
import { signInAddress } from "./sign-in-address";
import { Button } from "./ui/button";
import { followKeys, panShare, zoomFactor } from "./view-keys";
import { pictureText, spanText } from "./view-words";

const words = panelMessages.view;
const readTimezone = (store: LiveStore) => store.get("clock")?.timezone ?? "UTC";

/** What the charts show: to be chosen, moved and zoomed, in words, and to be taken away as a file. */
export function TimeRange() {
	const store = useStore();
	const views = useView();
	const picture = usePicture();
	const read = () => views.view;
	const view = useSyncExternalStore((listener) => views.on("view", listener), read, read);
	const timezone = useFact("clock", readTimezone);
	useEffect(() => followKeys(views), [views]);
	const isPast = "from" in view;
	const isSignedOut = useConnectionState().name === "signedOut";
	const fileAddress = () => (isSignedOut ? signInAddress() : exportAddress(views.picture, store.readings));
	return (
		<section
			aria-label={words.label}
			className="-mx-4 sticky top-0 z-20 mt-4 border-line border-b bg-background px-4 py-2 noscript:hidden"
		>
			<div className="flex flex-wrap items-center gap-x-4 gap-y-1">
				<div className="flex w-full min-w-0 items-center gap-1 sm:w-auto">
					<select
						aria-label={words.range}
						value={isPast ? "past" : view.range}
						onChange={({ target }) => {
							if (target.value !== "past") views.show({ range: target.value as RangeName });
						}}
						className="min-h-[44px] min-w-0 flex-1 rounded-lg border border-line bg-raised px-2 text-sm sm:max-w-64 md:min-h-8"
					>
						{isPast && <option value="past">{spanText(view, timezone, store.now)}</option>}
						{(Object.keys(ranges) as RangeName[]).map((name) => (
							<option key={name} value={name}>
								{words.ranges[name]}
							</option>
						))}
					</select>
					<IconButton label={words.earlier} path="M10 3 5 8l5 5" onClick={() => views.pan(-panShare)} />
					<IconButton
						label={words.later}
						path="m6 3 5 5-5 5"
						disabled={!isPast}
						onClick={() => views.pan(panShare)}
					/>
					<IconButton
						label={words.zoomIn}
						path="M8 3v10M3 8h10"
						onClick={() => views.zoomBy(1 / zoomFactor)}
					/>
					<IconButton
						label={words.zoomOut}
						path="M3 8h10"
						disabled={!isPast && view.range === "all"}
						onClick={() => views.zoomBy(zoomFactor)}
					/>
					<Button aria-pressed={!isPast} onClick={() => views.goLive()}>
						{words.live}
					</Button>
				</div>
				<div className="flex min-w-0 flex-1 basis-80 items-center gap-4">
					<div className="min-w-0 flex-1">
						<p className="text-xs leading-4">{pictureText(picture, timezone, store.now)}</p>
						<RangeStatus timezone={timezone} />
					</div>
					<a
						href={fileAddress()}
						download={!isSignedOut}
						title={isSignedOut ? words.csvSignedOut : words.csvHint}
						className="flex min-h-[44px] items-center text-accent text-sm underline underline-offset-4 md:min-h-8"
						// What is shown may have moved on since this was rendered.
						onClick={({ currentTarget }) => {
							currentTarget.href = fileAddress();
						}}
					>
						{words.csv}
					</a>
					<KeyHelp />
				</div>
			</div>
		</section>
	);
}

interface IconButtonProps {
	label: string;
	path: string;
	disabled?: boolean;
	onClick(): void;
}

function IconButton({ label, path, disabled = false, onClick }: IconButtonProps) {
	return (
		<Button
			aria-label={label}
			title={label}
			// Not `disabled`, which would take the keyboard's focus away.
			aria-disabled={disabled}
			onClick={() => !disabled && onClick()}
			className="grid min-w-[44px] place-items-center px-0 aria-disabled:cursor-default aria-disabled:text-muted/60 aria-disabled:hover:border-line md:min-w-8"
		>
			<svg width="16" height="16" aria-hidden="true">
				<path d={path} fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
			</svg>
		</Button>
	);
}
