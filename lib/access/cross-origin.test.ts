import { expect, it } from "vitest";
import { crossOriginHeaders } from "./cross-origin";

const allowed = ["https://a.example", "http://b.example:8080"];

it("names the origin that asks when it is allowed, never all of them", () => {
	expect(crossOriginHeaders("https://a.example", allowed)).toMatchObject({
		"Access-Control-Allow-Origin": "https://a.example",
		"Access-Control-Allow-Credentials": "true",
		Vary: "Origin",
	});
});

it.each([
	"https://a.example.evil",
	"http://a.example",
	"https://A.example",
	"https://a.example:8443",
	"null",
	"*",
	"",
	null,
])("tells %s nothing but that answers differ", (origin) =>
	expect(crossOriginHeaders(origin, allowed)).toEqual({ Vary: "Origin" }),
);

it("says nothing at all by default", () => {
	expect(crossOriginHeaders("https://a.example", [])).toEqual({});
});
