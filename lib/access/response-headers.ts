import { hostName, isLoopback } from "./host-name";
import type { Client } from "./types";

/** What no page of ours uses; a page that is made to run something foreign shall not have it either. */
const unused = [
	"accelerometer",
	"autoplay",
	"camera",
	"display-capture",
	"encrypted-media",
	"fullscreen",
	"geolocation",
	"gyroscope",
	"hid",
	"identity-credentials-get",
	"idle-detection",
	"local-fonts",
	"magnetometer",
	"microphone",
	"midi",
	"otp-credentials",
	"payment",
	"picture-in-picture",
	"publickey-credentials-create",
	"publickey-credentials-get",
	"screen-wake-lock",
	"serial",
	"storage-access",
	"usb",
	"window-management",
	"xr-spatial-tracking",
];

const always = {
	"X-Content-Type-Options": "nosniff",
	// Not no-referrer: with it a form of our own would send `Origin: null` (Fetch, 3.2).
	"Referrer-Policy": "same-origin",
	"Permissions-Policy": unused.map((name) => `${name}=()`).join(", "),
	"Cross-Origin-Resource-Policy": "same-origin",
	"X-Frame-Options": "DENY",
	// Of what is no page nothing runs, and nothing is loaded; a page has a policy of its own.
	"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
};

const yearSeconds = 31_536_000;

/** The headers of every answer, whoever gives it: also of Next's own redirects, files and failures. */
export function responseHeaders({ isHttps, host }: Client): Record<string, string> {
	return {
		...always,
		// Without its subdomains: they may be somebody else's.
		...(isHttps && { "Strict-Transport-Security": `max-age=${yearSeconds}` }),
		// Browsers take it only of an origin that they trust, and complain of it in all others.
		...((isHttps || isLoopback(hostName(host) ?? "")) && { "Cross-Origin-Opener-Policy": "same-origin" }),
	};
}
