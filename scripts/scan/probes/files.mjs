// @ts-check
/** @typedef {import("../judge.mjs").Probe} Probe */

const paths = [
	".env .env.local .env.production .git/config .git/HEAD .gitignore .npmrc .htaccess .htpasswd .DS_Store .well-known/",
	"package.json package-lock.json next.config.ts proxy.ts tsconfig.json Dockerfile docker-compose.yml README.md",
	"data/access.json data/audit.log data/hostbeat.db data/hostbeat.db-wal access.json audit.log hostbeat.db",
	"backup.zip backup.tar.gz index.html.bak index~ login.bak login.old .hostbeat/ dist/agent.mjs node_modules/next/package.json",
	"server-status server-info actuator actuator/env metrics debug/pprof console phpinfo.php wp-login.php admin cgi-bin/test",
	"swagger.json openapi.json graphql api api/ api/v1 api/users robots.txt sitemap.xml manifest.json sw.js",
	"_next/image _next/webpack-hmr _next/mcp _next/BUILD_ID _next/trace _next/build-manifest.json .next/BUILD_ID",
	"__nextjs_original-stack-frame __nextjs_original-stack-frames __nextjs_source-map __nextjs_launch-editor",
	"_error _not-found _global-error 404 500 index.rsc index.txt index.segments/_tree.segment.rsc login.rsc",
].flatMap((line) => line.split(" "));

/**
 * What lies beside a program, or what other programs show.
 * @type {Probe[]}
 */
export const files = paths.map((path) => ({
	name: `a file or page that is nobody's: /${path}`,
	path: `/${path}`,
	status: 404,
}));
