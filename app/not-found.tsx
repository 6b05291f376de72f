import { Notice } from "@/components/notice";
import { withBasePath } from "@/lib/base-path";
import { messages } from "@/lib/messages";

export default function NotFound() {
	const { title, text, back } = messages.notFound;
	return (
		<Notice title={title} text={text}>
			<a href={withBasePath("/")} className="text-accent underline">
				{back}
			</a>
		</Notice>
	);
}
