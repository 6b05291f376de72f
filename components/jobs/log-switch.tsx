/** Something of the log that can be shown or not. */
export function LogSwitch({
	label,
	isOn,
	onTurn,
}: {
	label: string;
	isOn: boolean;
	onTurn: (isOn: boolean) => void;
}) {
	return (
		<label className="flex min-h-[44px] cursor-pointer items-center gap-2 sm:min-h-8">
			<input
				type="checkbox"
				className="size-4 accent-(--accent)"
				checked={isOn}
				onChange={({ target }) => onTurn(target.checked)}
			/>
			{label}
		</label>
	);
}
