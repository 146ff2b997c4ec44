// The page that is served over http beside a relay with its own certificate: how a tablet learns to trust it, and the
// authority's certificate to download. It contains nothing of any campaign.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

const CERTIFICATE_PATH = '/emberkeep-home.crt';

const STYLE = `
body {
  font: 18px/1.55 system-ui, sans-serif;
  max-width: 34rem;
  margin: 2rem auto;
  padding: 0 1rem;
  color: #2b2016;
  background: #fbf6ee;
}
a.button {
  display: inline-block;
  padding: 0.8rem 1.2rem;
  border-radius: 0.6rem;
  background: #8a3b12;
  color: #fff;
  text-decoration: none;
}
li {
  margin: 0.5rem 0;
}
@media (prefers-color-scheme: dark) {
  body {
    color: #eee3d4;
    background: #1d1712;
  }
  a {
    color: #f0b27a;
  }
}
`;

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const pageFor = (host: string, port: number, names: readonly string[]): string => {
  const address = `https://${escapeHtml(host)}:${port}`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Emberkeep: one step before</title>
<style>${STYLE}</style>
<h1>Let this tablet trust Emberkeep at home</h1>
<p>The server on this network made a certificate of its own.
It can vouch for addresses in homes only, and for no site on the internet.</p>
<p><a class="button" href="${CERTIFICATE_PATH}">Fetch the certificate</a></p>
<h2>iPad and iPhone</h2>
<ol>
<li>Tap the button above in Safari, and allow the download of a profile.</li>
<li><b>Settings → General → VPN &amp; Device Management</b>: open “Emberkeep at home” and install it.</li>
<li><b>Settings → General → About → Certificate Trust Settings</b>: switch it on.
Without this step Safari goes on warning.</li>
</ol>
<h2>Android</h2>
<ol>
<li>Fetch it, then
<b>Settings → Security → Encryption &amp; credentials → Install a certificate → CA certificate</b>,
and choose the file.</li>
</ol>
<h2>Computers</h2>
<p>Open the file and add it to the trusted authorities (macOS: Keychain Access, “Always trust”;
Windows: “Trusted Root Certification Authorities”; Firefox: Settings → Certificates → Import).</p>
<p>The server can be reached as ${names.map(escapeHtml).join(', ')}.
After the computer was renamed, use its name with .local, or its address: tablets need not trust it again.</p>
<p>Then open <a href="${address}">${address}</a>, and add it to the home screen.
Never click through a warning instead: the app could not keep itself for use without a network.</p>
</html>`;
};

const CERTIFICATE_HEADERS = {
  'content-type': 'application/x-x509-ca-cert',
  'content-disposition': 'attachment; filename="emberkeep-home.crt"',
};
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

/** The name by which the tablet reached this page: the relay is there as well. Nothing but a name is taken from it. */
const hostOf = (request: IncomingMessage): string => /^[\w.-]+/.exec(request.headers.host ?? '')?.[0] ?? 'localhost';

export interface TrustPageDeps {
  /** The authority's certificate, PEM. */
  authority: string;
  /** Names and addresses for which the relay's certificate is good. */
  names: readonly string[];
  /** 0 for any free port. */
  port: number;
  host: string;
  /** Where the relay is. */
  httpsPort: number;
}

/** Resolves once it listens. */
export const serveTrustPage = ({ authority, names, port, host, httpsPort }: TrustPageDeps): Promise<Server> => {
  const der = Buffer.from(authority.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = (request.url ?? '/').split('?')[0];
    if (path === CERTIFICATE_PATH) response.writeHead(200, CERTIFICATE_HEADERS).end(der);
    else if (path === '/') response.writeHead(200, PAGE_HEADERS).end(pageFor(hostOf(request), httpsPort, names));
    else response.writeHead(302, { location: '/' }).end();
  };
  const server = createServer(answer);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
};
