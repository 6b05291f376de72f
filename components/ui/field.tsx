/** How a field to type in looks; large enough on a phone that it does not zoom. */
export const fieldLook =
	"block min-h-[44px] w-full rounded-lg border border-muted/75 bg-surface px-3 text-[16px] text-text aria-invalid:border-offline [&[readonly]]:border-line [&[readonly]]:bg-background md:min-h-[40px] md:text-[14px]";

interface FieldProps {
	/** The id of the field that it names. */
	htmlFor: string;
	label: string;
	children: React.ReactNode;
}

/** A field with its name above it. */
export function Field({ htmlFor, label, children }: FieldProps) {
	return (
		<div className="min-w-0">
			<label htmlFor={htmlFor} className="mb-1.5 block text-muted text-xs">
				{label}
			</label>
			{children}
		</div>
	);
}
