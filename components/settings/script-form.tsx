import { type ComponentProps, useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * A form that a script sends. Until that script is there nothing can be typed: it would be lost, and a browser that
 * sends the form by itself would write what was typed, a password say, into the address.
 */
export function ScriptForm({ children, className, ...form }: ComponentProps<"form">) {
	const isAlive = useSyncExternalStore(
		never,
		() => true,
		() => false,
	);
	return (
		<form {...form} method="post" className="noscript:hidden">
			<fieldset disabled={!isAlive} className={className}>
				{children}
			</fieldset>
		</form>
	);
}
