import type { Metadata, Viewport } from "next";
import { messages } from "@/lib/messages";
import "./globals.css";

// Each answer has a nonce of its own, which nothing that was rendered beforehand could carry.
export const dynamic = "force-dynamic";

export const metadata: Metadata = {
	title: messages.product,
	description: messages.tagline,
};

export const viewport: Viewport = {
	colorScheme: "light dark",
	themeColor: [
		{ media: "(prefers-color-scheme: light)", color: "#f7f7f8" },
		{ media: "(prefers-color-scheme: dark)", color: "#0b0d10" },
	],
};

export default function Layout({ children }: { children: React.ReactNode }) {
	return (
		<html lang="en">
			<body>{children}</body>
		</html>
	);
}
