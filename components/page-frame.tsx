import { withBasePath } from "@/lib/base-path";
import { ProductMark } from "./product-mark";

/** What is around each page beside the dashboard: the way back to it, and who is signed in. */
export function PageFrame({
	aside,
	isWide = false,
	children,
}: {
	aside?: React.ReactNode;
	/** For what has long lines. */
	isWide?: boolean;
	children: React.ReactNode;
}) {
	return (
		<div className={`mx-auto p-4 sm:py-6 ${isWide ? "max-w-[1200px]" : "max-w-[880px]"}`}>
			<header className="flex flex-wrap items-center justify-between gap-x-8">
				<a
					href={withBasePath("/")}
					className="flex min-h-[44px] items-center rounded-lg hover:text-accent md:min-h-8"
				>
					<ProductMark />
				</a>
				{aside}
			</header>
			{children}
		</div>
	);
}
